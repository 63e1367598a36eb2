import { newSortedMap, type SortedMap } from '../../model/sorted-map.ts';
import type { RawValue } from '../raw/raw-value.ts';
import type { Change, RawFamily } from './change.ts';
import type { Key, KeyRange } from './key.ts';
import type { LockState, WriteRecord } from './model.ts';

/** What one column holds, by key. */
export type Tree<Value> = SortedMap<Key, Value>;

/**
 * The replicated state of a store: lock, write and default columns and the raw families, ordered by key.
 * Records of a key are newest first and are replaced, never changed, so a copy of the trees is a snapshot.
 */
export class Columns {
  readonly locks: Tree<LockState>;
  readonly writes: Tree<readonly WriteRecord[]>;
  readonly values: Tree<ReadonlyMap<bigint, Uint8Array>>;
  readonly raw: Readonly<Record<RawFamily, Tree<RawValue>>>;

  constructor(from?: Columns) {
    this.locks = from?.locks.clone() ?? newTree<LockState>();
    this.writes = from?.writes.clone() ?? newTree<readonly WriteRecord[]>();
    this.values = from?.values.clone() ?? newTree<ReadonlyMap<bigint, Uint8Array>>();
    this.raw = {
      default: from?.raw.default.clone() ?? newTree<RawValue>(),
      lock: from?.raw.lock.clone() ?? newTree<RawValue>(),
      write: from?.raw.write.clone() ?? newTree<RawValue>(),
    };
  }

  /** A copy that later changes do not touch; shares all data (constant time). */
  snapshot(): Columns {
    return new Columns(this);
  }

  /** Puts one change into effect. */
  apply(change: Change): void {
    switch (change.column) {
      case 'lock':
        if (change.lock === undefined) this.locks.delete(change.key);
        else this.locks.set(change.key, change.lock);
        break;
      case 'write':
        this.#applyWrite(change.key, change.commitTs, change.record);
        break;
      case 'default':
        this.#applyValue(change.key, change.startTs, change.value);
        break;
      case 'raw':
        if (change.value === undefined) this.raw[change.family].delete(change.key);
        else this.raw[change.family].set(change.key, change.value);
        break;
      case 'range':
        this.#dropRange(change);
    }
  }

  /** Everything in a range as changes: what a snapshot for another replica carries. */
  changesOf(range: KeyRange): Change[] {
    const changes: Change[] = [];
    for (const [key, lock] of pairsIn(this.locks, range)) changes.push({ column: 'lock', key, lock });
    for (const [key, records] of pairsIn(this.writes, range)) {
      for (const record of records) changes.push({ column: 'write', key, commitTs: record.commitTs, record });
    }
    for (const [key, versions] of pairsIn(this.values, range)) {
      for (const [startTs, value] of versions) changes.push({ column: 'default', key, startTs, value });
    }
    for (const family of rawFamilies) {
      for (const [key, value] of pairsIn(this.raw[family], range)) {
        changes.push({ column: 'raw', family, key, value });
      }
    }
    return changes;
  }

  #applyWrite(key: Key, commitTs: bigint, record: WriteRecord | undefined): void {
    const records = this.writes.get(key) ?? [];
    let at = 0;
    while (at < records.length && (records[at]?.commitTs ?? 0n) > commitTs) at += 1;
    const replaces = records[at]?.commitTs === commitTs ? 1 : 0;
    const next = records.toSpliced(at, replaces, ...(record === undefined ? [] : [record]));
    if (next.length === 0) this.writes.delete(key);
    else this.writes.set(key, next);
  }

  #applyValue(key: Key, startTs: bigint, value: Uint8Array | undefined): void {
    const next = new Map(this.values.get(key));
    if (value === undefined) next.delete(startTs);
    else next.set(startTs, value);
    if (next.size === 0) this.values.delete(key);
    else this.values.set(key, next);
  }

  #dropRange(change: Change & { column: 'range' }): void {
    const trees =
      change.scope === 'transactional' ? [this.locks, this.writes, this.values] : [this.raw[change.scope]];
    for (const tree of trees) {
      const last = change.end ?? tree.maxKey();
      if (last !== undefined) tree.deleteRange(change.start, last, change.end === undefined);
    }
  }
}

/** Pairs of a tree within a range, in ascending order of keys. */
export function* pairsIn<Value>(tree: Tree<Value>, range: KeyRange): Generator<[Key, Value]> {
  for (const [key, value] of tree.entries(range.start)) {
    if (range.end !== undefined && key >= range.end) return;
    yield [key, value];
  }
}

/** Pairs of a tree within a range, in descending order of keys. */
export function* pairsInReverse<Value>(tree: Tree<Value>, range: KeyRange): Generator<[Key, Value]> {
  if (tree.isEmpty) return;
  for (const [key, value] of tree.entriesReversed(range.end, undefined, true)) {
    if (range.start !== undefined && key < range.start) return;
    yield [key, value];
  }
}

/** An ordered map of keys. */
export function newTree<Value>(): Tree<Value> {
  return newSortedMap(compareKeys);
}

const rawFamilies: readonly RawFamily[] = ['default', 'lock', 'write'];

function compareKeys(one: Key, other: Key): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
