import { describe, expect, it } from 'vitest';
import {
  type BeginOptions,
  CommitTimestampLagError,
  FutureTimestampError,
  TransactionAbortedError,
  UsageError,
  WriteConflictError,
} from '../../src/index.ts';
import type { Cluster } from '../../src/testing/index.ts';
import { systemRuntime } from '../../src/wire/system-runtime.ts';
import { eventually } from '../support/eventually.ts';
import { failure, put, startWorld, TWO_PHASES, text, type World } from './support.ts';
import { startVirtualWorld } from './virtual-world.ts';

/* Where a commit timestamp may lie, and what else the caller decides about a commit. */

const LOGICAL_BITS = 18n;

/** PD's clock does not go on by itself. */
const STANDING_CLOCK = { environment: { wallMs: () => 1_800_000_000_000 } };

async function committing({ tikv }: World, options: BeginOptions) {
  const txn = await tikv.begin(options);
  txn.put('a', '1');
  return txn.commit();
}

async function inFuture({ writer }: World, ms: number): Promise<bigint> {
  return (await writer.timestamp()) + (BigInt(ms) << LOGICAL_BITS);
}

const nothingStays = async ({ cluster }: { readonly cluster: Cluster }) => {
  await eventually(() => expect(cluster.locks()).toEqual([]));
  expect(cluster.dump().writes.filter(({ type }) => type === 'Put')).toEqual([]);
};

describe('commitWaitUntilTs', () => {
  it.each([
    ['one phase', {}],
    ['one phase, only causal', { causalConsistency: true }],
    ['async commit', { onePhaseCommit: false, causalConsistency: true }],
    ['two phases', TWO_PHASES],
  ])('%s: the commit is above it, when PD has got there', async (_, options) => {
    await using world = await startVirtualWorld();
    const above = await inFuture(world, 30);
    const { commitTs } = await committing(world, { ...options, commitWaitUntilTs: above });
    expect(commitTs).toBeGreaterThan(above);
  });

  it.each([
    ['further ahead than it may wait', 5_000, {}],
    ['ahead, and it may not wait', 100, { commitWaitTimeoutMs: 0 }],
    ['in two phases', 5_000, TWO_PHASES],
  ])('%s: it fails, and nothing is written', async (_, aheadMs, options) => {
    await using world = await startWorld(STANDING_CLOCK);
    const above = await inFuture(world, aheadMs);
    const error = await failure(committing(world, { ...options, commitWaitUntilTs: above }));
    expect(error).toBeInstanceOf(CommitTimestampLagError);
    expect(error).toMatchObject({ above, retryable: true });
    await nothingStays(world);
  });

  it('waits no longer than it may, for a clock that stands still', async () => {
    await using world = await startWorld(STANDING_CLOCK);
    const options = { commitWaitUntilTs: await inFuture(world, 40), commitWaitTimeoutMs: 60 };
    expect(await failure(committing(world, options))).toBeInstanceOf(CommitTimestampLagError);
    await nothingStays(world);
  });
});

describe('S032 checkCommitTs', () => {
  it('is asked before the commit, which is in two phases', async () => {
    await using world = await startWorld();
    const asked: bigint[] = [];
    const { commitTs, protocol } = await committing(world, {
      checkCommitTs: (ts) => {
        asked.push(ts);
        return true;
      },
    });
    expect([asked, protocol]).toEqual([[commitTs], '2pc']);
  });

  it.each([
    ['refuses', () => false, TransactionAbortedError],
    ['gives no answer', () => undefined as never, TransactionAbortedError],
    ['answers later', (() => Promise.reject(new Error('mine'))) as never, UsageError],
    [
      'throws',
      () => {
        throw new Error('mine');
      },
      UsageError,
    ],
  ])('%s: nothing is written', async (_, checkCommitTs, kind) => {
    await using world = await startWorld();
    expect(await failure(committing(world, { checkCommitTs }))).toBeInstanceOf(kind);
    expect(world.cluster.log.messages('KvCommit')).toEqual([]);
    await nothingStays(world);
  });
});

describe('onPrewriteLock', () => {
  it('fail: a lock is a conflict, and nobody looks after it', async () => {
    await using world = await startWorld();
    const { cluster, writer } = world;
    const dead = await writer.longAgo();
    await writer.lock(dead, { a: 'dead' }, { ttlMs: 1 });
    const error = await failure(committing(world, { onPrewriteLock: 'fail' }));
    expect(error).toBeInstanceOf(WriteConflictError);
    expect(error).toMatchObject({ conflictStartTs: dead });
    expect(cluster.log.messages('KvCheckTxnStatus')).toEqual([]);
    await committing(world, {});
    expect(text(await world.tikv.get('a'))).toBe('1');
  });
});

describe('S105 startTs', () => {
  it('the locks of one that began long ago live from now on, however rarely the client looks at the time', async () => {
    const system = systemRuntime();
    let passedMs = 0;
    const clock = { ...system.clock, now: () => system.clock.now() + passedMs };
    const client = { runtime: { ...system, clock }, lowResolutionIntervalMs: 3_600_000 };
    await using world = await startWorld({ client });
    const { tikv, cluster } = world;
    const startTs = await tikv.timestamp();
    passedMs = 50_000;
    const txn = await tikv.begin({ startTs, ...TWO_PHASES });
    txn.put('a', '1');
    await txn.commit();
    const [ttlMs] = cluster.log.messages('KvPrewrite').map(({ request }) => request.lockTtl);
    expect(ttlMs).toBeGreaterThanOrEqual(53_000n);
  });

  it('reads and conflicts as of it, and its locks live from now on', async () => {
    await using world = await startWorld();
    const { cluster, tikv, writer } = world;
    const startTs = await writer.longAgo(10_000);
    await put(tikv, { b: 'later' });
    const txn = await tikv.begin({ startTs });
    expect(txn.startTs).toBe(startTs);
    expect(await txn.get('b')).toBeUndefined();
    txn.put('a', '1');
    expect(await txn.commit()).toMatchObject({ protocol: '1pc' });
    const [{ lockTtl }] = cluster.log
      .messages('KvPrewrite')
      .slice(-1)
      .map(({ request }) => request) as [{ readonly lockTtl: bigint }];
    expect(lockTtl).toBeGreaterThanOrEqual(13_000n);
    const other = await tikv.begin({ startTs: startTs + 1n });
    other.put('b', 'mine');
    expect(await failure(other.commit())).toBeInstanceOf(WriteConflictError);
  });

  it('S106 never-ahead-of-tso: one that PD has not given yet is refused', async () => {
    await using world = await startWorld();
    const { tikv } = world;
    const startTs = await inFuture(world, 60_000);
    expect(await failure(tikv.begin({ startTs }))).toBeInstanceOf(FutureTimestampError);
    for (const bad of [0n, -1n, 2n ** 63n, 5]) {
      expect(await failure(tikv.begin({ startTs: bad as bigint }))).toBeInstanceOf(UsageError);
    }
    const again = tikv.transact(() => {}, { startTs: 1n } as never);
    expect(await failure(again)).toBeInstanceOf(UsageError);
  });
});

it('CMT-5 a large transaction is told of when it begins to commit', async () => {
  await using world = await startWorld();
  const { tikv } = world;
  const told: unknown[] = [];
  tikv.on('transaction.large', (payload) => told.push(payload));
  const txn = await tikv.begin();
  for (let nth = 0; nth <= 10_000; nth++) txn.put(`k${nth}`, '');
  const sizeBytes = Array.from({ length: 10_001 }, (_, nth) => `k${nth}`.length).reduce((a, b) => a + b);
  await txn.commit();
  await new Promise(setImmediate);
  expect(told).toEqual([{ startTs: txn.startTs, keys: 10_001, sizeBytes }]);
});
