import { compareBytes, inOrderOnce, nextKey } from '../model/bytes.ts';
import type { KeyRange } from '../model/region.ts';
import { type Direction, LARGE_KEY } from './cache/region-loader.ts';

/** Long enough for usual keys: a longer key in between belongs to another region, which PD gives as well. */
const LARGE_ENDING = new Uint8Array(8).fill(0xff);

/** Each key once, in the order in which a scan in the direction finds their regions. */
export function inScanOrder(keys: readonly Uint8Array[], direction: Direction): readonly Uint8Array[] {
  return inOrderOnce(keys, direction === 'up' ? compareBytes : compareEnds);
}

/** Small ranges, in order and disjoint, that overlap the regions of the keys. @param keys in scan order */
export function rangesAround(keys: readonly Uint8Array[], direction: Direction): KeyRange[] {
  return keys.map((key, i) =>
    direction === 'up' ? { start: key, end: nextKey(key) } : rangeBelow(key, keys[i - 1]),
  );
}

/** An empty key is the end of all keys. */
function compareEnds(a: Uint8Array, b: Uint8Array): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  return compareBytes(a, b);
}

/** Ends at the key, and begins shortly before it, but not before `least`. */
function rangeBelow(key: Uint8Array, least: Uint8Array | undefined): KeyRange {
  const below = keyBelow(key);
  return { start: least !== undefined && compareBytes(below, least) < 0 ? least : below, end: key };
}

function keyBelow(key: Uint8Array): Uint8Array {
  const last = key.at(-1);
  if (last === undefined) return LARGE_KEY;
  const head = key.subarray(0, -1);
  return last === 0 ? head : Buffer.concat([head, Uint8Array.of(last - 1), LARGE_ENDING]);
}
