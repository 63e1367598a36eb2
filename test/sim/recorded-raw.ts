import type { KeyValue, RawClient } from '../../src/index.ts';
import type { RawRecord } from './history.ts';
import type { CallOptions, Lease } from './lease.ts';
import { text } from './recorded-transaction.ts';

/** A scan of some keys. */
export interface RawScanWish {
  /** All that there may be in its range, in order. */
  readonly keys: readonly string[];
  /** Where the range ends, without what is there. */
  readonly end: string;
  readonly reverse: boolean;
  readonly limit: number;
}

/** When something was seen: in the order of all events, and by the clock. */
export interface Moment {
  readonly tick: number;
  readonly ms: number;
}

/** A call of the raw API that has begun. */
export function newRawRecord(
  process: string,
  verb: RawRecord['verb'],
  key: string,
  began: Moment,
): RawRecord {
  return {
    process,
    key,
    verb,
    expected: undefined,
    value: undefined,
    ttlSeconds: undefined,
    mayRepeat: false,
    beganAt: began.tick,
    endedAt: Number.POSITIVE_INFINITY,
    beganMs: began.ms,
    endedMs: Number.POSITIVE_INFINITY,
    outcome: 'unknown',
    found: undefined,
    swapped: false,
    left: undefined,
  };
}

/** Notes how it ended. What is of unknown outcome may happen at any time. */
export function endRaw(record: RawRecord, outcome: RawRecord['outcome'], ended: Moment): void {
  record.outcome = outcome;
  if (outcome === 'unknown') return;
  record.endedAt = ended.tick;
  record.endedMs = ended.ms;
}

/** Makes the call, and notes what it gave. */
export async function askRaw(raw: RawClient, record: RawRecord, options: CallOptions): Promise<void> {
  const { verb, key, value, expected } = record;
  const atMostOnce = { ...options, resend: false };
  if (verb === 'get') record.found = text(await raw.get(key, options));
  else if (verb === 'put') await raw.put(key, value as string, atMostOnce);
  else if (verb === 'delete') await raw.delete(key, atMostOnce);
  else {
    const result = await raw.compareAndSwap(key, { ...options, expected, value: value as string });
    record.found = text(result.previous);
    record.swapped = result.swapped;
  }
}

/** Scans, with several pages. Gives the keys that the scan came past, each with what was there. */
export async function scanRaw(lease: Lease, wish: RawScanWish): Promise<readonly Passed[]> {
  const { keys, end, reverse, limit } = wish;
  const rows: KeyValue[] = [];
  const range = { start: keys[0] as string, end, reverse, limit, batchSize: 3 };
  const scan = (options: CallOptions) => lease.tikv.raw.atomic().scan({ ...range, ...options });
  // Regions begin at keys and right behind them, and one without any gives an empty page.
  const mostPages = () => 2 * keys.length;
  for await (const row of lease.rows(scan, () => mostPages)) rows.push(row);
  return passedBy(wish, rows);
}

/** A key that a scan came past, with what was there. */
export type Passed = readonly [key: string, found: string | undefined];

/** @throws when a scan has given what it was not asked for, or in another order */
export function passedBy(
  { keys, reverse, limit }: Omit<RawScanWish, 'end'>,
  given: readonly KeyValue[],
): readonly Passed[] {
  const rows = new Map(given.map(({ key, value }) => [text(key) as string, text(value) as string]));
  const passed = reverse ? [...keys].reverse() : keys;
  const found = passed.filter((key) => rows.has(key));
  const got = [...rows.keys()];
  if (got.join() !== found.join() || given.length > Math.min(limit, rows.size))
    throw new Error(`a scan of ${limit} of ${passed} gave ${got}`);
  const last = found.length < limit ? passed.length : passed.indexOf(found.at(-1) as string) + 1;
  return passed.slice(0, last).map((key) => [key, rows.get(key)]);
}
