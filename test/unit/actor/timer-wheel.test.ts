import { describe, expect, it } from 'vitest';
import { TimerWheel, type WheelTimer } from '../../../src/actor/timer-wheel.ts';
import { drawing } from '../../support/random-chart.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

describe('TimerWheel', () => {
  it('never fires early and at most one tick late', () => {
    const clock = new VirtualClock(1_003);
    const wheel = new TimerWheel(clock, { tickMs: 10 });
    const draw = drawing(3);
    const lateness: number[] = [];
    for (let index = 0; index < 5_000; index++) {
      const delayMs = draw(3_000) + draw(10) / 10;
      const dueMs = clock.now() + delayMs;
      wheel.schedule(delayMs, () => lateness.push(clock.now() - dueMs));
      if (draw(20) === 0) clock.advance(draw(17));
    }
    clock.runUntilIdle();
    expect(lateness.length).toBe(5_000);
    expect(Math.min(...lateness)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...lateness)).toBeLessThanOrEqual(10);
  });

  it('holds one timer of the clock while anything is pending, and none otherwise', () => {
    const clock = new VirtualClock();
    const wheel = new TimerWheel(clock);
    const timers = Array.from({ length: 100_000 }, (_, index) => wheel.schedule(index % 20_000, () => {}));
    expect([wheel.pending, clock.pending]).toEqual([100_000, 1]);
    for (const timer of timers) wheel.cancel(timer);
    expect([wheel.pending, clock.pending]).toEqual([0, 0]);
    wheel.schedule(5, () => {});
    clock.runUntilIdle();
    expect([wheel.pending, clock.pending]).toEqual([0, 0]);
  });

  it('rearms for an earlier deadline', () => {
    const clock = new VirtualClock(1_000);
    const wheel = new TimerWheel(clock, { tickMs: 10 });
    const fired: [string, number][] = [];
    wheel.schedule(500, () => fired.push(['late', clock.now()]));
    wheel.schedule(20, () => fired.push(['early', clock.now()]));
    clock.runUntilIdle();
    expect(fired).toEqual([
      ['early', 1_020],
      ['late', 1_500],
    ]);
  });

  it('lets a callback cancel another of its tick, and schedule a new one for the next', () => {
    const clock = new VirtualClock(1_000);
    const wheel = new TimerWheel(clock, { tickMs: 10 });
    const fired: [string, number][] = [];
    let second: WheelTimer | undefined;
    wheel.schedule(10, () => {
      fired.push(['first', clock.now()]);
      if (second !== undefined) wheel.cancel(second);
      wheel.schedule(0, () => fired.push(['third', clock.now()]));
    });
    second = wheel.schedule(10, () => fired.push(['second', clock.now()]));
    clock.runUntilIdle();
    expect(fired).toEqual([
      ['first', 1_010],
      ['third', 1_020],
    ]);
    wheel.cancel(second);
    expect(wheel.pending).toBe(0);
  });

  it('runs the others when one throws, and throws on', () => {
    const clock = new VirtualClock();
    const wheel = new TimerWheel(clock);
    const fired: string[] = [];
    wheel.schedule(1, () => {
      throw new Error('callback');
    });
    wheel.schedule(1, () => fired.push('same tick'));
    wheel.schedule(50, () => fired.push('later'));
    expect(() => clock.advance(20)).toThrow(new Error('callback'));
    clock.advance(60);
    expect(fired).toEqual(['same tick', 'later']);
  });

  it('waits again when the clock fires early, and for delays longer than the clock can take', () => {
    const clock = new VirtualClock(0);
    const delays: number[] = [];
    const hasty = {
      now: () => clock.now(),
      setTimeout: (run: () => void, delayMs: number) => {
        delays.push(delayMs);
        return clock.setTimeout(run, delayMs === 30 ? 29.5 : delayMs);
      },
      clearTimeout: (timer: unknown) => clock.clearTimeout(timer),
    };
    const wheel = new TimerWheel(hasty, { tickMs: 10 });
    const fired: number[] = [];
    wheel.schedule(30, () => fired.push(clock.now()));
    clock.runUntilIdle();
    expect(fired).toEqual([30.5]);
    expect(delays).toEqual([30, 1]);

    const monthMs = 30 * 24 * 3_600_000;
    wheel.schedule(monthMs, () => fired.push(clock.now()));
    clock.runUntilIdle();
    expect(Math.max(...delays)).toBe(2 ** 31 - 1);
    expect(fired[1]).toBe(monthMs + 40.5);
  });
});
