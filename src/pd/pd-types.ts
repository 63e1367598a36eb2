import type { Peer, RegionMeta } from '../model/region.ts';

/** A region as PD answered it. Its bounds are as PD holds them: the caller's codec decodes them. */
export interface PdRegion {
  readonly meta: RegionMeta;
  /** Absent during an election, or before the region's first heartbeat. */
  readonly leader: Peer | undefined;
  readonly downPeers: readonly Peer[];
}

export type KeyspaceState = 'enabled' | 'disabled' | 'archived' | 'tombstone';

export interface KeyspaceMeta {
  /** 0 to 0xffffff. */
  readonly id: number;
  readonly name: string;
  readonly state: KeyspaceState;
  readonly config: Readonly<Record<string, string>>;
}
