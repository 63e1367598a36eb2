import { describe, expect, it } from 'vitest';
import { ServerPanic } from '../../../../src/testing/mvcc/failure.ts';
import { TxnStatusCache } from '../../../../src/testing/mvcc/txn-status-cache.ts';

const ongoing = (minCommitTs: bigint) => ({ kind: 'ongoing', minCommitTs }) as const;
const committed = (commitTs: bigint) => ({ kind: 'committed', commitTs }) as const;
const rolledBack = { kind: 'rolledBack' } as const;

describe('TxnStatusCache', () => {
  it('keeps the highest min_commit_ts, and an end for good', () => {
    const cache = new TxnStatusCache();
    for (const state of [ongoing(5n), ongoing(9n), ongoing(7n)]) cache.tell(1n, state, false);
    expect(cache.get(1n)).toEqual(ongoing(9n));
    cache.tell(1n, committed(9n), false);
    for (const state of [ongoing(20n), rolledBack]) cache.tell(1n, state, false);
    expect([cache.get(1n), cache.committedAt(1n)]).toEqual([committed(9n), 9n]);
    cache.tell(2n, ongoing(8n), false);
    cache.tell(2n, rolledBack, false);
    expect([cache.get(2n), cache.committedAt(2n)]).toEqual([rolledBack, undefined]);
  });

  it('keeps large ones that go on apart from the others, which push each other out', () => {
    const cache = new TxnStatusCache();
    cache.tell(1n, ongoing(5n), false);
    for (let startTs = 2n; startTs < 70_000n; startTs += 1n) cache.set(startTs, committed(startTs + 1n));
    expect([cache.get(1n), cache.get(2n)]).toEqual([ongoing(5n), undefined]);
    cache.tell(1n, committed(6n), true);
    expect(cache.get(1n)).toEqual(committed(6n));
  });

  it('stops at what TiKV asserts never to happen', () => {
    const cache = new TxnStatusCache();
    cache.tell(1n, ongoing(5n), false);
    expect(() => cache.tell(1n, ongoing(6n), true)).toThrow(ServerPanic);
    cache.tell(2n, ongoing(5n), false);
    expect(() => cache.tell(2n, committed(4n), false)).toThrow(ServerPanic);
  });
});
