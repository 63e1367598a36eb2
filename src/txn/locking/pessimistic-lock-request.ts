import { namesHave } from '../../model/bytes.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import { kvrpcpb } from '../../wire/codec/messages.ts';
import type { LockCall } from './lock-call.ts';

const { Assertion, Op } = kvrpcpb;
const { WakeUpModeForceLock, WakeUpModeNormal } = kvrpcpb.PessimisticLockWakeUpMode;

/** What the requests of one round have in common. */
export interface RoundTerms {
  readonly startTs: Timestamp;
  readonly primary: Uint8Array;
  readonly forUpdateTs: Timestamp;
  /** The transaction holds no lock yet, and asks for one key: it cannot be part of a deadlock. */
  readonly isFirstLock: boolean;
  readonly lockTtlMs: number;
  /** What is left of the time for waiting, in milliseconds. */
  readonly waitLeftMs: number;
}

/**
 * Whether the store may grant the key in spite of a newer version, and hand it to a waiter as soon as it is
 * free: for one exclusive key alone (server rule 39).
 */
export function isFair(call: LockCall, keys: number): boolean {
  return keys === 1 && !call.isShared;
}

/**
 * The request for the locks on some keys of one region. Follows client-go's
 * actionPessimisticLock.handleSingleBatch (txnkv/transaction/pessimistic.go; parity rows PES-5, PES-6,
 * FAIR-2). Whether keys exist is always asked for: prewrite does not check inserts of locked keys any more.
 */
export function pessimisticLockRequest(
  call: LockCall,
  keys: readonly Uint8Array[],
  terms: RoundTerms,
): kvrpcpb.PessimisticLockRequest {
  const op = call.isShared ? Op.SharedPessimisticLock : Op.PessimisticLock;
  const waitLeftMs = Math.ceil(terms.waitLeftMs);
  const { mustNotExist } = call;
  return {
    mutations: keys.map((key) => {
      return { op, key, assertion: namesHave(mustNotExist, key) ? Assertion.NotExist : undefined };
    }),
    primaryLock: terms.primary,
    startVersion: terms.startTs,
    lockTtl: BigInt(terms.lockTtlMs),
    forUpdateTs: terms.forUpdateTs,
    isFirstLock: terms.isFirstLock,
    // For the store 0 means its default.
    waitTimeout: BigInt(waitLeftMs <= 0 ? -1 : waitLeftMs),
    minCommitTs: terms.forUpdateTs + 1n,
    returnValues: call.returnValues || call.onlyIfExists,
    checkExistence: true,
    lockOnlyIfExists: call.onlyIfExists,
    wakeUpMode: isFair(call, keys.length) ? WakeUpModeForceLock : WakeUpModeNormal,
  };
}
