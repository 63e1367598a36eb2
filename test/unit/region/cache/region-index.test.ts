import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CachedRegion } from '../../../../src/region/cache/cached-region.ts';
import { RegionIndex } from '../../../../src/region/cache/region-index.ts';
import { ReplicaContext } from '../../../../src/region/replica/replica-context.ts';
import { Store } from '../../../../src/region/store/store.ts';
import { bytes, peerOn } from '../../../support/fake-region-servers.ts';

const peer = peerOn(1n);
const store = new Store(1n);

function region(id: number, start: string, end: string, version: number): CachedRegion {
  const epoch = { version: BigInt(version), confVer: 1n };
  const meta = { id: BigInt(id), epoch };
  const context = new ReplicaContext(7n, { apiVersion: 0, keyspaceId: 0 }, meta, peer);
  return new CachedRegion({
    meta,
    range: { start: bytes(start), end: bytes(end) },
    replicas: [{ peer, store, storeEpoch: 0, context }],
    leaderIndex: 0,
    expiresAtMs: Number.POSITIVE_INFINITY,
    isShortLived: false,
  });
}

/** The same rules without a tree: a list. */
class NaiveIndex {
  regions: CachedRegion[] = [];

  replace(added: CachedRegion): CachedRegion[] | undefined {
    const overlaps = (other: CachedRegion) =>
      (other.endKey.length === 0 || Buffer.compare(added.startKey, other.endKey) < 0) &&
      (added.endKey.length === 0 || Buffer.compare(other.startKey, added.endKey) < 0);
    const known = this.regions.find(({ id }) => id === added.id);
    if (known !== undefined && known.epoch.version > added.epoch.version) return undefined;
    const replaced = this.regions.filter(overlaps);
    if (replaced.some(({ epoch }) => epoch.version > added.epoch.version)) return undefined;
    if (known !== undefined && !replaced.includes(known)) replaced.push(known);
    this.regions = [...this.regions.filter((other) => !replaced.includes(other)), added];
    return replaced;
  }
}

const KEYS = ['', 'a', 'aa', 'b', 'c', 'd', 'e'];
const added = fc
  .record({
    id: fc.integer({ min: 1, max: 6 }),
    from: fc.integer({ min: 0, max: KEYS.length - 1 }),
    length: fc.integer({ min: 1, max: KEYS.length }),
    version: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ id, from, length, version }) => region(id, KEYS[from] ?? '', KEYS[from + length] ?? '', version));

describe('RegionIndex', () => {
  it('holds what a list of regions without overlaps would hold (REG-9)', () => {
    fc.assert(
      fc.property(fc.array(added, { maxLength: 20 }), (regions) => {
        const index = new RegionIndex();
        const naive = new NaiveIndex();
        for (const next of regions) {
          const [replaced, expected] = [index.replace(next, () => true), naive.replace(next)];
          expect(new Set(replaced)).toEqual(new Set(expected));
          expect(replaced === undefined).toBe(expected === undefined);
        }
        expect(index.size).toBe(naive.regions.length);
        for (const key of KEYS.map(bytes)) {
          expect(index.find(key)).toBe(naive.regions.find((other) => other.contains(key)));
          expect(index.findByEnd(key)).toBe(naive.regions.find((other) => other.containsByEnd(key)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('newer regions that are not worth keeping do not keep an older one out', () => {
    const index = new RegionIndex();
    const newer = region(1, '', '', 9);
    const older = region(2, 'a', 'b', 1);
    index.replace(newer, () => true);
    expect(index.replace(older, () => true)).toBeUndefined();
    expect(index.replace(older, () => false)).toEqual([newer]);
    expect(index.find(bytes('a'))).toBe(older);
  });

  it('sweeps a few at a time, in turn, round and round', () => {
    const index = new RegionIndex();
    for (const [i, start] of ['', 'b', 'd', 'f', 'h'].entries())
      index.replace(region(i + 1, start, ['b', 'd', 'f', 'h', ''][i] ?? '', 1), () => true);
    const seen: bigint[] = [];
    const look = (other: CachedRegion) => {
      seen.push(other.id);
      return other.id !== 3n;
    };
    index.sweep(2, look);
    expect(seen).toEqual([1n, 2n]);
    index.sweep(3, look);
    expect(seen).toEqual([1n, 2n, 3n, 4n, 5n]);
    // One look finds the end.
    index.sweep(3, look);
    expect(seen).toEqual([1n, 2n, 3n, 4n, 5n, 1n, 2n]);
    expect([index.size, index.find(bytes('e'))]).toEqual([4, undefined]);
  });
});
