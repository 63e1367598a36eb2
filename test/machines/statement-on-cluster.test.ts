import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { statementMachine } from '../../machines/statement.ts';
import { connect, type Tikv, type Transaction } from '../../src/index.ts';
import { ChartCoverage, type Cluster, startCluster } from '../../src/testing/index.ts';
import { expectFullCoverage } from './coverage.ts';

/*
 * Every edge of the statement chart, taken by statements of real transactions on an embedded cluster. Judged are the runs
 * of the body, the locks in the cluster afterwards, and what the caller hears.
 */

const coverage = new ChartCoverage(statementMachine);
let cluster: Cluster;
let tikv: Tikv;
let other: Tikv;
let txn: Transaction;

beforeAll(async () => {
  cluster = await startCluster();
  tikv = await connect({ endpoints: cluster.pd.addresses, inspect: coverage.inspect });
  other = await connect(cluster.url);
});
afterAll(async () => {
  await tikv.close();
  await other.close();
  await cluster.close();
});

beforeEach(async ({ task }) => {
  coverage.begin(task.name);
  txn = await tikv.begin({ mode: 'pessimistic' });
});
afterEach(async () => {
  coverage.end();
  await txn.rollback();
  expect(locked()).toEqual([]);
});

/** Keys that the transaction has locked in the cluster. */
function locked(): readonly string[] {
  return cluster
    .locks()
    .filter(({ lock }) => 'startTs' in lock && lock.startTs === txn.startTs)
    .map(({ key }) => Buffer.from(key).toString());
}

const overwrite = (key: string) => other.transact((theirs) => theirs.put(key, 'theirs'));

describe('a statement on an embedded cluster', () => {
  it('that nobody disturbs runs once, and its locks stay', async () => {
    const attempt = await txn.statement(async (statement) => {
      await statement.lock(['calm']);
      return statement.attempt;
    });
    expect([attempt, locked()]).toEqual([1, ['calm']]);
  });

  it('runs again when what it has read was written meanwhile, and reads what is newest', async () => {
    const seen: unknown[] = [];
    await txn.statement(async (statement) => {
      const value = await statement.get('raced');
      seen.push(value && Buffer.from(value).toString());
      if (statement.attempt === 1) await overwrite('raced');
      await statement.lock(['raced']);
    });
    expect([seen, locked()]).toEqual([[undefined, 'theirs'], ['raced']]);
  });

  it('that throws leaves no lock, and the transaction goes on', async () => {
    await txn.lock(['before']);
    const failure = new Error('of the body');
    const body = txn.statement(async (statement) => {
      await statement.lock(['within']);
      throw failure;
    });
    await expect(body).rejects.toBe(failure);
    await expect.poll(locked).toEqual(['before']);
  });

  it('does not run when PD gives no timestamp in its time', async () => {
    let runs = 0;
    cluster.pd.tso.stall();
    const body = txn.statement(
      async () => {
        runs++;
      },
      { timeoutMs: 200 },
    );
    await expect(body).rejects.toMatchObject({ code: 'TIKV_DEADLINE' });
    cluster.pd.tso.resume();
    expect([runs, txn.state]).toEqual([0, 'active']);
  });
});

expectFullCoverage(coverage);
