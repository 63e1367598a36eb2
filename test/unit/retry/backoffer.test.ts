import { describe, expect, it } from 'vitest';
import { TimerWheel } from '../../../src/actor/timer-wheel.ts';
import type { BackoffKind } from '../../../src/retry/backoff-kinds.ts';
import { Backoffer } from '../../../src/retry/backoffer.ts';
import { Deadlines } from '../../../src/retry/deadline.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

function setUp({
  budgetMs = 1_000,
  random = (): number => 0,
  timeoutMs = 1_000_000,
  signal = undefined as AbortSignal | undefined,
} = {}) {
  const clock = new VirtualClock();
  const deadlines = new Deadlines(clock, new TimerWheel(clock));
  const deadline = deadlines.start({ timeoutMs, signal });
  return { clock, deadlines, backoffer: new Backoffer({ clock, random }, { deadline, budgetMs }) };
}

/** Sleeps until the budget ends; the length of each, and the error at the end. */
function exhaust(backoffer: Backoffer, kind: BackoffKind) {
  const sleepsMs: number[] = [];
  for (;;) {
    const decision = backoffer.next(kind, new Error(`cause ${sleepsMs.length}`));
    if ('exhausted' in decision) return { sleepsMs, error: decision.exhausted };
    sleepsMs.push(decision.sleepMs);
  }
}

describe('Backoffer', () => {
  it('BO-20: doubles from the base to the cap', () => {
    const { backoffer } = setUp({ budgetMs: 2_000 });
    expect(exhaust(backoffer, 'regionMiss').sleepsMs).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 500, 500, 500]);
  });

  it('BO-20: equal jitter takes the upper half', () => {
    expect(exhaust(setUp({ budgetMs: 400 }).backoffer, 'tikvRpc').sleepsMs).toEqual([50, 100, 200, 400]);
    const almostOne = setUp({ budgetMs: 400, random: () => 0.999_999 });
    expect(exhaust(almostOne.backoffer, 'tikvRpc').sleepsMs).toEqual([99, 199, 399]);
  });

  it('BO-20: each kind counts its own attempts', () => {
    const { backoffer } = setUp();
    const sleeps = (['regionMiss', 'regionScheduling', 'regionMiss', 'regionScheduling'] as const).map(
      (kind) => backoffer.next(kind, new Error('cause')),
    );
    expect(sleeps).toEqual([{ sleepMs: 2 }, { sleepMs: 2 }, { sleepMs: 4 }, { sleepMs: 4 }]);
  });

  it('BO-21: one sleep can be cut, and counts as cut', () => {
    const { backoffer } = setUp();
    expect(backoffer.next('txnLock', new Error('cause'), 7)).toEqual({ sleepMs: 7 });
    expect(backoffer.next('txnLock', new Error('cause'), -3)).toEqual({ sleepMs: 0 });
    expect(backoffer.totalSleepMs).toBe(7);
  });

  it('one sleep can be made longer, to the cap of its kind', () => {
    const { backoffer } = setUp();
    expect(backoffer.next('serverBusy', new Error('cause'), undefined, 5_000)).toEqual({ sleepMs: 5_000 });
    expect(backoffer.next('serverBusy', new Error('cause'), undefined, 50_000)).toEqual({ sleepMs: 10_000 });
  });

  it('BO-22: the budget is asked before the sleep, so the last one may pass it', () => {
    const { backoffer } = setUp({ budgetMs: 3 });
    expect(exhaust(backoffer, 'regionMiss').sleepsMs).toEqual([2, 4]);
  });

  it('BO-22: sleeps for a busy server are excluded, up to ten minutes', () => {
    const { backoffer } = setUp({ budgetMs: 10 });
    const { sleepsMs, error } = exhaust(backoffer, 'serverBusy');
    expect(sleepsMs.slice(0, 5)).toEqual([1_000, 2_000, 4_000, 5_000, 5_000]);
    expect(sleepsMs.reduce((sum, sleepMs) => sum + sleepMs)).toBe(602_000);
    expect(error.code).toBe('TIKV_STORE_BUSY');
    // They leave the budget to the other kinds.
    expect(backoffer.next('regionMiss', new Error('cause'))).toEqual({ sleepMs: 2 });
  });

  it('BO-23: the error is that of the kind slept for longest, with the last causes as attempts', () => {
    const { backoffer } = setUp({ budgetMs: 500 });
    backoffer.next('serverBusy', new Error('busy'));
    backoffer.next('txnLockFast', new Error('locked'));
    backoffer.next('pdRpc', new Error('pd 1'));
    backoffer.next('pdRpc', new Error('pd 2'));
    const decision = backoffer.next('regionMiss', new Error('missed'));
    expect(decision).toMatchObject({
      exhausted: {
        code: 'TIKV_PD_UNREACHABLE',
        cause: new Error('missed'),
        attempts: [new Error('pd 1'), new Error('pd 2'), new Error('missed')],
      },
    });
  });

  it('BO-23: with no sleep to go by, the error is that of the kind at hand', () => {
    const { backoffer } = setUp({ budgetMs: 0 });
    const decision = backoffer.next('diskFull', new Error('full'));
    expect(decision).toMatchObject({ exhausted: { code: 'TIKV_STORE_BUSY', attempts: [new Error('full')] } });
  });

  it('BO-25: sleeps on the clock', async () => {
    const { clock, backoffer } = setUp();
    let isAwake = false;
    const sleeping = backoffer.sleep('diskFull', new Error('full')).then(() => {
      isAwake = true;
    });
    await clock.advanceAsync(499);
    expect(isAwake).toBe(false);
    await clock.advanceAsync(1);
    await sleeping;
    expect(isAwake).toBe(true);
    backoffer.deadline.release();
    expect(clock.pending).toBe(0);
  });

  it('BO-25: a sleep ends with the deadline, the caller or the client', async () => {
    const late = setUp({ timeoutMs: 100 });
    const sleeping = late.backoffer.sleep('diskFull', new Error('full'));
    late.clock.advance(110);
    await expect(sleeping).rejects.toMatchObject({ code: 'TIKV_DEADLINE', stage: 'backing off' });
    expect(late.clock.pending).toBe(0);

    const controller = new AbortController();
    const aborted = setUp({ signal: controller.signal });
    const abandoned = aborted.backoffer.sleep('diskFull', new Error('full'));
    controller.abort();
    await expect(abandoned).rejects.toMatchObject({ code: 'TIKV_ABORTED' });

    const closed = setUp();
    const cut = closed.backoffer.sleep('diskFull', new Error('full'));
    closed.deadlines.close();
    await expect(cut).rejects.toMatchObject({ code: 'TIKV_CLOSED' });
    expect(closed.clock.pending).toBe(0);
    await expect(closed.backoffer.sleep('diskFull', new Error('full'))).rejects.toMatchObject({
      code: 'TIKV_CLOSED',
    });
  });

  it('a sleep beyond the budget rejects at once', async () => {
    const { backoffer } = setUp({ budgetMs: 0 });
    await expect(backoffer.sleep('regionMiss', new Error('cause'))).rejects.toMatchObject({
      code: 'TIKV_REGION_UNAVAILABLE',
    });
  });

  it('BO-26: a fork goes on where it was forked, and changes nothing until it is merged', () => {
    const { backoffer } = setUp();
    backoffer.next('regionMiss', new Error('1'));
    const fork = backoffer.fork();
    expect(fork.next('regionMiss', new Error('2'))).toEqual({ sleepMs: 4 });
    expect([backoffer.totalSleepMs, fork.totalSleepMs]).toEqual([2, 6]);
    expect(fork.deadline).toBe(backoffer.deadline);
    backoffer.merge(fork);
    expect(backoffer.totalSleepMs).toBe(6);
    expect(backoffer.next('regionMiss', new Error('3'))).toEqual({ sleepMs: 8 });
  });

  it('BO-26: of forks that ran beside each other the longest counts', () => {
    const { backoffer } = setUp();
    const [short, long] = [backoffer.fork(), backoffer.fork()];
    short.next('regionMiss', new Error('short'));
    long.next('diskFull', new Error('long'));
    backoffer.merge(long);
    backoffer.merge(short);
    expect(backoffer.totalSleepMs).toBe(500);
  });
});
