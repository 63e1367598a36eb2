import { ReadBelowSafePointError, TransactionAbortedError } from '../../model/errors.ts';
import { physicalMs, type Timestamp } from '../../model/timestamp.ts';
import type { CommitTask } from './commit-task.ts';

/** How long a transaction may take (client-go's MaxTxnTimeUse; parity row TXN-37). */
const MAX_DURATION_MS = 24 * 3_600_000;

/**
 * Garbage collection never comes closer to the present. As in the watch of the safe point, which young reads
 * do not wait for.
 */
const COLLECTED_FROM_MS = 10_000;

/**
 * Checks the age of a transaction by a timestamp of PD: versions that it conflicts with may have been
 * collected by then.
 * @throws TransactionAbortedError when it is older than a day
 */
export function checkDuration(startTs: Timestamp, now: Timestamp): void {
  const error = ageError(physicalMs(now) - physicalMs(startTs));
  if (error !== undefined) throw error;
}

/** How long ago a transaction began, in milliseconds of the client's own clock. */
export function ageMsOf({ environment, beganAtMs }: Pick<CommitTask, 'environment' | 'beganAtMs'>): number {
  return environment.runtime.clock.now() - beganAtMs;
}

/** Why a transaction of this age cannot commit; undefined when it is no older than a day. */
export function ageError(ageMs: number): TransactionAbortedError | undefined {
  if (ageMs <= MAX_DURATION_MS) return undefined;
  return new TransactionAbortedError(`The transaction took ${Math.round(ageMs)} ms, more than a day`, {
    retryable: true,
  });
}

/**
 * Whether the safe point of garbage collection can have passed the beginning of a transaction of this age.
 */
export function mayBeCollected(ageMs: number): boolean {
  return ageMs >= COLLECTED_FROM_MS;
}

/**
 * Checks the start timestamp of a transaction against the safe point, before it locks what it writes. For a
 * key that another transaction has deleted since, nothing may be left by which a store would find the
 * conflict (scenario S092). client-go checks reads alone; TiDB holds garbage collection back by its
 * transactions.
 * @throws TransactionAbortedError when it began before the safe point; PdUnreachableError when the safe point
 * is not known; DeadlineError, AbortedError
 */
export async function checkSafePoint(
  task: Pick<CommitTask, 'environment' | 'beganAtMs' | 'startTs' | 'deadline'>,
): Promise<void> {
  if (!mayBeCollected(ageMsOf(task))) return;
  try {
    await task.environment.visibility.check(task.startTs, task.deadline);
  } catch (cause) {
    if (!(cause instanceof ReadBelowSafePointError)) throw cause;
    throw new TransactionAbortedError(
      `The transaction began at ${cause.timestamp}, and garbage may have been collected up to ${cause.safePoint}`,
      { retryable: true, cause },
    );
  }
}
