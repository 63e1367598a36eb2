import type { RawClient } from '../../src/index.ts';
import type { RawRecord } from './history.ts';
import type { CallOptions } from './lease.ts';
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

/** A call of the raw API that has begun. */
export function newRawRecord(
  process: string,
  verb: RawRecord['verb'],
  key: string,
  beganAt: number,
): RawRecord {
  return {
    process,
    key,
    verb,
    expected: undefined,
    value: undefined,
    beganAt,
    endedAt: Number.POSITIVE_INFINITY,
    outcome: 'unknown',
    found: undefined,
    swapped: false,
  };
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
export async function scanRaw(
  raw: RawClient,
  { keys, end, reverse, limit }: RawScanWish,
  timeoutMs: number,
): Promise<[key: string, found: string | undefined][]> {
  const rows = new Map<string, string>();
  const scan = raw.scan({ start: keys[0] as string, end, reverse, limit, batchSize: 3, timeoutMs });
  for await (const { key, value } of scan) rows.set(text(key) as string, text(value) as string);
  const passed = reverse ? [...keys].reverse() : keys;
  const found = passed.filter((key) => rows.has(key));
  const given = [...rows.keys()];
  if (given.join() !== found.join() || given.length > limit)
    throw new Error(`a scan of ${limit} of ${passed} gave ${given}`);
  const last = found.length < limit ? passed.length : passed.indexOf(found.at(-1) as string) + 1;
  return passed.slice(0, last).map((key) => [key, rows.get(key)]);
}
