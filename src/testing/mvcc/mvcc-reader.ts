import { type Columns, pairsIn, type Tree } from './columns.ts';
import { type Key, type KeyRange, MAX_TS } from './key.ts';
import type { Lock, LockState, WriteRecord } from './model.ts';

/** How a transaction ended on one key, seen from its start timestamp. */
export type CommitRecord =
  | { readonly kind: 'single'; readonly record: WriteRecord }
  /** Rolled back, noted in a commit record of another transaction with that timestamp. */
  | { readonly kind: 'overlappedRollback' }
  /** No trace; `overlapped` is another transaction's record at that very timestamp. */
  | { readonly kind: 'none'; readonly overlapped: WriteRecord | undefined; readonly gcFence: bigint };

/**
 * Reads the columns at one moment, for one transaction.
 *
 * @see TiKV src/storage/mvcc/reader/reader.rs
 */
export class MvccReader {
  readonly startTs: bigint;
  readonly #columns: Columns;
  readonly #pessimisticLocks: Tree<Lock>;

  constructor(columns: Columns, pessimisticLocks: Tree<Lock>, startTs: bigint) {
    this.#columns = columns;
    this.#pessimisticLocks = pessimisticLocks;
    this.startTs = startTs;
  }

  /** The lock on a key; one kept in memory wins over a stored one. */
  loadLock(key: Key): LockState | undefined {
    return this.#pessimisticLocks.get(key) ?? this.#columns.locks.get(key);
  }

  /** The stored lock on a key, which alone matters to reads of values. */
  loadStoredLock(key: Key): LockState | undefined {
    return this.#columns.locks.get(key);
  }

  /** All records of a key, newest first. */
  records(key: Key): readonly WriteRecord[] {
    return this.#columns.writes.get(key) ?? [];
  }

  /** Newest record of any kind with a commit timestamp of at most `ts`. */
  seekWrite(key: Key, ts: bigint = MAX_TS): WriteRecord | undefined {
    return this.records(key).find((record) => record.commitTs <= ts);
  }

  /** The Put visible at `ts`; undefined when the key was deleted or never written by then. */
  visiblePut(key: Key, ts: bigint): WriteRecord | undefined {
    for (const record of this.records(key)) {
      if (record.commitTs > ts) continue;
      if (fencedOff(record, this.startTs)) return undefined;
      if (record.type === 'Put') return record;
      if (record.type === 'Delete') return undefined;
    }
    return undefined;
  }

  /** Value of a Put record. */
  valueOf(key: Key, record: WriteRecord): Uint8Array {
    return record.shortValue ?? this.longValue(key, record.startTs) ?? missingValue(key, record.startTs);
  }

  /** Long value written by a transaction. */
  longValue(key: Key, startTs: bigint): Uint8Array | undefined {
    return this.#columns.values.get(key)?.get(startTs);
  }

  /** Long values of a key, newest first. */
  longValues(key: Key): [bigint, Uint8Array][] {
    return [...(this.#columns.values.get(key) ?? [])].sort(([one], [other]) => (one > other ? -1 : 1));
  }

  /** Value visible at `ts`. */
  visibleValue(key: Key, ts: bigint): Uint8Array | undefined {
    const record = this.visiblePut(key, ts);
    return record === undefined ? undefined : this.valueOf(key, record);
  }

  /** How this reader's transaction ended on a key. */
  commitRecord(key: Key, startTs: bigint = this.startTs): CommitRecord {
    let gcFence = 0n;
    for (const record of this.records(key)) {
      if (record.startTs === startTs) return { kind: 'single', record };
      if (record.commitTs === startTs) {
        if (record.hasOverlappedRollback) return { kind: 'overlappedRollback' };
        return { kind: 'none', overlapped: record, gcFence };
      }
      if (record.type === 'Put' || record.type === 'Delete') gcFence = record.commitTs;
      if (record.commitTs < startTs) break;
    }
    return { kind: 'none', overlapped: undefined, gcFence: 0n };
  }

  /** Stored locks in a range that pass the filter; shared sets keep only the members that do. */
  *storedLocks(range: KeyRange, accepts: (lock: Lock) => boolean): Generator<[Key, LockState]> {
    for (const [key, state] of pairsIn(this.#columns.locks, range)) {
      const accepted = acceptedPart(state, accepts);
      if (accepted !== undefined) yield [key, accepted];
    }
  }

  /** Stored and in-memory locks in key order; where both exist the stored one is given. */
  *allLocks(range: KeyRange, accepts: (lock: Lock) => boolean): Generator<[Key, LockState]> {
    const inMemory = [...pairsIn(this.#pessimisticLocks, range)].filter(([, lock]) => accepts(lock));
    let at = 0;
    for (const [key, state] of this.storedLocks(range, accepts)) {
      for (let pair = inMemory[at]; pair !== undefined && pair[0] <= key; pair = inMemory[at]) {
        if (pair[0] < key) yield pair;
        at += 1;
      }
      yield [key, state];
    }
    yield* inMemory.slice(at);
  }

  /** First key, in key order, with a record of the transaction. */
  keyWrittenBy(startTs: bigint, range: KeyRange): Key | undefined {
    for (const [key, records] of pairsIn(this.#columns.writes, range)) {
      if (records.some((record) => record.startTs === startTs)) return key;
    }
    return undefined;
  }

  /** Whether any record exists between two keys, both included. */
  hasRecordsBetween(first: Key, last: Key): boolean {
    for (const [key] of this.#columns.writes.entries(first)) return key <= last;
    return false;
  }
}

/** Whether a newer version, since collected, hides this record from readers at `ts`. */
export function fencedOff(record: WriteRecord, ts: bigint): boolean {
  return record.gcFence !== undefined && record.gcFence !== 0n && record.gcFence <= ts;
}

function acceptedPart(state: LockState, accepts: (lock: Lock) => boolean): LockState | undefined {
  if (state.type !== 'Shared') return accepts(state) ? state : undefined;
  const members = new Map([...state.members].filter(([, member]) => accepts(member)));
  return members.size === 0 ? undefined : { ...state, members };
}

function missingValue(key: Key, startTs: bigint): never {
  throw new Error(`Default column has no value of transaction ${startTs} for a key of ${key.length} bytes`);
}
