import { equalBytes } from '../../model/bytes.ts';
import type { CachedRegion } from '../../region/cache/cached-region.ts';
import type { RegionCache } from '../../region/cache/region-cache.ts';
import type { Backoffer } from '../../retry/backoffer.ts';
import { type Mutation, sizeBytes } from './mutation.ts';

/**
 * A batch is closed as soon as it weighs this much. Lock TTLs grow from here on, too (client-go's
 * TxnCommitBatchSize).
 */
export const BATCH_SIZE_BYTES = 16 * 1024;

/** Anything that has a key can be grouped. */
export interface Keyed {
  readonly key: Uint8Array;
}

/** What goes into one request. */
export interface Batch<Entry extends Keyed = Mutation> {
  readonly region: CachedRegion;
  /** At least one, in key order. */
  readonly mutations: readonly Entry[];
  readonly hasPrimary: boolean;
  /** How many of the grouped keys lie in the region, in all of its batches. */
  readonly regionKeys: number;
}

/**
 * Splits mutations by region and by size: a batch is closed as soon as it weighs 16 KiB. The batch with the
 * primary comes first. Follows client-go's groupMutations and appendBatchMutationsBySize
 * (txnkv/transaction/2pc.go; parity rows GRP-1, GRP-3, GRP-4, CMT-8).
 *
 * @param weigh the size of one mutation in a request, in bytes
 * @throws what locating a region throws
 */
export async function groupMutations<Entry extends Keyed>(
  cache: RegionCache,
  mutations: readonly Entry[],
  primary: Uint8Array,
  weigh: (mutation: Entry) => number,
  backoffer: Backoffer,
): Promise<readonly Batch<Entry>[]> {
  const known = groupInOneRegion(cache, mutations, primary, weigh);
  if (known !== undefined) return known;
  const keys = mutations.map(({ key }) => key);
  const groups = await cache.groupKeys(keys, backoffer);
  const batches: Batch<Entry>[] = [];
  for (const { region, indexes } of groups) {
    const own = indexes.map((index) => mutations[index] as Entry);
    addBatches(batches, region, own, primary, weigh);
  }
  return batches;
}

/**
 * The same for mutations that all lie in one known region, as those of most transactions do: no lists of
 * positions, and no waiting. Undefined where they do not.
 */
export function groupInOneRegion<Entry extends Keyed>(
  cache: RegionCache,
  mutations: readonly Entry[],
  primary: Uint8Array,
  weigh: (mutation: Entry) => number,
): readonly Batch<Entry>[] | undefined {
  const region = mutations[0] && cache.peek(mutations[0].key);
  if (region === undefined || !mutations.every(({ key }) => region.contains(key))) return undefined;
  const batches: Batch<Entry>[] = [];
  addBatches(batches, region, mutations, primary, weigh);
  return batches;
}

function addBatches<Entry extends Keyed>(
  batches: Batch<Entry>[],
  region: CachedRegion,
  own: readonly Entry[],
  primary: Uint8Array,
  weigh: (mutation: Entry) => number,
): void {
  const parts = own.length === 1 ? [own] : cutBySize(own, weigh);
  for (const part of parts) {
    const hasPrimary = part.some(({ key }) => equalBytes(key, primary));
    const batch = { region, mutations: part, hasPrimary, regionKeys: own.length };
    if (hasPrimary) batches.unshift(batch);
    else batches.push(batch);
  }
}

/**
 * Whether mutations may go into one batch. Looks at cached regions alone: true may be wrong, and false only
 * for a region that has just been merged.
 *
 * @param weight of all of them together, in bytes
 */
export function mayFitOneBatch(cache: RegionCache, mutations: readonly Mutation[], weight: number): boolean {
  if (mutations.length === 1) return true;
  const first = mutations[0] as Mutation;
  const last = mutations.at(-1) as Mutation;
  if (weight - sizeBytes(last) >= BATCH_SIZE_BYTES) return false;
  return cache.peek(first.key)?.contains(last.key) !== false;
}

function cutBySize<Entry>(mutations: readonly Entry[], weigh: (mutation: Entry) => number): Entry[][] {
  const parts: Entry[][] = [];
  let weight = BATCH_SIZE_BYTES;
  for (const mutation of mutations) {
    if (weight >= BATCH_SIZE_BYTES) {
      parts.push([]);
      weight = 0;
    }
    parts.at(-1)?.push(mutation);
    weight += weigh(mutation);
  }
  return parts;
}
