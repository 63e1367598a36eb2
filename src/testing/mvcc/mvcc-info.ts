import { kvrpcpb } from '#proto';
import { type Command, readerOf } from './command.ts';
import { bytesOf, type Key, keyOf } from './key.ts';
import { opOf } from './lock-info.ts';
import type { Lock, LockState, WriteRecord } from './model.ts';
import type { MvccReader } from './mvcc-reader.ts';

const { Op } = kvrpcpb;

/** MvccGetByKey: all versions of a key and its lock. */
export const mvccGetByKeyCommand: Command<kvrpcpb.MvccGetByKeyRequest, kvrpcpb.MvccGetByKeyResponse> = {
  latchKeys: () => [],
  run: (request, context) => ({
    response: { info: infoOf(readerOf(context, 0n), keyOf(request.key)) },
  }),
  failed: (_error, text) => ({ error: text }),
};

/** MvccGetByStartTs: the first key of the region a transaction has written. */
export const mvccGetByStartTsCommand: Command<
  kvrpcpb.MvccGetByStartTsRequest,
  kvrpcpb.MvccGetByStartTsResponse
> = {
  latchKeys: () => [],
  run(request, context) {
    const startTs = request.startTs ?? 0n;
    const reader = readerOf(context, startTs);
    const key = reader.keyWrittenBy(startTs, context.region);
    if (key === undefined) return { response: { info: {} } };
    return { response: { key: bytesOf(key), info: infoOf(reader, key) } };
  },
  failed: (_error, text) => ({ error: text }),
};

function infoOf(reader: MvccReader, key: Key): kvrpcpb.MvccInfo {
  const lock = oneLock(reader.loadLock(key));
  return {
    ...(lock === undefined ? {} : { lock: lockMessage(lock) }),
    writes: reader.records(key).map(writeMessage),
    values: reader.longValues(key).map(([startTs, value]) => ({ startTs, value })),
  };
}

// TiKV tells of shared locks no more than one member.
function oneLock(state: LockState | undefined): Lock | undefined {
  if (state?.type !== 'Shared') return state;
  return [...state.members.values()].sort((one, other) => (one.startTs < other.startTs ? -1 : 1))[0];
}

// TiKV fills only these fields.
function lockMessage(lock: Lock): kvrpcpb.MvccLock {
  return {
    type: opOf(lock.type),
    startTs: lock.startTs,
    primary: bytesOf(lock.primary),
    ...(lock.shortValue === undefined ? {} : { shortValue: lock.shortValue }),
  };
}

function writeMessage(record: WriteRecord): kvrpcpb.MvccWrite {
  return {
    type: record.type === 'Rollback' ? Op.Rollback : opOf(record.type),
    startTs: record.startTs,
    commitTs: record.commitTs,
    ...(record.shortValue === undefined ? {} : { shortValue: record.shortValue }),
    hasOverlappedRollback: record.hasOverlappedRollback,
    hasGcFence: record.gcFence !== undefined,
    gcFence: record.gcFence ?? 0n,
  };
}
