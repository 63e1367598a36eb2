import { compareBytes, nextKey } from '../../model/bytes.ts';
import type { KeyRange } from '../../model/region.ts';

/**
 * From the smallest to the largest key that a bulk transaction may have locked: the range that is resolved
 * when it has ended.
 */
export class FlushedRange {
  #first: Uint8Array | undefined;
  #last: Uint8Array | undefined;

  /** Both keys included; undefined while nothing was flushed. */
  get range(): KeyRange | undefined {
    if (this.#first === undefined || this.#last === undefined) return undefined;
    return { start: this.#first, end: nextKey(this.#last) };
  }

  /** @param first and @param last of keys in order */
  add(first: Uint8Array, last: Uint8Array): void {
    if (this.#first === undefined || compareBytes(first, this.#first) < 0) this.#first = first;
    if (this.#last === undefined || compareBytes(last, this.#last) > 0) this.#last = last;
  }

  has(key: Uint8Array): boolean {
    if (this.#first === undefined || this.#last === undefined) return false;
    return compareBytes(this.#first, key) <= 0 && compareBytes(key, this.#last) <= 0;
  }
}
