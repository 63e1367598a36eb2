import type { kvrpcpb } from '#proto';
import { type Columns, pairsIn, pairsInReverse } from './columns.ts';
import { type Command, type CommandContext, readerOf } from './command.ts';
import { CommandFailure } from './failure.ts';
import { boundOf, bytesOf, intersect, type Key, type KeyRange, keyOf } from './key.ts';
import { type ReadView, readViewOf } from './lock-conflict.ts';
import { pointGet } from './point-get.ts';
import { announceRead, checkMemoryRange } from './read-commands.ts';

/** KvScan (server rule 16): a locked key takes a place of the limit and the scan goes on behind it. */
export const scanCommand: Command<kvrpcpb.ScanRequest, kvrpcpb.ScanResponse> = {
  latchKeys: () => [],
  run(request, context) {
    const view = readViewOf(request.version ?? 0n, request.context);
    const range = scanRange(request);
    if (context.sabotage.reversedReadOrder) {
      const early = scan(request, context, range, view);
      announceRead(request, context, view);
      return { response: { pairs: early } };
    }
    announceRead(request, context, view);
    checkMemoryRange(context, range, view);
    return { response: { pairs: scan(request, context, range, view) } };
  },
  // The first pair repeats the error for old clients.
  failed: (error) => ({ error, pairs: [{ error }] }),
};

function scanRange(request: kvrpcpb.ScanRequest): KeyRange {
  if (request.reverse) return { start: boundOf(request.endKey), end: keyOf(request.startKey) };
  return { start: keyOf(request.startKey), end: boundOf(request.endKey) };
}

function scan(
  request: kvrpcpb.ScanRequest,
  context: CommandContext,
  range: KeyRange,
  view: ReadView,
): kvrpcpb.KvPair[] {
  const limit = request.limit ?? 0;
  const sampleStep = request.sampleStep ?? 0;
  const keyOnly = request.keyOnly ?? false;
  const reader = readerOf(context, view.ts);
  const pairs: kvrpcpb.KvPair[] = [];
  let found = 0;
  for (const key of userKeys(context.columns, intersect(range, context.region), request.reverse ?? false)) {
    if (pairs.length >= limit) break;
    try {
      const entry = pointGet(reader, key, view, false);
      if (entry === undefined) continue;
      found += 1;
      if (sampleStep > 0 && (found - 1) % sampleStep !== 0) continue;
      pairs.push({ key: bytesOf(key), value: keyOnly ? new Uint8Array(0) : entry.value });
    } catch (failure) {
      if (!(failure instanceof CommandFailure) || failure.kind !== 'KeyIsLocked') throw failure;
      pairs.push({ error: failure.keyError });
    }
  }
  return pairs;
}

/** Keys with a lock or a record, each once, in scan order. */
function* userKeys(columns: Columns, range: KeyRange, reverse: boolean): Generator<Key> {
  const pairs = reverse ? pairsInReverse : pairsIn;
  const locks = pairs(columns.locks, range);
  const writes = pairs(columns.writes, range);
  let lock = locks.next();
  let write = writes.next();
  while (!lock.done || !write.done) {
    const lockKey = lock.done ? undefined : lock.value[0];
    const writeKey = write.done ? undefined : write.value[0];
    const comesFirst =
      writeKey === undefined || (lockKey !== undefined && isBefore(lockKey, writeKey, reverse));
    const key = comesFirst ? lockKey : writeKey;
    if (key === undefined) return;
    yield key;
    if (lockKey === key) lock = locks.next();
    if (writeKey === key) write = writes.next();
  }
}

function isBefore(one: Key, other: Key, reverse: boolean): boolean {
  return reverse ? one > other : one < other;
}
