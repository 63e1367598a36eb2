import { equalBytes } from '../model/bytes.ts';
import { ServerError } from '../model/errors.ts';
import { sendByKey } from '../region/send-by-key.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import { kvrpcpb } from '../wire/codec/messages.ts';
import { tikvRpcs } from '../wire/codec/tikv-rpcs.ts';
import type { RawEnvironment } from './raw-environment.ts';
import { rawReadRefusal, storeHasTtl, ttlNotEnabled } from './raw-refusal.ts';
import { rawGet } from './raw-single.ts';

/**
 * Seconds until a value expires; Infinity if it never does, undefined when the key is absent (parity row
 * RAW-10). Only for a cluster with TTL: see `requireTtl`.
 */
export async function rawTtl(
  environment: RawEnvironment,
  key: Uint8Array,
  backoffer: Backoffer,
): Promise<number | undefined> {
  const left = await timeLeft(environment, key, backoffer);
  if (left !== Number.POSITIVE_INFINITY || !isApiV2(environment)) return left;
  // API V2 keeps a tombstone where a value was removed, and answers for it as for a value that never expires.
  // The answer is about the value, not about a tombstone before it, if the same value is there before and
  // after.
  for (let before = await rawGet(environment, key, backoffer); before !== undefined; ) {
    const between = await timeLeft(environment, key, backoffer);
    if (between !== Number.POSITIVE_INFINITY) return between;
    const after = await rawGet(environment, key, backoffer);
    if (after !== undefined && equalBytes(after, before)) return between;
    before = after;
  }
  return undefined;
}

async function timeLeft(
  environment: RawEnvironment,
  key: Uint8Array,
  backoffer: Backoffer,
): Promise<number | undefined> {
  const { response } = await sendByKey(environment.regions, key, {
    rpc: tikvRpcs.rawGetKeyTTL,
    request: { key, cf: environment.columnFamily },
    timeoutMs: RPC_TIMEOUT_MS.short,
    backoffer,
  });
  const refusal = rawReadRefusal(response.error);
  if (refusal !== undefined) throw refusal;
  if (response.notFound) return undefined;
  return response.ttl > 0n ? Number(response.ttl) : Number.POSITIVE_INFINITY;
}

/**
 * Checks that the cluster has TTL. A store without it ends its process when asked for one (TiKV's
 * RawStore::raw_get_key_ttl), so the store is asked for something that every store refuses before it does
 * anything, with a text that depends on it: to put no pairs with two TTLs (Storage::check_ttl_valid).
 *
 * @throws UsageError when it has none; ServerError when the answer does not say
 */
export async function requireTtl(
  environment: RawEnvironment,
  key: Uint8Array,
  backoffer: Backoffer,
): Promise<void> {
  if (isApiV2(environment)) return;
  const { response } = await sendByKey(environment.regions, key, {
    rpc: tikvRpcs.rawBatchPut,
    request: { pairs: [], ttls: [1n, 1n] },
    timeoutMs: RPC_TIMEOUT_MS.short,
    backoffer,
  });
  const keepsTtl = storeHasTtl(response.error);
  if (keepsTtl === false) throw ttlNotEnabled();
  if (keepsTtl === undefined) throw new ServerError('The store did not say whether it has TTL');
}

function isApiV2({ regions }: RawEnvironment): boolean {
  return regions.cache.codec.context.apiVersion === kvrpcpb.APIVersion.V2;
}
