import { compareBytes, EMPTY_BYTES, equalBytes } from '../../model/bytes.ts';
import { InternalError } from '../../model/errors.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import type { BufferedWrite, Existence, WriteBuffer } from '../buffer/write-buffer.ts';
import type { HeldLock, HeldLocks } from '../locking/held-locks.ts';
import { leavesLock, type Mutation, type MutationOp, mutation, sizeBytes } from './mutation.ts';

/** All that a commit writes. */
export interface WriteSet {
  /** In key order. At least one. */
  readonly mutations: readonly Mutation[];
  /** The key whose lock decides the transaction: one that really gets a lock, when any does. */
  readonly primary: Uint8Array;
  /** Of all keys and values, including keys that are only locked. */
  readonly sizeBytes: number;
  /** The for_update_ts of the last lock call; 0n when nothing was locked before commit. */
  readonly forUpdateTs: Timestamp;
}

/** Keys that were locked, or are to be, in addition to what was written. */
export interface LockedKeys {
  readonly held: HeldLocks;
  /** Undefined while no lock was taken. */
  readonly primary: Uint8Array | undefined;
  /**
   * Above 0n for a transaction that locks before commit: keys written without a lock are checked for
   * conflicts by themselves.
   */
  readonly forUpdateTs: Timestamp;
}

/**
 * Turns what was written and locked into what is prewritten; undefined when there is neither. Follows
 * client-go's initKeysAndMutations (txnkv/transaction/2pc.go; parity rows CMT-1, CMT-2, CMT-4, CMT-7). The
 * primary is the one that locking chose. Otherwise it is the first key that gets a lock (scenario S017), one
 * that is checked if there is any; or the first of all, when every key is only checked.
 */
export function buildMutations(buffer: WriteBuffer, locked?: LockedKeys): WriteSet | undefined {
  const writes = buffer.all();
  const mutations = locked === undefined ? writes.map(toMutation) : merged(writes, locked);
  const primary =
    locked?.primary ?? (mutations.find(isFitPrimary) ?? mutations.find(isLocked) ?? mutations[0])?.key;
  if (mutations.length === 0 || primary === undefined) return undefined;
  if (locked?.primary !== undefined && !mutations.some(({ key }) => equalBytes(key, primary))) {
    throw new InternalError('The primary is not among what is committed');
  }
  return {
    mutations,
    primary,
    // Without locks the mutations are the buffer's entries, whose sum is known.
    sizeBytes: locked === undefined ? buffer.sizeBytes : mutations.reduce(addSize, 0),
    forUpdateTs: locked?.forUpdateTs ?? 0n,
  };
}

const isLocked = (each: Mutation) => leavesLock(each) && each.op !== 'sharedLock';
/** The check of such a key notices that the transaction was rolled back meanwhile. */
const isFitPrimary = (each: Mutation) => isLocked(each) && each.check !== 'unchecked';

const addSize = (sum: number, each: Mutation) => sum + sizeBytes(each);

function toMutation({ key, value, mustNotExist, assertion }: BufferedWrite): Mutation {
  return asserting(mutation(opOf(value !== undefined, mustNotExist), key, value), assertion);
}

/** Few keys are asserted: the others are not copied. */
function asserting(plain: Mutation, assertion: Existence | undefined): Mutation {
  return assertion === undefined ? plain : { ...plain, assertion };
}

/** A key that was inserted and deleted again is not written, but must still be found absent. */
function opOf(hasValue: boolean, mustNotExist: boolean): MutationOp {
  if (hasValue) return mustNotExist ? 'insert' : 'put';
  return mustNotExist ? 'checkNotExists' : 'delete';
}

/** Writes and locks, merged in key order. */
function merged(writes: readonly BufferedWrite[], { held, forUpdateTs }: LockedKeys): readonly Mutation[] {
  const isPessimistic = forUpdateTs > 0n;
  const mutations: Mutation[] = [];
  const locks = held[Symbol.iterator]();
  let lock = locks.next();
  for (const write of writes) {
    while (!lock.done && compareBytes(lock.value.key, write.key) < 0) {
      mutations.push(unwritten(lock.value, isPessimistic));
      lock = locks.next();
    }
    if (!lock.done && compareBytes(lock.value.key, write.key) === 0) {
      mutations.push(isPessimistic ? underLock(write, lock.value) : lockedAtCommit(write));
      lock = locks.next();
    } else mutations.push(isPessimistic ? withoutLock(write) : toMutation(write));
  }
  for (; !lock.done; lock = locks.next()) mutations.push(unwritten(lock.value, isPessimistic));
  return mutations;
}

/** A key that is locked and not written: its lock becomes a record, so that others notice it. */
function unwritten({ key, isShared, forUpdateTs }: HeldLock, isPessimistic: boolean): Mutation {
  const op = isShared ? 'sharedLock' : 'lock';
  return mutation(op, key, EMPTY_BYTES, isPessimistic ? 'lockHeld' : 'none', forUpdateTs);
}

/**
 * Stores do not look at locked keys, so an insert asserts that its key is absent, unless that is known. An
 * assertion that locking has already confirmed is left out; one that it contradicts is sent, so that the
 * commit fails (parity row CMT-3).
 */
function underLock(write: BufferedWrite, { exists, forUpdateTs }: HeldLock): Mutation {
  const { key, value, mustNotExist, assertion } = write;
  const plain = mutation(pessimisticOp(write), key, value, 'lockHeld', forUpdateTs);
  if (mustNotExist) return exists === false ? plain : absentAsInserted(plain);
  if (assertion === undefined || exists === undefined) return asserting(plain, assertion);
  return exists === (assertion === 'exists') ? plain : { ...plain, assertion, mustLook: 'knownWrong' };
}

/** A mere check would not keep others from writing the key until the commit, as its lock has to. */
function lockedAtCommit(write: BufferedWrite): Mutation {
  const plain = toMutation(write);
  return plain.op === 'checkNotExists' ? absentAsInserted(mutation('lock', write.key)) : plain;
}

/**
 * Scenario S121: a key without a lock is checked for newer versions, as in an optimistic transaction, unless
 * its writer opts out.
 */
function withoutLock(write: BufferedWrite): Mutation {
  const { key, value, mustNotExist, assertion, isUnchecked } = write;
  const plain = mutation(pessimisticOp(write), key, value, isUnchecked ? 'unchecked' : 'notWritten');
  return plain.op === 'lock'
    ? absentAsInserted(plain)
    : asserting(plain, mustNotExist ? undefined : assertion);
}

/**
 * A key inserted and deleted again is locked, with nothing to write: TiKV accepts no bare checks in a
 * pessimistic transaction.
 */
function pessimisticOp({ value, mustNotExist }: BufferedWrite): MutationOp {
  return value === undefined && mustNotExist ? 'lock' : opOf(value !== undefined, mustNotExist);
}

function absentAsInserted(plain: Mutation): Mutation {
  return { ...plain, assertion: 'absent', mustLook: 'inserted' };
}
