import { describe, expect } from 'vitest';
import {
  AlreadyExistsError,
  DeadlineError,
  type RpcInterceptor,
  type Tikv,
  type Transaction,
  UndeterminedError,
  UsageError,
  WriteConflictError,
} from '../../src/index.ts';
import { systemRuntime } from '../../src/wire/system-runtime.ts';
import { skippingRuntime } from '../support/skipping-runtime.ts';
import { failure, freshPrefix, it, list, put, text, withCluster } from './support.ts';

/* Whose errors make `transact` run again, and how it ends around commits of its function's own. */

const runtime = skippingRuntime(systemRuntime());
const connected = withCluster(undefined, { runtime });
const client = (): Tikv => connected().tikv;

const never = () => new Promise<never>(() => {});

/** More than any call here takes. */
const LONG_MS = 600_000;

/** Waits for more than the limit of the call that it is in. */
function tooLong(): Promise<never> {
  runtime.skip(LONG_MS);
  return never();
}

/** A conflict that has nothing to do with the transactions of a test. */
async function foreignConflict(): Promise<unknown> {
  const key = freshPrefix();
  const loser = await client().begin();
  loser.put(key, 'mine');
  await put(client(), { [key]: 'theirs' });
  return failure(loser.commit());
}

/** Conflicts in each of its runs. */
async function conflicting(txn: Transaction, key: string): Promise<void> {
  await put(client(), { [key]: 'theirs' });
  txn.put(key, 'mine');
}

describe('transact runs again', () => {
  it.each([
    ['an earlier error', 'optimistic', (error: unknown) => Promise.reject(error)],
    [
      'another transaction of the function',
      'optimistic',
      async () => {
        throw await foreignConflict();
      },
    ],
    [
      'a transact inside, after its own runs',
      'optimistic',
      () => client().transact((inner) => conflicting(inner, freshPrefix()), { maxAttempts: 2 }),
    ],
    [
      'the function of a statement',
      'pessimistic',
      (error: unknown, txn: Transaction) => txn.statement(() => Promise.reject(error)),
    ],
  ] as const)('not for a conflict of %s', async ([, mode, body]) => {
    const error = await foreignConflict();
    expect(error).toBeInstanceOf(WriteConflictError);
    const key = freshPrefix();
    let runs = 0;
    const thrown = await failure(
      client().transact(
        async (txn) => {
          runs++;
          txn.put(key, 'mine');
          await body(error, txn);
        },
        { mode, maxAttempts: 3 },
      ),
    );
    expect([runs, (thrown as Error).name]).toEqual([1, 'WriteConflictError']);
    expect(await list(client().scan({ prefix: key }))).toEqual([]);
  });

  it('for a conflict of its own commit that the function keeps to itself', async () => {
    let runs = 0;
    const thrown = await failure(
      client().transact(
        async (txn) => {
          runs++;
          await conflicting(txn, freshPrefix());
          await txn.commit().catch(() => {});
        },
        { maxAttempts: 2 },
      ),
    );
    expect([runs, (thrown as Error).name]).toEqual([2, 'WriteConflictError']);
  });

  it('not when the function has an error of its own to say about a conflict', async () => {
    const mine = new Error('mine');
    let runs = 0;
    const thrown = await failure(
      client().transact(async (txn) => {
        runs++;
        await conflicting(txn, freshPrefix());
        await txn.commit().catch(() => {
          throw mine;
        });
      }),
    );
    expect([runs, thrown]).toEqual([1, mine]);
  });

  it('nested: when time is up, the error has the conflicts of both', async () => {
    const conflicts: unknown[] = [];
    const error = await failure(
      client().transact(async (outer) => {
        await conflicting(outer, freshPrefix());
        if (outer.attempt === 1) return;
        conflicts.push(...outer.conflicts);
        await client().transact(
          async (inner) => {
            conflicts.push(...inner.conflicts);
            if (inner.attempt === 2) return tooLong();
            await conflicting(inner, freshPrefix());
          },
          { timeoutMs: LONG_MS / 2 },
        );
      }),
    );
    expect(error).toBeInstanceOf(DeadlineError);
    expect(conflicts.length).toBe(2);
    expect((error as DeadlineError).attempts).toEqual(conflicts);
  });

  it('until its time is up, and the error lists the conflicts until then', async () => {
    const key = freshPrefix();
    const error = await failure(
      client().transact(
        async (txn) => {
          if (txn.attempt === 3) return tooLong();
          await conflicting(txn, key);
        },
        { timeoutMs: LONG_MS },
      ),
    );
    expect(error).toBeInstanceOf(DeadlineError);
    expect((error as DeadlineError).attempts).toEqual([
      expect.any(WriteConflictError),
      expect.any(WriteConflictError),
    ]);
  });
});

describe('a commit of its function', () => {
  it('that is left open is waited for', async () => {
    const key = freshPrefix();
    const opened = await client().transact((txn) => {
      txn.put(key, 'v');
      void txn.commit();
      return { txn, state: txn.state };
    });
    expect([opened.state, opened.txn.state]).toEqual(['committing', 'committed']);
    expect(text(await client().get(key))).toBe('v');
  });

  it('that is left open and fails is what transact throws, or runs again for', async () => {
    const prefix = freshPrefix();
    await put(client(), { [`${prefix}there`]: 'v' });
    const inserting = client().transact((txn) => {
      txn.insert(`${prefix}there`, 'mine');
      void txn.commit();
    });
    expect(await failure(inserting)).toBeInstanceOf(AlreadyExistsError);
    const attempts = await client().transact(async (txn) => {
      if (txn.attempt === 1) await conflicting(txn, `${prefix}key`);
      txn.put(`${prefix}key`, 'mine');
      void txn.commit();
      return txn.attempt;
    });
    expect(attempts).toBe(2);
    expect(await list(client().scan({ prefix }), prefix)).toEqual(['key=mine', 'there=v']);
  });

  it('that is left open and fails while the function goes on is nobody else’s error', async () => {
    const key = freshPrefix();
    const attempts = await client().transact(async (txn) => {
      if (txn.attempt === 1) await conflicting(txn, key);
      txn.put(key, 'mine');
      void txn.commit();
      while (txn.state === 'committing') await new Promise(setImmediate);
      await new Promise(setImmediate);
      return txn.attempt;
    });
    expect(attempts).toBe(2);
  });

  it('that is left open by an error has ended when that is thrown', async () => {
    const mine = new Error('mine');
    let inside: Transaction | undefined;
    const error = await failure(
      client().transact((txn) => {
        inside = txn;
        txn.put(freshPrefix(), 'v');
        void txn.commit();
        throw mine;
      }),
    );
    expect([error, inside?.state]).toEqual([mine, 'committed']);
  });

  it('is what counts when its time is over: a failure ends transact, whatever the function does', async () => {
    const key = freshPrefix();
    const answered: RpcInterceptor = async ({ rpc }, next) => {
      await next();
      if (rpc === 'KvPrewrite') await tooLong();
    };
    const error = await failure(
      client().transact(
        async (txn) => {
          txn.put(key, 'v');
          await txn.commit().catch(() => {});
          return never();
        },
        { timeoutMs: LONG_MS, interceptors: [answered], asyncCommit: false },
      ),
    );
    expect(error).toBeInstanceOf(UndeterminedError);
  });

  it('is what counts when its time is over: committed, its function is waited for', async () => {
    const controller = new AbortController();
    const result = await client().transact(
      async (txn) => {
        txn.put(freshPrefix(), 'v');
        await txn.commit();
        controller.abort();
        await new Promise(setImmediate);
        return 'done';
      },
      { signal: controller.signal },
    );
    expect(result).toBe('done');
  });

  it('with options that it cannot have is refused, and the transaction goes on', async () => {
    const key = freshPrefix();
    const refused: unknown[] = [];
    await client().transact(
      async (txn) => {
        txn.put(key, 'v');
        for (const bad of [{ signal: 'none' }, { signal: new EventTarget() }, { timeoutMs: 'long' }]) {
          refused.push(await failure(txn.commit(bad as never)));
        }
      },
      { signal: new AbortController().signal },
    );
    expect(refused).toEqual([expect.any(UsageError), expect.any(UsageError), expect.any(UsageError)]);
    expect(text(await client().get(key))).toBe('v');
  });
});
