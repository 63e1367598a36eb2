import { TikvError } from './tikv-error.ts';

/** A store that did not do what every store was asked to do. */
export interface StoreFailure {
  /** Id of the store, as PD knows it. */
  readonly storeId: bigint;
  /** `host:port` of the store. */
  readonly address: string;
  /** Why it did not, or what became of its answer. */
  readonly error: TikvError;
}

/**
 * Some stores did not do what every store was asked to do. The first failure is the cause; `attempts` has all
 * of them.
 */
export class StoresFailedError extends TikvError {
  override readonly code = 'TIKV_STORES_FAILED';
  override readonly retryable = true;
  /** Ids of the stores that have done it. */
  readonly done: readonly bigint[];
  readonly #failures: readonly StoreFailure[];

  constructor(what: string, done: readonly bigint[], failures: readonly StoreFailure[]) {
    const names = failures.map(({ storeId, address }) => `${storeId} (${address})`);
    super(`${what}: ${done.length} stores have done it, these have not: ${names.join(', ')}`, {
      cause: failures[0]?.error,
      attempts: failures.map(({ error }) => error),
    });
    this.done = done;
    this.#failures = failures;
  }

  /** The stores that have not, each with its error. A store that did not answer may still have done it. */
  get failures(): readonly StoreFailure[] {
    return this.#failures;
  }
}
