import { askFunction } from '../model/ask-function.ts';
import { CommitTimestampLagError, TransactionAbortedError } from '../model/errors.ts';
import { physicalMs, type Timestamp } from '../model/timestamp.ts';

/** Where a commit timestamp may lie, beside what the protocols demand. */
export interface CommitBounds {
  /** It has to be above this, and PD's clock is waited for; 0n without such a bound. */
  readonly above: Timestamp;
  /** How long PD's clock is waited for, in milliseconds. */
  readonly waitMs: number;
  /** Whether it may be this one. Asked before anything is committed at it. */
  readonly allows: ((commitTs: Timestamp) => boolean) | undefined;
}

/**
 * What a timestamp of PD lacks; undefined when it is above the bound. Follows client-go's GetTimestampForCommit (parity
 * row TXN-17).
 *
 * @param waitedMs for PD's clock so far
 * @throws CommitTimestampLagError when the clock cannot, or did not, get there within the time
 */
export function lagBehind(
  { above, waitMs }: CommitBounds,
  timestamp: Timestamp,
  waitedMs: number,
): CommitTimestampLagError | undefined {
  if (timestamp > above) return undefined;
  const error = new CommitTimestampLagError(timestamp, above);
  const lagMs = physicalMs(above) - physicalMs(timestamp);
  if (waitedMs >= waitMs || lagMs > waitMs) throw error;
  return error;
}

/**
 * @throws TransactionAbortedError when the caller does not want this commit timestamp; UsageError when the function
 * that is to say so throws, or does not say so at once. Nothing is committed then
 */
export function checkAllowed({ allows }: CommitBounds, commitTs: Timestamp): void {
  if (allows === undefined || askFunction('checkCommitTs', '', () => allows(commitTs)) === true) return;
  throw new TransactionAbortedError(`The commit timestamp ${commitTs} was refused by checkCommitTs`, {
    retryable: false,
  });
}
