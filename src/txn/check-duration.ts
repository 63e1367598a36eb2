import { ReadBelowSafePointError, TransactionAbortedError } from '../model/errors.ts';
import { physicalMs, type Timestamp } from '../model/timestamp.ts';
import type { CommitTask } from './commit-task.ts';

/** How long a transaction may take (client-go's MaxTxnTimeUse; parity row TXN-37). */
const MAX_DURATION_MS = 24 * 3_600_000;

/** No garbage collection comes closer to the present (as in the safe point's own watch, which young reads do not wait for). */
const COLLECTED_FROM_MS = 10_000;

/**
 * Holds the age of a transaction against a timestamp of PD: what it conflicts with may have been collected by then.
 * @throws TransactionAbortedError when it is older than a day
 */
export function checkDuration(startTs: Timestamp, now: Timestamp): void {
  const error = ageError(physicalMs(now) - physicalMs(startTs));
  if (error !== undefined) throw error;
}

/** How long ago a transaction began, by the client's own clock. */
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

/** Whether the safe point of garbage collection can have passed the beginning of a transaction of this age. */
export function mayBeCollected(ageMs: number): boolean {
  return ageMs >= COLLECTED_FROM_MS;
}

/**
 * Holds the beginning of a transaction against the safe point, before it locks what it writes: of a key that another one
 * has deleted since nothing may be left that a store could tell a conflict by (scenario S092). client-go looks at reads
 * alone, and TiDB holds garbage collection back by its transactions.
 * @throws TransactionAbortedError when it began before; PdUnreachableError when nobody can tell; what the deadline says
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
