import { kvrpcpb } from '#proto';
import { commitTsTooLarge, mvccAbort } from './failure.ts';
import type { Key } from './key.ts';
import {
  type Lock,
  type LockType,
  newLock,
  SHORT_VALUE_MAX_BYTES,
  type SharedLocks,
  type WriteRecord,
} from './model.ts';
import type { MvccReader } from './mvcc-reader.ts';
import type { MvccTxn } from './mvcc-txn.ts';
import {
  amendPessimisticLock,
  checkAssertion,
  checkNewerVersion,
  skipsConstraintCheck,
} from './prewrite-checks.ts';
import { heldLock, type LockStatus, statusOf } from './prewrite-held-lock.ts';
import {
  larger,
  needsPessimisticLock,
  type PrewriteMutation,
  type PrewriteProperties,
  shouldNotExist,
} from './prewrite-mutation.ts';
import { withMember } from './shared-locks.ts';

const { Op } = kvrpcpb;

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
  if (shouldNotExist(mutation)) properties.raiseMaxTs(properties.startTs);

  const held = heldLock(reader, properties, mutation);
  const status: LockStatus =
    held === undefined ? { kind: 'none' } : statusOf(held.lock, properties, mutation);
  let inherited: Inherited = { lockTtlMs: properties.lockTtlMs, minCommitTs: properties.minCommitTs };
  let amended = false;
  if (held !== undefined) {
    if (status.kind === 'pessimistic') inherited = largerOf(inherited, held.lock);
  } else if (needsPessimisticLock(properties, mutation)) {
    amendPessimisticLock(reader, properties, mutation);
    amended = true;
  }
  if (properties.generation === 0n && status.kind === 'locked') return status.minCommitTs;

  let newest: WriteRecord | undefined;
  let loaded = false;
  if (!skipsConstraintCheck(properties, mutation)) {
    newest = checkNewerVersion(reader, properties, mutation);
    loaded = true;
  }
  const repeatedFlush = properties.generation > 0n && status.kind === 'locked';
  if (!amended && !repeatedFlush) {
    checkAssertion(reader, properties, mutation, newest, loaded);
  }

  if (writesNothing) {
    properties.raiseMaxTs(properties.startTs);
    if (properties.commitKind === 'twoPhase') return 0n;
    return larger(properties.minCommitTs, properties.startTs + 1n);
  }
  return writeLock(txn, properties, mutation, status, inherited, held?.shared);
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
  if (onePhase) {
    throw mvccAbort('Other', { message: 'shared lock prewrite is incompatible with one-phase commit' });
  }
  if (lock.useAsyncCommit) {
    throw mvccAbort('Other', { message: 'shared lock prewrite cannot use async-commit' });
  }
  txn.putLock(key, withMember(shared, lock));
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
