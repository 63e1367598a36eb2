import { describe, expect, it } from 'vitest';
import { startCluster } from '../../../../../src/testing/index.ts';
import { healthRpcs, pdRpcs } from '../../../../../src/wire/codec/rpcs.ts';
import { VirtualClock } from '../../../../support/virtual-clock.ts';
import { bytes, RawClient } from '../raw-client.ts';

describe('the members of PD', () => {
  it('are told by any member, without a cluster id', async () => {
    await using cluster = await startCluster({ pds: 3 });
    using client = new RawClient();
    for (const address of cluster.addresses.pds) {
      const { header, members, leader } = await client.call(address, pdRpcs.getMembers, {});
      expect(header?.clusterId).toBe(cluster.pd.clusterId);
      expect(members.map(({ clientUrls }) => clientUrls[0])).toEqual(
        cluster.addresses.pds.map((pd) => `http://${pd}`),
      );
      expect(leader?.memberId).toBe(1n);
      expect((await client.call(address, pdRpcs.getClusterInfo, {})).serviceModes).toEqual([1]);
      expect((await client.call(address, healthRpcs.check, {})).status).toBe(1);
    }
  });

  it('S110 pd-leader-change: followers refuse, or answer what they were asked to', async () => {
    await using cluster = await startCluster({ pds: 2 });
    using client = new RawClient();
    const [, follower] = cluster.addresses.pds as [string, string];
    const header = { clusterId: cluster.pd.clusterId };
    expect(await client.failure(follower, pdRpcs.getAllStores, { header })).toEqual({
      code: 14,
      details: 'not leader',
    });
    const lookup = { header, regionKey: bytes('k') };
    expect(await client.failure(follower, pdRpcs.getRegion, lookup)).toEqual({
      code: 14,
      details: 'not leader and follower handling not allowed',
    });
    const allowed = { 'pd-allow-follower-handle': '' };
    const answered = await client.call(follower, pdRpcs.getRegion, lookup, {
      ...allowed,
      'pd-allow-follower-handle': '1',
    });
    expect(answered.region?.id).toBe(cluster.regionAt('k').id);
    cluster.pd.transferLeader(1);
    expect((await client.call(follower, pdRpcs.getAllStores, { header })).stores).toHaveLength(1);
  });

  it('S112 cluster-id-mismatch: refuse the requests of another cluster', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const address = cluster.addresses.pds[0] as string;
    expect(await client.failure(address, pdRpcs.getAllStores, { header: { clusterId: 1n } })).toMatchObject({
      code: 9,
      details: `mismatch cluster id, need ${cluster.pd.clusterId} but got 1`,
    });
  });

  it('elect another leader when theirs stops, if a majority is left', async () => {
    const clock = new VirtualClock();
    await using cluster = await startCluster({ pds: 3, environment: { clock } });
    using client = new RawClient();
    await cluster.pd.stop(0);
    const [, second] = cluster.addresses.pds as [string, string];
    expect((await client.call(second, pdRpcs.getMembers, {})).leader).toBeUndefined();
    clock.advance(50);
    expect(cluster.pd.leader).toBe(1);
    await cluster.pd.stop(1);
    clock.advance(50);
    expect(cluster.pd.leader).toBeUndefined();
    await cluster.pd.restart(0);
    clock.advance(50);
    expect(cluster.pd.leader).toBe(0);
  });

  it('have no leader without a majority, whoever stops last', async () => {
    const clock = new VirtualClock();
    await using cluster = await startCluster({ pds: 3, environment: { clock } });
    await cluster.pd.stop(1);
    expect(cluster.pd.leader).toBe(0);
    await cluster.pd.stop(2);
    clock.advance(50);
    expect(cluster.pd.leader).toBeUndefined();
    await cluster.pd.restart(1);
    clock.advance(50);
    expect(cluster.pd.leader).toBe(0);
  });

  it('elect none that is cut off', async () => {
    const clock = new VirtualClock();
    await using cluster = await startCluster({ pds: 3, environment: { clock } });
    cluster.pd.partition(1);
    await cluster.pd.stop(0);
    clock.advance(50);
    expect(cluster.pd.leader).toBeUndefined();
    cluster.pd.heal(1);
    clock.advance(50);
    expect(cluster.pd.leader).toBe(1);
  });
});
