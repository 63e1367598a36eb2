import { EMPTY_BYTES } from '../../model/bytes.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import type { Existence } from '../buffer/write-buffer.ts';

/** What a mutation does at its key (kvrpcpb.Op, those a transaction prewrites). */
export type MutationOp = 'put' | 'insert' | 'delete' | 'lock' | 'sharedLock' | 'checkNotExists';

/**
 * What prewrite checks of a key in a pessimistic transaction: that its lock is still held, that nobody has
 * written it since, or nothing at all, where the caller opts out. For an optimistic transaction, where stores
 * check every key, it is `none`.
 */
export type PrewriteCheck = 'none' | 'lockHeld' | 'notWritten' | 'unchecked';

/**
 * One key of the write set with all that goes with it. Groups and batches carry these objects, so a key keeps
 * its own flags however often its transaction is split up anew.
 */
export interface Mutation {
  readonly op: MutationOp;
  readonly key: Uint8Array;
  /** Empty for all but put and insert; an empty value is legal there. */
  readonly value: Uint8Array;
  readonly check: PrewriteCheck;
  /** What the key must hold before the transaction; left out where nothing was asserted. */
  readonly assertion?: Existence;
  /**
   * The store has to look the key up at every assertion level: it was inserted, or is known to contradict its
   * assertion. Left out otherwise.
   */
  readonly mustLook?: 'inserted' | 'knownWrong';
  /** The for_update_ts that the key's pessimistic lock must have; 0n when that is not checked. */
  readonly forUpdateTs: Timestamp;
}

export function mutation(
  op: MutationOp,
  key: Uint8Array,
  value: Uint8Array = EMPTY_BYTES,
  check: PrewriteCheck = 'none',
  forUpdateTs: Timestamp = 0n,
): Mutation {
  return { op, key, value, check, forUpdateTs };
}

/** A check leaves no lock behind: there is nothing to commit or roll back at its key. */
export function leavesLock({ op }: Mutation): boolean {
  return op !== 'checkNotExists';
}

/** Its approximate size in a prewrite request, in bytes. */
export function sizeBytes({ key, value }: Mutation): number {
  return key.length + value.length;
}
