import { describe, expect, it } from 'vitest';
import {
  AlreadyExistsError,
  type BeginOptions,
  type Transaction,
  UndeterminedError,
} from '../../src/index.ts';
import type { Cluster, Fields } from '../../src/testing/index.ts';
import { failure, put, text, type World, type WorldOptions } from './support.ts';
import { startVirtualWorld, type VirtualWorld } from './virtual-world.ts';

/* What a transaction costs, and how it ends, when it may commit in one phase or asynchronously. */

const ALWAYS = { times: Number.POSITIVE_INFINITY };
const CAUSAL = { causalConsistency: true };

/** A world whose client knows its regions. */
async function startKnown(options?: WorldOptions): Promise<VirtualWorld> {
  const world = await startVirtualWorld(options);
  await world.tikv.batchGet(['a', 'z']);
  return world;
}

/** A world of two regions. */
const startSplit = (options?: WorldOptions) => startKnown({ split: ['m'], ...options });

/** A transaction that writes `a`, its primary, and `z`. */
async function writing({ tikv, cluster }: World, options?: BeginOptions): Promise<Transaction> {
  const txn = await tikv.begin(options);
  txn.put('a', '1');
  txn.put('z', '2');
  cluster.log.clear();
  return txn;
}

/** The first key of a prewrite. */
const prewritten = (request: Fields) => text((request.mutations as { readonly key: Uint8Array }[])[0]?.key);

const prewritesOf = (cluster: Cluster) => cluster.log.messages('KvPrewrite').map(({ request }) => request);

/** Values that are committed, with their timestamps, as the stores have them. */
function committed(cluster: Cluster): (readonly [key: string | undefined, commitTs: bigint])[] {
  const values = cluster.dump().writes.filter(({ type }) => type === 'Put');
  return values.map(({ key, commitTs }) => [text(key), commitTs]);
}

/** A reader so far ahead that a commit which its store works out would be past the limit of whoever has begun. */
async function readFarAhead({ cluster, writer }: World, key: string): Promise<void> {
  cluster.pd.tso.jumpForward(5_000);
  await writer.get(key, await writer.timestamp());
}

function noLocksLeft({ cluster, eventually }: VirtualWorld): Promise<void> {
  return eventually(() => expect(cluster.locks()).toEqual([]));
}

describe('what is sent after begin, until a commit is answered', () => {
  /** No timestamp is asked for but those that somebody wants. */
  const client = { lowResolutionIntervalMs: 3_600_000 };

  it.each([
    ['S021 one phase', {}, ['Tso', 'KvPrewrite']],
    ['S021 one phase, only causal', CAUSAL, ['KvPrewrite']],
    ['S026 async commit', { onePhaseCommit: false }, ['Tso', 'KvPrewrite']],
    ['two phases', { onePhaseCommit: false, asyncCommit: false }, ['KvPrewrite', 'Tso', 'KvCommit']],
  ])('%s, in one region', async (_, options, requests) => {
    await using world = await startKnown({ client });
    const txn = await writing(world, options);
    await txn.commit();
    expect(world.cluster.log.rpcs()).toEqual(requests);
    await noLocksLeft(world);
  });

  it.each([
    ['S026 async commit', {}, ['Tso', 'KvPrewrite', 'KvPrewrite']],
    ['S026 async commit, only causal', CAUSAL, ['KvPrewrite', 'KvPrewrite']],
    ['two phases', { asyncCommit: false }, ['KvPrewrite', 'KvPrewrite', 'Tso', 'KvCommit']],
  ])('%s, in two regions', async (_, options, requests) => {
    await using world = await startSplit({ client });
    const txn = await writing(world, options);
    await txn.commit();
    expect(world.cluster.log.rpcs()).toEqual(requests);
    await noLocksLeft(world);
  });

  it('the options of the client, where begin and transact give none', async () => {
    await using world = await startKnown({ client: { onePhaseCommit: false, asyncCommit: false } });
    const { cluster, tikv } = world;
    expect(await (await writing(world)).commit()).toMatchObject({ protocol: '2pc' });
    await tikv.transact((txn) => txn.put('a', '3'), { onePhaseCommit: true });
    expect(prewritesOf(cluster).map(({ tryOnePc }) => tryOnePc)).toEqual([false, true]);
  });
});

describe('one phase', () => {
  it('S021 1pc-single-batch: every key at one timestamp, which is the one told', async () => {
    await using world = await startKnown();
    const txn = await writing(world);
    const { commitTs, protocol } = await txn.commit();
    expect(protocol).toBe('1pc');
    expect(commitTs).toBeGreaterThan(txn.startTs);
    expect(committed(world.cluster)).toEqual([
      ['a', commitTs],
      ['z', commitTs],
    ]);
  });

  it('S022 1pc-off-when-multi-batch: never asked for over two regions', async () => {
    await using world = await startSplit();
    expect(await (await writing(world)).commit()).toMatchObject({ protocol: 'async' });
    expect(prewritesOf(world.cluster).map(({ tryOnePc }) => tryOnePc)).toEqual([false, false]);
  });

  it('S023 1pc-then-split-retry: applied, not answered, and split since: it is told when it was committed', async () => {
    await using world = await startKnown();
    const { cluster } = world;
    const txn = await writing(world);
    using _ = cluster.fail({ rpc: 'KvPrewrite', at: 'answered', action: 'breakStream' });
    const resent = cluster.fail({ rpc: 'KvPrewrite', skip: 1, action: 'pause' });
    const verdict = txn.commit();
    await resent.waitForHit();
    cluster.split('m');
    resent.remove();
    const { commitTs, protocol } = await verdict;
    expect(protocol).toBe('1pc');
    expect(committed(cluster)).toEqual([
      ['a', commitTs],
      ['z', commitTs],
    ]);
    expect(cluster.log.messages('KvCommit')).toEqual([]);
  });

  it('S023 1pc-then-split-retry: lost, and split since: unknown, and it stays so that it may still arrive', async () => {
    await using world = await startKnown();
    const { cluster } = world;
    const txn = await writing(world);
    using _ = cluster.fail({ rpc: 'KvPrewrite', action: 'breakStream' });
    const resent = cluster.fail({ rpc: 'KvPrewrite', action: 'pause' });
    const verdict = failure(txn.commit());
    await resent.waitForHit();
    cluster.split('m');
    resent.remove();
    expect(await verdict).toBeInstanceOf(UndeterminedError);
    expect(cluster.log.messages('KvBatchRollback', 'KvCommit', 'KvCleanup')).toEqual([]);
  });

  it.each([
    ['S024 1pc-fallback', {}],
    ['S024 1pc-fallback, S031 async-max-commit-ts', { asyncCommit: false }],
  ])(
    '%s: past max_commit_ts it is no commit but locks, which are committed in two phases',
    async (_, options) => {
      await using world = await startKnown();
      const { cluster } = world;
      const txn = await writing(world, options);
      await readFarAhead(world, 'a');
      cluster.log.clear();
      const { commitTs, protocol } = await txn.commit();
      expect(protocol).toBe('2pc');
      expect(cluster.log.rpcs()).toEqual(['Tso', 'KvPrewrite', 'Tso', 'KvCommit']);
      expect(committed(cluster)).toEqual([
        ['a', commitTs],
        ['z', commitTs],
      ]);
    },
  );

  it('S025 1pc-lost-reply: unknown, and nothing is cleaned up', async () => {
    await using world = await startKnown();
    const { cluster, tikv } = world;
    const txn = await writing(world);
    using _ = cluster.fail({ rpc: 'KvPrewrite', ...ALWAYS, action: 'dropResponse' });
    const error = await failure(txn.commit({ timeoutMs: 200 }));
    expect(error).toBeInstanceOf(UndeterminedError);
    expect(cluster.log.messages('KvBatchRollback', 'KvCleanup')).toEqual([]);
    const { startTs, primary } = error as { startTs: bigint; primary: Uint8Array };
    expect(await tikv.settle({ startTs, primary })).toMatchObject({ outcome: 'committed' });
  });
});

describe('async commit', () => {
  it('S026 async-happy: answered before any commit has arrived, and visible to whoever begins then', async () => {
    await using world = await startSplit();
    const { cluster, tikv } = world;
    const txn = await writing(world);
    const held = cluster.fail({ rpc: 'KvCommit', ...ALWAYS, action: 'pause' });
    const { commitTs, protocol } = await txn.commit();
    expect([protocol, committed(cluster)]).toEqual(['async', []]);
    held.remove();
    expect((await tikv.batchGet(['a', 'z'])).map(text)).toEqual(['1', '2']);
    await noLocksLeft(world);
    expect(committed(cluster)).toEqual([
      ['a', commitTs],
      ['z', commitTs],
    ]);
  });

  it('S027 async-limits: one key more than the primary can list', async () => {
    await using world = await startSplit();
    const txn = await writing(world);
    for (let nth = 0; nth < 254; nth++) txn.put(`b${nth}`, '');
    expect(await txn.commit()).toMatchObject({ protocol: 'async' });
    const larger = await writing(world);
    for (let nth = 0; nth < 255; nth++) larger.put(`b${nth}`, '');
    expect(await larger.commit()).toMatchObject({ protocol: '2pc' });
  });

  it('S028 async-zero-min-commit-ts: one batch without it, and all is committed in two phases', async () => {
    await using world = await startSplit();
    const { cluster } = world;
    cluster.transferLeader('z', 2);
    const txn = await writing(world, CAUSAL);
    await readFarAhead(world, 'z');
    const { commitTs, protocol } = await txn.commit();
    expect(protocol).toBe('2pc');
    await noLocksLeft(world);
    expect(committed(cluster)).toEqual([
      ['a', commitTs],
      ['z', commitTs],
    ]);
    const workedOut = cluster.log.messages('KvPrewrite').filter(({ response }) => response?.minCommitTs);
    expect(workedOut.map(({ request }) => prewritten(request))).toEqual(['a']);
  });

  it('S029 async-fallback-retry-not-idempotent: the reply of the fall-back is lost, and it stays one', async () => {
    await using world = await startSplit();
    const { cluster } = world;
    const txn = await writing(world, CAUSAL);
    await readFarAhead(world, 'z');
    using lost = cluster.fail({ rpc: 'KvPrewrite', key: 'z', at: 'answered', action: 'breakStream' });
    const { commitTs, protocol } = await txn.commit();
    expect([lost.hits, protocol]).toEqual([1, '2pc']);
    await noLocksLeft(world);
    expect(committed(cluster)).toEqual([
      ['a', commitTs],
      ['z', commitTs],
    ]);
  });

  it.each([
    ['S030 async-commit-ts-lower-bound', {}, true],
    ['causal consistency is what leaves it out', CAUSAL, false],
  ])('%s: after every snapshot that began before the commit', async (_, options, isAfter) => {
    await using world = await startSplit();
    const txn = await writing(world, options);
    const snapshotTs = await world.writer.timestamp();
    const { commitTs } = await txn.commit();
    expect(commitTs > snapshotTs).toBe(isAfter);
  });

  it('S033 async-primary-ok-secondary-alreadyexist: a failure, and the primary is rolled back', async () => {
    await using world = await startSplit();
    const { tikv } = world;
    await put(tikv, { z: 'old' });
    const txn = await tikv.begin();
    txn.put('a', '1');
    txn.insert('z', '2');
    expect(await failure(txn.commit())).toBeInstanceOf(AlreadyExistsError);
    await noLocksLeft(world);
    expect((await tikv.batchGet(['a', 'z'])).map(text)).toEqual([undefined, 'old']);
  });

  it('S034 async-undetermined-after-lost-secondary: its answer never came, so only the cluster knows', async () => {
    await using world = await startSplit();
    const { cluster, tikv } = world;
    const txn = await writing(world);
    const lost = cluster.fail({ rpc: 'KvPrewrite', key: 'z', ...ALWAYS, action: 'dropResponse' });
    const error = await failure(txn.commit({ timeoutMs: 200 }));
    expect(error).toBeInstanceOf(UndeterminedError);
    expect(cluster.log.messages('KvBatchRollback', 'KvCleanup')).toEqual([]);
    lost.remove();
    cluster.pd.tso.jumpForward(10_000);
    expect((await tikv.batchGet(['a', 'z'])).map(text)).toEqual(['1', '2']);
  });

  it('S036 max-ts-not-synced: the same prewrite again, until the new leader may take it', async () => {
    await using world = await startSplit({ maxTsSyncDelayMs: 500 });
    const { cluster } = world;
    const txn = await writing(world);
    cluster.transferLeader('z', 2);
    expect(await txn.commit()).toMatchObject({ protocol: 'async' });
    const refused = cluster.log
      .messages('KvPrewrite')
      .filter(
        ({ response }) =>
          (response?.regionError as { maxTimestampNotSynced?: unknown })?.maxTimestampNotSynced,
      );
    expect(refused).not.toEqual([]);
    expect(prewritesOf(cluster).every(({ useAsyncCommit }) => useAsyncCommit)).toBe(true);
  });
});
