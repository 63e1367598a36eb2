import { describe, expect, it, vi } from 'vitest';
import { SnapshotCache } from '../../../../src/txn/reads/snapshot-cache.ts';
import { bytes } from '../../../support/fake-region-servers.ts';

const entry = (size: number, commitTs = 0n) => ({ value: new Uint8Array(size), commitTs });
const [a, b, c] = ['a', 'b', 'c'].map(bytes) as [Uint8Array, Uint8Array, Uint8Array];
/** Of an entry of 35 bytes: its key, and what it takes to keep it. */
const SIZE = 100;

describe('SnapshotCache', () => {
  it('tells hits, keys and size, and forgets some or all', () => {
    const cache = new SnapshotCache(1000);
    cache.set(a, entry(35));
    cache.set(b, undefined);
    expect(cache.get(a, false)?.found?.value).toHaveLength(35);
    expect(cache.get(b, false)).toEqual({ found: undefined });
    expect(cache.get(c, false)).toBeUndefined();
    expect(cache.statistics).toEqual({ hits: 2, keys: 2, sizeBytes: SIZE + 65 });
    cache.clear([b, c]);
    expect(cache.statistics).toEqual({ hits: 2, keys: 1, sizeBytes: SIZE });
    cache.clear();
    expect(cache.statistics).toEqual({ hits: 2, keys: 0, sizeBytes: 0 });
  });

  it('is full: the oldest go', () => {
    const cache = new SnapshotCache(2 * SIZE);
    for (const key of [a, b, c]) cache.set(key, entry(35));
    expect([a, b, c].map((key) => cache.get(key, false) !== undefined)).toEqual([false, true, true]);
    expect(cache.statistics.sizeBytes).toBe(2 * SIZE);
    cache.set(a, entry(1000));
    expect(cache.get(a, false)).toBeUndefined();
  });

  it('is full: what goes is found without a walk over all that went before', () => {
    const walks = vi.spyOn(Map.prototype, 'keys');
    const restarts = vi.spyOn(Map.prototype, 'entries');
    const cache = new SnapshotCache(10 * SIZE);
    for (let nth = 0; nth < 1000; nth++) cache.set(bytes(`${nth}`.padStart(4)), entry(32));
    expect(cache.statistics.keys).toBe(10);
    expect(walks.mock.calls.length + restarts.mock.calls.length).toBeLessThan(3);
    vi.restoreAllMocks();
  });

  it('counts what it has, though a store gives another value at the same timestamp', () => {
    const cache = new SnapshotCache(2 * SIZE);
    for (let nth = 0; nth < 10; nth++) {
      cache.set(a, entry(35));
      cache.set(a, entry(1, 7n));
      cache.clear([a]);
    }
    cache.set(b, entry(35));
    expect(cache.statistics).toMatchObject({ keys: 1, sizeBytes: SIZE });
  });

  it('SNP-5: a value without a commit timestamp is of no use to who wants one, and is replaced', () => {
    const cache = new SnapshotCache(1000);
    cache.set(a, entry(35));
    cache.set(b, undefined);
    expect(cache.get(a, true)).toBeUndefined();
    expect(cache.get(b, true)).toEqual({ found: undefined });
    cache.set(a, entry(35, 7n));
    cache.set(a, entry(35));
    expect(cache.get(a, true)?.found?.commitTs).toBe(7n);
    expect(cache.statistics).toEqual({ hits: 2, keys: 2, sizeBytes: SIZE + 65 });
  });

  it("S089 snapshot-cache-correct: what it keeps is nobody else's to change", () => {
    const cache = new SnapshotCache(1000);
    const own = entry(1);
    cache.set(a, own);
    own.value[0] = 1;
    (cache.get(a, false)?.found?.value as Uint8Array)[0] = 2;
    expect(cache.get(a, false)?.found?.value).toEqual(Uint8Array.of(0));
  });
});
