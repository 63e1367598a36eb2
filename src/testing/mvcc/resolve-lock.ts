import type { kvrpcpb } from '#proto';
import { type Command, type CommandContext, readerOf, txnOf } from './command.ts';
import { commitKey, invalidTso } from './commit-command.ts';
import { CommandFailure, ServerPanic } from './failure.ts';
import { type Key, keyOf } from './key.ts';
import type { Lock } from './model.ts';
import { cleanUp } from './rollback.ts';

/**
 * KvResolveLock: given keys of one transaction, or every stored lock of the given transactions in the region
 * (server rules 50 and 51). TiKV writes the latter in batches of 256 keys; here it is one write.
 *
 * @see TiKV src/storage/txn/commands/resolve_lock.rs and resolve_lock_lite.rs
 */
export const resolveLockCommand: Command<kvrpcpb.ResolveLockRequest, kvrpcpb.ResolveLockResponse> = {
  latchKeys(request, context) {
    const keys = (request.keys ?? []).map(keyOf);
    return keys.length > 0 ? keys : locksOf(request, context).map(({ key }) => key);
  },
  run(request, context) {
    const keys = (request.keys ?? []).map(keyOf);
    return keys.length > 0 ? resolveKeys(keys, request, context) : resolveRegion(request, context);
  },
  failed: (error) => ({ error }),
};

function resolveKeys(keys: readonly Key[], request: kvrpcpb.ResolveLockRequest, context: CommandContext) {
  const startTs = request.startVersion ?? 0n;
  const commitTs = request.commitVersion ?? 0n;
  if (startTs === 0n) throw new ServerPanic('KvResolveLock with keys but without start_version');
  const txn = txnOf(startTs);
  const reader = readerOf(context, startTs);
  for (const key of keys) {
    if (commitTs !== 0n) commitKey(txn, reader, key, commitTs);
    else cleanUp(txn, reader, key, 0n, false, context.sabotage);
  }
  const committed = commitTs === 0n ? [] : [[startTs, commitTs] as const];
  return { response: {}, txn, committed };
}

function resolveRegion(request: kvrpcpb.ResolveLockRequest, context: CommandContext) {
  const statuses = statusesOf(request);
  const committed: (readonly [bigint, bigint])[] = [];
  const txn = txnOf(0n);
  for (const { key, lock } of locksOf(request, context)) {
    if (!(context.environment.latched?.has(key) ?? true)) continue;
    const commitTs = statuses.get(lock.startTs) ?? 0n;
    const reader = readerOf(context, lock.startTs);
    txn.startTs = lock.startTs;
    if (commitTs === 0n) {
      cleanUp(txn, reader, key, 0n, false, context.sabotage);
      continue;
    }
    if (commitTs <= lock.startTs) throw invalidTso(lock.startTs, commitTs);
    try {
      commitKey(txn, reader, key, commitTs);
      committed.push([lock.startTs, commitTs]);
    } catch (failure) {
      const lostPessimistic =
        failure instanceof CommandFailure &&
        failure.kind === 'TxnLockNotFound' &&
        lock.type === 'Pessimistic';
      if (!lostPessimistic) throw failure;
    }
  }
  return { response: {}, txn, committed, isBatched: true };
}

/** Commit timestamps by start timestamps, zero for a rollback. */
function statusesOf(request: kvrpcpb.ResolveLockRequest): Map<bigint, bigint> {
  const startTs = request.startVersion ?? 0n;
  if (startTs !== 0n) return new Map([[startTs, request.commitVersion ?? 0n]]);
  return new Map((request.txnInfos ?? []).map((info) => [info.txn ?? 0n, info.status ?? 0n]));
}

/** Stored locks of the transactions; in-memory pessimistic locks are not seen, as in TiKV. */
function locksOf(request: kvrpcpb.ResolveLockRequest, context: CommandContext): { key: Key; lock: Lock }[] {
  const statuses = statusesOf(request);
  const reader = readerOf(context, 0n);
  const found: { key: Key; lock: Lock }[] = [];
  for (const [key, state] of reader.storedLocks(context.region, (lock) => statuses.has(lock.startTs))) {
    const locks = state.type === 'Shared' ? state.members.values() : [state];
    for (const lock of locks) found.push({ key, lock });
  }
  return found;
}
