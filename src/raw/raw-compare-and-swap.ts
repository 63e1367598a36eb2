import { EMPTY_BYTES, ownBytes } from '../model/bytes.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { tikvRpcs } from '../wire/codec/tikv-rpcs.ts';
import type { RawEnvironment } from './raw-environment.ts';
import { writeByKey } from './write-by-key.ts';

/** The value to compare with, and what to do when it is the stored one. */
export interface RawSwap {
  readonly key: Uint8Array;
  /** The value that must be stored; undefined when the key must be absent. */
  readonly expected: Uint8Array | undefined;
  /** The new value; undefined to remove the key. */
  readonly value: Uint8Array | undefined;
  /** Until the new value expires; 0n for one that does not. */
  readonly ttlSeconds: bigint;
}

/** What a compare-and-swap found and did. */
export interface SwapResult {
  /** Whether the stored value was the expected one, and was replaced. */
  readonly swapped: boolean;
  /** The value stored before; undefined when the key was absent. */
  readonly previous: Uint8Array | undefined;
}

/**
 * Compares and swaps, at most once (parity row RAW-17, scenario S117). Follows TiKV's RawCompareAndSwap
 * (src/storage/txn/commands/compare_and_swap.rs): atomic only with writes that set `forCas`.
 *
 * @throws UndeterminedError when an answer was lost; else as `writeByKey`
 */
export async function rawCompareAndSwap(
  environment: RawEnvironment,
  { key, expected, value, ttlSeconds }: RawSwap,
  backoffer: Backoffer,
): Promise<SwapResult> {
  const request = {
    key,
    value: value ?? EMPTY_BYTES,
    delete: value === undefined,
    previousNotExist: expected === undefined,
    previousValue: expected ?? EMPTY_BYTES,
    ttl: ttlSeconds,
    cf: environment.columnFamily,
  };
  const response = await writeByKey(
    environment,
    key,
    { rpc: tikvRpcs.rawCompareAndSwap, request },
    { atMostOnce: true },
    backoffer,
  );
  return {
    swapped: response.succeed,
    previous: response.previousNotExist ? undefined : ownBytes(response.previousValue),
  };
}
