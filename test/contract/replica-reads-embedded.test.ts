import { describe, expect, it } from 'vitest';
import type { RpcAttempt, RpcInterceptor, SnapshotOptions } from '../../src/index.ts';
import { put, startWorld, text, type World } from './support.ts';
import { startVirtualWorld } from './virtual-world.ts';

const ZONES = { storeLabels: [{ zone: 'a' }, { zone: 'b' }, { zone: 'c' }] };
const AT_C = { ...ZONES, client: { zone: 'c' } };

/** Which stores reads ask, and how. */
class Asked {
  readonly attempts: string[] = [];
  readonly zones: RpcAttempt['zone'][] = [];
  readonly interceptors: readonly RpcInterceptor[] = [
    ({ rpc, storeId, zone, request }, next) => {
      const { replicaRead, staleRead } = (request as { context: Record<string, boolean> }).context;
      const how = staleRead ? 'stale' : replicaRead ? 'replica' : 'plain';
      this.attempts.push(`${rpc} s${storeId} ${how}`);
      this.zones.push(zone);
      return next();
    },
  ];

  take(): string[] {
    return this.attempts.splice(0);
  }
}

const leaderOf = ({ cluster }: World) => cluster.regionAt('a').leader?.storeId;

describe('SNP-12: replicas that do not lead', () => {
  it('a follower serves each kind of read; writes, and what is locked, go to the leader', async () => {
    await using world = await startWorld();
    const { tikv } = world;
    const asked = new Asked();
    const settings = { replicaRead: 'follower', interceptors: asked.interceptors } as const;
    expect(leaderOf(world)).toBe(1n);
    await tikv.get('a', settings);
    await tikv.batchGet(['a', 'b'], settings);
    await tikv.scan(settings).toArray();
    expect(asked.take()).toEqual(
      ['KvGet', 'KvBatchGet', 'KvScan'].map((rpc) => expect.stringMatching(`^${rpc} s[23] replica$`)),
    );
    await tikv.transact(
      async (txn) => {
        await txn.getForUpdate('a');
        await txn.get('b');
        txn.put('a', '1');
      },
      { ...settings, mode: 'pessimistic' },
    );
    expect(asked.take()).toEqual([
      'KvPessimisticLock s1 plain',
      expect.stringMatching(/^KvGet s[23] replica$/),
      'KvPrewrite s1 plain',
    ]);
  });

  it('a read at a follower keeps async commits from going below it, as one at the leader does', async () => {
    await using world = await startWorld();
    const { tikv, cluster } = world;
    const snapshot = tikv.snapshot({ replicaRead: 'follower' });
    const readTs = await snapshot.timestamp();
    using held = cluster.fail({ rpc: 'KvPrewrite', action: 'pause' });
    const txn = await tikv.begin({ onePhaseCommit: false });
    txn.put('a', 'new');
    const committing = txn.commit();
    await held.waitForHit();
    const lateTs = await tikv.timestamp();
    const late = tikv.snapshot({ at: lateTs, replicaRead: 'follower' });
    expect(await late.get('a')).toBeUndefined();
    held.release();
    const { commitTs, protocol } = await committing;
    expect(protocol).toBe('async');
    expect(commitTs).toBeGreaterThan(lateTs);
    expect(await tikv.snapshot({ at: lateTs }).get('a')).toBeUndefined();
    expect(await tikv.snapshot({ at: readTs }).get('a')).toBeUndefined();
  });

  it('S104 follower-stale-read: a follower that lags waits until it has all that was committed', async () => {
    await using world = await startWorld();
    const { tikv, cluster } = world;
    await put(tikv, { a: 'old' });
    cluster.lag(2);
    await put(tikv, { a: 'new' });
    const asked = new Asked();
    const settings = {
      replicaRead: 'follower',
      matchStores: [2n],
      interceptors: asked.interceptors,
    } as const;
    let isRead = false;
    const reading = tikv.get('a', settings).finally(() => {
      isRead = true;
    });
    await tikv.timestamp();
    expect(isRead).toBe(false);
    cluster.catchUp(2);
    expect(text(await reading)).toBe('new');
    expect(asked.take()).toEqual(['KvGet s2 replica']);
  });

  it('a follower that no leader reaches is left for another when the first attempt has a limit (F08)', async () => {
    await using world = await startVirtualWorld();
    const { tikv, cluster } = world;
    await put(tikv, { a: '1' });
    cluster.lag(2, { cutOff: true });
    const asked = new Asked();
    const read = { replicaRead: 'follower', matchStores: [2n], interceptors: asked.interceptors } as const;
    expect(text(await tikv.get('a', { ...read, firstAttemptTimeoutMs: 100 }))).toBe('1');
    expect(asked.take()).toEqual(['KvGet s2 replica', 'KvGet s3 replica']);
  });

  it('a follower too far behind refuses, and another serves', async () => {
    await using world = await startWorld();
    const { tikv, cluster } = world;
    cluster.lag(2);
    for (let nth = 0; nth < 100; nth++) await put(tikv, { a: String(nth) });
    const asked = new Asked();
    const read = { replicaRead: 'follower', matchStores: [2n], interceptors: asked.interceptors } as const;
    expect(text(await tikv.get('a', read))).toBe('99');
    expect(asked.take()).toEqual(['KvGet s2 replica', 'KvGet s3 replica']);
  });

  it('SEL-5: learners serve, and witnesses never', async () => {
    await using world = await startWorld({ stores: 4, replicas: 2 });
    const { tikv, cluster } = world;
    await put(tikv, { a: '1' });
    cluster.addPeer('a', 3, { learner: true });
    cluster.addPeer('a', 4, { witness: true });
    const client = await world.connect();
    const asked = new Asked();
    const { interceptors } = asked;
    expect(text(await client.get('a', { replicaRead: 'learner', interceptors }))).toBe('1');
    await client.get('a', { replicaRead: 'follower', matchStores: [4n], interceptors });
    expect(asked.take()).toEqual(['KvGet s3 replica', expect.stringMatching(/^KvGet s[23] replica$/)]);
  });

  it('SEL-2: an idle replica serves while the leader is busier than the caller likes', async () => {
    await using world = await startVirtualWorld();
    const { tikv, cluster } = world;
    await put(tikv, { a: '1' });
    cluster.setEstimatedWait(1, 500);
    const asked = new Asked();
    const settings = { busyThresholdMs: 100, interceptors: asked.interceptors };
    expect(text(await tikv.get('a', settings))).toBe('1');
    // The client remembers what the store told.
    await tikv.get('a', settings);
    const idle = expect.stringMatching(/^KvGet s[23] replica$/);
    expect(asked.take()).toEqual(['KvGet s1 plain', idle, idle]);
    // Without a threshold nobody is refused.
    await tikv.get('a', { interceptors: asked.interceptors });
    expect(asked.take()).toEqual(['KvGet s1 plain']);
    for (const store of [2, 3]) cluster.setEstimatedWait(store, 500);
    expect(text(await tikv.get('a', settings))).toBe('1');
    expect(asked.take().at(-1)).toBe('KvGet s1 plain');
  });

  it('a lock met at a follower is resolved, and read past there', async () => {
    await using world = await startWorld();
    const { tikv, writer } = world;
    await writer.put({ a: 'old' });
    await writer.lock(await writer.longAgo(), { primary: 'new', a: 'new' });
    const asked = new Asked();
    const value = await tikv.get('a', { replicaRead: 'follower', interceptors: asked.interceptors });
    expect(text(value)).toBe('old');
    expect(asked.attempts.every((attempt) => /^KvGet s[23] replica$/.test(attempt))).toBe(true);
    expect(asked.attempts.length).toBeGreaterThan(1);
  });

  it('the followers are gone: the leader serves, and the other way round', async () => {
    await using world = await startWorld();
    const { tikv, cluster } = world;
    await tikv.transact((txn) => txn.put('a', '1'));
    await cluster.stop(2);
    await cluster.stop(3);
    expect(text(await tikv.get('a', { replicaRead: 'follower' }))).toBe('1');
    await cluster.restart(2);
    await cluster.restart(3);
    await cluster.stop(1);
    expect(text(await tikv.get('a', { replicaRead: 'mixed' }))).toBe('1');
  });

  it('a region that has moved is located again by a follower read', async () => {
    await using world = await startWorld();
    const { tikv, cluster } = world;
    await tikv.transact((txn) => txn.put('x', '1'));
    await tikv.get('x', { replicaRead: 'follower' });
    cluster.split('m');
    expect(text(await tikv.get('x', { replicaRead: 'follower' }))).toBe('1');
  });
});

describe('SNP-14, SND-6: labels and zones', () => {
  it('the closest replica is that of the client’s own zone', async () => {
    await using world = await startWorld(AT_C);
    const asked = new Asked();
    const settings = { replicaRead: 'closest', interceptors: asked.interceptors } as const;
    await world.tikv.get('a', settings);
    await world.tikv.scan(settings).toArray();
    expect(asked.take()).toEqual(['KvGet s3 replica', 'KvScan s3 replica']);
    await world.cluster.stop(3);
    await world.tikv.get('a', settings);
    expect(asked.take().at(-1)).toMatch(/s[12]/);
    expect(new Set(asked.zones)).toEqual(new Set(['own', 'other']));
  });

  it('labels and ids of stores say which replicas come first', async () => {
    await using world = await startWorld(ZONES);
    const asked = new Asked();
    const settings = { replicaRead: 'mixed', interceptors: asked.interceptors } as const;
    await world.tikv.get('a', { ...settings, matchLabels: { zone: 'b' } });
    await world.tikv.get('a', { ...settings, matchStores: [3n] });
    expect(asked.take()).toEqual(['KvGet s2 replica', 'KvGet s3 replica']);
    expect(asked.zones).toEqual(['unknown', 'unknown']);
  });

  it('a function chooses by the number of keys', async () => {
    await using world = await startWorld(AT_C);
    const asked = new Asked();
    const counts: number[] = [];
    const snapshot = world.tikv.snapshot({
      replicaRead: (keyCount) => {
        counts.push(keyCount);
        return keyCount > 2 ? 'closest' : 'leader';
      },
      interceptors: asked.interceptors,
    });
    await snapshot.get('a');
    await snapshot.batchGet(['b', 'c', 'd']);
    await snapshot.scan({ batchSize: 10 }).toArray();
    expect(counts).toEqual([1, 3, 10]);
    expect(asked.take()).toEqual(['KvGet s1 plain', 'KvBatchGet s3 replica', 'KvScan s3 replica']);
  });
});

describe('SNP-13: stale reads', () => {
  const stale = (at: bigint, asked: Asked): SnapshotOptions => ({
    at,
    staleRead: true,
    matchStores: [2n],
    interceptors: asked.interceptors,
  });

  it('a replica that is far enough answers by itself', async () => {
    await using world = await startWorld();
    const { tikv } = world;
    await tikv.transact((txn) => txn.put('a', 'old'));
    const at = await tikv.timestamp();
    await tikv.transact((txn) => txn.put('a', 'new'));
    const asked = new Asked();
    const snapshot = tikv.snapshot(stale(at, asked));
    expect(text(await snapshot.get('a'))).toBe('old');
    expect(await snapshot.batchGet(['b'])).toEqual([undefined]);
    expect(await snapshot.scan().toArray()).toHaveLength(1);
    expect(asked.take()).toEqual(['KvGet s2 stale', 'KvBatchGet s2 stale', 'KvScan s2 stale']);
  });

  it('S104 follower-stale-read: one that is not is left for the leader, without the flag', async () => {
    await using world = await startWorld();
    const { tikv, cluster } = world;
    cluster.holdSafeTs(2, await tikv.timestamp());
    await tikv.transact((txn) => txn.put('a', '1'));
    const asked = new Asked();
    const snapshot = tikv.snapshot(stale(await tikv.timestamp(), asked));
    expect(text(await snapshot.get('a'))).toBe('1');
    expect(asked.take()).toEqual(['KvGet s2 stale', 'KvGet s1 plain']);
  });

  it.each(['get', 'batchGet', 'scan'] as const)(
    'SNP-11: %s goes on at the leader once it has met a lock',
    async (verb) => {
      await using world = await startWorld();
      const { tikv, writer, cluster } = world;
      await writer.put({ a: 'old' });
      await writer.lock(await writer.longAgo(), { a: 'new' });
      const at = await tikv.timestamp();
      // As if the store had heard of the lock alone.
      cluster.holdSafeTs(2, at);
      const asked = new Asked();
      const snapshot = tikv.snapshot(stale(at, asked));
      const read = {
        get: () => snapshot.get('a'),
        batchGet: async () => (await snapshot.batchGet(['a']))[0],
        scan: async () => (await snapshot.scan().toArray())[0]?.value,
      }[verb];
      expect(text(await read())).toBe('old');
      const [first, ...later] = asked.take();
      expect(first).toMatch(/ s2 stale$/);
      expect(later.length).toBeGreaterThan(0);
      expect(later.every((attempt) => attempt.endsWith(' s1 plain'))).toBe(true);
    },
  );
});
