import { beforeEach, describe, expect, it } from 'vitest';
import {
  CommitTimestampLagError,
  LockLostError,
  TransactionAbortedError,
  WriteConflictError,
} from '../../../../src/model/errors.ts';
import type { BulkOptions } from '../../../../src/txn/bulk/bulk-environment.ts';
import type { BulkTransaction } from '../../../../src/txn/bulk/bulk-transaction.ts';
import { FakeBulkEnvironment } from '../../../support/fake-bulk-environment.ts';
import { bytes, keyError, lockInfo, replies, ts } from '../../../support/fake-transaction-environment.ts';

/* What a bulk transaction is told beside how it flushes: what other transactions know, too. */

const { ok } = replies;
const HOUR_MS = 3_600_000;

let environment: FakeBulkEnvironment;

beforeEach(() => {
  environment = new FakeBulkEnvironment();
});

async function flushed(options: Partial<BulkOptions>): Promise<BulkTransaction> {
  const bulk = environment.begin(options);
  bulk.put(bytes('a'), bytes('1'));
  await bulk.flush(environment.deadline());
  return bulk;
}

/** Commits while time goes on. */
async function commit(bulk: BulkTransaction): Promise<unknown> {
  let verdict: unknown;
  void bulk.commit(environment.deadline()).then(
    (result) => {
      verdict = result;
    },
    (error: unknown) => {
      verdict = error;
    },
  );
  while (verdict === undefined) {
    await environment.settle();
    await environment.clock.advanceAsync(1);
  }
  return verdict;
}

const sent = (rpc: 'KvCommit' | 'KvFlush') => environment.fake.of(rpc).map(({ request }) => request);

describe('a commit timestamp above a given one', () => {
  const above = { above: ts(50), waitMs: 1000, allows: undefined };

  it('TXN-17: is waited for, with all locked', async () => {
    const bulk = await flushed({ bounds: above });
    environment.oracle.push(ts(40), ts(50), ts(51));
    expect(await commit(bulk)).toEqual({ commitTs: ts(51), protocol: '2pc' });
    expect(sent('KvCommit').map(({ commitVersion }) => commitVersion)).toEqual([ts(51)]);
  });

  it('TXN-17: further ahead than it may wait, and what was flushed is rolled back', async () => {
    const bulk = await flushed({ bounds: { ...above, waitMs: 9 } });
    environment.oracle.push(ts(40));
    expect(await commit(bulk)).toBeInstanceOf(CommitTimestampLagError);
    expect([bulk.state, sent('KvCommit')]).toEqual(['rolledBack', []]);
    expect(environment.fake.log).toContain('KvBatchRollback a');
  });
});

it('TXN-18: a commit timestamp that its caller refuses', async () => {
  const asked: bigint[] = [];
  const allows = (commitTs: bigint) => {
    asked.push(commitTs);
    return false;
  };
  const bulk = await flushed({ bounds: { above: 0n, waitMs: 0, allows } });
  environment.oracle.push(ts(40));
  expect(await commit(bulk)).toBeInstanceOf(TransactionAbortedError);
  expect([asked, bulk.state, sent('KvCommit')]).toEqual([[ts(40)], 'rolledBack', []]);
});

it('TXN-32: a lock of another is a conflict at once, and nobody looks after it', async () => {
  environment.fake.script('KvFlush', ok({ errors: [keyError({ locked: lockInfo('a', ts(0) - 1n) })] }));
  await expect(flushed({ failsOnLock: true })).rejects.toThrow(WriteConflictError);
  expect(environment.resolved).toEqual([]);
});

describe('TXN-3: begun at a timestamp that was given before', () => {
  it('its locks live for 20 seconds from the flush on', async () => {
    await flushed({ startAgeMs: HOUR_MS });
    expect(sent('KvFlush').map(({ lockTtl }) => lockTtl)).toEqual([20_000n + BigInt(HOUR_MS)]);
  });

  it('its day began then', async () => {
    const bulk = await flushed({ startAgeMs: 24 * HOUR_MS - 15_000 });
    await environment.clock.advanceAsync(10_000);
    await environment.settle();
    expect(bulk.state).toBe('active');
    await environment.clock.advanceAsync(10_000);
    await environment.settle();
    expect(() => bulk.put(bytes('b'), bytes('1'))).toThrow(LockLostError);
  });
});
