import { pairsIn } from '../mvcc/columns.ts';
import type { LockState } from '../mvcc/model.ts';
import type { StoreVolatile } from '../mvcc/store-volatile.ts';
import type { RegionState } from '../topology/region-state.ts';
import { regionKeys } from '../topology/user-range.ts';
import type { StoreContext } from './store-context.ts';

/**
 * The timestamp up to which a store may answer stale reads of a region: no transaction can still commit at
 * or below it. At most every lock's start timestamp, or what a large transaction has told to commit above, and at most
 * PD's present time, to which the leader's
 * max_ts is raised so that no later commit can fall below.
 *
 * @see TiKV components/resolved_ts/src/resolver.rs, Resolver::resolve
 */
export function safeTs(context: StoreContext, region: RegionState, storeId: bigint): bigint {
  const node = context.storeById(storeId);
  if (node?.heldSafeTs !== undefined) return node.heldSafeTs;
  const leaderLife = region.leader && context.storeById(region.leader.storeId)?.life;
  if (leaderLife === undefined) return 0n;
  const now = context.tso();
  leaderLife.volatile.syncMaxTs(now);
  const { range } = regionKeys(region, 'encoded');
  let safe = now;
  const holdBy = (lock: LockState): void => {
    // A pessimistic lock will commit above the present time.
    if (lock.type === 'Shared' || lock.type === 'Pessimistic') return;
    const holdsAt = lock.generation > 0n ? heldByLarge(leaderLife.volatile, lock.startTs) : lock.startTs;
    if (holdsAt !== undefined && holdsAt < safe) safe = holdsAt;
  };
  for (const [, lock] of pairsIn(context.engine.columns.locks, range)) holdBy(lock);
  for (const [, lock] of pairsIn(leaderLife.volatile.memoryLocks, range)) holdBy(lock);
  return safe;
}

/** A large transaction that has ended holds nothing back, although its locks remain. */
function heldByLarge({ txnStatuses }: StoreVolatile, startTs: bigint): bigint | undefined {
  const state = txnStatuses.get(startTs);
  if (state === undefined) return startTs - 1n;
  return state.kind === 'ongoing' ? state.minCommitTs - 1n : undefined;
}
