import { UsageError } from '../model/errors.ts';
import { type BytesInput, describe, type RangeInput, toRange } from '../model/keys.ts';
import type { KeyRange } from '../model/region.ts';
import { checkOptions, rules, type VerbOptions } from './verb-options.ts';

export interface KeyValue {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** What a scan covers and how it goes. Give a prefix, or a start (included) and an end (not included), or nothing. */
export interface ScanOptions extends RangeInput, VerbOptions {
  /** From the end of the range downward. Default false. */
  readonly reverse?: boolean | undefined;
  /** Pairs to give at most. Default: all. */
  readonly limit?: number | undefined;
  /** Leave values empty. Default false. */
  readonly keysOnly?: boolean | undefined;
  /** Pairs asked of a store at once. Default: the client's `scanBatchSize`. */
  readonly batchSize?: number | undefined;
}

/** A scan whose options have been checked. */
export interface CheckedScan {
  readonly range: KeyRange;
  readonly reverse: boolean;
  readonly keysOnly: boolean;
  readonly limit: number | undefined;
  readonly batchSize: number;
}

/**
 * @param more options of the verb beside those of every scan
 * @throws UsageError for reversed bounds and whatever else cannot be meant
 */
export function checkScan(
  given: ScanOptions | undefined,
  limits: { readonly maxKeyBytes: number; readonly scanBatchSize: number },
  more: Parameters<typeof checkOptions>[2] = {},
): CheckedScan {
  checkOptions('scan', given, {
    prefix: rules.bytes,
    start: rules.bytes,
    end: rules.bytes,
    reverse: rules.flag,
    limit: rules.count,
    keysOnly: rules.flag,
    batchSize: rules.positive,
    ...more,
  });
  const { reverse = false, keysOnly = false, limit, batchSize = limits.scanBatchSize } = given ?? {};
  return { range: toRange(given ?? {}, limits.maxKeyBytes), reverse, keysOnly, limit, batchSize };
}

/** @throws UsageError when it is no list */
export function checkKeys(verb: string, keys: unknown): asserts keys is readonly BytesInput[] {
  if (!Array.isArray(keys)) throw new UsageError(`${verb}: keys must be an array, not ${describe(keys)}`);
}

/** Found keys as the caller gave them, with their values; absent keys are left out. */
export function toMap<Key extends BytesInput>(
  keys: readonly Key[],
  values: readonly (Uint8Array | undefined)[],
): Map<Key, Uint8Array> {
  const map = new Map<Key, Uint8Array>();
  for (const [index, key] of keys.entries()) {
    const value = values[index];
    if (value !== undefined) map.set(key, value);
  }
  return map;
}
