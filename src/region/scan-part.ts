import { compareBytes, nextKey } from '../model/bytes.ts';
import { ProtocolError } from '../model/errors.ts';
import type { KeyValue } from '../model/key-value.ts';
import type { KeyRange } from '../model/region.ts';

/** How a page of a scan is asked for. */
export interface PageOptions {
  /** From the end of the range downward. */
  readonly reverse: boolean;
  /** Keys asked for; a page may have fewer, even none, without being the last. */
  readonly batchSize: number;
}

/** Pairs in the order of a scan, and what is left of its range; undefined when nothing is. */
export interface ScanPage {
  readonly pairs: readonly KeyValue[];
  readonly rest: KeyRange | undefined;
}

/** The part of a range that lies in a region. The region holds the start of the range, or its end. */
export function clip(
  range: KeyRange,
  region: { readonly startKey: Uint8Array; readonly endKey: Uint8Array },
): KeyRange {
  const start = compareBytes(range.start, region.startKey) > 0 ? range.start : region.startKey;
  const regionFirst =
    region.endKey.length > 0 && (range.end.length === 0 || compareBytes(region.endKey, range.end) < 0);
  return { start, end: regionFirst ? region.endKey : range.end };
}

/** Whether no key lies in a range. */
export function isEmptyRange({ start, end }: KeyRange): boolean {
  return end.length > 0 && compareBytes(start, end) >= 0;
}

/**
 * What a scan has left of its range after a key that it gave; undefined when nothing is left. The key belongs
 * to its receiver, who may change it: the rest keeps a copy.
 */
export function restAfterKey(range: KeyRange, key: Uint8Array, reverse: boolean): KeyRange | undefined {
  const rest = reverse
    ? { start: range.start, end: new Uint8Array(key) }
    : { start: nextKey(key), end: range.end };
  // An end that has shrunk to the smallest key of all would read as no bound.
  return rest.end !== range.end && rest.end.length === 0 ? undefined : present(rest);
}

/** What is left of a range after one part of it; undefined when nothing is. */
export function restAfter(range: KeyRange, part: KeyRange): KeyRange | undefined {
  return part.end.length === 0 ? undefined : present({ start: part.end, end: range.end });
}

/** What is left of a range before one part of it; undefined when nothing is. */
export function restBefore(range: KeyRange, part: KeyRange): KeyRange | undefined {
  return part.start.length === 0 ? undefined : present({ start: range.start, end: part.start });
}

/**
 * What a scan has left of its range after a page. After a full page that begins at the page's last key, after
 * any other at the border of the region.
 */
export function restOfPage(
  range: KeyRange,
  part: KeyRange,
  keys: readonly Uint8Array[],
  { reverse, batchSize }: PageOptions,
): KeyRange | undefined {
  const last = keys.length >= batchSize ? keys[keys.length - 1] : undefined;
  if (last !== undefined) return restAfterKey(range, last, reverse);
  return reverse ? restBefore(range, part) : restAfter(range, part);
}

/** @throws ProtocolError when a page has too many keys, or keys out of order or range */
export function checkPage(
  keys: readonly Uint8Array[],
  part: KeyRange,
  { reverse, batchSize }: PageOptions,
): void {
  if (keys.length > batchSize) {
    throw new ProtocolError(`A scan for ${batchSize} pairs was answered with ${keys.length}`);
  }
  for (const [index, key] of keys.entries()) {
    const before = keys[index - 1];
    const order = before === undefined ? 1 : compareBytes(key, before) * (reverse ? -1 : 1);
    if (order <= 0) throw new ProtocolError('A scan was answered with keys out of order');
    const isOutside =
      compareBytes(key, part.start) < 0 || (part.end.length > 0 && compareBytes(key, part.end) >= 0);
    if (isOutside) throw new ProtocolError('A scan was answered with a key outside its range');
  }
}

function present(range: KeyRange): KeyRange | undefined {
  return isEmptyRange(range) ? undefined : range;
}
