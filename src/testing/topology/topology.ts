import type { Key } from '../mvcc/key.ts';
import { holdsBorder, type PeerState, peerOn, type RegionState } from './region-state.ts';

/**
 * Regions with their peers, epochs and leaders, in key order and without a gap. Pure: no time, no I/O.
 * Epochs follow server rule 61.
 *
 * @see TiKV components/raftstore/src/store/fsm/apply.rs, exec_batch_split and exec_commit_merge
 */
export class Topology {
  readonly #byId = new Map<bigint, RegionState>();
  #regions: readonly RegionState[];
  #lastId: bigint;

  /** @param lastId ids up to this one are taken */
  constructor(regions: readonly RegionState[], lastId: bigint) {
    this.#regions = regions;
    this.#lastId = lastId;
    for (const region of regions) this.#byId.set(region.id, region);
  }

  /** All regions in key order. */
  get regions(): readonly RegionState[] {
    return this.#regions;
  }

  /** A fresh id for a region, peer or store; `count` ids end with the one returned. */
  allocateId(count = 1n): bigint {
    this.#lastId += count;
    return this.#lastId;
  }

  byId(regionId: bigint): RegionState | undefined {
    return this.#byId.get(regionId);
  }

  /** The region a border key lies in. */
  at(border: Key): RegionState {
    return this.#regions[regionIndexAt(this.#regions, border)] as RegionState;
  }

  leftOf(region: RegionState): RegionState | undefined {
    return this.#regions[this.#regions.indexOf(region) - 1];
  }

  rightOf(region: RegionState): RegionState | undefined {
    return this.#regions[this.#regions.indexOf(region) + 1];
  }

  /**
   * Cuts a region at borders strictly inside it; every part gets the version raised by the number of new
   * regions. With `rightDerive` the last part keeps id and peers, else the first. The others have leaders that are
   * still to sync max_ts.
   * @returns the parts in key order
   * @throws RangeError when a border does not lie strictly inside, or the region is being merged away
   */
  split(regionId: bigint, borders: readonly Key[], rightDerive: boolean): readonly RegionState[] {
    const region = this.#get(regionId);
    if (region.merging) throw new RangeError(`region ${region.id} is being merged away`);
    const cuts = [...new Set(borders)].sort(compareKeys);
    for (const cut of cuts) {
      if (cut === region.start || !holdsBorder(region, cut)) {
        throw new RangeError(`split key is not strictly inside region ${region.id}`);
      }
    }
    if (cuts.length === 0) throw new RangeError('no split key');
    const version = region.version + BigInt(cuts.length);
    const edges = [region.start, ...cuts, region.end];
    const derived = rightDerive ? cuts.length : 0;
    const parts = edges.slice(0, -1).map((start, index): RegionState => {
      const part = { ...region, start, end: edges[index + 1] as Key, version, buckets: undefined };
      if (index === derived) return part;
      const peers = region.peers.map((peer) => ({ ...peer, id: this.allocateId() }));
      const leader = peers.find((peer) => peer.storeId === region.leader?.storeId);
      // A new region begins at term 6 in TiKV (raft's initial term and the first election).
      return { ...part, id: this.allocateId(), peers, leader, term: 6n, maxTsSynced: false };
    });
    this.#replace([region], parts);
    return parts;
  }

  /** First step of a merge: the region that will go away takes no more proposals; its epoch rises. */
  prepareMerge(sourceId: bigint): RegionState {
    const source = this.#get(sourceId);
    return this.update(source.id, {
      merging: true,
      version: source.version + 1n,
      confVer: source.confVer + 1n,
    });
  }

  /** Gives up a prepared merge: the region serves again, its version rises. */
  rollbackMerge(sourceId: bigint): RegionState {
    const source = this.#get(sourceId);
    return this.update(source.id, { merging: false, version: source.version + 1n });
  }

  /** Lets a neighbour take over a region. @throws RangeError when the two do not touch */
  commitMerge(sourceId: bigint, targetId: bigint): RegionState {
    const source = this.#get(sourceId);
    const target = this.#get(targetId);
    if (this.rightOf(target) !== source && this.leftOf(target) !== source) {
      throw new RangeError(`regions ${sourceId} and ${targetId} are not neighbours`);
    }
    const sourceIsRight = this.rightOf(target) === source;
    const newest = source.version > target.version ? source : target;
    const merged: RegionState = {
      ...target,
      start: sourceIsRight ? target.start : source.start,
      end: sourceIsRight ? source.end : target.end,
      version: newest.version + 1n,
      maxTsSynced: false,
      buckets: undefined,
    };
    this.#replace(sourceIsRight ? [target, source] : [source, target], [merged]);
    return merged;
  }

  /** Makes another peer the leader, or none; the term rises, and max_ts is to be synced. */
  setLeader(regionId: bigint, leader: PeerState | undefined): RegionState {
    const region = this.#get(regionId);
    return this.update(regionId, { leader, term: region.term + 1n, maxTsSynced: false });
  }

  /** Adds a copy of the region on a store. */
  addPeer(regionId: bigint, storeId: bigint, role: PeerState['role'], isWitness = false): RegionState {
    const region = this.#get(regionId);
    if (peerOn(region, storeId) !== undefined) {
      throw new RangeError(`region ${regionId} has a peer on store ${storeId}`);
    }
    const peer: PeerState = { id: this.allocateId(), storeId, role, isWitness };
    return this.update(regionId, { peers: [...region.peers, peer], confVer: region.confVer + 1n });
  }

  /** Removes a copy. @throws RangeError when it is the leader, or not there */
  removePeer(regionId: bigint, storeId: bigint): RegionState {
    const region = this.#get(regionId);
    const peer = peerOn(region, storeId);
    if (peer === undefined || region.leader?.storeId === storeId) {
      throw new RangeError(`region ${regionId} has no removable peer on store ${storeId}`);
    }
    const peers = region.peers.filter((other) => other !== peer);
    return this.update(regionId, { peers, confVer: region.confVer + 1n });
  }

  /** Changes fields that are no border. */
  update(regionId: bigint, fields: Partial<Omit<RegionState, 'id' | 'start' | 'end'>>): RegionState {
    const region = this.#get(regionId);
    const next = { ...region, ...fields };
    this.#replace([region], [next]);
    return next;
  }

  #get(regionId: bigint): RegionState {
    const region = this.byId(regionId);
    if (region === undefined) throw new RangeError(`no region ${regionId}`);
    return region;
  }

  #replace(before: readonly RegionState[], after: readonly RegionState[]): void {
    const index = this.#regions.indexOf(before[0] as RegionState);
    this.#regions = this.#regions.toSpliced(index, before.length, ...after);
    for (const region of before) this.#byId.delete(region.id);
    for (const region of after) this.#byId.set(region.id, region);
  }
}

/** Index of the region a border key lies in; the regions are in key order without a gap. */
export function regionIndexAt(regions: readonly RegionState[], border: Key): number {
  let low = 0;
  let high = regions.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((regions[middle] as RegionState).start <= border) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Byte order of border keys. */
export function compareKeys(one: Key, other: Key): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
