import { describe, expect } from 'vitest';
import {
  AlreadyExistsError,
  LockNotAvailableError,
  LockWaitTimeoutError,
  type Tikv,
  type Transaction,
  WriteConflictError,
} from '../../src/index.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import { failure, freshPrefix, it, list, put, text, withCluster } from './support.ts';

const connected = withCluster({ stores: 3 });
const client = (): Tikv => connected().tikv;
const begin = (): Promise<Transaction> => client().begin({ mode: 'pessimistic' });

/** Whether a promise is still open after all that is under way has had time to be answered. */
async function isWaiting(promise: Promise<unknown>): Promise<boolean> {
  let isOpen = true;
  const close = () => {
    isOpen = false;
  };
  promise.then(close, close);
  await client().timestamp();
  await client().timestamp();
  return isOpen;
}

describe('a pessimistic transaction', () => {
  it('S051 lock-then-read-for-update: locks tell the newest value, plain reads stay at the beginning', async () => {
    const prefix = freshPrefix();
    const [a, b] = [`${prefix}a`, `${prefix}b`];
    await put(client(), { [a]: 'old' });
    await using txn = await begin();
    await put(client(), { [a]: 'new', [b]: 'later' });
    expect(text(await txn.getForUpdate(a))).toBe('new');
    expect((await txn.batchGetForUpdate([b, a, `${prefix}c`])).map(text)).toEqual([
      'later',
      'new',
      undefined,
    ]);
    expect(await list(txn.scan({ prefix }), prefix)).toEqual(['a=old']);
  });

  it('own writes come first, and are locked all the same', async () => {
    const key = freshPrefix();
    await using txn = await begin();
    txn.put(key, 'mine');
    expect(text(await txn.getForUpdate(key))).toBe('mine');
    await using other = await begin();
    expect(await failure(other.lock([key], { waitMs: 0 }))).toBeInstanceOf(LockNotAvailableError);
  });

  it('writes under locks without a conflict, whatever was committed since it began', async () => {
    const key = freshPrefix();
    await using txn = await begin();
    await put(client(), { [key]: '1' });
    const value = Number(text(await txn.getForUpdate(key)));
    txn.put(key, String(value + 1));
    const { commitTs } = await txn.commit();
    expect(commitTs).toBeGreaterThan(txn.startTs);
    expect(text(await client().get(key))).toBe('2');
  });

  it('makes the next one wait, which then sees what it has written', async () => {
    const key = freshPrefix();
    const first = await begin();
    await first.lock([key]);
    await using second = await begin();
    const locked = second.getForUpdate(key);
    expect(await isWaiting(locked)).toBe(true);
    first.put(key, 'first');
    await first.commit();
    expect(text(await locked)).toBe('first');
  });

  it('rolled back, it lets the next one have the key', async () => {
    const key = freshPrefix();
    const first = await begin();
    await first.lock([key]);
    await using second = await begin();
    const locked = second.getForUpdate(key);
    await first.rollback();
    expect(await locked).toBe(undefined);
  });

  it('S004 lost-update-never-retried: increments in parallel are all there', async () => {
    const key = freshPrefix();
    await Promise.all(
      Array.from({ length: 10 }, () =>
        client().transact(
          async (txn) => {
            const value = Number(text(await txn.getForUpdate(key)) ?? 0);
            txn.put(key, String(value + 1));
          },
          { mode: 'pessimistic' },
        ),
      ),
    );
    expect(text(await client().get(key))).toBe('10');
  });

  it('S057 lock-no-wait: a key that is taken is refused at once, and the transaction goes on', async () => {
    const prefix = freshPrefix();
    const [a, b] = [`${prefix}a`, `${prefix}b`];
    await using holder = await begin();
    await holder.lock([a]);
    await using txn = await begin();
    expect(await failure(txn.lock([b, a], { waitMs: 'no-wait' }))).toMatchObject({
      code: 'TIKV_LOCK_NOT_AVAILABLE',
      retryable: true,
      lockStartTs: holder.startTs,
    });
    expect(await failure(txn.getForUpdate(a, { waitMs: 0 }))).toBeInstanceOf(LockNotAvailableError);
    expect(txn.state).toBe('active');
    await txn.lock([b], { waitMs: 'no-wait' });
  });

  it('S058 lock-wait-budget: a limit ends the wait', async () => {
    const key = freshPrefix();
    await using holder = await begin();
    await holder.lock([key]);
    await using txn = await begin();
    const error = await failure(txn.lock([key], { waitMs: 200 }));
    expect(error).toBeInstanceOf(LockWaitTimeoutError);
    expect(error).toMatchObject({ waitMs: 200, lockStartTs: holder.startTs });
  });

  it('S058 lock-wait-budget: a longer one survives that the store waits no longer than a second', async () => {
    const key = freshPrefix();
    const holder = await begin();
    await holder.lock([key]);
    await using txn = await begin();
    const locked = txn.lock([key], { waitMs: 20_000 });
    const once = await failure(
      client()
        .begin({ mode: 'pessimistic' })
        .then((other) => other.lock([key], { waitMs: 1500 })),
    );
    expect(once).toBeInstanceOf(LockWaitTimeoutError);
    await holder.rollback();
    expect(await locked).toEqual([{ locked: true }]);
  });

  it('S055 failed-lock-rolls-back: what a failed call had got is free again', async () => {
    const prefix = freshPrefix();
    const [a, b] = [`${prefix}a`, `${prefix}b`];
    await using holder = await begin();
    await holder.lock([b]);
    await using txn = await begin();
    await failure(txn.lock([a, b], { waitMs: 0 }));
    await using other = await begin();
    await other.lock([a], { waitMs: 5000 });
  });

  it('S121 unlocked-write-in-pessimistic: a key written without a lock is not overwritten', async () => {
    const prefix = freshPrefix();
    const [locked, unlocked] = [`${prefix}a`, `${prefix}b`];
    await using txn = await begin();
    await txn.lock([locked]);
    await put(client(), { [unlocked]: 'theirs' });
    txn.put(locked, 'mine');
    txn.put(unlocked, 'mine');
    expect(await failure(txn.commit())).toBeInstanceOf(WriteConflictError);
    expect(await list(client().scan({ prefix }), prefix)).toEqual(['b=theirs']);
  });

  it('S121 unlocked-write-in-pessimistic: unless its writer wants that; then it is above what others wrote', async () => {
    const prefix = freshPrefix();
    const [locked, unlocked, gone] = [`${prefix}a`, `${prefix}b`, `${prefix}c`];
    await using txn = await begin();
    await txn.lock([locked]);
    const theirTs = await put(client(), { [unlocked]: 'theirs', [gone]: 'theirs' });
    txn.put(locked, 'mine');
    txn.put(unlocked, 'mine', { unchecked: true });
    txn.delete(gone, { unchecked: true });
    const { commitTs, protocol } = await txn.commit();
    expect([commitTs > theirTs, protocol]).toEqual([true, '2pc']);
    expect((await client().batchGet([locked, unlocked, gone])).map(text)).toEqual([
      'mine',
      'mine',
      undefined,
    ]);
  });

  it('S045 is-retry-request-flag: nor does a lock that it has met, and waited for, make it a conflict', async () => {
    const prefix = freshPrefix();
    const [locked, unlocked] = [`${prefix}a`, `${prefix}b`];
    const { writer } = connected();
    await using txn = await begin();
    await txn.lock([locked]);
    const theirs = await writer.timestamp();
    await writer.lock(theirs, { [unlocked]: 'theirs' });
    txn.put(locked, 'mine');
    txn.put(unlocked, 'mine', { unchecked: true });
    const commit = txn.commit();
    expect(await isWaiting(commit)).toBe(true);
    expect((await writer.commit(theirs, await writer.timestamp(), unlocked)).error).toBe(undefined);
    await commit;
    expect(text(await client().get(unlocked))).toBe('mine');
  });

  it('S062 heartbeat-never-lowers: a shorter life than it has is no matter to a lock', async () => {
    const key = freshPrefix();
    await using txn = await begin();
    await txn.lock([key]);
    const beat = (adviseLockTtl: bigint) =>
      connected().writer.send(key, tikvRpcs.kvTxnHeartBeat, {
        primaryLock: Buffer.from(key),
        startVersion: txn.startTs,
        adviseLockTtl,
      });
    const { lockTtl } = await beat(1n);
    expect(lockTtl).toBeGreaterThanOrEqual(20_000n);
    expect((await beat(lockTtl + 5n)).lockTtl).toBe(lockTtl + 5n);
    expect((await beat(lockTtl)).lockTtl).toBe(lockTtl + 5n);
  });

  it('an insert of a key that exists is refused by the lock, or where the key is locked already', async () => {
    const prefix = freshPrefix();
    const [a, b] = [`${prefix}a`, `${prefix}b`];
    await put(client(), { [a]: '1', [b]: '1' });
    await using txn = await begin();
    txn.insert(a, '2');
    expect(await failure(txn.lock([a]))).toBeInstanceOf(AlreadyExistsError);
    await txn.lock([b]);
    expect(() => txn.insert(b, '2')).toThrow(AlreadyExistsError);
    txn.delete(b);
    txn.insert(b, '3');
  });

  it('locks that nothing was written under count as reads that others may not have overtaken', async () => {
    const prefix = freshPrefix();
    const [a, b] = [`${prefix}a`, `${prefix}b`];
    const late = await client().begin();
    late.put(a, 'late');
    const txn = await begin();
    await txn.lock([a]);
    txn.put(b, '1');
    await txn.commit();
    expect(await failure(late.commit())).toBeInstanceOf(WriteConflictError);
  });

  it('a key rolled back to a savepoint stays locked', async () => {
    const key = freshPrefix();
    await using txn = await begin();
    await failure(
      txn.savepoint(async () => {
        txn.put(key, (await txn.getForUpdate(key)) ?? 'mine');
        throw new Error('mine');
      }),
    );
    expect(await list(txn.scan({ prefix: key }))).toEqual([]);
    await using other = await begin();
    expect(await failure(other.lock([key], { waitMs: 0 }))).toBeInstanceOf(LockNotAvailableError);
  });
});

describe('an optimistic transaction', () => {
  it('S005 write-skew-allowed: not where each locks what it reads: then one of them fails at commit', async () => {
    const prefix = freshPrefix();
    const [a, b] = [`${prefix}a`, `${prefix}b`];
    await put(client(), { [a]: '1', [b]: '1' });
    const [first, second] = [await client().begin(), await client().begin()];
    expect((await first.batchGetForUpdate([a, b])).map(text)).toEqual(['1', '1']);
    expect(text(await second.getForUpdate(a, { waitMs: undefined }))).toBe('1');
    await second.lock([b]);
    first.put(a, '0');
    second.put(b, '0');
    await first.commit();
    expect(await failure(second.commit())).toBeInstanceOf(WriteConflictError);
  });
});
