import { EMPTY_BYTES } from '../model/bytes.ts';
import { leavesLock, type Mutation, type MutationOp, mutation } from './mutation.ts';
import type { BufferedWrite, Existence, WriteBuffer } from './write-buffer.ts';

/** All that a commit writes. */
export interface WriteSet {
  /** In key order. At least one. */
  readonly mutations: readonly Mutation[];
  /** The key whose lock decides the transaction: one that really gets a lock, when any does. */
  readonly primary: Uint8Array;
  /** Keys and values together. */
  readonly sizeBytes: number;
}

/**
 * Turns what was written into what is prewritten; undefined when nothing was written. Follows client-go's
 * initKeysAndMutations (txnkv/transaction/2pc.go; parity rows CMT-1, CMT-2, CMT-4, CMT-7). The primary is the first
 * key that gets a lock (scenario S017); when every key is only checked, the first.
 */
export function buildMutations(buffer: WriteBuffer): WriteSet | undefined {
  const everything = { start: EMPTY_BYTES, end: EMPTY_BYTES };
  const mutations = Array.from(buffer.entries(everything, false), toMutation);
  const primary = mutations.find(leavesLock) ?? mutations[0];
  if (primary === undefined) return undefined;
  return {
    mutations,
    primary: primary.key,
    sizeBytes: buffer.sizeBytes,
  };
}

function toMutation({ key, value, mustNotExist, assertion }: BufferedWrite): Mutation {
  return asserting(mutation(opOf(value !== undefined, mustNotExist), key, value), assertion);
}

/** Few keys are asserted: the others stay as they are. */
function asserting(plain: Mutation, assertion: Existence | undefined): Mutation {
  return assertion === undefined ? plain : { ...plain, assertion };
}

/** What was inserted and deleted again is nothing to write, but it must still be found absent. */
function opOf(hasValue: boolean, mustNotExist: boolean): MutationOp {
  if (hasValue) return mustNotExist ? 'insert' : 'put';
  return mustNotExist ? 'checkNotExists' : 'delete';
}
