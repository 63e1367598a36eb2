import type { kvrpcpb } from '#proto';
import { type Command, readerOf, txnOf } from './command.ts';
import { abort, commitTsExpired, ServerPanic, txnLockNotFound } from './failure.ts';
import { type Key, keyOf } from './key.ts';
import type { Lock, LockState, WriteRecord } from './model.ts';
import type { MvccReader } from './mvcc-reader.ts';
import type { MvccTxn } from './mvcc-txn.ts';
import { withoutMember } from './shared-locks.ts';

/** KvCommit (server rules 31-34): the first failing key fails the request and nothing is written. */
export const commitCommand: Command<kvrpcpb.CommitRequest, kvrpcpb.CommitResponse> = {
  latchKeys: (request) => (request.keys ?? []).map(keyOf),
  run(request, context) {
    const startTs = request.startVersion ?? 0n;
    const commitTs = request.commitVersion ?? 0n;
    const keys = (request.keys ?? []).map(keyOf);
    if (keys.length === 0) throw new ServerPanic('KvCommit without keys');
    if (commitTs <= startTs) throw invalidTso(startTs, commitTs);
    const txn = txnOf(startTs);
    const reader = readerOf(context, startTs);
    for (const key of keys) commitKey(txn, reader, key, commitTs);
    return { response: { commitVersion: commitTs }, txn, committed: [[startTs, commitTs]] };
  },
  failed: (error) => ({ error }),
};

/** A commit timestamp at or below the start timestamp. */
export function invalidTso(startTs: bigint, commitTs: bigint) {
  return abort(
    `Error(Txn(Error(InvalidTxnTso { start_ts: TimeStamp(${startTs}), commit_ts: TimeStamp(${commitTs}) })))`,
  );
}

/**
 * Commits one key of the reader's transaction into `txn`.
 *
 * @throws CommandFailure when the lock is gone, or promises readers a later commit
 * @see TiKV src/storage/txn/actions/commit.rs
 */
export function commitKey(txn: MvccTxn, reader: MvccReader, key: Key, commitTs: bigint): void {
  const startTs = reader.startTs;
  const state = currentLock(txn, reader, key);
  const lock = ownLock(state, startTs);
  if (state === undefined || lock === undefined) {
    const found = reader.commitRecord(key);
    if (found.kind === 'single' && found.record.type !== 'Rollback') return;
    throw txnLockNotFound(startTs, commitTs, key);
  }
  if (commitTs < lock.minCommitTs) throw commitTsExpired(startTs, commitTs, key, lock.minCommitTs);
  const isPrewritten = lock.type !== 'Pessimistic';
  if (isPrewritten) txn.putWrite(key, commitRecordOf(lock, commitTs));
  releaseOwn(txn, key, state, isPrewritten ? commitTs : 0n);
}

/** The lock on a key as this command's own changes leave it. */
export function currentLock(txn: MvccTxn, reader: MvccReader, key: Key): LockState | undefined {
  const pending = txn.pendingLock(key);
  return pending === undefined ? reader.loadLock(key) : (pending ?? undefined);
}

/** The lock a transaction holds within what holds the key. */
export function ownLock(state: LockState | undefined, startTs: bigint): Lock | undefined {
  if (state?.type === 'Shared') return state.members.get(startTs);
  return state?.startTs === startTs ? state : undefined;
}

/** Removes the transaction's lock, or its part of a shared one. */
export function releaseOwn(txn: MvccTxn, key: Key, state: LockState, commitTs: bigint): void {
  if (state.type === 'Shared') txn.putSharedLocks(key, withoutMember(state, txn.startTs), commitTs);
  else txn.unlock(key, commitTs);
}

function commitRecordOf(lock: Lock, commitTs: bigint): WriteRecord {
  const overlaps = lock.rollbackTs.includes(commitTs);
  return {
    type: lock.type === 'Pessimistic' ? 'Lock' : lock.type,
    commitTs,
    startTs: lock.startTs,
    shortValue: lock.shortValue,
    hasOverlappedRollback: overlaps,
    gcFence: undefined,
  };
}
