import { compareBytes } from '../model/bytes.ts';
import type { RegionEpoch } from '../model/region.ts';

/**
 * One version of one region, as the cache knows it. Two versions of a region are two objects, so the object is
 * the identity that requests are grouped by. Bounds are user keys; an empty `endKey` means no bound.
 */
export class CachedRegion {
  readonly id: bigint;
  readonly epoch: RegionEpoch;
  readonly startKey: Uint8Array;
  readonly endKey: Uint8Array;

  constructor(id: bigint, epoch: RegionEpoch, startKey: Uint8Array, endKey: Uint8Array) {
    this.id = id;
    this.epoch = epoch;
    this.startKey = startKey;
    this.endKey = endKey;
  }

  /** Whether `startKey <= key < endKey`. */
  contains(key: Uint8Array): boolean {
    return (
      compareBytes(this.startKey, key) <= 0 &&
      (this.endKey.length === 0 || compareBytes(key, this.endKey) < 0)
    );
  }

  /** Whether `startKey < key <= endKey`, where an empty `key` is the end of all keys: for scans downward. */
  containsByEnd(key: Uint8Array): boolean {
    if (key.length === 0) return this.endKey.length === 0;
    return (
      compareBytes(this.startKey, key) < 0 &&
      (this.endKey.length === 0 || compareBytes(key, this.endKey) <= 0)
    );
  }
}
