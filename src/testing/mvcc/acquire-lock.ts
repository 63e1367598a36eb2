import { existenceConflict } from './data-constraint.ts';
import { type CommandFailure, keyIsLocked, mvccAbort, notInShrinkMode, writeConflict } from './failure.ts';
import type { Key } from './key.ts';
import { type Lock, type LockState, newLock, type WriteRecord } from './model.ts';
import { fencedOff, type MvccReader } from './mvcc-reader.ts';
import type { MvccTxn } from './mvcc-txn.ts';
import { withMember } from './shared-locks.ts';

/** What a pessimistic lock request asks for, the same for all its keys. */
export interface LockParameters {
  readonly primary: Key;
  readonly startTs: bigint;
  readonly lockTtlMs: bigint;
  readonly forUpdateTs: bigint;
  readonly minCommitTs: bigint;
  readonly returnValues: boolean;
  readonly checkExistence: boolean;
  readonly lockOnlyIfExists: boolean;
  /** Lock in spite of a newer version and tell about it (ForceLock mode). */
  readonly allowLockWithConflict: boolean;
  raiseMaxTs(ts: bigint): void;
}

/** One key of the request. */
export interface LockedKey {
  readonly key: Key;
  readonly shouldNotExist: boolean;
  readonly shared: boolean;
}

/** What one key came to. `value` is set when the key exists, empty when only its existence was asked for. */
export interface KeyResult {
  readonly value: Uint8Array | undefined;
  readonly lockedWithConflictTs: bigint | undefined;
}

/**
 * Takes a pessimistic lock on one key.
 *
 * @throws CommandFailure
 * @see TiKV src/storage/txn/actions/acquire_pessimistic_lock.rs
 */
export function acquireLock(
  txn: MvccTxn,
  reader: MvccReader,
  parameters: LockParameters,
  wanted: LockedKey,
): KeyResult {
  const { key } = wanted;
  const { startTs, returnValues, checkExistence } = parameters;
  if (parameters.lockOnlyIfExists && !returnValues) {
    throw mvccAbort('LockIfExistsFailed', { start_ts: startTs, key });
  }
  if (wanted.shouldNotExist || returnValues || checkExistence) parameters.raiseMaxTs(parameters.forUpdateTs);
  const state = reader.loadLock(key);
  if (state !== undefined) {
    const settled = meetLock(txn, reader, parameters, wanted, state);
    if (settled !== undefined) return settled;
  }
  return lockUnlockedKey(txn, reader, parameters, wanted, state);
}

/** Deals with a lock on the key; undefined when the request may join shared locks as a new member. */
function meetLock(
  txn: MvccTxn,
  reader: MvccReader,
  parameters: LockParameters,
  wanted: LockedKey,
  state: LockState,
): KeyResult | undefined {
  if (state.type !== 'Shared') {
    if (wanted.shared || state.startTs !== parameters.startTs) throw keyIsLocked(wanted.key, state);
    return relock(txn, reader, parameters, wanted, state);
  }
  if (!wanted.shared) throw state.shrinkOnly ? keyIsLocked(wanted.key, state) : notInShrinkMode(state);
  const own = state.members.get(parameters.startTs);
  if (own === undefined) {
    if (state.shrinkOnly) throw keyIsLocked(wanted.key, state);
    return undefined;
  }
  if (parameters.forUpdateTs > own.forUpdateTs) {
    const lock = newPessimisticLock(parameters, parameters.forUpdateTs, own.lockedWithConflict);
    txn.putLock(wanted.key, withMember(state, lock));
  }
  // TiKV does not read the value again for a member that asks once more.
  return { value: undefined, lockedWithConflictTs: undefined };
}

/** The transaction asks again for a lock it has (server rule 37). */
function relock(
  txn: MvccTxn,
  reader: MvccReader,
  parameters: LockParameters,
  wanted: LockedKey,
  lock: Lock,
): KeyResult {
  const { key } = wanted;
  if (lock.type !== 'Pessimistic') {
    throw mvccAbort('LockTypeNotMatch', { start_ts: parameters.startTs, key, pessimistic: false });
  }
  const withConflict = parameters.allowLockWithConflict && parameters.forUpdateTs < lock.forUpdateTs;
  const forUpdateTs = withConflict ? lock.forUpdateTs : parameters.forUpdateTs;
  const needsValue = parameters.returnValues || withConflict;
  let value: Uint8Array | undefined;
  if (needsValue || parameters.checkExistence || wanted.shouldNotExist) {
    const record = reader.visiblePut(key, forUpdateTs);
    if (record !== undefined) {
      const exists = wanted.shouldNotExist ? existenceConflict(reader, record, key) : undefined;
      if (exists !== undefined) {
        throw record.commitTs > parameters.forUpdateTs ? retryConflict(parameters, key, record) : exists;
      }
      if (needsValue) value = reader.valueOf(key, record);
      else if (parameters.checkExistence) value = new Uint8Array(0);
    }
  }
  if (forUpdateTs > lock.forUpdateTs) {
    txn.putLock(key, newPessimisticLock(parameters, forUpdateTs, lock.lockedWithConflict));
  }
  return { value, lockedWithConflictTs: withConflict ? forUpdateTs : undefined };
}

function lockUnlockedKey(
  txn: MvccTxn,
  reader: MvccReader,
  parameters: LockParameters,
  wanted: LockedKey,
  state: LockState | undefined,
): KeyResult {
  const { key } = wanted;
  const newest = reader.seekWrite(key);
  const conflict = newest !== undefined && newest.commitTs > parameters.forUpdateTs ? newest : undefined;
  if (conflict !== undefined && !parameters.allowLockWithConflict)
    throw retryConflict(parameters, key, conflict);
  let value: Uint8Array | undefined;
  if (newest !== undefined) {
    if (isRolledBack(reader, key, parameters.startTs)) {
      throw mvccAbort('PessimisticLockRolledBack', { start_ts: parameters.startTs, key });
    }
    const exists = wanted.shouldNotExist ? existenceConflict(reader, newest, key) : undefined;
    if (exists !== undefined)
      throw conflict === undefined ? exists : retryConflict(parameters, key, conflict);
    if (parameters.returnValues || conflict !== undefined) value = latestValue(reader, key, newest, true);
    else if (parameters.checkExistence) value = latestValue(reader, key, newest, false);
  }
  const forUpdateTs = conflict?.commitTs ?? parameters.forUpdateTs;
  const lock = newPessimisticLock(parameters, forUpdateTs, conflict !== undefined);
  if (wanted.shared) txn.putLock(key, withMember(state?.type === 'Shared' ? state : undefined, lock));
  else if (!parameters.lockOnlyIfExists || value !== undefined) txn.putLock(key, lock);
  else if (conflict !== undefined) throw retryConflict(parameters, key, conflict);
  return { value, lockedWithConflictTs: conflict?.commitTs };
}

function isRolledBack(reader: MvccReader, key: Key, startTs: bigint): boolean {
  const own = reader.seekWrite(key, startTs);
  return own?.commitTs === startTs && (own.type === 'Rollback' || own.hasOverlappedRollback);
}

/** Value as of the newest record; empty instead of the value when only existence matters. */
function latestValue(
  reader: MvccReader,
  key: Key,
  newest: WriteRecord,
  load: boolean,
): Uint8Array | undefined {
  if (newest.type === 'Delete' || (newest.type === 'Put' && fencedOff(newest, reader.startTs)))
    return undefined;
  const record = newest.type === 'Put' ? newest : reader.visiblePut(key, newest.commitTs - 1n);
  if (record === undefined) return undefined;
  return load ? reader.valueOf(key, record) : new Uint8Array(0);
}

function newPessimisticLock(parameters: LockParameters, forUpdateTs: bigint, withConflict: boolean): Lock {
  return newLock({
    type: 'Pessimistic',
    primary: parameters.primary,
    startTs: parameters.startTs,
    ttlMs: parameters.lockTtlMs,
    forUpdateTs,
    minCommitTs: parameters.minCommitTs,
    lockedWithConflict: withConflict,
  });
}

function retryConflict(parameters: LockParameters, key: Key, record: WriteRecord): CommandFailure {
  return writeConflict({
    startTs: parameters.startTs,
    conflictStartTs: record.startTs,
    conflictCommitTs: record.commitTs,
    key,
    primary: parameters.primary,
    reason: 'PessimisticRetry',
  });
}
