import { describe, expect, it } from 'vitest';
import type { kvrpcpb } from '#proto';
import { type Cluster, type ClusterOptions, startCluster } from '../../../../../src/testing/index.ts';
import { pdRpcs } from '../../../../../src/wire/codec/pd-rpcs.ts';
import { tikvRpcs } from '../../../../../src/wire/codec/tikv-rpcs.ts';
import { VirtualClock } from '../../../../support/virtual-clock.ts';
import { addressOf, bytes, contextOf, RawClient } from '../raw-client.ts';

describe('reads at replicas', () => {
  it('lets a follower read what the leader has', async () => {
    await using cluster = await startCluster({ stores: 2 });
    using client = new RawClient();
    await client.call(addressOf(cluster, 1n), tikvRpcs.rawPut, {
      context: contextOf(cluster.regionAt('k')),
      key: bytes('k'),
      value: bytes('v'),
    });
    const read = (replicaRead: boolean) =>
      client.call(addressOf(cluster, 2n), tikvRpcs.rawGet, {
        context: { ...contextOf(cluster.regionAt('k'), 2n), replicaRead },
        key: bytes('k'),
      });
    expect((await read(false)).regionError?.notLeader).toBeDefined();
    expect((await read(true)).value).toEqual(bytes('v'));
  });

  it('does not let a follower scan locks, whatever the request says', async () => {
    await using cluster = await startCluster({ stores: 2 });
    using client = new RawClient();
    const scan = (storeId: bigint) =>
      client.call(addressOf(cluster, storeId), tikvRpcs.kvScanLock, {
        context: { ...contextOf(cluster.regionAt('k'), storeId), replicaRead: true },
        maxVersion: cluster.pd.tso.next(),
      });
    expect((await scan(2n)).regionError?.notLeader).toBeDefined();
    expect((await scan(1n)).regionError).toBeUndefined();
  });

  it('S104 follower-stale-read: refuses above its safe timestamp', async () => {
    await using cluster = await startCluster({ stores: 2 });
    using client = new RawClient();
    const version = cluster.pd.tso.next();
    const read = () =>
      client.call(addressOf(cluster, 2n), tikvRpcs.kvGet, {
        context: { ...contextOf(cluster.regionAt('k'), 2n), staleRead: true },
        key: bytes('k'),
        version,
      });
    expect((await read()).regionError).toBeUndefined();
    cluster.holdSafeTs(2, version - 1n);
    expect((await read()).regionError?.dataIsNotReady).toMatchObject({ safeTs: version - 1n });
    cluster.holdSafeTs(2, undefined);
    expect((await read()).notFound).toBe(true);
  });

  it('keeps the safe timestamp at the oldest lock', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const startVersion = cluster.pd.tso.next();
    await client.call(addressOf(cluster, 1n), tikvRpcs.kvPrewrite, {
      context: contextOf(cluster.regionAt('k')),
      mutations: [{ key: bytes('k') }],
      primaryLock: bytes('k'),
      startVersion,
      lockTtl: 3_000n,
    });
    const { safeTs } = await client.call(addressOf(cluster, 1n), tikvRpcs.getStoreSafeTS, {});
    expect(safeTs).toBe(startVersion);
  });

  it('leaves out of the safe timestamp of a store what has none yet', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    cluster.split('m');
    cluster.prepareMerge('a');
    const { safeTs } = await client.call(addressOf(cluster, 1n), tikvRpcs.getStoreSafeTS, {});
    expect(safeTs).toBeGreaterThan(0n);
  });

  it('a bulk transaction holds the safe timestamp as low as its stores were told, and not at all once it ended', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const startTs = cluster.pd.tso.next();
    await client.call(addressOf(cluster, 1n), tikvRpcs.kvFlush, {
      context: contextOf(cluster.regionAt('k')),
      mutations: [{ key: bytes('k') }],
      primaryKey: bytes('k'),
      startTs,
      generation: 1n,
    });
    const safeTs = async () =>
      (await client.call(addressOf(cluster, 1n), tikvRpcs.getStoreSafeTS, {})).safeTs;
    const tell = (status: object) =>
      client.call(addressOf(cluster, 1n), tikvRpcs.broadcastTxnStatus, {
        txnStatus: [{ startTs, ...status }],
      });
    expect(await safeTs()).toBe(startTs - 1n);
    const minCommitTs = cluster.pd.tso.next();
    await tell({ minCommitTs });
    expect(await safeTs()).toBe(minCommitTs - 1n);
    await tell({ commitTs: cluster.pd.tso.next() });
    expect(await safeTs()).toBeGreaterThan(minCommitTs);
  });
});

const REPLICA: kvrpcpb.Context = { replicaRead: true };
const STALE: kvrpcpb.Context = { staleRead: true };

/** A cluster whose time stands still, and plain requests to its stores. */
class Bench implements AsyncDisposable {
  readonly clock = new VirtualClock();
  readonly client = new RawClient();
  #cluster: Cluster | undefined;

  static async start(options: ClusterOptions = {}): Promise<Bench> {
    const bench = new Bench();
    bench.#cluster = await startCluster({ stores: 3, environment: { clock: bench.clock }, ...options });
    return bench;
  }

  get cluster(): Cluster {
    return this.#cluster as Cluster;
  }

  now(): bigint {
    return this.cluster.pd.tso.next();
  }

  get(
    storeId: bigint,
    how: kvrpcpb.Context,
    version = this.now(),
    region = this.cluster.regionAt('k'),
  ): Promise<kvrpcpb.GetResponse.Decoded> {
    return this.client.call(addressOf(this.cluster, storeId), tikvRpcs.kvGet, {
      context: { ...contextOf(region, storeId), ...how },
      key: bytes('k'),
      version,
    });
  }

  prewrite(startVersion: bigint, more: Partial<kvrpcpb.PrewriteRequest> = {}) {
    return this.client.call(addressOf(this.cluster, 1n), tikvRpcs.kvPrewrite, {
      context: contextOf(this.cluster.regionAt('k')),
      mutations: [{ key: bytes('k'), value: bytes(`of ${startVersion}`) }],
      primaryLock: bytes('k'),
      startVersion,
      lockTtl: 3_000n,
      ...more,
    });
  }

  /** Commits a value by the leader on store 1, and gives the timestamps of that. */
  async write(): Promise<{ readonly startTs: bigint; readonly commitTs: bigint }> {
    const startTs = this.now();
    await this.prewrite(startTs);
    const commitTs = this.now();
    await this.client.call(addressOf(this.cluster, 1n), tikvRpcs.kvCommit, {
      context: contextOf(this.cluster.regionAt('k')),
      startVersion: startTs,
      commitVersion: commitTs,
      keys: [bytes('k')],
    });
    return { startTs, commitTs };
  }

  /** Sends a request, and settles when the cluster has it, with what it will be answered. */
  async begun<Answer>(answer: Promise<Answer>): Promise<{ readonly answer: Promise<Answer> }> {
    const before = this.cluster.log.total;
    while (this.cluster.log.total === before) await new Promise((resolve) => setImmediate(resolve));
    return { answer };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client[Symbol.dispose]();
    await this.cluster.close();
  }
}

describe('a copy of a region', () => {
  it('serves as a learner as any replica does, and never leads', async () => {
    await using bench = await Bench.start({ stores: 4, replicas: 3 });
    const { cluster, clock } = bench;
    cluster.addPeer('k', 4, { learner: true });
    const { startTs } = await bench.write();
    expect((await bench.get(4n, {})).regionError?.notLeader).toBeDefined();
    expect((await bench.get(4n, REPLICA)).value).toEqual(bytes(`of ${startTs}`));
    expect((await bench.get(4n, STALE)).value).toEqual(bytes(`of ${startTs}`));
    expect(() => cluster.transferLeader('k', 4)).toThrow(RangeError);
    for (const store of [1, 2, 3]) cluster.partition(store);
    clock.advance(50);
    expect(cluster.regionAt('k').leader).toBeUndefined();
  });

  it('refuses everything as a witness, and never leads, but votes', async () => {
    await using bench = await Bench.start({ replicas: 2 });
    const { cluster, clock } = bench;
    cluster.addPeer('k', 3, { witness: true });
    for (const how of [REPLICA, STALE]) {
      expect((await bench.get(3n, how)).regionError?.isWitness).toEqual({
        regionId: cluster.regionAt('k').id,
      });
    }
    expect(() => cluster.transferLeader('k', 3)).toThrow(RangeError);
    cluster.partition(1);
    clock.advance(50);
    expect(cluster.regionAt('k').leader?.storeId).toBe(2n);
  });
});

describe('a replica read', () => {
  it('sees the in-memory lock of its leader, whatever locks the client knows to be done', async () => {
    await using bench = await Bench.start();
    const { cluster } = bench;
    const startTs = bench.now();
    using held = cluster.fail({ rpc: 'KvPrewrite', at: 'proposed', action: 'pause' });
    const prewritten = bench.prewrite(startTs, { useAsyncCommit: true });
    await held.waitForHit();
    const resolved = { resolvedLocks: [startTs] };
    expect((await bench.get(1n, resolved)).error).toBeUndefined();
    const { error } = await bench.get(2n, { ...REPLICA, ...resolved });
    expect(error?.locked).toMatchObject({ lockVersion: startTs });
    held.release();
    await prewritten;
    // What was applied the replica sees by itself.
    expect((await bench.get(2n, { ...REPLICA, ...resolved })).error).toBeUndefined();
  });

  it('raises max_ts at the leader', async () => {
    await using bench = await Bench.start();
    const startTs = bench.now();
    const readTs = bench.now();
    await bench.get(2n, REPLICA, readTs);
    const { minCommitTs } = await bench.prewrite(startTs, { useAsyncCommit: true });
    expect(minCommitTs).toBe(readTs + 1n);
  });

  it('S041 of the latest version does not pass by the primary in the memory of the leader', async () => {
    await using bench = await Bench.start();
    const startTs = bench.now();
    using held = bench.cluster.fail({ rpc: 'KvPrewrite', at: 'proposed', action: 'pause' });
    const prewritten = bench.prewrite(startTs, { useAsyncCommit: true });
    await held.waitForHit();
    const { error } = await bench.get(2n, REPLICA, 2n ** 64n - 1n);
    expect(error?.locked).toMatchObject({ lockVersion: startTs });
    held.release();
    await prewritten;
  });

  it('waits for the next leader when the old one does not answer, and is given up when there is none', async () => {
    await using bench = await Bench.start();
    const { cluster, clock } = bench;
    const { startTs } = await bench.write();
    cluster.partition(1);
    const read = await bench.begun(bench.get(3n, REPLICA));
    clock.advance(50);
    expect((await read.answer).value).toEqual(bytes(`of ${startTs}`));
    cluster.partition(2);
    const late = await bench.begun(bench.get(3n, REPLICA));
    clock.advance(50);
    expect((await late.answer).regionError?.staleCommand).toEqual({});
    // Now it knows of none.
    const { notLeader } = (await bench.get(3n, REPLICA)).regionError ?? {};
    expect([notLeader?.regionId, notLeader?.leader]).toEqual([cluster.regionAt('k').id, undefined]);
  });

  it('waits for a replica that lags until that has caught up', async () => {
    await using bench = await Bench.start();
    const { cluster } = bench;
    cluster.lag(2);
    const { startTs } = await bench.write();
    const read = await bench.begun(bench.get(2n, REPLICA));
    expect(cluster.log.messages('KvGet').at(-1)?.outcome).toBe('pending');
    cluster.catchUp(2);
    expect((await read.answer).value).toEqual(bytes(`of ${startTs}`));
  });

  it('is refused by a replica that lags a hundred writes behind', async () => {
    await using bench = await Bench.start();
    bench.cluster.lag(2);
    for (let i = 0; i < 50; i++) await bench.write();
    const { readIndexNotReady } = (await bench.get(2n, REPLICA)).regionError ?? {};
    expect(readIndexNotReady?.reason).toBe('applied index fail behind read index too long');
  });

  it('is given up by a replica that its leader does not reach, which then knows of no leader', async () => {
    await using bench = await Bench.start();
    const { cluster, clock } = bench;
    cluster.lag(2, { cutOff: true });
    const read = await bench.begun(bench.get(2n, REPLICA));
    clock.advance(50);
    expect((await read.answer).regionError?.staleCommand).toEqual({});
    expect((await bench.get(2n, REPLICA)).regionError?.notLeader?.leader).toBeUndefined();
    cluster.catchUp(2);
    expect((await bench.get(2n, REPLICA)).regionError).toBeUndefined();
  });

  it('meets the epoch that there is when its wait ends', async () => {
    await using bench = await Bench.start();
    const { cluster } = bench;
    cluster.lag(2);
    const read = await bench.begun(bench.get(2n, REPLICA));
    cluster.split('c');
    cluster.catchUp(2);
    expect((await read.answer).regionError?.epochNotMatch?.currentRegions).toHaveLength(2);
  });
});

describe('a replica that lags', () => {
  it('knows regions as they were', async () => {
    await using bench = await Bench.start();
    const { cluster } = bench;
    const before = cluster.regionAt('k');
    const version = bench.now();
    cluster.lag(2);
    cluster.split('m');
    const after = cluster.regionAt('k');
    expect((await bench.get(2n, STALE, version, before)).notFound).toBe(true);
    expect((await bench.get(2n, STALE, version, after)).regionError?.regionNotFound).toBeDefined();
    const newest = { ...before, epoch: { ...before.epoch, version: before.epoch.version + 1n } };
    expect((await bench.get(2n, STALE, version, newest)).regionError?.epochNotMatch).toMatchObject({
      currentRegions: [{ regionEpoch: { version: before.epoch.version } }],
    });
    cluster.catchUp(2);
    expect((await bench.get(2n, STALE, version, after)).notFound).toBe(true);
  });

  it('has caught up when it becomes the leader, and is not elected before another', async () => {
    await using bench = await Bench.start();
    const { cluster, clock } = bench;
    cluster.lag(2);
    cluster.loseLeader('k');
    cluster.partition(1);
    clock.advance(50);
    expect(cluster.regionAt('k').leader?.storeId).toBe(3n);
    cluster.heal(1);
    cluster.transferLeader('k', 1);
    const { startTs } = await bench.write();
    cluster.transferLeader('k', 2);
    expect((await bench.get(2n, {})).value).toEqual(bytes(`of ${startTs}`));
    cluster.transferLeader('k', 1);
    expect((await bench.get(2n, REPLICA)).value).toEqual(bytes(`of ${startTs}`));
  });

  it('is elected when there is none that keeps up', async () => {
    await using bench = await Bench.start();
    const { cluster, clock } = bench;
    for (const store of [2, 3]) cluster.lag(store);
    const { startTs } = await bench.write();
    cluster.partition(1);
    clock.advance(50);
    expect(cluster.regionAt('k').leader?.storeId).toBe(2n);
    expect((await bench.get(2n, {})).value).toEqual(bytes(`of ${startTs}`));
  });

  it('hands over what it leads when it is cut off', async () => {
    await using bench = await Bench.start();
    const { cluster } = bench;
    cluster.lag(1, { cutOff: true });
    expect(cluster.regionAt('k').leader?.storeId).toBe(2n);
    expect(() => cluster.transferLeader('k', 1)).toThrow(RangeError);
  });
});

describe('a stale read', () => {
  it('S104 follower-stale-read: gives what was there at its timestamp where a replica lags, and is refused above', async () => {
    await using bench = await Bench.start();
    const { cluster } = bench;
    const { startTs } = await bench.write();
    const readTs = bench.now();
    cluster.lag(2);
    const { commitTs } = await bench.write();
    expect((await bench.get(2n, STALE, readTs)).value).toEqual(bytes(`of ${startTs}`));
    const { dataIsNotReady } = (await bench.get(2n, STALE, commitTs)).regionError ?? {};
    expect(dataIsNotReady).toMatchObject({ regionId: cluster.regionAt('k').id });
    expect(dataIsNotReady?.safeTs).toBeGreaterThan(readTs);
    expect(dataIsNotReady?.safeTs).toBeLessThan(commitTs);
  });

  it('is answered by the leader above the safe timestamp too, and no commit falls below it then', async () => {
    await using bench = await Bench.start();
    const startTs = bench.now();
    bench.cluster.holdSafeTs(1, startTs);
    const readTs = bench.now();
    expect((await bench.get(1n, STALE, readTs)).notFound).toBe(true);
    const { minCommitTs } = await bench.prewrite(startTs, { useAsyncCommit: true });
    expect(minCommitTs).toBe(readTs + 1n);
  });

  it('SNP-11 meets the lock of an older transaction that came below the safe timestamp', async () => {
    await using bench = await Bench.start();
    const startTs = bench.now();
    const readTs = bench.now();
    expect((await bench.get(2n, STALE, readTs)).notFound).toBe(true);
    await bench.prewrite(startTs);
    const { error } = await bench.get(2n, STALE, readTs);
    expect(error?.locked).toMatchObject({ lockVersion: startTs });
  });

  it('finds the safe timestamp where it was for as long as the interval says', async () => {
    await using bench = await Bench.start({ safeTsIntervalMs: 1_000 });
    const { clock } = bench;
    const read = (version: bigint) => bench.get(2n, STALE, version);
    expect((await read(bench.now())).notFound).toBe(true);
    const version = bench.now();
    expect((await read(version)).regionError?.dataIsNotReady).toBeDefined();
    clock.advance(999);
    expect((await read(version)).regionError?.dataIsNotReady).toBeDefined();
    clock.advance(1);
    expect((await read(version)).notFound).toBe(true);
  });

  it('stays possible below the safe timestamp while nobody leads, not above', async () => {
    await using bench = await Bench.start();
    const version = bench.now();
    await bench.get(2n, STALE, version);
    bench.cluster.loseLeader('k');
    expect((await bench.get(2n, STALE, version)).notFound).toBe(true);
    expect((await bench.get(2n, STALE)).regionError?.dataIsNotReady).toBeDefined();
  });

  it('starts over with the safe timestamp of a region that has taken over another', async () => {
    await using bench = await Bench.start();
    const { cluster } = bench;
    cluster.split('c');
    const startTs = bench.now();
    await bench.prewrite(startTs);
    const version = bench.now();
    const inFirst = { key: bytes('a'), version };
    const read = () =>
      bench.client.call(addressOf(cluster, 2n), tikvRpcs.kvGet, {
        context: { ...contextOf(cluster.regionAt('a'), 2n), ...STALE },
        ...inFirst,
      });
    expect((await read()).notFound).toBe(true);
    cluster.merge('a');
    expect((await read()).regionError?.dataIsNotReady).toMatchObject({ safeTs: startTs });
  });
});

describe('SEL-2 a store with a queue of reads', () => {
  it('refuses reads that would wait for longer than they may, before it looks at anything else', async () => {
    await using bench = await Bench.start();
    const { cluster } = bench;
    cluster.setEstimatedWait(1, 500);
    const busy = { reason: 'estimated wait time exceeds threshold', estimatedWaitMs: 500 };
    expect((await bench.get(1n, { busyThresholdMs: 499 })).regionError?.serverIsBusy).toMatchObject(busy);
    const stranger = { busyThresholdMs: 499, regionId: 4_711n };
    expect((await bench.get(1n, stranger)).regionError?.serverIsBusy).toMatchObject(busy);
    for (const busyThresholdMs of [0, 500, 501]) {
      expect((await bench.get(1n, { busyThresholdMs })).regionError).toBeUndefined();
    }
    expect((await bench.get(2n, { ...REPLICA, busyThresholdMs: 499 })).regionError).toBeUndefined();
    const scan = { context: { ...contextOf(cluster.regionAt('k')), busyThresholdMs: 1 } };
    const locks = await bench.client.call(addressOf(cluster, 1n), tikvRpcs.kvScanLock, {
      ...scan,
      maxVersion: bench.now(),
    });
    expect(locks.regionError).toBeUndefined();
    const rows = await bench.client.call(addressOf(cluster, 1n), tikvRpcs.kvScan, {
      ...scan,
      version: bench.now(),
    });
    expect(rows.regionError?.serverIsBusy).toMatchObject(busy);
  });
});

it('labels of a store are told as they are now', async () => {
  await using bench = await Bench.start({ storeLabels: [{ zone: 'a' }] });
  const labels = async () => {
    const { store } = await bench.client.call(bench.cluster.pd.addresses[0] as string, pdRpcs.getStore, {
      header: { clusterId: bench.cluster.pd.clusterId },
      storeId: 1n,
    });
    return store?.labels.map(({ key, value }) => `${key}=${value}`);
  };
  expect(await labels()).toEqual(['zone=a']);
  bench.cluster.setStore(1, { labels: { zone: 'b', host: 'h' } });
  expect(await labels()).toEqual(['zone=b', 'host=h']);
});
