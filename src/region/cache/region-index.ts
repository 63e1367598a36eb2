import { compareBytes } from '../../model/bytes.ts';
import { newSortedMap } from '../../model/sorted-map.ts';
import type { CachedRegion } from './cached-region.ts';

/**
 * Regions by key and by id, without overlaps. Look-ups and changes cost the logarithm of the number of
 * regions. Follows client-go's regionIndexMu and SortedRegions (parity row REG-9).
 */
export class RegionIndex {
  readonly #byStart = newSortedMap<Uint8Array, CachedRegion>(compareBytes);
  readonly #byId = new Map<bigint, CachedRegion>();
  /** Look-ups write here instead of allocating. */
  readonly #pair: [Uint8Array, CachedRegion] = [new Uint8Array(0), undefined as never];
  /** Where the next sweep continues. */
  #sweptTo: Uint8Array | undefined;

  get size(): number {
    return this.#byStart.size;
  }

  /** The region with `startKey <= key < endKey`, usable or not. */
  find(key: Uint8Array): CachedRegion | undefined {
    const region = this.#byStart.getPairOrNextLower(key, this.#pair)?.[1];
    return region?.endsAfter(key) === true ? region : undefined;
  }

  /** The region with `startKey < key <= endKey`, usable or not; an empty key is the end of all keys. */
  findByEnd(key: Uint8Array): CachedRegion | undefined {
    const region = this.#byStart.nextLowerPair(key.length === 0 ? undefined : key, this.#pair)?.[1];
    return region?.containsByEnd(key) === true ? region : undefined;
  }

  /**
   * The start of the last region that begins at or before the key: the same for all keys of one hole in the
   * cache.
   */
  startAtOrBefore(key: Uint8Array): Uint8Array | undefined {
    return this.#byStart.getPairOrNextLower(key, this.#pair)?.[0];
  }

  /**
   * Puts a region in the place of all that it overlaps.
   * @param keeps whether a newer region that is held keeps this one out
   * @returns the regions replaced; undefined when nothing was done, since one kept it out
   */
  replace(
    region: CachedRegion,
    keeps: (other: CachedRegion) => boolean,
  ): readonly CachedRegion[] | undefined {
    const known = this.#byId.get(region.id);
    if (known !== undefined && keeps(known) && isOlder(region, known)) return undefined;
    const overlapped = this.#overlapping(region);
    if (overlapped.some((other) => other.epoch.version > region.epoch.version && keeps(other)))
      return undefined;
    if (known !== undefined && !overlapped.includes(known)) overlapped.push(known);
    for (const other of overlapped) this.#delete(other);
    this.#byStart.set(region.startKey, region);
    this.#byId.set(region.id, region);
    return overlapped;
  }

  /** Looks at the next `count` regions in turn and drops those that are not worth keeping. */
  sweep(count: number, isWorthKeeping: (region: CachedRegion) => boolean): void {
    for (let i = 0; i < count; i++) {
      const pair = this.#byStart.nextHigherPair(this.#sweptTo);
      this.#sweptTo = pair?.[0];
      if (pair !== undefined && !isWorthKeeping(pair[1])) this.#delete(pair[1]);
    }
  }

  #overlapping(region: CachedRegion): CachedRegion[] {
    const found: CachedRegion[] = [];
    const before = this.#byStart.nextLowerPair(region.startKey)?.[1];
    if (before?.contains(region.startKey) === true) found.push(before);
    for (const [start, other] of this.#byStart.entries(region.startKey)) {
      if (region.endKey.length > 0 && compareBytes(start, region.endKey) >= 0) break;
      found.push(other);
    }
    return found;
  }

  #delete(region: CachedRegion): void {
    this.#byStart.delete(region.startKey);
    if (this.#byId.get(region.id) === region) this.#byId.delete(region.id);
  }
}

function isOlder(region: CachedRegion, known: CachedRegion): boolean {
  return region.epoch.version < known.epoch.version || region.epoch.confVer < known.epoch.confVer;
}
