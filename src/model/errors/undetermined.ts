import { TikvError } from './tikv-error.ts';

/**
 * The client cannot know whether the write happened. The library never retries it. For a transaction,
 * `tikv.settle` finds out by its `startTs` and `primary`.
 */
export class UndeterminedError extends TikvError {
  override readonly code = 'TIKV_UNDETERMINED';
  /** Absent for a raw write. */
  declare readonly startTs: bigint | undefined;
  readonly #primary: Uint8Array | undefined;

  constructor(cause: unknown, transaction?: { startTs: bigint; primary: Uint8Array }) {
    super(
      transaction === undefined
        ? 'The outcome of the write is unknown; read the data to find out'
        : `The outcome of transaction ${transaction.startTs} is unknown; use tikv.settle to find out`,
      { cause },
    );
    if (transaction !== undefined) this.startTs = transaction.startTs;
    this.#primary = transaction?.primary;
  }

  /** The transaction's primary key; absent for a raw write. Logs and inspection do not show it. */
  get primary(): Uint8Array | undefined {
    return this.#primary;
  }
}
