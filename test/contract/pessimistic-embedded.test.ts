import { afterEach, describe, expect, it, vi } from 'vitest';
import { AbortedError, DeadlockError, LockNotAvailableError, type Transaction } from '../../src/index.ts';
import { systemEnvironment } from '../../src/testing/environment.ts';
import type { Cluster } from '../../src/testing/index.ts';
import { eventually } from '../support/eventually.ts';
import { failure, put, startWorld, text, type World } from './support.ts';

const begin = ({ tikv }: World): Promise<Transaction> => tikv.begin({ mode: 'pessimistic' });

function noLocksLeft(cluster: Cluster): Promise<void> {
  return eventually(() => expect(cluster.locks()).toEqual([]));
}

describe('deadlocks', () => {
  it('S059 deadlock-two: one gives way and tells the circle, the other goes on', async () => {
    await using world = await startWorld({ split: ['m'] });
    const [first, second] = [await begin(world), await begin(world)];
    await first.lock(['a']);
    await second.lock(['z']);
    const ends = [first.lock(['z']), second.lock(['a'])].map((end, nth) =>
      end.then(
        () => ({ nth, error: undefined }),
        (error: unknown) => ({ nth, error }),
      ),
    );
    const [one, other] = await Promise.all(ends);
    const lost = [one, other].filter((end) => end?.error instanceof DeadlockError);
    expect(lost).toHaveLength(1);
    const error = lost[0]?.error as DeadlockError;
    const [victim, winner] = lost[0]?.nth === 0 ? [first, second] : [second, first];
    expect(error.cycle.map(({ startTs, waitsForStartTs }) => [startTs, waitsForStartTs])).toEqual([
      [winner.startTs, victim.startTs],
      [victim.startTs, winner.startTs],
    ]);
    expect([victim.state, victim.lostBy]).toEqual(['rolledBack', error]);
    await winner.commit();
    await noLocksLeft(world.cluster);
  });

  it('S060 deadlock-retryable: calls that lock the same keys of several regions succeed, and no body runs again', async () => {
    await using world = await startWorld({ split: ['m'] });
    const { cluster, tikv } = world;
    const lockedKeys = () => cluster.locks().map(({ key }) => text(key));
    const runs: unknown[] = [];
    const count = (own: string) =>
      tikv.transact(
        async (txn) => {
          runs.push([own, txn.attempt]);
          // Once the primary is locked, the keys of a call are asked for side by side.
          await txn.lock([own]);
          const [sum] = await txn.batchGetForUpdate(['a', 'z']);
          for (const key of ['a', 'z']) txn.put(key, String(Number(text(sum) ?? 0) + 1));
        },
        { mode: 'pessimistic' },
      );
    const held = cluster.fail({ rpc: 'KvPessimisticLock', key: 'z', action: 'pause' });
    const first = count('b1');
    await held.waitForHit();
    await eventually(() => expect(lockedKeys()).toContain('a'));
    const second = count('b2');
    await eventually(() => expect(lockedKeys()).toContain('z'));
    held.release();
    await Promise.all([first, second]);
    const answers = cluster.log.messages('KvPessimisticLock').map(({ response }) => response?.errors);
    expect(answers).toContainEqual([expect.objectContaining({ deadlock: expect.anything() })]);
    expect(runs).toEqual([
      ['b1', 1],
      ['b2', 1],
    ]);
    expect((await tikv.batchGet(['a', 'z'])).map(text)).toEqual(['2', '2']);
    await noLocksLeft(cluster);
  });
});

describe('S065 pipelined-lock-lost: a lock that its store answered, and then lost with its leadership', () => {
  const lose = async (world: World, key: string) => {
    world.cluster.loseLeader(key);
    // It answers when there is a leader again.
    await world.tikv.get(key);
    expect(world.cluster.locks()).toEqual([]);
  };

  it('is amended when nobody wrote the key since', async () => {
    await using world = await startWorld({ inMemoryPessimisticLocks: true });
    const txn = await begin(world);
    await txn.lock(['a']);
    txn.put('a', 'mine');
    await lose(world, 'a');
    await txn.commit();
    expect(text(await world.tikv.get('a'))).toBe('mine');
    await noLocksLeft(world.cluster);
  });

  it('is lost when somebody did: nothing is written, and transact runs again and says why', async () => {
    await using world = await startWorld({ inMemoryPessimisticLocks: true });
    const seen: unknown[] = [];
    await world.tikv.transact(
      async (txn) => {
        seen.push([txn.attempt, txn.conflicts.map(({ code }) => code), text(await txn.getForUpdate('a'))]);
        txn.put('a', 'mine');
        if (txn.attempt > 1) return;
        await lose(world, 'a');
        await put(world.tikv, { a: 'theirs' });
      },
      { mode: 'pessimistic' },
    );
    expect(seen).toEqual([
      [1, [], undefined],
      [2, ['TIKV_LOCK_LOST'], 'theirs'],
    ]);
    expect(text(await world.tikv.get('a'))).toBe('mine');
  });
});

describe('F24 PD jumps hours ahead', () => {
  it('a transaction that holds locks commits all the same', async () => {
    await using world = await startWorld();
    const txn = await begin(world);
    await txn.lock(['a']);
    world.cluster.pd.tso.jumpForward(7_200_000);
    await txn.lock(['b']);
    txn.put('a', '1');
    const { commitTs } = await txn.commit();
    expect((commitTs - txn.startTs) >> 18n).toBeGreaterThanOrEqual(7_200_000n);
    expect(text(await world.tikv.get('a'))).toBe('1');
    await noLocksLeft(world.cluster);
  });
});

describe('clocks of the client', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    ['ahead', 3_600_000],
    ['behind', -3_600_000],
  ] as const)('S064 ttl-uses-tso-clock, F27: one that jumps an hour %s', async (_, offMs) => {
    const wallMs = Date.now.bind(Date);
    await using world = await startWorld({ environment: { ...systemEnvironment(), wallMs } });
    const { tikv, writer } = world;
    const alive = await begin(world);
    await alive.lock(['alive']);
    await writer.lockPessimistically(await writer.longAgo(), 'dead', 1000);
    vi.spyOn(Date, 'now').mockImplementation(() => wallMs() + offMs);
    await using txn = await begin(world);
    expect(await failure(txn.lock(['alive'], { waitMs: 0 }))).toBeInstanceOf(LockNotAvailableError);
    await txn.lock(['dead'], { waitMs: 0 });
    alive.put('alive', '1');
    await alive.commit();
    expect(text(await tikv.get('alive'))).toBe('1');
  });
});

describe('lost answers', () => {
  it('F15: a lock whose answer was lost is asked for again, and held once', async () => {
    await using world = await startWorld();
    const txn = await begin(world);
    using _ = world.cluster.fail({ rpc: 'KvPessimisticLock', action: 'breakStream' });
    expect(await txn.getForUpdate('a')).toBe(undefined);
    txn.put('a', '1');
    await txn.commit();
    expect(text(await world.tikv.get('a'))).toBe('1');
  });

  it('S055, S066: a wait that is given up leaves no lock, also when the key becomes free later', async () => {
    await using world = await startWorld();
    const [holder, waiter] = [await begin(world), await begin(world)];
    await holder.lock(['a']);
    const controller = new AbortController();
    const locked = waiter.lock(['a'], { signal: controller.signal });
    await eventually(() => expect(world.cluster.log.messages('KvPessimisticLock')).toHaveLength(2));
    controller.abort();
    expect(await failure(locked)).toBeInstanceOf(AbortedError);
    holder.put('a', '1');
    await holder.commit();
    await noLocksLeft(world.cluster);
    await waiter.rollback();
  });
});

describe('shared locks', () => {
  it('S072 shared-lock-set: two hold one, an exclusive one waits for both, and each ends its own', async () => {
    await using world = await startWorld();
    const [first, second, third] = [await begin(world), await begin(world), await begin(world)];
    await first.lock(['p1']);
    await second.lock(['p2']);
    await first.lock(['a'], { shared: true });
    expect(await second.lock(['a'], { shared: true, checkExistence: true })).toEqual([
      { locked: true, exists: false },
    ]);
    expect(await failure(third.lock(['a'], { waitMs: 0 }))).toBeInstanceOf(LockNotAvailableError);
    const locked = third.lock(['a']);
    first.put('p1', '1');
    await first.commit();
    await second.rollback();
    expect(await locked).toEqual([{ locked: true }]);
    await third.rollback();
    await noLocksLeft(world.cluster);
  });
});

describe('many locks', () => {
  it('S071 pessimistic-rollback-many: all of them go', async () => {
    await using world = await startWorld({ split: ['k2'] });
    const txn = await begin(world);
    await txn.lock(Array.from({ length: 600 }, (_, nth) => `k${nth}`));
    expect(world.cluster.locks()).toHaveLength(600);
    await txn.rollback();
    expect(world.cluster.locks()).toEqual([]);
  });
});

it('S121 unlocked-write-in-pessimistic: a primary that is not checked is locked before the keys that name it', async () => {
  await using world = await startWorld({ split: ['m'] });
  const { cluster, tikv } = world;
  await tikv.batchGet(['a', 'z']);
  const other = await begin(world);
  await other.lock(['a']);
  const txn = await begin(world);
  for (const key of ['a', 'z']) txn.put(key, 'mine', { unchecked: true });
  const prewrites = () => cluster.log.messages('KvPrewrite').length;
  const committed = txn.commit();
  await eventually(() => expect(prewrites()).toBeGreaterThan(0));
  // Whoever met a lock of the transaction would roll it back: its primary is not there yet.
  const maxStartTs = await tikv.timestamp();
  await tikv.locks.resolve({ start: 'm', maxStartTs, force: true });
  await other.rollback();
  await committed;
  expect((await tikv.batchGet(['a', 'z'])).map(text)).toEqual(['mine', 'mine']);
});
