import { bytesName, ownBytes } from '../model/bytes.ts';
import { ProtocolError } from '../model/errors.ts';
import { backOffMoved } from '../region/send-by-key.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { inBranches } from '../retry/in-branches.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import { tikvRpcs } from '../wire/codec/tikv-rpcs.ts';
import type { RawEnvironment } from './raw-environment.ts';
import { rawPairsRefusal } from './raw-refusal.ts';
import { type RegionBatch, toRegionBatches } from './region-batches.ts';

/** Most keys of one request (client-go's rawBatchPairCount, parity row RAW-18). */
export const BATCH_KEYS = 512;

/**
 * Values of many keys, aligned with the keys; undefined where a key is absent or expired. Keys may repeat.
 * All requests are sent at once. Follows client-go's rawkv BatchGet (parity rows RAW-8, RAW-18 to RAW-20).
 *
 * @throws the first failure, after all requests have ended
 */
export async function rawBatchGet(
  environment: RawEnvironment,
  keys: readonly Uint8Array[],
  backoffer: Backoffer,
): Promise<(Uint8Array | undefined)[]> {
  const distinct = new Map(keys.map((key) => [bytesName(key), key]));
  const found = new Map<string, Uint8Array>();
  await getDistinct({ environment, found }, [...distinct.values()], backoffer);
  const given = new Set<Uint8Array>();
  return keys.map((key) => {
    const value = found.get(bytesName(key));
    // Each position has its own copy: the caller may change one of them.
    if (value === undefined || !given.has(value)) {
      if (value !== undefined) given.add(value);
      return value;
    }
    return value.slice();
  });
}

interface BatchGet {
  readonly environment: RawEnvironment;
  readonly found: Map<string, Uint8Array>;
}

async function getDistinct(read: BatchGet, keys: readonly Uint8Array[], backoffer: Backoffer): Promise<void> {
  const { regions } = read.environment;
  const groups = await regions.cache.groupKeys(keys, backoffer);
  const batches = toRegionBatches(groups, keys, () => 1, BATCH_KEYS);
  await inBranches(batches, backoffer, (batch, own) => getBatch(read, batch, own));
}

async function getBatch(read: BatchGet, batch: RegionBatch<Uint8Array>, backoffer: Backoffer): Promise<void> {
  const { regions, columnFamily } = read.environment;
  const result = await regions.send({
    rpc: tikvRpcs.rawBatchGet,
    request: { keys: batch.items, cf: columnFamily },
    region: batch.region,
    timeoutMs: RPC_TIMEOUT_MS.short,
    backoffer,
  });
  if (result.kind === 'failed') throw result.error;
  if (result.kind === 'moved') {
    await backOffMoved(result, backoffer);
    return getDistinct(read, batch.items, backoffer);
  }
  const { pairs } = result.response;
  const refusal = rawPairsRefusal(pairs);
  if (refusal !== undefined) throw refusal;
  const asked = new Set(batch.items.map(bytesName));
  for (const { key, value } of pairs) {
    const name = bytesName(key);
    if (!asked.has(name)) throw new ProtocolError('A raw batch get was answered with a key not asked for');
    read.found.set(name, ownBytes(value));
  }
}
