import { describe, expect, it, vi } from 'vitest';
import { PdUnreachableError, type Tikv, TooLargeError } from '../../src/index.ts';
import { type Cluster, startCluster } from '../../src/testing/index.ts';
import { stateWatcher } from '../support/state-watcher.ts';
import { failure, list, put, startWorld, text, type World } from './support.ts';
import { startVirtualWorld, type VirtualWorld } from './virtual-world.ts';

const letters = [...'abcdefghijkl'];
const forever = Number.POSITIVE_INFINITY;

/** A world whose keys `a` to `l` hold themselves, and a client that has located them all. */
async function warm(): Promise<VirtualWorld> {
  return await warmed(await startVirtualWorld(REGIONS));
}

const REGIONS = { split: ['e', 'i'] };

async function warmed<Started extends World>(world: Started): Promise<Started> {
  await put(world.tikv, Object.fromEntries(letters.map((key) => [key, key])));
  expect(await everything(world.tikv)).toEqual(letters.map((key) => `${key}=${key}`));
  world.cluster.log.clear();
  return world;
}

function everything(tikv: Tikv, reverse = false): Promise<string[]> {
  return list(tikv.scan({ reverse, batchSize: 2 }));
}

const inOrder = letters.map((key) => `${key}=${key}`);

/** How often PD was asked where something is. */
function lookups(cluster: Cluster): number {
  return cluster.log
    .rpcs()
    .filter((rpc) => /^(Get(Prev)?Region(ByID)?|ScanRegions|BatchScanRegions|QueryRegion)$/.test(rpc)).length;
}

describe('S099 leader-down-try-followers: a leader that hangs while it answers health checks', () => {
  const rpcs = ['KvGet', 'KvPrewrite', 'KvTxnHeartBeat', 'KvPessimisticLock', 'KvCheckTxnStatus'];

  /** The leader of a key hangs, and another store leads by now, of which the client has not heard. */
  function hang(cluster: Cluster, key: string): void {
    cluster.fail({
      store: cluster.regionAt(key).leader?.storeId,
      rpc: rpcs,
      action: 'dropRequest',
      times: forever,
    });
    cluster.transferLeader(key, 2);
  }

  it('verbs that end before find the new one', async () => {
    await using world = await warm();
    const { cluster, tikv } = world;
    hang(cluster, 'a');
    const first = await failure(tikv.get('a', { timeoutMs: 3_000 }));
    expect(first).toMatchObject({ code: 'TIKV_DEADLINE' });
    await world.sleep(10);
    await put(tikv, { a: 'new' });
    expect(text(await tikv.get('a', { timeoutMs: 3_000 }))).toBe('new');
  });

  it('S061 heartbeat-keeps-alive: locks do not expire meanwhile', async () => {
    await using world = await warm();
    const { cluster, tikv } = world;
    await using txn = await tikv.begin({ mode: 'pessimistic' });
    await txn.lock(['a']);
    hang(cluster, 'a');
    await world.sleep(15_000);
    await using other = await (await world.connect()).begin({ mode: 'pessimistic' });
    const waiting = other.lock(['a'], { waitMs: 30_000, timeoutMs: 40_000 });
    expect(await failure(waiting)).toMatchObject({ code: 'TIKV_LOCK_WAIT_TIMEOUT' });
    txn.put('a', 'kept');
    await txn.commit();
    expect(text(await tikv.get('a'))).toBe('kept');
  });
});

describe('regions that change', () => {
  it('S093 epoch-not-match-uses-payload: after a split the store tells the regions, PD is not asked', async () => {
    await using world = await warm();
    const { cluster, tikv } = world;
    cluster.split(['b', 'c']);
    expect((await tikv.snapshot().batchGet(['a', 'b', 'c', 'd'])).map(text)).toEqual(['a', 'b', 'c', 'd']);
    expect(lookups(cluster)).toBe(0);
    const sizes = cluster.log
      .messages('KvBatchGet', 'KvGet')
      .map(({ response }) => response?.regionError !== undefined);
    expect(sizes).toContain(true);
  });

  it('S093 epoch-not-match-uses-payload: an answer older than what is known is not taken', async () => {
    await using world = await warm();
    const { cluster, tikv } = world;
    const { id, epoch, borders, peers } = cluster.regionAt('a');
    const older = { confVer: epoch.confVer, version: epoch.version - 1n };
    const stale = { id, startKey: borders.start, endKey: borders.end, regionEpoch: older };
    const roles = peers.map((peer) => ({ id: peer.id, storeId: peer.storeId }));
    using fault = cluster.fail({
      rpc: 'KvGet',
      times: 2,
      action: { regionError: { epochNotMatch: { currentRegions: [{ ...stale, peers: roles }] } } },
    });
    expect(text(await tikv.get('a'))).toBe('a');
    expect(fault.hits).toBe(2);
    for (const { request } of cluster.log.messages('KvGet')) {
      expect(request.context).toMatchObject({ regionEpoch: epoch });
    }
  });

  it('S094 split-between-cache-and-send: batch gets, scans and commits meet every key once', async () => {
    await using world = await warm();
    const { cluster, tikv } = world;
    cluster.split(['b', 'c', 'f', 'g', 'k']);
    expect((await tikv.batchGet(letters)).map(text)).toEqual(letters);
    cluster.split(['d', 'h']);
    expect(await everything(tikv)).toEqual(inOrder);
    cluster.split(['j', 'l']);
    expect(await everything(tikv, true)).toEqual(inOrder.toReversed());
    cluster.split(letters.map((key) => `${key}5`));
    await put(tikv, Object.fromEntries(letters.map((key) => [`${key}9`, '9'])));
    const all = letters.flatMap((key) => [`${key}=${key}`, `${key}9=9`]);
    expect(await everything(tikv)).toEqual(all);
  });

  it('S094 split-between-cache-and-send: between prewrite and commit', async () => {
    await using world = await warm();
    const { cluster, tikv } = world;
    const fault = cluster.fail({ rpc: 'KvCommit', action: 'pause', times: forever });
    const writing = put(tikv, Object.fromEntries(letters.map((key) => [key, key.toUpperCase()])));
    await fault.waitForHit();
    cluster.split(['b', 'c', 'g', 'k']);
    fault.remove();
    await writing;
    expect(await everything(tikv)).toEqual(letters.map((key) => `${key}=${key.toUpperCase()}`));
  });

  it.each([false, true])('S095 merge-during-scan: each key once, reverse: %s', async (reverse) => {
    await using world = await warm();
    const { cluster, tikv } = world;
    const seen: (string | undefined)[] = [];
    for await (const { key } of tikv.scan({ reverse, batchSize: 2 })) {
      seen.push(text(key));
      if (seen.length === 3) cluster.merge('a');
      if (seen.length === 6) cluster.merge('a');
      if (seen.length === 8) cluster.split('c');
    }
    expect(seen).toEqual(reverse ? letters.toReversed() : letters);
  });

  it('F04 merge: a write that meets a merge under way waits for its end', async () => {
    await using world = await warm();
    const { cluster, tikv } = world;
    const merge = cluster.prepareMerge('a');
    const writing = put(tikv, { e: 'new' });
    const refusals = () => cluster.log.messages('KvPrewrite').map(({ response }) => response?.regionError);
    const reason = 'can not read index due to merge';
    const merging = { readIndexNotReady: expect.objectContaining({ reason }) };
    await world.eventually(() => expect(refusals()).toContainEqual(expect.objectContaining(merging)));
    merge.commit();
    await writing;
    expect(text(await tikv.get('e'))).toBe('new');
  });

  it('S096 region-hole, F26: a gap is waited for, then an error, and never taken for no keys', async () => {
    await using world = await warm();
    const { cluster } = world;
    const stranger = await world.connect();
    const { id } = cluster.regionAt('e');
    cluster.pd.regions.hide(id);
    const get = await failure(stranger.get('e', { timeoutMs: 150 }));
    expect(get).toMatchObject({ code: 'TIKV_DEADLINE' });
    expect(await failure(list(stranger.scan({ timeoutMs: 150 })))).toMatchObject({ code: 'TIKV_DEADLINE' });
    expect(text(await stranger.get('a'))).toBe('a');
    cluster.pd.regions.show(id);
    expect(await everything(stranger)).toEqual(inOrder);
  });

  it('S097 region-not-found-hard-invalidate: PD is asked again, and the stale entry is gone', async () => {
    await using world = await warm();
    const { cluster, tikv } = world;
    const { id: gone } = cluster.regionAt('e');
    cluster.merge('a');
    expect(cluster.regions().map(({ id }) => id)).not.toContain(gone);
    expect(text(await tikv.get('e'))).toBe('e');
    expect(lookups(cluster)).toBeGreaterThan(0);
    cluster.log.clear();
    expect(text(await tikv.get('f'))).toBe('f');
    expect([lookups(cluster), cluster.log.messages('KvGet').length]).toEqual([0, 1]);
  });
});

describe('stores that change', () => {
  it('S098 not-leader-hint: two peers that name each other do not hold a call for ever', async () => {
    await using world = await warm();
    const { cluster, tikv } = world;
    const { id, peers } = cluster.regionAt('a');
    const naming = (store: bigint, other: bigint) => {
      const peer = peers.find(({ storeId }) => storeId === other);
      const leader = { id: peer?.id ?? 0n, storeId: other };
      return cluster.fail({
        rpc: 'KvGet',
        store,
        times: forever,
        action: { regionError: { notLeader: { regionId: id, leader } } },
      });
    };
    const faults = [naming(1n, 2n), naming(2n, 1n), naming(3n, 1n)];
    expect(await failure(tikv.get('a', { timeoutMs: 300 }))).toMatchObject({ code: 'TIKV_DEADLINE' });
    expect(faults[0]?.hits).toBeLessThan(60);
    for (const fault of faults) fault.remove();
    expect(text(await tikv.get('a'))).toBe('a');
  });

  it('F02 election: without a leader a call waits for the next one', async () => {
    await using world = await warm();
    const { cluster, tikv } = world;
    cluster.loseLeader('a');
    expect(text(await tikv.get('a'))).toBe('a');
    cluster.loseLeader('a');
    await put(tikv, { a: 'new' });
    expect(text(await tikv.get('a'))).toBe('new');
  });

  it('S100 store-replaced-address: another store behind the address is noticed, and PD asked', async () => {
    await using world = await warm();
    const { cluster } = world;
    const [first, second] = cluster.addresses.stores as [string, string, string];
    cluster.setStore(1, { address: second });
    const stranger = await world.connect();
    const mistaken = cluster.fail({ rpc: 'KvGet', store: 2, times: forever, action: { delayMs: 0 } });
    const reading = stranger.get('a');
    await mistaken.waitForHit();
    cluster.setStore(1, { address: first });
    expect(text(await reading)).toBe('a');
    const [met] = cluster.log.messages('KvGet');
    expect(met?.response).toMatchObject({
      regionError: { storeNotMatch: { requestStoreId: 1n, actualStoreId: 2n } },
    });
  });

  it('S100 store-replaced-address, F43: a store of another cluster behind the address has executed nothing, and PD is asked', async () => {
    await using world = await startWorld({ stores: 1 });
    await using other = await startCluster({ clusterId: 99n });
    const { cluster } = world;
    const address = cluster.addresses.stores[0] as string;
    cluster.setStore(1, { address: other.addresses.stores[0] as string });
    const tikv = await world.connect();
    const mistaken = await failure(tikv.raw.atomic().putIfAbsent('a', '1', { timeoutMs: 500 }));
    expect(mistaken).toMatchObject({ code: 'TIKV_DEADLINE' });
    expect(other.log.messages('RawCompareAndSwap')).not.toEqual([]);
    const writing = tikv.raw.atomic().putIfAbsent('a', '2');
    const reading = tikv.raw.get('b');
    cluster.setStore(1, { address });
    expect(await writing).toMatchObject({ swapped: true });
    expect(await reading).toBeUndefined();
  });

  it('S101 store-removed: a tombstone is no place for requests, and nothing hangs', async () => {
    await using world = await warmed(await startWorld(REGIONS));
    const { cluster, tikv } = world;
    for (const key of ['a', 'e', 'i']) cluster.transferLeader(key, 2);
    await cluster.stop(1);
    cluster.setStore(1, { state: 'tombstone' });
    expect(await everything(tikv)).toEqual(inOrder);
    expect(await everything(await world.connect())).toEqual(inOrder);
  });

  it('S102 server-busy: the store says how long, and the call goes on after it', async () => {
    await using world = await warm();
    const { cluster, tikv } = world;
    using fault = cluster.fail({
      rpc: 'KvPrewrite',
      action: { regionError: { serverIsBusy: { reason: 'busy', backoffMs: 20n } } },
    });
    const beganMs = world.now();
    await put(tikv, { a: 'new' });
    const tookMs = world.now() - beganMs;
    expect(fault.hits).toBe(1);
    expect(tookMs).toBeGreaterThanOrEqual(20);
    expect(tookMs).toBeLessThan(10_000);
    expect(text(await tikv.get('a'))).toBe('new');
  });

  it('S102 server-busy: for ever, it ends at the deadline', async () => {
    await using world = await warm();
    const { cluster, tikv } = world;
    const busy = cluster.fail({
      rpc: 'KvGet',
      times: forever,
      action: { regionError: { serverIsBusy: { reason: 'busy' } } },
    });
    expect(await failure(tikv.get('a', { timeoutMs: 150 }))).toMatchObject({ code: 'TIKV_DEADLINE' });
    busy.remove();
    expect(text(await tikv.get('a'))).toBe('a');
  });

  it('S103 cached-region-stale-ttl: many misses of one region are one question', async () => {
    await using world = await warm();
    const { cluster } = world;
    const stranger = await world.connect();
    cluster.log.clear();
    const values = await Promise.all(['a', 'b', 'c', 'd'].map((key) => stranger.get(key)));
    expect(values.map(text)).toEqual(['a', 'b', 'c', 'd']);
    expect(lookups(cluster)).toBe(1);
  });

  it('F08 slow store: a call that is out of time ends, its neighbours do not', async () => {
    await using world = await warm();
    const { cluster, tikv } = world;
    cluster.transferLeader('e', 2);
    expect(text(await tikv.get('e'))).toBe('e');
    using _ = cluster.slow(2, 1000);
    const slow = failure(tikv.get('e', { timeoutMs: 100 }));
    expect(text(await tikv.get('a'))).toBe('a');
    expect(await slow).toMatchObject({ code: 'TIKV_DEADLINE' });
  });

  it('F10 partition: cut off from everybody, a typed error at the deadline; then it recovers', async () => {
    await using world = await warm();
    const { cluster, tikv } = world;
    for (const store of [1, 2, 3]) cluster.partition(store);
    cluster.pd.partition(0);
    expect(await failure(tikv.get('a', { timeoutMs: 200 }))).toMatchObject({ code: 'TIKV_DEADLINE' });
    const begun = await failure(tikv.begin({ timeoutMs: 200 }));
    expect(['TIKV_DEADLINE', new PdUnreachableError('').code]).toContain((begun as { code: string }).code);
    cluster.pd.heal(0);
    for (const store of [1, 2, 3]) cluster.heal(store);
    expect(text(await tikv.get('a'))).toBe('a');
  });
});

it('F34 RaftEntryTooLarge: fatal, not tried again', async () => {
  await using world = await startVirtualWorld({ raftEntryMaxBytes: 2000 });
  const { cluster, tikv } = world;
  const error = await failure(put(tikv, { k: 'x'.repeat(5000) }));
  expect(error).toMatchObject({ code: 'TIKV_REGION', kind: 'raftEntryTooLarge', retryable: false });
  expect(cluster.log.messages('KvPrewrite')).toHaveLength(1);
  await put(tikv, { k: 'small' });
});

describe('F39: an answer larger than the client takes', () => {
  const client = { maxReceiveSizeBytes: 100_000 };
  const value = new Uint8Array(1000);
  const keys = Array.from({ length: 120 }, (_, nth) => `k${100 + nth}`);

  it.each([128, 0])('fails the call, and harms no other; maxBatchSize %i', async (maxBatchSize) => {
    await using world = await startWorld({ stores: 1, client: { ...client, maxBatchSize } });
    const { cluster, tikv } = world;
    const { raw } = tikv;
    const unreachable = vi.fn();
    tikv.on('store.unreachable', unreachable);
    await raw.batchPut(keys.map((key) => ({ key, value })));
    const scan = failure(raw.scan().toArray());
    const writes = Promise.all([...'abcdefgh'].map((key) => raw.put(key, 'v')));
    const error = await scan;
    expect(error).toBeInstanceOf(TooLargeError);
    expect((error as TooLargeError).message).toMatch(/RawScan.*maxReceiveSizeBytes/);
    await writes;
    expect(cluster.log.messages('RawScan').length).toBeLessThanOrEqual(2);
    expect(await raw.scan({ prefix: 'k', batchSize: 50 }).toArray()).toHaveLength(120);
    expect(unreachable).not.toHaveBeenCalled();
  });
});

it('STO-8: a store that says it is slow is taken for slow, and for well again when it says so', async () => {
  const { states, inspect } = stateWatcher();
  await using world = await startWorld({ stores: 1, client: { inspect } });
  const { cluster, tikv } = world;
  const [storeId = 0n] = cluster.regionAt('a').peers.map((peer) => peer.storeId);
  const stateAfter = async (slowScore: number, state: string) => {
    cluster.setSlowScore(storeId, slowScore);
    await vi.waitFor(
      async () => {
        await tikv.get('a');
        expect(states.get(`store ${storeId}`)).toBe(state);
      },
      { timeout: 20_000, interval: 50 },
    );
  };
  await stateAfter(100, 'slow');
  await stateAfter(1, 'ready');
});
