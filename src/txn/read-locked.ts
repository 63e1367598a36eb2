import type { Timestamp } from '../model/timestamp.ts';
import { BACKOFF_BUDGET_MS } from '../retry/backoff-kinds.ts';
import { Backoffer } from '../retry/backoffer.ts';
import type { Deadline } from '../retry/deadline.ts';
import type { HeldLock, HeldLocks } from './held-locks.ts';
import { VALUES } from './point-read.ts';
import { ReadView } from './read-view.ts';
import { snapshotBatchGet } from './snapshot-batch-get.ts';
import type { TransactionEnvironment } from './transaction-environment.ts';

/** Nothing is collected under a lock that is held: it is younger than any safe point. */
const VISIBLE = { check: () => undefined };

/**
 * Whether the lock answer lacks what the caller wants. @param wantsValue whether the value is wanted, and not
 * just whether the key exists
 */
export function isUnread(lock: HeldLock | undefined, wantsValue: boolean): boolean {
  return lock?.exists === undefined || (wantsValue && lock.read === undefined);
}

/**
 * Reads locked keys, and notes with their locks what was read. Nobody writes them meanwhile, so any timestamp
 * not before the locks will do.
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
