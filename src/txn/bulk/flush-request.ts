import type { Timestamp } from '../../model/timestamp.ts';
import type { kvrpcpb } from '../../wire/codec/messages.ts';
import type { AssertionLevel } from '../choose-protocol.ts';
import type { Mutation } from '../mutation.ts';
import { assertionLevelOf, toWire } from '../prewrite-request.ts';

/** What all requests of one flush have in common. */
export interface FlushHeader {
  readonly startTs: Timestamp;
  readonly primary: Uint8Array;
  readonly generation: number;
  /** Of locks that are asked for now, from the start timestamp on: the first of them may have to wait for others'. */
  lockTtlMs(): number;
  readonly assertionLevel: AssertionLevel;
}

/**
 * The flush of one batch. Follows client-go's buildPipelinedFlushRequest (txnkv/transaction/pipelined_flush.go; parity
 * row PIP-5). A min_commit_ts lets readers push it, rather than wait.
 */
export function flushRequest(header: FlushHeader, mutations: readonly Mutation[]): kvrpcpb.FlushRequest {
  return {
    mutations: mutations.map((each) => toWire(each, header.assertionLevel)),
    primaryKey: header.primary,
    startTs: header.startTs,
    minCommitTs: header.startTs + 1n,
    generation: BigInt(header.generation),
    lockTtl: BigInt(header.lockTtlMs()),
    assertionLevel: assertionLevelOf(mutations, header.assertionLevel),
  };
}
