import type { errorpb } from '#proto';
import type { RegionState } from '../topology/region-state.ts';
import { regionError } from './region-errors.ts';
import type { StoreContext } from './store-context.ts';

/** A copy that is so many writes behind lets no read wait for them. @see TiKV config, follower_read_max_log_gap */
const MAX_LOG_GAP = 100;

/**
 * Lets a replica read wait until its store has asked the leader how far it must have applied, and has come so far.
 *
 * @param region as the store knows it
 * @returns undefined when there is nothing to wait for; else what the read is refused with, if anything
 * @see TiKV components/raftstore/src/store/peer.rs, read_index and post_pending_read_index_on_replica
 */
export function readIndex(
  context: StoreContext,
  region: RegionState,
): Promise<errorpb.Error | undefined> | undefined {
  const { lag } = context.node;
  if (region.leader === undefined) return Promise.resolve(regionError.notLeader(region));
  if (lag?.isBehind(region.id)) {
    const isTooLate = !lag.cutOff && lag.missing(region.id, context.applied()) >= MAX_LOG_GAP;
    return isTooLate
      ? Promise.resolve(
          regionError.readIndexNotReady(region.id, 'applied index fail behind read index too long'),
        )
      : lag.change();
  }
  return isReached(context, region.leader.storeId) ? undefined : afterElection(context, region.id);
}

/** The read is asked again at the new leader; without one it is given up with the election. */
async function afterElection(context: StoreContext, regionId: bigint): Promise<errorpb.Error | undefined> {
  await new Promise<void>((resolve) => {
    context.environment.clock.setTimeout(() => resolve(), context.settings.electionDelayMs);
  });
  const leader = context.topology.byId(regionId)?.leader;
  return leader !== undefined && isReached(context, leader.storeId) ? undefined : regionError.staleCommand();
}

/** Whether a leader's store answers those of the other copies. */
export function isReached(context: Pick<StoreContext, 'storeById'>, storeId: bigint): boolean {
  const node = context.storeById(storeId);
  return node?.life !== undefined && !node.partitioned;
}
