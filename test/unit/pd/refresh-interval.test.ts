import { describe, expect, it } from 'vitest';
import { RefreshInterval } from '../../../src/pd/refresh-interval.ts';

const FIVE_MINUTES = 300_000;

describe('ORA-5: how often the newest timestamp known is refreshed', () => {
  it('as configured, while only older moments are read', () => {
    const interval = new RefreshInterval(2_000);
    expect(interval.noteRead(2_000, 0)).toBe(false);
    expect([interval.next(1), interval.state(1)]).toEqual([2_000, 'normal']);
  });

  it('more often at once when a younger moment is read, and never more than twice a second', () => {
    const interval = new RefreshInterval(2_000);
    expect(interval.noteRead(1_999, 0)).toBe(true);
    expect([interval.currentMs, interval.state(0)]).toEqual([1_899, 'adapting']);
    expect([interval.noteRead(1_899, 0), interval.noteRead(1_000, 0)]).toEqual([false, true]);
    expect(interval.currentMs).toBe(900);
    expect([interval.noteRead(-40, 0), interval.noteRead(-40, 0)]).toEqual([true, false]);
    expect(interval.currentMs).toBe(500);
  });

  it('stays so for five minutes behind the last read of a moment that is about as young', () => {
    const interval = new RefreshInterval(2_000);
    interval.noteRead(1_000, 0);
    interval.noteRead(1_100, 10_000);
    interval.noteRead(1_101, 20_000);
    expect(interval.next(10_000 + FIVE_MINUTES - 1)).toBe(900);
    expect(interval.state(10_000 + FIVE_MINUTES)).toBe('recovering');
  });

  it('grows by 20 ms a second then, up to what is configured', () => {
    const interval = new RefreshInterval(2_000);
    interval.noteRead(1_000, 0);
    interval.next(FIVE_MINUTES - 1_000);
    expect(interval.next(FIVE_MINUTES)).toBe(920);
    expect(interval.next(FIVE_MINUTES + 10_000)).toBe(1_120);
    expect(interval.state(FIVE_MINUTES + 10_000)).toBe('recovering');
    expect(interval.next(FIVE_MINUTES + 100_000)).toBe(2_000);
    expect(interval.state(FIVE_MINUTES + 100_000)).toBe('normal');
  });

  it('a read of a young moment ends the growth', () => {
    const interval = new RefreshInterval(2_000);
    interval.noteRead(1_000, 0);
    interval.next(FIVE_MINUTES);
    const grownMs = interval.next(FIVE_MINUTES + 5_000);
    expect(interval.noteRead(grownMs + 100, FIVE_MINUTES + 5_000)).toBe(false);
    expect([interval.next(FIVE_MINUTES + 9_000), interval.state(FIVE_MINUTES + 9_000)]).toEqual([
      grownMs,
      'adapting',
    ]);
  });

  it('half a second and less cannot be adjusted', () => {
    const interval = new RefreshInterval(500);
    expect([interval.noteRead(10, 0), interval.next(0), interval.state(0)]).toEqual([
      false,
      500,
      'unadjustable',
    ]);
  });
});
