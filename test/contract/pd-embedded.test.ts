import { describe, expect, it } from 'vitest';
import {
  ClusterMismatchError,
  connect,
  PdUnreachableError,
  type Tikv,
  type TikvError,
  TimestampWentBackError,
} from '../../src/index.ts';
import { startCluster } from '../../src/testing/index.ts';
import { failure, list, put, startWorld, text } from './support.ts';
import { startVirtualWorld, type VirtualWorld } from './virtual-world.ts';

const forever = Number.POSITIVE_INFINITY;

/** Asks for so many timestamps at once, and checks that they rise. */
async function rising(tikv: Tikv, count: number): Promise<bigint> {
  const timestamps = await Promise.all(Array.from({ length: count }, () => tikv.timestamp()));
  expect(timestamps.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(timestamps);
  expect(new Set(timestamps).size).toBe(count);
  return timestamps.at(-1) as bigint;
}

describe('timestamps', () => {
  it('S107 tso-batching-monotonic: callers of one turn share a request', async () => {
    await using world = await startWorld();
    const { cluster, tikv } = world;
    cluster.log.clear();
    await rising(tikv, 1000);
    const counts = cluster.log.messages('Tso').map(({ request }) => request.count as number);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1000);
    expect(counts.length).toBeLessThan(10);
  });

  it('S108 tso-fallback: an oracle that went back ends the client, and gives nobody its timestamp', async () => {
    await using world = await startWorld();
    const { cluster, tikv } = world;
    await put(tikv, { k: 'v' });
    const last = await tikv.timestamp();
    cluster.pd.tso.goBack(3_600_000);
    const error = await failure(tikv.timestamp());
    expect(error).toBeInstanceOf(TimestampWentBackError);
    expect((error as TimestampWentBackError).previous).toBeGreaterThanOrEqual(last);
    expect((error as TimestampWentBackError).received).toBeLessThan(last);
    expect(await failure(tikv.begin())).toBeInstanceOf(TimestampWentBackError);
    expect(await failure(tikv.transact((txn) => txn.put('k', 'w')))).toBeInstanceOf(TimestampWentBackError);
  });

  it('S109 tso-stream-reset: those who wait get theirs from the next stream', async () => {
    await using world = await startWorld();
    const { cluster, tikv } = world;
    const before = await tikv.timestamp();
    using fault = cluster.fail({ rpc: 'Tso', action: 'breakStream' });
    await rising(tikv, 10);
    expect(fault.hits).toBe(1);
    expect(await tikv.timestamp()).toBeGreaterThan(before);
  });

  it('S109 tso-stream-reset: a new leader goes on above the old one', async () => {
    await using world = await startWorld({ pds: 3 });
    const { cluster, tikv } = world;
    let last = await rising(tikv, 3);
    for (const member of [1, 2, 0]) {
      cluster.pd.transferLeader(member);
      const next = await tikv.timestamp();
      expect(next).toBeGreaterThan(last);
      last = next;
    }
  });

  it('F21 TSO stall: who waits ends at the deadline, later ones are served', async () => {
    await using world = await startWorld();
    const { cluster, tikv } = world;
    cluster.pd.tso.stall();
    expect(await failure(tikv.begin({ timeoutMs: 100 }))).toMatchObject({
      code: 'TIKV_DEADLINE',
      stage: 'waiting for a timestamp',
    });
    cluster.pd.tso.resume();
    await rising(tikv, 3);
  });

  it('F24 TSO jumps hours ahead: commits go on', async () => {
    await using world = await startWorld();
    const { cluster, tikv } = world;
    const txn = await tikv.begin();
    txn.put('k', 'v');
    cluster.pd.tso.jumpForward(7_200_000);
    const { commitTs } = await txn.commit();
    expect((commitTs - txn.startTs) >> 18n).toBeGreaterThanOrEqual(7_200_000n);
    expect(text(await tikv.snapshot().get('k'))).toBe('v');
  });
});

describe('members of PD', () => {
  it('S110 pd-leader-change: lookups and timestamps follow the leader', async () => {
    await using world = await startWorld({ pds: 3, split: ['m'] });
    const { cluster, tikv } = world;
    await cluster.pd.stop(0);
    await put(tikv, { a: '1', z: '2' });
    expect(await list(tikv.scan())).toEqual(['a=1', 'z=2']);
    await cluster.pd.restart(0);
    await cluster.pd.stop(1);
    expect((await tikv.batchGet(['a', 'z'])).map(text)).toEqual(['1', '2']);
  });

  it('connects through any member, though others are down', async () => {
    await using cluster = await startCluster({ pds: 3, electionDelayMs: 20 });
    await cluster.pd.stop(0);
    await using tikv = await connect(cluster.url);
    expect(await tikv.get('k')).toBeUndefined();
    expect(tikv.clusterId).toBe(cluster.pd.clusterId);
  });

  it('S111 pd-all-down, F25: regions known still serve, new transactions fail, and it recovers', async () => {
    await using world = await startWorld();
    const { cluster, tikv } = world;
    await put(tikv, { k: 'v' });
    const at = await tikv.timestamp();
    await cluster.pd.stop(0);
    expect(text(await tikv.get('k'))).toBe('v');
    expect(text(await tikv.snapshot({ at }).get('k'))).toBe('v');
    const error = await failure(tikv.begin({ timeoutMs: 200 }));
    expect(['TIKV_DEADLINE', 'TIKV_PD_UNREACHABLE']).toContain((error as { code: string }).code);
    await cluster.pd.restart(0);
    await put(tikv, { k: 'again' });
    expect(text(await tikv.get('k'))).toBe('again');
  });

  it('S112 cluster-id-mismatch: endpoints of two clusters', async () => {
    await using one = await startCluster();
    await using other = await startCluster();
    other.fail({
      rpc: ['GetMembers', 'GetClusterInfo'],
      times: forever,
      action: { response: (response) => ({ ...response, header: { clusterId: 5n } }) },
    });
    const endpoints = [...one.pd.addresses, ...other.pd.addresses];
    expect(await failure(connect({ endpoints, timeoutMs: 20_000 }))).toBeInstanceOf(ClusterMismatchError);
    expect(other.log.rpcs().filter((rpc) => rpc !== 'GetMembers' && rpc !== 'GetClusterInfo')).toEqual([]);
  });

  it('S112 cluster-id-mismatch: another cluster behind the address of before; nothing is written', async () => {
    await using world = await startWorld();
    const { cluster, tikv } = world;
    using _ = cluster.fail({
      rpc: ['GetMembers', 'GetRegion', 'ScanRegions', 'BatchScanRegions', 'GetStore', 'Tso'],
      times: forever,
      action: { response: (response) => ({ ...response, header: { clusterId: 5n } }) },
    });
    const error = await failure(put(tikv, { k: 'v' }));
    expect(error).toBeInstanceOf(ClusterMismatchError);
    expect(await failure(tikv.get('k'))).toBeInstanceOf(ClusterMismatchError);
    expect(cluster.log.messages().filter(({ target }) => target.kind === 'store')).toEqual([]);
  });

  it('says nothing at first, as one that is busy: connecting asks again, and comes through', async () => {
    await using world = await startVirtualWorld();
    const silence = world.cluster.fail({ rpc: 'GetMembers', times: 2, action: 'dropRequest' });
    const tikv = await world.connect({ timeoutMs: 60_000 });
    expect(silence.hits).toBe(2);
    await tikv.close();
  });

  it.each<[string, (world: VirtualWorld) => () => void]>([
    [
      'has no leader',
      ({ cluster: { pd } }) => {
        pd.transferLeader(undefined);
        return () => pd.transferLeader(0);
      },
    ],
    [
      'cannot tell its members',
      ({ cluster }) => {
        const header = { error: { type: 1, message: 'etcdserver: no leader' } };
        const action = { response: (response: object) => ({ ...response, header }) };
        const fault = cluster.fail({ rpc: 'GetMembers', times: forever, action });
        return () => fault.remove();
      },
    ],
  ])(
    '%s for three seconds, as in an election: connecting asks again, and comes through',
    async (_, electing) => {
      await using world = await startVirtualWorld({ pds: 3 });
      const end = electing(world);
      const connecting = world.connect({ timeoutMs: 60_000 });
      await world.sleep(3_000);
      end();
      await (await connecting).close();
    },
  );

  it('never says anything: connecting ends in time, and tells what was asked', async () => {
    await using world = await startVirtualWorld();
    using _ = world.cluster.fail({ rpc: 'GetMembers', times: forever, action: 'dropRequest' });
    const beganAt = world.now();
    const error = (await failure(world.connect({ timeoutMs: 10_000 }))) as TikvError;
    expect(error.code).toBe('TIKV_DEADLINE');
    expect(error.attempts.join()).toContain('GetMembers was not answered');
    expect(world.now() - beganAt).toBeLessThan(11_000);
  });

  it('unreachable: every endpoint with its reason', async () => {
    await using world = await startVirtualWorld();
    const { cluster } = world;
    const [alive] = cluster.pd.addresses as [string];
    await cluster.pd.stop(0);
    const endpoints = [alive, '127.0.0.1:1'];
    const error = await failure(world.connect({ endpoints, timeoutMs: 1000 }));
    expect(error).toBeInstanceOf(PdUnreachableError);
    const { message, attempts } = error as PdUnreachableError;
    for (const endpoint of endpoints) expect(message + attempts.join()).toContain(endpoint);
    await cluster.pd.restart(0);
  });
});
