import type { errorpb } from '#proto';
import { bytesOf, type Key } from '../mvcc/key.ts';
import type { RegionState } from '../topology/region-state.ts';
import type { Topology } from '../topology/topology.ts';
import { peerMessage, regionMessage } from './region-messages.ts';

/** At most this many neighbours go into an EpochNotMatch. @see TiKV fsm/peer.rs, MAX_REGIONS_IN_ERROR */
const MAX_SIBLINGS = 10;

/** The region errors of a store. Texts follow TiKV's, since clients log and sometimes match them. */
export const regionError = {
  storeNotMatch: (requestStoreId: bigint, actualStoreId: bigint): errorpb.Error => ({
    message: `to store id ${requestStoreId}, mine ${actualStoreId}`,
    storeNotMatch: { requestStoreId, actualStoreId },
  }),
  regionNotFound: (regionId: bigint): errorpb.Error => ({
    message: `region ${regionId} not found`,
    regionNotFound: { regionId },
  }),
  mismatchPeerId: (requestPeerId: bigint, storePeerId: bigint): errorpb.Error => ({
    message: `mismatch peer id ${requestPeerId} != ${storePeerId}`,
    mismatchPeerId: { requestPeerId, storePeerId },
  }),
  notLeader: (region: RegionState): errorpb.Error => ({
    message: `peer is not leader for region ${region.id}, leader may ${region.leader?.id ?? 'None'}`,
    notLeader: {
      regionId: region.id,
      ...(region.leader && { leader: peerMessage(region.leader) }),
    },
  }),
  isWitness: (regionId: bigint): errorpb.Error => ({
    message: `peer is a witness of region ${regionId}`,
    isWitness: { regionId },
  }),
  staleCommand: (): errorpb.Error => ({ message: 'stale command', staleCommand: {} }),
  epochNotMatch: (region: RegionState, regions: readonly RegionState[]): errorpb.Error => ({
    message: `EpochNotMatch current epoch of region ${region.id} is conf_ver: ${region.confVer} version: ${region.version}`,
    epochNotMatch: { currentRegions: regions.map(regionMessage) },
  }),
  keyNotInRegion: (key: Key, region: RegionState): errorpb.Error => ({
    message: `key is not in region ${region.id}`,
    keyNotInRegion: {
      key: bytesOf(key),
      regionId: region.id,
      startKey: bytesOf(region.start),
      endKey: bytesOf(region.end),
    },
  }),
  proposalInMergingMode: (regionId: bigint): errorpb.Error => ({
    message: `${regionId} peer in merging mode, can't do proposal`,
    proposalInMergingMode: { regionId },
  }),
  readIndexNotReady: (regionId: bigint, reason: string): errorpb.Error => ({
    message: `read index not ready, reason ${reason}, region ${regionId}`,
    readIndexNotReady: { regionId, reason },
  }),
  dataIsNotReady: (regionId: bigint, peerId: bigint, safeTs: bigint): errorpb.Error => ({
    message: `peer ${peerId} is not ready, safe_ts ${safeTs}, region ${regionId}`,
    dataIsNotReady: { regionId, peerId, safeTs },
  }),
  raftEntryTooLarge: (regionId: bigint, entrySize: bigint): errorpb.Error => ({
    message: `raft entry is too large, region ${regionId}, entry size ${entrySize}`,
    raftEntryTooLarge: { regionId, entrySize },
  }),
  /** A read that would wait in the queue of its store for longer than its client wants. */
  queueTooLong: (estimatedWaitMs: number): errorpb.Error => ({
    message: '',
    serverIsBusy: { reason: 'estimated wait time exceeds threshold', estimatedWaitMs },
  }),
  deadlineExceeded: (): errorpb.Error => ({
    message: 'Deadline is exceeded',
    serverIsBusy: { reason: 'deadline is exceeded' },
  }),
} as const;

/**
 * The region itself and the neighbours that probably were split from it since the version a client knows.
 *
 * @see TiKV components/raftstore/src/store/fsm/peer.rs, collect_sibling_region
 */
export function withSiblings(
  topology: Topology,
  region: RegionState,
  knownVersion: bigint,
  rightDerive: boolean,
): readonly RegionState[] {
  const regions = [region];
  let newest = region.version;
  let wanted = newest - knownVersion;
  let next: RegionState | undefined = region;
  for (let i = 0; i < MAX_SIBLINGS && wanted > 0n; i++) {
    next = rightDerive ? topology.leftOf(next) : topology.rightOf(next);
    if (next === undefined) break;
    wanted -= 1n;
    if (next.version > newest) {
      wanted += next.version - newest;
      newest = next.version;
    }
    regions.push(next);
  }
  return regions;
}
