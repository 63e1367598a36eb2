import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../history.ts';
import { checkLinearizable } from './linearizability.ts';

function call(fields: Partial<RawRecord> & Pick<RawRecord, 'verb' | 'beganAt' | 'endedAt'>): RawRecord {
  return {
    process: 's0',
    key: 'k',
    expected: undefined,
    value: undefined,
    ttlSeconds: undefined,
    mayRepeat: false,
    beganMs: fields.beganAt * 1_000,
    endedMs: fields.endedAt * 1_000,
    outcome: 'ok',
    found: undefined,
    swapped: false,
    left: undefined,
    ...fields,
  };
}

const NEVER = Number.POSITIVE_INFINITY;
const put = (value: string, beganAt: number, endedAt: number) =>
  call({ verb: 'put', value, beganAt, endedAt });
const lostPut = (value: string, beganAt: number) =>
  call({ verb: 'put', value, beganAt, endedAt: NEVER, outcome: 'unknown' });
const get = (found: string | undefined, beganAt: number, endedAt: number) =>
  call({ verb: 'get', found, beganAt, endedAt });
const swap = (expected: string | undefined, value: string, found: string | undefined, at: number) =>
  call({ verb: 'swap', expected, value, found, swapped: expected === found, beganAt: at, endedAt: at + 1 });

const isBad = (records: readonly RawRecord[]) => checkLinearizable(records).length > 0;

describe('checkLinearizable', () => {
  it('takes calls one after another', () => {
    expect(
      isBad([get(undefined, 0, 1), put('a', 2, 3), get('a', 4, 5), swap('a', 'b', 'a', 6), get('b', 8, 9)]),
    ).toBe(false);
  });

  it('takes either order of calls that overlap, but one order for all', () => {
    expect(isBad([put('a', 0, 10), put('b', 1, 9), get('a', 11, 12)])).toBe(false);
    expect(isBad([put('a', 0, 10), put('b', 1, 9), get('a', 11, 12), get('b', 13, 14)])).toBe(true);
  });

  it('finds a stale read', () => {
    expect(isBad([put('a', 0, 1), put('b', 2, 3), get('a', 4, 5)])).toBe(true);
  });

  it('finds a read that goes back while a write is under way', () => {
    expect(isBad([put('a', 0, 1), put('b', 2, 20), get('b', 3, 4), get('a', 5, 6)])).toBe(true);
  });

  it('lets a call of unknown outcome happen late, or never', () => {
    expect(isBad([lostPut('a', 0), get(undefined, 1, 2), get('a', 3, 4)])).toBe(false);
    expect(isBad([lostPut('a', 0), get(undefined, 1, 2)])).toBe(false);
  });

  it('but not twice', () => {
    expect(isBad([lostPut('a', 0), get('a', 1, 2), put('b', 3, 4), get('a', 5, 6)])).toBe(true);
  });

  it('finds two swaps that both took the same value', () => {
    expect(isBad([put('a', 0, 1), swap('a', 'b', 'a', 2), swap('a', 'c', 'a', 4)])).toBe(true);
  });

  it('lets what may be sent again happen twice, but not before it began, nor never', () => {
    const sentAgain = { ...put('a', 0, 1), mayRepeat: true };
    expect(isBad([sentAgain, put('b', 2, 3), get('a', 4, 5), get('b', 6, 7)])).toBe(true);
    expect(isBad([sentAgain, put('b', 2, 3), get('b', 4, 5), get('a', 6, 7)])).toBe(false);
    expect(isBad([get('a', -2, -1), sentAgain])).toBe(true);
    expect(isBad([sentAgain, get(undefined, 2, 3)])).toBe(true);
  });

  it('lets a lost one that may be sent again happen several times, or never', () => {
    const lost = { ...lostPut('a', 0), mayRepeat: true };
    expect(
      isBad([lost, get('a', 1, 2), put('b', 3, 4), get('a', 5, 6), put('c', 7, 8), get('a', 9, 10)]),
    ).toBe(false);
    expect(isBad([lost, get(undefined, 1, 2)])).toBe(false);
    expect(isBad([get('a', -2, -1), lost])).toBe(true);
  });

  it('knows that an empty key is not one that was removed by what may be sent again, before that began', () => {
    const removal = call({ verb: 'delete', beganAt: 4, endedAt: 5, mayRepeat: true });
    expect(isBad([put('a', 0, 1), get(undefined, 2, 3), removal])).toBe(true);
    expect(isBad([put('a', 0, 1), removal, put('b', 6, 7), get(undefined, 8, 9)])).toBe(false);
  });

  describe('S119: of a value that expires', () => {
    // In the middle of its second: gone when the fifth second begins.
    const until5 = { ...put('a', 0, 1), ttlSeconds: 3, beganMs: 2_500, endedMs: 2_900 };
    const at = (one: RawRecord, beganMs: number, endedMs: number) => ({ ...one, beganMs, endedMs });
    const isBadWith = (beganMs: number, endedMs: number, found: string | undefined) =>
      isBad([until5, at(get(found, 2, 3), beganMs, endedMs)]);

    it('is there before its time is over, in whole seconds', () => {
      expect(isBadWith(4_000, 4_999, 'a')).toBe(false);
      expect(isBadWith(4_000, 4_999, undefined)).toBe(true);
    });

    it('is gone after it', () => {
      expect(isBadWith(5_000, 5_001, undefined)).toBe(false);
      expect(isBadWith(5_000, 5_001, 'a')).toBe(true);
    });

    it('is either while that is not known, but does not come back', () => {
      expect(isBadWith(4_999, 5_000, 'a')).toBe(false);
      expect(isBadWith(4_999, 5_000, undefined)).toBe(false);
      const late = { ...until5, endedMs: 3_100 };
      const gone = at(get(undefined, 2, 3), 5_100, 5_200);
      expect(isBad([late, gone])).toBe(false);
      expect(isBad([late, gone, at(get('a', 4, 5), 5_300, 5_400)])).toBe(true);
    });

    it('is replaced by a swap that expects nothing only when it is gone', () => {
      const swapped = swap(undefined, 'b', undefined, 2);
      expect(isBad([until5, at(swapped, 5_000, 5_100)])).toBe(false);
      expect(isBad([until5, at(swapped, 4_000, 4_100)])).toBe(true);
    });

    it('may be late when its answer was lost, and explains that nothing is there', () => {
      const lost = { ...lostPut('b', 2), ttlSeconds: 1, beganMs: 2_000, endedMs: NEVER };
      expect(isBad([put('a', 0, 1), lost, at(get('b', 3, 4), 9_000, 9_100)])).toBe(false);
      expect(isBad([put('a', 0, 1), lost, at(get(undefined, 3, 4), 3_000, 3_100)])).toBe(false);
      expect(isBad([put('a', 0, 1), lost, at(get(undefined, 3, 4), 2_000, 2_999)])).toBe(true);
    });

    it('has so many seconds left', () => {
      const ttl = (left: number | undefined) => call({ verb: 'ttl', left, beganAt: 2, endedAt: 3 });
      expect(isBad([until5, at(ttl(2), 3_000, 3_100)])).toBe(false);
      expect(isBad([until5, at(ttl(3), 3_000, 3_100)])).toBe(true);
      expect(isBad([until5, at(ttl(Number.POSITIVE_INFINITY), 3_000, 3_100)])).toBe(true);
      expect(isBad([until5, at(ttl(undefined), 3_000, 3_100)])).toBe(true);
      expect(isBad([put('a', 0, 1), ttl(Number.POSITIVE_INFINITY)])).toBe(false);
      expect(isBad([put('a', 0, 1), ttl(5)])).toBe(true);
    });
  });

  it('leaves out what failed, and keeps keys apart', () => {
    const failed = { ...put('a', 0, 1), outcome: 'failed' } as const;
    expect(isBad([failed, get(undefined, 2, 3)])).toBe(false);
    expect(isBad([failed, get('a', 2, 3)])).toBe(true);
    expect(isBad([put('a', 0, 1), { ...get(undefined, 2, 3), key: 'other' }])).toBe(false);
  });
});
