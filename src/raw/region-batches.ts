import type { CachedRegion } from '../region/cache/cached-region.ts';
import type { KeyGroup } from '../region/cache/region-cache.ts';

/** Items for one request to one region. */
export interface RegionBatch<Item> {
  readonly region: CachedRegion;
  readonly items: readonly Item[];
}

/**
 * Cuts the items of each region into batches. A batch is full as soon as the weights of its items reach the
 * limit (parity row RAW-18). Items keep their order.
 */
export function toRegionBatches<Item>(
  groups: readonly KeyGroup[],
  items: readonly Item[],
  weightOf: (item: Item) => number,
  limit: number,
): RegionBatch<Item>[] {
  return groups.flatMap(({ region, indexes }) => {
    const batches: RegionBatch<Item>[] = [];
    let batch: Item[] = [];
    let weight = 0;
    for (const index of indexes) {
      const item = items[index] as Item;
      batch.push(item);
      weight += weightOf(item);
      if (weight < limit) continue;
      batches.push({ region, items: batch });
      batch = [];
      weight = 0;
    }
    if (batch.length > 0) batches.push({ region, items: batch });
    return batches;
  });
}
