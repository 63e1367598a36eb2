/** The version of a region's metadata: stores refuse requests with another one. */
export interface RegionEpoch {
  readonly confVer: bigint;
  readonly version: bigint;
}

/**
 * What a replica is in its region's Raft group: a voter, a learner without a vote, or in between while the
 * members change.
 */
export type PeerRole = 'voter' | 'learner' | 'incomingVoter' | 'demotingVoter';

/** A replica of a region on a store. */
export interface Peer {
  readonly id: bigint;
  readonly storeId: bigint;
  readonly role: PeerRole;
  readonly isWitness: boolean;
}

/**
 * A region as PD or a store describes it. Its bounds are encoded, as PD and stores hold them; the region
 * cache decodes them. `startKey` belongs to the region, `endKey` does not, and an empty `endKey` means no
 * bound.
 */
export interface RegionMeta {
  readonly id: bigint;
  readonly epoch: RegionEpoch;
  readonly startKey: Uint8Array;
  readonly endKey: Uint8Array;
  readonly peers: readonly Peer[];
}

export type StoreState = 'up' | 'offline' | 'tombstone';

export interface StoreMeta {
  readonly id: bigint;
  /** `host:port` that clients connect to. */
  readonly address: string;
  readonly state: StoreState;
  readonly labels: Readonly<Record<string, string>>;
}

/** Half-open: `start` belongs to it, `end` does not; an empty `end` means no bound. */
export interface KeyRange {
  /** The first key that belongs to it; empty for no bound. */
  readonly start: Uint8Array;
  /** The first key after it that does not belong to it; empty for no bound. */
  readonly end: Uint8Array;
}

export function rangeContains(
  range: KeyRange,
  key: Uint8Array,
  compare: (a: Uint8Array, b: Uint8Array) => number,
): boolean {
  return compare(key, range.start) >= 0 && (range.end.length === 0 || compare(key, range.end) < 0);
}
