import { TooLargeError, UsageError } from '../../model/errors.ts';
import { type BytesInput, type RangeInput, toKey, toPooledBytes, toRange } from '../../model/keys.ts';
import type { KeyRange } from '../../model/region.ts';
import { RESUME_RULES, SCAN_RULES, type ScanOptions } from '../reads.ts';
import { rules } from './option-rules.ts';
import type { VerbOptions } from './verb-options.ts';

/**
 * Column families that raw calls can use. Transactional data lies in all of them, so do not write to them in
 * a cluster that has both.
 */
export type ColumnFamily = 'default' | 'lock' | 'write';

/** Options of every raw verb. */
export interface RawOptions extends VerbOptions {
  /** Default: the view's. API V2 has no column families. */
  readonly columnFamily?: ColumnFamily | undefined;
}

/** Options of raw writes that may be sent again. */
export interface RawWriteOptions extends RawOptions {
  /**
   * Whether to send the write again when its answer was lost. It may then be done twice, the second time
   * after somebody else's write. If false, a lost answer is an UndeterminedError. Default true.
   */
  readonly resend?: boolean | undefined;
}

/** Options of `put` and `batchPut`. */
export interface RawPutOptions extends RawWriteOptions {
  /** Whole seconds until the value expires. Default: never. */
  readonly ttlSeconds?: number | undefined;
}

/** One value of a `batchPut`. */
export interface RawEntryInput {
  /** The key to write. */
  readonly key: BytesInput;
  /** The value to store. */
  readonly value: BytesInput;
  /** Whole seconds until the value expires. Default: the call's. */
  readonly ttlSeconds?: number | undefined;
}

/** Options of `scan`: which pairs, in which order, how many. */
export interface RawScanOptions extends ScanOptions, RawOptions {}

/** `limit` and `maxBytes` are for each range. */
export type RawBatchScanOptions = Omit<ScanOptions, keyof RangeInput | 'after'> & RawOptions;

/** What must be stored already. */
interface RawExpectation extends RawOptions {
  /** The value that must be stored; undefined when the key must be absent. */
  readonly expected: BytesInput | undefined;
}

/** Stores a value. */
export interface RawSwapIn extends RawExpectation {
  /** What to store. */
  readonly value: BytesInput;
  readonly delete?: false | undefined;
  /** Whole seconds until the new value expires. Default: never. */
  readonly ttlSeconds?: number | undefined;
}

/** Removes the key. */
export interface RawSwapOut extends RawExpectation {
  /**
   * Remove the key. For stores that support it (TiKV after 9.0.0-beta.2): older ones store an empty value
   * instead.
   */
  readonly delete: true;
  readonly value?: undefined;
  readonly ttlSeconds?: undefined;
}

/** What must be stored already, and what to do then: store a value, or `delete`. */
export type RawSwapOptions = RawSwapIn | RawSwapOut;

/** Options of `putIfAbsent`. */
export interface RawPutIfAbsentOptions extends RawOptions {
  /** Whole seconds until the value expires. Default: never. */
  readonly ttlSeconds?: number | undefined;
}

/** A range of raw keys. */
export interface RawRangeOptions extends RangeInput, RawOptions {}

const ttlSeconds = {
  is: 'a whole number of seconds above 0',
  check: (value: unknown) => Number.isSafeInteger(value) && (value as number) > 0,
};
const columnFamily = rules.oneOf('default', 'lock', 'write');
const { reverse, limit, maxBytes, keysOnly, batchSize } = SCAN_RULES;
const ranges = { prefix: rules.bytes, start: rules.bytes, end: rules.bytes };

/** Options of raw verbs in addition to those of every verb, for `checkOptions`. */
export const rawRules = {
  columnFamily,
  read: { columnFamily },
  write: { columnFamily, resend: rules.flag },
  put: { columnFamily, resend: rules.flag, ttlSeconds },
  putIfAbsent: { columnFamily, ttlSeconds },
  entry: { key: rules.bytes, value: rules.bytes, ttlSeconds },
  swap: { columnFamily, ttlSeconds, expected: rules.bytes, value: rules.bytes, delete: rules.flag },
  scan: { columnFamily, ...RESUME_RULES },
  batchScan: { columnFamily, reverse, limit, maxBytes, keysOnly, batchSize },
  deleteRange: { ...ranges, columnFamily, resend: rules.flag },
  checksum: ranges,
} as const;

export interface RawLimits {
  readonly maxKeyBytes: number;
  readonly maxEntryBytes: number;
}

/**
 * @throws UsageError for an invalid key; TooLargeError for a key or an entry above its limit (scenario S116)
 */
export function toEntry(
  key: BytesInput,
  value: BytesInput,
  { maxKeyBytes, maxEntryBytes }: RawLimits,
): { readonly key: Uint8Array; readonly value: Uint8Array } {
  const entry = { key: toKey(key, maxKeyBytes), value: toPooledBytes(value, 'The value') };
  const sizeBytes = entry.key.length + entry.value.length;
  if (sizeBytes > maxEntryBytes) throw new TooLargeError('The entry', sizeBytes, maxEntryBytes);
  return entry;
}

export function toTtl(seconds: number | undefined): bigint {
  return BigInt(seconds ?? 0);
}

/** @throws UsageError for a range without any bound: deleting all keys has to be explicit */
export function toDeletedRange(options: RangeInput | undefined, maxKeyBytes: number): KeyRange {
  const { prefix, start, end } = options ?? {};
  if (prefix === undefined && start === undefined && end === undefined) {
    throw new UsageError('deleteRange: give a prefix, a start or an end; start: "" for all keys');
  }
  if (prefix?.length === 0 || (start === undefined && end?.length === 0)) {
    throw new UsageError('deleteRange: an empty prefix or end is not a bound; for all keys give start: ""');
  }
  return toRange({ prefix, start, end }, maxKeyBytes);
}

/**
 * @throws UsageError when `expected` is missing, or when neither or both of `value` and `delete` are given
 */
export function checkSwap(options: RawSwapOptions | undefined): void {
  const { value, delete: isDelete = false, ttlSeconds } = options ?? {};
  if (options === undefined || !('expected' in options)) {
    throw new UsageError('compareAndSwap: give expected; undefined when the key must be absent');
  }
  if ((value === undefined) !== isDelete) {
    throw new UsageError('compareAndSwap: give either a value or delete: true');
  }
  if (isDelete && ttlSeconds !== undefined) {
    throw new UsageError('compareAndSwap: ttlSeconds is for a value, not for delete');
  }
}
