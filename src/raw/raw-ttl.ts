import { ServerError } from '../model/errors.ts';
import { sendByKey } from '../region/send-by-key.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import { kvrpcpb } from '../wire/codec/messages.ts';
import { tikvRpcs } from '../wire/codec/tikv-rpcs.ts';
import type { RawEnvironment } from './raw-environment.ts';
import { tellsTtl, toReadRefusal, ttlNotEnabled } from './raw-refusal.ts';
import { rawGet } from './raw-single.ts';

/**
 * Seconds until a value expires; Infinity when it does not; undefined when the key is absent (parity row RAW-10).
 * Only for a cluster that keeps TTLs: see `requireTtl`.
 */
export async function rawTtl(
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
  const refusal = toReadRefusal(response.error);
  if (refusal !== undefined) throw refusal;
  if (response.notFound) return undefined;
  if (response.ttl > 0n) return Number(response.ttl);
  // API V2 keeps a mark where a value was removed, and answers as for a value that does not expire.
  const isThere = !isApiV2(environment) || (await rawGet(environment, key, backoffer)) !== undefined;
  return isThere ? Number.POSITIVE_INFINITY : undefined;
}

/**
 * Finds out that the cluster keeps TTLs. A store that keeps none ends its process when asked for one (TiKV's
 * RawStore::raw_get_key_ttl), so it is asked for something that any store refuses before it does anything: to put
 * no pairs with two TTLs (Storage::check_ttl_valid).
 *
 * @throws UsageError when it keeps none; ServerError when the answer does not tell
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
  const keepsTtl = tellsTtl(response.error);
  if (keepsTtl === false) throw ttlNotEnabled();
  if (keepsTtl === undefined) throw new ServerError('The store does not tell whether it keeps TTLs');
}

function isApiV2({ regions }: RawEnvironment): boolean {
  return regions.cache.codec.context.apiVersion === kvrpcpb.APIVersion.V2;
}
