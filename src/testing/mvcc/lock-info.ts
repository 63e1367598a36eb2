import { kvrpcpb } from '#proto';
import { bytesOf, type Key } from './key.ts';
import type { Lock, LockState, LockType } from './model.ts';

const { Op } = kvrpcpb;

const opOfLock: Readonly<Record<LockType, number>> = {
  Put: Op.Put,
  Delete: Op.Del,
  Lock: Op.Lock,
  Pessimistic: Op.PessimisticLock,
};

/** Operation number of a lock type. */
export function opOf(type: LockType): number {
  return opOfLock[type];
}

/**
 * The kvrpcpb.LockInfo message of what holds a key; shared locks list their members in order of start timestamps.
 *
 * @see TiKV components/txn_types/src/lock.rs, into_lock_info
 */
export function lockInfoOf(key: Key, state: LockState): kvrpcpb.LockInfo {
  if (state.type !== 'Shared') return exclusiveLockInfo(key, state);
  const members = [...state.members.values()].sort((one, other) => (one.startTs < other.startTs ? -1 : 1));
  return {
    key: bytesOf(key),
    lockType: Op.SharedLock,
    sharedLockInfos: members.map((member) => exclusiveLockInfo(key, member)),
  };
}

function exclusiveLockInfo(key: Key, lock: Lock): kvrpcpb.LockInfo {
  return {
    primaryLock: bytesOf(lock.primary),
    lockVersion: lock.startTs,
    key: bytesOf(key),
    lockTtl: lock.ttlMs,
    txnSize: lock.txnSize,
    lockType: opOf(lock.type),
    lockForUpdateTs: lock.forUpdateTs,
    useAsyncCommit: lock.useAsyncCommit,
    minCommitTs: lock.minCommitTs,
    secondaries: [...lock.secondaries],
  };
}
