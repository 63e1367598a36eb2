import { describe, expect, it } from 'vitest';
import { connect, ReadBelowSafePointError, StoresFailedError, UsageError } from '../../src/index.ts';
import { Simulation } from '../../src/testing/index.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import { failure, list, put, startWorld, text, type World } from './support.ts';
import { startVirtualWorld, type VirtualWorld } from './virtual-world.ts';

const RUNNING = 4;

/** Where regions begin, in the keys of the cluster. */
const startKeys = ({ cluster }: World, options?: { readonly raw: boolean }) =>
  cluster.regions(options).map(({ startKey }) => text(startKey));
const count = ({ cluster }: World, rpc: string) => cluster.log.messages(rpc).length;

describe('KVS-5: splitting regions', () => {
  it('at many keys, with one request for each region; the regions that are new are told', async () => {
    await using world = await startWorld({ split: ['m'] });
    const { regionIds } = await world.tikv.admin.splitRegions(['p', 'm', 'b', 'd']);
    expect(startKeys(world)).toEqual(['', 'b', 'd', 'm', 'p']);
    expect(count(world, 'SplitRegion')).toBe(2);
    const [first, second, , fourth] = world.cluster.regions();
    expect(regionIds).toEqual([first, second, fourth].map((region) => region?.id));
  });

  it('finds the regions that its own idea of them is too old for', async () => {
    await using world = await startWorld();
    await world.tikv.get('a');
    world.cluster.split(['m']);
    await world.tikv.admin.splitRegions(['d', 'm', 'p']);
    expect(startKeys(world)).toEqual(['', 'd', 'm', 'p']);
  });

  it('where the first part of a region keeps its id the others are new', async () => {
    await using world = await startWorld({ rightDerive: false });
    const { regionIds } = await world.tikv.admin.splitRegions(['b', 'd']);
    expect(regionIds).toEqual(
      world.cluster
        .regions()
        .slice(1)
        .map(({ id }) => id),
    );
  });

  it('ends with its caller', async () => {
    await using world = await startWorld();
    world.cluster.fail({ rpc: 'SplitRegion', action: 'pause', times: 2 });
    const options = { signal: AbortSignal.timeout(20) };
    expect(await failure(world.tikv.admin.splitRegions(['b'], options))).toMatchObject({
      code: 'TIKV_ABORTED',
    });
    expect(await failure(world.tikv.admin.splitRegions(['b'], { timeoutMs: 20 }))).toMatchObject({
      code: 'TIKV_DEADLINE',
    });
  });

  it('by raw keys, which API V1 orders as they are', async () => {
    await using world = await startWorld();
    await world.tikv.admin.splitRegions(['a key of ten'], { api: 'raw' });
    expect(startKeys(world, { raw: true })).toEqual(['', 'a key of ten']);
  });

  it('in a keyspace, within it', async () => {
    await using world = await startWorld({
      apiVersion: 'v2',
      keyspaces: ['orders'],
      client: { keyspace: 'orders' },
    });
    const before = startKeys(world);
    await world.tikv.admin.splitRegions(['m']);
    await world.tikv.admin.splitRegions(['n'], { api: 'raw' });
    const added = startKeys(world).filter((key) => !before.includes(key));
    expect(added).toEqual(['r\0\0\u0001n', 'x\0\0\u0001m']);
  });
});

describe('PDR-5, KVS-6: scattering regions', () => {
  it('PD moves the new ones to other stores, and is asked until it has', async () => {
    await using world = await startWorld();
    const { admin } = world.tikv;
    const { regionIds } = await admin.splitRegions(['b', 'd'], { scatter: true, group: 'orders' });
    const scattered = world.cluster.log.messages('ScatterRegion').map(({ request }) => request);
    expect(scattered).toMatchObject(regionIds.map((id) => ({ regionsId: [id], group: 'orders' })));
    expect(new Set(world.cluster.regions().map(({ leader }) => leader?.storeId)).size).toBe(3);
    const action = { response: (answer: object) => ({ ...answer, status: RUNNING }) };
    world.cluster.fail({ rpc: 'GetOperator', times: 2, action });
    expect(await admin.isScattering(regionIds[0] as bigint)).toBe(true);
    await admin.waitForScatter(regionIds);
    expect(count(world, 'GetOperator')).toBe(4);
    expect(await admin.isScattering(regionIds[0] as bigint)).toBe(false);
  });

  it('another operator of the region is no scatter', async () => {
    await using world = await startWorld();
    const { admin } = world.tikv;
    const { regionIds } = await admin.splitRegions(['b'], { scatter: true });
    const desc = Buffer.from('merge-region');
    world.cluster.fail({
      rpc: 'GetOperator',
      action: { response: (answer) => ({ ...answer, desc, status: RUNNING }) },
    });
    expect(await admin.isScattering(regionIds[0] as bigint)).toBe(false);
  });

  it.each(['[PD:region:ErrRegionNotFound]region %v not found', 'region not found'])(
    'a region that PD has not heard of yet is asked for again: "%s"',
    async (message) => {
      await using world = await startWorld();
      const fault = world.cluster.fail({ rpc: 'ScatterRegion', action: { status: 2, message } });
      const { notScattered } = await world.tikv.admin.splitRegions(['b'], { scatter: true });
      expect(notScattered).toEqual([]);
      expect(fault.hits).toBe(1);
      expect(count(world, 'ScatterRegion')).toBe(2);
      // PD leads as well as before.
      expect(count(world, 'GetMembers')).toBe(0);
    },
  );
});

/** The stores of a cluster are counted from 1. */
const [first, second, third] = [1n, 2n, 3n];

describe('KVS-12, PDG-2: collecting garbage', () => {
  it('what only older reads need is dropped, and nothing else', async () => {
    await using world = await startWorld({ split: ['m'] });
    const { tikv } = world;
    await put(tikv, { a: 'first', z: 'first' });
    await put(tikv, { a: 'second', z: 'second' });
    const safePoint = await tikv.timestamp();
    await put(tikv, { a: 'third' });
    expect(await tikv.admin.collectGarbage(safePoint)).toEqual({
      safePoint,
      previousSafePoint: 0n,
      blocker: undefined,
      resolvedLocks: 0,
    });
    expect(world.cluster.dump().writes.map(({ key }) => text(key))).toEqual(['a', 'a', 'z']);
    expect(text(await tikv.snapshot({ at: safePoint }).get('a'))).toBe('second');
    expect(text(await tikv.get('a'))).toBe('third');
    expect(await failure(tikv.snapshot({ at: safePoint - 1n }).get('a'))).toBeInstanceOf(
      ReadBelowSafePointError,
    );
    expect(await tikv.admin.gcStatus()).toEqual({
      scope: 'cluster',
      txnSafePoint: safePoint,
      gcSafePoint: safePoint,
      barriers: [],
      globalBarriers: [],
    });
  });

  it('S091: locks from before are resolved first, whether their owners live or not; later ones stay', async () => {
    await using world = await startWorld({ split: ['m'] });
    const { tikv, writer } = world;
    const committed = await writer.timestamp();
    await writer.lock(committed, { a: 'committed', z: 'committed' });
    await writer.commit(committed, await writer.timestamp(), 'a');
    const alive = await tikv.begin({ mode: 'pessimistic' });
    await alive.lock(['b']);
    const safePoint = await tikv.timestamp();
    const later = await tikv.begin({ mode: 'pessimistic' });
    await later.lock(['c']);
    expect(await tikv.admin.collectGarbage(safePoint)).toMatchObject({ safePoint, resolvedLocks: 2 });
    expect(text(await tikv.get('z'))).toBe('committed');
    await put(tikv, { b: 'of another' });
    expect(await failure(alive.commit())).toMatchObject({ code: 'TIKV_LOCK_LOST' });
    later.put('c', 'later');
    await later.commit();
    const advanced = world.cluster.log.messages('AdvanceTxnSafePoint', 'KvScanLock', 'AdvanceGCSafePoint');
    expect(advanced.map(({ rpc }) => rpc)).toEqual([
      'AdvanceTxnSafePoint',
      'KvScanLock',
      'KvScanLock',
      'AdvanceGCSafePoint',
    ]);
  });

  it('PDG-1: a barrier holds it back, and it is told how far it came and what stood in the way', async () => {
    await using world = await startWorld();
    const { admin } = world.tikv;
    const at = await world.tikv.timestamp();
    const { ttlSeconds, ...told } = await admin.setGcBarrier({ id: 'backup', at, ttlSeconds: 60 });
    expect(told).toEqual({ id: 'backup', at });
    // PD tells what is left.
    expect(ttlSeconds).toBeLessThanOrEqual(60);
    const safePoint = await world.tikv.timestamp();
    const collection = await admin.collectGarbage(safePoint);
    expect(collection).toEqual({
      safePoint: at,
      previousSafePoint: 0n,
      blocker: expect.stringContaining(`GCBarrier { BarrierID: "backup", BarrierTS: ${at}`),
      resolvedLocks: 0,
    });
    world.cluster.log.clear();
    expect(await admin.collectGarbage(safePoint)).toEqual({ ...collection, previousSafePoint: at });
    expect(count(world, 'KvScanLock') + count(world, 'AdvanceGCSafePoint')).toBe(0);
    expect(await admin.deleteGcBarrier('backup')).toMatchObject({ id: 'backup', at });
    expect(await admin.deleteGcBarrier('backup')).toBeUndefined();
    expect(await admin.collectGarbage(safePoint)).toMatchObject({
      safePoint,
      previousSafePoint: at,
      blocker: undefined,
    });
  });

  it('PDG-1: barriers of everything stand beside the others, for ever if need be', async () => {
    await using world = await startWorld();
    const { admin } = world.tikv;
    const at = await world.tikv.timestamp();
    const barrier = { id: 'copy', at, ttlSeconds: Number.POSITIVE_INFINITY };
    expect(await admin.setGcBarrier(barrier, { global: true })).toEqual(barrier);
    await admin.setGcBarrier({ ...barrier, ttlSeconds: 60 });
    expect(await admin.gcStatus()).toMatchObject({
      barriers: [{ id: 'copy', at, ttlSeconds: expect.any(Number) }],
      globalBarriers: [barrier],
    });
    await admin.deleteGcBarrier('copy');
    expect(await admin.collectGarbage(await world.tikv.timestamp())).toMatchObject({ safePoint: at });
    expect(await admin.deleteGcBarrier('copy', { global: true })).toEqual(barrier);
  });

  it('what PD refuses for good is not asked again', async () => {
    await using world = await startWorld();
    const { tikv } = world;
    const at = await tikv.timestamp();
    await tikv.admin.collectGarbage(await tikv.timestamp());
    expect(await failure(tikv.admin.setGcBarrier({ id: 'late', at, ttlSeconds: 60 }))).toMatchObject({
      code: 'TIKV_PD',
      retryable: false,
    });
    expect(count(world, 'SetGCBarrier')).toBe(1);
  });

  it('PDG-4: a keyspace that collects by itself leaves the others alone; one that does not is refused', async () => {
    await using world = await startWorld({
      apiVersion: 'v2',
      keyspaces: ['orders', { name: 'users', ownGc: true }],
      client: { keyspace: 'orders' },
    });
    const orders = world.tikv;
    const users = await world.connect({ keyspace: 'users' });
    for (const tikv of [orders, users]) for (const value of ['old', 'new']) await put(tikv, { k: value });
    const open = await orders.begin({ mode: 'pessimistic' });
    await open.lock(['locked']);
    const safePoint = await users.timestamp();
    expect(await users.admin.collectGarbage(safePoint)).toMatchObject({ safePoint, resolvedLocks: 0 });
    expect(await users.admin.gcStatus()).toMatchObject({ scope: 'keyspace', gcSafePoint: safePoint });
    expect(await orders.admin.gcStatus()).toMatchObject({ scope: 'cluster', gcSafePoint: 0n });
    expect(world.cluster.dump().writes.map(({ key }) => text(key))).toEqual([
      'x\0\0\u0001k',
      'x\0\0\u0001k',
      'x\0\0\u0002k',
    ]);
    await open.rollback();
    expect(await failure(orders.admin.collectGarbage(safePoint))).toBeInstanceOf(UsageError);
  });

  it('one that failed is taken up by the next', async () => {
    await using world = await startWorld();
    const { tikv } = world;
    for (const value of ['old', 'new']) await put(tikv, { k: value });
    const safePoint = await tikv.timestamp();
    world.cluster.fail({ rpc: 'AdvanceGCSafePoint', action: { status: 12 } });
    expect(await failure(tikv.admin.collectGarbage(safePoint))).toMatchObject({ code: 'TIKV_PD' });
    expect(await tikv.admin.gcStatus()).toMatchObject({ txnSafePoint: safePoint, gcSafePoint: 0n });
    expect(await tikv.admin.collectGarbage(safePoint)).toMatchObject({ safePoint, previousSafePoint: 0n });
    expect(world.cluster.dump().writes).toHaveLength(1);
  });

  it('ends with its caller', async () => {
    await using world = await startWorld();
    const { tikv } = world;
    const safePoint = await tikv.timestamp();
    world.cluster.fail({ rpc: 'KvScanLock', action: 'pause', times: 2 });
    const signal = AbortSignal.timeout(50);
    expect(await failure(tikv.admin.collectGarbage(safePoint, { signal }))).toMatchObject({
      code: 'TIKV_ABORTED',
    });
    expect(await failure(tikv.admin.collectGarbage(safePoint, { timeoutMs: 50 }))).toMatchObject({
      code: 'TIKV_DEADLINE',
      message: expect.stringContaining('Deadline of 50 ms'),
    });
  });

  it('a PD from before 9.0 is told as such', async () => {
    await using world = await startWorld();
    const { admin } = world.tikv;
    const rpc = ['GetGCState', 'SetGCBarrier'];
    world.cluster.fail({ rpc, action: { status: 12 }, times: Number.POSITIVE_INFINITY });
    const at = await world.tikv.timestamp();
    const message = expect.stringContaining('9.0');
    expect(await failure(admin.gcStatus())).toMatchObject({ code: 'TIKV_PD', message });
    expect(await failure(admin.collectGarbage(at))).toMatchObject({ code: 'TIKV_PD', message });
    expect(await failure(admin.setGcBarrier({ id: 'b', at, ttlSeconds: 1 }))).toMatchObject({ message });
  });

  it('safe points that PD cannot have moved to are no answers', async () => {
    await using world = await startWorld();
    const { tikv } = world;
    const answers = (rpc: string, fields: object) =>
      world.cluster.fail({ rpc, action: { response: (answer) => ({ ...answer, ...fields }) } });
    const safePoint = await tikv.timestamp();
    answers('AdvanceTxnSafePoint', { newTxnSafePoint: safePoint + 1n });
    expect(await failure(tikv.admin.collectGarbage(safePoint))).toMatchObject({ code: 'TIKV_PROTOCOL' });
    answers('AdvanceGCSafePoint', { newGcSafePoint: safePoint + 1n });
    expect(await failure(tikv.admin.collectGarbage(safePoint))).toMatchObject({ code: 'TIKV_PROTOCOL' });
  });
});

describe('KVS-9: destroying a range', () => {
  it('all stores that hold keys drop it at once, locks included', async () => {
    await using world = await startWorld({ stores: 4, split: ['m'] });
    world.cluster.setStore(3, { state: 'tombstone' });
    world.cluster.setStore(4, { labels: { engine: 'tiflash' } });
    const { tikv, writer } = world;
    await put(tikv, { 'a/1': 'one', 'a/2': 'two', b: 'three' });
    await writer.lock(await writer.timestamp(), { 'a/3': 'locked' });
    world.cluster.log.clear();
    expect(await tikv.admin.unsafeDestroyRange({ prefix: 'a/' })).toEqual([first, second]);
    expect(count(world, 'UnsafeDestroyRange')).toBe(2);
    expect(await list(tikv.scan())).toEqual(['b=three']);
    expect(world.cluster.locks()).toEqual([]);
  });

  it('stores that fail are told, each with its reason, and the others have done it', async () => {
    await using world = await startWorld();
    const rpc = 'UnsafeDestroyRange';
    world.cluster.fail({
      rpc,
      store: first,
      action: { response: { error: 'disk of key "a" is full' } },
    });
    world.cluster.fail({ rpc, store: second, action: { status: 14 } });
    const error = await failure(world.tikv.admin.unsafeDestroyRange({ start: 'a', end: 'b' }));
    expect(error).toBeInstanceOf(StoresFailedError);
    expect(error).toMatchObject({
      done: [third],
      retryable: true,
      failures: [
        {
          storeId: first,
          error: {
            code: 'TIKV_SERVER',
            message: 'A store could not destroy the range: disk of key ? is full',
          },
        },
        { storeId: second, error: { code: 'TIKV_NETWORK' } },
      ],
    });
  });

  it('ends with its caller, and says what is known by then', async () => {
    await using simulation = await Simulation.start({ seed: 1, cluster: { stores: 2 } });
    const { endpoints, cluster } = simulation;
    cluster.fail({ rpc: 'UnsafeDestroyRange', store: first, action: 'pause', times: 2 });
    await simulation.run(async () => {
      const tikv = await connect({ endpoints, runtime: simulation.process('operator') });
      const destroy = (options: object) =>
        failure(tikv.admin.unsafeDestroyRange({ start: 'a', end: 'b', ...options }));
      const caller = new AbortController();
      const aborted = destroy({ signal: caller.signal });
      await simulation.sleep(1_000);
      caller.abort();
      expect(await aborted).toMatchObject({
        done: [second],
        failures: [{ storeId: first, error: { code: 'TIKV_ABORTED' } }],
      });
      expect(await destroy({ timeoutMs: 1_000 })).toMatchObject({
        done: [second],
        cause: { code: 'TIKV_DEADLINE' },
      });
      await tikv.close();
    });
  });

  it('all keys of a keyspace when that is asked for, and of no other', async () => {
    await using world = await startWorld({
      apiVersion: 'v2',
      keyspaces: ['orders', 'users'],
      client: { keyspace: 'orders' },
    });
    const orders = world.tikv;
    const users = await world.connect({ keyspace: 'users' });
    for (const tikv of [orders, users]) {
      await put(tikv, { a: 'A', b: 'B' });
      await tikv.raw.put('a', 'raw');
    }
    await orders.admin.unsafeDestroyRange({ everything: true });
    expect(await list(orders.scan())).toEqual([]);
    expect(await list(users.scan())).toEqual(['a=A', 'b=B']);
    expect(text(await orders.raw.get('a'))).toBe('raw');
    await orders.admin.unsafeDestroyRange({ start: 'a', end: 'b', api: 'raw' });
    expect(await orders.raw.get('a')).toBeUndefined();
    expect(text(await users.raw.get('a'))).toBe('raw');
  });

  it('a request without a bound, which would stop TiKV, breaks the cluster', async () => {
    const world = await startWorld({ stores: 1 });
    const request = { startKey: new Uint8Array(), endKey: Buffer.from('b') };
    await world.writer.send('a', tikvRpcs.unsafeDestroyRange, request).catch(() => {});
    await expect(world[Symbol.asyncDispose]()).rejects.toThrow('would crash TiKV');
  });
});

describe('S092 read-below-safepoint: transactions that garbage collection has overtaken', () => {
  /** A key that a transaction has read is deleted by another, and nothing is left that could tell. */
  async function overtake({ tikv, sleep }: VirtualWorld): Promise<void> {
    await tikv.transact((other) => other.delete('k'));
    await tikv.admin.collectGarbage(await tikv.timestamp());
    await sleep(15_000);
  }

  it.each(['optimistic', 'pessimistic'] as const)('mode %s: its commit is refused', async (mode) => {
    await using world = await startVirtualWorld();
    const { tikv } = world;
    await put(tikv, { k: 'old' });
    await using txn = await tikv.begin({ mode });
    expect(text(await txn.get('k'))).toBe('old');
    await overtake(world);
    txn.put('k', 'made of the old one');
    const { startTs } = txn;
    expect(await failure(txn.commit())).toMatchObject({
      code: 'TIKV_TRANSACTION_ABORTED',
      retryable: true,
      cause: { code: 'TIKV_READ_BELOW_SAFE_POINT', timestamp: startTs },
    });
    expect(await tikv.get('k')).toBeUndefined();
  });

  it('bulk: its first flush is refused', async () => {
    await using world = await startVirtualWorld();
    const { tikv } = world;
    await put(tikv, { k: 'old' });
    await using bulk = await tikv.beginBulk();
    expect(text(await bulk.get('k'))).toBe('old');
    await overtake(world);
    await bulk.put('k', 'made of the old one');
    expect(await failure(bulk.commit())).toMatchObject({ code: 'TIKV_TRANSACTION_ABORTED' });
    expect(await tikv.get('k')).toBeUndefined();
  });

  it('one that began later commits, however long it takes', async () => {
    await using world = await startVirtualWorld();
    const { tikv } = world;
    await put(tikv, { k: 'old' });
    await tikv.admin.collectGarbage(await tikv.timestamp());
    await using txn = await tikv.begin();
    await world.sleep(15_000);
    txn.put('k', 'new');
    await txn.commit();
    expect(text(await tikv.get('k'))).toBe('new');
  });
});
