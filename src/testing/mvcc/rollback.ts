import { currentLock, ownLock, releaseOwn } from './commit-command.ts';
import { committed, keyIsLocked, ServerPanic, txnNotFound } from './failure.ts';
import { type Key, physicalOf } from './key.ts';
import { isProtected, type Lock, type LockState, rollbackRecord } from './model.ts';
import type { CommitRecord, MvccReader } from './mvcc-reader.ts';
import type { MvccTxn } from './mvcc-txn.ts';
import type { Sabotage } from './sabotage.ts';

/** Whether a lock's time to live is over at a timestamp (server rule 5). */
export function isExpired(lock: Lock, currentTs: bigint): boolean {
  return physicalOf(lock.startTs) + lock.ttlMs < physicalOf(currentTs);
}

/**
 * Rolls one key back, whatever it holds of the transaction.
 *
 * @param currentTs zero to roll back a living lock too
 * @throws CommandFailure when the lock is alive, or the transaction has committed on the key
 * @see TiKV src/storage/txn/actions/cleanup.rs
 */
export function cleanUp(
  txn: MvccTxn,
  reader: MvccReader,
  key: Key,
  currentTs: bigint,
  protect: boolean,
  sabotage: Sabotage,
): void {
  const state = currentLock(txn, reader, key);
  const lock = ownLock(state, reader.startTs);
  if (state !== undefined && lock !== undefined) {
    if (currentTs !== 0n && !isExpired(lock, currentTs)) throw keyIsLocked(key, state);
    rollBackLock(txn, reader, key, state, lock, !protect, sabotage);
    return;
  }
  const action = protect ? 'protectedRollback' : 'rollback';
  const status = rollBackMissing(txn, reader, key, state, action, false, sabotage);
  if (status.kind === 'committed') throw committed(reader.startTs, status.commitTs, key);
}

/**
 * Replaces the transaction's lock by a rollback record.
 *
 * @throws ServerPanic when a commit record of the transaction stands on the key
 * @see TiKV src/storage/txn/actions/check_txn_status.rs, rollback_lock and rollback_shared_lock
 */
export function rollBackLock(
  txn: MvccTxn,
  reader: MvccReader,
  key: Key,
  state: LockState,
  lock: Lock,
  collapse: boolean,
  sabotage: Sabotage,
): void {
  const found = reader.commitRecord(key);
  if (found.kind === 'single' && found.record.type !== 'Rollback') {
    throw new ServerPanic('rollback of a lock whose transaction has committed on the key');
  }
  if (found.kind !== 'none') {
    releaseOwn(txn, key, state, 0n);
    return;
  }
  const isPrimary = key === lock.primary;
  if (state.type === 'Shared' && isPrimary) throw new ServerPanic('rollback of a shared lock on its primary');
  if (lock.shortValue === undefined && lock.type === 'Put') txn.deleteValue(key, lock.startTs);
  putRollback(txn, key, isPrimary || lock.generation > 0n, found, sabotage);
  if (collapse) collapsePreviousRollback(txn, reader, key);
  releaseOwn(txn, key, state, 0n);
}

/** What is known of a transaction on a key that holds no lock of it. */
export type MissingLockStatus =
  | { readonly kind: 'committed'; readonly commitTs: bigint }
  | { readonly kind: 'rolledBack' }
  | { readonly kind: 'notExist' }
  | { readonly kind: 'notExistDoNothing' };

/**
 * Finds out, or decides, the fate of a transaction without a lock on the key.
 *
 * @param foreign what else holds the key
 * @param action what to do when there is no trace of the transaction
 * @throws CommandFailure txnNotFound for action 'error'
 * @see TiKV src/storage/txn/actions/check_txn_status.rs, check_txn_status_missing_lock
 */
export function rollBackMissing(
  txn: MvccTxn,
  reader: MvccReader,
  key: Key,
  foreign: LockState | undefined,
  action: 'rollback' | 'protectedRollback' | 'error',
  resolvingPessimisticLock: boolean,
  sabotage: Sabotage,
): MissingLockStatus {
  const found = reader.commitRecord(key);
  const determined = statusOfRecord(found);
  if (determined !== undefined) return determined;
  if (action === 'error') throw txnNotFound(reader.startTs, key);
  if (resolvingPessimisticLock) return { kind: 'notExistDoNothing' };
  const protect = action === 'protectedRollback';
  if (!protect) collapsePreviousRollback(txn, reader, key);
  const overlaps = found.kind === 'none' && found.overlapped !== undefined;
  if (foreign !== undefined && foreign.type !== 'Shared' && !overlaps && protect) {
    markRollback(txn, key, foreign, sabotage);
  }
  putRollback(txn, key, protect, found, sabotage);
  return { kind: 'notExist' };
}

/** The status a commit or rollback record gives; undefined without one. */
export function statusOfRecord(found: CommitRecord): MissingLockStatus | undefined {
  if (found.kind === 'none') return undefined;
  if (found.kind === 'overlappedRollback' || found.record.type === 'Rollback') return { kind: 'rolledBack' };
  return { kind: 'committed', commitTs: found.record.commitTs };
}

/** Remembers a rollback in a foreign lock, unless sabotaged. */
export function markRollback(txn: MvccTxn, key: Key, foreign: Lock, sabotage: Sabotage): void {
  if (!sabotage.noRollbackProtection) txn.markRollbackOn(key, foreign);
}

/** Writes a rollback record, or folds it into another transaction's record at that timestamp. */
export function putRollback(
  txn: MvccTxn,
  key: Key,
  protect: boolean,
  found: CommitRecord,
  sabotage: Sabotage,
): void {
  const kept = protect && !sabotage.noRollbackProtection;
  if (found.kind === 'none' && found.overlapped !== undefined) {
    if (!kept) return;
    txn.putWrite(key, { ...found.overlapped, hasOverlappedRollback: true, gcFence: found.gcFence });
    return;
  }
  txn.putWrite(key, rollbackRecord(txn.startTs, kept));
}

/** Drops the newest unprotected rollback at or below the transaction's start: one is as good as two. */
export function collapsePreviousRollback(txn: MvccTxn, reader: MvccReader, key: Key): void {
  const previous = reader.seekWrite(key, reader.startTs);
  if (previous?.type === 'Rollback' && !isProtected(previous)) txn.deleteWrite(key, previous.commitTs);
}
