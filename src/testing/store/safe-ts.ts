import { pairsIn } from '../mvcc/columns.ts';
import type { LockState } from '../mvcc/model.ts';
import type { StoreVolatile } from '../mvcc/store-volatile.ts';
import type { RegionState } from '../topology/region-state.ts';
import { regionKeys } from '../topology/user-range.ts';
import { isReached } from './read-index.ts';
import type { StoreContext } from './store-context.ts';

type SafeTsContext = Pick<StoreContext, 'storeById' | 'tso' | 'engine' | 'environment' | 'settings'>;

/**
 * The timestamp up to which a store may answer stale reads of a region. The leader finds it, at most every
 * `safeTsIntervalMs`, and tells the stores that it reaches; it never goes back. It stands while a merge is under way, and
 * while the store lags or cannot reach the leader.
 *
 * @see TiKV components/resolved_ts/src/advance.rs
 */
export function safeTs(context: SafeTsContext, region: RegionState, storeId: bigint): bigint {
  const node = context.storeById(storeId);
  if (node?.life === undefined) return 0n;
  if (node.heldSafeTs !== undefined) return node.heldSafeTs;
  const { readProgress } = node.life;
  const { leader } = region;
  const isTold = leader !== undefined && !region.merging && !node.lag?.isBehind(region.id);
  if (!isTold || !isReached(context, leader.storeId)) return readProgress.safeTs(region);
  const leaderLife = context.storeById(leader.storeId)?.life;
  if (leaderLife === undefined) return readProgress.safeTs(region);
  const nowMs = context.environment.clock.now();
  const progress = leaderLife.readProgress;
  const isDue = nowMs - progress.advancedAtMs(region) >= context.settings.safeTsIntervalMs;
  const newest = isDue
    ? progress.advance(region, resolvedTs(context, region, leaderLife.volatile), nowMs)
    : progress.safeTs(region);
  return leader.storeId === storeId ? newest : readProgress.advance(region, newest, nowMs);
}

/**
 * No transaction can still commit at or below this timestamp. At most every lock's start timestamp, or what a large
 * transaction has told to commit above, and at most PD's present time, to which the leader's max_ts is raised so that no
 * later commit can fall below.
 *
 * @see TiKV components/resolved_ts/src/resolver.rs, Resolver::resolve
 */
function resolvedTs({ tso, engine }: SafeTsContext, region: RegionState, volatile: StoreVolatile): bigint {
  const now = tso();
  volatile.syncMaxTs(now);
  const { range } = regionKeys(region, 'encoded');
  let safe = now;
  const holdBy = (lock: LockState): void => {
    // A pessimistic lock will commit above the present time.
    if (lock.type === 'Shared' || lock.type === 'Pessimistic') return;
    const holdsAt = lock.generation > 0n ? heldByLarge(volatile, lock.startTs) : lock.startTs;
    if (holdsAt !== undefined && holdsAt < safe) safe = holdsAt;
  };
  for (const [, lock] of pairsIn(engine.columns.locks, range)) holdBy(lock);
  for (const [, lock] of pairsIn(volatile.memoryLocks, range)) holdBy(lock);
  return safe;
}

/** A large transaction that has ended holds nothing back, although its locks remain. */
function heldByLarge({ txnStatuses }: StoreVolatile, startTs: bigint): bigint | undefined {
  const state = txnStatuses.get(startTs);
  if (state === undefined) return startTs - 1n;
  return state.kind === 'ongoing' ? state.minCommitTs - 1n : undefined;
}
