import { type BytesInput, type RangeInput, toRange } from '../model/keys.ts';
import type { KeyRange } from '../model/region.ts';
import { ENTRIES, type PointRead, VALUES, type ValueEntry } from '../txn/point-read.ts';
import { fromToken } from './scan-token.ts';
import { checkOptions, rules, type VerbOptions } from './verb-options.ts';

/** What reads of single keys in a snapshot take. */
export interface ReadOptions extends VerbOptions {
  /**
   * Give a value with the timestamp it was committed at, as `{ value, commitTs }`. Stores of TiKV versions that cannot
   * tell it make the read fail with a ServerError. Default false.
   */
  readonly withCommitTs?: boolean | undefined;
  /**
   * How long the first attempt at a store may take, in milliseconds. When it is up, other replicas are tried, and
   * later attempts take what is usual (30 s, of batches 60 s). Default: what is usual.
   */
  readonly firstAttemptTimeoutMs?: number | undefined;
}

export interface EntryOptions extends ReadOptions {
  readonly withCommitTs: true;
}

export interface ValueOptions extends ReadOptions {
  readonly withCommitTs?: false | undefined;
}

/** Rules of ReadOptions, beside those of every verb. */
export const READ_RULES = { withCommitTs: rules.flag, firstAttemptTimeoutMs: rules.positive };

/** What to ask of stores, by the options of a read. */
export function toPointRead(options: ReadOptions | undefined): PointRead<Uint8Array | ValueEntry> {
  const read: PointRead<Uint8Array | ValueEntry> = options?.withCommitTs === true ? ENTRIES : VALUES;
  const firstAttemptTimeoutMs = options?.firstAttemptTimeoutMs;
  return firstAttemptTimeoutMs === undefined ? read : { ...read, firstAttemptTimeoutMs };
}

/** What a scan covers and how it goes. Give a prefix, or a start (included) and an end (not included), or nothing. */
export interface ScanOptions extends RangeInput, VerbOptions {
  /** From the end of the range downward. Default false. */
  readonly reverse?: boolean | undefined;
  /** Pairs to give at most. Default: all. */
  readonly limit?: number | undefined;
  /** Ends with the pair with which the keys and values given come to so many bytes. Default: no such end. */
  readonly maxBytes?: number | undefined;
  /** Leave values empty. Default false. */
  readonly keysOnly?: boolean | undefined;
  /** Pairs asked of a store at once, 1 to 10240. Default: the client's `scanBatchSize`. */
  readonly batchSize?: number | undefined;
  /** Goes on where another scan of the same range and direction stood: its `token`. */
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

/** Pairs that one request asks for at most (client-go's MaxRawKVScanLimit, parity row RAW-14). */
const MAX_PAGE_SIZE = 10_240;

/** Rules of every scan, beside those of every verb. */
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

/** Rules of a scan that can go on where another stood. */
export const RESUME_RULES = {
  ...SCAN_RULES,
  after: { is: 'the token of a scan', check: (value: unknown) => typeof value === 'string' },
};

/**
 * @param known options of the verb, those of every scan included
 * @throws UsageError for reversed bounds, tokens of other scans and whatever else cannot be meant
 */
export function checkScan(
  given: ScanOptions | undefined,
  limits: { readonly maxKeyBytes: number; readonly scanBatchSize: number },
  known: Parameters<typeof checkOptions>[2] = SCAN_RULES,
): CheckedScan {
  checkOptions('scan', given, known);
  const { reverse = false, keysOnly = false, limit, maxBytes, after } = given ?? {};
  const whole = toRange(given ?? {}, limits.maxKeyBytes);
  const range = after === undefined ? whole : fromToken(after, whole, reverse, limits.maxKeyBytes);
  return { range, reverse, keysOnly, limit, maxBytes, batchSize: given?.batchSize ?? limits.scanBatchSize };
}

/** Found keys as the caller gave them, with what was found; absent keys are left out. */
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
