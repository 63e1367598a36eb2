import { describe, expect, it } from 'vitest';
import type { kvrpcpb } from '#proto';
import { ServerPanic } from '../../../../src/testing/mvcc/failure.ts';
import type { Request } from '../../../../src/testing/mvcc/messages.ts';
import { at, bytes, Harness, lockRequest, putRequest } from './engine-harness.ts';

const MAX = 2n ** 64n - 1n;
const [START, COMMIT, READ] = [at(10), at(20), at(30)];
const keys = [bytes('k')];

/** What the write column holds for key k, newest first. */
const recordsOf = (harness: Harness) =>
  (harness.engine.columns.writes.get('k') ?? []).map(
    ({ type, startTs, commitTs, hasOverlappedRollback }) => ({
      type,
      startTs,
      commitTs,
      hasOverlappedRollback,
    }),
  );

describe('rollbacks at the commit timestamp of another transaction', () => {
  const rollBack = (harness: Harness, startVersion: bigint) =>
    harness.call('KvCleanup', { key: bytes('k'), startVersion } as Request);
  const flagged = { type: 'Put', startTs: START, commitTs: COMMIT, hasOverlappedRollback: true };

  it('server rule 3: a protected rollback is noted in the commit record that is there already', () => {
    const harness = new Harness();
    harness.put('k', 'v', START, COMMIT);
    rollBack(harness, COMMIT);
    expect(recordsOf(harness)).toEqual([flagged]);
    expect(harness.get('k', READ)).toEqual({ value: bytes('v') });
  });

  it('server rule 24: the transaction rolled back that way cannot be prewritten', () => {
    const harness = new Harness();
    harness.put('k', 'v', START, COMMIT);
    rollBack(harness, COMMIT);
    const conflict = { startTs: COMMIT, conflictTs: START, conflictCommitTs: COMMIT, reason: 3 };
    expect(harness.prewrite(putRequest('k', 'w', COMMIT))).toMatchObject({ errors: [{ conflict }] });
    expect(harness.call('KvPessimisticLock', lockRequest('k', COMMIT))).toMatchObject({
      errors: [{ abort: expect.stringContaining('PessimisticLockRolledBack') }],
    });
    const status = { primaryKey: bytes('k'), lockTs: COMMIT, currentTs: MAX } as Request;
    expect(harness.call('KvCheckTxnStatus', status)).toEqual({ action: 0 });
  });

  it('server rule 46: an unprotected rollback leaves nothing there', () => {
    const harness = new Harness();
    harness.put('k', 'v', START, COMMIT);
    harness.call('KvBatchRollback', { keys, startVersion: COMMIT } as Request);
    expect(recordsOf(harness)).toEqual([{ ...flagged, hasOverlappedRollback: false }]);
  });

  it('server rule 47: a foreign async-commit lock remembers it for its own commit record', () => {
    const harness = new Harness();
    harness.prewrite(putRequest('k', 'v', START, { useAsyncCommit: true, minCommitTs: COMMIT }));
    rollBack(harness, COMMIT);
    harness.call('KvCommit', { keys, startVersion: START, commitVersion: COMMIT } as Request);
    expect(recordsOf(harness)).toEqual([flagged]);
  });

  it('server rule 47: below min_commit_ts there is nothing to remember', () => {
    const harness = new Harness();
    harness.prewrite(putRequest('k', 'v', START, { useAsyncCommit: true, minCommitTs: COMMIT }));
    rollBack(harness, COMMIT - 1n);
    expect(harness.engine.columns.locks.get('k')).toMatchObject({ rollbackTs: [] });
  });
});

describe('a pessimistic lock taken again after the own commit', () => {
  /** Commits, then locks the key again as a late duplicate of a ForceLock request would. */
  function lockedAgain(): Harness {
    const harness = new Harness();
    harness.put('k', 'v', START, COMMIT);
    expect(harness.call('KvPessimisticLock', lockRequest('k', START, { wakeUpMode: 1 }))).toEqual({
      results: [{ type: 1, value: bytes('v'), existence: true, lockedWithConflictTs: COMMIT }],
    });
    return harness;
  }

  it('CheckTxnStatus finds the commit and removes the lock', () => {
    const harness = lockedAgain();
    const status = { primaryKey: bytes('k'), lockTs: START, currentTs: READ } as Request;
    expect(harness.call('KvCheckTxnStatus', status)).toEqual({ commitVersion: COMMIT });
    expect(harness.engine.columns.locks.size).toBe(0);
  });

  it('server rule 49: CheckSecondaryLocks finds the commit and removes the lock', () => {
    const harness = lockedAgain();
    const request = { keys, startVersion: START } as Request;
    expect(harness.call('KvCheckSecondaryLocks', request)).toEqual({ commitTs: COMMIT });
    expect(harness.engine.columns.locks.size).toBe(0);
  });

  it('without a conflict on it, its rollback kills the server', () => {
    const harness = new Harness();
    harness.put('k', 'v', START, COMMIT);
    harness.call('KvPessimisticLock', lockRequest('k', START, { forUpdateTs: READ }));
    const status = { primaryKey: bytes('k'), lockTs: START, currentTs: MAX } as Request;
    expect(() => harness.call('KvCheckTxnStatus', status)).toThrow(ServerPanic);
    expect(() => harness.call('KvCheckSecondaryLocks', { keys, startVersion: START } as Request)).toThrow(
      ServerPanic,
    );
  });
});

describe('reads that meet an in-memory lock', () => {
  function inFlight(): Harness {
    const harness = new Harness();
    harness.propose('KvPrewrite', putRequest('k', 'v', START, { useAsyncCommit: true }));
    return harness;
  }
  const error = { locked: { lockVersion: START } };

  it('server rule 15: fail a batch get as a whole, with the error repeated in its first pair', () => {
    const request = { keys: [bytes('a'), bytes('k')], version: READ } as Request;
    expect(inFlight().call('KvBatchGet', request)).toMatchObject({ error, pairs: [{ error }] });
  });

  it('server rule 16: fail a scan as a whole, with the error repeated in its first pair', () => {
    const request = { startKey: bytes('a'), limit: 9, version: READ } as Request;
    expect(inFlight().call('KvScan', request)).toMatchObject({ error, pairs: [{ error }] });
    expect(inFlight().call('KvScan', { ...request, endKey: bytes('k') } as Request)).toEqual({ pairs: [] });
  });

  it('server rule 52: fail a scan of locks up to its timestamp', () => {
    expect(inFlight().call('KvScanLock', { maxVersion: READ } as Request)).toMatchObject({ error });
    expect(inFlight().call('KvScanLock', { maxVersion: START - 1n } as Request)).toEqual({ locks: [] });
  });

  it('server rule 12: do not see it under read committed', () => {
    const request = { key: bytes('k'), version: READ, context: { isolationLevel: 1 } } as Request;
    expect(inFlight().call('KvGet', request)).toEqual({ notFound: true });
  });
});

describe('waiting for a lock', () => {
  it.each([
    [0n, 1000],
    [300n, 300],
    [5000n, 1000],
  ])('server rule 36: wait_timeout %d waits %d ms', (waitTimeout, waitTimeoutMs) => {
    const harness = new Harness();
    harness.prewrite(putRequest('k', 'v', START));
    const plan = harness.prepare('KvPessimisticLock', lockRequest('k', COMMIT, { waitTimeout }));
    expect(plan).toMatchObject({
      kind: 'wait',
      wait: { key: 'k', startTs: COMMIT, holderStartTs: [START], waitTimeoutMs, forceLock: false },
    });
  });

  it('server rule 44: a request that meets shared locks waits for all their owners once they shrink', () => {
    const harness = new Harness();
    const share = (startTs: bigint) =>
      harness.call(
        'KvPessimisticLock',
        lockRequest('k', startTs, { mutations: [{ op: 8, key: bytes('k') }], primaryLock: bytes('p') }),
      );
    share(START);
    share(COMMIT);
    expect(harness.call('KvPessimisticLock', lockRequest('k', READ))).toMatchObject({
      errors: [{ locked: { lockType: 7 } }],
    });
    expect(harness.prepare('KvPessimisticLock', lockRequest('k', READ))).toMatchObject({
      kind: 'wait',
      wait: { holderStartTs: [START, COMMIT] },
    });
  });

  it('server rule 41: a ForceLock waiter locks at the commit it waited for', () => {
    const harness = new Harness();
    harness.prewrite(putRequest('k', 'v', START));
    const request = lockRequest('k', START + 1n, { wakeUpMode: 1 });
    expect(harness.prepare('KvPessimisticLock', request).kind).toBe('wait');
    harness.call('KvCommit', { keys, startVersion: START, commitVersion: COMMIT } as Request);
    const plan = harness.engine.prepareResumed(request, harness.environment);
    expect(plan).toMatchObject({
      kind: 'write',
      respondAt: 'proposed',
      response: { results: [{ lockedWithConflictTs: COMMIT }] },
      acquired: [{ key: 'k', lock: { startTs: START + 1n, forUpdateTs: COMMIT } }],
    });
  });

  it('server rule 41: a ForceLock waiter whose transaction was rolled back ends with an error', () => {
    const harness = new Harness();
    harness.call('KvBatchRollback', { keys, startVersion: START } as Request);
    const plan = harness.engine.prepareResumed(
      lockRequest('k', START, { wakeUpMode: 1 }),
      harness.environment,
    );
    expect(plan).toMatchObject({
      response: { errors: [{ abort: expect.stringContaining('RolledBack') }], results: [{ type: 2 }] },
    });
  });
});

describe('commands over a region', () => {
  it('server rule 45: a pessimistic rollback without keys takes stored and in-memory locks of the region', () => {
    const harness = new Harness({ inMemoryPessimisticLocks: true });
    for (const key of ['a', 'b', 'c']) harness.call('KvPessimisticLock', lockRequest(key, START));
    const heartBeat: kvrpcpb.TxnHeartBeatRequest = {
      primaryLock: bytes('b'),
      startVersion: START,
      adviseLockTtl: 9000n,
    };
    harness.call('KvTxnHeartBeat', heartBeat);
    expect(harness.engine.columns.locks.keysArray()).toEqual(['b']);
    harness.range = { start: bytes('b') };
    harness.call('KVPessimisticRollback', { startVersion: START, forUpdateTs: START } as Request);
    expect(harness.engine.columns.locks.size).toBe(0);
    expect(harness.volatile.pessimisticLocks.keysArray()).toEqual(['a']);
  });

  it('server rule 51: a resolve with a commit timestamp not above the start fails over a region', () => {
    const harness = new Harness();
    harness.prewrite(putRequest('k', 'v', COMMIT));
    const resolve: kvrpcpb.ResolveLockRequest = { startVersion: COMMIT, commitVersion: START };
    expect(harness.call('KvResolveLock', resolve)).toMatchObject({
      error: { abort: expect.stringContaining('InvalidTxnTso') },
    });
  });

  it('server rule 56: UnsafeDestroyRange knows no region', () => {
    const harness = new Harness();
    harness.put('k', 'v', START, COMMIT);
    harness.range = { start: bytes('x') };
    harness.call('UnsafeDestroyRange', { startKey: bytes('a'), endKey: bytes('z') } as Request);
    expect(harness.engine.columns.writes.size).toBe(0);
  });
});

describe('answers after the own commit', () => {
  it('server rule 54: a flush sent again after the commit leaves nothing', () => {
    const harness = new Harness();
    const flush = (): kvrpcpb.FlushRequest => ({
      mutations: [{ key: bytes('k'), value: bytes('v') }],
      primaryKey: bytes('k'),
      startTs: START,
      generation: 1n,
    });
    harness.call('KvFlush', flush());
    harness.call('KvCommit', { keys, startVersion: START, commitVersion: COMMIT } as Request);
    expect(harness.call('KvFlush', flush())).toEqual({});
    expect(harness.engine.columns.locks.size).toBe(0);
  });

  it('server rule 19: only the last 65,536 commits are remembered', () => {
    const { txnStatuses } = new Harness().volatile;
    for (let startTs = 1n; startTs <= 65_537n; startTs += 1n)
      txnStatuses.set(startTs, { kind: 'committed', commitTs: startTs + 1n });
    expect(txnStatuses.committedAt(1n)).toBeUndefined();
    expect(txnStatuses.committedAt(2n)).toBe(3n);
  });
});

describe('API V2', () => {
  it.each([
    ['x', 2, true],
    ['r', 2, false],
    ['t', 0, true],
    ['x', 0, false],
    ['t', 1, false],
  ])(
    'server rule 67: a transactional key %s by API version number %d: taken %s',
    (key, apiVersion, taken) => {
      const harness = new Harness({ apiVersion: 'v2' });
      const request = { key: bytes(key), version: READ, context: { apiVersion } } as Request;
      expect('notFound' in harness.call('KvGet', request)).toBe(taken);
    },
  );

  it('server rule 67: a range must stay within one mode', () => {
    const harness = new Harness({ apiVersion: 'v2' });
    const scan = (endKey: string) =>
      harness.call('RawScan', {
        startKey: bytes('r1'),
        endKey: bytes(endKey),
        limit: 1,
        context: { apiVersion: 2 },
      } as Request);
    expect([scan('r2'), scan('s')]).toEqual([{ kvs: [] }, { kvs: [] }]);
    expect([scan('t'), scan('')]).toMatchObject([{ kvs: [{ error: {} }] }, { kvs: [{ error: {} }] }]);
  });
});
