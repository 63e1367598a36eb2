import { bytesName } from '../model/bytes.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { tikvRpcs } from '../wire/codec/tikv-rpcs.ts';
import { BATCH_KEYS } from './raw-batch-get.ts';
import type { RawEnvironment, RawSending } from './raw-environment.ts';
import { type BatchItem, settleParts, writeBatches } from './write-batches.ts';

/** A value to set. */
export interface RawEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  /** 0n for a value that does not expire. */
  readonly ttlSeconds: bigint;
}

/**
 * A request is full once its keys and values have this size (client-go's rawBatchPutSize, parity row RAW-18).
 */
const BATCH_SIZE_BYTES = 16 * 1024;

/**
 * Sets many values; the last of several entries with the same key counts. Follows client-go's rawkv BatchPut
 * (parity row RAW-11). @throws as `settleParts`
 */
export async function rawBatchPut(
  environment: RawEnvironment,
  entries: readonly RawEntry[],
  options: RawSending,
  backoffer: Backoffer,
): Promise<void> {
  const { columnFamily: cf, forCas } = environment;
  const hasTtl = entries.some((entry) => entry.ttlSeconds !== 0n);
  const write = {
    rpc: tikvRpcs.rawBatchPut,
    limit: BATCH_SIZE_BYTES,
    weightOf: ({ key, value }: RawEntry & BatchItem) => key.length + value.length,
    request: (items: readonly (RawEntry & BatchItem)[]) => ({
      pairs: items.map(({ key, value }) => ({ key, value })),
      cf,
      forCas,
      ...(hasTtl && { ttls: items.map((item) => item.ttlSeconds), ttl: items[0]?.ttlSeconds }),
    }),
  };
  settleParts(await writeBatches(environment, distinct(entries), write, options, backoffer));
}

/** Removes many values (parity row RAW-12). @throws as `settleParts` */
export async function rawBatchDelete(
  environment: RawEnvironment,
  keys: readonly Uint8Array[],
  options: RawSending,
  backoffer: Backoffer,
): Promise<void> {
  const { columnFamily: cf, forCas } = environment;
  const write = {
    rpc: tikvRpcs.rawBatchDelete,
    limit: BATCH_KEYS,
    weightOf: () => 1,
    request: (items: readonly BatchItem[]) => ({ keys: items.map(({ key }) => key), cf, forCas }),
  };
  const items = distinct(keys.map((key) => ({ key })));
  settleParts(await writeBatches(environment, items, write, options, backoffer));
}

function distinct<Entry extends { readonly key: Uint8Array }>(
  entries: readonly Entry[],
): (Entry & BatchItem)[] {
  const items = new Map<string, Entry & { readonly indexes: number[] }>();
  for (const [index, entry] of entries.entries()) {
    const name = bytesName(entry.key);
    const indexes = items.get(name)?.indexes ?? [];
    indexes.push(index);
    items.set(name, { ...entry, indexes });
  }
  return [...items.values()];
}
