import { ownBytes } from '../model/bytes.ts';
import { sendByKey } from '../region/send-by-key.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import { tikvRpcs } from '../wire/codec/tikv-rpcs.ts';
import type { RawEnvironment, RawSending } from './raw-environment.ts';
import { rawReadRefusal } from './raw-refusal.ts';
import { writeByKey } from './write-by-key.ts';

/** The value, or undefined when the key is absent or expired (parity row RAW-7). */
export function rawGet(
  { regions, columnFamily }: RawEnvironment,
  key: Uint8Array,
  backoffer: Backoffer,
): Promise<Uint8Array | undefined> {
  const answer = sendByKey(regions, key, {
    rpc: tikvRpcs.rawGet,
    request: { key, cf: columnFamily },
    timeoutMs: RPC_TIMEOUT_MS.short,
    backoffer,
  });
  return answer.then(({ response: { error, notFound, value } }) => {
    const refusal = rawReadRefusal(error);
    if (refusal !== undefined) throw refusal;
    return notFound ? undefined : ownBytes(value);
  });
}

/**
 * Sets a value (parity row RAW-9).
 * @param ttlSeconds 0n for one that does not expire
 * @throws as `writeByKey`
 */
export async function rawPut(
  environment: RawEnvironment,
  {
    key,
    value,
    ttlSeconds,
  }: { readonly key: Uint8Array; readonly value: Uint8Array; readonly ttlSeconds: bigint },
  options: RawSending,
  backoffer: Backoffer,
): Promise<void> {
  const { columnFamily, forCas } = environment;
  const request = { key, value, ttl: ttlSeconds, cf: columnFamily, forCas };
  await writeByKey(environment, key, { rpc: tikvRpcs.rawPut, request }, options, backoffer);
}

/** Removes a value, if there is one (parity row RAW-12). @throws as `writeByKey` */
export async function rawDelete(
  environment: RawEnvironment,
  key: Uint8Array,
  options: RawSending,
  backoffer: Backoffer,
): Promise<void> {
  const request = { key, cf: environment.columnFamily, forCas: environment.forCas };
  await writeByKey(environment, key, { rpc: tikvRpcs.rawDelete, request }, options, backoffer);
}
