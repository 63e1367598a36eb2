import sortedBtree from 'sorted-btree';
import { compareBytes } from '../model/bytes.ts';
import type { Timestamp } from '../model/timestamp.ts';

const BTree = sortedBtree.default;

/** A key that a transaction holds a lock on, or wants checked at commit. */
export interface HeldLock {
  readonly key: Uint8Array;
  /** Others may hold shared locks on the key too, and nobody an exclusive one. */
  readonly isShared: boolean;
  /** Whether the key has a value, for as long as it is locked; undefined when no store told. */
  readonly exists: boolean | undefined;
  /** What was read under the lock, undefined inside for an absent key; undefined when no value was asked for. */
  readonly read: { readonly value: Uint8Array | undefined } | undefined;
  /** What for_update_ts its lock must still have at prewrite; 0n when that is not checked. */
  readonly forUpdateTs: Timestamp;
}

/**
 * The locks of one transaction, in key order. They are apart from its writes: undoing writes leaves them be. Takes
 * the place of client-go's key flags (internal/unionstore; parity rows PES-13, FAIR-7).
 */
export class HeldLocks implements Iterable<HeldLock> {
  readonly #locks = new BTree<Uint8Array, HeldLock>(undefined, compareBytes);
  #shared = 0;

  get size(): number {
    return this.#locks.size;
  }

  get hasShared(): boolean {
    return this.#shared > 0;
  }

  get(key: Uint8Array): HeldLock | undefined {
    return this.#locks.get(key);
  }

  set(lock: HeldLock): void {
    this.#uncount(lock.key);
    this.#locks.set(lock.key, lock);
    if (lock.isShared) this.#shared += 1;
  }

  delete(key: Uint8Array): void {
    this.#uncount(key);
    this.#locks.delete(key);
  }

  clear(): void {
    this.#locks.clear();
    this.#shared = 0;
  }

  [Symbol.iterator](): IterableIterator<HeldLock> {
    return this.#locks.values();
  }

  #uncount(key: Uint8Array): void {
    if (this.#locks.get(key)?.isShared === true) this.#shared -= 1;
  }
}
