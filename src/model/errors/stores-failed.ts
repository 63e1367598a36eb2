import { TikvError } from './tikv-error.ts';

/** A store that did not do what all were asked for. */
export interface StoreFailure {
  readonly storeId: bigint;
  readonly address: string;
  readonly error: TikvError;
}

/**
 * What every store was asked for was not done by some. The first failure is the cause, and `attempts` has
 * them all.
 */
export class StoresFailedError extends TikvError {
  override readonly code = 'TIKV_STORES_FAILED';
  override readonly retryable = true;
  /** The stores that have done it. */
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

  /** Those that have not, each with its reason. A store that did not answer may have done it all the same. */
  get failures(): readonly StoreFailure[] {
    return this.#failures;
  }
}
