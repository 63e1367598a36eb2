import { describe, expect, it } from 'vitest';
import { PeriodicKeeper } from '../../../src/actor/periodic-keeper.ts';
import { TimerWheel } from '../../../src/actor/timer-wheel.ts';
import { turnOfEventLoop, VirtualClock } from '../../support/virtual-clock.ts';

function setUp(periodMs = 10) {
  const clock = new VirtualClock(0);
  const keeper = new PeriodicKeeper(clock, new TimerWheel(clock, { tickMs: 10 }), periodMs);
  const seen: unknown[] = [];
  const note = (name: string) => () => void seen.push([name, clock.now()]);
  const onEnd = (error: unknown) => void seen.push(error);
  return { clock, keeper, seen, note, onEnd };
}

describe('PeriodicKeeper', () => {
  it('beats each task by its own time, on one timer', async () => {
    const { clock, keeper, seen, note, onEnd } = setUp(100);
    const first = keeper.add({ beat: note('first'), onEnd });
    await clock.advanceAsync(40);
    keeper.add({ beat: note('second'), onEnd });
    expect(clock.pending).toBe(1);
    await clock.advanceAsync(210);
    keeper.remove(first);
    await clock.advanceAsync(100);
    expect(seen).toEqual([
      ['first', 100],
      ['second', 140],
      ['first', 200],
      ['second', 240],
      ['second', 340],
    ]);
    keeper.close();
    expect([keeper.size, clock.pending]).toEqual([0, 0]);
  });

  it('starts no beat of a task that another beat has removed, and keeps what one adds', async () => {
    const { clock, keeper, seen, note, onEnd } = setUp();
    const beat = () => {
      seen.push(clock.now());
      keeper.remove(own);
      keeper.remove(other);
      keeper.add({ beat: note('added'), onEnd });
    };
    const own = keeper.add({ beat, onEnd });
    const other = keeper.add({ beat: note('removed'), onEnd });
    await clock.advanceAsync(25);
    expect(seen).toEqual([10, ['added', 20]]);
    expect([keeper.size, clock.pending]).toEqual([1, 1]);
  });

  it('F46: keeps nothing that comes after its close', () => {
    const { clock, keeper, note, onEnd } = setUp();
    keeper.close();
    const kept = keeper.add({ beat: note('late'), onEnd });
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
    keeper.add({ beat, onEnd });
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
    keeper.add({ beat: throwing, onEnd });
    keeper.add({ beat: () => Promise.reject(rejected), onEnd });
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
    const kept = keeper.add({ beat, onEnd });
    await clock.advanceAsync(10);
    keeper.remove(kept);
    fail(new Error('late'));
    await turnOfEventLoop();
    await clock.advanceAsync(100);
    expect(seen).toEqual([10]);
    expect(clock.pending).toBe(0);
  });
});
