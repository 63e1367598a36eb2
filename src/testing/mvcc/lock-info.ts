import { bytesOf, type Key } from './key.ts';
import type { LockInfo } from './messages.ts';
import type { Lock, LockState, LockType } from './model.ts';
import { op } from './wire-values.ts';

const opOfLock: Readonly<Record<LockType, number>> = {
  Put: op.put,
  Delete: op.delete,
  Lock: op.lock,
  Pessimistic: op.pessimisticLock,
};

/** Operation number of a lock type. */
export function opOf(type: LockType): number {
  return opOfLock[type];
}

/**
 * The LockInfo message of what holds a key; shared locks list their members in order of start timestamps.
 *
 * @see TiKV components/txn_types/src/lock.rs, into_lock_info
 */
export function lockInfoOf(key: Key, state: LockState): LockInfo {
  if (state.type !== 'Shared') return exclusiveLockInfo(key, state);
  const members = [...state.members.values()].sort((one, other) => (one.startTs < other.startTs ? -1 : 1));
  return {
    key: bytesOf(key),
    lockType: op.sharedLock,
    sharedLockInfos: members.map((member) => exclusiveLockInfo(key, member)),
  };
}

function exclusiveLockInfo(key: Key, lock: Lock): LockInfo {
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
