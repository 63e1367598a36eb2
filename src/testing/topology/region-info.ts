import type { Peer } from '../../model/region.ts';
import { bytesOf } from '../mvcc/key.ts';
import type { BorderMode } from './key-bounds.ts';
import type { RegionState } from './region-state.ts';
import { regionKeys } from './user-range.ts';

/** A region as the cluster tells it. */
export interface RegionInfo {
  /** Its id, as PD knows it. */
  readonly id: bigint;
  /** First user key; empty for none. */
  readonly startKey: Uint8Array;
  /** First user key that is not in it; empty for none. */
  readonly endKey: Uint8Array;
  /** The borders as PD stores them. */
  readonly borders: { readonly start: Uint8Array; readonly end: Uint8Array };
  /** Version of its members and of its borders; requests with another one are refused. */
  readonly epoch: { readonly confVer: bigint; readonly version: bigint };
  /** How many elections it has had: the term of its Raft group. */
  readonly term: bigint;
  /** Its replicas, in no particular order. */
  readonly peers: readonly Peer[];
  /** Undefined while there is none. */
  readonly leader: Peer | undefined;
}

/** Tells a region to the user of a cluster. */
export function describeRegion(region: RegionState, mode: BorderMode): RegionInfo {
  const { bytes } = regionKeys(region, mode);
  const { id, confVer, version, term, peers, leader } = region;
  return {
    id,
    startKey: bytes.start ?? new Uint8Array(0),
    endKey: bytes.end ?? new Uint8Array(0),
    borders: { start: bytesOf(region.start), end: bytesOf(region.end) },
    epoch: { confVer, version },
    term,
    peers,
    leader,
  };
}
