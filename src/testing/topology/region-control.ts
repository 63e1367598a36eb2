import type { Leadership } from '../leadership.ts';
import type { Key } from '../mvcc/key.ts';
import type { InFlight } from '../store/proposals.ts';
import { regionError, withSiblings } from '../store/region-errors.ts';
import type { StoreNode } from '../store/store-node.ts';
import { type PeerState, peerOn, type RegionState } from './region-state.ts';
import type { Topology } from './topology.ts';

/** A merge that is prepared: the region that will go away refuses proposals. */
export interface PreparedMerge {
  /** The regions become one. */
  commit(): void;
  /** The region stays, and takes proposals again. */
  rollback(): void;
}

/** Changes regions, and tells the writes that are under way in them. */
export class RegionControl {
  readonly #topology: Topology;
  readonly #leadership: Leadership;
  readonly #rightDerive: boolean;
  readonly #store: (storeId: bigint) => StoreNode | undefined;

  constructor(
    topology: Topology,
    leadership: Leadership,
    rightDerive: boolean,
    store: (storeId: bigint) => StoreNode | undefined,
  ) {
    this.#topology = topology;
    this.#leadership = leadership;
    this.#rightDerive = rightDerive;
    this.#store = store;
  }

  /** Cuts regions at borders; those that are borders already stay. @throws RangeError for a region being merged away */
  splitAt(borders: readonly Key[]): void {
    const byRegion = new Map<bigint, Key[]>();
    for (const border of new Set(borders)) {
      const region = this.#topology.at(border);
      if (region.start === border) continue;
      const cuts = byRegion.get(region.id);
      if (cuts === undefined) byRegion.set(region.id, [border]);
      else cuts.push(border);
    }
    for (const [regionId, cuts] of byRegion) this.split(regionId, cuts);
  }

  /**
   * Cuts one region at borders strictly inside it; gives the parts from left to right.
   * @throws RangeError when a border lies elsewhere, or the region is being merged away
   * @see TiKV components/raftstore/src/store/peer.rs, require_updating_max_ts: a new region has a new leader
   */
  split(regionId: bigint, borders: readonly Key[]): readonly RegionState[] {
    const before = this.#topology.byId(regionId) as RegionState;
    const parts = this.#topology.split(regionId, borders, this.#rightDerive);
    this.#interruptByEpoch(before, this.#topology.byId(regionId) as RegionState);
    for (const part of parts) if (part.id !== regionId) this.#leadership.syncMaxTs(part);
    return parts.map(({ id }) => this.#topology.byId(id) as RegionState);
  }

  /** Prepares to merge a region with its right neighbour, which goes away. */
  prepareMerge(target: RegionState): PreparedMerge {
    const source = this.#topology.rightOf(target);
    if (source === undefined) throw new RangeError(`region ${target.id} has no right neighbour`);
    this.#leadership.handOverLocks(source);
    this.#interruptByEpoch(source, this.#topology.prepareMerge(source.id));
    return {
      commit: () => {
        const before = this.#topology.byId(target.id) as RegionState;
        const merged = this.#topology.commitMerge(source.id, target.id);
        this.#interruptByEpoch(before, merged);
        this.#leadership.syncMaxTs(merged);
      },
      rollback: () => {
        this.#topology.rollbackMerge(source.id);
      },
    };
  }

  /** Makes the peer on a store the leader. @throws RangeError when there is none, or it cannot lead */
  transferLeader(region: RegionState, storeId: bigint, inFlight: InFlight): void {
    const target = peerOn(region, storeId);
    if (target === undefined) throw new RangeError(`region ${region.id} has no peer on store ${storeId}`);
    this.#leadership.transfer(region, target, inFlight);
  }

  /** Moves the leader to the store of a peer with the fewest leaders. */
  scatter(regionId: bigint): boolean {
    const region = this.#topology.byId(regionId);
    if (region === undefined) return false;
    const leaders = (peer: PeerState) => this.#leadership.leaderCount(peer.storeId);
    const [target] = region.peers
      .filter((peer) => this.#leadership.canLead(region, peer))
      .sort((one, other) => leaders(one) - leaders(other));
    if (target !== undefined) this.#leadership.transfer(region, target, 'applied');
    return true;
  }

  /** Writes in the log of a region whose epoch has risen meet the new epoch when they are applied. */
  #interruptByEpoch({ id, version, leader }: RegionState, now: RegionState): void {
    const life = leader && this.#store(leader.storeId)?.life;
    const regions = withSiblings(this.#topology, now, version, this.#rightDerive);
    life?.proposals.interrupt(id, 'lost', regionError.epochNotMatch(now, regions));
  }
}
