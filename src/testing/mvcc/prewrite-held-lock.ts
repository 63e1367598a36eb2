import { kvrpcpb } from '#proto';
import {
  alreadyExist,
  type CommandFailure,
  keyIsLocked,
  lockedBy,
  mvccAbort,
  pessimisticLockNotFound,
} from './failure.ts';
import { lockInfoOf } from './lock-info.ts';
import type { Lock, SharedLocks } from './model.ts';
import type { MvccReader } from './mvcc-reader.ts';
import {
  needsPessimisticLock,
  type PrewriteMutation,
  type PrewriteProperties,
  shouldNotExist,
} from './prewrite-mutation.ts';

const { Op } = kvrpcpb;

/** What a prewrite finds of its own on a key. */
export type LockStatus =
  | { readonly kind: 'none' }
  | { readonly kind: 'pessimistic'; readonly forUpdateTs: bigint }
  | { readonly kind: 'locked'; readonly minCommitTs: bigint };

/** The own lock on the key; a foreign one is thrown as the failure it causes. */
export function heldLock(
  reader: MvccReader,
  properties: PrewriteProperties,
  mutation: PrewriteMutation,
): { readonly lock: Lock; readonly shared: SharedLocks | undefined } | undefined {
  const { key } = mutation;
  const wantsShared = mutation.op === Op.SharedLock;
  const state = reader.loadLock(key);
  const missing = () => pessimisticLockNotFound(properties.startTs, key, 'LockMissingAmendFail');
  if (state === undefined) {
    if (wantsShared && needsPessimisticLock(properties, mutation)) throw missing();
    return undefined;
  }
  if (state.type === 'Shared') {
    const own = state.members.get(properties.startTs);
    if (own === undefined) throw wantsShared ? missing() : keyIsLocked(key, state);
    if (!wantsShared) {
      throw mvccAbort('Other', { message: 'use Op::SharedLock to prewrite on a shared lock' });
    }
    return { lock: own, shared: state };
  }
  if (wantsShared) throw keyIsLocked(key, state);
  if (state.startTs === properties.startTs) return { lock: state, shared: undefined };
  throw foreignLock(state, properties, mutation);
}

function foreignLock(lock: Lock, properties: PrewriteProperties, mutation: PrewriteMutation): CommandFailure {
  if (needsPessimisticLock(properties, mutation)) {
    return pessimisticLockNotFound(properties.startTs, mutation.key, 'LockTsMismatch');
  }
  const info = lockInfoOf(mutation.key, lock);
  // A pessimistic transaction should not wait here: it resolves the lock at once.
  return lockedBy(properties.pessimistic ? { ...info, lockTtl: 0n } : info);
}

/** What the own lock on a key means to its prewrite. */
export function statusOf(lock: Lock, properties: PrewriteProperties, mutation: PrewriteMutation): LockStatus {
  const { key } = mutation;
  const { startTs, generation } = properties;
  if (lock.type === 'Pessimistic') {
    if (!properties.pessimistic) {
      throw mvccAbort('LockTypeNotMatch', { start_ts: startTs, key, pessimistic: true });
    }
    const expected = mutation.expectedForUpdateTs;
    if (expected !== undefined && expected !== lock.forUpdateTs) {
      throw pessimisticLockNotFound(startTs, key, 'LockForUpdateTsMismatch');
    }
    return { kind: 'pessimistic', forUpdateTs: lock.forUpdateTs };
  }
  if (properties.sabotage.nonIdempotentPrewrite) throw keyIsLocked(key, lock);
  if (generation > 0n && lock.generation >= generation) {
    throw mvccAbort('GenerationOutOfOrder', { generation, key }, 'GenerationOutOfOrder');
  }
  if (lock.generation > 0n && shouldNotExist(mutation) && lock.type === 'Put') throw alreadyExist(key);
  return { kind: 'locked', minCommitTs: lock.useAsyncCommit ? lock.minCommitTs : 0n };
}
