import { describe, expect, it } from 'vitest';
import {
  AbortedError,
  type BeginBulkOptions,
  type BulkTransaction,
  ClosedError,
  CommitTimestampLagError,
  DeadlineError,
  FutureTimestampError,
  LockLostError,
  TransactionAbortedError,
  TransactionFinishedError,
  UndeterminedError,
  WriteConflictError,
} from '../../src/index.ts';
import type { Cluster } from '../../src/testing/index.ts';
import { kvrpcpb } from '../../src/wire/codec/messages.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import { mortalRuntime } from '../support/mortal-runtime.ts';
import { failure, put, text, type World, type WorldOptions } from './support.ts';
import { startVirtualWorld, type VirtualWorld } from './virtual-world.ts';

const ALWAYS = { times: Number.POSITIVE_INFINITY };
const NAMES = ['a', 'b', 'm', 'n', 'z'];

/** Regions from `m` and from `z` on, the last key written alone in its own. */
async function writing(
  options: BeginBulkOptions = {},
  world: WorldOptions = {},
): Promise<VirtualWorld & { readonly bulk: BulkTransaction }> {
  const started = await startVirtualWorld({ split: ['m', 'z'], ...world });
  const bulk = await started.tikv.beginBulk({ flushKeys: 100, flushBytes: 1, ...options });
  for (const name of NAMES) await bulk.put(name, 'new');
  return { ...started, bulk };
}

function noLocksLeft({ cluster, eventually }: VirtualWorld): Promise<void> {
  return eventually(() => expect(cluster.locks()).toEqual([]));
}

const flushesOf = (cluster: Cluster) =>
  cluster.log
    .messages('KvFlush')
    .map(({ request }) => [
      request.generation,
      (request.mutations as { key: Uint8Array }[]).map(({ key }) => text(key)).join(''),
    ]);

const all = (world: World) => world.tikv.batchGet(NAMES).then((values) => values.map(text));
const NEW = NAMES.map(() => 'new');
const NOTHING = NAMES.map(() => undefined);

describe('flushes', () => {
  it('PIP-2, PIP-5, PIP-12: by region, the primary first, with all that stores need to know', async () => {
    await using world = await writing();
    const { cluster, bulk, tikv } = world;
    const told: unknown[] = [];
    tikv.on('transaction.flushed', (event) => told.push(event));
    const held = cluster.fail({ rpc: 'KvFlush', action: 'pause' });
    const flushed = bulk.flush();
    const { request } = await held.waitForHit();
    expect(flushesOf(cluster)).toEqual([[1n, 'ab']]);
    held.remove();
    await flushed;
    expect(flushesOf(cluster).toSorted()).toEqual([
      [1n, 'ab'],
      [1n, 'mn'],
      [1n, 'z'],
    ]);
    expect(request).toMatchObject({
      primaryKey: new Uint8Array(Buffer.from('a')),
      startTs: bulk.startTs,
      minCommitTs: bulk.startTs + 1n,
      assertionLevel: 0,
      context: { requestSource: 'leader_external_pdml', isRetryRequest: false },
    });
    expect(request.lockTtl).toBeGreaterThanOrEqual(20_000n);
    await bulk.put('m', 'newer');
    await bulk.flush();
    expect(flushesOf(cluster).at(-1)).toEqual([2n, 'm']);
    await bulk.commit();
    expect(text(await tikv.get('m'))).toBe('newer');
    const { startTs } = bulk;
    const durationMs = expect.any(Number);
    expect(told).toEqual([
      { startTs, generation: 1, keys: 5, sizeBytes: 20, durationMs },
      { startTs, generation: 2, keys: 1, sizeBytes: 6, durationMs },
    ]);
  });

  it('TXN-21 to TXN-26: with what its requests are to say', async () => {
    const requestSource = { type: 'import' };
    await using world = await writing({
      priority: 'low',
      resourceGroup: 'night',
      requestSource,
      txnSource: 7n,
    });
    const { cluster, bulk } = world;
    await bulk.flush();
    await bulk.get('a');
    await bulk.commit();
    await noLocksLeft(world);
    const said = cluster.log
      .messages('KvFlush', 'KvBufferBatchGet', 'KvCommit', 'KvResolveLock')
      .map(({ request }) => request.context);
    for (const context of said) {
      expect(context).toMatchObject({
        priority: kvrpcpb.CommandPri.Low,
        resourceControlContext: { resourceGroupName: 'night' },
        requestSource: 'leader_external_import',
        txnSource: 7n,
      });
    }
  });

  it('PIP-1: writes go on beside a flush, and wait when memory is full', async () => {
    await using world = await startVirtualWorld();
    const { cluster, tikv } = world;
    await using bulk = await tikv.beginBulk({ flushKeys: 2, flushBytes: 1, maxBufferBytes: 2500 });
    const held = cluster.fail({ rpc: 'KvFlush', action: 'pause' });
    await bulk.put('a', '1');
    await bulk.put('b', '1');
    await held.waitForHit();
    await bulk.put('c', '1');
    await bulk.put('d', '1');
    const waits = bulk.put('e', '1');
    const early = bulk.put('f', '1', { timeoutMs: 30 });
    expect(await failure(early)).toBeInstanceOf(DeadlineError);
    held.remove();
    await waits;
    await bulk.commit();
    expect(flushesOf(cluster).map(([generation, keys]) => [generation, keys])).toEqual([
      [1n, 'ab'],
      [2n, 'cdef'],
    ]);
    expect((await tikv.batchGet(['a', 'd', 'f'])).map(text)).toEqual(['1', '1', '1']);
  });

  it('F11 lost answer: flushed again as a retry, and done once', async () => {
    await using world = await writing();
    const { cluster, bulk } = world;
    using fault = cluster.fail({ rpc: 'KvFlush', action: 'breakStream', at: 'answered', times: 2 });
    await bulk.commit();
    expect(fault.hits).toBe(2);
    expect(await all(world)).toEqual(NEW);
  });

  it('S120 pipelined-dml: an older flush that arrives late changes nothing', async () => {
    await using world = await writing();
    const { bulk, writer } = world;
    await bulk.flush();
    await bulk.put('m', 'newer');
    await bulk.flush();
    const late = await writer.send('m', tikvRpcs.kvFlush, {
      mutations: [{ op: kvrpcpb.Op.Put, key: Buffer.from('m'), value: Buffer.from('late') }],
      primaryKey: Buffer.from('a'),
      startTs: bulk.startTs,
      generation: 1n,
    });
    expect(late.errors).toEqual([]);
    expect(text(await bulk.get('m'))).toBe('newer');
    await bulk.commit();
    expect(text(await world.tikv.get('m'))).toBe('newer');
  });

  it('F03 split: while a flush is under way, and between two', async () => {
    await using world = await writing();
    const { cluster, bulk } = world;
    const held = cluster.fail({ rpc: 'KvFlush', key: 'a', action: 'pause' });
    const flushed = bulk.flush();
    await held.waitForHit();
    cluster.split(['b', 'n']);
    held.remove();
    await flushed;
    cluster.split(['a1', 'mm']);
    for (const name of NAMES) await bulk.put(`${name}1`, 'new');
    await bulk.commit();
    expect((await world.tikv.batchGet([...NAMES, 'a1', 'z1'])).map(text)).toEqual([...NEW, 'new', 'new']);
    await noLocksLeft(world);
  });

  it('F01, F02 leader changes that lose what was proposed: it is flushed again', async () => {
    await using world = await writing();
    const { cluster, bulk } = world;
    const held = cluster.fail({ rpc: 'KvFlush', key: 'm', action: 'pause', at: 'proposed' });
    const flushed = bulk.flush();
    await held.waitForHit();
    cluster.loseLeader('m');
    held.remove();
    await flushed;
    await bulk.commit();
    expect(await all(world)).toEqual(NEW);
  });

  it('PIP-6: the locks of a dead transaction in its way are resolved', async () => {
    await using world = await writing();
    const { bulk, writer } = world;
    await writer.lock(await writer.longAgo(), { n: 'abandoned' });
    await bulk.commit();
    expect(await all(world)).toEqual(NEW);
  });

  it('S018: the lock of a younger transaction in its way is a conflict', async () => {
    await using world = await writing();
    const { bulk, writer } = world;
    await writer.lock(await writer.timestamp(), { n: 'younger' });
    expect(await failure(bulk.flush())).toBeInstanceOf(WriteConflictError);
  });

  it('S120 pipelined-dml: a failed flush of the primary dooms all, and no other leaves', async () => {
    await using world = await writing();
    const { cluster, bulk } = world;
    await put(world.tikv, { b: 'theirs' });
    expect(await failure(bulk.commit())).toBeInstanceOf(WriteConflictError);
    expect(flushesOf(cluster)).toEqual([[1n, 'ab']]);
    await bulk.rollback();
    expect(await all(world)).toEqual([undefined, 'theirs', undefined, undefined, undefined]);
  });
});

describe('readers', () => {
  it('are not held up by a living one: they push it, and do not see it', async () => {
    await using world = await writing();
    const { bulk, tikv } = world;
    await put(tikv, { m: 'old' });
    const fresh = await tikv.beginBulk({ flushKeys: 100, flushBytes: 1 });
    await fresh.put('m', 'new');
    await fresh.flush();
    const snapshot = tikv.snapshot();
    expect(text(await snapshot.get('m'))).toBe('old');
    const { commitTs } = await fresh.commit();
    expect(commitTs).toBeGreaterThan(await snapshot.timestamp());
    expect([text(await snapshot.get('m')), text(await tikv.get('m'))]).toEqual(['old', 'new']);
    await bulk.rollback();
    await noLocksLeft(world);
  });

  it('S006 resolve what a dead client has flushed, a region at a time', async () => {
    await using world = await startVirtualWorld({ split: ['m', 'z'] });
    const { cluster, tikv } = world;
    const runtime = mortalRuntime(world.runtime());
    const dying = await world.connect({ runtime });
    const bulk = await dying.beginBulk();
    for (const name of NAMES) await bulk.put(name, 'new');
    await bulk.flush();
    runtime.die();
    cluster.pd.tso.jumpForward(60_000);
    expect((await tikv.batchGet(['a', 'm', 'z'])).map(text)).toEqual([undefined, undefined, undefined]);
    await noLocksLeft(world);
    expect(await all(world)).toEqual(NOTHING);
  });

  it('see a commit through locks that are not resolved yet', async () => {
    await using world = await writing();
    const { cluster, bulk } = world;
    using _ = cluster.fail({ rpc: 'KvResolveLock', ...ALWAYS, action: 'dropRequest' });
    await bulk.commit();
    expect(cluster.locks().length).toBe(4);
    expect(await all(world)).toEqual(NEW);
  });

  it('it is told at its commit that others have rolled it back', async () => {
    await using world = await writing();
    const { cluster, bulk, tikv } = world;
    using _ = cluster.fail({ rpc: 'KvTxnHeartBeat', ...ALWAYS, action: 'dropRequest' });
    await bulk.flush();
    cluster.pd.tso.jumpForward(60_000);
    expect(await tikv.snapshot().get('z')).toBeUndefined();
    expect(await failure(bulk.commit())).toBeInstanceOf(LockLostError);
    await noLocksLeft(world);
  });
});

describe('the commit', () => {
  it('PIP-9, PIP-10: one request commits it, and each region is resolved once', async () => {
    await using world = await writing();
    const { cluster, bulk } = world;
    const { commitTs } = await bulk.commit();
    await noLocksLeft(world);
    const commits = cluster.log.messages('KvCommit').map(({ request }) => request.keys as Uint8Array[]);
    expect(commits.map((keys) => keys.map(text))).toEqual([['a']]);
    const resolved = cluster.log.messages('KvResolveLock');
    expect(
      resolved.map(({ request }) => [request.startVersion, request.commitVersion, request.keys]),
    ).toEqual(['a', 'm', 'z'].map(() => [bulk.startTs, commitTs, []]));
    expect(await all(world)).toEqual(NEW);
  });

  it('S120: a read that a commit overtakes does not tell what was there before its own write', async () => {
    await using world = await writing();
    const { cluster, tikv, bulk } = world;
    await bulk.flush();
    cluster.fail({ rpc: 'KvBufferBatchGet', at: 'received', action: { delayMs: 5_000 } });
    const reading = failure(bulk.get('a'));
    await bulk.commit();
    await noLocksLeft(world);
    expect(await reading).toBeInstanceOf(TransactionFinishedError);
    expect(text(await tikv.get('a'))).toBe('new');
  });

  it('S008, S120: the answer of the primary is lost: nobody can know, and nothing is cleaned up', async () => {
    await using world = await writing();
    const { cluster, bulk, tikv } = world;
    const fault = cluster.fail({ rpc: 'KvCommit', ...ALWAYS, action: 'dropResponse' });
    const controller = new AbortController();
    const verdict = failure(bulk.commit({ signal: controller.signal }));
    await fault.waitForHit();
    controller.abort();
    const error = (await verdict) as UndeterminedError;
    expect(error).toBeInstanceOf(UndeterminedError);
    expect([error.startTs, text(error.primary), bulk.state]).toEqual([bulk.startTs, 'a', 'undetermined']);
    expect(cluster.log.messages('KvResolveLock', 'KvBatchRollback', 'BroadcastTxnStatus')).toEqual([]);
    fault.remove();
    expect(await tikv.settle(error as { startTs: bigint; primary: Uint8Array })).toMatchObject({
      outcome: 'committed',
    });
    expect(await all(world)).toEqual(NEW);
  });

  it('F13 answer lost once: the commit is sent again and answered', async () => {
    await using world = await writing();
    const { cluster, bulk } = world;
    using fault = cluster.fail({ rpc: 'KvCommit', action: 'breakStream', at: 'answered' });
    await bulk.commit();
    expect(fault.hits).toBe(1);
    expect(await all(world)).toEqual(NEW);
  });

  it('S009: after a lost answer the primary is found rolled back', async () => {
    await using world = await writing();
    const { cluster, bulk, writer } = world;
    const lost = cluster.fail({ rpc: 'KvCommit', action: 'breakStream', at: 'proposed', applies: false });
    const retry = cluster.fail({ rpc: 'KvCommit', skip: 1, action: 'pause' });
    const verdict = failure(bulk.commit());
    await retry.waitForHit();
    expect(lost.hits).toBe(1);
    await writer.rollBack(bulk.startTs, 'a');
    retry.remove();
    expect(await verdict).toBeInstanceOf(LockLostError);
    await noLocksLeft(world);
  });

  it('F14 answer lost: resolving a region is tried again in the background', async () => {
    await using world = await writing();
    const { cluster, bulk } = world;
    using fault = cluster.fail({ rpc: 'KvResolveLock', action: 'breakStream', at: 'answered', times: 2 });
    await bulk.commit();
    await noLocksLeft(world);
    expect(fault.hits).toBe(2);
    expect(await all(world)).toEqual(NEW);
  });

  it('PIP-10: regions that split while they are resolved', async () => {
    await using world = await writing();
    const { cluster, bulk } = world;
    const held = cluster.fail({ rpc: 'KvResolveLock', ...ALWAYS, action: 'pause' });
    await bulk.commit();
    await held.waitForHit(3);
    cluster.split(['b', 'n']);
    held.remove();
    await noLocksLeft(world);
    expect(await all(world)).toEqual(NEW);
  });

  it('S011 a reader has pushed it while it commits', async () => {
    await using world = await writing();
    const { cluster, bulk, tikv } = world;
    const held = cluster.fail({ rpc: 'KvCommit', action: 'pause' });
    const verdict = bulk.commit();
    await held.waitForHit();
    const snapshot = tikv.snapshot();
    expect(await snapshot.get('z')).toBeUndefined();
    held.remove();
    expect((await verdict).commitTs).toBeGreaterThan(await snapshot.timestamp());
    expect(await snapshot.get('z')).toBeUndefined();
  });

  it('its deadline ends a flush under way: it is rolled back', async () => {
    await using world = await writing();
    const { cluster, bulk } = world;
    using _ = cluster.fail({ rpc: 'KvFlush', key: 'm', ...ALWAYS, action: 'pause' });
    const error = await failure(bulk.commit({ timeoutMs: 200 }));
    expect(error).toBeInstanceOf(DeadlineError);
    expect(bulk.state).toBe('rolledBack');
    await bulk.rollback();
    await noLocksLeft(world);
  });

  it('one that has no time left sends nothing, and ends it', async () => {
    await using world = await writing();
    const { cluster, bulk } = world;
    const controller = new AbortController();
    controller.abort('enough');
    expect(await failure(bulk.commit({ signal: controller.signal }))).toBeInstanceOf(AbortedError);
    expect([bulk.state, cluster.log.messages('KvFlush')]).toEqual(['rolledBack', []]);
  });
});

describe('giving up', () => {
  it('PIP-11, S120: cleanup covers the whole range, the last key included', async () => {
    await using world = await writing();
    const { cluster, bulk } = world;
    await bulk.flush();
    expect(cluster.locks().length).toBe(5);
    await bulk.rollback();
    expect(cluster.locks()).toEqual([]);
    expect(cluster.log.messages('KvResolveLock').map(({ request }) => request.commitVersion)).toEqual([
      0n,
      0n,
      0n,
    ]);
  });

  it('a flush that arrives after the rollback: it cannot commit, and readers remove it', async () => {
    await using world = await writing();
    const { bulk, writer, tikv } = world;
    await bulk.flush();
    await bulk.rollback();
    const late = (key: string) =>
      writer.send(key, tikvRpcs.kvFlush, {
        mutations: [{ op: kvrpcpb.Op.Put, key: Buffer.from(key), value: Buffer.from('late') }],
        primaryKey: Buffer.from('a'),
        startTs: bulk.startTs,
        generation: 2n,
        lockTtl: 20_000n,
      });
    expect((await late('a')).errors.length).toBe(1);
    await late('o');
    expect(await tikv.get('o')).toBeUndefined();
    await noLocksLeft(world);
  });

  it('while a flush is under way: that is ended first', async () => {
    await using world = await writing();
    const { cluster, bulk } = world;
    const held = cluster.fail({ rpc: 'KvFlush', key: 'm', action: 'pause' });
    const flushed = failure(bulk.flush());
    await held.waitForHit();
    await bulk.rollback();
    expect(cluster.log.messages('KvFlush').length).toBe(3);
    held.remove();
    expect(await flushed).toBeInstanceOf(TransactionFinishedError);
    expect(bulk.state).toBe('rolledBack');
  });

  it('by the signal it was begun with', async () => {
    await using world = await startVirtualWorld({ split: ['m'] });
    const { cluster, tikv } = world;
    const controller = new AbortController();
    const bulk = await tikv.beginBulk({ signal: controller.signal });
    await bulk.put('a', '1');
    await bulk.put('z', '1');
    await bulk.flush();
    controller.abort('changed my mind');
    const error = await failure(bulk.put('b', '2'));
    expect(error).toBeInstanceOf(AbortedError);
    expect((error as AbortedError).cause).toBe('changed my mind');
    await bulk.rollback();
    expect([bulk.state, cluster.locks()]).toEqual(['rolledBack', []]);
  });

  it('by closing the client: what was flushed is removed', async () => {
    await using world = await startVirtualWorld({ split: ['m'] });
    const { cluster } = world;
    const tikv = await world.connect();
    const bulk = await tikv.beginBulk();
    await bulk.put('a', '1');
    await bulk.put('z', '1');
    await bulk.flush();
    await tikv.close();
    expect(cluster.locks()).toEqual([]);
    expect(await failure(bulk.put('b', '2'))).toBeInstanceOf(ClosedError);
    expect(await failure(bulk.commit())).toBeInstanceOf(ClosedError);
  });
});

describe('what other transactions are told, too', () => {
  const ahead = async ({ tikv }: World, ms: number) => (await tikv.timestamp()) + (BigInt(ms) << 18n);

  it('TXN-3, S105 startTs: reads and conflicts as of it, and its locks live from now on', async () => {
    await using world = await startVirtualWorld();
    const { cluster, tikv, writer } = world;
    const startTs = await writer.longAgo(10_000);
    await put(tikv, { b: 'later' });
    await using bulk = await tikv.beginBulk({ startTs });
    expect([bulk.startTs, await bulk.get('b')]).toEqual([startTs, undefined]);
    await bulk.put('a', '1');
    await bulk.flush();
    const [flushed] = cluster.log.messages('KvFlush').map(({ request }) => request);
    expect(flushed).toMatchObject({ startTs });
    expect(flushed?.lockTtl).toBeGreaterThanOrEqual(30_000n);
    await bulk.commit();
    expect(text(await tikv.get('a'))).toBe('1');
    await using other = await tikv.beginBulk({ startTs: startTs + 1n });
    await other.put('b', 'mine');
    expect(await failure(other.commit())).toBeInstanceOf(WriteConflictError);
  });

  it('TXN-3, S106 never-ahead-of-tso: a startTs that PD has not given yet is refused', async () => {
    await using world = await startVirtualWorld();
    const startTs = await ahead(world, 60_000);
    expect(await failure(world.tikv.beginBulk({ startTs }))).toBeInstanceOf(FutureTimestampError);
  });

  it('TXN-17 commitWaitUntilTs: the commit is above it, or further ahead than it may wait', async () => {
    await using world = await startVirtualWorld();
    const above = await ahead(world, 30);
    await using bulk = await world.tikv.beginBulk({ commitWaitUntilTs: above });
    await bulk.put('a', '1');
    expect((await bulk.commit()).commitTs).toBeGreaterThan(above);
    const options = { commitWaitUntilTs: await ahead(world, 60_000), commitWaitTimeoutMs: 10 };
    await using late = await world.tikv.beginBulk(options);
    await late.put('a', 'late');
    expect(await failure(late.commit())).toBeInstanceOf(CommitTimestampLagError);
    await noLocksLeft(world);
  });

  it('TXN-18, TXN-32: checkCommitTs and onPrewriteLock', async () => {
    await using world = await startVirtualWorld();
    const { cluster, tikv, writer } = world;
    await using refused = await tikv.beginBulk({ checkCommitTs: () => false });
    await refused.put('a', '1');
    expect(await failure(refused.commit())).toBeInstanceOf(TransactionAbortedError);
    await noLocksLeft(world);
    const dead = await writer.longAgo();
    await writer.lock(dead, { b: 'dead' }, { ttlMs: 1 });
    await using impatient = await tikv.beginBulk({ onPrewriteLock: 'fail' });
    await impatient.put('b', '1');
    expect(await failure(impatient.flush())).toMatchObject({ conflictStartTs: dead });
    expect(cluster.log.messages('KvCheckTxnStatus')).toEqual([]);
  });
});

describe('what stores are told', () => {
  it('BO-36, TO-6: all of them hear of a commit and of a rollback; one that is silent holds up nobody', async () => {
    await using world = await writing();
    const { cluster, bulk, tikv } = world;
    using _ = cluster.fail({ rpc: 'BroadcastTxnStatus', store: 2, ...ALWAYS, action: 'dropRequest' });
    const { commitTs } = await bulk.commit();
    const other = await tikv.beginBulk();
    await other.put('q', '1');
    await other.flush();
    await other.rollback();
    const told = () =>
      cluster.log.messages('BroadcastTxnStatus').map(({ target, request }) => {
        const [status] = request.txnStatus as kvrpcpb.TxnStatus.Decoded[];
        return `${(target as { storeId?: bigint }).storeId} ${status?.startTs} ${status?.commitTs} ${status?.rolledBack}`;
      });
    await world.eventually(() =>
      expect(told().toSorted()).toEqual(
        [1, 2, 3]
          .flatMap((store) => [
            `${store} ${bulk.startTs} ${commitTs} false`,
            `${store} ${other.startTs} 0 true`,
          ])
          .toSorted(),
      ),
    );
  });
});
