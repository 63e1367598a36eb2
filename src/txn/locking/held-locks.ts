import { compareBytes, equalBytes } from '../../model/bytes.ts';
import { newSortedMap, type SortedMap } from '../../model/sorted-map.ts';
import type { Timestamp } from '../../model/timestamp.ts';

/** A key that a transaction holds a lock on, or wants checked at commit. */
export interface HeldLock {
  readonly key: Uint8Array;
  /** Others may hold shared locks on the key too, and nobody an exclusive one. */
  readonly isShared: boolean;
  /** Whether the key has a value, for as long as it is locked; undefined when no store has reported it. */
  readonly exists: boolean | undefined;
  /**
   * What was read under the lock, undefined inside for an absent key; undefined when no value was asked for.
   */
  readonly read: { readonly value: Uint8Array | undefined } | undefined;
  /** The for_update_ts that its lock must still have at prewrite; 0n when that is not checked. */
  readonly forUpdateTs: Timestamp;
}

/**
 * The locks of one transaction, in key order. They are kept apart from its writes: undoing writes does not
 * release them. Takes the place of client-go's key flags (internal/unionstore; parity rows PES-13, FAIR-7).
 */
export class HeldLocks implements Iterable<HeldLock> {
  /** The only lock: many transactions take one, and need no tree. */
  #single: HeldLock | undefined;
  /** Made with the second lock, and holds them all from then on. */
  #many: SortedMap<Uint8Array, HeldLock> | undefined;
  #shared = 0;

  get size(): number {
    if (this.#many !== undefined) return this.#many.size;
    return this.#single === undefined ? 0 : 1;
  }

  get hasShared(): boolean {
    return this.#shared > 0;
  }

  get(key: Uint8Array): HeldLock | undefined {
    if (this.#many !== undefined) return this.#many.get(key);
    const single = this.#single;
    return single !== undefined && equalBytes(single.key, key) ? single : undefined;
  }

  set(lock: HeldLock): void {
    const held = this.get(lock.key);
    if (held?.isShared === true) this.#shared -= 1;
    if (lock.isShared) this.#shared += 1;
    if (this.#many === undefined && held === this.#single) this.#single = lock;
    else this.#all().set(lock.key, lock);
  }

  delete(key: Uint8Array): void {
    const held = this.get(key);
    if (held === undefined) return;
    if (held.isShared) this.#shared -= 1;
    if (this.#many === undefined) this.#single = undefined;
    else this.#many.delete(key);
  }

  clear(): void {
    this.#single = undefined;
    this.#many = undefined;
    this.#shared = 0;
  }

  [Symbol.iterator](): IterableIterator<HeldLock> {
    if (this.#many !== undefined) return this.#many.values();
    return (this.#single === undefined ? [] : [this.#single]).values();
  }

  #all(): SortedMap<Uint8Array, HeldLock> {
    if (this.#many === undefined) {
      const single = this.#single as HeldLock;
      this.#many = newSortedMap<Uint8Array, HeldLock>(compareBytes);
      this.#many.set(single.key, single);
      this.#single = undefined;
    }
    return this.#many;
  }
}

/** A key that an optimistic transaction locks at commit, and not before: nothing is known of it yet. */
export function toBeLocked(key: Uint8Array): HeldLock {
  return { key, isShared: false, exists: undefined, read: undefined, forUpdateTs: 0n };
}
