import { describe, expect } from 'vitest';
import {
  LockNotAvailableError,
  type Statement,
  type Tikv,
  type Transaction,
  UsageError,
} from '../../src/index.ts';
import { failure, freshPrefix, it, list, put, text, withCluster } from './support.ts';

const connected = withCluster({ stores: 3 });
const client = (): Tikv => connected().tikv;
const begin = (): Promise<Transaction> => client().begin({ mode: 'pessimistic' });

/** Which of the keys another transaction cannot lock now. */
async function lockedOf(keys: readonly string[]): Promise<string[]> {
  await using other = await begin();
  const locked: string[] = [];
  for (const key of keys) {
    const error = await other.lock([key], { waitMs: 0 }).catch((cause: unknown) => cause);
    if (error instanceof LockNotAvailableError) locked.push(key);
  }
  return locked;
}

/** Waits until they can be locked: what is given back goes in the background. */
async function lockAndLeave(keys: readonly string[]): Promise<void> {
  await using other = await begin();
  await other.lock(keys);
}

/** The first job that nobody has, as the statement sees it. */
async function freeJob(statement: Statement, prefix: string): Promise<string> {
  for await (const { key, value } of statement.scan({ prefix })) {
    if (text(value) === 'free') return text(key) as string;
  }
  throw new Error('no job is free');
}

describe('a statement', () => {
  it('S049, S069 force-lock-with-conflict: what it chose was written meanwhile, so it chooses again', async () => {
    const prefix = freshPrefix();
    const jobs = [1, 2, 3].map((n) => `${prefix}${n}`);
    const [first, second] = jobs as [string, string];
    await using txn = await begin();
    await put(client(), Object.fromEntries(jobs.map((job) => [job, 'free'])));
    const seen: unknown[] = [];
    const job = await txn.statement(async (statement) => {
      const chosen = await freeJob(statement, prefix);
      seen.push([statement.attempt, chosen, text(await statement.get(first))]);
      if (statement.attempt === 1) await put(client(), { [first]: 'taken' });
      await statement.lock([chosen]);
      statement.put(chosen, 'mine');
      return chosen;
    });
    expect(job).toBe(second);
    expect(seen).toEqual([
      [1, first, 'free'],
      [2, second, 'taken'],
    ]);
    // As of its own beginning there was no job.
    expect(await list(txn.scan({ prefix }), prefix)).toEqual(['2=mine']);
    await txn.commit();
    expect((await client().batchGet(jobs)).map(text)).toEqual(['taken', 'mine', 'free']);
  });

  it('FAIR-4, FAIR-7: holds what its last run locked, against all others, and nothing else', async () => {
    const prefix = freshPrefix();
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => prefix + name) as [
      string,
      string,
      string,
      string,
    ];
    await using txn = await begin();
    const between: unknown[] = [];
    await txn.statement(async (statement) => {
      if (statement.attempt === 1) {
        await statement.lock([b, c]);
        await put(client(), { [d]: 'new' });
      } else {
        between.push(await lockedOf([a, b, c, d]));
        await statement.lock([a]);
        await statement.lock([b]);
      }
      await statement.getForUpdate(d);
    });
    // Kept for the second run, though it might not have asked for them.
    expect(between).toEqual([[b, c, d]]);
    await lockAndLeave([c]);
    expect(await lockedOf([a, b, d])).toEqual([a, b, d]);
    txn.put(a, '1');
    await txn.commit();
    expect([text(await client().get(a)), text(await client().get(d))]).toEqual(['1', 'new']);
    await lockAndLeave([a, b, c, d]);
  });

  it('FAIR-8: when it throws, nothing of it stays, and the transaction goes on', async () => {
    const prefix = freshPrefix();
    const [a, b] = [`${prefix}a`, `${prefix}b`];
    await using txn = await begin();
    await txn.lock([a]);
    txn.put(a, 'before');
    const thrown = new Error('not this time');
    const refused = txn.statement(async (statement) => {
      statement.put(a, 'after');
      await statement.lock([b]);
      statement.insert(b, 'after');
      throw thrown;
    });
    expect(await failure(refused)).toBe(thrown);
    await txn.commit();
    expect(await list(client().scan({ prefix }), prefix)).toEqual(['a=before']);
    await lockAndLeave([a, b]);
  });

  it('of many at once, each adds to what the one before has written', async () => {
    const key = freshPrefix();
    await put(client(), { [key]: '0' });
    const add = async () => {
      await client().transact(
        (txn) =>
          txn.statement(async (statement) => {
            const value = Number(text(await statement.get(key)));
            await statement.lock([key]);
            statement.put(key, String(value + 1));
          }),
        { mode: 'pessimistic' },
      );
    };
    await Promise.all(Array.from({ length: 8 }, add));
    expect(text(await client().get(key))).toBe('8');
  });

  it('what has ended is refused, and what it has begun ends with it', async () => {
    const key = freshPrefix();
    await using holder = await begin();
    await holder.lock([key]);
    await using txn = await begin();
    let left: Promise<unknown> | undefined;
    const ended = await txn.statement((statement) => {
      left = failure(statement.lock([key]));
      return statement;
    });
    expect(await left).toMatchObject({ code: 'TIKV_ABORTED' });
    expect(await failure(ended.get(key))).toBeInstanceOf(UsageError);
    expect(() => ended.put(key, '1')).toThrow(UsageError);
    await holder.rollback();
    await lockAndLeave([key]);
  });
});
