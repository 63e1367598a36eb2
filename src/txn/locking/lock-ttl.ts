import { MANAGED_LOCK_TTL_MS } from '../../lock/lock.ts';
import { BATCH_SIZE_BYTES } from '../commit/group-mutations.ts';

/** How often a lock is kept alive. */
export const HEARTBEAT_PERIOD_MS = MANAGED_LOCK_TTL_MS / 2;

/** TTL of the locks of a small optimistic transaction (client-go's defaultLockTTL). */
export const DEFAULT_LOCK_TTL_MS = 3_000;
const TTL_MS_AT_ONE_MIB = 6_000;

/**
 * How long the locks of a prewrite live, counted from the physical part of the start timestamp: longer for
 * more bytes, and by the time that the transaction has already taken. Follows client-go's txnLockTTL (CMT-6),
 * which gives small transactions that are kept alive a TTL shorter than the time to their first heartbeat.
 *
 * @param elapsedMs since the transaction began, in milliseconds
 */
export function lockTtlMs(sizeBytes: number, elapsedMs: number, isKeptAlive: boolean): number {
  let ttlMs = DEFAULT_LOCK_TTL_MS;
  if (isKeptAlive) ttlMs = MANAGED_LOCK_TTL_MS;
  else if (sizeBytes >= BATCH_SIZE_BYTES) {
    const grownMs = Math.floor(TTL_MS_AT_ONE_MIB * Math.sqrt(sizeBytes / 2 ** 20));
    ttlMs = Math.min(Math.max(grownMs, DEFAULT_LOCK_TTL_MS), MANAGED_LOCK_TTL_MS);
  }
  return ttlMs + Math.floor(elapsedMs);
}
