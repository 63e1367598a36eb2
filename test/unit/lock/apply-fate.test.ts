import { describe, expect, it } from 'vitest';
import { fromCallback } from 'xstate';
import { clearPessimisticLocks, resolveKeys, resolveLocks } from '../../../src/lock/apply-fate.ts';
import type { Lock } from '../../../src/lock/lock.ts';
import type { LockEnvironment } from '../../../src/lock/lock-environment.ts';
import { ClosedError } from '../../../src/model/errors.ts';
import { MAX_TIMESTAMP } from '../../../src/model/timestamp.ts';
import { answers, FakeLockEnvironment, lockOn, locksOf, ts } from '../../support/fake-lock-environment.ts';
import { bytes, type Reply } from '../../support/fake-region-servers.ts';

/* Keys below `m` lie in one region, the others in a second. */

const committed = { kind: 'committed', commitTs: ts(5) } as const;
const rolledBack = { kind: 'rolledBack' } as const;
const keys = (...names: string[]) => names.map(bytes);
const large = { txnSize: 512n };
const stopped = answers.error({ abort: 'stopped' });

function world(...replies: Reply[]): FakeLockEnvironment {
  const regions = [
    { id: 1n, start: '', end: 'm' },
    { id: 2n, start: 'm', end: '' },
  ];
  const environment = new FakeLockEnvironment({ regions });
  environment.servers.rpc.script = replies;
  return environment;
}

async function resolve(
  locks: readonly [Lock, ...Lock[]],
  { lite = false, isPrimarySettled = true } = {},
): Promise<FakeLockEnvironment> {
  const environment = world();
  const backoffer = environment.servers.backoffer();
  // The region of a lock met is known: its store has just told of it.
  for (const { key } of locks) await environment.regions.cache.locate(key, backoffer);
  await resolveLocks(environment, locksOf(...locks), committed, { lite, isPrimarySettled }, backoffer);
  return environment;
}

const toCommit = { startVersion: ts(0), commitVersion: ts(5) };

describe('resolveKeys', () => {
  it('one request for each region; a rollback has no commit timestamp', async () => {
    const environment = world();
    const backoffer = environment.servers.backoffer();
    await resolveKeys(environment, ts(0), rolledBack, keys('a', 'z', 'b'), backoffer);
    expect(environment.sent).toEqual([
      ['KvResolveLock', { startVersion: ts(0), commitVersion: 0n, keys: keys('a', 'b') }],
      ['KvResolveLock', { startVersion: ts(0), commitVersion: 0n, keys: keys('z') }],
    ]);
  });

  it('keys of a region that moved are sent to where they are now', async () => {
    const environment = world({ regionError: { regionNotFound: { regionId: 1n } } });
    const backoffer = environment.servers.backoffer();
    const resolving = resolveKeys(environment, ts(0), committed, keys('a'), backoffer);
    await environment.servers.until(resolving);
    expect(environment.sent).toEqual([
      ['KvResolveLock', { ...toCommit, keys: keys('a') }],
      ['KvResolveLock', { ...toCommit, keys: keys('a') }],
    ]);
  });

  it('a refusal is told', async () => {
    const environment = world({ response: { error: stopped } });
    const resolving = resolveKeys(environment, ts(0), committed, keys('a'), environment.servers.backoffer());
    await expect(resolving).rejects.toMatchObject({
      code: 'TIKV_SERVER',
      message: `Locks of transaction ${ts(0)} could not be resolved: key error abort`,
    });
  });
});

describe('S082 resolve-lite-vs-region', () => {
  it('few keys: just those met, and not the primary, which asking has settled', async () => {
    const environment = await resolve([lockOn('a'), lockOn('p'), lockOn('b', { txnSize: 511n })]);
    expect(environment.sent).toEqual([['KvResolveLock', { ...toCommit, keys: keys('a', 'b') }]]);
  });

  it('the primary alone needs nothing', async () => {
    expect((await resolve([lockOn('p')])).sent).toEqual([]);
  });

  it('the primary too, where nothing says that it was settled', async () => {
    const environment = await resolve([lockOn('p')], { isPrimarySettled: false });
    expect(environment.sent).toEqual([['KvResolveLock', { ...toCommit, keys: keys('p') }]]);
  });

  it('many keys: each region once, whole', async () => {
    const environment = await resolve([lockOn('a', large), lockOn('b', large), lockOn('z', large)]);
    expect(environment.sent).toEqual([
      ['KvResolveLock', toCommit],
      ['KvResolveLock', toCommit],
    ]);
    expect(environment.servers.rpc.contexts.map(({ regionId }) => regionId)).toEqual([1n, 2n]);
  });

  it('one transaction can have few keys in one region and many in another', async () => {
    const environment = await resolve([lockOn('a'), lockOn('z', large)]);
    expect(environment.sent).toEqual([
      ['KvResolveLock', { ...toCommit, keys: keys('a') }],
      ['KvResolveLock', toCommit],
    ]);
  });

  it('lite: never a region', async () => {
    const environment = await resolve([lockOn('a', large), lockOn('z', large)], { lite: true });
    expect(environment.sent).toEqual([
      ['KvResolveLock', { ...toCommit, keys: keys('a') }],
      ['KvResolveLock', { ...toCommit, keys: keys('z') }],
    ]);
  });

  it('a refusal of a whole region is told', async () => {
    const environment = world({ response: { error: stopped } });
    const { servers } = environment;
    const how = { lite: false, isPrimarySettled: true };
    const locks = locksOf(lockOn('a', large));
    const resolving = resolveLocks(environment, locks, rolledBack, how, servers.backoffer());
    await expect(resolving).rejects.toMatchObject({ code: 'TIKV_SERVER' });
  });
});

describe('callers that share the request for a whole region', () => {
  const busy: Reply = {
    regionError: { serverIsBusy: { reason: '', backoffMs: 0n, estimatedWaitMs: 0, appliedIndex: 0n } },
  };

  /** Two callers for one region: the first has sent the request, which a busy store has refused. */
  async function sharing(...replies: Reply[]) {
    const environment = world(busy, ...replies);
    const { servers } = environment;
    await environment.regions.cache.locate(bytes('a'), servers.backoffer());
    const owner = servers.root.start(
      fromCallback(() => undefined),
      { id: 'owner' },
    );
    const ofOwner = { ...environment, regions: environment.regions.withParent(owner) };
    const how = { lite: false, isPrimarySettled: true };
    const resolving = (by: LockEnvironment, key: string) =>
      resolveLocks(by, locksOf(lockOn(key, large)), rolledBack, how, servers.backoffer());
    const first = resolving(ofOwner, 'a').catch((error: unknown) => error);
    await servers.settle();
    const second = resolving(environment, 'b');
    await servers.settle();
    expect(environment.sent).toHaveLength(1);
    return { environment, servers, owner, first, second };
  }

  it('the transaction of the first ends: the second sends it by itself', async () => {
    const { environment, servers, owner, first, second } = await sharing();
    servers.root.stopActor(owner);
    expect(await first).toBeInstanceOf(ClosedError);
    await servers.until(second);
    const whole = ['KvResolveLock', { startVersion: ts(0), commitVersion: 0n }];
    expect(environment.sent).toEqual([whole, whole]);
  });

  it('the client closes: both hear of it', async () => {
    const { environment, servers, first, second } = await sharing();
    servers.deadlines.close();
    servers.root.stop();
    expect(await first).toBeInstanceOf(ClosedError);
    await expect(second).rejects.toBeInstanceOf(ClosedError);
    expect(environment.sent).toHaveLength(1);
  });
});

describe('S080 pessimistic-primary-missing: clearPessimisticLocks', () => {
  const locks = (...forUpdate: bigint[]) =>
    forUpdate.map((forUpdateTs, nth) => lockOn(`${nth}`, { kind: 'pessimistic', forUpdateTs }));

  it.each([
    ['up to the newest of the locks met', [ts(3), ts(4), 0n], ts(4)],
    ['at any time, when none tells', [0n, 0n, 0n], MAX_TIMESTAMP],
  ])('removes just these locks, %s', async (_, forUpdate, forUpdateTs) => {
    const environment = world(answers.done);
    const backoffer = environment.servers.backoffer();
    await clearPessimisticLocks(environment, ts(0), locks(...forUpdate), 'keys', backoffer);
    expect(environment.sent).toEqual([
      ['KVPessimisticRollback', { startVersion: ts(0), forUpdateTs, keys: keys('0', '1', '2') }],
    ]);
  });

  it('by region: one request each, without keys, however many locks were met there', async () => {
    const environment = world(answers.done, answers.done);
    const met = [...locks(ts(3), ts(4)), lockOn('z', { kind: 'pessimistic', forUpdateTs: ts(2) })];
    const backoffer = environment.servers.backoffer();
    await clearPessimisticLocks(environment, ts(0), met, 'regions', backoffer);
    const whole = ['KVPessimisticRollback', { startVersion: ts(0), forUpdateTs: ts(4), keys: [] }];
    expect(environment.sent).toEqual([whole, whole]);
    expect(environment.servers.rpc.contexts.map(({ regionId }) => regionId)).toEqual([1n, 2n]);
  });

  it('a refusal is told', async () => {
    const environment = world({ response: { errors: [stopped] } });
    const backoffer = environment.servers.backoffer();
    const clearing = clearPessimisticLocks(environment, ts(0), locks(0n), 'keys', backoffer);
    await expect(clearing).rejects.toMatchObject({ code: 'TIKV_SERVER' });
  });
});
