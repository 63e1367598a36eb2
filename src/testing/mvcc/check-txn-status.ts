import { kvrpcpb } from '#proto';
import { type Command, type CommandContext, raiseMaxTs, readerOf, txnOf } from './command.ts';
import { primaryMismatch } from './failure.ts';
import { type Key, keyOf, MAX_TS } from './key.ts';
import { lockInfoOf } from './lock-info.ts';
import type { Lock } from './model.ts';
import type { MvccReader } from './mvcc-reader.ts';
import type { MvccTxn } from './mvcc-txn.ts';
import {
  isExpired,
  type MissingLockStatus,
  rollBackLock,
  rollBackMissing,
  statusOfRecord,
} from './rollback.ts';

const { Action } = kvrpcpb;

type Status =
  | MissingLockStatus
  | { readonly kind: 'expired' }
  | { readonly kind: 'pessimisticRollback' }
  | { readonly kind: 'alive'; readonly lock: Lock; readonly pushed: boolean };

/**
 * KvCheckTxnStatus (reliability 3.8).
 *
 * @see TiKV src/storage/txn/commands/check_txn_status.rs
 */
export const checkTxnStatusCommand: Command<kvrpcpb.CheckTxnStatusRequest, kvrpcpb.CheckTxnStatusResponse> = {
  latchKeys: (request) => [keyOf(request.primaryKey)],
  run(request, context) {
    const key = keyOf(request.primaryKey);
    const txn = txnOf(request.lockTs);
    for (const ts of [txn.startTs, request.currentTs ?? 0n, request.callerStartTs ?? 0n]) {
      raiseMaxTs(context, ts, false);
    }
    const reader = readerOf(context, txn.startTs);
    const state = reader.loadLock(key);
    if (state?.type === 'Shared') throw primaryMismatch(key, state);
    const status =
      state?.startTs === txn.startTs
        ? statusOfLock(txn, reader, key, state, request, context)
        : rollBackMissing(
            txn,
            reader,
            key,
            state,
            request.rollbackIfNotExist ? 'protectedRollback' : 'error',
            request.resolvingPessimisticLock ?? false,
            context.sabotage,
          );
    const committed = status.kind === 'committed' ? [[txn.startTs, status.commitTs] as const] : [];
    return { response: answerOf(status), txn, committed };
  },
  failed: (error) => ({ error }),
};

function statusOfLock(
  txn: MvccTxn,
  reader: MvccReader,
  key: Key,
  lock: Lock,
  request: kvrpcpb.CheckTxnStatusRequest,
  context: CommandContext,
): Status {
  const resolvingPessimistic = request.resolvingPessimisticLock ?? false;
  const currentTs = request.currentTs ?? 0n;
  if (request.verifyIsPrimary && lock.primary !== key) {
    if (resolvingPessimistic || lock.type !== 'Pessimistic') throw primaryMismatch(key, lock);
    const action = request.rollbackIfNotExist ? 'protectedRollback' : 'error';
    const status = rollBackMissing(
      txn,
      reader,
      key,
      undefined,
      action,
      resolvingPessimistic,
      context.sabotage,
    );
    txn.unlock(key);
    return status;
  }
  if (lock.useAsyncCommit && !request.forceSyncCommit) return { kind: 'alive', lock, pushed: false };
  if (lock.type === 'Pessimistic' && lock.lockedWithConflict) {
    const determined = statusOfRecord(reader.commitRecord(key));
    if (determined !== undefined) {
      txn.unlock(key);
      return determined;
    }
  }
  if (isExpired(lock, currentTs)) {
    if (lock.type === 'Pessimistic' && resolvingPessimistic) {
      txn.unlock(key);
      return { kind: 'pessimisticRollback' };
    }
    rollBackLock(txn, reader, key, lock, lock, true, context.sabotage);
    return { kind: 'expired' };
  }
  return pushMinCommitTs(txn, key, lock, request.callerStartTs ?? 0n, currentTs);
}

/** Moves the lock's min_commit_ts above the caller, so that the caller may read past it. */
function pushMinCommitTs(txn: MvccTxn, key: Key, lock: Lock, callerTs: bigint, currentTs: bigint): Status {
  let current = lock;
  if (lock.minCommitTs !== 0n && callerTs !== MAX_TS && callerTs >= lock.minCommitTs) {
    const aboveCaller = callerTs + 1n;
    current = { ...lock, minCommitTs: aboveCaller < currentTs ? currentTs : aboveCaller };
    txn.putLock(key, current);
  }
  const pushed = (callerTs !== 0n && current.minCommitTs > callerTs) || callerTs === MAX_TS;
  return { kind: 'alive', lock: current, pushed };
}

function answerOf(status: Status): kvrpcpb.CheckTxnStatusResponse {
  switch (status.kind) {
    case 'rolledBack':
      return { action: Action.NoAction };
    case 'committed':
      return { commitVersion: status.commitTs };
    case 'notExist':
      return { action: Action.LockNotExistRollback };
    case 'notExistDoNothing':
      return { action: Action.LockNotExistDoNothing };
    case 'expired':
      return { action: Action.TTLExpireRollback };
    case 'pessimisticRollback':
      return { action: Action.TTLExpirePessimisticRollback };
    case 'alive':
      return {
        action: status.pushed ? Action.MinCommitTSPushed : Action.NoAction,
        lockTtl: status.lock.ttlMs,
        // The key of this kvrpcpb.LockInfo is the lock's primary, also when another key was asked about.
        lockInfo: lockInfoOf(status.lock.primary, status.lock),
      };
  }
}
