import { describe, expect } from 'vitest';
import {
  AbortedError,
  DeadlineError,
  LockNotAvailableError,
  LockWaitTimeoutError,
  type Tikv,
  type Transaction,
  WriteConflictError,
} from '../../src/index.ts';
import { systemRuntime } from '../../src/wire/system-runtime.ts';
import { skippingRuntime } from '../support/skipping-runtime.ts';
import { failure, freshPrefix, it, list, put, text, withCluster } from './support.ts';

const runtime = skippingRuntime(systemRuntime());
const connected = withCluster({ stores: 3 }, { runtime });
const client = (): Tikv => connected().tikv;

/** Commits a write of another transaction, so that one that has begun conflicts. */
const disturb = (key: string) => put(client(), { [key]: 'theirs' });

describe('transact', () => {
  it('commits what the function did, and gives what it returned', async () => {
    const key = freshPrefix();
    let inside: Transaction | undefined;
    const result = await client().transact(async (txn) => {
      inside = txn;
      txn.put(key, 'v');
      expect([txn.attempt, txn.conflicts]).toEqual([1, []]);
      return 42;
    });
    expect(result).toBe(42);
    expect(inside?.state).toBe('committed');
    expect(text(await client().get(key))).toBe('v');
  });

  it('runs again on a conflict, with a new start timestamp, and tells the attempt and the causes', async () => {
    const key = freshPrefix();
    await put(client(), { [key]: 'old' });
    const starts: bigint[] = [];
    const seen: unknown[] = [];
    const attempts = await client().transact(async (txn) => {
      starts.push(txn.startTs);
      seen.push([txn.attempt, txn.conflicts.map(({ code }) => code), text(await txn.get(key))]);
      if (txn.attempt < 3) await disturb(key);
      txn.put(key, 'mine');
      return txn.attempt;
    });
    expect(attempts).toBe(3);
    expect(seen).toEqual([
      [1, [], 'old'],
      [2, ['TIKV_WRITE_CONFLICT'], 'theirs'],
      [3, ['TIKV_WRITE_CONFLICT', 'TIKV_WRITE_CONFLICT'], 'theirs'],
    ]);
    expect(starts.toSorted()).toEqual(starts);
    expect(text(await client().get(key))).toBe('mine');
  });

  it('pessimistic: runs again on a conflict of a key it wrote without a lock, and says why', async () => {
    const prefix = freshPrefix();
    const [locked, unlocked] = [`${prefix}a`, `${prefix}b`];
    await put(client(), { [unlocked]: 'old' });
    const seen: unknown[] = [];
    await client().transact(
      async (txn) => {
        seen.push([txn.attempt, txn.conflicts.map(({ code }) => code), text(await txn.get(unlocked))]);
        await txn.lock([locked]);
        if (txn.attempt === 1) await disturb(unlocked);
        txn.put(unlocked, 'mine');
      },
      { mode: 'pessimistic' },
    );
    expect(seen).toEqual([
      [1, [], 'old'],
      [2, ['TIKV_WRITE_CONFLICT'], 'theirs'],
    ]);
    expect(text(await client().get(unlocked))).toBe('mine');
  });

  it('pessimistic: runs the victim of a deadlock again, behind the other, and says why', async () => {
    const prefix = freshPrefix();
    const [a, b] = [`${prefix}a`, `${prefix}b`];
    const seen: unknown[] = [];
    let bothHoldOne: () => void = () => {};
    const both = new Promise<void>((resolve) => {
      bothHoldOne = resolve;
    });
    let holding = 0;
    const crossing = (first: string, second: string) =>
      client().transact(
        async (txn) => {
          await txn.lock([first]);
          if (++holding === 2) bothHoldOne();
          await both;
          await txn.lock([second]);
          txn.put(first, String(txn.attempt));
          seen.push(...txn.conflicts.map(({ code }) => code));
          return txn.attempt;
        },
        { mode: 'pessimistic' },
      );
    const attempts = await Promise.all([crossing(a, b), crossing(b, a)]);
    expect([attempts.toSorted(), seen]).toEqual([[1, 2], ['TIKV_DEADLOCK']]);
  });

  it('pessimistic: waiting that came to nothing, or was not wanted, is no reason to run again', async () => {
    const key = freshPrefix();
    await using holder = await client().begin({ mode: 'pessimistic' });
    await holder.lock([key]);
    let runs = 0;
    const transact = (waitMs: number) =>
      client().transact(
        async (txn) => {
          runs++;
          await txn.lock([key], { waitMs });
        },
        { mode: 'pessimistic' },
      );
    expect(await failure(transact(0))).toBeInstanceOf(LockNotAvailableError);
    expect(await failure(transact(20))).toBeInstanceOf(LockWaitTimeoutError);
    expect(runs).toBe(2);
  });

  it('S004 lost-update-never-retried: writes of a run that failed are not in the next', async () => {
    const prefix = freshPrefix();
    await client().transact(async (txn) => {
      txn.put(`${prefix}attempt ${txn.attempt}`, 'x');
      txn.put(`${prefix}shared`, 'mine');
      if (txn.attempt === 1) await disturb(`${prefix}shared`);
    });
    expect(await list(client().scan({ prefix }), prefix)).toEqual(['attempt 2=x', 'shared=mine']);
  });

  it('gives up after maxAttempts, with every conflict', async () => {
    const key = freshPrefix();
    let runs = 0;
    const error = await failure(
      client().transact(
        async (txn) => {
          runs++;
          await disturb(key);
          txn.put(key, 'mine');
        },
        { maxAttempts: 3 },
      ),
    );
    expect(runs).toBe(3);
    expect(error).toBeInstanceOf(WriteConflictError);
    expect((error as WriteConflictError).attempts).toEqual([
      expect.any(WriteConflictError),
      expect.any(WriteConflictError),
    ]);
    expect((error as WriteConflictError).attempts).not.toContain(error);
    expect(text(await client().get(key))).toBe('theirs');
  });

  it('a function that throws is run once, and nothing of it stays', async () => {
    const key = freshPrefix();
    const mine = new Error('mine');
    const runs: Transaction[] = [];
    const error = await failure(
      client().transact((txn) => {
        runs.push(txn);
        txn.put(key, 'v');
        throw mine;
      }),
    );
    expect(error).toBe(mine);
    expect(runs.map(({ state }) => state)).toEqual(['rolledBack']);
    expect(await client().batchGetMap([key])).toEqual(new Map());
  });

  it('a function that committed or rolled back by itself is left alone', async () => {
    const prefix = freshPrefix();
    await client().transact(async (txn) => {
      txn.put(`${prefix}a`, 'v');
      await txn.commit();
    });
    await client().transact(async (txn) => {
      txn.put(`${prefix}b`, 'v');
      await txn.rollback();
    });
    expect(await list(client().scan({ prefix }), prefix)).toEqual(['a=v']);
  });

  it('its deadline ends the function, whatever it waits for', async () => {
    const key = freshPrefix();
    const error = await failure(
      client().transact(
        (txn) => {
          txn.put(key, 'v');
          runtime.skip(60_000);
          return new Promise(() => {});
        },
        { timeoutMs: 60_000 },
      ),
    );
    expect(error).toBeInstanceOf(DeadlineError);
    expect(error).toMatchObject({ stage: 'running the transaction' });
    expect(await client().batchGetMap([key])).toEqual(new Map());
  });

  it('its signal ends the function, and the verbs inside', async () => {
    const controller = new AbortController();
    let inside: Promise<unknown> = Promise.resolve();
    const error = await failure(
      client().transact(
        (txn) => {
          controller.abort('enough');
          inside = failure(txn.get('k'));
          return new Promise(() => {});
        },
        { signal: controller.signal },
      ),
    );
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({ cause: 'enough' });
    expect(await inside).toBeInstanceOf(AbortedError);
  });

  it('called inside another it is independent: nothing joins', async () => {
    const prefix = freshPrefix();
    const error = await failure(
      client().transact(async (outer) => {
        outer.put(`${prefix}outer`, 'x');
        await client().transact((inner) => inner.put(`${prefix}inner`, 'x'));
        throw new Error('outer fails');
      }),
    );
    expect((error as Error).message).toBe('outer fails');
    expect(await list(client().scan({ prefix }), prefix)).toEqual(['inner=x']);
  });
});
