import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Request } from '../../../../src/testing/mvcc/messages.ts';
import { at, bytes, Harness, putRequest } from './engine-harness.ts';

const everything = { start: undefined, end: undefined };
const origin = { messageId: 'gc', atMs: 0 };

/** Writes one transaction of each kind in turn, one every ten milliseconds. */
function history(kinds: readonly number[]): Harness {
  const harness = new Harness();
  for (const [index, kind] of kinds.entries()) {
    const startTs = at(10 * index + 10);
    if (kind === 3) {
      harness.call('KvBatchRollback', { keys: [bytes('k')], startVersion: startTs } as Request);
      continue;
    }
    const value = kind === 0 ? bytes(`${index}`.padEnd(index % 2 === 0 ? 300 : 3, '.')) : bytes('');
    const mutations = [{ op: kind, key: bytes('k'), value }];
    harness.prewrite(putRequest('k', '', startTs, { mutations }));
    const commit = { keys: [bytes('k')], startVersion: startTs, commitVersion: startTs + 1n };
    harness.call('KvCommit', commit as Request);
  }
  return harness;
}

describe('garbage collection', () => {
  it('server rule 55: readers at or above the safe point see no difference', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 }), fc.nat(13), (kinds, safe) => {
        const harness = history(kinds);
        const moments = kinds.map((_, index) => at(10 * index + 15)).filter((ts) => ts >= at(10 * safe));
        const before = moments.map((ts) => harness.get('k', ts));
        harness.engine.apply(harness.engine.garbage(everything, at(10 * safe)), origin);
        expect(moments.map((ts) => harness.get('k', ts))).toEqual(before);
      }),
    );
  });

  it('server rule 55: what is left at or below the safe point is at most one Put', () => {
    const harness = history([0, 2, 0, 3, 1, 0, 2]);
    harness.engine.apply(harness.engine.garbage(everything, at(75)), origin);
    expect(harness.engine.columns.writes.get('k')).toMatchObject([{ type: 'Put', startTs: at(60) }]);
    expect(harness.engine.columns.values.size).toBe(0);
  });

  it('server rule 55: a newest Delete goes too', () => {
    const harness = history([0, 1]);
    harness.engine.apply(harness.engine.garbage(everything, at(30)), origin);
    expect(harness.engine.columns.changesOf(everything)).toEqual([]);
  });
});
