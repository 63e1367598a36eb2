import { beforeEach, describe, expect, it } from 'vitest';
import {
  AlreadyExistsError,
  ClosedError,
  DeadlineError,
  DeadlockError,
  LockLostError,
  TransactionFinishedError,
  UsageError,
  WriteConflictError,
} from '../../../../src/model/errors.ts';
import { fingerprint64 } from '../../../../src/model/farmhash.ts';
import type { RunningStatement } from '../../../../src/txn/locking/statement-steps.ts';
import type { LockRequest } from '../../../../src/txn/locking/to-lock-call.ts';
import { Transaction } from '../../../../src/txn/transaction.ts';
import {
  bytes,
  conflict,
  deadlockError,
  type FakeRegions,
  FakeTransactionEnvironment,
  granted,
  keyError,
  replies,
  type SeenCall,
  text,
  ts,
} from '../../../support/fake-transaction-environment.ts';

const { ok } = replies;
const START = ts(0);

let environment: FakeTransactionEnvironment;
let regions: FakeRegions;
let txn: Transaction;

beforeEach(() => {
  environment = new FakeTransactionEnvironment();
  regions = environment.fake;
  txn = new Transaction(environment, START, undefined, 'pessimistic');
  environment.oracle.push(ts(100), ts(200), ts(300), ts(400));
});

function lock(keys: readonly string[], run?: RunningStatement, options: Partial<LockRequest> = {}) {
  const request = {
    keys: keys.map(bytes),
    isShared: false,
    returnValues: false,
    checkExistence: false,
    onlyIfExists: false,
    waitMs: undefined,
    ...options,
  };
  return txn.lock(request, environment.deadline(60_000, run?.signal), run);
}

const statement = <Result>(body: (run: RunningStatement) => Promise<Result> | Result, timeoutMs?: number) =>
  txn.statement(body, environment.deadline(timeoutMs));

/** The store locks the key as of a later write than it was asked for. */
const lockedLate = (commitTs: bigint) =>
  ok({
    results: [
      {
        type: 1,
        value: bytes('new'),
        existence: true,
        lockedWithConflictTs: commitTs,
        skipResolvingLock: false,
      },
    ],
  });

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => error,
  );

/** Lock requests so far: keys, primary and timestamp. */
const asked = () =>
  regions
    .of('KvPessimisticLock')
    .map(({ keys, request }) => [
      keys.join(),
      text(request.primaryLock as Uint8Array),
      (request.forUpdateTs as bigint) - START,
    ]);
const at = (ms: number) => ts(ms) - START;
const released = () => regions.of('KVPessimisticRollback').map(({ keys }) => keys.join());
const heartbeats = () => regions.of('KvTxnHeartBeat').map(({ keys }) => keys.join());

async function commit() {
  const result = await txn.commit(environment.deadline());
  await environment.settle();
  return result;
}

describe('a statement', () => {
  it('FAIR-1, FAIR-7: locks as of its own timestamp, and its locks and writes stay', async () => {
    const result = await statement(async (run) => {
      expect([run.asOf, run.attempt, run.conflicts]).toEqual([ts(100), 1, []]);
      const locked = await lock(['a'], run, { returnValues: true });
      txn.put(bytes('a'), bytes('1'));
      return locked;
    });
    expect(result).toEqual([{ isLocked: true, exists: false, value: undefined }]);
    expect(asked()).toEqual([['a', 'a', at(100)]]);
    await commit();
    expect([regions.log, released()]).toEqual([['KvPessimisticLock a', 'KvPrewrite a', 'KvCommit a'], []]);
  });

  it('FAIR-4, FAIR-5, S069: a key written since runs it again; what it locked is not asked for again', async () => {
    regions.script('KvPessimisticLock', granted, lockedLate(ts(150)));
    const seen: unknown[] = [];
    await statement(async (run) => {
      seen.push([run.attempt, run.conflicts.map(({ code }) => code)]);
      txn.put(bytes('w'), bytes(String(run.attempt)));
      const [first] = await lock(['a'], run);
      const [second] = await lock(['b'], run, { returnValues: true });
      seen.push(first?.exists, text(second?.value as Uint8Array));
    });
    expect(seen).toEqual([[1, []], [2, ['TIKV_WRITE_CONFLICT']], false, 'new']);
    expect(asked()).toEqual([
      ['a', 'a', at(100)],
      ['b', 'a', at(100)],
    ]);
    await commit();
    // S049: the lock got late has the timestamp of what it was late for.
    const [prewrite] = regions.of('KvPrewrite');
    expect(prewrite?.keys).toEqual(['a', 'b', 'w']);
    expect(prewrite?.request.forUpdateTsConstraints).toEqual([
      { index: 0, expectedForUpdateTs: ts(100) },
      { index: 1, expectedForUpdateTs: ts(150) },
    ]);
    expect(prewrite?.request.mutations?.[2]?.value).toEqual(bytes('2'));
  });

  it('FAIR-7: gives back what only earlier runs locked', async () => {
    await lock(['p']);
    regions.script('KvPessimisticLock', granted, lockedLate(ts(150)));
    await statement(async (run) => {
      if (run.attempt === 1) await lock(['a'], run);
      await lock(['b'], run);
    });
    await environment.settle();
    expect(released()).toEqual(['a']);
    const [rollback] = regions.of('KVPessimisticRollback');
    expect(rollback?.request.forUpdateTs).toBe(ts(150));
    expect(asked().slice(1)).toEqual([
      ['a', 'p', at(100)],
      ['b', 'p', at(100)],
    ]);
    await commit();
    expect(regions.of('KvPrewrite')[0]?.keys).toEqual(['b', 'p']);
  });

  it('FAIR-4: gives back what two runs in a row did not ask for, before the third', async () => {
    await lock(['p']);
    regions.script('KvPessimisticLock', lockedLate(ts(150)), lockedLate(ts(250)));
    const before: unknown[] = [];
    await statement(async (run) => {
      before.push(released());
      await lock([['a', 'b', 'c'][run.attempt - 1] as string], run);
      await environment.settle();
    });
    expect(before).toEqual([[], [], ['a']]);
    await environment.settle();
    expect(released()).toEqual(['a', 'b']);
  });

  it('FAIR-6: the primary of the run before is taken again when it is among the keys', async () => {
    regions.script('KvPessimisticLock', granted, lockedLate(ts(150)));
    await statement(async (run) => {
      if (run.attempt === 1) await lock(['b'], run);
      await lock(run.attempt === 1 ? ['c'] : ['a', 'b', 'c'], run);
    });
    expect(asked()).toEqual([
      ['b', 'b', at(100)],
      ['c', 'b', at(100)],
      ['a', 'b', at(200)],
    ]);
    expect(environment.keeper.size).toBe(1);
    await commit();
    expect(text(regions.of('KvPrewrite')[0]?.request.primaryLock as Uint8Array)).toBe('b');
  });

  it('S054 primary-switched-mid-way: locks that name another primary are asked for again, or given back', async () => {
    regions.script('KvPessimisticLock', granted, granted, lockedLate(ts(150)));
    await statement(async (run) => {
      if (run.attempt === 1) {
        await lock(['b'], run);
        await lock(['c'], run);
        await lock(['d'], run);
      } else {
        await lock(['a'], run);
        // The old primary is alive until nothing names it.
        expect([released(), environment.keeper.size]).toEqual([[], 1]);
        await lock(['d'], run);
      }
    });
    expect(asked().slice(3)).toEqual([
      ['a', 'a', at(200)],
      ['d', 'a', at(200)],
    ]);
    await environment.settle();
    expect(released()).toEqual(['b,c']);
    await environment.clock.advanceAsync(10_000);
    await environment.settle();
    expect(heartbeats()).toEqual(['a']);
    await commit();
    expect(regions.of('KvPrewrite')[0]?.keys).toEqual(['a', 'd']);
    expect(environment.keeper.size).toBe(0);
  });

  it('S054: a primary that could not be had leaves that of the run before alive, for its locks', async () => {
    regions.script('KvPessimisticLock', granted, lockedLate(ts(150)), ok({ errors: [conflict('a')] }));
    await statement(async (run) => {
      if (run.attempt === 1) {
        await lock(['b'], run);
        await lock(['c'], run);
      } else if (run.attempt === 2) {
        await lock(['a'], run);
      } else {
        expect(environment.keeper.size).toBe(0);
        await lock(['c'], run);
      }
    });
    await environment.settle();
    expect(released()).toEqual(['b,c']);
    expect(asked().slice(2)).toEqual([
      ['a', 'a', at(200)],
      ['c', 'c', at(300)],
    ]);
  });

  it('a last run without locks leaves none, and nothing is kept alive', async () => {
    regions.script('KvPessimisticLock', lockedLate(ts(150)));
    await statement(async (run) => {
      if (run.attempt === 1) await lock(['a'], run);
    });
    await environment.settle();
    expect([released(), environment.keeper.size, txn.isReadOnly]).toEqual([['a'], 0, true]);
  });

  it('several keys of one region: none is locked on a conflict, and it runs again', async () => {
    regions.script('KvPessimisticLock', ok({ errors: [conflict('b')] }));
    await statement((run) => lock(['a', 'b'], run));
    expect(asked()).toEqual([
      ['a,b', 'a', at(100)],
      ['a,b', 'a', at(200)],
    ]);
  });

  it('a circle that only its own keys close runs it again, once the others had their turn', async () => {
    await lock(['p']);
    regions.script('KvPessimisticLock', granted, ok({ errors: [deadlockError(fingerprint64(bytes('a')))] }));
    regions.splitAt = ['b'];
    const causes: unknown[] = [];
    await statement(async (run) => {
      causes.push(...run.conflicts);
      await lock(['a', 'b'], run);
    });
    expect(causes).toEqual([expect.any(DeadlockError)]);
    expect(regions.log.slice(1)).toEqual([
      'KvPessimisticLock a',
      'KvPessimisticLock b',
      'KVPessimisticRollback a',
      'KvPessimisticLock a',
      'KvPessimisticLock b',
    ]);
  });

  it('a call that was refused is over in the cluster before the next one of the run', async () => {
    await lock(['p']);
    regions.splitAt = ['b'];
    regions.script(
      'KvPessimisticLock',
      granted,
      ok({ errors: [keyError({ alreadyExist: { key: bytes('b') } })] }),
    );
    await statement(async (run) => {
      expect(await failure(lock(['a', 'b'], run))).toBeInstanceOf(AlreadyExistsError);
      await lock(['a'], run);
    });
    expect(regions.log.slice(1)).toEqual([
      'KvPessimisticLock a',
      'KvPessimisticLock b',
      'KVPessimisticRollback a',
      'KvPessimisticLock a',
    ]);
    expect(asked().at(-1)).toEqual(['a', 'p', at(100)]);
  });

  it('a key that was inserted and is locked from the run before must not exist', async () => {
    await lock(['p']);
    regions.script('KvPessimisticLock', lockedLate(ts(150)));
    const verdict = await failure(
      statement(async (run) => {
        if (run.attempt === 2) txn.insert(bytes('a'), bytes('1'));
        await lock(['a'], run);
      }),
    );
    expect(verdict).toBeInstanceOf(AlreadyExistsError);
    await environment.settle();
    expect(released()).toEqual(['a']);
  });

  it('S054: a key that could not be locked again is not the primary of what is locked next', async () => {
    regions.script('KvPessimisticLock', (call) => granted(call, 'old'), lockedLate(ts(150)));
    await statement(async (run) => {
      if (run.attempt === 1) {
        await lock(['a'], run);
        await lock(['b'], run);
      }
      const insertElse = txn.savepoint(async () => {
        txn.insert(bytes('a'), bytes('1'));
        await lock(['a'], run);
      });
      expect(await failure(insertElse)).toBeInstanceOf(AlreadyExistsError);
      await lock(['c'], run);
      txn.put(bytes('c'), bytes('2'));
    });
    await environment.settle();
    expect(asked().at(-1)).toEqual(['c', 'c', at(200)]);
    expect(released()).toEqual(['a,b']);
    await commit();
    const [prewrite] = regions.of('KvPrewrite');
    expect([prewrite?.keys, text(prewrite?.request.primaryLock as Uint8Array)]).toEqual([['c'], 'c']);
  });

  it('S055: what is being given back when it begins is locked later than that, by the calls behind it too', async () => {
    await lock(['p']);
    regions.script('KvPessimisticLock', granted, lockedLate(ts(150)));
    regions.script('KVPessimisticRollback', 'never');
    await statement(async (run) => {
      if (run.attempt === 1) await lock(['a'], run);
      await lock(['b'], run);
    });
    await statement(() => {});
    await lock(['a']);
    expect(regions.of('KVPessimisticRollback').map(({ request }) => request.forUpdateTs)).toEqual([ts(150)]);
    expect(asked().at(-1)).toEqual(['a', 'p', at(300)]);
  });

  it('S066: waits for the release of what a store has granted late', async () => {
    await lock(['p']);
    const controller = new AbortController();
    regions.script('KvPessimisticLock', 'never');
    regions.script('KVPessimisticRollback', ok({}), 'never');
    const request = {
      keys: [bytes('a')],
      isShared: false,
      returnValues: false,
      checkExistence: false,
      onlyIfExists: false,
      waitMs: undefined,
    };
    const aborted = failure(txn.lock(request, environment.deadline(60_000, controller.signal)));
    await environment.settle();
    controller.abort();
    await aborted;
    let locked: Promise<unknown> | undefined;
    const running = statement(async (run) => {
      await environment.clock.advanceAsync(1_100);
      await environment.settle();
      expect(released()).toEqual(['a', 'a']);
      locked = lock(['a'], run);
      await environment.settle();
      expect(asked().filter(([keys]) => keys === 'a')).toHaveLength(1);
      regions.parked[0]?.answer(ok({}));
      await locked;
    });
    await running;
    expect(asked().filter(([keys]) => keys === 'a')).toHaveLength(2);
  });
});

describe('a statement that fails', () => {
  it('FAIR-8: its writes are undone and its locks given back, whichever run took them', async () => {
    txn.put(bytes('before'), bytes('1'));
    regions.script('KvPessimisticLock', granted, lockedLate(ts(150)));
    const refusal = new Error('refused');
    const verdict = await failure(
      statement(async (run) => {
        txn.put(bytes('x'), bytes('1'));
        await lock([run.attempt === 1 ? 'a' : 'c'], run);
        await lock(['b'], run);
        throw refusal;
      }),
    );
    expect(verdict).toBe(refusal);
    await environment.settle();
    expect(released().join().split(',').sort()).toEqual(['a', 'b', 'c']);
    expect([txn.length, txn.state, environment.keeper.size]).toEqual([1, 'active', 0]);
    await lock(['z']);
    expect(asked().at(-1)?.slice(0, 2)).toEqual(['z', 'z']);
  });

  it('with locks from before, it leaves those and their primary', async () => {
    await lock(['p']);
    await failure(
      statement(async (run) => {
        await lock(['a'], run);
        throw new Error('refused');
      }),
    );
    await environment.settle();
    expect([released(), environment.keeper.size]).toEqual([['a'], 1]);
    await commit();
    expect(regions.of('KvPrewrite')[0]?.keys).toEqual(['p']);
  });

  it('a conflict that the body keeps to itself runs it again all the same', async () => {
    regions.script('KvPessimisticLock', lockedLate(ts(150)));
    const later: unknown[] = [];
    const attempts = await statement(async (run) => {
      await failure(lock(['a'], run));
      later.push(await failure(lock(['b'], run)));
      return run.attempt;
    });
    expect(attempts).toBe(2);
    expect(later).toEqual([expect.any(WriteConflictError), 'no error']);
  });

  it('its time ends it within a run, and between runs with the conflicts', async () => {
    const within = failure(statement(() => new Promise(() => {}), 400));
    await environment.settle();
    await environment.clock.advanceAsync(400);
    expect(await within).toBeInstanceOf(DeadlineError);
    regions.script('KvPessimisticLock', lockedLate(ts(250)));
    const between = await failure(
      statement(async (run) => {
        await failure(lock(['a'], run));
        environment.clock.advance(500);
      }, 400),
    );
    expect(between).toMatchObject({ code: 'TIKV_DEADLINE', attempts: [expect.any(WriteConflictError)] });
    await environment.settle();
    expect([released(), txn.state]).toEqual([['a'], 'active']);
  });

  it('its time ends it within a later run: the conflicts of those before are told, however it was noticed', async () => {
    regions.script('KvPessimisticLock', lockedLate(ts(150)));
    const stuck = failure(
      statement(async (run) => {
        await lock(['a'], run);
        await new Promise(() => {});
      }, 400),
    );
    await environment.settle();
    await environment.clock.advanceAsync(400);
    expect(await stuck).toMatchObject({ code: 'TIKV_DEADLINE', attempts: [expect.any(WriteConflictError)] });
    regions.script('KvPessimisticLock', lockedLate(ts(350)));
    const ofVerb = new DeadlineError('waiting for a lock', 5, { attempts: ['one'] });
    const thrown = await failure(
      statement(async (run) => {
        await lock(['a'], run);
        throw ofVerb;
      }),
    );
    expect(thrown).toBe(ofVerb);
    expect(ofVerb.attempts).toEqual([expect.any(WriteConflictError), 'one']);
  });

  it('its time ends it while it waits for the timestamp of a later run: that is told with the conflicts', async () => {
    regions.script('KvPessimisticLock', lockedLate(ts(150)));
    environment.oracle.splice(1, 0, () => Promise.reject(new DeadlineError('waiting for a timestamp', 400)));
    const late = await failure(statement((run) => lock(['a'], run)));
    expect(late).toMatchObject({ code: 'TIKV_DEADLINE', attempts: [expect.any(WriteConflictError)] });
  });

  it('what it has left under way ends with its run', async () => {
    regions.script('KvPessimisticLock', 'never');
    let left: Promise<unknown> | undefined;
    await statement((run) => {
      left = failure(lock(['a'], run));
      return environment.settle();
    });
    expect(await left).toMatchObject({ code: 'TIKV_ABORTED' });
    await environment.settle();
    expect(environment.keeper.size).toBe(0);
  });

  it('a run that has ended can lock nothing', async () => {
    let ended: RunningStatement | undefined;
    await statement((run) => {
      ended = run;
    });
    expect(await failure(lock(['a'], ended))).toMatchObject({ code: 'TIKV_USAGE' });
    expect(regions.log).toEqual([]);
  });

  it('a lost lock ends it with its transaction, whatever the body makes of it', async () => {
    regions.script(
      'KvTxnHeartBeat',
      ok({ error: keyError({ txnNotFound: { startTs: START, primaryKey: bytes('a') } }) }),
    );
    const verdict = failure(
      statement(async (run) => {
        await lock(['a'], run);
        await environment.clock.advanceAsync(10_000);
        await environment.settle();
      }),
    );
    expect(await verdict).toBeInstanceOf(LockLostError);
    expect(txn.lostBy).toBeInstanceOf(LockLostError);
  });

  it('a transaction that was rolled back by its body is so; what the body gave is told, unless it was out of date', async () => {
    regions.script('KvPessimisticLock', lockedLate(ts(150)));
    const result = await statement(async (run) => {
      await failure(lock(['a'], run));
      await txn.rollback();
      return 'given up';
    }).catch((error: unknown) => error);
    expect(result).toBeInstanceOf(WriteConflictError);
    txn = new Transaction(environment, START, undefined, 'pessimistic');
    const quiet = await statement(async (run) => {
      await lock(['b'], run);
      await txn.rollback();
      return 'given up';
    });
    expect(quiet).toBe('given up');
    expect(released()).toEqual(['a', 'b']);
  });

  it('a statement whose transaction ends as its timestamp comes ends, too', async () => {
    for (let microtasks = 0; microtasks < 10; microtasks++) {
      txn = new Transaction(environment, START, undefined, 'pessimistic');
      let arrive: (timestamp: bigint) => void = () => {};
      environment.oracle.unshift(() => new Promise((resolve) => (arrive = resolve)));
      const running = statement((run) => lock(['a'], run)).catch((error: unknown) => error);
      await environment.settle();
      arrive(ts(500));
      for (let i = 0; i < microtasks; i++) await undefined;
      void txn.rollback();
      const ended = await Promise.race([running, environment.settle().then(() => 'still runs')]);
      expect(ended).not.toBe('still runs');
      if (microtasks === 0) expect(ended).toBeInstanceOf(TransactionFinishedError);
    }
  });

  it('a lock call that begins when its transaction is just being rolled back ends, and so does the statement', async () => {
    let locking: Promise<unknown> | undefined;
    const verdict = failure(
      statement(async (run) => {
        locking = lock(['a'], run);
        await txn.rollback();
        await locking;
      }),
    );
    expect(await verdict).toBeInstanceOf(TransactionFinishedError);
    expect(await failure(locking as Promise<unknown>)).toBeInstanceOf(TransactionFinishedError);
  });

  it('a client that closes ends it', async () => {
    regions.script('KvPessimisticLock', 'never');
    const verdict = failure(statement((run) => lock(['a'], run)));
    await environment.settle();
    environment.deadlines.close();
    environment.root.stop();
    expect(await verdict).toBeInstanceOf(ClosedError);
  });

  it('a timestamp that cannot be had is told, and the transaction goes on', async () => {
    environment.oracle.unshift(() => Promise.reject(new ClosedError()));
    expect(await failure(statement(() => 1))).toBeInstanceOf(ClosedError);
    expect(await statement(() => 1)).toBe(1);
  });
});

describe('FAIR-9: what cannot be meant is told, and the transaction goes on', () => {
  const misuses: Readonly<Record<string, (run: RunningStatement) => Promise<unknown>>> = {
    'a statement in a statement': () => statement(() => {}),
    'a commit': () => txn.commit(environment.deadline()),
    'a lock beside it': () => lock(['a']),
    'a shared lock': (run) => lock(['a'], run, { isShared: true }),
  };
  it.each(Object.entries(misuses))('%s', async (_, misuse) => {
    await statement(async (run) => {
      expect(await failure(misuse(run))).toBeInstanceOf(UsageError);
      expect(regions.log).toEqual([]);
      await lock(['b'], run);
      txn.put(bytes('b'), bytes('1'));
    });
    await commit();
    expect(regions.of('KvPrewrite')[0]?.keys).toEqual(['b']);
  });

  it('a statement while keys are being locked', async () => {
    regions.parking = true;
    const locking = lock(['a']);
    await environment.settle();
    expect(await failure(statement(() => {}))).toBeInstanceOf(UsageError);
    regions.parking = false;
    const [{ call, answer }] = regions.parked as [{ call: SeenCall; answer(reply: unknown): void }];
    answer(granted(call));
    await locking;
    expect(await statement(() => 'fine')).toBe('fine');
  });

  it('a statement of an optimistic transaction, and of one that has ended', async () => {
    const optimistic = new Transaction(environment, START);
    expect(await failure(optimistic.statement(() => {}, environment.deadline()))).toBeInstanceOf(UsageError);
    await txn.rollback();
    expect(await failure(statement(() => {}))).toBeInstanceOf(TransactionFinishedError);
  });
});
