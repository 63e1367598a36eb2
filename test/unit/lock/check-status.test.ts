import { describe, expect, it } from 'vitest';
import { checkStatus, ttlLeftMs } from '../../../src/lock/check-status.ts';
import type { Lock } from '../../../src/lock/lock.ts';
import { ProtocolError, ResolveLockTimeoutError, ServerError } from '../../../src/model/errors.ts';
import { MAX_TIMESTAMP } from '../../../src/model/timestamp.ts';
import { answers, FakeLockEnvironment, lockInfo, lockOn, ts } from '../../support/fake-lock-environment.ts';
import { bytes, type Reply } from '../../support/fake-region-servers.ts';

const ASK = { rollbackIfNotExist: false, forceSyncCommit: false };
const CALLER = ts(90);
const READ = { callerStartTs: CALLER, mode: 'read' } as const;
const notFound = { txnNotFound: { startTs: ts(0), primaryKey: bytes('p') } };

function ask(
  reply: Reply,
  lock: Lock = lockOn('s'),
  environment = new FakeLockEnvironment(),
  question = ASK,
) {
  environment.servers.rpc.script = [reply];
  return checkStatus(
    environment,
    lock,
    { callerStartTs: CALLER, mode: 'read' },
    question,
    environment.servers.backoffer(),
  );
}

const eventOf = async (...args: Parameters<typeof ask>) => (await ask(...args)).event;
const expired = () => {
  const environment = new FakeLockEnvironment();
  environment.now = ts(3000);
  return environment;
};

describe('what is asked', () => {
  it('names the primary, the transaction, who asks and when', async () => {
    const environment = new FakeLockEnvironment();
    await ask(answers.status(), lockOn('s'), environment, {
      rollbackIfNotExist: true,
      forceSyncCommit: true,
    });
    expect(environment.sent).toEqual([
      [
        'KvCheckTxnStatus',
        {
          primaryKey: bytes('p'),
          lockTs: ts(0),
          callerStartTs: CALLER,
          currentTs: ts(100),
          rollbackIfNotExist: true,
          forceSyncCommit: true,
          resolvingPessimisticLock: false,
          verifyIsPrimary: true,
        },
      ],
    ]);
  });

  it('a timestamp is fetched when none is known', async () => {
    const environment = new FakeLockEnvironment();
    environment.isWarm = false;
    environment.now = ts(123);
    await ask(answers.status(), lockOn('s'), environment);
    expect(environment.sent[0]?.[1]).toMatchObject({ currentTs: ts(123) });
  });

  it('F38: a lock that is told with a TTL of 0 is there, and its transaction is not rolled back', async () => {
    const reply = answers.status({ lockTtl: 0n, lockInfo: lockInfo('p', {}) });
    expect(await eventOf(reply)).toEqual({ type: 'status.alive', waitMs: 10, pushed: false });
  });

  it('S085 ttl-before-wait: a timestamp is fetched when the one known has grown old, and a TTL ends by it', async () => {
    const environment = new FakeLockEnvironment();
    Object.assign(environment, { now: ts(60_000), known: ts(100), knownForMs: 59_900 });
    const { event } = await ask(answers.status({ error: answers.error(notFound) }), lockOn('s'), environment);
    expect(environment.sent[0]?.[1]).toMatchObject({ currentTs: ts(60_000) });
    expect(event).toMatchObject({ type: 'status.notFound', ttlExpired: true });
  });

  it('S083 ttl-zero-lock: at the end of time, when every lock has expired', async () => {
    const environment = new FakeLockEnvironment();
    await ask(answers.status(), lockOn('s', { ttlMs: 0n }), environment);
    expect(environment.sent[0]?.[1]).toMatchObject({ currentTs: MAX_TIMESTAMP });
  });

  it.each(['pessimistic', 'sharedPessimistic'] as const)('tells that the lock is %s', async (kind) => {
    const environment = new FakeLockEnvironment();
    await ask(answers.status({ action: 5 }), lockOn('s', { kind }), environment);
    expect(environment.sent[0]?.[1]).toMatchObject({ resolvingPessimisticLock: true });
  });
});

describe('what an answer means', () => {
  const rolledBack = { type: 'status.final', fate: { kind: 'rolledBack' } };

  it('S073 reader-rolls-forward: a commit timestamp', async () => {
    expect(await eventOf(answers.status({ commitVersion: ts(5) }))).toEqual({
      type: 'status.final',
      fate: { kind: 'committed', commitTs: ts(5) },
    });
  });

  it.each([
    [0, 'rolled back before'],
    [1, 'S074 reader-rolls-back-expired: rolled back now'],
    [2, 'never written'],
  ])('action %d: %s', async (action) => {
    expect(await eventOf(answers.status({ action }))).toEqual(rolledBack);
  });

  it.each([3, 4, 5, 99])('action %d decides nothing without a lock, and is refused', async (action) => {
    await expect(ask(answers.status({ action }))).rejects.toBeInstanceOf(ServerError);
  });

  it('F38: no transaction is committed before it began', async () => {
    await expect(ask(answers.status({ commitVersion: ts(0) }))).rejects.toBeInstanceOf(ProtocolError);
  });

  it.each([
    [3, true],
    [0, false],
  ])('S075 reader-waits-live: alive, action %d', async (action, pushed) => {
    expect(await eventOf(answers.status({ lockTtl: 3000n, action }))).toEqual({
      type: 'status.alive',
      waitMs: 2900,
      pushed,
    });
  });

  it('a living lock at the very end of its time is not asked about without a pause', async () => {
    expect(await eventOf(answers.status({ lockTtl: 3000n }), lockOn('s'), expired())).toMatchObject({
      waitMs: 10,
    });
  });

  it('S085 ttl-before-wait: what is left is counted when the answer has come', async () => {
    const environment = new FakeLockEnvironment();
    const { rpc } = environment.servers;
    rpc.script = ['silence'];
    const asked = checkStatus(environment, lockOn('s'), READ, ASK, environment.servers.backoffer());
    await environment.servers.settle();
    environment.now = ts(2000);
    rpc.sent[0]?.respond(answers.status({ lockTtl: 3000n }).response);
    expect((await asked).event).toMatchObject({ type: 'status.alive', waitMs: 1000 });
  });

  it('an expired lock of async commit, and the same when its secondaries are not to be asked', async () => {
    const primary = lockInfo('p', { useAsyncCommit: true, secondaries: [bytes('s')] });
    const reply = answers.status({ lockTtl: 100n, lockInfo: primary });
    expect(await ask(reply)).toEqual({
      primary: 'untold',
      inTheWay: [],
      event: { type: 'status.asyncCommitExpired' },
      primaryLock: primary,
    });
    const forced = { rollbackIfNotExist: false, forceSyncCommit: true };
    expect(await eventOf(reply, lockOn('s'), undefined, forced)).toMatchObject({ type: 'status.alive' });
  });

  it('S080 pessimistic-primary-missing: a pessimistic lock without a living primary is dead, whatever the fate', async () => {
    const lock = lockOn('s', { kind: 'pessimistic' });
    for (const reply of [
      answers.status({ commitVersion: ts(5) }),
      ...[0, 1, 2, 4, 5].map((action) => answers.status({ action })),
    ]) {
      expect(await eventOf(reply, lock)).toEqual({ type: 'status.pessimisticLockDead' });
    }
  });

  it('S080 pessimistic-primary-missing: a primary that is none makes a pessimistic lock dead, another one an error', async () => {
    const error = answers.error({ primaryMismatch: { lockInfo: lockInfo('p') } });
    expect(await eventOf(answers.status({ error }), lockOn('s', { kind: 'pessimistic' }))).toEqual({
      type: 'status.pessimisticLockDead',
    });
    await expect(ask(answers.status({ error }))).rejects.toMatchObject({
      code: 'TIKV_SERVER',
      message: expect.stringContaining('primaryMismatch'),
    });
  });

  it('S079 txn-not-found-wait: not found while the lock lives, and after', async () => {
    const reply = answers.status({ error: answers.error(notFound) });
    expect(await eventOf(reply)).toEqual({
      type: 'status.notFound',
      ttlExpired: false,
      waitMs: 2900,
      backoffMs: 2,
    });
    expect(await eventOf(reply, lockOn('s', { kind: 'pessimistic' }))).toMatchObject({
      ttlExpired: false,
      waitMs: 2900,
      backoffMs: 0,
    });
    expect(await eventOf(reply, lockOn('s'), expired())).toMatchObject({ ttlExpired: true, waitMs: 0 });
  });

  it('S079 txn-not-found-wait: the wait is never longer than the lock lives', async () => {
    const environment = new FakeLockEnvironment();
    environment.now = ts(2999);
    const reply = answers.status({ error: answers.error(notFound) });
    expect(await eventOf(reply, lockOn('s'), environment)).toMatchObject({ waitMs: 1, backoffMs: 1 });
  });

  it('S079 txn-not-found-wait: the budget ends the waiting', async () => {
    const environment = new FakeLockEnvironment();
    environment.servers.rpc.script = [answers.status({ error: answers.error(notFound) })];
    const backoffer = environment.servers.backoffer({ budgetMs: 0 });
    await expect(checkStatus(environment, lockOn('s'), READ, ASK, backoffer)).rejects.toBeInstanceOf(
      ResolveLockTimeoutError,
    );
  });

  it('any other key error, an empty one, and an answer that cannot be read', async () => {
    const errors = [answers.error({ abort: 'stopped' }), answers.error({})];
    const messages = await Promise.all(
      errors.map((error) => ask(answers.status({ error })).catch(({ message }: Error) => message)),
    );
    expect(messages).toEqual([
      `The status of transaction ${ts(0)} could not be determined: key error abort`,
      `The status of transaction ${ts(0)} could not be determined: key error without content`,
    ]);
    await expect(ask({ malformed: 'no message' })).rejects.toBeInstanceOf(ProtocolError);
  });
});

it('ttlLeftMs never goes below 0', () => {
  expect([0, 1, 2999, 3000, 9999].map((ms) => ttlLeftMs(ts(0), 3000n, ts(ms)))).toEqual([
    3000, 2999, 1, 0, 0,
  ]);
});
