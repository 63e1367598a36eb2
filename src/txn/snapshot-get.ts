import { type Lock, toLock } from '../lock/lock.ts';
import { sendByKey } from '../region/send-by-key.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import { tikvRpcs } from '../wire/codec/rpcs.ts';
import type { PointRead } from './point-read.ts';
import { toReadRefusal } from './read-refusal.ts';
import type { ReadView } from './read-view.ts';

/**
 * What a view has at a key, or undefined when it is absent. Follows client-go's KVSnapshot.get (parity rows SNP-1,
 * SNP-5 and SNP-9).
 * @throws what the request failed with, ResolveLockTimeoutError, or a typed key error
 */
export async function snapshotGet<Found>(
  view: ReadView,
  key: Uint8Array,
  read: PointRead<Found>,
  backoffer: Backoffer,
): Promise<Found | undefined> {
  const { environment, readTs } = view;
  const { needCommitTs } = read;
  let firstTimeoutMs = read.firstAttemptTimeoutMs;
  let firstLock: Lock | undefined;
  for (;;) {
    const { response } = await sendByKey(environment.regions, key, {
      rpc: tikvRpcs.kvGet,
      request: { key, version: readTs, needCommitTs, context: view.context },
      timeoutMs: RPC_TIMEOUT_MS.short,
      firstTimeoutMs,
      backoffer,
    });
    if (response.error === undefined) return response.notFound ? undefined : read.take(response);
    const { locked } = response.error;
    if (locked === undefined) throw toReadRefusal(environment.regions.cache.codec, response.error);
    firstTimeoutMs = undefined;
    const lock = toLock(locked);
    if (firstLock !== undefined && view.ignoreLaterThan(firstLock, lock)) continue;
    firstLock ??= lock;
    await view.resolve([lock], { lite: true, needCommitTs }, backoffer);
  }
}
