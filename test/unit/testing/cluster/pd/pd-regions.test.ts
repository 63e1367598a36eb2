import { describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../../../../../src/testing/index.ts';
import { encodeKey } from '../../../../../src/testing/mvcc/key.ts';
import { pdAdminRpcs } from '../../../../../src/wire/codec/admin-rpcs.ts';
import { pdRpcs } from '../../../../../src/wire/codec/rpcs.ts';
import { RawClient } from '../raw-client.ts';

describe('what PD knows of regions (server rule 74)', () => {
  it('finds a region by key, by the key behind it, and by id', async () => {
    await using cluster = await startCluster({ stores: 3 });
    cluster.split('m');
    using client = new RawClient();
    const { header, address } = pdOf(cluster);
    const [left, right] = cluster.regions();
    const at = await client.call(address, pdRpcs.getRegion, { header, regionKey: border('m') });
    expect(at.region).toMatchObject({ id: right?.id, startKey: border('m'), regionEpoch: { version: 2n } });
    expect(at.leader?.storeId).toBe(1n);
    const before = await client.call(address, pdRpcs.getPrevRegion, { header, regionKey: border('m') });
    expect(before.region?.id).toBe(left?.id);
    const first = await client.call(address, pdRpcs.getPrevRegion, { header, regionKey: border('a') });
    expect([first.header?.error, first.region]).toEqual([undefined, undefined]);
    const byId = await client.call(address, pdRpcs.getRegionByID, { header, regionId: left?.id ?? 0n });
    expect(byId.region?.endKey).toEqual(border('m'));
  });

  it('scans with a limit, and up to an end', async () => {
    await using cluster = await startCluster();
    cluster.split(['b', 'c', 'd']);
    using client = new RawClient();
    const { header, address } = pdOf(cluster);
    const ids = cluster.regions().map(({ id }) => id);
    const scan = async (start: string, end: string, limit: number) => {
      const request = { header, startKey: border(start), endKey: border(end), limit };
      const { regions } = await client.call(address, pdRpcs.scanRegions, request);
      return regions.map(({ region }) => region?.id);
    };
    expect(await scan('', '', 0)).toEqual(ids);
    expect(await scan('b', 'd', 0)).toEqual(ids.slice(1, 3));
    expect(await scan('a', '', 2)).toEqual(ids.slice(0, 2));
  });

  it('scans several ranges, each region once, and tells of gaps when asked to', async () => {
    await using cluster = await startCluster();
    cluster.split(['b', 'c', 'd']);
    using client = new RawClient();
    const { header, address } = pdOf(cluster);
    const ids = cluster.regions().map(({ id }) => id);
    const scan = async (
      ranges: readonly (readonly [string, string])[],
      limit = 0,
      containAllKeyRange = false,
    ) => {
      const { header: answer, regions } = await client.call(address, pdRpcs.batchScanRegions, {
        header,
        ranges: ranges.map(([start, end]) => ({ startKey: border(start), endKey: border(end) })),
        limit,
        containAllKeyRange,
      });
      return answer?.error?.type ?? regions.map(({ region }) => region?.id);
    };
    const twoRanges = [
      ['a', 'b1'],
      ['b2', 'c1'],
    ] as const;
    expect(await scan(twoRanges)).toEqual(ids.slice(0, 3));
    expect(await scan(twoRanges, 2)).toEqual(ids.slice(0, 2));
    expect(
      await scan([
        ['b', 'c'],
        ['a', 'b'],
      ]),
    ).toBe(1);
    cluster.pd.regions.hide(ids[1] ?? 0n);
    expect(await scan([['a', 'd']])).toEqual([ids[0], ids[2]]);
    expect(await scan([['a', 'd']], 0, true)).toBe(12);
  });

  it('answers batches of lookups on a stream', async () => {
    await using cluster = await startCluster();
    cluster.split('m');
    using client = new RawClient();
    const { header, address } = pdOf(cluster);
    const [left, right] = cluster.regions().map(({ id }) => id) as [bigint, bigint];
    const stream = client.stream(address, pdAdminRpcs.queryRegion);
    stream.send({
      header,
      keys: [border('a'), border('z')],
      prevKeys: [border('m'), border('a')],
      ids: [99n],
    });
    const answer = await stream.next();
    expect(answer.keyIdMap).toEqual([left, right]);
    expect(answer.prevKeyIdMap).toEqual([left, 0n]);
    expect(Object.keys(answer.regionsById).sort()).toEqual([String(left), String(right), '99'].sort());
    expect(answer.regionsById['99']?.region).toBeUndefined();
  });

  it('F26 knows an older state while heartbeats fail, and no leader during an election', async () => {
    await using cluster = await startCluster({ stores: 2, electionDelayMs: 60_000 });
    using client = new RawClient();
    const { header, address } = pdOf(cluster);
    const lookup = async () => {
      const { region, leader } = await client.call(address, pdRpcs.getRegion, { header });
      return [region?.regionEpoch?.version, leader?.storeId];
    };
    cluster.pd.regions.freeze();
    cluster.split('m');
    cluster.transferLeader('a', 2);
    expect(await lookup()).toEqual([1n, 1n]);
    cluster.pd.regions.thaw();
    expect(await lookup()).toEqual([2n, 2n]);
    cluster.loseLeader('a');
    expect(await lookup()).toEqual([2n, undefined]);
  });

  it('gives buckets to those who want them', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const { header, address } = pdOf(cluster);
    cluster.setBuckets('k', ['f', 'p']);
    const { buckets } = await client.call(address, pdRpcs.getRegion, { header, needBuckets: true });
    expect(buckets?.keys).toEqual([border(''), border('f'), border('p'), border('')]);
    expect((await client.call(address, pdRpcs.getRegion, { header })).buckets).toBeUndefined();
  });

  it('splits and scatters by order', async () => {
    await using cluster = await startCluster({ stores: 3 });
    using client = new RawClient();
    const { header, address } = pdOf(cluster);
    const made = await client.call(address, pdAdminRpcs.splitAndScatterRegions, {
      header,
      splitKeys: [border('f'), border('p')],
    });
    expect(made.regionsId).toEqual([cluster.regionAt('f').id, cluster.regionAt('p').id]);
    const leaders = cluster.regions().map(({ leader }) => leader?.storeId);
    expect(new Set(leaders).size).toBe(3);
    const regionId = made.regionsId[0] ?? 0n;
    const { desc, status } = await client.call(address, pdAdminRpcs.getOperator, { header, regionId });
    expect([new TextDecoder().decode(desc), status]).toEqual(['scatter-region', 0]);
    const none = await client.call(address, pdAdminRpcs.getOperator, { header, regionId: 999n });
    expect(none.header?.error?.type).toBe(6);
  });

  it('scatters to no store that is down', async () => {
    await using cluster = await startCluster({ stores: 3 });
    using client = new RawClient();
    const { header, address } = pdOf(cluster);
    await cluster.stop(2);
    const regionsId = [cluster.regionAt('k').id];
    const { failedRegionsId } = await client.call(address, pdAdminRpcs.scatterRegion, { header, regionsId });
    expect([failedRegionsId, cluster.regionAt('k').leader?.storeId]).toEqual([[], 3n]);
  });

  it('splits no region that is being merged away', async () => {
    await using cluster = await startCluster();
    cluster.split('m');
    using client = new RawClient();
    const { header, address } = pdOf(cluster);
    const merge = cluster.prepareMerge('a');
    const splitKeys = [border('f'), border('p')];
    const split = () => client.call(address, pdAdminRpcs.splitRegions, { header, splitKeys });
    const half = await split();
    expect(half).toMatchObject({ finishedPercentage: 50n, regionsId: [cluster.regionAt('f').id] });
    expect(() => cluster.split('p')).toThrow(RangeError);
    merge.rollback();
    expect((await split()).finishedPercentage).toBe(100n);
  });

  it('tells the stores, and what it was told of them', async () => {
    await using cluster = await startCluster({ stores: 2, storeLabels: [{ zone: 'a' }] });
    using client = new RawClient();
    const { header, address } = pdOf(cluster);
    cluster.setStore(2, { state: 'tombstone' });
    const all = await client.call(address, pdRpcs.getAllStores, { header, excludeTombstoneStores: true });
    expect(all.stores).toMatchObject([
      { id: 1n, address: cluster.addresses.stores[0], labels: [{ key: 'zone', value: 'a' }], state: 0 },
    ]);
    const gone = await client.call(address, pdRpcs.getStore, { header, storeId: 2n });
    expect(gone.store).toMatchObject({ state: 2, nodeState: 3 });
    const unknown = await client.call(address, pdRpcs.getStore, { header, storeId: 9n });
    expect(unknown.header?.error?.message).toBe('invalid store ID 9, not found');
  });
});

function pdOf(cluster: Cluster) {
  return { header: { clusterId: cluster.pd.clusterId }, address: cluster.addresses.pds[0] as string };
}

function border(key: string): Uint8Array {
  return new Uint8Array(Buffer.from(key === '' ? '' : encodeKey(key), 'latin1'));
}
