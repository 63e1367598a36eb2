import type { kvrpcpb } from '#proto';
import { type Command, raiseMaxTs, readerOf, txnOf } from './command.ts';
import { ownLock, releaseOwn } from './commit-command.ts';
import { CommandFailure, ServerPanic } from './failure.ts';
import { keyOf } from './key.ts';
import type { Lock } from './model.ts';
import { cleanUp } from './rollback.ts';

/** KvBatchRollback (server rule 46). */
export const batchRollbackCommand: Command<kvrpcpb.BatchRollbackRequest, kvrpcpb.BatchRollbackResponse> = {
  latchKeys: (request) => (request.keys ?? []).map(keyOf),
  run(request, context) {
    const keys = (request.keys ?? []).map(keyOf);
    if (keys.length === 0) throw new ServerPanic('KvBatchRollback without keys');
    const txn = txnOf(request.startVersion);
    const reader = readerOf(context, txn.startTs);
    for (const key of keys) cleanUp(txn, reader, key, 0n, false, context.sabotage);
    return { response: {}, txn };
  },
  failed: (error) => ({ error }),
};

/** KvCleanup (server rule 48). */
export const cleanupCommand: Command<kvrpcpb.CleanupRequest, kvrpcpb.CleanupResponse> = {
  latchKeys: (request) => [keyOf(request.key)],
  run(request, context) {
    const txn = txnOf(request.startVersion);
    raiseMaxTs(context, txn.startTs, false);
    const reader = readerOf(context, txn.startTs);
    try {
      cleanUp(txn, reader, keyOf(request.key), request.currentTs ?? 0n, true, context.sabotage);
    } catch (failure) {
      if (!(failure instanceof CommandFailure) || failure.kind !== 'Committed') throw failure;
      return { response: { commitVersion: failure.commitTs } };
    }
    return { response: {}, txn };
  },
  failed: (error) => ({ error }),
};

/** KVPessimisticRollback (server rule 45): without keys, the whole region. */
export const pessimisticRollbackCommand: Command<
  kvrpcpb.PessimisticRollbackRequest,
  kvrpcpb.PessimisticRollbackResponse
> = {
  latchKeys(request, context) {
    const keys = (request.keys ?? []).map(keyOf);
    if (keys.length > 0) return keys;
    const reader = readerOf(context, request.startVersion ?? 0n);
    return [...reader.allLocks(context.region, (lock) => mayRollBack(lock, request))].map(([key]) => key);
  },
  run(request, context) {
    const txn = txnOf(request.startVersion);
    const reader = readerOf(context, txn.startTs);
    const latched = context.environment.latched;
    const keys = this.latchKeys(request, context).filter((key) => latched?.has(key) ?? true);
    for (const key of keys) {
      const state = reader.loadLock(key);
      const lock = ownLock(state, txn.startTs);
      if (state !== undefined && lock !== undefined && mayRollBack(lock, request)) {
        releaseOwn(txn, key, state, 0n);
      }
    }
    return { response: {}, txn };
  },
  failed: (error) => ({ errors: [error] }),
};

function mayRollBack(lock: Lock, request: kvrpcpb.PessimisticRollbackRequest): boolean {
  return (
    lock.type === 'Pessimistic' &&
    lock.startTs === (request.startVersion ?? 0n) &&
    lock.forUpdateTs <= (request.forUpdateTs ?? 0n)
  );
}
