import type { errorpb, kvrpcpb } from '#proto';
import type { Fields } from '../faults/message.ts';
import { contains, keyOf } from '../mvcc/key.ts';
import { type BorderMode, borderOf } from '../topology/key-bounds.ts';
import { type PeerState, peerOn, type RegionState } from '../topology/region-state.ts';
import type { Topology } from '../topology/topology.ts';
import { regionKeys } from '../topology/user-range.ts';
import type { Lag } from './lag.ts';
import { regionError, withSiblings } from './region-errors.ts';
import { requestKeys, requestRangeEnds } from './request-keys.ts';

/** What is checked, and against what. */
export interface RegionCheck {
  readonly topology: Topology;
  readonly storeId: bigint;
  /** When the store lags, it knows the regions as they were. */
  readonly lag?: Lag | undefined;
  readonly rightDerive: boolean;
  readonly mode: BorderMode;
  readonly rpc: string;
  readonly request: Fields;
  /** Whether the RPC only reads: followers may take it when the request allows it. */
  readonly readOnly: boolean;
}

export type CheckedRegion =
  | { readonly ok: true; readonly region: RegionState; readonly peer: PeerState }
  | { readonly ok: false; readonly error: errorpb.Error };

/**
 * Whether a store takes a request for a region; the order of the checks is TiKV's (server rule 59).
 *
 * @see TiKV components/raftstore/src/store/fsm/peer.rs, pre_propose_raft_command
 */
export function checkRegion(check: RegionCheck): CheckedRegion {
  const { storeId, lag, rightDerive, request, readOnly } = check;
  const context = (request.context ?? {}) as kvrpcpb.Context;
  const { regionId = 0n, peer: asked, term = 0n } = context;
  if ((asked?.storeId ?? 0n) !== storeId) {
    return refuse(regionError.storeNotMatch(asked?.storeId ?? 0n, storeId));
  }
  const topology = lag === undefined ? check.topology : lag.topologyFor(regionId, check.topology);
  const region = topology?.byId(regionId);
  const peer = region && peerOn(region, storeId);
  if (topology === undefined || region === undefined || peer === undefined)
    return refuse(regionError.regionNotFound(regionId));
  if ((asked?.id ?? 0n) !== peer.id) return refuse(regionError.mismatchPeerId(asked?.id ?? 0n, peer.id));
  const anyReplica = readOnly && (context.replicaRead === true || context.staleRead === true);
  if (region.leader?.id !== peer.id && !anyReplica) return refuse(regionError.notLeader(region));
  if (peer.isWitness) return refuse(regionError.isWitness(region.id));
  if (term !== 0n && region.term > term + 1n) return refuse(regionError.staleCommand());
  const epochError = checkEpoch({ topology, rightDerive }, region, context.regionEpoch?.version ?? 0n);
  if (epochError !== undefined) return refuse(epochError);
  const keyError = checkKeys(check, region);
  return keyError === undefined ? { ok: true, region, peer } : refuse(keyError);
}

/** Ordinary requests compare the version alone. */
export function checkEpoch(
  check: Pick<RegionCheck, 'topology' | 'rightDerive'>,
  region: RegionState,
  version: bigint,
): errorpb.Error | undefined {
  if (region.version === version) return undefined;
  return regionError.epochNotMatch(region, withSiblings(check.topology, region, version, check.rightDerive));
}

function checkKeys({ mode, rpc, request }: RegionCheck, region: RegionState): errorpb.Error | undefined {
  const { range } = regionKeys(region, mode);
  for (const bytes of requestKeys(rpc, request)) {
    const key = keyOf(bytes);
    if (!contains(range, key)) return regionError.keyNotInRegion(borderOf(key, mode), region);
  }
  const ends = requestRangeEnds(rpc, request);
  if (ends === undefined) return undefined;
  const start = keyOf(ends.start);
  const end = keyOf(ends.end);
  // A range may end where its region ends; an open end is the end of the last region.
  const endsInside = range.end === undefined || (end !== '' && end <= range.end);
  if (!contains(range, start)) return regionError.keyNotInRegion(borderOf(start, mode), region);
  if (!endsInside) return regionError.keyNotInRegion(borderOf(end, mode), region);
  return undefined;
}

function refuse(error: errorpb.Error): CheckedRegion {
  return { ok: false, error };
}
