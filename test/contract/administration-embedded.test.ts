import { describe, expect, it } from 'vitest';
import { failure, startWorld, text, type World } from './support.ts';

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

  it('a region that PD has not heard of yet is asked for again', async () => {
    await using world = await startWorld();
    const fault = world.cluster.fail({
      rpc: 'ScatterRegion',
      action: { status: 2, message: '[PD:region:ErrRegionNotFound]region 9 not found' },
    });
    const { notScattered } = await world.tikv.admin.splitRegions(['b'], { scatter: true });
    expect(notScattered).toEqual([]);
    expect(fault.hits).toBe(1);
    expect(count(world, 'ScatterRegion')).toBe(2);
  });
});
