import { describe, expect, it } from 'vitest';
import { ResolveLockTimeoutError, type Tikv, type Timestamp } from '../../src/index.ts';
import type { Cluster } from '../../src/testing/index.ts';
import { kvrpcpb } from '../../src/wire/codec/messages.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import type { ForeignWriter } from '../support/foreign-writer.ts';
import { failure, list, put, text } from './support.ts';
import { startVirtualWorld } from './virtual-world.ts';

const MAX_U64 = 0xffff_ffff_ffff_ffffn;

/** Requests of one RPC, as the cluster saw them. */
function requests(cluster: Cluster, rpc: string): readonly Readonly<Record<string, unknown>>[] {
  return cluster.log.messages(rpc).map(({ request }) => request);
}

/** Locks many keys of one transaction with one request. */
async function prewriteAll(
  writer: ForeignWriter,
  startVersion: bigint,
  names: readonly string[],
): Promise<void> {
  const { errors } = await writer.send(names[0] as string, tikvRpcs.kvPrewrite, {
    mutations: names.map((name) => ({ key: Buffer.from(name), value: Buffer.from('v') })),
    primaryLock: Buffer.from(names[0] as string),
    startVersion,
    lockTtl: 20_000n,
    txnSize: BigInt(names.length),
  });
  expect(errors).toEqual([]);
}

/** Adds a holder to the shared lock on a key. */
async function lockShared(
  writer: ForeignWriter,
  startVersion: bigint,
  key: string,
  primary: string,
  lockTtl = 20_000n,
): Promise<void> {
  const { errors } = await writer.send(key, tikvRpcs.kvPessimisticLock, {
    mutations: [{ op: kvrpcpb.Op.SharedPessimisticLock, key: Buffer.from(key) }],
    primaryLock: Buffer.from(primary),
    startVersion,
    forUpdateTs: startVersion,
    lockTtl,
  });
  expect(errors).toEqual([]);
}

/** Commits a transaction at its primary, `p`, and leaves its lock on `s`. */
async function commitPrimary(writer: ForeignWriter): Promise<{ startTs: bigint; commitTs: bigint }> {
  const startTs = await writer.timestamp();
  await writer.lock(startTs, { p: 'new', s: 'new' });
  const commitTs = await writer.timestamp();
  await writer.commit(startTs, commitTs, 'p');
  return { startTs, commitTs };
}

/** Locks `p` for sharing, as a transaction that dies. @returns its start timestamp */
async function sharePrimary(writer: ForeignWriter): Promise<bigint> {
  const startTs = await writer.timestamp();
  await writer.lockPessimistically(startTs, 'own', 1);
  await lockShared(writer, startTs, 'p', 'own', 1n);
  return startTs;
}

/** Writes keys that a transaction has locked; the first is its primary. */
async function prewriteLocked(
  writer: ForeignWriter,
  startVersion: bigint,
  mutations: readonly { readonly op: kvrpcpb.Op; readonly key: string }[],
): Promise<void> {
  for (const { op, key } of mutations) {
    const { errors } = await writer.send(key, tikvRpcs.kvPrewrite, {
      mutations: [{ op, key: Buffer.from(key) }],
      pessimisticActions: [kvrpcpb.PrewriteRequest.PessimisticAction.DO_PESSIMISTIC_CHECK],
      primaryLock: Buffer.from((mutations[0] as { key: string }).key),
      startVersion,
      forUpdateTs: startVersion,
      lockTtl: 1n,
      txnSize: BigInt(mutations.length),
    });
    expect(errors).toEqual([]);
  }
}

describe('what readers ask about locks', () => {
  it('S076 pushed-reader-ignores-large-txn: a snapshot asks once about a transaction', async () => {
    await using world = await startVirtualWorld({ split: ['m'] });
    const { cluster, tikv, writer } = world;
    const startTs = await writer.timestamp();
    await writer.lock(startTs, { a: '1', z: '2' }, { minCommitTs: startTs + 1n });
    const snapshot = tikv.snapshot();
    expect(await snapshot.batchGet(['a', 'b'])).toEqual([undefined, undefined]);
    expect(await snapshot.get('z')).toBeUndefined();
    const asked = requests(cluster, 'KvCheckTxnStatus');
    expect(asked).toMatchObject([{ lockTs: startTs, callerStartTs: await snapshot.timestamp() }]);
    const last = requests(cluster, 'KvGet').at(-1)?.context as { resolvedLocks: bigint[] };
    expect(last.resolvedLocks).toEqual([startTs]);
  });

  it('S078 max-ts-does-not-push: a read of the newest value promises nothing for a transaction', async () => {
    await using world = await startVirtualWorld({ split: ['m'] });
    const { cluster, tikv, writer } = world;
    const startTs = await writer.timestamp();
    await writer.lock(startTs, { a: '1', z: '2' }, { minCommitTs: startTs + 1n });
    expect(await tikv.get('a')).toBeUndefined();
    expect(await tikv.get('z')).toBeUndefined();
    expect(await tikv.get('z')).toBeUndefined();
    const callers = requests(cluster, 'KvCheckTxnStatus').map(({ callerStartTs }) => callerStartTs);
    expect(callers).toEqual([MAX_U64, MAX_U64]);
    expect((await writer.commit(startTs, startTs + 1n, 'a')).error).toBeUndefined();
    expect(text(await tikv.get('z'))).toBe('2');
  });

  it('S079 txn-not-found-wait: it asks for a rollback only when the TTL is over', async () => {
    await using world = await startVirtualWorld({ client: { lowResolutionIntervalMs: 20 } });
    const { cluster, tikv, writer } = world;
    await writer.lock(await writer.timestamp(), { s: 'new' }, { primary: 'p', ttlMs: 200 });
    expect(await tikv.snapshot().get('s')).toBeUndefined();
    const asked = requests(cluster, 'KvCheckTxnStatus').map(({ rollbackIfNotExist }) => rollbackIfNotExist);
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.indexOf(true)).toBe(asked.length - 1);
  });

  it('S080 pessimistic-primary-missing: only the lock met is rolled back', async () => {
    await using world = await startVirtualWorld();
    const { cluster, tikv, writer } = world;
    const startTs = await writer.longAgo();
    await writer.lockPessimistically(startTs, 'k', 100, 'p');
    await writer.lockPessimistically(startTs, 'other', 100, 'p');
    await put(tikv, { k: 'mine' });
    expect(
      requests(cluster, 'KVPessimisticRollback').map(({ keys }) => (keys as Uint8Array[]).map(text)),
    ).toEqual([['k']]);
    expect(requests(cluster, 'KvResolveLock')).toEqual([]);
    await world.eventually(() => expect(cluster.locks().map(({ key }) => text(key))).toEqual(['other']));
  });

  it('S080 pessimistic-primary-missing: a writer clears whole regions of an expired transaction, later locks excepted', async () => {
    await using world = await startVirtualWorld({ split: ['m'] });
    const { cluster, tikv, writer } = world;
    const startTs = await writer.longAgo();
    for (const key of ['p', 'k', 'other']) await writer.lockPessimistically(startTs, key, 100, 'p');
    await writer.lockPessimistically(startTs, 'later', 100, 'p', startTs + 1n);
    await put(tikv, { k: 'mine' });
    expect(requests(cluster, 'KVPessimisticRollback')).toMatchObject([{ keys: [], forUpdateTs: startTs }]);
    await world.eventually(() =>
      expect(cluster.locks().map(({ key }) => text(key))).toEqual(['later', 'other']),
    );
  });

  it.each([
    ['few keys: key by key', 2n, ['s']],
    ['many keys: the whole region', 600n, []],
  ])('S082 resolve-lite-vs-region: %s', async (_, txnSize, keys) => {
    await using world = await startVirtualWorld();
    const { cluster, tikv, writer } = world;
    const startTs = await writer.timestamp();
    await writer.lock(startTs, { p: 'new', s: 'new' }, { txnSize });
    const commitTs = await writer.timestamp();
    await writer.commit(startTs, commitTs, 'p');
    expect((await tikv.snapshot().batchGet(['s'])).map(text)).toEqual(['new']);
    await world.eventually(() => expect(cluster.locks()).toEqual([]));
    const resolved = requests(cluster, 'KvResolveLock').map((request) => ({
      startVersion: request.startVersion,
      commitVersion: request.commitVersion,
      keys: (request.keys as Uint8Array[]).map(text),
    }));
    expect(resolved).toEqual([{ startVersion: startTs, commitVersion: commitTs, keys }]);
  });

  it('S083 ttl-zero-lock: the question says that its time is up', async () => {
    await using world = await startVirtualWorld();
    const { cluster, tikv, writer } = world;
    await writer.lock(await writer.timestamp(), { k: 'dead' }, { ttlMs: 0 });
    expect(await tikv.snapshot().get('k')).toBeUndefined();
    expect(requests(cluster, 'KvCheckTxnStatus').map(({ currentTs }) => currentTs)).toEqual([MAX_U64]);
  });

  it('S088 memory-lock-read: a lock that is in memory only stops a read until it is applied', async () => {
    await using world = await startVirtualWorld({ client: { lowResolutionIntervalMs: 20 } });
    const { cluster, tikv, writer } = world;
    await writer.put({ p: 'old' });
    const held = cluster.fail({ rpc: 'KvPrewrite', at: 'proposed', action: 'pause' });
    const startTs = await writer.timestamp();
    const locking = writer.lock(startTs, { p: 'new' }, { secondaries: [], useAsyncCommit: true, ttlMs: 200 });
    await held.waitForHit();
    const met = cluster.fail({ rpc: 'KvCheckTxnStatus', action: { delayMs: 0 } });
    const reading = tikv.snapshot().get('p');
    await met.waitForHit();
    held.remove();
    await locking;
    // Nobody else may commit it; its TTL is over soon, and it was committed before the read began.
    expect(text(await reading)).toBe('new');
  });

  it.each([
    [false, 'a=old,p=new,z=old'],
    [true, 'z=old,p=new,a=old'],
  ])(
    'S087 lock-in-scan: a lock in memory stops the whole page, and no key is skipped, reverse: %s',
    async (reverse, seen) => {
      await using world = await startVirtualWorld({ client: { lowResolutionIntervalMs: 20 } });
      const { cluster, tikv, writer } = world;
      await writer.put({ a: 'old', p: 'old', z: 'old' });
      const held = cluster.fail({ rpc: 'KvPrewrite', at: 'proposed', action: 'pause' });
      const startTs = await writer.timestamp();
      const locking = writer.lock(
        startTs,
        { p: 'new' },
        { secondaries: [], useAsyncCommit: true, ttlMs: 200 },
      );
      await held.waitForHit();
      const met = cluster.fail({ rpc: 'KvCheckTxnStatus', action: { delayMs: 0 } });
      const reading = list(tikv.scan({ reverse }));
      await met.waitForHit();
      held.remove();
      await locking;
      expect((await reading).join()).toBe(seen);
    },
  );

  it('S091 gc-resolve-all: locks of all kinds, over pages and regions that move, go up to a timestamp', async () => {
    await using world = await startVirtualWorld({ split: ['m'] });
    const { cluster, tikv, writer } = world;
    const names = Array.from({ length: 1030 }, (_, index) => `k${String(index).padStart(4, '0')}`);
    const many = await writer.timestamp();
    await prewriteAll(writer, many, names);
    const asyncTs = await writer.timestamp();
    await writer.lock(asyncTs, { p: 'async', q: 'async' }, { secondaries: ['q'] });
    await writer.lockPessimistically(await writer.timestamp(), 'r', 20_000);
    for (let nth = 0; nth < 2; nth++) {
      const sharedTs = await writer.timestamp();
      await writer.lockPessimistically(sharedTs, `own${nth}`, 20_000);
      await lockShared(writer, sharedTs, 's', `own${nth}`);
    }
    const maxStartTs = await tikv.timestamp();
    const laterTs = await writer.timestamp();
    await writer.lock(laterTs, { z: 'later' });
    const shared = [];
    for await (const lock of tikv.locks.scan({ prefix: 's' })) shared.push(lock);
    expect(shared).toMatchObject([{ kind: 'pessimistic' }, { kind: 'pessimistic' }]);
    const moved = cluster.fail({
      rpc: 'KvResolveLock',
      action: { regionError: { epochNotMatch: { currentRegions: [] } } },
    });
    // The last six of the many have gone with those of the first page.
    const found = 1024 + 2 + 1 + 2 + 2;
    expect(await tikv.locks.resolve({ maxStartTs, force: true })).toEqual({ resolved: found, alive: 0 });
    await moved.waitForHit();
    expect(cluster.locks().map(({ key }) => text(key))).toEqual(['z']);
    expect((await tikv.batchGet(['k0000', 'p', 'q', 'r'])).map(text)).toEqual([
      undefined,
      'async',
      'async',
      undefined,
    ]);
    expect(requests(cluster, 'KvScanLock').map(({ limit }) => limit)).toContain(1024);
  });

  it('S072, SHR-4: a commit whose primary others share now is told once they are gone', async () => {
    await using world = await startVirtualWorld({ client: { lowResolutionIntervalMs: 20 } });
    const { tikv, writer } = world;
    const { startTs, commitTs } = await commitPrimary(writer);
    const sharing = await tikv.begin({ mode: 'pessimistic' });
    await sharing.lock(['own']);
    await sharing.lock(['p'], { shared: true });
    const reading = tikv.snapshot().get('s');
    const settling = tikv.settle({ startTs, primary: Buffer.from('p') });
    await world.eventually(() =>
      expect(world.cluster.log.messages('KvCheckTxnStatus').length).toBeGreaterThan(3),
    );
    await sharing.rollback();
    expect(text(await reading)).toBe('new');
    expect(await settling).toEqual({ outcome: 'committed', commitTs });
  });

  it('S072, SHR-4: sharers of a primary that are dead are cleared away on the way', async () => {
    await using world = await startVirtualWorld({ client: { lowResolutionIntervalMs: 20 } });
    const { cluster, tikv, writer } = world;
    await commitPrimary(writer);
    await sharePrimary(writer);
    expect(text(await tikv.snapshot().get('s'))).toBe('new');
    await world.eventually(() => expect(cluster.locks()).toEqual([]));
  });

  it.each<[string, (tikv: Tikv, upTo: Timestamp) => Promise<unknown>]>([
    ['readers', (tikv) => tikv.snapshot().get('s')],
    ['locks.resolve by force', (tikv, upTo) => tikv.locks.resolve({ maxStartTs: upTo, force: true })],
    ['S091: garbage collection', (tikv, upTo) => tikv.admin.collectGarbage(upTo)],
  ])(
    'S072, SHR-4: what dead sharers of a primary have prewritten is cleared away on the way: %s',
    async (_, act) => {
      await using world = await startVirtualWorld({ client: { lowResolutionIntervalMs: 20 } });
      const { cluster, tikv, writer } = world;
      await commitPrimary(writer);
      const deadTs = await sharePrimary(writer);
      await prewriteLocked(writer, deadTs, [
        { op: kvrpcpb.Op.Put, key: 'own' },
        { op: kvrpcpb.Op.SharedLock, key: 'p' },
      ]);
      await act(tikv, await writer.timestamp());
      await world.eventually(() => expect(cluster.locks()).toEqual([]));
      expect(text(await tikv.get('s'))).toBe('new');
      expect(requests(cluster, 'KvCheckTxnStatus').length).toBeLessThan(10);
    },
  );

  it('S072, S091: who shares a primary and began later is waited for, and not ended', async () => {
    await using world = await startVirtualWorld({ client: { lowResolutionIntervalMs: 20 } });
    const { tikv, writer } = world;
    await commitPrimary(writer);
    const maxStartTs = await tikv.timestamp();
    const sharing = await tikv.begin({ mode: 'pessimistic' });
    await sharing.lock(['own']);
    await sharing.lock(['p'], { shared: true });
    const resolving = tikv.locks.resolve({ maxStartTs, force: true });
    await world.sleep(5_000);
    sharing.put('own', 'too');
    await sharing.commit();
    expect(await resolving).toEqual({ resolved: 1, alive: 0 });
    expect((await tikv.batchGet(['own', 's'])).map(text)).toEqual(['too', 'new']);
  });

  it('S054: a lock that was taken again in memory, in the name of another primary, goes as that one does', async () => {
    await using world = await startVirtualWorld({ inMemoryPessimisticLocks: true });
    const { cluster, tikv, writer } = world;
    const startTs = await writer.timestamp();
    await writer.lockPessimistically(startTs, 'k', 1);
    // It is stored when its leader moves.
    cluster.transferLeader('k', 2);
    await writer.lockPessimistically(startTs, 'p', 1, 'p', startTs + 2n);
    await writer.lockPessimistically(startTs, 'k', 1, 'p', startTs + 2n);
    await world.sleep(10);
    expect((await tikv.locks.resolve()).alive).toBe(0);
    expect(cluster.locks()).toEqual([]);
  });

  it('S089 snapshot-cache-correct: values and absences are kept for one timestamp', async () => {
    await using world = await startVirtualWorld();
    const { cluster, tikv } = world;
    await put(tikv, { a: '1' });
    const snapshot = tikv.snapshot();
    expect((await snapshot.batchGet(['a', 'b'])).map(text)).toEqual(['1', undefined]);
    cluster.log.clear();
    expect(text(await snapshot.get('a'))).toBe('1');
    expect(await snapshot.get('b')).toBeUndefined();
    expect(cluster.log.rpcs()).toEqual([]);
    await put(tikv, { a: '2', b: '2' });
    expect((await tikv.snapshot().batchGet(['a', 'b'])).map(text)).toEqual(['2', '2']);
    expect(text(await tikv.get('a'))).toBe('2');
    expect((await snapshot.batchGet(['a', 'b'])).map(text)).toEqual(['1', undefined]);
  });

  it('SNP-17: stores are told how to read, also when it is tried again', async () => {
    await using world = await startVirtualWorld();
    const { cluster, tikv, writer } = world;
    const startTs = await writer.timestamp();
    await writer.lock(startTs, { p: 'new' }, { minCommitTs: startTs + 1n });
    const snapshot = tikv.snapshot({ fillCache: false, taskId: 7n });
    expect(await snapshot.get('p')).toBeUndefined();
    const own = { notFillCache: true, taskId: 7n, isolationLevel: 0 };
    expect(requests(cluster, 'KvGet').map(({ context }) => context)).toMatchObject([
      { ...own, resolvedLocks: [] },
      { ...own, resolvedLocks: [startTs] },
    ]);
    for await (const _ of tikv.scan({ fillCache: false, taskId: 7n }));
    expect(requests(cluster, 'KvScan')[0]?.context).toMatchObject(own);
  });

  it('S090 inline-cleanup-error-hidden: but not from a read that has to wait for it', async () => {
    await using world = await startVirtualWorld();
    const { cluster, tikv, writer } = world;
    const startTs = await writer.timestamp();
    await writer.lock(startTs, { p: 'new', s: 'new' });
    const commitTs = await writer.timestamp();
    await writer.commit(startTs, commitTs, 'p');
    cluster.fail({ rpc: 'KvResolveLock', action: { keyError: { abort: 'no' } } });
    const snapshot = tikv.snapshot();
    expect(await failure(snapshot.get('s', { withCommitTs: true }))).toMatchObject({ code: 'TIKV_SERVER' });
    expect(await snapshot.get('s', { withCommitTs: true })).toMatchObject({ commitTs });
  });

  it('S090 inline-cleanup-error-hidden: a cleanup that fails is no error of the read', async () => {
    await using world = await startVirtualWorld();
    const { cluster, tikv, writer } = world;
    const startTs = await writer.timestamp();
    await writer.lock(startTs, { p: 'new', s: 'new' });
    await writer.commit(startTs, await writer.timestamp(), 'p');
    using fault = cluster.fail({
      rpc: 'KvResolveLock',
      times: Number.POSITIVE_INFINITY,
      action: { keyError: { abort: 'no' } },
    });
    expect(text(await tikv.snapshot().get('s'))).toBe('new');
    await fault.waitForHit();
    expect(text(await tikv.get('s'))).toBe('new');
  });

  it('a read gives up at its deadline when a lock stays alive, and the client goes on', async () => {
    await using world = await startVirtualWorld();
    const { tikv, writer } = world;
    await writer.lock(await writer.timestamp(), { k: 'alive' });
    const error = await failure(tikv.snapshot().get('k', { timeoutMs: 150 }));
    expect(['TIKV_DEADLINE', new ResolveLockTimeoutError('').code]).toContain(
      (error as { code: string }).code,
    );
    expect(await tikv.get('other')).toBeUndefined();
  });

  it('S040 async-resolve-nonasync-lock-found: the primary is asked again, for a commit in two phases', async () => {
    await using world = await startVirtualWorld();
    const { cluster, tikv, writer } = world;
    const startTs = await writer.longAgo();
    const own = { primary: 'p', ttlMs: 100 };
    await writer.lock(startTs, { p: 'new' }, { ...own, secondaries: ['s'], minCommitTs: startTs + 1n });
    await writer.lock(startTs, { s: 'new' }, own);
    expect(await tikv.snapshot().get('s')).toBeUndefined();
    expect(requests(cluster, 'KvCheckTxnStatus').map(({ forceSyncCommit }) => forceSyncCommit)).toEqual([
      false,
      true,
    ]);
    await world.eventually(() => expect(cluster.locks()).toEqual([]));
  });
});
