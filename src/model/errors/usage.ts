import { TikvError } from './tikv-error.ts';

/** The caller's mistake: a bad argument or a call that has no meaning here. Nothing was sent. */
export class UsageError extends TikvError {
  override readonly code: 'TIKV_USAGE' | 'TIKV_CLOSED' | 'TIKV_TRANSACTION_FINISHED' = 'TIKV_USAGE';
  /** Every problem found, one sentence each. */
  declare readonly problems: readonly string[];

  constructor(problems: string | readonly string[], options: { readonly cause?: unknown } = {}) {
    const list = typeof problems === 'string' ? [problems] : problems;
    super(list.join('; '), options);
    // One problem is the message already: it is not shown twice.
    Object.defineProperty(this, 'problems', { value: list, enumerable: list.length > 1 });
  }
}

/** The client was closed before or during the call. A write in flight may say `UndeterminedError` instead. */
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
