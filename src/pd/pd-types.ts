import type { Peer, RegionMeta } from '../model/region.ts';

/** A region as PD answered it. Bounds and bucket keys are as PD holds them: the caller's codec decodes them. */
export interface PdRegion {
  readonly meta: RegionMeta;
  /** Absent during an election, or before the region's first heartbeat. */
  readonly leader: Peer | undefined;
  readonly downPeers: readonly Peer[];
  readonly pendingPeers: readonly Peer[];
  readonly buckets: PdBuckets | undefined;
}

export interface PdBuckets {
  readonly version: bigint;
  /** Borders in key order, the region's own start and end included. */
  readonly keys: readonly Uint8Array[];
}

export type KeyspaceState = 'enabled' | 'disabled' | 'archived' | 'tombstone';

export interface KeyspaceMeta {
  /** 0 to 0xffffff. */
  readonly id: number;
  readonly name: string;
  readonly state: KeyspaceState;
  readonly config: Readonly<Record<string, string>>;
}

/** How far garbage collection has come: reads below `txnSafePoint` are refused, versions below `gcSafePoint` may be gone. */
export interface GcState {
  readonly txnSafePoint: bigint;
  readonly gcSafePoint: bigint;
}
