import type { kvrpcpb } from '#proto';
import { type Command, readerOf, txnOf } from './command.ts';
import { primaryMismatch, txnNotFound } from './failure.ts';
import { keyOf } from './key.ts';
import type { Lock } from './model.ts';

/**
 * KvTxnHeartBeat (server rule 53): prolongs the lock; pipelined transactions may raise its min_commit_ts.
 *
 * @see TiKV src/storage/txn/commands/txn_heart_beat.rs
 */
export const heartBeatCommand: Command<kvrpcpb.TxnHeartBeatRequest, kvrpcpb.TxnHeartBeatResponse> = {
  latchKeys: (request) => [keyOf(request.primaryLock)],
  run(request, context) {
    const key = keyOf(request.primaryLock);
    const txn = txnOf(request.startVersion);
    const state = readerOf(context, txn.startTs).loadLock(key);
    if (state?.type === 'Shared' && state.members.has(txn.startTs)) throw primaryMismatch(key, state);
    if (state === undefined || state.type === 'Shared' || state.startTs !== txn.startTs) {
      throw txnNotFound(txn.startTs, key);
    }
    const lock = prolonged(state, request);
    if (lock !== state) txn.putLock(key, lock);
    return { response: { lockTtl: lock.ttlMs }, txn };
  },
  failed: (error) => ({ error }),
};

function prolonged(lock: Lock, request: kvrpcpb.TxnHeartBeatRequest): Lock {
  const ttlMs = request.adviseLockTtl ?? 0n;
  const minCommitTs = request.minCommitTs ?? 0n;
  const raises = !lock.useAsyncCommit && lock.generation > 0n && lock.minCommitTs < minCommitTs;
  if (lock.ttlMs >= ttlMs && !raises) return lock;
  return {
    ...lock,
    ttlMs: lock.ttlMs < ttlMs ? ttlMs : lock.ttlMs,
    minCommitTs: raises ? minCommitTs : lock.minCommitTs,
  };
}
