import { type BytesInput, type RangeInput, toRange } from '../model/keys.ts';
import type { KeyRange } from '../model/region.ts';
import { ENTRIES, type PointRead, VALUES, type ValueEntry } from '../txn/reads/point-read.ts';
import { checkOptions } from './options/check-options.ts';
import { type Rules, rules } from './options/option-rules.ts';
import type { VerbOptions } from './options/verb-options.ts';
import { fromToken } from './scan-token.ts';

/** Options of reads by key. */
export interface ReadOptions extends VerbOptions {
  /**
   * Return a value with the timestamp it was committed at, as `{ value, commitTs }`. The read fails with a
   * ServerError where the version of TiKV does not support it. Default false.
   */
  readonly withCommitTs?: boolean | undefined;
  /**
   * How long the first attempt at a store may take, in milliseconds, before other replicas are tried. Later
   * attempts have the usual time: 30 s, or 60 s for batches. Default: the usual time.
   */
  readonly firstAttemptTimeoutMs?: number | undefined;
}

export interface EntryOptions extends ReadOptions {
  readonly withCommitTs: true;
}

export interface ValueOptions extends ReadOptions {
  readonly withCommitTs?: false | undefined;
}

/** Rules of ReadOptions, in addition to those of every verb. */
export const READ_RULES = { withCommitTs: rules.flag, firstAttemptTimeoutMs: rules.positive };

/** What to ask stores for, by the options of a read. */
export function toPointRead(options: ReadOptions | undefined): PointRead<Uint8Array | ValueEntry> {
  const read: PointRead<Uint8Array | ValueEntry> = options?.withCommitTs === true ? ENTRIES : VALUES;
  const firstAttemptTimeoutMs = options?.firstAttemptTimeoutMs;
  return firstAttemptTimeoutMs === undefined ? read : { ...read, firstAttemptTimeoutMs };
}

/**
 * What a scan covers, and in which order. Give a prefix, or a start (included) and an end (not included), or
 * neither for all keys.
 */
export interface ScanOptions extends RangeInput, VerbOptions {
  /** Descending key order, from the end of the range. Default false. */
  readonly reverse?: boolean | undefined;
  /** Largest number of pairs to return. Default: all. */
  readonly limit?: number | undefined;
  /**
   * Ends the scan with the pair at which the returned keys and values reach this many bytes. Default: no such
   * limit.
   */
  readonly maxBytes?: number | undefined;
  /** Return empty values. Default false. */
  readonly keysOnly?: boolean | undefined;
  /** Number of pairs to ask a store for at once, 1 to 10240. Default: the client's `scanBatchSize`. */
  readonly batchSize?: number | undefined;
  /** The `token` of another scan of the same range and direction, to go on where that one stopped. */
  readonly after?: string | undefined;
}

/** A scan whose options have been checked. */
export interface CheckedScan {
  readonly range: KeyRange;
  readonly reverse: boolean;
  readonly keysOnly: boolean;
  readonly limit: number | undefined;
  readonly maxBytes: number | undefined;
  readonly batchSize: number;
}

/** Most pairs that one request asks for (client-go's MaxRawKVScanLimit, parity row RAW-14). */
const MAX_PAGE_SIZE = 10_240;

/** Rules of every scan, in addition to those of every verb. */
export const SCAN_RULES = {
  prefix: rules.bytes,
  start: rules.bytes,
  end: rules.bytes,
  reverse: rules.flag,
  limit: rules.count,
  maxBytes: rules.positive,
  keysOnly: rules.flag,
  batchSize: rules.between(1, MAX_PAGE_SIZE),
};

/** Rules of a scan that can go on where another stopped. */
export const RESUME_RULES = {
  ...SCAN_RULES,
  after: { is: 'the token of a scan', check: (value: unknown) => typeof value === 'string' },
};

/**
 * @param known options of the verb, including those of every scan
 * @throws UsageError for reversed bounds, tokens of other scans and other invalid options
 */
export function toCheckedScan(
  given: ScanOptions | undefined,
  limits: { readonly maxKeyBytes: number; readonly scanBatchSize: number },
  known: Rules = SCAN_RULES,
): CheckedScan {
  checkOptions('scan', given, known);
  const { reverse = false, keysOnly = false, limit, maxBytes, after } = given ?? {};
  const whole = toRange(given ?? {}, limits.maxKeyBytes);
  const range = after === undefined ? whole : fromToken(after, whole, reverse, limits.maxKeyBytes);
  return { range, reverse, keysOnly, limit, maxBytes, batchSize: given?.batchSize ?? limits.scanBatchSize };
}

/** The found keys, as the caller gave them, with what was found. */
export function toMap<Key extends BytesInput, Found>(
  keys: readonly Key[],
  values: readonly (Found | undefined)[],
): Map<Key, Found> {
  const map = new Map<Key, Found>();
  for (const [index, key] of keys.entries()) {
    const value = values[index];
    if (value !== undefined) map.set(key, value);
  }
  return map;
}
