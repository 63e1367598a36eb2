import { describe, expect, it } from 'vitest';
import { TimerWheel } from '../../../src/actor/timer-wheel.ts';
import { beforeEnd } from '../../../src/retry/before-end.ts';
import { Deadlines } from '../../../src/retry/deadline.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

describe('beforeEnd', () => {
  function setUp() {
    const clock = new VirtualClock();
    const deadline = new Deadlines(clock, new TimerWheel(clock)).start({ timeoutMs: 100 });
    return { clock, deadline };
  }

  it('gives what the promise gives, and leaves no listener', async () => {
    const { clock, deadline } = setUp();
    expect(await beforeEnd(deadline, 'committing', Promise.resolve(7))).toBe(7);
    await expect(beforeEnd(deadline, 'committing', Promise.reject(new Error('no')))).rejects.toThrow('no');
    deadline.release();
    expect(clock.pending).toBe(0);
  });

  it('stops waiting when the deadline ends; what the promise does then is nobody’s', async () => {
    const { clock, deadline } = setUp();
    let fail: (error: Error) => void = () => undefined;
    const shared = new Promise<void>((_, reject) => {
      fail = reject;
    });
    const waiting = beforeEnd(deadline, 'locating a region', shared);
    clock.advance(110);
    await expect(waiting).rejects.toMatchObject({ code: 'TIKV_DEADLINE', stage: 'locating a region' });
    fail(new Error('later'));
    await clock.advanceAsync(0);
  });

  it('does not wait at all when the deadline has ended', async () => {
    const { clock, deadline } = setUp();
    clock.advance(100);
    await expect(beforeEnd(deadline, 'committing', new Promise(() => undefined))).rejects.toMatchObject({
      code: 'TIKV_DEADLINE',
    });
  });

  it('hears the failure of what it no longer waits for: an ended deadline is no reason to end the process', async () => {
    const { clock, deadline } = setUp();
    clock.advance(100);
    const failing = Promise.reject(new Error('later'));
    await expect(beforeEnd(deadline, 'committing', failing)).rejects.toMatchObject({ code: 'TIKV_DEADLINE' });
    await clock.advanceAsync(0);
  });
});
