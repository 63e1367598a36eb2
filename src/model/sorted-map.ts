import sortedBtree from 'sorted-btree';

// sorted-btree is CommonJS: its class is the `default` property of what an ES module imports.
const BTree = sortedBtree.default;

/**
 * A map in key order. Keys are compared by the function given to `newSortedMap`, and must not change while
 * they are in it. Looking up, changing and finding neighbours cost the logarithm of its size.
 *
 * It is an interface of ours, with the members that we use, since the package is bundled: its types must not
 * be part of those that are published.
 */
export interface SortedMap<Key, Value> {
  readonly size: number;
  readonly isEmpty: boolean;
  get(key: Key): Value | undefined;
  /** @returns whether the key is new */
  set(key: Key, value: Value): boolean;
  /** @returns whether the key is new: nothing is changed otherwise */
  setIfNotPresent(key: Key, value: Value): boolean;
  /** @returns whether the key was there */
  delete(key: Key): boolean;
  /** @returns how many keys were deleted */
  deleteRange(low: Key, high: Key, includeHigh: boolean): number;
  minKey(): Key | undefined;
  maxKey(): Key | undefined;
  /** All keys, ascending. */
  keysArray(): Key[];
  /** All values, in ascending order of their keys. */
  valuesArray(): Value[];
  /** As `valuesArray`, one by one. */
  values(): IterableIterator<Value>;
  /** All pairs, ascending. */
  toArray(): [Key, Value][];
  /** In ascending order, from the first key that is not below `lowest`. */
  entries(lowest?: Key): IterableIterator<[Key, Value]>;
  /** In descending order, from the last key that is not above `highest`, or below it with `skipHighest`. */
  entriesReversed(
    highest: Key | undefined,
    reused: undefined,
    skipHighest: boolean,
  ): IterableIterator<[Key, Value]>;
  /** The pair with the smallest key above this one, or of all. @param reused is written to and returned */
  nextHigherPair(key: Key | undefined, reused?: [Key, Value]): [Key, Value] | undefined;
  /** The pair with the largest key below this one, or of all. @param reused is written to and returned */
  nextLowerPair(key: Key | undefined, reused?: [Key, Value]): [Key, Value] | undefined;
  /** The pair with the largest key that is not above this one. @param reused is written to and returned */
  getPairOrNextLower(key: Key, reused?: [Key, Value]): [Key, Value] | undefined;
  /** A copy that shares all data with this one until one of them changes: constant time. */
  clone(): SortedMap<Key, Value>;
}

/** @param compare negative when its first argument comes first, 0 for equal keys */
export function newSortedMap<Key, Value>(compare: (a: Key, b: Key) => number): SortedMap<Key, Value> {
  return new BTree<Key, Value>(undefined, compare);
}
