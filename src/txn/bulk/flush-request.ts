import type { Timestamp } from '../../model/timestamp.ts';
import type { kvrpcpb } from '../../wire/codec/messages.ts';
import type { AssertionLevel } from '../commit/choose-protocol.ts';
import type { Mutation } from '../commit/mutation.ts';
import { assertionLevelOf, toWire } from '../commit/prewrite-request.ts';

/** What all requests of one flush have in common. */
export interface FlushHeader {
  readonly startTs: Timestamp;
  readonly primary: Uint8Array;
  readonly generation: number;
  /**
   * The TTL of locks requested now, in milliseconds from the start timestamp: a request may have waited for
   * others' locks.
   */
  lockTtlMs(): number;
  readonly assertionLevel: AssertionLevel;
}

/**
 * The flush of one batch. Follows client-go's buildPipelinedFlushRequest
 * (txnkv/transaction/pipelined_flush.go; parity row PIP-5). With a min_commit_ts, readers push it and need
 * not wait.
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
