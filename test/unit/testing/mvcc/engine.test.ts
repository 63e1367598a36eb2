import { describe, expect, it } from 'vitest';
import type { kvrpcpb } from '#proto';
import type { JournalEntry } from '../../../../src/testing/mvcc/change.ts';
import { ServerPanic } from '../../../../src/testing/mvcc/failure.ts';
import type { Request } from '../../../../src/testing/mvcc/messages.ts';
import { at, bytes, Harness, lockRequest, putRequest } from './engine-harness.ts';

const [START, COMMIT, READ] = [at(10), at(20), at(30)];

const asyncPut = (key: string, startTs: bigint) =>
  putRequest(key, 'v', startTs, { useAsyncCommit: true, minCommitTs: startTs + 1n });

describe('stages of a write', () => {
  it('server rule 62: nothing shows before the apply, and nothing of a proposal that is lost', () => {
    const harness = new Harness();
    const plan = harness.propose('KvPrewrite', putRequest('k', 'v', START));
    expect(harness.call('KvScanLock', { maxVersion: READ } as Request)).toEqual({ locks: [] });
    plan.abort();
    expect(harness.get('k', READ)).toEqual({ notFound: true });
  });

  it('names the keys to latch, also those found by a scan', () => {
    const harness = new Harness();
    harness.prewrite(putRequest('k1', 'v', START));
    harness.prewrite(putRequest('k2', 'v', COMMIT));
    const resolve: kvrpcpb.ResolveLockRequest = { startVersion: START };
    expect(harness.engine.latchKeys('KvResolveLock', resolve, harness.environment)).toEqual(['k1']);
    const commit: kvrpcpb.CommitRequest = { keys: [bytes('b'), bytes('a')], startVersion: START };
    expect(harness.engine.latchKeys('KvCommit', commit, harness.environment)).toEqual(['b', 'a']);
  });

  it('a scan for locks touches no key it has not latched', () => {
    const harness = new Harness();
    harness.prewrite(putRequest('k1', 'v', START));
    const environment = { ...harness.environment, latched: new Set<string>() };
    const resolve: kvrpcpb.ResolveLockRequest = { startVersion: START };
    expect(harness.engine.prepare('KvResolveLock', resolve, environment)).toMatchObject({ kind: 'read' });
  });

  it('journals every applied change with the message that caused it', () => {
    const journal: JournalEntry[] = [];
    const harness = new Harness({ journal });
    harness.nowMs = 7;
    harness.apply(harness.propose('RawPut', { key: bytes('k'), value: bytes('v') } as Request), 'm1');
    expect(journal).toEqual([
      {
        messageId: 'm1',
        atMs: 7,
        change: {
          column: 'raw',
          family: 'default',
          key: 'k',
          value: { value: bytes('v'), expiresAtSeconds: undefined, isDeleted: false },
        },
      },
    ]);
  });

  it('a snapshot does not see later changes', () => {
    const harness = new Harness();
    harness.put('k', 'old', START, COMMIT);
    const before = new Harness({ columns: harness.engine.snapshot() });
    harness.put('k', 'new', at(21), at(22));
    expect(before.get('k', READ)).toEqual({ value: bytes('old') });
    expect(harness.get('k', READ)).toEqual({ value: bytes('new') });
  });
});

describe('max_ts and in-memory locks', () => {
  it('server rule 7: a read meets the lock of an async prewrite that is not applied yet', () => {
    const harness = new Harness();
    const plan = harness.propose('KvPrewrite', asyncPut('k', START));
    expect(harness.get('k', READ)).toMatchObject({ error: { locked: { lockVersion: START } } });
    plan.abort();
    expect(harness.get('k', READ)).toEqual({ notFound: true });
  });

  it('server rule 27: the commit timestamp lies above every read so far', () => {
    const harness = new Harness();
    harness.get('k', READ);
    expect(harness.prewrite(asyncPut('k', START))).toEqual({ minCommitTs: READ + 1n });
  });

  it('server rule 6: reads of the latest version and stale reads do not raise max_ts', () => {
    const harness = new Harness();
    harness.get('k', 2n ** 64n - 1n);
    harness.call('KvGet', { key: bytes('k'), version: READ, context: { staleRead: true } } as Request);
    expect(harness.volatile.maxTs).toBe(0n);
  });

  it('server rule 8: a leader that has not synced max_ts refuses async commit and one-phase commit', () => {
    const harness = new Harness();
    harness.maxTsSynced = false;
    const refused = { regionError: { message: 'max timestamp not synced', maxTimestampNotSynced: {} } };
    expect(harness.prewrite(asyncPut('k', START))).toEqual(refused);
    expect(harness.prewrite(putRequest('k', 'v', START, { tryOnePc: true }))).toEqual(refused);
    expect(harness.prewrite(putRequest('k', 'v', START))).toEqual({});
  });

  it('server rule 9: a timestamp that PD cannot have given out kills the server', () => {
    const harness = new Harness();
    harness.tso = at(1000);
    expect(harness.get('k', at(60_999))).toEqual({ notFound: true });
    expect(() => harness.get('k', at(61_001))).toThrow(ServerPanic);
    const scan = { maxVersion: at(61_000) } as Request;
    expect(() => harness.call('KvScanLock', scan)).toThrow(ServerPanic);
  });
});

describe('in-memory pessimistic locks', () => {
  it('server rule 43: are taken without a proposal, block others and go with their region', () => {
    const harness = new Harness({ inMemoryPessimisticLocks: true });
    expect(harness.prepare('KvPessimisticLock', lockRequest('k', START)).kind).toBe('read');
    expect(harness.engine.columns.locks.size).toBe(0);
    const other = lockRequest('k', COMMIT, { waitTimeout: -1n });
    expect(harness.call('KvPessimisticLock', other)).toMatchObject({ errors: [{ locked: {} }] });
    expect(harness.volatile.takePessimisticLocks({ start: 'k', end: 'l' })).toMatchObject([
      ['k', { startTs: START }],
    ]);
    expect(harness.call('KvPessimisticLock', other)).toEqual({});
  });

  it('give way to the stored lock when the key is prewritten', () => {
    const harness = new Harness({ inMemoryPessimisticLocks: true });
    harness.call('KvPessimisticLock', lockRequest('k', START));
    harness.prewrite(putRequest('k', 'v', START, { forUpdateTs: START, pessimisticActions: [1] }));
    expect(harness.volatile.pessimisticLocks.size).toBe(0);
    expect(harness.get('k', READ)).toMatchObject({ error: { locked: { lockType: 0 } } });
  });
});

describe('a woken ForceLock request', () => {
  it('server rule 44: is told the shared locks that it meets, and leaves them open', () => {
    const harness = new Harness();
    harness.call('KvPessimisticLock', lockRequest('k', START, { mutations: [{ op: 8, key: bytes('k') }] }));
    const request = lockRequest('k', COMMIT, { wakeUpMode: 1 });
    const plan = harness.engine.prepareResumed(request, harness.environment);
    const locked = { lockType: 7, sharedLockInfos: [{ lockVersion: START }] };
    expect(plan).toMatchObject({
      kind: 'read',
      response: { errors: [{ locked }], results: [{ type: 2 }] },
    });
    expect(harness.engine.columns.locks.get('k')).toMatchObject({ shrinkOnly: false });
  });
});

describe('requests that kill a TiKV', () => {
  const deadly: readonly (readonly [string, Request])[] = [
    ['KvPrewrite', { startVersion: START } as Request],
    ['KvCommit', { startVersion: START, commitVersion: COMMIT } as Request],
    ['KvBatchRollback', { startVersion: START } as Request],
    ['RawGetKeyTTL', { key: bytes('k') } as Request],
    ['KvResolveLock', { keys: [bytes('k')] } as Request],
    ['KvPessimisticLock', { mutations: [{ key: bytes('k') }], startVersion: START } as Request],
    ['KvPrewrite', { mutations: [{ op: 3, key: bytes('k') }], startVersion: START } as Request],
  ];
  it.each(deadly)('%s fails the test loudly', (rpc, request) => {
    expect(() => new Harness().prepare(rpc, request)).toThrow(ServerPanic);
  });

  it('KvBufferBatchGet over an own pessimistic lock fails the test loudly', () => {
    const harness = new Harness();
    harness.call('KvPessimisticLock', lockRequest('k', START));
    const request = { keys: [bytes('k')], version: START } as Request;
    expect(() => harness.prepare('KvBufferBatchGet', request)).toThrow(ServerPanic);
  });

  it('the rollback of a shared lock on its primary fails the test loudly', () => {
    const harness = new Harness();
    harness.call('KvPessimisticLock', lockRequest('k', START, { mutations: [{ op: 8, key: bytes('k') }] }));
    const request = { keys: [bytes('k')], startVersion: START } as Request;
    expect(() => harness.prepare('KvBatchRollback', request)).toThrow(ServerPanic);
  });
});

describe('regions', () => {
  it('server rule 16: scans stop at the borders of the region', () => {
    const harness = new Harness();
    for (const key of ['a', 'b', 'c', 'd']) harness.put(key, key, START, COMMIT);
    harness.range = { start: bytes('b'), end: bytes('d') };
    const forward = { startKey: bytes(''), limit: 10, version: READ } as Request;
    const reverse = { startKey: bytes('z'), limit: 10, version: READ, reverse: true } as Request;
    const pair = (key: string) => ({ key: bytes(key), value: bytes(key) });
    expect(harness.call('KvScan', forward)).toEqual({ pairs: [pair('b'), pair('c')] });
    expect(harness.call('KvScan', reverse)).toEqual({ pairs: [pair('c'), pair('b')] });
  });

  it('server rule 56: a deleted range has no versions, values or locks left', () => {
    const harness = new Harness();
    harness.put('a', 'v', START, COMMIT);
    harness.put('b', 'x'.repeat(300), START, COMMIT);
    harness.prewrite(putRequest('c', 'v', READ));
    harness.call('KvDeleteRange', { startKey: bytes('b'), endKey: bytes('d') } as Request);
    expect(harness.engine.columns.changesOf({ start: undefined, end: undefined })).toMatchObject([
      { column: 'write', key: 'a' },
    ]);
    expect(harness.call('KvDeleteRange', { startKey: bytes('d'), endKey: bytes('b') } as Request)).toEqual({
      regionError: { message: 'invalid delete range command' },
    });
  });
});

describe('keys too large', () => {
  const longKey = 'k'.repeat(8 * 1024);
  it('server rule 57: are refused by the size of their encoded form', () => {
    expect(new Harness().prewrite(putRequest(longKey, 'v', START))).toEqual({
      errors: [{ abort: 'Error(KeyTooLarge { size: 9225, limit: 8192 })' }],
    });
  });

  it('are taken by raw requests up to the limit itself', () => {
    expect(new Harness().call('RawPut', { key: bytes(longKey) } as Request)).toEqual({});
    expect(new Harness().call('RawPut', { key: bytes(`${longKey}.`) } as Request)).toEqual({
      error: 'max key size exceeded, size: 8193, limit: 8192',
    });
  });
});
