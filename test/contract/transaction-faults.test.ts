import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  connect,
  type Tikv,
  type Transaction,
  UndeterminedError,
  WriteConflictError,
} from '../../src/index.ts';
import { type Cluster, type Message, startCluster } from '../../src/testing/index.ts';
import { text } from './support.ts';

/* What goes wrong between a transaction and its stores. Keys below `m` lie in one region, the others in a second. */

let cluster: Cluster;
let tikv: Tikv;

beforeEach(async () => {
  cluster = await startCluster({ stores: 3 });
  cluster.split('m');
  tikv = await connect(cluster.url);
});

afterEach(async () => {
  await tikv.close();
  await cluster.close();
});

async function begin(...keys: string[]): Promise<Transaction> {
  const transaction = await tikv.begin();
  for (const key of keys) transaction.put(key, `value of ${key}`);
  return transaction;
}

const failure = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);
const all = async (...keys: string[]) => (await tikv.batchGet(keys)).map(text);
const sent = (rpc: string) => cluster.log.messages(rpc);
const keysOf = ({ request }: Message) => (request.keys as Uint8Array[]).length;
const isRetry = ({ request }: Message) => (request.context as { isRetryRequest: boolean }).isRetryRequest;

/** Lets work in the background end. */
async function drained(): Promise<void> {
  await tikv.close();
  tikv = await connect(cluster.url);
}

describe('answers that are lost', () => {
  it('S008 commit-primary-lost-reply: undetermined, not rolled back, and here it was committed', async () => {
    const lost = cluster.fail({ rpc: 'KvCommit', action: 'dropResponse' });
    const transaction = await begin('a', 'z');
    const controller = new AbortController();
    const committing = failure(transaction.commit({ signal: controller.signal }));
    await lost.waitForHit();
    controller.abort();
    const error = await committing;
    expect(error).toBeInstanceOf(UndeterminedError);
    expect(error).toMatchObject({ startTs: transaction.startTs, retryable: false });
    expect(transaction.state).toBe('undetermined');
    expect(sent('KvBatchRollback')).toEqual([]);
    expect(sent('KvCommit').length).toBe(1);
    expect(await all('a', 'z')).toEqual(['value of a', 'value of z']);
  });

  it('S043 duplicate-prewrite, S045 is-retry-request-flag: the same prewrite again finds its own lock', async () => {
    cluster.fail({ rpc: 'KvPrewrite', at: 'answered', action: 'breakStream' });
    expect(await (await begin('a')).commit()).toMatchObject({ protocol: '2pc' });
    expect(sent('KvPrewrite').map(isRetry)).toEqual([false, true]);
    expect(await all('a')).toEqual(['value of a']);
  });

  it('S044 duplicate-prewrite-after-commit: a prewrite that comes late leaves nothing', async () => {
    const late = cluster.fail({ rpc: 'KvPrewrite', action: 'duplicate' });
    expect(await (await begin('a')).commit()).toMatchObject({ protocol: '2pc' });
    await late.waitForHit();
    await drained();
    expect(cluster.locks()).toEqual([]);
    expect(await all('a')).toEqual(['value of a']);
  });

  it('S046 duplicate-commit: the same commit again is success', async () => {
    cluster.fail({ rpc: 'KvCommit', at: 'answered', action: 'breakStream' });
    expect(await (await begin('a')).commit()).toMatchObject({ protocol: '2pc' });
    expect(sent('KvCommit').map(isRetry)).toEqual([false, true]);
    expect(await all('a')).toEqual(['value of a']);
  });

  it('S009 commit-primary-rpc-then-keyerror: rolled back by another client meanwhile, so it has failed', async () => {
    const lost = cluster.fail({ rpc: 'KvCommit', at: 'received', action: 'breakStream' });
    cluster.fail({ rpc: 'KvCommit', at: 'received', action: { keyError: { txnLockNotFound: {} } } });
    cluster.fail({
      rpc: 'KvCheckTxnStatus',
      action: { response: { commitVersion: 0n, lockTtl: 0n, action: 0 } },
    });
    const error = await failure((await begin('a')).commit());
    expect(lost.hits).toBe(1);
    expect(error).toMatchObject({ code: 'TIKV_LOCK_LOST' });
    await drained();
    expect(sent('KvBatchRollback').length).toBe(1);
  });

  it('S050 undetermined-region-error: terminal for the primary, tried again for a prewrite', async () => {
    cluster.fail({
      rpc: 'KvPrewrite',
      action: { regionError: { undeterminedResult: { message: 'who knows' } } },
    });
    cluster.fail({
      rpc: 'KvCommit',
      action: { regionError: { undeterminedResult: { message: 'who knows' } } },
    });
    expect(await failure((await begin('a')).commit())).toBeInstanceOf(UndeterminedError);
    expect(sent('KvPrewrite').length).toBe(2);
    expect(sent('KvCommit').length).toBe(1);
    expect(sent('KvBatchRollback')).toEqual([]);
  });
});

describe('order of the phases', () => {
  it('S006 primary-commits-first, S007 secondaries-in-background: answered after the primary; readers see all', async () => {
    const held = cluster.fail({ rpc: 'KvCommit', skip: 1, action: 'pause', times: Number.POSITIVE_INFINITY });
    await (await begin('a', 'z')).commit();
    expect(cluster.locks().length).toBe(1);
    expect(await all('a', 'z')).toEqual(['value of a', 'value of z']);
    held.remove();
    await drained();
    expect(cluster.locks()).toEqual([]);
  });

  it('S011 commit-ts-expired-retry: a reader in between keeps its snapshot', async () => {
    const held = cluster.fail({ rpc: 'KvCommit', action: 'pause' });
    const committing = (await begin('a')).commit();
    await held.waitForHit();
    const reader = await tikv.begin();
    expect(await reader.get('a')).toBeUndefined();
    held.release();
    const { commitTs } = await committing;
    expect(commitTs > reader.startTs).toBe(true);
    expect(sent('KvCommit').length).toBe(2);
    expect(await tikv.snapshot({ at: reader.startTs }).get('a')).toBeUndefined();
    expect(await all('a')).toEqual(['value of a']);
  });

  it('S014 prewrite-cancel-siblings, S015 rollback-waits-for-prewrites: a conflict leaves no lock behind', async () => {
    const loser = await begin('a', 'z');
    await (await begin('a')).commit();
    expect(await failure(loser.commit())).toBeInstanceOf(WriteConflictError);
    await drained();
    expect(cluster.locks()).toEqual([]);
    expect(await all('a', 'z')).toEqual(['value of a', undefined]);
  });

  it('S015 rollback-waits-for-prewrites: an abort cleans up although its signal fired', async () => {
    const held = cluster.fail({ rpc: 'KvPrewrite', at: 'answered', action: 'pause', times: 2 });
    const controller = new AbortController();
    const committing = failure((await begin('a', 'z')).commit({ signal: controller.signal }));
    await held.waitForHit(2);
    expect(cluster.locks().length).toBe(2);
    controller.abort(new Error('enough'));
    expect(await committing).toMatchObject({ code: 'TIKV_ABORTED' });
    await drained();
    expect(cluster.locks()).toEqual([]);
  });

  it('S016 late-prewrite-after-rollback: a prewrite that was delayed finds the rollback and leaves no lock', async () => {
    const held = cluster.fail({ rpc: 'KvPrewrite', key: 'z', action: 'pause' });
    const loser = await begin('a', 'z');
    await (await begin('a')).commit();
    const committing = failure(loser.commit());
    await held.waitForHit();
    expect(await committing).toBeInstanceOf(WriteConflictError);
    await drained();
    held.release();
    await drained();
    expect(cluster.locks()).toEqual([]);
    expect(sent('KvPrewrite').at(-1)?.response).toMatchObject({ errors: [{ conflict: { reason: 3 } }] });
  });
});

describe('regions that change', () => {
  it('S020 txn-size-per-region: counted per region, unknown after a split', async () => {
    const held = cluster.fail({ rpc: 'KvPrewrite', key: 'a', action: 'pause' });
    const committing = (await begin('a', 'b', 'c', 'z')).commit();
    await held.waitForHit();
    cluster.split('b');
    held.release();
    await committing;
    const unknown = 2n ** 64n - 1n;
    expect(sent('KvPrewrite').map(({ request }) => request.txnSize)).toEqual([3n, 1n, unknown, unknown]);
    expect(await all('a', 'b', 'c', 'z')).toEqual(['a', 'b', 'c', 'z'].map((key) => `value of ${key}`));
  });

  it('a split between prewrite and commit', async () => {
    const held = cluster.fail({ rpc: 'KvCommit', action: 'pause' });
    const committing = (await begin('a', 'b', 'c')).commit();
    await held.waitForHit();
    cluster.split('b');
    held.release();
    await committing;
    expect(sent('KvCommit').slice(0, 2).map(keysOf)).toEqual([3, 1]);
    await drained();
    expect(cluster.locks()).toEqual([]);
    expect(await all('a', 'b', 'c')).toEqual(['value of a', 'value of b', 'value of c']);
  });

  it('a leader that moves at every step', async () => {
    const committing = [];
    for (let n = 0; n < 6; n++) {
      cluster.transferLeader('a', 1 + (n % 3));
      committing.push((await begin(`a${n}`, `z${n}`)).commit());
    }
    await Promise.all(committing);
    expect(await all('a0', 'z5')).toEqual(['value of a0', 'value of z5']);
  });
});

describe('locks of others', () => {
  it('S018 optimistic-larger-ts-lock: a lock of a later transaction is a conflict at once', async () => {
    const early = await begin('a');
    const held = cluster.fail({ rpc: 'KvCommit', action: 'pause' });
    const late = (await begin('a')).commit();
    await held.waitForHit();
    expect(await failure(early.commit())).toMatchObject({
      code: 'TIKV_WRITE_CONFLICT',
      conflictCommitTs: 0n,
    });
    held.release();
    await late;
  });

  it('an earlier transaction that is still committing is waited for', async () => {
    const held = cluster.fail({ rpc: 'KvCommit', action: 'pause' });
    const [earlier, later] = [await begin('a'), await begin('a')];
    const first = earlier.commit();
    await held.waitForHit();
    const asked = cluster.fail({ rpc: 'KvCheckTxnStatus', action: { delayMs: 1 } });
    const second = failure(later.commit());
    await asked.waitForHit();
    held.release();
    await first;
    expect(await second).toBeInstanceOf(WriteConflictError);
  });
});
