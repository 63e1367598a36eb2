import { type Lock, toLock } from '../../lock/lock.ts';
import type { RegionClient } from '../../region/request/region-client.ts';
import { sendByKey } from '../../region/send-by-key.ts';
import type { Backoffer } from '../../retry/backoffer.ts';
import { RPC_TIMEOUT_MS } from '../../retry/rpc-timeouts.ts';
import type { kvrpcpb } from '../../wire/codec/messages.ts';
import { tikvRpcs } from '../../wire/codec/tikv-rpcs.ts';
import type { PointRead } from './point-read.ts';
import { toReadError } from './read-error.ts';
import type { ReadView } from './read-view.ts';

/**
 * What a view has at a key, or undefined when it is absent. Follows client-go's KVSnapshot.get (parity rows
 * SNP-1, SNP-5 and SNP-9).
 * @throws what the request failed with, ResolveLockTimeoutError, or a typed key error
 */
export function snapshotGet<Found>(
  view: ReadView,
  key: Uint8Array,
  read: PointRead<Found>,
  backoffer: Backoffer,
): Promise<Found | undefined> {
  // Not an async function: a waiting one takes three times the memory, for each read in flight.
  return ask(view.regionsFor(1, false), view, key, read, backoffer, read.firstAttemptTimeoutMs).then(
    ({ response }) =>
      response.error === undefined
        ? found(response, read)
        : getPastLocks(view, key, read, response.error, backoffer),
  );
}

function ask<Found>(
  regions: RegionClient,
  { readTs, context }: ReadView,
  key: Uint8Array,
  { needCommitTs }: PointRead<Found>,
  backoffer: Backoffer,
  firstTimeoutMs?: number,
) {
  return sendByKey(regions, key, {
    rpc: tikvRpcs.kvGet,
    request: { key, version: readTs, needCommitTs, context },
    timeoutMs: RPC_TIMEOUT_MS.short,
    firstTimeoutMs,
    backoffer,
  });
}

async function getPastLocks<Found>(
  view: ReadView,
  key: Uint8Array,
  read: PointRead<Found>,
  error: kvrpcpb.KeyError.Decoded,
  backoffer: Backoffer,
): Promise<Found | undefined> {
  const firstLock = lockIn(view, error);
  for (let lock = firstLock; ; ) {
    if (lock === firstLock || !view.ignoreLaterThan(firstLock, lock)) {
      await view.resolve([lock], { lite: true, needCommitTs: read.needCommitTs }, backoffer);
    }
    const { response } = await ask(view.regionsFor(1, true), view, key, read, backoffer);
    if (response.error === undefined) return found(response, read);
    lock = lockIn(view, response.error);
  }
}

function lockIn({ environment }: ReadView, error: kvrpcpb.KeyError.Decoded): Lock {
  if (error.locked === undefined) throw toReadError(environment.regions.cache.codec, error);
  return toLock(error.locked);
}

function found<Found>(response: kvrpcpb.GetResponse.Decoded, read: PointRead<Found>): Found | undefined {
  return response.notFound ? undefined : read.take(response);
}
