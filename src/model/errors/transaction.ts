import { TikvError, type TikvErrorOptions } from './tikv-error.ts';

/** Locks in the way of the call could not be resolved in its time. */
export class ResolveLockTimeoutError extends TikvError {
  override readonly code = 'TIKV_RESOLVE_LOCK_TIMEOUT';
  override readonly retryable = true;
}

/** A lock of this transaction is gone: it expired, or another transaction rolled it back. */
export class LockLostError extends TikvError {
  override readonly code = 'TIKV_LOCK_LOST';
  override readonly retryable = true;
}

/** The transaction cannot go on; nothing of it is or will be visible. */
export class TransactionAbortedError extends TikvError {
  override readonly code = 'TIKV_TRANSACTION_ABORTED';
  override readonly retryable: boolean;

  constructor(message: string, options: TikvErrorOptions & { readonly retryable: boolean }) {
    super(message, options);
    this.retryable = options.retryable;
  }
}

/**
 * PD's clock is behind the timestamp that the commit timestamp has to exceed. The transaction did not commit.
 */
export class CommitTimestampLagError extends TikvError {
  override readonly code = 'TIKV_COMMIT_TIMESTAMP_LAG';
  override readonly retryable = true;
  /** The last timestamp that PD gave. */
  readonly timestamp: bigint;
  /** The timestamp that the commit timestamp has to exceed. */
  readonly above: bigint;

  constructor(timestamp: bigint, above: bigint) {
    super(`PD's timestamp ${timestamp} is not above ${above}, as the commit timestamp has to be`);
    this.timestamp = timestamp;
    this.above = above;
  }
}

/** The timestamp read at is older than what garbage collection keeps. */
export class ReadBelowSafePointError extends TikvError {
  override readonly code = 'TIKV_READ_BELOW_SAFE_POINT';
  /** The timestamp that was read at. */
  readonly timestamp: bigint;
  /** The timestamp below which reads are refused. */
  readonly safePoint: bigint;

  constructor(timestamp: bigint, safePoint: bigint) {
    super(`Timestamp ${timestamp} is below the safe point ${safePoint}: what it saw may have been collected`);
    this.timestamp = timestamp;
    this.safePoint = safePoint;
  }
}

/** The given timestamp is ahead of the cluster's oracle, which has not issued it yet. Nothing was read. */
export class FutureTimestampError extends TikvError {
  override readonly code = 'TIKV_FUTURE_TIMESTAMP';
  /** The timestamp that was given. */
  readonly timestamp: bigint;
  /** The oracle's timestamp at that time. */
  readonly currentTs: bigint;

  constructor(timestamp: bigint, currentTs: bigint) {
    super(`Timestamp ${timestamp} is ahead of the oracle, which is at ${currentTs}`);
    this.timestamp = timestamp;
    this.currentTs = currentTs;
  }
}
