import { describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../../../../../src/testing/index.ts';
import {
  keyspaceRpcs,
  metaStorageRpcs,
  pdAdminRpcs,
  resourceManagerRpcs,
} from '../../../../../src/wire/codec/admin-rpcs.ts';
import { pdRpcs } from '../../../../../src/wire/codec/rpcs.ts';
import { tikvRpcs } from '../../../../../src/wire/codec/tikv-rpcs.ts';
import { VirtualClock } from '../../../../support/virtual-clock.ts';
import { addressOf, bytes, contextOf, RawClient } from '../raw-client.ts';

describe('keyspaces (server rule 77)', () => {
  it('are found by name and id, with regions of their own', async () => {
    await using cluster = await startCluster({ apiVersion: 'v2', keyspaces: ['orders', 'users'] });
    using client = new RawClient();
    const { header, address } = pdOf(cluster);
    const byName = await client.call(address, keyspaceRpcs.loadKeyspace, { header, name: 'users' });
    expect(byName.keyspace).toMatchObject({ id: 2, name: 'users', state: 0 });
    const byId = await client.call(address, keyspaceRpcs.loadKeyspaceByID, { header, id: 0 });
    expect(byId.keyspace?.name).toBe('DEFAULT');
    const all = await client.call(address, keyspaceRpcs.getAllKeyspaces, { header, startId: 1, limit: 1 });
    expect(all.keyspaces.map(({ name }) => name)).toEqual(['orders']);
    const missing = await client.call(address, keyspaceRpcs.loadKeyspace, { header, name: 'none' });
    expect(missing.header?.error?.type).toBe(9);
    expect(cluster.regionAt(new Uint8Array([0x78, 0, 0, 2, 5])).startKey).toEqual(
      new Uint8Array([0x78, 0, 0, 2]),
    );
  });

  it('change their state step by step, and are watched', async () => {
    await using cluster = await startCluster({ apiVersion: 'v2', keyspaces: ['orders'] });
    using client = new RawClient();
    const { header, address } = pdOf(cluster);
    const watch = client.stream(address, keyspaceRpcs.watchKeyspaces);
    watch.send({ header });
    expect((await watch.next()).keyspaces.map(({ name }) => name)).toEqual(['DEFAULT', 'orders']);
    const set = async (id: number, state: number) => {
      const request = { header, id, state };
      const answer = await client.call(address, keyspaceRpcs.updateKeyspaceState, request);
      return answer.header?.error?.type ?? answer.keyspace?.state;
    };
    expect([await set(1, 2), await set(1, 1), await set(1, 2), await set(1, 0), await set(0, 1)]).toEqual([
      1, 1, 2, 1, 1,
    ]);
    expect((await watch.next()).keyspaces).toMatchObject([{ id: 1, state: 1 }]);
    watch.cancel();
  });
});

describe('garbage collection by the safe points of PD', () => {
  it('drops what the GC safe point makes invisible', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const { header, address } = pdOf(cluster);
    for (const value of ['old', 'new']) await onePhase(cluster, client, value);
    expect(cluster.dump().writes).toHaveLength(2);
    const target = cluster.pd.tso.next();
    await client.call(address, pdAdminRpcs.advanceTxnSafePoint, { header, target });
    const advanced = await client.call(address, pdAdminRpcs.advanceGCSafePoint, { header, target });
    expect(advanced.newGcSafePoint).toBe(target);
    expect(cluster.dump().writes).toMatchObject([{ type: 'Put', shortValue: bytes('new') }]);
    const { gcState } = await client.call(address, pdRpcs.getGCState, { header });
    expect(gcState).toMatchObject({ txnSafePoint: target, gcSafePoint: target });
  });

  it('sets, tells and deletes barriers', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const { header, address } = pdOf(cluster);
    const barrier = { header, barrierId: 'b', barrierTs: 5n, ttlSeconds: 60n };
    const set = await client.call(address, pdAdminRpcs.setGCBarrier, barrier);
    expect(set.newBarrierInfo).toMatchObject({ barrierId: 'b', barrierTs: 5n });
    await client.call(address, pdAdminRpcs.setGlobalGCBarrier, { ...barrier, barrierId: 'g' });
    const state = await client.call(address, pdRpcs.getGCState, { header, includeGlobalGcBarriers: true });
    expect(state.gcState?.gcBarriers.map(({ barrierId }) => barrierId)).toEqual(['b']);
    expect(state.globalGcBarriers?.barriers.map(({ barrierId }) => barrierId)).toEqual(['g']);
    const gone = await client.call(address, pdAdminRpcs.deleteGCBarrier, { header, barrierId: 'b' });
    expect(gone.deletedBarrierInfo?.barrierTs).toBe(5n);
    const again = await client.call(address, pdAdminRpcs.deleteGCBarrier, { header, barrierId: 'b' });
    expect(again.deletedBarrierInfo).toBeUndefined();
  });
});

describe('meta storage', () => {
  it('keeps pairs under revisions, by key and by range', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const { address } = pdOf(cluster);
    for (const key of ['a/1', 'a/2', 'b']) {
      await client.call(address, metaStorageRpcs.put, { key: bytes(key), value: bytes(key) });
    }
    const range = { key: bytes('a/'), rangeEnd: bytes('a0') };
    const found = await client.call(address, metaStorageRpcs.get, { ...range, limit: 1n });
    expect(found).toMatchObject({ count: 2n, more: true, header: { revision: 4n } });
    expect(found.kvs.map(({ key }) => key)).toEqual([bytes('a/1')]);
    expect((await client.call(address, metaStorageRpcs.delete, range)).deleted).toBe(2n);
    expect((await client.call(address, metaStorageRpcs.get, range)).kvs).toEqual([]);
  });

  it('tells watchers of changes, from a past revision on', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const { address } = pdOf(cluster);
    const key = bytes('k');
    await client.call(address, metaStorageRpcs.put, { key, value: bytes('1') });
    const watch = client.stream(address, metaStorageRpcs.watch);
    watch.send({ key, startRevision: 2n, prevKv: true });
    expect((await watch.next()).events).toMatchObject([{ kv: { value: bytes('1'), version: 1n } }]);
    await client.call(address, metaStorageRpcs.put, { key, value: bytes('2') });
    expect((await watch.next()).events).toMatchObject([
      { type: 0, kv: { value: bytes('2'), version: 2n }, prevKv: { value: bytes('1') } },
    ]);
    await client.call(address, metaStorageRpcs.delete, { key });
    expect((await watch.next()).events).toMatchObject([{ type: 1, kv: { key } }]);
    watch.cancel();
  });
});

describe('resource groups', () => {
  it('have a default without limits, and take settings', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const { address } = pdOf(cluster);
    const listed = await client.call(address, resourceManagerRpcs.listResourceGroups, {});
    expect(listed.groups.map(({ name }) => name)).toEqual(['default']);
    const group = { name: 'slow', mode: 1, ruSettings: { ru: { settings: { fillRate: 100n } } } };
    await client.call(address, resourceManagerRpcs.addResourceGroup, { group });
    const got = await client.call(address, resourceManagerRpcs.getResourceGroup, {
      resourceGroupName: 'slow',
    });
    expect(got.group?.ruSettings?.ru?.settings?.fillRate).toBe(100n);
    await client.call(address, resourceManagerRpcs.deleteResourceGroup, { resourceGroupName: 'slow' });
    const gone = await client.call(address, resourceManagerRpcs.getResourceGroup, {
      resourceGroupName: 'slow',
    });
    expect(gone.error?.message).toContain('does not exist');
  });

  it('grant tokens as they flow in', async () => {
    const clock = new VirtualClock();
    await using cluster = await startCluster({ environment: { clock } });
    using client = new RawClient();
    const { address } = pdOf(cluster);
    cluster.pd.setResourceGroup('slow', 100n, 0n);
    const stream = client.stream(address, resourceManagerRpcs.acquireTokenBuckets);
    const ask = async (value: number) => {
      stream.send({
        requests: [{ resourceGroupName: 'slow', ruItems: { requestRu: [{ value }] }, request: 'ruItems' }],
        targetRequestPeriodMs: 5_000n,
      });
      const [grant] = (await stream.next()).responses[0]?.grantedRuTokens ?? [];
      return [grant?.grantedTokens?.tokens, grant?.trickleTimeMs];
    };
    clock.advance(2_000);
    expect(await ask(150)).toEqual([150, 0n]);
    expect(await ask(1_000)).toEqual([550, 5_000n]);
    stream.cancel();
  });
});

it('keeps an external timestamp that does not run ahead or back', async () => {
  await using cluster = await startCluster();
  using client = new RawClient();
  const { header, address } = pdOf(cluster);
  const timestamp = cluster.pd.tso.next();
  await client.call(address, pdAdminRpcs.setExternalTimestamp, { header, timestamp });
  for (const wrong of [timestamp - 1n, timestamp + (1n << 40n)]) {
    const refused = await client.call(address, pdAdminRpcs.setExternalTimestamp, {
      header,
      timestamp: wrong,
    });
    expect(refused.header?.error?.type).toBe(1);
  }
  expect((await client.call(address, pdAdminRpcs.getExternalTimestamp, { header })).timestamp).toBe(
    timestamp,
  );
});

it('keeps the global configuration by path', async () => {
  await using cluster = await startCluster();
  using client = new RawClient();
  const { address } = pdOf(cluster);
  const changes = [{ name: 'n', payload: bytes('v') }];
  await client.call(address, pdAdminRpcs.storeGlobalConfig, { changes, configPath: 'p' });
  const { items } = await client.call(address, pdAdminRpcs.loadGlobalConfig, {
    names: ['n', 'none'],
    configPath: 'p',
  });
  expect(items.map(({ name, payload, error }) => [name, payload, error?.type])).toEqual([
    ['n', bytes('v'), undefined],
    ['none', bytes(''), 7],
  ]);
});

function pdOf(cluster: Cluster) {
  return { header: { clusterId: cluster.pd.clusterId }, address: cluster.addresses.pds[0] as string };
}

function onePhase(cluster: Cluster, client: RawClient, value: string) {
  return client.call(addressOf(cluster, 1n), tikvRpcs.kvPrewrite, {
    context: contextOf(cluster.regionAt('k')),
    mutations: [{ key: bytes('k'), value: bytes(value) }],
    primaryLock: bytes('k'),
    startVersion: cluster.pd.tso.next(),
    lockTtl: 3_000n,
    tryOnePc: true,
  });
}
