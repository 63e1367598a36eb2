import { TikvError } from './tikv-error.ts';

/** The caller's mistake: an invalid argument, or a call that is not possible here. Nothing was done. */
export class UsageError extends TikvError {
  override readonly code: 'TIKV_USAGE' | 'TIKV_CLOSED' | 'TIKV_TRANSACTION_FINISHED' = 'TIKV_USAGE';
  /** Every problem found, one sentence each. */
  declare readonly problems: readonly string[];

  constructor(problems: string | readonly string[], options: { readonly cause?: unknown } = {}) {
    const list = typeof problems === 'string' ? [problems] : problems;
    super(list.join('; '), options);
    // A single problem is the message already: logs do not show it twice.
    Object.defineProperty(this, 'problems', { value: list, enumerable: list.length > 1 });
  }
}

/**
 * The client was closed before or during the call. A write in flight may fail with UndeterminedError instead.
 */
export class ClosedError extends UsageError {
  override readonly code = 'TIKV_CLOSED';

  constructor(message = 'The client is closed') {
    super(message);
  }
}

/** The transaction has already been committed, rolled back or lost. */
export class TransactionFinishedError extends UsageError {
  override readonly code = 'TIKV_TRANSACTION_FINISHED';
}
