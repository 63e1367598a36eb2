import { describe, expect, it } from 'vitest';
import type { Lock, ResolveForWrite, ResolveOptions } from '../../../src/lock/lock.ts';
import { LockResolver } from '../../../src/lock/lock-resolver.ts';
import {
  AbortedError,
  ClosedError,
  DeadlineError,
  ProtocolError,
  ServerError,
} from '../../../src/model/errors.ts';
import { MAX_TIMESTAMP } from '../../../src/model/timestamp.ts';
import { answers, FakeLockEnvironment, lockInfo, lockOn, ts } from '../../support/fake-lock-environment.ts';
import { bytes, type Reply } from '../../support/fake-region-servers.ts';

const READ: ResolveOptions = { callerStartTs: ts(50), mode: 'read' };
const WRITE: ResolveForWrite = { callerStartTs: ts(50), mode: 'write' };
const of = (n: number, fields: Partial<Lock> = {}) => lockOn(`s${n}`, { startTs: ts(n), ...fields });
const committed = (ms: number) => answers.status({ commitVersion: ts(ms) });
const rolledBack = answers.status();
const alive = (ttlMs: number) => answers.status({ lockTtl: BigInt(ttlMs) });
const pushed = answers.status({ lockTtl: 3000n, action: 3 });
const refused = { response: { error: answers.error({ abort: 'stopped' }) } };
const nothing = { waitMs: 0, ignore: [], access: [] };

function world(...script: Reply[]) {
  const environment = new FakeLockEnvironment();
  const { servers } = environment;
  servers.rpc.script = script;
  const resolver = new LockResolver(environment);
  const resolve = (locks: readonly Lock[], options = READ, backoffer = servers.backoffer()) =>
    resolver.resolve(locks, options, backoffer);
  const rpcs = () => environment.sent.map(([rpc]) => rpc);
  return { environment, servers, resolver, resolve, rpcs };
}

describe('what a reader may do', () => {
  it.each([
    ['S073 reader-rolls-forward: committed before it: read through', committed(50), { access: [ts(1)] }],
    ['S077 committed-lock-access-list: committed after it: ignored', committed(51), { ignore: [ts(1)] }],
    ['S074 reader-rolls-back-expired: ignored', rolledBack, { ignore: [ts(1)] }],
    ['S076 pushed-reader-ignores-large-txn: ignored', pushed, { ignore: [ts(1)] }],
    ['S075 reader-waits-live: waits', alive(3000), { waitMs: 2901 }],
  ])('%s', async (_, reply, expected) => {
    const { resolve, environment } = world(reply);
    expect(await resolve([of(1)])).toEqual({ ...nothing, ...expected });
    await environment.background.idle();
    expect(environment.root.liveCount).toBe(0);
  });

  it('S078 max-ts-does-not-push: a reader of the newest value reads below a living lock, through a committed one', async () => {
    const { resolve, environment } = world(pushed, committed(1_000_000));
    const newest = { ...READ, callerStartTs: MAX_TIMESTAMP };
    expect(await resolve([of(1)], newest)).toEqual({ ...nothing, ignore: [ts(1)] });
    expect(environment.sent[0]?.[1]).toMatchObject({ callerStartTs: MAX_TIMESTAMP });
    expect(await resolve([of(2)], newest)).toEqual({ ...nothing, access: [ts(2)] });
  });
});

describe('what a writer may do', () => {
  it.each([
    ['committed', committed(50), 0],
    ['rolled back', rolledBack, 0],
    ['pushed: a write cannot pass it', pushed, 2901],
    ['alive', alive(3000), 2901],
  ])('%s', async (_, reply, waitMs) => {
    const { resolve } = world(reply);
    expect(await resolve([of(1)], WRITE)).toEqual({ ...nothing, waitMs });
  });

  it('waits for the locks to be gone', async () => {
    const { resolve, servers } = world(committed(50), 'silence');
    let isDone = false;
    const resolving = resolve([of(1)], WRITE).then(() => {
      isDone = true;
    });
    await servers.settle();
    expect(isDone).toBe(false);
    servers.rpc.sent[1]?.respond({});
    await resolving;
  });

  it('S090 inline-cleanup-error-hidden: but not from a writer', async () => {
    const { resolve } = world(committed(50), refused);
    await expect(resolve([of(1)], WRITE)).rejects.toBeInstanceOf(ServerError);
  });
});

describe('cleaning up behind a read', () => {
  it("S090 inline-cleanup-error-hidden: failures are nobody's business", async () => {
    const { resolve, environment } = world(committed(50), refused);
    expect(await resolve([of(1)])).toEqual({ ...nothing, access: [ts(1)] });
    await environment.background.idle();
    expect(environment.failures).toEqual([expect.any(ServerError)]);
    expect(environment.servers.actorErrors).toEqual([]);
    expect(environment.root.liveCount).toBe(0);
  });

  it('S090 inline-cleanup-error-hidden: a read that cleans up itself, as too many are at it, is answered as well', async () => {
    const { resolve, environment, servers } = world(committed(50), 'silence');
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    for (let n = 0; n < 10_000; n++) environment.background.run('held', () => held);
    let isDone = false;
    const resolving = resolve([of(1)]).finally(() => {
      isDone = true;
    });
    await servers.settle();
    expect([isDone, environment.background.size]).toEqual([false, 10_000]);
    servers.rpc.sent[1]?.respond(refused.response);
    expect(await resolving).toEqual({ ...nothing, access: [ts(1)] });
    release();
    await environment.background.idle();
  });

  it('goes on when the read has been aborted', async () => {
    const { resolve, environment, servers } = world(committed(50), 'silence');
    const controller = new AbortController();
    await resolve([of(1)], READ, servers.backoffer({ signal: controller.signal }));
    controller.abort();
    await servers.settle();
    expect(servers.rpc.sent[1]?.cancelled).toBe(false);
    servers.rpc.sent[1]?.respond({});
    await environment.background.idle();
    expect(environment.failures).toEqual([]);
  });
});

describe('what is remembered', () => {
  const isAsync = { lockVersion: ts(1), useAsyncCommit: true };
  const primary = lockInfo('p', { ...isAsync, minCommitTs: ts(20), secondaries: [bytes('s1')] });
  const decidedBySecondaries = [
    answers.status({ lockTtl: 1n, lockInfo: primary }),
    answers.secondaries({ locks: [lockInfo('s1', { ...isAsync, minCommitTs: ts(30) })] }),
  ];

  it('S081 cache-only-final-status: a fate is asked for once', async () => {
    const { resolve, rpcs, environment } = world(committed(50));
    await resolve([of(1)]);
    await environment.background.idle();
    expect(await resolve([of(1)], WRITE)).toEqual(nothing);
    expect(rpcs()).toEqual(['KvCheckTxnStatus', 'KvResolveLock', 'KvResolveLock']);
  });

  it('S081 cache-only-final-status: neither a pushed lock nor a dead pessimistic one is a fate', async () => {
    const pessimistic = of(2, { kind: 'pessimistic' });
    const dead = answers.status({ action: 5 });
    const { resolve, rpcs } = world(pushed, pushed, dead, answers.done, dead, answers.done);
    await resolve([of(1)]);
    await resolve([of(1)]);
    await resolve([pessimistic], WRITE);
    await resolve([pessimistic], WRITE);
    expect(rpcs()).toEqual([
      'KvCheckTxnStatus',
      'KvCheckTxnStatus',
      'KvCheckTxnStatus',
      'KVPessimisticRollback',
      'KvCheckTxnStatus',
      'KVPessimisticRollback',
    ]);
  });

  it('S080 pessimistic-primary-missing: a pessimistic lock of a transaction whose fate is known is just removed', async () => {
    const { resolve, rpcs } = world(committed(50), { response: {} }, answers.done);
    await resolve([of(1)], WRITE);
    await resolve([of(1, { kind: 'pessimistic' })], WRITE);
    expect(rpcs()).toEqual(['KvCheckTxnStatus', 'KvResolveLock', 'KVPessimisticRollback']);
  });

  it('S037 async-resolve-all-locked: what the secondaries decided is a fate too', async () => {
    const { resolve, environment } = world(...decidedBySecondaries);
    await resolve([of(1)], WRITE);
    await resolve([of(1)], WRITE);
    const toCommit = { startVersion: ts(1), commitVersion: ts(30) };
    expect(environment.sent.slice(2)).toEqual([
      ['KvResolveLock', { ...toCommit, keys: [bytes('s1'), bytes('p')] }],
      ['KvResolveLock', { ...toCommit, keys: [bytes('s1')] }],
    ]);
  });

  it('TO-4: stores work for 20 s at most on what is asked of other transactions', async () => {
    const dead = [answers.status({ action: 5 }), answers.done];
    const { resolve, servers } = world(...decidedBySecondaries, { response: {} }, ...dead);
    await resolve([of(1)], WRITE);
    await resolve([of(2, { kind: 'pessimistic' })], WRITE);
    const limits = servers.rpc.contexts.map(({ maxExecutionDurationMs }) => maxExecutionDurationMs);
    expect([...new Set(limits), limits.length]).toEqual([20_000n, 5]);
  });

  it('S037 async-resolve-all-locked: a fate that was decided and not applied is applied by whoever meets the primary next', async () => {
    const { resolve, environment, servers } = world(...decidedBySecondaries, 'silence', answers.done);
    const controller = new AbortController();
    const aborted = resolve([of(1)], WRITE, servers.backoffer({ signal: controller.signal }));
    await servers.settle();
    controller.abort();
    await expect(aborted).rejects.toBeInstanceOf(AbortedError);
    await resolve([lockOn('p', { startTs: ts(1) })], WRITE);
    const toCommit = { startVersion: ts(1), commitVersion: ts(30) };
    expect(environment.sent.slice(2)).toEqual([
      ['KvResolveLock', { ...toCommit, keys: [bytes('s1'), bytes('p')] }],
      ['KvResolveLock', { ...toCommit, keys: [bytes('p')] }],
    ]);
  });
});

describe('pessimistic locks of the dead', () => {
  const met = (key: string, fields: Partial<Lock> = {}) => lockOn(key, { kind: 'pessimistic', ...fields });
  const by = (options: Partial<ResolveForWrite>) => ({ ...WRITE, ...options });
  const cleared = (environment: FakeLockEnvironment) =>
    environment.sent.flatMap(([, request]) =>
      'forUpdateTs' in request && 'keys' in request ? [request.keys] : [],
    );
  const expired = answers.status({ action: 4 });
  const mismatch = answers.status({ error: answers.error({ primaryMismatch: { lockInfo: lockInfo('p') } }) });

  it.each([
    ['an expired primary', expired, []],
    ['a committed transaction', committed(50), []],
    ['a rolled-back one', rolledBack, []],
    ['S080 pessimistic-primary-missing: nothing at the primary', answers.status({ action: 5 }), [bytes('a')]],
    ['S054 primary-changes: a primary that is none', mismatch, [bytes('a')]],
  ])('a region at a time, if the transaction is over: %s', async (_, status, keys) => {
    const { resolve, environment } = world(status, answers.done);
    await resolve([met('a')], by({ pessimisticRegion: true }));
    expect(cleared(environment)).toEqual([keys]);
  });

  it('only those met, unless asked to', async () => {
    const { resolve, environment } = world(expired, answers.done);
    await resolve([met('a')], WRITE);
    expect(cleared(environment)).toEqual([[bytes('a')]]);
  });

  it('a region at a time, if the fate is remembered', async () => {
    const { resolve, environment } = world(committed(50), { response: {} }, answers.done);
    await resolve([lockOn('a')], WRITE);
    await resolve([met('a')], by({ pessimisticRegion: true }));
    expect(cleared(environment)).toEqual([[]]);
  });

  it('the primary itself has gone by the asking', async () => {
    const { resolve, rpcs } = world(expired);
    await resolve([met('p')], by({ pessimisticRegion: true }));
    expect(rpcs()).toEqual(['KvCheckTxnStatus']);
  });

  it('the primary itself, of a transaction whose fate is remembered: a lock that came late', async () => {
    const { resolve, environment } = world(rolledBack, { response: {} }, answers.done);
    await resolve([lockOn('a')], WRITE);
    await resolve([met('p')], WRITE);
    expect(cleared(environment)).toEqual([[bytes('p')]]);
  });
});

describe('several locks', () => {
  it('one transaction is asked about once, whatever the number of its locks', async () => {
    const { resolve, rpcs } = world(committed(50));
    await resolve([of(1), lockOn('t', { startTs: ts(1) })], WRITE);
    expect(rpcs()).toEqual(['KvCheckTxnStatus', 'KvResolveLock']);
  });

  it('the wait is the shortest of all', async () => {
    const { resolve } = world(alive(3000), alive(1000), alive(2000));
    expect(await resolve([of(1), of(2), of(3)])).toEqual({ ...nothing, waitMs: 902 });
  });

  it('each transaction has its own place in the result', async () => {
    const { resolve } = world(committed(50), rolledBack, alive(3000));
    expect(await resolve([of(1), of(2), of(3)])).toEqual({ waitMs: 2903, ignore: [ts(2)], access: [ts(1)] });
  });

  it('a failure is thrown when all have been looked after', async () => {
    const { resolve, rpcs, environment } = world({ malformed: 'no message' }, committed(50));
    await expect(resolve([of(1), of(2)], WRITE)).rejects.toBeInstanceOf(ProtocolError);
    expect(rpcs()).toEqual(['KvCheckTxnStatus', 'KvCheckTxnStatus', 'KvResolveLock']);
    expect(environment.root.liveCount).toBe(0);
  });

  it('a transaction that chose another primary is judged by each of them', async () => {
    const { resolve, environment } = world(alive(3000), alive(3000));
    await resolve([of(1), lockOn('t', { startTs: ts(1), primary: bytes('q') })]);
    const primaries = environment.sent.map(([, request]) => 'primaryKey' in request && request.primaryKey);
    expect(primaries).toEqual([bytes('p'), bytes('q')]);
  });

  it('none', async () => {
    const { resolve, rpcs } = world();
    expect(await resolve([])).toEqual(nothing);
    expect(rpcs()).toEqual([]);
  });
});

describe('S079 txn-not-found-wait', () => {
  const notFound = answers.status({
    error: answers.error({ txnNotFound: { startTs: ts(1), primaryKey: bytes('p') } }),
  });

  it('asked again after a while, and with the will to end it only when the lock has expired', async () => {
    const { resolve, environment, servers } = world(
      notFound,
      notFound,
      notFound,
      answers.status({ action: 2 }),
    );
    const resolving = resolve([of(1)], WRITE);
    await servers.settle();
    await servers.clock.advanceAsync(2);
    environment.now = ts(3001);
    await servers.clock.advanceAsync(4);
    expect(await resolving).toEqual(nothing);
    const asked = environment.sent.map(
      ([, request]) => 'rollbackIfNotExist' in request && request.rollbackIfNotExist,
    );
    expect(asked).toEqual([false, false, false, true, false]);
    expect(servers.rpc.sent.at(-1)?.rpc).toBe('KvResolveLock');
  });
});

describe('LCK-17: requests for all locks of a transaction in a region', () => {
  const large = () => of(1, { txnSize: 512n });
  const wholes = (sent: readonly (readonly [string, object])[]) =>
    sent.filter(([, request]) => 'commitVersion' in request && !('keys' in request)).length;

  it('are shared by those who want the same at once', async () => {
    const { resolve, environment, servers } = world(committed(50), { response: {} }, 'silence');
    await resolve([of(1)], WRITE);
    const both = [resolve([large()], WRITE), resolve([large()], WRITE)];
    await servers.settle();
    expect(wholes(environment.sent)).toBe(1);
    servers.rpc.sent.at(-1)?.respond({});
    await Promise.all(both);
    await resolve([large()], WRITE);
    expect(wholes(environment.sent)).toBe(2);
  });

  it('are sent again by who waits when the one who sent gives up', async () => {
    const { resolve, environment, servers } = world(committed(50), { response: {} }, 'silence', {
      response: {},
    });
    await resolve([of(1)], WRITE);
    const controller = new AbortController();
    const first = resolve([large()], WRITE, servers.backoffer({ signal: controller.signal }));
    const second = resolve([large()], WRITE);
    await servers.settle();
    controller.abort();
    await expect(first).rejects.toBeInstanceOf(AbortedError);
    expect(await servers.until(second)).toEqual(nothing);
    expect(wholes(environment.sent)).toBe(2);
  });

  it('follow the region when it moves', async () => {
    const moved = { regionError: { regionNotFound: { regionId: 1n } } };
    const { resolve, environment, servers } = world(committed(50), { response: {} }, moved, { response: {} });
    await resolve([of(1)], WRITE);
    expect(await servers.until(resolve([large()], WRITE))).toEqual(nothing);
    expect(wholes(environment.sent)).toBe(2);
  });
});

describe('LCK-18: for garbage collection', () => {
  async function collect(locks: readonly Lock[], ...script: Reply[]) {
    const { resolver, environment, servers } = world(...script);
    const region = await environment.regions.cache.locate(bytes('s'), servers.backoffer());
    const outcome = servers.until(resolver.batchResolve(locks, region, ts(1_000_000), servers.backoffer()));
    return { outcome, environment, servers };
  }
  const requests = (environment: FakeLockEnvironment, rpc: string) =>
    environment.sent.flatMap(([name, request]) => (name === rpc ? [request] : []));

  it('ends all transactions, alive or not, and resolves what they have in the region with one request', async () => {
    const locks = [of(1), of(1, { key: bytes('t') }), of(2), of(3)];
    const { outcome, environment } = await collect(
      locks,
      committed(50),
      rolledBack,
      answers.status({ action: 1 }),
    );
    expect(await outcome).toBe(true);
    const asked = {
      callerStartTs: 0n,
      currentTs: MAX_TIMESTAMP,
      rollbackIfNotExist: true,
      forceSyncCommit: false,
    };
    expect(requests(environment, 'KvCheckTxnStatus')).toMatchObject([asked, asked, asked]);
    expect(requests(environment, 'KvResolveLock')).toEqual([
      {
        txnInfos: [
          { txn: ts(1), status: ts(50) },
          { txn: ts(2), status: 0n },
          { txn: ts(3), status: 0n },
        ],
      },
    ]);
  });

  it('S091 gc-resolve-all: async commit is decided by its secondaries, even while it is alive', async () => {
    const primary = lockInfo('p', {
      lockVersion: ts(1),
      lockTtl: 20_000n,
      useAsyncCommit: true,
      minCommitTs: ts(20),
      secondaries: [bytes('s1')],
    });
    const own = lockInfo('s1', { lockVersion: ts(1), useAsyncCommit: true, minCommitTs: ts(30) });
    const { outcome, environment } = await collect(
      [of(1)],
      answers.status({ lockTtl: 20_000n, lockInfo: primary }),
      answers.secondaries({ locks: [own] }),
    );
    expect(await outcome).toBe(true);
    expect(requests(environment, 'KvResolveLock')).toEqual([{ txnInfos: [{ txn: ts(1), status: ts(30) }] }]);
  });

  it('S091 gc-resolve-all: a pessimistic lock just goes, whatever became of its transaction', async () => {
    const pessimistic = of(1, { kind: 'pessimistic' });
    for (const status of [committed(50), rolledBack, answers.status({ action: 5 })]) {
      const { outcome, environment } = await collect([pessimistic], status, answers.done);
      expect(await outcome).toBe(true);
      expect(environment.sent.map(([rpc]) => rpc)).toEqual(['KvCheckTxnStatus', 'KVPessimisticRollback']);
    }
  });

  it('a pessimistic lock beside a committed one of the same transaction does not stand for it', async () => {
    const locks = [of(1, { kind: 'pessimistic' }), of(1, { key: bytes('t') })];
    const { outcome, environment } = await collect(locks, committed(50), committed(50), answers.done);
    expect(await outcome).toBe(true);
    expect(requests(environment, 'KvResolveLock')).toEqual([{ txnInfos: [{ txn: ts(1), status: ts(50) }] }]);
  });

  it('a region that has gone', async () => {
    const moved = { regionError: { regionNotFound: { regionId: 1n } } };
    expect(await (await collect([of(1)], committed(50), moved)).outcome).toBe(false);
  });

  it('a store that does not end a transaction, or does not obey, is one that lies', async () => {
    await expect((await collect([of(1)], alive(3000))).outcome).rejects.toBeInstanceOf(ProtocolError);
    const notFound = answers.status({
      error: answers.error({ txnNotFound: { startTs: ts(1), primaryKey: bytes('p') } }),
    });
    await expect((await collect([of(1)], notFound)).outcome).rejects.toBeInstanceOf(ProtocolError);
    await expect((await collect([of(1)], committed(50), refused)).outcome).rejects.toBeInstanceOf(
      ServerError,
    );
  });

  it('nothing', async () => {
    const { outcome, environment } = await collect([]);
    expect([await outcome, environment.sent]).toEqual([true, []]);
  });
});

describe('LCK-20: what is going on', () => {
  it('is told while it does', async () => {
    const { resolver, resolve, servers } = world('silence', 'silence');
    const resolving = resolve([of(1), of(1, { key: bytes('t') }), of(2)]);
    await servers.settle();
    const by = { primary: bytes('p'), callerStartTs: ts(50), mode: 'read' };
    expect(resolver.resolving).toEqual([
      { ...by, startTs: ts(1), keys: [bytes('s1'), bytes('t')] },
      { ...by, startTs: ts(2), keys: [bytes('s2')] },
    ]);
    for (const sent of servers.rpc.sent) sent.respond(rolledBack.response);
    await resolving;
    expect(resolver.resolving).toEqual([]);
  });
});

describe('ends that come from outside', () => {
  it('the deadline', async () => {
    const { resolve, servers, environment } = world('silence');
    const resolving = resolve([of(1)], WRITE, servers.backoffer({ timeoutMs: 500 }));
    const failed = expect(resolving).rejects.toBeInstanceOf(DeadlineError);
    await servers.clock.advanceAsync(1000);
    await failed;
    expect(environment.root.liveCount).toBe(0);
  });

  it('the caller', async () => {
    const { resolve, servers } = world('silence');
    const controller = new AbortController();
    const resolving = resolve([of(1)], WRITE, servers.backoffer({ signal: controller.signal }));
    controller.abort();
    await expect(resolving).rejects.toBeInstanceOf(AbortedError);
  });

  it('the client', async () => {
    const { resolve, servers, environment } = world('silence');
    const resolving = resolve([of(1)], WRITE);
    const failed = expect(resolving).rejects.toBeInstanceOf(ClosedError);
    await servers.settle();
    environment.root.stop();
    await failed;
  });
});

describe('stores that contradict each other', () => {
  it('S039 async-resolve-one-committed: a fate that is told otherwise later', async () => {
    const { resolve, environment, servers } = world('silence', 'silence');
    const first = resolve([of(1)], WRITE);
    const second = resolve([of(1)], WRITE);
    await servers.settle();
    servers.rpc.sent[0]?.respond(committed(50).response);
    servers.rpc.sent[1]?.respond(committed(51).response);
    expect(await first).toEqual(nothing);
    await expect(second).rejects.toMatchObject({ code: 'TIKV_INTERNAL' });
    expect(environment.root.liveCount).toBe(0);
  });
});
