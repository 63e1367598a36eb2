import { describe, expect, it } from 'vitest';
import type { Change } from '../../../../src/testing/mvcc/change.ts';
import { KvEngine } from '../../../../src/testing/mvcc/engine.ts';
import { newLock, rollbackRecord, type WriteRecord } from '../../../../src/testing/mvcc/model.ts';

const origin = { messageId: 'm', atMs: 0 };

const record = (startTs: bigint, commitTs: bigint, more: Partial<WriteRecord> = {}): Change => ({
  column: 'write',
  key: 'k',
  commitTs,
  record: {
    type: 'Put',
    startTs,
    commitTs,
    shortValue: new Uint8Array(1),
    hasOverlappedRollback: false,
    gcFence: undefined,
    ...more,
  },
});
const rollback = (startTs: bigint): Change => ({
  column: 'write',
  key: 'k',
  commitTs: startTs,
  record: rollbackRecord(startTs, true),
});
const lock: Change = {
  column: 'lock',
  key: 'k',
  lock: newLock({ type: 'Put', primary: 'k', startTs: 1n, ttlMs: 1n }),
};

describe('invariants after each apply', () => {
  const violations: readonly (readonly [string, readonly Change[]])[] = [
    ['UniqueWrite', [record(1n, 2n), record(1n, 3n)]],
    ['WriteConsistency', [record(2n, 2n)]],
    ['WriteConsistency', [record(1n, 2n, { shortValue: undefined })]],
    [
      'WriteConsistency',
      [{ column: 'write', key: 'k', commitTs: 5n, record: { ...rollbackRecord(4n, true), commitTs: 5n } }],
    ],
    ['UniqueCommitOrAbort', [rollback(1n), record(1n, 2n)]],
    ['UniqueLockOrWrite', [record(1n, 2n), lock]],
  ];
  it.each(violations)('%s is noticed', (invariant, changes) => {
    expect(() => new KvEngine().apply(changes, origin)).toThrow(expect.objectContaining({ invariant }));
    expect(() => new KvEngine({ checkInvariants: false }).apply(changes, origin)).not.toThrow();
  });

  it('what good transactions write passes', () => {
    const engine = new KvEngine();
    engine.apply([lock], origin);
    engine.apply([record(1n, 2n), { column: 'lock', key: 'k', lock: undefined }, rollback(3n)], origin);
    expect(engine.columns.writes.get('k')?.map(({ type }) => type)).toEqual(['Rollback', 'Put']);
  });
});
