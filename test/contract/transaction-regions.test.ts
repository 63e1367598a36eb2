import { afterEach, beforeEach, expect, it } from 'vitest';
import { connect, type Tikv, type Transaction, WriteConflictError } from '../../src/index.ts';
import { type Cluster, startCluster } from '../../src/testing/index.ts';
import { text } from './support.ts';

/* Commits over regions that change under them. Keys below `m` lie in one region, the others in a second. */

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

const all = async (...keys: string[]) => (await tikv.batchGet(keys)).map(text);

it('S014 prewrite-cancel-siblings: a conflict in one region leaves no lock in another', async () => {
  const loser = await begin('a', 'z');
  await (await begin('a')).commit();
  await expect(loser.commit()).rejects.toBeInstanceOf(WriteConflictError);
  // Closing waits for the rollback.
  await tikv.close();
  expect(cluster.locks()).toEqual([]);
});

it('S020 txn-size-per-region: counted per region, unknown after a split', async () => {
  const held = cluster.fail({ rpc: 'KvPrewrite', key: 'a', action: 'pause' });
  const committing = (await begin('a', 'b', 'c', 'z')).commit();
  await held.waitForHit();
  cluster.split('b');
  held.release();
  await committing;
  const sizes = cluster.log
    .messages('KvPrewrite')
    .map(({ request: { mutations, txnSize } }) => `${(mutations as unknown[]).length} of ${txnSize}`);
  const unknown = 2n ** 64n - 1n;
  expect(sizes.toSorted()).toEqual([`1 of ${unknown}`, '1 of 1', `2 of ${unknown}`, '3 of 3'].toSorted());
  expect(await all('a', 'b', 'c', 'z')).toEqual(['a', 'b', 'c', 'z'].map((key) => `value of ${key}`));
});

it('a leader that moves at every step', async () => {
  const committing = [];
  for (let n = 0; n < 6; n++) {
    cluster.transferLeader('a', 1 + (n % 3));
    committing.push((await begin(`a${n}`, `z${n}`)).commit());
  }
  await Promise.all(committing);
  expect(await all('a0', 'a5', 'z0', 'z5')).toEqual(['a0', 'a5', 'z0', 'z5'].map((key) => `value of ${key}`));
});
