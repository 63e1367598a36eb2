import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergedScan } from '../../../../src/txn/buffer/merged-scan.ts';
import { WriteBuffer } from '../../../../src/txn/buffer/write-buffer.ts';
import { bytes, text } from '../../../support/fake-transaction-environment.ts';

const LIMITS = { maxEntrySizeBytes: 100, maxTransactionSizeBytes: 10_000 };

async function collect(pairs: AsyncIterable<{ key: Uint8Array; value: Uint8Array }>): Promise<string[]> {
  const seen: string[] = [];
  for await (const { key, value } of pairs) seen.push(`${text(key)}=${text(value)}`);
  return seen;
}

async function* snapshotOf(pairs: Record<string, string>, order = 1) {
  const keys = Object.keys(pairs).sort((a, b) => (a < b ? -order : order));
  for (const key of keys) yield { key: bytes(key), value: bytes(pairs[key] as string) };
}

const ALL = {
  range: { start: bytes(''), end: bytes('') },
  reverse: false,
  keysOnly: false,
};

describe('mergedScan', () => {
  it('lays writes over the snapshot: new, overwritten and deleted keys', async () => {
    const writes = new WriteBuffer(LIMITS);
    writes.put(bytes('a'), bytes('new'));
    writes.put(bytes('c'), bytes('over'));
    writes.delete(bytes('d'));
    writes.delete(bytes('x'));
    writes.put(bytes('z'), bytes('last'));
    const snapshot = { b: '1', c: '2', d: '3', e: '4' };
    expect(await collect(mergedScan(snapshotOf(snapshot), writes, ALL))).toEqual([
      'a=new',
      'b=1',
      'c=over',
      'e=4',
      'z=last',
    ]);
    const downward = mergedScan(snapshotOf(snapshot, -1), writes, { ...ALL, reverse: true });
    expect(await collect(downward)).toEqual(['z=last', 'e=4', 'c=over', 'b=1', 'a=new']);
  });

  it('ends the snapshot when no more of it is wanted', async () => {
    let ended = false;
    async function* endless() {
      try {
        for (const key of 'abcdefgh') yield { key: bytes(key), value: bytes('v') };
      } finally {
        ended = true;
      }
    }
    for await (const { key } of mergedScan(endless(), new WriteBuffer(LIMITS), ALL)) {
      if (text(key) === 'b') break;
    }
    expect(ended).toBe(true);
  });

  it('shows the writes as they were when the scan was asked for', async () => {
    const writes = new WriteBuffer(LIMITS);
    writes.put(bytes('a'), bytes('1'));
    const scan = mergedScan(snapshotOf({}), writes, ALL);
    writes.put(bytes('a'), bytes('2'));
    writes.put(bytes('b'), bytes('3'));
    expect(await collect(scan)).toEqual(['a=1']);
  });

  it('leaves values empty when only keys are wanted', async () => {
    const writes = new WriteBuffer(LIMITS);
    writes.put(bytes('a'), bytes('1'));
    expect(await collect(mergedScan(snapshotOf({ b: '' }), writes, { ...ALL, keysOnly: true }))).toEqual([
      'a=',
      'b=',
    ]);
  });

  it('agrees with a sorted map for any snapshot, writes, range and direction', async () => {
    const key = fc.stringMatching(/^[a-c]{0,2}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(key, fc.stringMatching(/^[0-9]$/)),
        fc.array(fc.tuple(key, fc.option(fc.stringMatching(/^[0-9]$/)))),
        fc.tuple(key, key),
        fc.boolean(),
        async (snapshot, edits, [start, end], reverse) => {
          const inRange = (k: string) => k >= start && (end === '' || k < end);
          const own = Object.fromEntries(Object.entries(snapshot).filter(([k]) => inRange(k)));
          const expected = new Map(Object.entries(own));
          const writes = new WriteBuffer(LIMITS);
          for (const [k, value] of edits) {
            if (value === null) writes.delete(bytes(k));
            else writes.put(bytes(k), bytes(value));
            if (!inRange(k)) continue;
            if (value === null) expected.delete(k);
            else expected.set(k, value);
          }
          const sorted = [...expected]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([k, value]) => `${k}=${value}`);
          if (reverse) sorted.reverse();
          const scan = mergedScan(snapshotOf(own, reverse ? -1 : 1), writes, {
            range: { start: bytes(start), end: bytes(end) },
            reverse,
            keysOnly: false,
          });
          expect(await collect(scan)).toEqual(sorted);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });
});
