import { describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../../../../src/testing/index.ts';
import { tikvRpcs } from '../../../../src/wire/codec/tikv-rpcs.ts';
import { eventually } from '../../../support/eventually.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { addressOf, bytes, contextOf, RawClient } from './raw-client.ts';

describe('stores that stop and come back', () => {
  it('S099 leader-down-try-followers: after the election delay another store leads', async () => {
    const clock = new VirtualClock();
    await using cluster = await startCluster({ stores: 3, environment: { clock } });
    using client = new RawClient();
    await put(cluster, client, 1n);
    await cluster.stop(1);
    expect(cluster.regionAt('k').leader?.storeId).toBe(1n);
    await expect(put(cluster, client, 1n)).rejects.toMatchObject({ code: 14 });
    expect((await put(cluster, client, 2n)).regionError?.notLeader?.leader?.storeId).toBe(1n);
    clock.advance(50);
    expect(cluster.regionAt('k')).toMatchObject({ leader: { storeId: 2n }, term: 7n });
    expect((await put(cluster, client, 2n)).regionError).toBeUndefined();
  });

  it('comes back at its address as a follower, its memory gone', async () => {
    const clock = new VirtualClock();
    await using cluster = await startCluster({ stores: 3, environment: { clock } });
    using client = new RawClient();
    const { stores } = cluster.addresses;
    await cluster.stop(1);
    clock.advance(50);
    await cluster.restart(1);
    clock.advance(50);
    expect(cluster.addresses.stores).toEqual(stores);
    expect((await reachable(client, cluster, 1n)).regionError?.notLeader?.leader?.storeId).toBe(2n);
  });

  it('must be elected anew when it starts again, however soon', async () => {
    const clock = new VirtualClock();
    await using cluster = await startCluster({ environment: { clock } });
    await cluster.stop(1);
    await cluster.restart(1);
    expect(cluster.regionAt('k')).toMatchObject({ leader: undefined, term: 7n });
    clock.advance(50);
    expect(cluster.regionAt('k')).toMatchObject({ leader: { storeId: 1n }, term: 8n });
  });

  it('has no leader without a majority, and one again with it', async () => {
    const clock = new VirtualClock();
    await using cluster = await startCluster({ stores: 3, environment: { clock } });
    await cluster.stop(1);
    await cluster.stop(2);
    clock.advance(50);
    expect(cluster.regionAt('k').leader).toBeUndefined();
    using client = new RawClient();
    const { regionError } = await put(cluster, client, 3n);
    expect(regionError?.notLeader?.regionId).toBe(cluster.regionAt('k').id);
    expect(regionError?.notLeader?.leader).toBeUndefined();
    await cluster.restart(2);
    clock.advance(50);
    expect(cluster.regionAt('k').leader?.storeId).toBe(2n);
  });

  it('F09 is cut off with its connections open, until healed', async () => {
    const clock = new VirtualClock();
    await using cluster = await startCluster({ stores: 3, environment: { clock } });
    using client = new RawClient();
    cluster.partition(1);
    let answered = false;
    put(cluster, client, 1n).then(
      () => {
        answered = true;
      },
      () => {},
    );
    clock.advance(50);
    await put(cluster, client, 2n);
    expect([answered, cluster.regionAt('k').leader?.storeId]).toEqual([false, 2n]);
    cluster.heal(1);
    expect((await put(cluster, client, 1n)).regionError?.notLeader?.leader?.storeId).toBe(2n);
  });

  it('forwards a call to the store it is for', async () => {
    await using cluster = await startCluster({ stores: 2 });
    using client = new RawClient();
    const forwarded = await client.call(addressOf(cluster, 2n), tikvRpcs.rawPut, rawPut(cluster, 1n), {
      'tikv-forwarded-host': addressOf(cluster, 1n),
    });
    expect(forwarded.regionError).toBeUndefined();
    await cluster.stop(1);
    const failure = client.failure(addressOf(cluster, 2n), tikvRpcs.rawPut, rawPut(cluster, 1n), {
      'tikv-forwarded-host': addressOf(cluster, 1n),
    });
    expect(await failure).toMatchObject({ code: 14 });
  });
});

describe('splitting', () => {
  it('passes over a key where the region begins, and refuses when there is no other', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    cluster.split('c');
    const split = (...keys: string[]) =>
      client.call(addressOf(cluster, 1n), tikvRpcs.splitRegion, {
        context: contextOf(cluster.regionAt('c'), 1n),
        splitKeys: keys.map(bytes),
      });
    expect((await split('c')).regionError?.message).toContain('no valid key');
    expect((await split('c', 'a')).regionError?.keyNotInRegion).toBeDefined();
    expect((await split('c', 'm')).regions).toHaveLength(2);
    expect(cluster.regions().length).toBe(3);
  });
});

describe('a new leader', () => {
  it('refuses async commit until it has synced max_ts', async () => {
    const clock = new VirtualClock();
    await using cluster = await startCluster({ stores: 2, maxTsSyncDelayMs: 100, environment: { clock } });
    using client = new RawClient();
    cluster.transferLeader('k', 2);
    const prewrite = () =>
      client.call(addressOf(cluster, 2n), tikvRpcs.kvPrewrite, {
        context: contextOf(cluster.regionAt('k')),
        mutations: [{ key: bytes('k') }],
        primaryLock: bytes('k'),
        startVersion: cluster.pd.tso.next(),
        lockTtl: 3_000n,
        useAsyncCommit: true,
      });
    expect((await prewrite()).regionError?.maxTimestampNotSynced).toEqual({});
    const before = cluster.pd.tso.next();
    clock.advance(100);
    const { minCommitTs, regionError } = await prewrite();
    expect(regionError).toBeUndefined();
    expect(minCommitTs > before).toBe(true);
  });

  it('is that of a region that was split off, too: it syncs max_ts for itself', async () => {
    const clock = new VirtualClock();
    await using cluster = await startCluster({ stores: 2, maxTsSyncDelayMs: 100, environment: { clock } });
    using client = new RawClient();
    cluster.split('m');
    const isRefused = async (key: string) => {
      const { regionError } = await client.call(addressOf(cluster, 1n), tikvRpcs.kvPrewrite, {
        context: contextOf(cluster.regionAt(key)),
        mutations: [{ key: bytes(key) }],
        primaryLock: bytes(key),
        startVersion: cluster.pd.tso.next(),
        lockTtl: 3_000n,
        useAsyncCommit: true,
      });
      return regionError?.maxTimestampNotSynced !== undefined;
    };
    expect([await isRefused('a'), await isRefused('z')]).toEqual([true, false]);
    clock.advance(100);
    expect(await isRefused('a')).toBe(false);
  });

  it.each(['stop', 'partition'] as const)('is none that nothing reaches (%s)', async (fault) => {
    await using cluster = await startCluster({ stores: 2 });
    await cluster[fault](2);
    expect(() => cluster.transferLeader('k', 2)).toThrow(RangeError);
    expect(cluster.regionAt('k').leader?.storeId).toBe(1n);
  });

  it('gets the in-memory pessimistic locks in a planned transfer, and loses them in a crash', async () => {
    for (const planned of [true, false]) {
      const clock = new VirtualClock();
      await using cluster = await startCluster({
        stores: 3,
        inMemoryPessimisticLocks: true,
        environment: { clock },
      });
      using client = new RawClient();
      await lock(cluster, client, cluster.pd.tso.next());
      expect(cluster.locks()).toEqual([]);
      if (planned) cluster.transferLeader('k', 2);
      else await cluster.stop(1);
      clock.advance(50);
      expect(cluster.locks()).toHaveLength(planned ? 1 : 0);
    }
  });

  it('forgets its in-memory pessimistic locks when it loses the majority', async () => {
    const clock = new VirtualClock();
    await using cluster = await startCluster({
      stores: 3,
      inMemoryPessimisticLocks: true,
      environment: { clock },
    });
    using client = new RawClient();
    await lock(cluster, client, cluster.pd.tso.next());
    for (const store of [1, 2]) cluster.partition(store);
    clock.advance(50);
    expect(cluster.regionAt('k').leader).toBeUndefined();
    for (const store of [1, 2]) cluster.heal(store);
    clock.advance(50);
    expect(cluster.regionAt('k').leader?.storeId).toBe(1n);
    const { errors } = await lock(cluster, client, cluster.pd.tso.next(), { waitTimeout: -1n });
    expect(errors).toEqual([]);
  });

  it('gets the in-memory pessimistic locks of a region that it takes over in a merge', async () => {
    await using cluster = await startCluster({ stores: 2, inMemoryPessimisticLocks: true });
    cluster.split('c');
    using client = new RawClient();
    await lock(cluster, client, cluster.pd.tso.next());
    cluster.transferLeader('a', 2);
    cluster.merge('a');
    expect(cluster.regionAt('k').leader?.storeId).toBe(2n);
    expect(cluster.locks()).toHaveLength(1);
  });

  it('is chosen after the loss of the old one', async () => {
    const clock = new VirtualClock();
    await using cluster = await startCluster({ stores: 2, environment: { clock } });
    cluster.loseLeader('k');
    expect(cluster.regionAt('k').leader).toBeUndefined();
    clock.advance(50);
    expect(cluster.regionAt('k')).toMatchObject({ leader: { storeId: 1n }, term: 8n });
  });
});

describe('waiting for a lock', () => {
  it('S053 is woken by its release with a conflict to retry on', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const first = cluster.pd.tso.next();
    const second = cluster.pd.tso.next();
    await lock(cluster, client, first);
    const waiting = lock(cluster, client, second);
    await waitingFor(cluster, client, first, second);
    await unlock(cluster, client, first);
    expect((await waiting).errors).toMatchObject([
      { conflict: { startTs: second, conflictTs: first, conflictCommitTs: 0n } },
    ]);
  });

  it('gets the lock in the wake-up in ForceLock mode', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const first = cluster.pd.tso.next();
    const second = cluster.pd.tso.next();
    await lock(cluster, client, first);
    const waiting = lock(cluster, client, second, { wakeUpMode: 1 });
    await waitingFor(cluster, client, first, second);
    await unlock(cluster, client, first);
    expect(await waiting).toMatchObject({ errors: [], results: [{}] });
    expect(cluster.locks()).toMatchObject([{ lock: { startTs: second } }]);
  });

  it.each([true, false])(
    'waits for whoever got the lock in a wake-up, in memory or not (%s)',
    async (inMemoryPessimisticLocks) => {
      const clock = new VirtualClock();
      await using cluster = await startCluster({ inMemoryPessimisticLocks, environment: { clock } });
      using client = new RawClient();
      const [first, second, third] = [cluster.pd.tso.next(), cluster.pd.tso.next(), cluster.pd.tso.next()];
      await lock(cluster, client, first);
      const waiting = lock(cluster, client, second, { wakeUpMode: 1 });
      await waitingFor(cluster, client, first, second);
      const late = lock(cluster, client, third, { wakeUpMode: 1, waitTimeout: 300n });
      await eventually(async () => {
        const { entries } = await client.call(addressOf(cluster, 1n), tikvRpcs.getLockWaitInfo, {});
        expect(entries).toHaveLength(2);
      });
      await unlock(cluster, client, first);
      await waiting;
      clock.advance(300);
      expect((await late).errors).toMatchObject([{ locked: { lockVersion: second } }]);
    },
  );

  it('gets the lock in ForceLock mode before those that came to the latch in the meantime', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const [first, second, third] = [cluster.pd.tso.next(), cluster.pd.tso.next(), cluster.pd.tso.next()];
    await lock(cluster, client, first);
    const waiting = lock(cluster, client, second, { wakeUpMode: 1 });
    await waitingFor(cluster, client, first, second);
    using held = cluster.fail({ rpc: 'KVPessimisticRollback', at: 'proposed', action: 'pause' });
    const unlocked = unlock(cluster, client, first);
    await held.waitForHit();
    const before = cluster.log.total;
    const late = lock(cluster, client, third, { waitTimeout: -1n });
    await eventually(() => expect(cluster.log.total).toBe(before + 1));
    held.release();
    await unlocked;
    expect(await waiting).toMatchObject({ errors: [], results: [{}] });
    expect((await late).errors).toMatchObject([{ locked: { lockVersion: second } }]);
  });

  it('times out by the clock of the cluster', async () => {
    const clock = new VirtualClock();
    await using cluster = await startCluster({ environment: { clock } });
    using client = new RawClient();
    const first = cluster.pd.tso.next();
    const second = cluster.pd.tso.next();
    await lock(cluster, client, first);
    const waiting = lock(cluster, client, second, { waitTimeout: 300n });
    await waitingFor(cluster, client, first, second);
    clock.advance(300);
    expect((await waiting).errors).toMatchObject([{ locked: { lockVersion: first } }]);
  });
});

it('is the same, message by message, without sockets and with given time', async () => {
  const run = async () => {
    const environment = { clock: new VirtualClock(), wallMs: () => 5_000, random: () => 0 };
    await using cluster = await startCluster({ stores: 2, listen: false, environment });
    cluster.split('m');
    const service = cluster.serviceAt('store-1:20160');
    const answer = await service?.unary(tikvRpcs.rawPut.path, tikvRpcs.rawPut.encode(rawPut(cluster, 1n)), {
      metadata: {},
    });
    return { answer, regions: cluster.regions(), log: cluster.log.messages() };
  };
  const first = await run();
  expect(first.log).toMatchObject([{ rpc: 'RawPut', outcome: 'answered' }]);
  expect(await run()).toEqual(first);
});

function rawPut(cluster: Cluster, storeId: bigint) {
  return { context: contextOf(cluster.regionAt('k'), storeId), key: bytes('k'), value: bytes('v') };
}

function put(cluster: Cluster, client: RawClient, storeId: bigint) {
  return client.call(addressOf(cluster, storeId), tikvRpcs.rawPut, rawPut(cluster, storeId));
}

/** As `put`, once the channel of a store that was down has connected again. */
async function reachable(client: RawClient, cluster: Cluster, storeId: bigint) {
  for (;;) {
    const answer = await put(cluster, client, storeId).catch(() => undefined);
    if (answer !== undefined) return answer;
  }
}

function lock(
  cluster: Cluster,
  client: RawClient,
  startVersion: bigint,
  more: { readonly wakeUpMode?: number; readonly waitTimeout?: bigint } = {},
) {
  return client.call(addressOf(cluster, 1n), tikvRpcs.kvPessimisticLock, {
    context: contextOf(cluster.regionAt('k')),
    mutations: [{ op: 5, key: bytes('k') }],
    primaryLock: bytes('k'),
    startVersion,
    forUpdateTs: startVersion,
    lockTtl: 3_000n,
    ...more,
  });
}

/** The transaction gives its lock back. */
function unlock(cluster: Cluster, client: RawClient, startVersion: bigint) {
  return client.call(addressOf(cluster, 1n), tikvRpcs.kvPessimisticRollback, {
    context: contextOf(cluster.regionAt('k')),
    startVersion,
    forUpdateTs: startVersion,
    keys: [bytes('k')],
  });
}

/** Settles when a request waits in the queue of the store. */
async function waitingFor(cluster: Cluster, client: RawClient, holder: bigint, waiter: bigint) {
  for (;;) {
    const { entries } = await client.call(addressOf(cluster, 1n), tikvRpcs.getLockWaitInfo, {});
    if (entries.length === 0) continue;
    expect(entries).toMatchObject([{ txn: waiter, waitForTxn: holder, key: bytes('k') }]);
    return;
  }
}
