import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../history.ts';
import { checkLinearizable } from './linearizability.ts';

function call(fields: Partial<RawRecord> & Pick<RawRecord, 'verb' | 'beganAt' | 'endedAt'>): RawRecord {
  return {
    process: 's0',
    key: 'k',
    expected: undefined,
    value: undefined,
    outcome: 'ok',
    found: undefined,
    swapped: false,
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

  it('leaves out what failed, and keeps keys apart', () => {
    const failed = { ...put('a', 0, 1), outcome: 'failed' } as const;
    expect(isBad([failed, get(undefined, 2, 3)])).toBe(false);
    expect(isBad([failed, get('a', 2, 3)])).toBe(true);
    expect(isBad([put('a', 0, 1), { ...get(undefined, 2, 3), key: 'other' }])).toBe(false);
  });
});
