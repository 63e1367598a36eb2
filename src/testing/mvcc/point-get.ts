import { kvrpcpb } from '#proto';
import { writeConflict } from './failure.ts';
import { encodeKey, type Key } from './key.ts';
import { lockConflict, type ReadView } from './lock-conflict.ts';
import type { Lock, WriteRecord } from './model.ts';
import type { MvccReader } from './mvcc-reader.ts';

const { IsolationLevel } = kvrpcpb;

/** A value read, with the timestamp it was committed at when it comes from the write column. */
export interface ReadEntry {
  readonly value: Uint8Array;
  readonly commitTs: bigint | undefined;
}

/**
 * Value of one key in a view, undefined when absent.
 *
 * @param needCommitTs the caller wants the commit timestamp, so a committed lock cannot serve the read
 * @throws CommandFailure when a lock, or under RCCheckTS a newer version, stands in the way
 * @see TiKV src/storage/mvcc/reader/point_getter.rs
 */
export function pointGet(
  reader: MvccReader,
  key: Key,
  view: ReadView,
  needCommitTs: boolean,
): ReadEntry | undefined {
  const lock = reader.loadStoredLock(key);
  if (lock !== undefined) {
    const conflict = lockConflict(key, lock, view);
    if (conflict !== undefined) {
      if (needCommitTs || lock.type === 'Shared' || !view.committed.has(lock.startTs)) throw conflict;
      return valueThroughLock(reader, key, lock);
    }
  }
  return valueFromRecords(reader, key, view);
}

/** Value of one key from its records alone. */
function valueFromRecords(reader: MvccReader, key: Key, view: ReadView): ReadEntry | undefined {
  const newest = reader.seekWrite(key);
  if (newest === undefined) return undefined;
  if (view.isolationLevel === IsolationLevel.RCCheckTS && newest.commitTs > view.ts) {
    throw newerVersion(key, newest, view);
  }
  const record = reader.visiblePut(key, view.ts);
  if (record === undefined) return undefined;
  return { value: reader.valueOf(key, record), commitTs: record.commitTs };
}

function valueThroughLock(reader: MvccReader, key: Key, lock: Lock): ReadEntry | undefined {
  if (lock.type !== 'Put') return undefined;
  const value = lock.shortValue ?? reader.longValue(key, lock.startTs);
  return value === undefined ? undefined : { value, commitTs: undefined };
}

// TiKV reports the stored form of the newer version's key here.
function newerVersion(key: Key, newest: WriteRecord, view: ReadView): Error {
  return writeConflict({
    startTs: view.ts,
    conflictStartTs: 0n,
    conflictCommitTs: newest.commitTs,
    key: encodeKey(key, newest.commitTs),
    primary: '',
    reason: 'RcCheckTs',
  });
}
