import { describe, expect, it } from 'vitest';
import { DeadlockDetector } from '../../../../src/testing/mvcc/deadlock-detector.ts';
import { LockWaitQueues, type WakeUps } from '../../../../src/testing/mvcc/lock-wait-queues.ts';
import { newLock } from '../../../../src/testing/mvcc/model.ts';
import type { LockWait } from '../../../../src/testing/mvcc/plan.ts';
import { bytes } from './engine-harness.ts';

function waitOf(startTs: bigint, more: Partial<LockWait> = {}): LockWait {
  return {
    key: 'k',
    holder: { key: bytes('k'), lockVersion: 1n },
    holderStartTs: [1n],
    startTs,
    primary: 'p',
    isFirstLock: false,
    forceLock: false,
    waitTimeoutMs: 1000,
    shared: false,
    request: {},
    ...more,
  };
}

function enter(queues: LockWaitQueues, wait: LockWait): number {
  const entered = queues.enter(wait, 0);
  if (!('id' in entered)) throw new Error('Expected to wait');
  return entered.id;
}

/** The delay of a wake-up is over. */
function afterDelay(queues: LockWaitQueues, { delayed }: WakeUps): WakeUps {
  const [{ key, wakeUp }] = delayed as [WakeUps['delayed'][number]];
  return queues.wakeOthers(key, wakeUp);
}

const released = [{ key: 'k', startTs: 1n, commitTs: 9n }];
const conflict = (startTs: bigint) => ({
  errors: [{ conflict: { startTs, conflictTs: 1n, conflictCommitTs: 9n } }],
});

describe('lock wait queues', () => {
  it('server rule 41: the smallest start timestamp is woken at once, the others after 20 ms', () => {
    const queues = new LockWaitQueues(new DeadlockDetector());
    const late = enter(queues, waitOf(30n));
    const early = enter(queues, waitOf(20n));
    const wakeUps = queues.release(released);
    expect(wakeUps).toMatchObject({
      answered: [{ id: early, response: conflict(20n) }],
      resumable: [],
      delayed: [{ key: 'k', delayMs: 20 }],
    });
    expect(afterDelay(queues, wakeUps).answered).toMatchObject([{ id: late, response: conflict(30n) }]);
    expect(queues.size).toBe(0);
  });

  it('server rule 41: who comes after the first wake-up is not woken with the others', () => {
    const queues = new LockWaitQueues(new DeadlockDetector());
    enter(queues, waitOf(20n));
    const second = enter(queues, waitOf(30n));
    const wakeUps = queues.release(released);
    enter(queues, waitOf(40n));
    expect(afterDelay(queues, wakeUps).answered.map(({ id }) => id)).toEqual([second]);
    expect(queues.size).toBe(1);
  });

  it('server rule 41: another wake-up puts off that of the others', () => {
    const queues = new LockWaitQueues(new DeadlockDetector());
    enter(queues, waitOf(20n));
    enter(queues, waitOf(30n));
    const last = enter(queues, waitOf(40n));
    const first = queues.release(released);
    const second = queues.release(released);
    expect(afterDelay(queues, first).answered).toEqual([]);
    expect(afterDelay(queues, second).answered.map(({ id }) => id)).toEqual([last]);
  });

  it('server rule 41: the wake-up of others is none of a queue that came later', () => {
    const queues = new LockWaitQueues(new DeadlockDetector());
    enter(queues, waitOf(20n));
    const late = enter(queues, waitOf(30n));
    const first = queues.release(released);
    queues.timeOut(late, 1_000);
    enter(queues, waitOf(40n));
    enter(queues, waitOf(50n));
    const second = queues.release(released);
    expect(afterDelay(queues, first).answered).toEqual([]);
    expect(afterDelay(queues, second).answered).toHaveLength(1);
  });

  it('tells at a timeout how long ago the lock changed hands, if it did', () => {
    const queues = new LockWaitQueues(new DeadlockDetector());
    const waiters = [20n, 30n, 40n].map((startTs) => enter(queues, waitOf(startTs)));
    expect(queues.timeOut(waiters[0] as number, 5)).toEqual({ errors: [{ locked: waitOf(20n).holder }] });
    const lock = newLock({ type: 'Pessimistic', primary: 'k', startTs: 9n, ttlMs: 1n });
    queues.acquired([{ key: 'k', lock }], 10);
    const told = (durationToLastUpdateMs: bigint) => ({
      errors: [{ locked: { lockVersion: 9n, durationToLastUpdateMs } }],
    });
    expect(queues.timeOut(waiters[1] as number, 10)).toMatchObject(told(1n));
    expect(queues.timeOut(waiters[2] as number, 52.7)).toMatchObject(told(42n));
  });

  it('server rule 41: a ForceLock waiter is to be tried again, and waits on with its id', () => {
    const queues = new LockWaitQueues(new DeadlockDetector());
    const wait = waitOf(20n, { forceLock: true });
    const id = enter(queues, wait);
    expect(queues.release(released)).toEqual({ answered: [], resumable: [{ id, wait }], delayed: [] });
    queues.waitOn(id, wait, 0);
    expect(queues.timeOut(id, 0)).toEqual({ errors: [{ locked: wait.holder }], results: [{ type: 2 }] });
    expect(queues.timeOut(id, 0)).toBeUndefined();
  });

  it('server rule 41: waiters for a shared lock are woken together', () => {
    const queues = new LockWaitQueues(new DeadlockDetector());
    const shared = [20n, 30n].map((startTs) => enter(queues, waitOf(startTs, { shared: true })));
    enter(queues, waitOf(40n));
    expect(queues.release(released).answered.map(({ id }) => id)).toEqual(shared);
  });

  it('server rule 42: waiting that closes a circle is refused, whoever closes it', () => {
    const queues = new LockWaitQueues(new DeadlockDetector());
    const id = enter(queues, waitOf(2n));
    expect(queues.enter(waitOf(1n, { key: 'l', holderStartTs: [2n] }), 0)).toMatchObject({
      response: { errors: [{ deadlock: { lockTs: 2n, waitChain: [{ txn: 2n }, { txn: 1n }] } }] },
    });
    enter(queues, waitOf(3n, { key: 'm', holderStartTs: [2n] }));
    const lock = newLock({ type: 'Pessimistic', primary: 'k', startTs: 3n, ttlMs: 1n });
    expect(queues.acquired([{ key: 'k', lock }], 0).answered).toMatchObject([
      { id, response: { errors: [{ deadlock: { lockTs: 3n } }] } },
    ]);
  });

  it('server rule 42: a first lock is not looked at', () => {
    const queues = new LockWaitQueues(new DeadlockDetector());
    enter(queues, waitOf(2n));
    expect(queues.enter(waitOf(1n, { key: 'l', holderStartTs: [2n], isFirstLock: true }), 0)).toHaveProperty(
      'id',
    );
  });

  it('server rule 42: the edges of who waits no more are gone', () => {
    const detector = new DeadlockDetector();
    const queues = new LockWaitQueues(detector);
    enter(queues, waitOf(2n));
    queues.cancel(() => true);
    expect(detector.detect(1n, 2n, 'l', 0)).toBeUndefined();
  });
});

describe('deadlock detector', () => {
  it('gives the chain in order, the edge that closes it last', () => {
    const detector = new DeadlockDetector();
    detector.detect(1n, 2n, 'a', 0);
    detector.detect(2n, 3n, 'b', 0);
    detector.detect(2n, 9n, 'x', 0);
    expect(detector.detect(3n, 1n, 'c', 0)?.waitChain).toMatchObject([
      { txn: 1n, waitForTxn: 2n, key: bytes('a') },
      { txn: 2n, waitForTxn: 3n, key: bytes('b') },
      { txn: 3n, waitForTxn: 1n, key: bytes('c') },
    ]);
  });

  it('forgets edges that nobody has renewed for two minutes', () => {
    const detector = new DeadlockDetector();
    detector.detect(1n, 2n, 'a', 0);
    expect(detector.detect(2n, 1n, 'b', 120_001)).toBeUndefined();
  });

  it('keeps an edge as long as one of its keys is waited for', () => {
    const detector = new DeadlockDetector();
    detector.detect(1n, 2n, 'a', 0);
    detector.detect(1n, 2n, 'b', 0);
    detector.remove(1n, 2n, 'a');
    expect(detector.detect(2n, 1n, 'c', 0)?.deadlockKeyHash).toBeTypeOf('bigint');
    detector.remove(1n, 2n, 'b');
    expect(detector.detect(2n, 1n, 'c', 0)).toBeUndefined();
  });
});
