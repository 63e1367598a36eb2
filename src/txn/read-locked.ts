import type { Timestamp } from '../model/timestamp.ts';
import { BACKOFF_BUDGET_MS } from '../retry/backoff-kinds.ts';
import { Backoffer } from '../retry/backoffer.ts';
import type { Deadline } from '../retry/deadline.ts';
import type { HeldLock, HeldLocks } from './held-locks.ts';
import { VALUES } from './point-read.ts';
import { ReadView } from './read-view.ts';
import { snapshotBatchGet } from './snapshot-batch-get.ts';
import type { TransactionEnvironment } from './transaction-environment.ts';

/** Under a lock that is held nothing is collected: it is younger than any safe point. */
const VISIBLE = { check: () => undefined };

/** Whether locking a key did not tell all that is wanted of it. @param wantsValue else whether it exists is enough */
export function isUnread(lock: HeldLock | undefined, wantsValue: boolean): boolean {
  return lock?.exists === undefined || (wantsValue && lock.read === undefined);
}

/**
 * Reads locked keys, and notes with their locks what was read. Nobody writes them meanwhile: any timestamp from the locks
 * on will do.
 */
export async function readLocked(
  { regions, locks, runtime }: TransactionEnvironment,
  { held, forUpdateTs }: { readonly held: HeldLocks; readonly forUpdateTs: Timestamp },
  keys: readonly Uint8Array[],
  deadline: Deadline,
): Promise<void> {
  const view = new ReadView({ regions, locks, visibility: VISIBLE }, forUpdateTs);
  const backoffer = new Backoffer(runtime, { deadline, budgetMs: BACKOFF_BUDGET_MS.read });
  const values = await snapshotBatchGet(view, keys, VALUES, backoffer);
  for (const [index, key] of keys.entries()) {
    const lock = held.get(key);
    const value = values[index];
    if (lock !== undefined) held.set({ ...lock, exists: value !== undefined, read: { value } });
  }
}
