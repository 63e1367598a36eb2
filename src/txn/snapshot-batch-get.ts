import type { Lock } from '../lock/lock.ts';
import { bytesName } from '../model/bytes.ts';
import { ProtocolError } from '../model/errors.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { KeyGroup } from '../region/region-cache.ts';
import { backOffMoved } from '../region/send-by-key.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import { tikvRpcs } from '../wire/codec/rpcs.ts';
import { LocksMet } from './locks-met.ts';
import type { ReadEnvironment } from './read-environment.ts';

/** Keys of one request (client-go's batchGetSize). */
const BATCH_KEYS = 5120;

/** Committed data, or what a bulk transaction has flushed itself: its deletions show as empty values there. */
export type ReadTier = 'data' | 'flushed';

const RPCS = { data: tikvRpcs.kvBatchGet, flushed: tikvRpcs.kvBufferBatchGet } as const;

/**
 * Values of many keys at a timestamp, aligned with the keys; undefined where a key is absent. Keys may repeat.
 * Regions are asked at once; a key met under a lock is asked for again alone with its like. Follows client-go's
 * KVSnapshot.BatchGetWithTier (parity rows SNP-2, SNP-4 and SNP-10, scenario S086).
 * @throws the first failure, after all requests have ended
 */
export async function snapshotBatchGet(
  environment: ReadEnvironment,
  keys: readonly Uint8Array[],
  readTs: Timestamp,
  locks: LocksMet,
  backoffer: Backoffer,
  tier: ReadTier = 'data',
): Promise<(Uint8Array | undefined)[]> {
  const found = new Map<string, Uint8Array>();
  const names = keys.map(bytesName);
  const distinct = new Map(names.map((name, index) => [name, keys[index] as Uint8Array]));
  await getDistinct({ environment, readTs, locks, found, tier }, [...distinct.values()], backoffer);
  if (distinct.size === keys.length) return names.map((name) => found.get(name));
  // A value that several positions share is each one's own.
  return names.map((name) => {
    const value = found.get(name);
    if (value !== undefined) found.set(name, value.slice());
    return value;
  });
}

interface BatchGet {
  readonly environment: ReadEnvironment;
  readonly readTs: Timestamp;
  readonly locks: LocksMet;
  /** Values by the names of their keys. */
  readonly found: Map<string, Uint8Array>;
  readonly tier: ReadTier;
}

async function getDistinct(read: BatchGet, keys: readonly Uint8Array[], backoffer: Backoffer): Promise<void> {
  if (keys.length === 0) return;
  const groups = await read.environment.regions.cache.groupKeys(keys, backoffer);
  const batches = groups.flatMap((group) => toBatches(group, keys));
  if (batches.length === 1) return getBatch(read, batches[0] as Batch, backoffer);
  const ends = await Promise.allSettled(
    batches.map(async (batch) => {
      const own = backoffer.fork();
      await getBatch(read, batch, own);
      backoffer.merge(own);
    }),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

interface Batch {
  readonly region: KeyGroup['region'];
  readonly keys: readonly Uint8Array[];
}

function toBatches(group: KeyGroup, keys: readonly Uint8Array[]): Batch[] {
  const own = group.indexes.map((index) => keys[index] as Uint8Array);
  const batches: Batch[] = [];
  for (let from = 0; from < own.length; from += BATCH_KEYS) {
    batches.push({ region: group.region, keys: own.slice(from, from + BATCH_KEYS) });
  }
  return batches;
}

async function getBatch(read: BatchGet, batch: Batch, backoffer: Backoffer): Promise<void> {
  let pending = batch.keys;
  while (pending.length > 0) {
    const result = await read.environment.regions.send({
      rpc: RPCS[read.tier],
      request: { keys: pending, version: read.readTs, context: read.locks.context },
      region: batch.region,
      timeoutMs: RPC_TIMEOUT_MS.medium,
      backoffer,
    });
    if (result.kind === 'failed') throw result.error;
    if (result.kind === 'moved') {
      await backOffMoved(result, backoffer);
      return getDistinct(read, pending, backoffer);
    }
    const { error, pairs } = result.response;
    // An error of the whole response makes its pairs worthless: the first only repeats it.
    if (error !== undefined) {
      await read.locks.resolve(LocksMet.in([error]), backoffer, false);
      continue;
    }
    const asked = new Set(pending.map(bytesName));
    const blocking: Lock[] = [];
    for (const pair of pairs) {
      if (pair.error !== undefined) {
        blocking.push(...LocksMet.in([pair.error]));
        continue;
      }
      const name = bytesName(pair.key);
      if (!asked.delete(name))
        throw new ProtocolError('A batch get was answered with a key not asked for, or twice');
      read.found.set(name, pair.value);
    }
    if (blocking.length === 0) return;
    const locked = new Set(blocking.map((lock) => bytesName(lock.key)));
    pending = pending.filter((key) => locked.has(bytesName(key)));
    if (pending.length !== locked.size)
      throw new ProtocolError('A batch get was answered with a foreign lock');
    await read.locks.resolve(blocking, backoffer, false);
  }
}
