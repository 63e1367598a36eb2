import type { kvrpcpb } from '#proto';
import { pairsIn } from './columns.ts';
import { type Command, type CommandContext, raiseMaxTs, readerOf } from './command.ts';
import { CommandFailure, ServerPanic } from './failure.ts';
import { bytesOf, type Key, type KeyRange, keyOf } from './key.ts';
import { memoryLockConflict, type ReadView, readViewOf } from './lock-conflict.ts';
import type { Request } from './messages.ts';
import { pointGet } from './point-get.ts';

/** KvGet (server rules 10-14). */
export const getCommand: Command<kvrpcpb.GetRequest, kvrpcpb.GetResponse> = {
  latchKeys: () => [],
  run(request, context) {
    const key = keyOf(request.key);
    const view = readViewOf(request.version ?? 0n, request.context);
    const needCommitTs = request.needCommitTs ?? false;
    const entry = guardedRead(request, context, view, [key], () =>
      pointGet(readerOf(context, view.ts), key, view, needCommitTs),
    );
    if (entry === undefined) return { response: { notFound: true } };
    return { response: { value: entry.value, ...(needCommitTs ? { commitTs: entry.commitTs } : {}) } };
  },
  failed: (error) => ({ error }),
};

/**
 * KvBatchGet (server rule 15): answers in request order, absent keys left out; a locked key is a pair with an
 * error, any other failure fails the request.
 */
export const batchGetCommand: Command<kvrpcpb.BatchGetRequest, kvrpcpb.BatchGetResponse> = {
  latchKeys: () => [],
  run(request, context) {
    const keys = (request.keys ?? []).map(keyOf);
    const view = readViewOf(request.version ?? 0n, request.context);
    const needCommitTs = request.needCommitTs ?? false;
    const pairs = guardedRead(request, context, view, keys, () => {
      const reader = readerOf(context, view.ts);
      return keys.flatMap((key): kvrpcpb.KvPair[] => {
        try {
          const entry = pointGet(reader, key, view, needCommitTs);
          if (entry === undefined) return [];
          const commitTs = needCommitTs ? { commitTs: entry.commitTs } : {};
          return [{ key: bytesOf(key), value: entry.value, ...commitTs }];
        } catch (failure) {
          if (failure instanceof CommandFailure) return [{ error: failure.keyError }];
          throw failure;
        }
      });
    });
    return { response: { pairs } };
  },
  // The first pair repeats the error for old clients.
  failed: (error) => ({ error, pairs: [{ error }] }),
};

/** KvBufferBatchGet (server rule 54): what a pipelined transaction has flushed itself, in key order. */
export const bufferBatchGetCommand: Command<kvrpcpb.BatchGetRequest, kvrpcpb.BatchGetResponse> = {
  latchKeys: () => [],
  run(request, context) {
    const startTs = request.version ?? 0n;
    const keys = [...new Set((request.keys ?? []).map(keyOf))].sort();
    const view = readViewOf(startTs, undefined);
    const pairs = guardedRead(request, context, view, keys, () => {
      const reader = readerOf(context, startTs);
      return keys.flatMap((key): kvrpcpb.KvPair[] => {
        const lock = reader.loadLock(key);
        if (lock === undefined || lock.type === 'Shared' || lock.startTs !== startTs) return [];
        if (lock.type === 'Pessimistic' || lock.type === 'Lock') {
          throw new ServerPanic('KvBufferBatchGet met a lock that pipelined transactions never write');
        }
        if (lock.type === 'Delete') return [{ key: bytesOf(key), value: new Uint8Array(0) }];
        const value = lock.shortValue ?? reader.longValue(key, startTs);
        return value === undefined ? [] : [{ key: bytesOf(key), value }];
      });
    });
    return { response: { pairs } };
  },
  failed: (error) => ({ error }),
};

/** Raises max_ts, looks at in-memory locks, then reads: the order matters (server rule 7). */
function guardedRead<Result>(
  request: Request,
  context: CommandContext,
  view: ReadView,
  keys: readonly Key[],
  read: () => Result,
): Result {
  if (context.sabotage.reversedReadOrder) {
    const early = read();
    announceRead(request, context, view);
    return early;
  }
  announceRead(request, context, view);
  for (const key of keys) {
    const lock = context.environment.volatile.memoryLocks.get(key);
    const conflict = lock === undefined ? undefined : memoryLockConflict(key, lock, view);
    if (conflict !== undefined) throw conflict;
  }
  return read();
}

/** Raises max_ts for a read; stale reads do not count. */
export function announceRead(request: Request, context: CommandContext, view: ReadView): void {
  if (request.context?.staleRead !== true) raiseMaxTs(context, view.ts);
}

/** Throws when an in-memory lock in a range stands in the way of a read. */
export function checkMemoryRange(context: CommandContext, range: KeyRange, view: ReadView): void {
  for (const [key, lock] of pairsIn(context.environment.volatile.memoryLocks, range)) {
    const conflict = memoryLockConflict(key, lock, view);
    if (conflict !== undefined) throw conflict;
  }
}
