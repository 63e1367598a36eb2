import { kvrpcpb } from '#proto';
import { existenceConflict } from './data-constraint.ts';
import {
  alreadyExist,
  assertionFailed,
  type CommandFailure,
  commitTsTooLarge,
  keyIsLocked,
  lockedBy,
  mvccAbort,
  pessimisticLockNotFound,
  writeConflict,
} from './failure.ts';
import { type Key, MAX_TS } from './key.ts';
import { lockInfoOf } from './lock-info.ts';
import type { Lock, LockState, LockType, SharedLocks, WriteRecord } from './model.ts';
import { newLock, SHORT_VALUE_MAX_BYTES } from './model.ts';
import type { MvccReader } from './mvcc-reader.ts';
import type { MvccTxn } from './mvcc-txn.ts';
import type { Sabotage } from './sabotage.ts';

const { Assertion, AssertionLevel, Op } = kvrpcpb;
const { PessimisticAction } = kvrpcpb.PrewriteRequest;

/** How a prewrite means to commit; a fallback changes the rest of the request to two-phase. */
export type CommitKind = 'twoPhase' | 'async' | 'onePhase';

/** What all mutations of one prewrite or flush request share. */
export interface PrewriteProperties {
  readonly startTs: bigint;
  readonly primary: Key;
  readonly pessimistic: boolean;
  readonly forUpdateTs: bigint;
  readonly skipConstraintCheck: boolean;
  readonly commitKind: CommitKind;
  readonly maxCommitTs: bigint;
  readonly txnSize: bigint;
  readonly lockTtlMs: bigint;
  readonly minCommitTs: bigint;
  readonly isRetryRequest: boolean;
  readonly assertionLevel: number;
  /** Above zero in a flush of pipelined DML. */
  readonly generation: bigint;
  readonly sabotage: Sabotage;
  raiseMaxTs(ts: bigint): void;
  maxTs(): bigint;
}

/** One key of a prewrite. */
export interface PrewriteMutation {
  readonly key: Key;
  readonly op: number;
  readonly value: Uint8Array;
  readonly assertion: number;
  readonly action: number;
  readonly expectedForUpdateTs: bigint | undefined;
  /** Undefined unless the request is an async commit; only the primary lists keys. */
  readonly secondaries: readonly Uint8Array[] | undefined;
}

type LockStatus =
  | { readonly kind: 'none' }
  | { readonly kind: 'pessimistic'; readonly forUpdateTs: bigint }
  | { readonly kind: 'locked'; readonly minCommitTs: bigint };

/** The fields of the new lock that an existing pessimistic lock may raise. */
interface Inherited {
  readonly lockTtlMs: bigint;
  readonly minCommitTs: bigint;
}

/**
 * Prewrites one key into `txn`.
 *
 * @returns min_commit_ts of the lock: zero when the key is, or has become, plain two-phase
 * @throws CommandFailure
 * @see TiKV src/storage/txn/actions/prewrite.rs
 */
export function prewriteKey(
  txn: MvccTxn,
  reader: MvccReader,
  properties: PrewriteProperties,
  mutation: PrewriteMutation,
): bigint {
  const writesNothing = mutation.op === Op.CheckNotExists;
  if (properties.pessimistic && writesNothing) {
    throw mvccAbort('Other', { message: 'cannot handle checkNotExists in pessimistic prewrite' });
  }
  const shouldNotExist = mutation.op === Op.Insert || writesNothing;
  if (shouldNotExist) properties.raiseMaxTs(properties.startTs);

  const held = heldLock(reader, properties, mutation);
  let status: LockStatus = { kind: 'none' };
  let inherited: Inherited = { lockTtlMs: properties.lockTtlMs, minCommitTs: properties.minCommitTs };
  let amended = false;
  if (held !== undefined) {
    status = statusOf(held.lock, properties, mutation, shouldNotExist);
    if (status.kind === 'pessimistic') inherited = largerOf(inherited, held.lock);
  } else if (mutation.action === PessimisticAction.DO_PESSIMISTIC_CHECK && properties.pessimistic) {
    amendPessimisticLock(reader, properties, mutation);
    amended = true;
  }
  if (properties.generation === 0n && status.kind === 'locked') return status.minCommitTs;

  let newest: WriteRecord | undefined;
  let loaded = false;
  if (!skipsConstraintCheck(properties, mutation)) {
    newest = checkNewerVersion(reader, properties, mutation, shouldNotExist);
    loaded = true;
  }
  const repeatedFlush = properties.generation > 0n && status.kind === 'locked';
  if (!amended && !repeatedFlush) {
    checkAssertion(reader, properties, mutation, shouldNotExist, newest, loaded);
  }

  if (writesNothing) {
    properties.raiseMaxTs(properties.startTs);
    if (properties.commitKind === 'twoPhase') return 0n;
    return larger(properties.minCommitTs, properties.startTs + 1n);
  }
  return writeLock(txn, properties, mutation, status, inherited, held?.shared);
}

/** The own lock on the key; a foreign one is thrown as the failure it causes. */
function heldLock(
  reader: MvccReader,
  properties: PrewriteProperties,
  mutation: PrewriteMutation,
): { readonly lock: Lock; readonly shared: SharedLocks | undefined } | undefined {
  const { key } = mutation;
  const wantsShared = mutation.op === Op.SharedLock;
  const state: LockState | undefined = reader.loadLock(key);
  const missing = pessimisticLockNotFound(properties.startTs, key, 'LockMissingAmendFail');
  if (state === undefined) {
    const checked = properties.pessimistic && mutation.action === PessimisticAction.DO_PESSIMISTIC_CHECK;
    if (wantsShared && checked) throw missing;
    return undefined;
  }
  if (state.type === 'Shared') {
    const own = state.members.get(properties.startTs);
    if (own === undefined) throw wantsShared ? missing : keyIsLocked(key, state);
    if (!wantsShared)
      throw mvccAbort('Other', { message: 'use Op::SharedLock to prewrite on a shared lock' });
    return { lock: own, shared: state };
  }
  if (wantsShared) throw keyIsLocked(key, state);
  if (state.startTs === properties.startTs) return { lock: state, shared: undefined };
  throw foreignLock(state, properties, mutation);
}

function foreignLock(lock: Lock, properties: PrewriteProperties, mutation: PrewriteMutation): CommandFailure {
  const checked = properties.pessimistic && mutation.action === PessimisticAction.DO_PESSIMISTIC_CHECK;
  if (checked) return pessimisticLockNotFound(properties.startTs, mutation.key, 'LockTsMismatch');
  const info = lockInfoOf(mutation.key, lock);
  // A pessimistic transaction should not wait here: it resolves the lock at once.
  return lockedBy(properties.pessimistic ? { ...info, lockTtl: 0n } : info);
}

function statusOf(
  lock: Lock,
  properties: PrewriteProperties,
  mutation: PrewriteMutation,
  shouldNotExist: boolean,
): LockStatus {
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
  if (lock.generation > 0n && shouldNotExist && lock.type === 'Put') throw alreadyExist(key);
  return { kind: 'locked', minCommitTs: lock.useAsyncCommit ? lock.minCommitTs : 0n };
}

/** A missing pessimistic lock is made up for when nothing was written since the transaction began. */
function amendPessimisticLock(
  reader: MvccReader,
  properties: PrewriteProperties,
  mutation: PrewriteMutation,
): void {
  const newest = reader.seekWrite(mutation.key);
  if (newest !== undefined && newest.commitTs >= properties.startTs) {
    throw pessimisticLockNotFound(properties.startTs, mutation.key, 'LockMissingAmendFail');
  }
  checkAssertion(reader, properties, mutation, false, newest, true);
}

function skipsConstraintCheck(properties: PrewriteProperties, mutation: PrewriteMutation): boolean {
  if (!properties.pessimistic) return properties.skipConstraintCheck;
  if (mutation.action === PessimisticAction.DO_PESSIMISTIC_CHECK) return true;
  if (mutation.action === PessimisticAction.SKIP_PESSIMISTIC_CHECK) return !properties.isRetryRequest;
  return false;
}

/** The newest record, after it was checked against the transaction (server rule 24). */
function checkNewerVersion(
  reader: MvccReader,
  properties: PrewriteProperties,
  mutation: PrewriteMutation,
  shouldNotExist: boolean,
): WriteRecord | undefined {
  const { startTs, forUpdateTs } = properties;
  for (const record of reader.records(mutation.key)) {
    const rolledBack = record.type === 'Rollback' || record.hasOverlappedRollback;
    if (record.commitTs === startTs && rolledBack && !properties.sabotage.noRollbackProtection) {
      throw conflictWith(record, properties, mutation.key, 'SelfRolledBack');
    }
    if (!properties.pessimistic) {
      if (record.commitTs > startTs) throw conflictWith(record, properties, mutation.key, 'Optimistic');
    } else {
      if (mutation.action === PessimisticAction.DO_CONSTRAINT_CHECK && record.commitTs > startTs) {
        throw conflictWith(record, properties, mutation.key, 'LazyUniquenessCheck');
      }
      if (record.commitTs > forUpdateTs) {
        if (record.type === 'Rollback') continue;
        throw pessimisticLockNotFound(startTs, mutation.key, 'NonLockKeyConflict');
      }
    }
    if (shouldNotExist) {
      const conflict = existenceConflict(reader, record, mutation.key);
      if (conflict !== undefined) throw conflict;
    }
    return record;
  }
  return undefined;
}

function conflictWith(
  record: WriteRecord,
  properties: PrewriteProperties,
  key: Key,
  reason: 'Optimistic' | 'SelfRolledBack' | 'LazyUniquenessCheck',
): CommandFailure {
  return writeConflict({
    startTs: properties.startTs,
    conflictStartTs: record.startTs,
    conflictCommitTs: record.commitTs,
    key,
    primary: properties.primary,
    reason,
  });
}

/** Server rule 25: Fast asserts only on a record that was loaded anyway, Strict loads it. */
function checkAssertion(
  reader: MvccReader,
  properties: PrewriteProperties,
  mutation: PrewriteMutation,
  shouldNotExist: boolean,
  newest: WriteRecord | undefined,
  loaded: boolean,
): void {
  if (mutation.assertion === Assertion.None || properties.assertionLevel === AssertionLevel.Off) return;
  if (properties.assertionLevel !== AssertionLevel.Strict && !loaded) return;
  const fenced = newest?.gcFence !== undefined && newest.gcFence !== 0n;
  let record = fenced ? undefined : newest;
  if (!loaded || record?.type === 'Lock' || record?.type === 'Rollback') {
    record = reader.visiblePut(mutation.key, record?.commitTs ?? MAX_TS);
  }
  const exists = record !== undefined && record.type === 'Put';
  const holds = mutation.assertion === Assertion.Exist ? exists : !exists;
  if (holds) return;
  // A conflict explains a failed assertion better than the assertion does.
  if (skipsConstraintCheck(properties, mutation)) {
    checkNewerVersion(reader, properties, mutation, shouldNotExist);
  }
  throw assertionFailed(
    properties.startTs,
    mutation.key,
    mutation.assertion,
    record?.startTs ?? 0n,
    record?.commitTs ?? 0n,
  );
}

function writeLock(
  txn: MvccTxn,
  properties: PrewriteProperties,
  mutation: PrewriteMutation,
  status: LockStatus,
  inherited: Inherited,
  shared: SharedLocks | undefined,
): bigint {
  const { key } = mutation;
  const locked = status.kind === 'pessimistic' ? status.forUpdateTs : 0n;
  const storesValue = mutation.op === Op.Put || mutation.op === Op.Insert;
  const isShort = mutation.value.length <= SHORT_VALUE_MAX_BYTES;
  let lock = newLock({
    type: lockTypeOf(mutation.op),
    primary: properties.primary,
    startTs: properties.startTs,
    ttlMs: inherited.lockTtlMs,
    shortValue: storesValue && isShort ? mutation.value : undefined,
    forUpdateTs: larger(properties.forUpdateTs, locked),
    txnSize: properties.txnSize,
    minCommitTs: inherited.minCommitTs,
    useAsyncCommit: mutation.secondaries !== undefined,
    useOnePc: mutation.secondaries === undefined && properties.commitKind === 'onePhase',
    secondaries: mutation.secondaries ?? [],
    generation: properties.generation,
  });
  if (storesValue && !isShort) txn.putValue(key, mutation.value);

  let tooLarge = false;
  let onePhase = properties.commitKind === 'onePhase';
  if (lock.useAsyncCommit || onePhase) {
    const floor = larger(larger(properties.maxTs(), properties.startTs), properties.forUpdateTs) + 1n;
    const minCommitTs = larger(lock.minCommitTs, floor);
    tooLarge = properties.maxCommitTs !== 0n && minCommitTs > properties.maxCommitTs;
    if (tooLarge) {
      lock = { ...lock, useAsyncCommit: false, useOnePc: false, secondaries: [] };
      onePhase = false;
    } else {
      lock = { ...lock, minCommitTs };
      txn.memoryLocked.set(key, lock);
    }
  }
  if (shared !== undefined) putSharedMember(txn, key, shared, lock, onePhase);
  else if (onePhase) txn.onePcLocks.push({ key, lock, replacesPessimistic: status.kind === 'pessimistic' });
  else txn.putLock(key, lock);
  if (tooLarge) throw commitTsTooLarge();
  return lock.useAsyncCommit || onePhase ? lock.minCommitTs : 0n;
}

function putSharedMember(txn: MvccTxn, key: Key, shared: SharedLocks, lock: Lock, onePhase: boolean): void {
  if (onePhase)
    throw mvccAbort('Other', { message: 'shared lock prewrite is incompatible with one-phase commit' });
  if (lock.useAsyncCommit)
    throw mvccAbort('Other', { message: 'shared lock prewrite cannot use async-commit' });
  txn.putLock(key, { ...shared, members: new Map(shared.members).set(lock.startTs, lock) });
}

function lockTypeOf(operation: number): LockType {
  if (operation === Op.Del) return 'Delete';
  if (operation === Op.Lock || operation === Op.SharedLock) return 'Lock';
  return 'Put';
}

function largerOf(inherited: Inherited, lock: Lock): Inherited {
  return {
    lockTtlMs: larger(inherited.lockTtlMs, lock.ttlMs),
    minCommitTs: larger(inherited.minCommitTs, lock.minCommitTs),
  };
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
