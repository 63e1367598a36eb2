import { describe, expect, it } from 'vitest';
import { PeriodicKeeper } from '../../../src/actor/periodic-keeper.ts';
import { TimerWheel } from '../../../src/actor/timer-wheel.ts';
import { turnOfEventLoop, VirtualClock } from '../../support/virtual-clock.ts';

function setUp() {
  const clock = new VirtualClock(0);
  const keeper = new PeriodicKeeper(new TimerWheel(clock, { tickMs: 10 }));
  const seen: unknown[] = [];
  const note = (name: string) => () => void seen.push([name, clock.now()]);
  const onEnd = (error: unknown) => void seen.push(error);
  return { clock, keeper, seen, note, onEnd };
}

describe('PeriodicKeeper', () => {
  it('beats each task at its own pace, on one timer', async () => {
    const { clock, keeper, seen, note, onEnd } = setUp();
    keeper.add({ periodMs: 100, beat: note('slow'), onEnd });
    keeper.add({ periodMs: 40, beat: note('fast'), onEnd });
    expect(clock.pending).toBe(1);
    await clock.advanceAsync(120);
    expect(seen).toEqual([
      ['fast', 40],
      ['fast', 80],
      ['slow', 100],
      ['fast', 120],
    ]);
    keeper.close();
    expect([keeper.size, clock.pending]).toEqual([0, 0]);
  });

  it('F46: keeps nothing that comes after its close', () => {
    const { clock, keeper, note, onEnd } = setUp();
    keeper.close();
    const kept = keeper.add({ periodMs: 100, beat: note('late'), onEnd });
    expect([keeper.size, clock.pending]).toEqual([0, 0]);
    keeper.remove(kept);
  });

  it('passes over a beat while the last one is running', async () => {
    const { clock, keeper, seen, onEnd } = setUp();
    let finish = () => {};
    const beat = () => {
      seen.push(clock.now());
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    };
    keeper.add({ periodMs: 10, beat, onEnd });
    await clock.advanceAsync(35);
    expect(seen).toEqual([10]);
    finish();
    await clock.advanceAsync(10);
    expect(seen).toEqual([10, 40]);
  });

  it('ends a task whose beat throws or rejects, and tells it once', async () => {
    const { clock, keeper, seen, onEnd } = setUp();
    const thrown = new Error('thrown');
    const rejected = new Error('rejected');
    const throwing = () => {
      throw thrown;
    };
    keeper.add({ periodMs: 10, beat: throwing, onEnd });
    keeper.add({ periodMs: 10, beat: () => Promise.reject(rejected), onEnd });
    await clock.advanceAsync(50);
    expect(seen).toEqual([thrown, rejected]);
    expect([keeper.size, clock.pending]).toEqual([0, 0]);
  });

  it('starts no beat of a removed task, and ignores how the running one ends', async () => {
    const { clock, keeper, seen, onEnd } = setUp();
    let fail = (_: Error) => {};
    const beat = () =>
      new Promise<void>((_, reject) => {
        seen.push(clock.now());
        fail = reject;
      });
    const kept = keeper.add({ periodMs: 10, beat, onEnd });
    await clock.advanceAsync(10);
    keeper.remove(kept);
    fail(new Error('late'));
    await turnOfEventLoop();
    await clock.advanceAsync(100);
    expect(seen).toEqual([10]);
    expect(clock.pending).toBe(0);
  });
});
