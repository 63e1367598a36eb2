import { expect, it } from 'vitest';
import { systemEnvironment } from '../../../../../src/testing/environment.ts';
import { DeadlockDetector } from '../../../../../src/testing/mvcc/deadlock-detector.ts';
import type { LockWait } from '../../../../../src/testing/mvcc/plan.ts';
import { LockWaiters, type Resumed } from '../../../../../src/testing/store/lock-waiters.ts';
import { turnOfEventLoop, VirtualClock } from '../../../../support/virtual-clock.ts';

it('a waiter whose store dies while it is tried again waits for nobody', async () => {
  const detector = new DeadlockDetector();
  const waiters = new LockWaiters({ ...systemEnvironment(), clock: new VirtualClock() }, detector);
  const wait: LockWait = {
    key: 'k',
    holder: {},
    holderStartTs: [1n],
    startTs: 2n,
    primary: 'k',
    isFirstLock: false,
    forceLock: true,
    waitTimeoutMs: 1_000,
    shared: false,
    request: {},
  };
  let resume = (_: Resumed): void => {};
  const resumed = new Promise<Resumed>((resolve) => {
    resume = resolve;
  });
  void waiters.wait(wait, () => resumed);
  waiters.onApplied({ released: [{ key: 'k', startTs: 1n, commitTs: 0n }], acquired: [] });
  waiters.abandon();
  resume({ kind: 'wait', wait: { ...wait, holderStartTs: [3n] } });
  await turnOfEventLoop();
  expect(detector.detect(3n, 2n, 'l', 0)).toBeUndefined();
});
