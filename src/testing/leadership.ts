import type { ClusterEnvironment } from './environment.ts';
import type { Change } from './mvcc/change.ts';
import { KvEngine } from './mvcc/engine.ts';
import type { InFlight } from './store/proposals.ts';
import { regionError } from './store/region-errors.ts';
import type { StoreNode } from './store/store-node.ts';
import type { PeerState, RegionState } from './topology/region-state.ts';
import type { Topology } from './topology/topology.ts';
import { regionKeys } from './topology/user-range.ts';

/** What leadership needs of the cluster. */
export interface LeadershipHost {
  readonly topology: Topology;
  readonly environment: ClusterEnvironment;
  readonly electionDelayMs: number;
  readonly maxTsSyncDelayMs: number;
  store(storeId: bigint): StoreNode | undefined;
  tso(): bigint;
  apply(changes: readonly Change[]): void;
}

/** Who leads the regions: transfers, elections after a loss, and what a new leader does first. */
export class Leadership {
  readonly #host: LeadershipHost;

  constructor(host: LeadershipHost) {
    this.#host = host;
  }

  /**
   * Hands a region over to the peer on a store, as a planned transfer does: in-memory pessimistic locks go
   * along. Writes in the log of the old leader answer StaleCommand.
   */
  transfer(region: RegionState, target: PeerState, inFlight: InFlight): RegionState {
    if (region.leader?.id === target.id) return region;
    if (!this.canLead(region, target)) {
      throw new RangeError(`the peer of region ${region.id} on store ${target.storeId} cannot lead`);
    }
    this.handOverLocks(region);
    return this.#lead(region, target, inFlight);
  }

  /** Whether a peer may be made the leader: what it lacks it is sent before, unless nothing reaches it. */
  canLead(region: RegionState, peer: PeerState): boolean {
    const isFit = peer.role === 'voter' && !peer.isWitness;
    return isFit && this.#isThere(peer) && !this.#isCutOff(region, peer);
  }

  /** Hands over what a store leads, where another peer can lead. */
  leave(storeId: bigint): void {
    for (const region of this.#host.topology.regions) {
      if (region.leader?.storeId !== storeId) continue;
      const target = this.#candidates(region).find((peer) => peer.storeId !== storeId);
      if (target !== undefined) this.transfer(region, target, 'applied');
    }
  }

  /** A store starts again: whatever it led before, it must be elected anew. */
  forgetStore(storeId: bigint): void {
    for (const { id, leader } of this.#host.topology.regions) {
      if (leader?.storeId === storeId) this.#host.topology.setLeader(id, undefined);
    }
    this.scheduleElections();
  }

  /** Writes the in-memory pessimistic locks of a leader to the log, as it does before it gives a region away. */
  handOverLocks(region: RegionState): void {
    const { apply, store } = this.#host;
    const old = region.leader && store(region.leader.storeId)?.life;
    const locks = old?.volatile.takePessimisticLocks(regionKeys(region, 'encoded').range) ?? [];
    if (locks.length === 0) return;
    apply(KvEngine.lockChanges(locks));
  }

  /** Takes the leader from a region, until the next election. */
  lose(region: RegionState, inFlight: InFlight): void {
    this.#unseat(region, inFlight);
    this.scheduleElections();
  }

  /** After the election delay, regions led from a store that is not there get another leader, if a majority is. */
  scheduleElections(): void {
    this.#host.environment.clock.setTimeout(() => this.#elect(), this.#host.electionDelayMs);
  }

  /** How many regions a store leads. */
  leaderCount(storeId: bigint): number {
    return this.#host.topology.regions.filter((region) => region.leader?.storeId === storeId).length;
  }

  /** A region has a leader that has not synced max_ts: let it, after the delay (server rule 8). */
  syncMaxTs(region: RegionState): void {
    const { environment, maxTsSyncDelayMs } = this.#host;
    if (maxTsSyncDelayMs === 0) this.#markSynced(region.id, region.term);
    else {
      environment.clock.setTimeout(() => this.#markSynced(region.id, region.term), maxTsSyncDelayMs);
    }
  }

  #elect(): void {
    for (const region of this.#host.topology.regions) {
      if (region.leader !== undefined && this.#isThere(region.leader)) continue;
      const voters = region.peers.filter((peer) => peer.role === 'voter');
      const there = voters.filter((peer) => this.#isThere(peer) && !this.#isCutOff(region, peer));
      const [winner] = this.#candidates(region);
      if (winner !== undefined && there.length * 2 > voters.length) this.#lead(region, winner, 'lost');
      else if (region.leader !== undefined) this.#unseat(region, 'lost');
    }
  }

  /** Those that can lead: what keeps up before what lags, then the one with the fewest regions first. */
  #candidates(region: RegionState): PeerState[] {
    const lags = (peer: PeerState) =>
      Number(this.#host.store(peer.storeId)?.lag?.isBehind(region.id) ?? false);
    return region.peers
      .filter((peer) => this.canLead(region, peer))
      .sort(
        (one, other) =>
          lags(one) - lags(other) || this.leaderCount(one.storeId) - this.leaderCount(other.storeId),
      );
  }

  #isCutOff(region: RegionState, peer: PeerState): boolean {
    const lag = this.#host.store(peer.storeId)?.lag;
    return lag?.cutOff === true && lag.isBehind(region.id);
  }

  #lead(region: RegionState, leader: PeerState, inFlight: InFlight): RegionState {
    const { topology } = this.#host;
    this.#dethrone(region, inFlight);
    this.#host.store(leader.storeId)?.lag?.catchUp(region);
    const led = topology.setLeader(region.id, leader);
    this.syncMaxTs(led);
    return topology.byId(region.id) ?? led;
  }

  #unseat(region: RegionState, inFlight: InFlight): void {
    this.#dethrone(region, inFlight);
    this.#host.topology.setLeader(region.id, undefined);
  }

  /** Settles the writes in the log of a leader, and forgets its in-memory locks. */
  #dethrone(region: RegionState, inFlight: InFlight): void {
    const life = region.leader && this.#host.store(region.leader.storeId)?.life;
    life?.proposals.interrupt(region.id, inFlight, regionError.staleCommand());
    life?.volatile.takePessimisticLocks(regionKeys(region, 'encoded').range);
  }

  #markSynced(regionId: bigint, term: bigint): void {
    const { topology, store, tso } = this.#host;
    const region = topology.byId(regionId);
    if (region?.leader === undefined || region.term !== term) return;
    store(region.leader.storeId)?.life?.volatile.syncMaxTs(tso());
    topology.update(regionId, { maxTsSynced: true });
  }

  #isThere(peer: PeerState): boolean {
    const node = this.#host.store(peer.storeId);
    return node?.life !== undefined && !node.partitioned;
  }
}
