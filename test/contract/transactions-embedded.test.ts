import { describe, expect, it } from 'vitest';
import {
  AbortedError,
  AlreadyExistsError,
  DeadlineError,
  LockLostError,
  type RpcInterceptor,
  type Transaction,
  UndeterminedError,
  WriteConflictError,
} from '../../src/index.ts';
import type { Cluster } from '../../src/testing/index.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import { systemRuntime } from '../../src/wire/system-runtime.ts';
import { failure, put, startWorld, TWO_PHASES, text } from './support.ts';
import { startVirtualWorld, type VirtualWorld } from './virtual-world.ts';

/** A world of two regions, and a transaction of two phases that writes `a`, its primary, and `z` in the other one. */
async function writing(): Promise<VirtualWorld & { readonly txn: Transaction }> {
  const world = await startVirtualWorld({ split: ['m'], client: TWO_PHASES });
  const txn = await world.tikv.begin();
  txn.put('a', '1');
  txn.put('z', '2');
  return { ...world, txn };
}

const cleanups = ['KvBatchRollback', 'KvCleanup', 'KvResolveLock'] as const;

/** The keys of every commit the cluster saw. */
function commits(cluster: Cluster): (string | undefined)[][] {
  return cluster.log.messages('KvCommit').map(({ request }) => (request.keys as Uint8Array[]).map(text));
}

function noLocksLeft({ cluster, eventually }: VirtualWorld): Promise<void> {
  return eventually(() => expect(cluster.locks()).toEqual([]));
}

describe('commit', () => {
  it('S006 primary-commits-first: no other commit leaves before the primary is committed', async () => {
    await using world = await writing();
    const { cluster, txn } = world;
    const fault = cluster.fail({ rpc: 'KvCommit', action: 'pause' });
    const verdict = txn.commit();
    await fault.waitForHit();
    expect(commits(cluster)).toEqual([['a']]);
    fault.release();
    await verdict;
    await noLocksLeft(world);
    expect(commits(cluster)).toEqual([['a'], ['z']]);
  });

  it('S007 secondaries-in-background: the commit is answered without them, and readers see it', async () => {
    await using world = await writing();
    const { cluster, tikv, txn } = world;
    using _ = cluster.fail({ rpc: 'KvCommit', key: 'z', action: 'pause', times: Number.POSITIVE_INFINITY });
    await txn.commit();
    expect(text(await tikv.get('z'))).toBe('2');
    expect(text(await tikv.snapshot().get('z'))).toBe('2');
  });

  it('S007 secondaries-in-background: their failure is no error, and readers finish their work', async () => {
    await using world = await writing();
    const { cluster, tikv, txn } = world;
    using _ = cluster.fail({ rpc: 'KvCommit', key: 'z', action: { keyError: { abort: 'no' } } });
    expect(await txn.commit()).toMatchObject({ protocol: '2pc' });
    expect(text(await tikv.snapshot().get('z'))).toBe('2');
    await noLocksLeft(world);
  });

  it('S008 commit-primary-lost-reply: it is committed, the client cannot know and touches nothing', async () => {
    await using world = await writing();
    const { cluster, tikv, txn } = world;
    const fault = cluster.fail({ rpc: 'KvCommit', action: 'dropResponse', times: Number.POSITIVE_INFINITY });
    const error = await failure(txn.commit({ timeoutMs: 200 }));
    expect(error).toBeInstanceOf(UndeterminedError);
    expect(error).toMatchObject({ retryable: false, startTs: txn.startTs });
    expect(text((error as UndeterminedError).primary)).toBe('a');
    expect(txn.state).toBe('undetermined');
    expect(cluster.log.messages(...cleanups)).toEqual([]);
    fault.remove();
    expect((await tikv.batchGet(['a', 'z'])).map(text)).toEqual(['1', '2']);
  });

  it('S008 commit-primary-lost-reply: it never arrived, and still the client cannot know', async () => {
    await using world = await writing();
    const { cluster, txn } = world;
    using _ = cluster.fail({ rpc: 'KvCommit', action: 'dropRequest', times: Number.POSITIVE_INFINITY });
    expect(await failure(txn.commit({ timeoutMs: 200 }))).toBeInstanceOf(UndeterminedError);
    expect(cluster.log.messages(...cleanups)).toEqual([]);
    expect(cluster.locks()).toHaveLength(2);
  });

  it.each(['its deadline', 'its signal'])(
    'S008 commit-primary-lost-reply: a function that commits by itself cannot know either, after %s',
    async (end) => {
      await using world = await startVirtualWorld();
      const { cluster, tikv } = world;
      using _ = cluster.fail({ rpc: 'KvPrewrite', action: 'dropResponse', times: Number.POSITIVE_INFINITY });
      const controller = new AbortController();
      const options = end === 'its deadline' ? { timeoutMs: 200 } : { signal: controller.signal };
      const running = tikv.transact(
        async (txn) => {
          txn.put('a', '1');
          void world.sleep(100).then(() => controller.abort());
          await txn.commit();
        },
        { ...options, onePhaseCommit: true },
      );
      expect(await failure(running)).toBeInstanceOf(UndeterminedError);
    },
  );

  it('transact: its commit has the time of the whole, however short calls are by default', async () => {
    await using world = await startVirtualWorld({ client: { timeoutMs: 100 } });
    const slowly: RpcInterceptor = async ({ rpc }, next) => {
      if (rpc === 'KvPrewrite') await world.sleep(200);
      await next();
    };
    await world.tikv.transact((txn) => txn.put('a', '1'), { timeoutMs: 20_000, interceptors: [slowly] });
    expect(world.cluster.dump().writes.length).toBe(1);
  });

  it('S008: what a function is told to have failed it cannot commit any more, however soon it tries', async () => {
    const system = systemRuntime();
    let lateMs = 0;
    const clock = { ...system.clock, now: () => system.clock.now() + lateMs };
    await using world = await startWorld({ client: { runtime: { ...system, clock } } });
    const { tikv } = world;
    for (let steps = 0; steps < 12; steps++) {
      const key = `key of ${steps}`;
      let committing: Promise<unknown> | undefined;
      const running = tikv.transact(
        async (txn) => {
          txn.put(key, '1');
          // As after a pause of the process.
          lateMs = 60_000;
          for (let step = 0; step < steps; step++) await undefined;
          lateMs = 0;
          committing = txn.commit();
          await committing;
        },
        { timeoutMs: 30_000 },
      );
      const isCommitted = await running.then(
        () => true,
        () => false,
      );
      await committing?.catch(() => {});
      expect((await tikv.get(key)) !== undefined).toBe(isCommitted);
    }
  });

  it('a function that has committed by itself does not run again, whatever it fails with afterwards', async () => {
    await using world = await startVirtualWorld();
    const { tikv } = world;
    let runs = 0;
    const [startTs, conflictStartTs, conflictCommitTs] = [1n, 2n, 3n];
    const other = { startTs, conflictStartTs, conflictCommitTs, reason: 'optimistic' } as const;
    const conflict = new WriteConflictError(new Uint8Array(1), other);
    const running = tikv.transact(async (txn) => {
      runs++;
      txn.put('a', '1');
      await txn.commit();
      throw conflict;
    });
    expect(await failure(running)).toBe(conflict);
    expect(runs).toBe(1);
  });

  it('F10: a function whose time is up does not wait until its locks are given back', async () => {
    await using world = await startVirtualWorld();
    const { cluster, tikv } = world;
    using lost = cluster.fail({
      rpc: 'KVPessimisticRollback',
      action: 'dropRequest',
      times: Number.POSITIVE_INFINITY,
    });
    const running = tikv.transact(
      async (txn) => {
        await txn.lock(['a']);
        await new Promise(() => {});
      },
      { mode: 'pessimistic', timeoutMs: 200 },
    );
    expect(await failure(running)).toBeInstanceOf(DeadlineError);
    expect(cluster.locks()).toHaveLength(1);
    lost.remove();
    await noLocksLeft(world);
  });

  it('F13 answer lost once: the commit is sent again and answered', async () => {
    await using world = await writing();
    const { cluster, tikv, txn } = world;
    using fault = cluster.fail({ rpc: 'KvCommit', action: 'breakStream', at: 'answered' });
    await txn.commit();
    expect(fault.hits).toBe(1);
    expect(text(await tikv.get('a'))).toBe('1');
  });

  it('S009 commit-primary-rpc-then-keyerror: rolled back by another in between, so it has failed', async () => {
    await using world = await writing();
    const { cluster, tikv, txn, writer } = world;
    using _ = cluster.fail({ rpc: 'KvCommit', action: 'breakStream' });
    const retry = cluster.fail({ rpc: 'KvCommit', action: 'pause' });
    const verdict = failure(txn.commit());
    await retry.waitForHit();
    await writer.rollBack(txn.startTs, 'a');
    retry.remove();
    expect(await verdict).toBeInstanceOf(LockLostError);
    expect(await tikv.batchGet(['a', 'z'])).toEqual([undefined, undefined]);
    await noLocksLeft(world);
  });

  it('S009 commit-primary-rpc-then-keyerror: region errors after a lost answer tell nothing', async () => {
    await using world = await writing();
    const { cluster, tikv, txn } = world;
    const lost = cluster.fail({ rpc: 'KvCommit', action: 'breakStream', at: 'answered' });
    const moving = cluster.fail({
      rpc: 'KvCommit',
      skip: 1,
      times: Number.POSITIVE_INFINITY,
      action: { regionError: { serverIsBusy: { reason: 'busy', backoffMs: 10n } } },
    });
    expect(await failure(txn.commit({ timeoutMs: 400 }))).toBeInstanceOf(UndeterminedError);
    expect([lost.hits, moving.hits > 0]).toEqual([1, true]);
    moving.remove();
    expect(text(await tikv.get('a'))).toBe('1');
  });

  it('S010 commit-primary-region-error-only: nothing was proposed, so it failed and is rolled back', async () => {
    await using world = await writing();
    const { cluster, tikv, txn } = world;
    using fault = cluster.fail({
      rpc: 'KvCommit',
      times: Number.POSITIVE_INFINITY,
      action: { regionError: { serverIsBusy: { reason: 'busy', backoffMs: 10n } } },
    });
    expect(await failure(txn.commit({ timeoutMs: 300 }))).toBeInstanceOf(DeadlineError);
    expect(fault.hits).toBeGreaterThan(0);
    await noLocksLeft(world);
    expect(await tikv.batchGet(['a', 'z'])).toEqual([undefined, undefined]);
  });

  it('S011 commit-ts-expired-retry: a reader has pushed it, so it commits above that reader', async () => {
    await using world = await writing();
    const { cluster, tikv, txn } = world;
    const fault = cluster.fail({ rpc: 'KvCommit', action: 'pause' });
    const verdict = txn.commit();
    const first = await fault.waitForHit();
    const snapshot = tikv.snapshot();
    expect(await snapshot.batchGet(['a', 'z'])).toEqual([undefined, undefined]);
    const readTs = await snapshot.timestamp();
    fault.release();
    const { commitTs } = await verdict;
    expect(first.response).toMatchObject({ error: { commitTsExpired: { startTs: txn.startTs } } });
    expect(commitTs).toBeGreaterThan(readTs);
    expect(await snapshot.get('a')).toBeUndefined();
    expect((await tikv.batchGet(['a', 'z'])).map(text)).toEqual(['1', '2']);
  });

  it('S013 already-committed-key-error-after-primary: a refused secondary is no abort', async () => {
    await using world = await writing();
    const { cluster, tikv, txn } = world;
    using fault = cluster.fail({
      rpc: 'KvCommit',
      key: 'z',
      action: { keyError: { txnLockNotFound: { key: Buffer.from('z') } } },
    });
    const failures: unknown[] = [];
    tikv.on('background.failed', ({ error }) => failures.push(error));
    await txn.commit();
    await world.eventually(() => expect(failures).toMatchObject([{ code: 'TIKV_INTERNAL' }]));
    expect([fault.hits, txn.state]).toEqual([1, 'committed']);
    expect(cluster.log.messages('KvBatchRollback')).toEqual([]);
    // Its lock is still there, and the primary answers for it.
    expect(text(await tikv.get('z'))).toBe('2');
  });

  it('S046 duplicate-commit: delivered twice, done once', async () => {
    await using world = await writing();
    const { cluster, txn, writer } = world;
    using fault = cluster.fail({ rpc: 'KvCommit', action: 'duplicate', times: 2 });
    const { commitTs } = await txn.commit();
    await noLocksLeft(world);
    expect(fault.hits).toBe(2);
    expect(cluster.dump().writes.map(({ key, commitTs: at }) => [text(key), at])).toEqual([
      ['a', commitTs],
      ['z', commitTs],
    ]);
    expect((await writer.commit(txn.startTs, commitTs, 'a')).error).toBeUndefined();
  });

  it.each([
    ['UndeterminedResult', { undeterminedResult: { message: 'unknown' } }],
    ['StaleCommand', { staleCommand: {} }],
  ])('S050 undetermined-region-error: %s at the primary leaves the outcome open', async (_, regionError) => {
    await using world = await writing();
    const { cluster, txn } = world;
    using fault = cluster.fail({ rpc: 'KvCommit', times: Number.POSITIVE_INFINITY, action: { regionError } });
    expect(await failure(txn.commit({ timeoutMs: 200 }))).toBeInstanceOf(UndeterminedError);
    expect(fault.hits).toBeGreaterThan(0);
    expect(cluster.log.messages(...cleanups)).toEqual([]);
  });

  it('S050 undetermined-region-error: a retry after StaleCommand finds the commit done', async () => {
    await using world = await writing();
    const { cluster, tikv, txn } = world;
    using fault = cluster.fail({
      rpc: 'KvCommit',
      at: 'proposed',
      action: { regionError: { staleCommand: {} } },
    });
    await txn.commit();
    expect(fault.hits).toBe(1);
    expect(text(await tikv.get('a'))).toBe('1');
  });
});

describe('prewrite', () => {
  it('S045 is-retry-request-flag: what one phase tried in vain is sent again in two, and says so', async () => {
    await using world = await startVirtualWorld();
    const { cluster, tikv } = world;
    const txn = await tikv.begin({ onePhaseCommit: true, asyncCommit: false });
    txn.put('a', '1');
    txn.put('z', '2');
    // Its region is known from here on.
    expect(await txn.get('b')).toBeUndefined();
    cluster.split('m');
    expect(await txn.commit()).toMatchObject({ protocol: '2pc' });
    const sent = cluster.log.messages('KvPrewrite').map(({ request }) => {
      const { isRetryRequest } = request.context as { readonly isRetryRequest: boolean };
      return [request.tryOnePc, isRetryRequest];
    });
    expect(sent).toEqual([
      [true, false],
      [false, true],
      [false, true],
    ]);
  });

  it('S015 rollback-waits-for-prewrites, S016 late-prewrite-after-rollback: nothing stays', async () => {
    await using world = await writing();
    const { cluster, tikv, txn } = world;
    const fault = cluster.fail({ rpc: 'KvPrewrite', key: 'z', action: 'pause' });
    const controller = new AbortController();
    const verdict = failure(txn.commit({ signal: controller.signal }));
    const late = await fault.waitForHit();
    await world.eventually(() => expect(cluster.locks()).toHaveLength(1));
    controller.abort('enough');
    const error = await verdict;
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({ cause: 'enough' });
    await world.eventually(() => expect(cluster.log.messages('KvBatchRollback')).toHaveLength(2));
    await noLocksLeft(world);
    fault.release();
    await world.eventually(() => expect(late.outcome).not.toBe('pending'));
    expect(cluster.locks()).toEqual([]);
    expect(await tikv.batchGet(['a', 'z'])).toEqual([undefined, undefined]);
  });

  it('S019 insert-and-check-not-exists: what was inserted, deleted again and locked stays absent until the commit', async () => {
    await using world = await startVirtualWorld();
    const { tikv } = world;
    const begun = async (key: string) => {
      const txn = await tikv.begin();
      txn.insert(key, 'mine');
      await txn.lock([key]);
      txn.delete(key);
      txn.put('other', 'mine');
      return txn;
    };
    const late = await begun('a');
    await put(tikv, { a: 'theirs' });
    expect(await failure(late.commit())).toBeInstanceOf(WriteConflictError);
    expect(await failure((await begun('a')).commit())).toBeInstanceOf(AlreadyExistsError);
    await (await begun('b')).commit();
    expect(text(await tikv.get('other'))).toBe('mine');
  });

  it('S018 optimistic-larger-ts-lock: a lock of a later transaction is a conflict at once', async () => {
    await using world = await writing();
    const { cluster, txn, writer } = world;
    const later = await writer.timestamp();
    await writer.lock(later, { a: 'theirs' });
    cluster.log.clear();
    expect(await failure(txn.commit())).toMatchObject({
      code: 'TIKV_WRITE_CONFLICT',
      conflictStartTs: later,
      conflictCommitTs: 0n,
    });
    expect(cluster.log.messages('KvCheckTxnStatus')).toEqual([]);
    await world.eventually(() => expect(cluster.locks().map(({ key }) => text(key))).toEqual(['a']));
  });

  it('waits for a live lock of an earlier transaction, and meets the conflict when it commits', async () => {
    await using world = await startVirtualWorld();
    const { cluster, tikv, writer } = world;
    const earlier = await writer.timestamp();
    await writer.lock(earlier, { a: 'theirs' });
    const txn = await tikv.begin();
    txn.put('a', 'mine');
    const asked = cluster.fail({ rpc: 'KvCheckTxnStatus', action: { delayMs: 0 } });
    const verdict = failure(txn.commit());
    await asked.waitForHit();
    await writer.commit(earlier, await writer.timestamp(), 'a');
    expect(await verdict).toBeInstanceOf(WriteConflictError);
    expect(text(await tikv.get('a'))).toBe('theirs');
  });

  it('S043 duplicate-prewrite: delivered twice, one lock and one commit', async () => {
    await using world = await writing();
    const { cluster, tikv, txn } = world;
    using fault = cluster.fail({ rpc: 'KvPrewrite', action: 'duplicate', times: 2 });
    await txn.commit();
    expect(fault.hits).toBe(2);
    expect((await tikv.batchGet(['a', 'z'])).map(text)).toEqual(['1', '2']);
    await noLocksLeft(world);
  });

  it('S044 duplicate-prewrite-after-commit: a late copy finds it committed and locks nothing', async () => {
    await using world = await writing();
    const { cluster, tikv, txn, writer } = world;
    await txn.commit();
    await noLocksLeft(world);
    for (const { request } of cluster.log.messages('KvPrewrite')) {
      const key = text((request.mutations as { key: Uint8Array }[])[0]?.key) as string;
      const { errors } = await writer.send(key, tikvRpcs.kvPrewrite, request);
      expect(errors).toEqual([]);
    }
    expect(cluster.locks()).toEqual([]);
    expect((await tikv.batchGet(['a', 'z'])).map(text)).toEqual(['1', '2']);
  });

  it('S044 duplicate-prewrite-after-commit: a resend that comes after others have committed it changes no outcome', async () => {
    await using world = await startVirtualWorld({ split: ['m'] });
    const { cluster, tikv } = world;
    const txn = await tikv.begin({ onePhaseCommit: false });
    txn.put('a', '1');
    txn.put('z', '2');
    using _ = cluster.fail({ rpc: 'KvPrewrite', key: 'z', action: 'breakStream', at: 'answered' });
    const resend = cluster.fail({ rpc: 'KvPrewrite', key: 'z', action: 'pause', skip: 1 });
    const verdict = txn.commit();
    await resend.waitForHit();
    cluster.pd.tso.jumpForward(60_000);
    const other = await world.connect();
    expect((await other.batchGet(['a', 'z'])).map(text)).toEqual(['1', '2']);
    await noLocksLeft(world);
    resend.release();
    const { commitTs } = cluster.dump().writes[0] ?? {};
    expect(await verdict).toEqual({ commitTs, protocol: 'async' });
    expect(cluster.locks()).toEqual([]);
  });

  it('F11 answer lost: the resend says so, and it is as if sent once', async () => {
    await using world = await writing();
    const { cluster, tikv, txn } = world;
    using _ = cluster.fail({ rpc: 'KvPrewrite', key: 'a', action: 'breakStream', at: 'answered' });
    await txn.commit();
    const sent = cluster.log.messages('KvPrewrite').map(({ request }) => request.context);
    expect(sent.map((context) => (context as { isRetryRequest: boolean }).isRetryRequest)).toContain(true);
    expect((await tikv.batchGet(['a', 'z'])).map(text)).toEqual(['1', '2']);
  });

  it('S050 undetermined-region-error: a prewrite in two phases is sent again', async () => {
    await using world = await writing();
    const { cluster, tikv, txn } = world;
    using fault = cluster.fail({
      rpc: 'KvPrewrite',
      at: 'proposed',
      action: { regionError: { undeterminedResult: { message: 'unknown' } } },
    });
    await txn.commit();
    expect(fault.hits).toBe(1);
    expect((await tikv.batchGet(['a', 'z'])).map(text)).toEqual(['1', '2']);
  });

  it('F21 TSO stall: without a commit timestamp it fails, and its locks are removed', async () => {
    await using world = await writing();
    const { cluster, txn } = world;
    const prewritten = cluster.fail({ rpc: 'KvPrewrite', action: 'pause' });
    const verdict = failure(txn.commit({ timeoutMs: 300 }));
    await prewritten.waitForHit();
    cluster.pd.tso.stall();
    prewritten.remove();
    expect(await verdict).toBeInstanceOf(DeadlineError);
    expect(commits(cluster)).toEqual([]);
    cluster.pd.tso.resume();
    await noLocksLeft(world);
  });

  it('what was never written is never sent', async () => {
    await using world = await startVirtualWorld();
    const { cluster, tikv } = world;
    cluster.log.clear();
    const txn = await tikv.begin();
    expect(await txn.commit()).toEqual({ commitTs: txn.startTs, protocol: 'none' });
    const other = await tikv.begin();
    other.put('a', '1');
    await other.rollback();
    expect(cluster.log.messages().filter(({ target }) => target.kind === 'store')).toEqual([]);
  });
});

describe('a scan with a limit', () => {
  it('fetches no more than it can give, whatever own writes hide', async () => {
    await using world = await startWorld();
    const { tikv, cluster } = world;
    await put(tikv, Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [key, 'v'])));
    await using txn = await tikv.begin();
    txn.delete('a');
    txn.put('b', 'own');
    const pairs = await txn.scan({ limit: 2 }).toArray();
    expect(pairs.map(({ key, value }) => [text(key), text(value)])).toEqual([
      ['b', 'own'],
      ['c', 'v'],
    ]);
    expect(cluster.log.messages('KvScan').map(({ request }) => request.limit)).toEqual([4]);
  });
});

describe('transact', () => {
  it('S008 does not run again after an undetermined outcome', async () => {
    await using world = await startVirtualWorld({ client: TWO_PHASES });
    const { cluster, tikv } = world;
    using _ = cluster.fail({ rpc: 'KvCommit', action: 'dropResponse', times: Number.POSITIVE_INFINITY });
    let runs = 0;
    const verdict = tikv.transact(
      (txn) => {
        runs++;
        txn.put('a', '1');
      },
      { timeoutMs: 200 },
    );
    expect(await failure(verdict)).toBeInstanceOf(UndeterminedError);
    expect(runs).toBe(1);
  });

  it('runs again when its locks were taken away before the commit', async () => {
    await using world = await startVirtualWorld({ split: ['m'], client: TWO_PHASES });
    const { cluster, tikv, writer } = world;
    const held = cluster.fail({ rpc: 'KvCommit', action: 'pause' });
    const verdict = tikv.transact((txn) => {
      txn.put('a', `${txn.attempt}`);
      return txn.conflicts.map(({ code }) => code);
    });
    const { request } = await held.waitForHit();
    await writer.rollBack(request.startVersion as bigint, 'a');
    held.remove();
    expect(await verdict).toEqual(['TIKV_LOCK_LOST']);
    expect(text(await tikv.get('a'))).toBe('2');
  });
});

it('S002 snapshot-repeatable: reads between prewrite and commit', async () => {
  await using world = await writing();
  const { cluster, tikv, txn } = world;
  await put(tikv, { b: 'old' });
  const before = tikv.snapshot();
  await before.timestamp();
  using fault = cluster.fail({ rpc: 'KvCommit', action: 'pause' });
  const verdict = txn.commit();
  await fault.waitForHit();
  expect((await before.batchGet(['a', 'b', 'z'])).map(text)).toEqual([undefined, 'old', undefined]);
  fault.remove();
  await verdict;
  expect((await before.batchGet(['a', 'b', 'z'])).map(text)).toEqual([undefined, 'old', undefined]);
});
