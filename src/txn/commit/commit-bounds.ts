import { askFunction } from '../../model/ask-function.ts';
import { CommitTimestampLagError, TransactionAbortedError } from '../../model/errors.ts';
import { physicalMs, type Timestamp } from '../../model/timestamp.ts';

/** Where a commit timestamp may lie, in addition to what the protocols demand. */
export interface CommitBounds {
  /** The commit timestamp has to be above this, and PD's clock is waited for; 0n without such a bound. */
  readonly above: Timestamp;
  /** How long PD's clock is waited for, in milliseconds. */
  readonly waitMs: number;
  /** Whether this commit timestamp may be used. Called before anything is committed at it. */
  readonly allows: ((commitTs: Timestamp) => boolean) | undefined;
}

/**
 * The error for a timestamp of PD that is not above the bound; undefined when it is. Follows client-go's
 * GetTimestampForCommit (parity row TXN-17).
 *
 * @param waitedMs how long PD's clock has been waited for, in milliseconds
 * @throws CommitTimestampLagError when PD's clock cannot, or did not, reach the bound in time
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
 * @throws TransactionAbortedError when the caller does not want this commit timestamp; UsageError when
 * `allows` throws, or returns a promise. Nothing is committed then
 */
export function checkAllowed({ allows }: CommitBounds, commitTs: Timestamp): void {
  if (allows === undefined || askFunction('checkCommitTs', '', () => allows(commitTs)) === true) return;
  throw new TransactionAbortedError(`The commit timestamp ${commitTs} was refused by checkCommitTs`, {
    retryable: false,
  });
}
