import { type Lock, toLock } from '../lock/lock.ts';
import type { Timestamp } from '../model/timestamp.ts';
import { sendByKey } from '../region/send-by-key.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import { tikvRpcs } from '../wire/codec/rpcs.ts';
import { toKeyError } from './key-errors.ts';
import type { LocksMet } from './locks-met.ts';
import type { ReadEnvironment } from './read-environment.ts';

/**
 * The value of a key at a timestamp, or undefined when it is absent. Follows client-go's KVSnapshot.get (parity
 * rows SNP-1 and SNP-9).
 * @throws what the request failed with, ResolveLockTimeoutError, or a typed key error
 */
export async function snapshotGet(
  environment: ReadEnvironment,
  key: Uint8Array,
  readTs: Timestamp,
  locks: LocksMet,
  backoffer: Backoffer,
): Promise<Uint8Array | undefined> {
  let firstLock: Lock | undefined;
  for (;;) {
    const { response } = await sendByKey(environment.regions, key, {
      rpc: tikvRpcs.kvGet,
      request: { key, version: readTs, context: locks.context },
      timeoutMs: RPC_TIMEOUT_MS.short,
      backoffer,
    });
    if (response.error === undefined) return response.notFound ? undefined : response.value;
    if (response.error.locked === undefined) throw toKeyError(response.error);
    const lock = toLock(response.error.locked);
    if (firstLock !== undefined && locks.ignoreLaterThan(firstLock, lock)) continue;
    firstLock ??= lock;
    await locks.resolve([lock], backoffer, true);
  }
}
