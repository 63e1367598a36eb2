import type { Lock } from '../../lock/lock.ts';
import { bytesName } from '../../model/bytes.ts';
import { ProtocolError } from '../../model/errors.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import type { KeyGroup } from '../../region/cache/region-cache.ts';
import { backOffMoved } from '../../region/send-by-key.ts';
import type { Backoffer } from '../../retry/backoffer.ts';
import { inBranches } from '../../retry/in-branches.ts';
import { RPC_TIMEOUT_MS } from '../../retry/rpc-timeouts.ts';
import type { kvrpcpb } from '../../wire/codec/messages.ts';
import type { Rpc } from '../../wire/codec/rpc.ts';
import { tikvRpcs } from '../../wire/codec/tikv-rpcs.ts';
import type { PointRead, ValueEntry } from './point-read.ts';
import type { ReadView } from './read-view.ts';

/** Keys of one request (client-go's batchGetSize). */
const BATCH_KEYS = 5120;

type BatchGetRpc = Rpc<kvrpcpb.BatchGetRequest, kvrpcpb.BatchGetResponse.Decoded>;
const RPCS: Readonly<Record<'data' | 'flushed', BatchGetRpc>> = {
  data: tikvRpcs.kvBatchGet,
  flushed: tikvRpcs.kvBufferBatchGet,
};

/**
 * What a view has at many keys, aligned with them; undefined where a key is absent. Keys may repeat, and each
 * position has a value of its own. Regions are asked at once; keys found locked are requested again,
 * together. Follows client-go's KVSnapshot.BatchGet (parity rows SNP-2, SNP-5 and SNP-10, scenario S086).
 * @param hasMetLocks whether the keys were met under locks before
 * @throws the first failure, after all requests have ended
 */
export async function snapshotBatchGet<Found>(
  view: ReadView,
  keys: readonly Uint8Array[],
  read: PointRead<Found>,
  backoffer: Backoffer,
  hasMetLocks = false,
): Promise<(Found | undefined)[]> {
  const found = new Map<string, ValueEntry>();
  const names = keys.map(bytesName);
  const distinct = new Map(names.map((name, index) => [name, keys[index] as Uint8Array]));
  const { tier, needCommitTs, firstAttemptTimeoutMs: timeoutMs = RPC_TIMEOUT_MS.medium } = read;
  const get = { view, tier, needCommitTs, timeoutMs, hasMetLocks, found };
  await getDistinct(get, [...distinct.values()], backoffer);
  if (distinct.size < keys.length) {
    return names.map((name) => {
      const { value, commitTs } = found.get(name) ?? {};
      return value && read.take({ value: value.slice(), commitTs: commitTs as Timestamp });
    });
  }
  return names.map((name) => {
    const entry = found.get(name);
    return entry && read.take(entry);
  });
}

interface BatchGet extends Pick<PointRead<unknown>, 'tier' | 'needCommitTs'> {
  readonly view: ReadView;
  readonly timeoutMs: number;
  readonly hasMetLocks: boolean;
  /** By the names of their keys. */
  readonly found: Map<string, ValueEntry>;
}

async function getDistinct(get: BatchGet, keys: readonly Uint8Array[], backoffer: Backoffer): Promise<void> {
  if (keys.length === 0) return;
  const groups = await get.view.environment.regions.cache.groupKeys(keys, backoffer);
  const batches = groups.flatMap((group) => toBatches(group, keys));
  await inBranches(batches, backoffer, (batch, own) => getBatch(get, batch, own));
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

async function getBatch(get: BatchGet, batch: Batch, backoffer: Backoffer): Promise<void> {
  const { view, needCommitTs } = get;
  let { timeoutMs, hasMetLocks } = get;
  let pending = batch.keys;
  while (pending.length > 0) {
    const result = await view.regionsFor(pending.length, hasMetLocks).send({
      rpc: RPCS[get.tier],
      request: { keys: pending, version: view.readTs, needCommitTs, context: view.context },
      region: batch.region,
      timeoutMs,
      backoffer,
    });
    timeoutMs = RPC_TIMEOUT_MS.medium;
    if (result.kind === 'failed') throw result.error;
    if (result.kind === 'moved') {
      await backOffMoved(result, backoffer);
      return getDistinct({ ...get, timeoutMs, hasMetLocks }, pending, backoffer);
    }
    const { error, pairs } = result.response;
    // An error of the whole response makes its pairs worthless: the first only repeats it.
    if (error !== undefined) {
      hasMetLocks = true;
      await view.resolve(view.locksIn([error]), { lite: false, needCommitTs }, backoffer);
      continue;
    }
    const asked = new Set(pending.map(bytesName));
    const blocking: Lock[] = [];
    for (const pair of pairs) {
      if (pair.error !== undefined) {
        blocking.push(...view.locksIn([pair.error]));
        continue;
      }
      const name = bytesName(pair.key);
      if (!asked.delete(name))
        throw new ProtocolError('A batch get was answered with a key not asked for, or twice');
      get.found.set(name, pair);
    }
    if (blocking.length === 0) return;
    const locked = new Set(blocking.map((lock) => bytesName(lock.key)));
    pending = pending.filter((key) => locked.has(bytesName(key)));
    if (pending.length !== locked.size)
      throw new ProtocolError('A batch get was answered with a foreign lock');
    hasMetLocks = true;
    await view.resolve(blocking, { lite: false, needCommitTs }, backoffer);
  }
}
