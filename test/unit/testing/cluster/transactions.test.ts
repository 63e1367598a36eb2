import { describe, expect, it } from 'vitest';
import { startCluster } from '../../../../src/testing/index.ts';
import { pdRpcs } from '../../../../src/wire/codec/rpcs.ts';
import { tikvRpcs } from '../../../../src/wire/codec/tikv-rpcs.ts';
import { addressOf, bytes, contextOf, RawClient } from './raw-client.ts';

describe('transactions on a store', () => {
  it('commits in two phases and reads back', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const region = cluster.regionAt('k');
    const address = addressOf(cluster, 1n);
    const context = contextOf(region);
    const startVersion = cluster.pd.tso.next();
    await client.call(address, tikvRpcs.kvPrewrite, {
      context,
      mutations: [{ key: bytes('k'), value: bytes('v') }],
      primaryLock: bytes('k'),
      startVersion,
      lockTtl: 3_000n,
      txnSize: 1n,
    });
    expect(cluster.locks()).toHaveLength(1);
    const commitVersion = cluster.pd.tso.next();
    const committed = await client.call(address, tikvRpcs.kvCommit, {
      context,
      startVersion,
      commitVersion,
      keys: [bytes('k')],
    });
    expect(committed.error).toBeUndefined();
    const version = cluster.pd.tso.next();
    const read = await client.call(address, tikvRpcs.kvGet, { context, key: bytes('k'), version });
    expect(new TextDecoder().decode(read.value)).toBe('v');
    expect(cluster.log.rpcs()).toEqual(['KvPrewrite', 'KvCommit', 'KvGet']);
    expect(cluster.log.messages('KvPrewrite')[0]?.stages.map(({ stage }) => stage)).toEqual([
      'received',
      'latched',
      'proposed',
      'applied',
      'answered',
    ]);
  });

  it('is found by a client that knows only the address of PD', async () => {
    await using cluster = await startCluster({ stores: 3 });
    using client = new RawClient();
    const pd = cluster.addresses.pds[0] as string;
    const { header, leader } = await client.call(pd, pdRpcs.getMembers, {});
    expect(leader?.clientUrls).toEqual([`http://${pd}`]);
    const stores = await client.call(pd, pdRpcs.getAllStores, {
      header: { clusterId: header?.clusterId ?? 0n },
    });
    expect(stores.stores.map(({ address }) => address)).toEqual(cluster.addresses.stores);
  });
});
