import type { Timestamp } from '../../model/timestamp.ts';
import { BACKOFF_BUDGET_MS } from '../../retry/backoff-kinds.ts';
import { Backoffer } from '../../retry/backoffer.ts';
import type { Deadline } from '../../retry/deadline.ts';
import type { HeldLock, HeldLocks } from '../locking/held-locks.ts';
import type { LockRequest } from '../locking/to-lock-call.ts';
import type { TransactionEnvironment } from '../transaction-environment.ts';
import { VALUES } from './point-read.ts';
import { ReadView } from './read-view.ts';
import { snapshotBatchGet } from './snapshot-batch-get.ts';

/** Nothing is collected under a lock that is held: it is younger than any safe point. */
const VISIBLE = { check: () => undefined };

/**
 * Whether a lock that is held does not say what is wanted of its key. Whether the key of an exclusive lock exists is
 * always wanted: an insert of the key is checked by that alone.
 */
export function isUnread(
  lock: HeldLock | undefined,
  wanted: Pick<LockRequest, 'returnValues' | 'checkExistence'>,
): boolean {
  if (lock === undefined || lock.exists === false) return false;
  if (wanted.returnValues) return lock.read === undefined;
  return lock.exists === undefined && (wanted.checkExistence || !lock.isShared);
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
