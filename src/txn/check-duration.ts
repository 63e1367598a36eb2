import { TransactionAbortedError } from '../model/errors.ts';
import { physicalMs, type Timestamp } from '../model/timestamp.ts';
import type { CommitTask } from './commit-task.ts';

/** How long a transaction may take (client-go's MaxTxnTimeUse; parity row TXN-37). */
const MAX_DURATION_MS = 24 * 3_600_000;

/**
 * Holds the age of a transaction against a timestamp of PD: what it conflicts with may have been collected by then.
 * @throws TransactionAbortedError when it is older than a day
 */
export function checkDuration(startTs: Timestamp, now: Timestamp): void {
  const error = tooLong(physicalMs(now) - physicalMs(startTs));
  if (error !== undefined) throw error;
}

/** The same by the client's own clock, for commits that ask PD for no timestamp; undefined when it is younger. */
export function tooOldByClock({ environment, beganAtMs }: CommitTask): TransactionAbortedError | undefined {
  return tooLong(environment.runtime.clock.now() - beganAtMs);
}

function tooLong(tookMs: number): TransactionAbortedError | undefined {
  if (tookMs <= MAX_DURATION_MS) return undefined;
  return new TransactionAbortedError(`The transaction took ${Math.round(tookMs)} ms, more than a day`, true);
}
