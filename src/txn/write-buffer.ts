import sortedBtree from 'sorted-btree';
import { compareBytes } from '../model/bytes.ts';
import { AlreadyExistsError, TooLargeError } from '../model/errors.ts';
import type { KeyRange } from '../model/region.ts';

const BTree = sortedBtree.default;

/** Sizes a transaction may have, in bytes. */
export interface WriteLimits {
  /** Of one key and its value. */
  readonly maxEntrySizeBytes: number;
  /** Of all keys and values together. */
  readonly maxTransactionSizeBytes: number;
}

/** What a transaction wrote at one key. */
export interface BufferedWrite {
  readonly key: Uint8Array;
  /** Undefined: deleted. */
  readonly value: Uint8Array | undefined;
  /** The key was inserted: commit fails unless it is absent when the transaction began. */
  readonly mustNotExist: boolean;
}

/** Writes of one transaction as they stood at one moment. */
export interface BufferView {
  /** In key order, or downward; `range.end` does not belong to it. */
  entries(range: KeyRange, reverse: boolean): IterableIterator<BufferedWrite>;
}

/**
 * The writes of a transaction until it commits, ordered by key. Keys and values are copied in and out.
 * Follows client-go's internal/unionstore (parity rows MEM-1, MEM-2, MEM-5), except that an empty value is a
 * value and that a write beyond a limit is refused rather than kept.
 */
export class WriteBuffer implements BufferView {
  readonly #limits: WriteLimits;
  readonly #writes = new BTree<Uint8Array, BufferedWrite>(undefined, compareBytes);
  #sizeBytes = 0;

  constructor(limits: WriteLimits) {
    this.#limits = limits;
  }

  /** Keys written, deletions included. */
  get length(): number {
    return this.#writes.size;
  }

  /** Keys and values together. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** @throws TooLargeError when the entry or the transaction would pass its limit; nothing is changed then. */
  put(key: Uint8Array, value: Uint8Array): void {
    this.#set(key, value, this.#writes.get(key)?.mustNotExist ?? false);
  }

  /**
   * Writes a key that must not exist. Whether it exists in the cluster shows at commit; after a delete of this
   * transaction it is known not to.
   * @throws AlreadyExistsError when this transaction itself has given the key a value
   * @throws TooLargeError as `put`
   */
  insert(key: Uint8Array, value: Uint8Array): void {
    const previous = this.#writes.get(key);
    if (previous?.value !== undefined) throw new AlreadyExistsError(previous.key);
    this.#set(key, value, previous?.mustNotExist ?? true);
  }

  /** Deletes a key, whether it exists or not. A key inserted before must still turn out absent at commit. */
  delete(key: Uint8Array): void {
    this.#set(key, undefined, this.#writes.get(key)?.mustNotExist ?? false);
  }

  /** What this transaction wrote at the key; undefined when it did not, and its snapshot has the answer. */
  get(key: Uint8Array): BufferedWrite | undefined {
    const write = this.#writes.get(key);
    return write && { ...write, value: write.value?.slice() };
  }

  /** The writes as they are now: later ones do not show in it. Costs nothing until then. */
  view(): BufferView {
    const writes = this.#writes.clone();
    return { entries: (range, reverse) => entriesOf(writes, range, reverse) };
  }

  entries(range: KeyRange, reverse: boolean): IterableIterator<BufferedWrite> {
    return entriesOf(this.#writes, range, reverse);
  }

  #set(key: Uint8Array, value: Uint8Array | undefined, mustNotExist: boolean): void {
    const entryBytes = sizeOf(key, value);
    const { maxEntrySizeBytes, maxTransactionSizeBytes } = this.#limits;
    if (entryBytes > maxEntrySizeBytes) throw new TooLargeError('The entry', entryBytes, maxEntrySizeBytes);
    const previous = this.#writes.get(key);
    const replacedBytes = previous === undefined ? 0 : sizeOf(previous.key, previous.value);
    const totalBytes = this.#sizeBytes - replacedBytes + entryBytes;
    if (totalBytes > maxTransactionSizeBytes) {
      throw new TooLargeError('The transaction', totalBytes, maxTransactionSizeBytes);
    }
    const ownKey = previous?.key ?? new Uint8Array(key);
    this.#writes.set(ownKey, { key: ownKey, value: value && new Uint8Array(value), mustNotExist });
    this.#sizeBytes = totalBytes;
  }
}

function sizeOf(key: Uint8Array, value: Uint8Array | undefined): number {
  return key.length + (value?.length ?? 0);
}

function* entriesOf(
  writes: InstanceType<typeof BTree<Uint8Array, BufferedWrite>>,
  { start, end }: KeyRange,
  reverse: boolean,
): Generator<BufferedWrite> {
  if (reverse) {
    const highest = end.length === 0 ? undefined : end;
    for (const [key, write] of writes.entriesReversed(highest, undefined, true)) {
      if (compareBytes(key, start) < 0) return;
      yield write;
    }
  } else {
    for (const [key, write] of writes.entries(start)) {
      if (end.length > 0 && compareBytes(key, end) >= 0) return;
      yield write;
    }
  }
}
