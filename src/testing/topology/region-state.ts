import type { Key } from '../mvcc/key.ts';

/** A copy of a region on a store. */
export interface PeerState {
  readonly id: bigint;
  readonly storeId: bigint;
  readonly role: 'voter' | 'learner';
  readonly isWitness: boolean;
}

/** A region as its leader knows it. States are replaced, never changed. */
export interface RegionState {
  readonly id: bigint;
  /** Border as PD stores it; empty for the first region. */
  readonly start: Key;
  /** Border as PD stores it; empty for the last region. */
  readonly end: Key;
  /** Raised by split and merge (server rule 61). */
  readonly version: bigint;
  /** Raised by changes of membership. */
  readonly confVer: bigint;
  readonly peers: readonly PeerState[];
  /** Undefined while an election is under way. */
  readonly leader: PeerState | undefined;
  /** Raised by every change of leader. */
  readonly term: bigint;
  /** Set from the preparation of a merge to its end: the region that goes refuses proposals. */
  readonly merging: boolean;
  /** Whether this leader has synced its max_ts from PD (server rule 8). */
  readonly maxTsSynced: boolean;
  /** Inner borders that PD reports as buckets, with their version. */
  readonly buckets: { readonly version: bigint; readonly keys: readonly Key[] } | undefined;
}

/** Whether a border key lies in the region. */
export function holdsBorder(region: RegionState, border: Key): boolean {
  return border >= region.start && (region.end === '' || border < region.end);
}

/** A region that covers everything. */
export function wholeRegion(id: bigint, peers: readonly PeerState[], leader: PeerState): RegionState {
  return {
    id,
    start: '',
    end: '',
    version: 1n,
    confVer: BigInt(peers.length),
    peers,
    leader,
    term: 6n,
    merging: false,
    maxTsSynced: true,
    buckets: undefined,
  };
}

/** The peer of a region on a store. */
export function peerOn(region: RegionState, storeId: bigint): PeerState | undefined {
  return region.peers.find((peer) => peer.storeId === storeId);
}
