import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AbortedError,
  AlreadyExistsError,
  ClosedError,
  DeadlineError,
  InternalError,
  LockLostError,
  ProtocolError,
  RegionError,
  RegionUnavailableError,
  TransactionAbortedError,
  TransactionFinishedError,
  UndeterminedError,
  WriteConflictError,
} from '../../../src/model/errors.ts';
import { LOGICAL_BITS, MAX_TIMESTAMP } from '../../../src/model/timestamp.ts';
import { TWO_PHASES } from '../../../src/txn/commit/choose-protocol.ts';
import { Transaction } from '../../../src/txn/transaction.ts';
import {
  bytes,
  conflict,
  type FakeRegions,
  FakeTransactionEnvironment,
  keyError,
  lockInfo,
  lockNotFound,
  lostAnswer,
  replies,
  text,
  ts,
} from '../../support/fake-transaction-environment.ts';

const { ok, moved, failed } = replies;
const START = ts(0);

let environment: FakeTransactionEnvironment;
let regions: FakeRegions;

beforeEach(() => {
  environment = new FakeTransactionEnvironment();
  regions = environment.fake;
});

afterEach(() => {
  expect(environment.actorErrors).toEqual([]);
});

function begin(...keys: string[]): Transaction {
  const transaction = new Transaction(environment, START);
  for (const key of keys) transaction.put(bytes(key), bytes(`value of ${key}`));
  return transaction;
}

/** Commits, with time passing wherever the commit waits, and gives the result or the error. */
async function commit(transaction: Transaction, signal?: AbortSignal): Promise<unknown> {
  const verdict = transaction.commit(environment.deadline(60_000, signal)).catch((error: unknown) => error);
  let isOver = false;
  void verdict.then(() => {
    isOver = true;
  });
  for (let round = 0; round < 200 && !isOver; round++) {
    await environment.settle();
    if (!isOver) environment.clock.advance(100);
  }
  const result = await verdict;
  await environment.settle();
  return result;
}

const unavailable = new RegionUnavailableError('Region unavailable');

describe('two phases', () => {
  it('S001 basic-2pc-visible: locks every key, then commits the primary, then the others', async () => {
    regions.splitAt = ['c', 'e'];
    environment.oracle.push(ts(7));
    const transaction = begin('a', 'b', 'c', 'd', 'e');
    transaction.delete(bytes('d'));
    expect(await commit(transaction)).toEqual({ commitTs: ts(7), protocol: '2pc' });
    expect(regions.log).toEqual([
      'KvPrewrite a,b',
      'KvPrewrite c,d',
      'KvPrewrite e',
      'KvCommit a,b',
      'KvCommit c,d',
      'KvCommit e',
    ]);
    expect(transaction.state).toBe('committed');
  });

  it('sends what the protocol asks for', async () => {
    regions.splitAt = ['b'];
    environment.oracle.push(ts(7));
    environment.clock.advance(50);
    const transaction = begin('a');
    environment.clock.advance(25);
    transaction.insert(bytes('b'), bytes(''));
    transaction.delete(bytes('c'));
    await commit(transaction);
    const common = {
      primaryLock: bytes('a'),
      startVersion: START,
      lockTtl: 3025n,
      minCommitTs: START + 1n,
      maxCommitTs: 0n,
    };
    expect(regions.of('KvPrewrite').map(({ request }) => request)).toEqual([
      {
        ...common,
        mutations: [{ op: 0, key: bytes('a'), value: bytes('value of a') }],
        pessimisticActions: [0],
        txnSize: 1n,
      },
      {
        ...common,
        mutations: [
          { op: 4, key: bytes('b'), value: bytes('') },
          { op: 1, key: bytes('c'), value: bytes('') },
        ],
        pessimisticActions: [0, 0],
        txnSize: 2n,
      },
    ]);
    expect(regions.of('KvCommit').map(({ request }) => request)).toEqual([
      {
        startVersion: START,
        commitVersion: ts(7),
        keys: [bytes('a')],
        primaryKey: bytes('a'),
        commitRole: 1,
      },
      {
        startVersion: START,
        commitVersion: ts(7),
        keys: [bytes('b'), bytes('c')],
        primaryKey: bytes('a'),
        commitRole: 2,
        useAsyncCommit: false,
      },
    ]);
  });

  it.each([
    ['off', undefined, 0],
    ['fast', 1, 1],
    ['strict', 1, 2],
    [undefined, 1, 2],
  ] as const)(
    'TXN-31: sends what was asserted of keys, level %s, with their own requests alone',
    async (level, assertion, sent) => {
      regions.splitAt = ['b', 'c'];
      const protocols = { ...TWO_PHASES, assertionLevel: level };
      const transaction = new Transaction(environment, START, protocols);
      transaction.put(bytes('a'), bytes('1'));
      transaction.put(bytes('b'), bytes('2'), 'exists');
      transaction.delete(bytes('c'), 'absent');
      await commit(transaction);
      const [plain, exists, absent] = regions.of('KvPrewrite').map(({ request }) => request);
      expect([plain?.mutations?.[0]?.assertion, plain?.assertionLevel]).toEqual([undefined, undefined]);
      expect([exists?.mutations?.[0]?.assertion, exists?.assertionLevel]).toEqual([assertion, sent]);
      expect([absent?.mutations?.[0]?.assertion, absent?.assertionLevel]).toEqual([assertion && 2, sent]);
    },
  );

  it('has stores give up on its requests before the client does (parity rows TO-4, PRW-5)', async () => {
    regions.script('KvCommit', ok({ error: lockNotFound('a') }, lostAnswer));
    await commit(begin('a'));
    expect(regions.calls.map(({ rpc, executionLimitMs }) => [rpc, executionLimitMs])).toEqual([
      ['KvPrewrite', 20_000],
      ['KvCommit', 20_000],
      ['KvCheckTxnStatus', 20_000],
      ['KvBatchRollback', 20_000],
    ]);
  });

  it('commits nothing without a request, at its start timestamp', async () => {
    const transaction = begin();
    expect(await commit(transaction)).toEqual({ commitTs: START, protocol: 'none' });
    expect(regions.log).toEqual([]);
    expect(transaction.state).toBe('committed');
  });

  it('S003 write-conflict-first-committer: the loser gets both timestamps, and nothing of it stays', async () => {
    regions.splitAt = ['b'];
    regions.script('KvPrewrite', ok({ errors: [conflict('a')] }), ok());
    const transaction = begin('a', 'b');
    const error = await commit(transaction);
    expect(error).toBeInstanceOf(WriteConflictError);
    expect(error).toMatchObject({
      startTs: ts(0),
      conflictStartTs: ts(1),
      conflictCommitTs: ts(2),
      reason: 'optimistic',
    });
    expect(regions.log).toEqual(['KvPrewrite a', 'KvPrewrite b', 'KvBatchRollback b']);
    expect(transaction.state).toBe('rolledBack');
  });

  it('S004 lost-update-never-retried: a conflict is told at once, and no write is sent again', async () => {
    regions.script('KvPrewrite', ok({ errors: [conflict('a')] }));
    await commit(begin('a'));
    expect(regions.log).toEqual(['KvPrewrite a']);
  });

  it('S006 primary-commits-first: no other commit leaves before the primary is committed', async () => {
    regions.splitAt = ['b'];
    const transaction = begin('a', 'b');
    regions.script('KvPrewrite', ok(), ok());
    regions.parking = true;
    const verdict = transaction.commit(environment.deadline());
    await environment.settle();
    expect(regions.parked.map(({ call }) => call.keys)).toEqual([['a']]);
    regions.parked[0]?.answer(ok());
    await verdict;
    await environment.settle();
    expect(regions.parked.map(({ call }) => [call.rpc, call.keys])).toEqual([['KvCommit', ['b']]]);
    regions.parked[0]?.answer(ok());
    await environment.background.idle();
  });

  it('S006 primary-commits-first: a primary that fails sends none', async () => {
    regions.splitAt = ['b'];
    regions.script('KvCommit', ok({ error: lockNotFound('a') }));
    expect(await commit(begin('a', 'b'))).toBeInstanceOf(LockLostError);
    expect(regions.log.slice(2)).toEqual(['KvCommit a', 'KvBatchRollback a', 'KvBatchRollback b']);
  });

  it('S007 secondaries-in-background: what fails after the primary is no error of the commit', async () => {
    regions.splitAt = ['b'];
    environment.oracle.push(ts(9));
    regions.script('KvCommit', ok(), failed(unavailable));
    const transaction = begin('a', 'b');
    expect(await commit(transaction)).toEqual({ commitTs: ts(9), protocol: '2pc' });
    expect(environment.failures).toEqual([
      { name: `commit of secondaries of transaction ${START}`, error: unavailable },
    ]);
    expect(transaction.state).toBe('committed');
  });

  it('S013 already-committed-key-error-after-primary: a refused secondary is a loud internal error', async () => {
    regions.splitAt = ['b', 'c'];
    regions.script('KvCommit', ok(), ok({ error: lockNotFound('b') }));
    expect(await commit(begin('a', 'b', 'c'))).toMatchObject({ protocol: '2pc' });
    expect(environment.failures.map(({ error }) => error)).toEqual([expect.any(InternalError)]);
    expect(regions.log.filter((call) => call.startsWith('KvBatchRollback'))).toEqual([]);
    expect(regions.log).toContain('KvCommit c');
  });

  it('S017 delete-your-writes-ghost-primary: what is only checked is neither committed nor rolled back', async () => {
    const transaction = begin('b');
    transaction.insert(bytes('a'), bytes('1'));
    transaction.delete(bytes('a'));
    await commit(transaction);
    expect(regions.log).toEqual(['KvPrewrite a,b', 'KvCommit b']);
    expect(regions.of('KvPrewrite')[0]?.request.primaryLock).toEqual(bytes('b'));
  });

  it('S017 delete-your-writes-ghost-primary: a transaction of checks alone ends with its prewrite', async () => {
    const transaction = begin();
    transaction.insert(bytes('a'), bytes('1'));
    transaction.delete(bytes('a'));
    expect(await commit(transaction)).toEqual({ commitTs: START, protocol: 'none' });
    expect(regions.log).toEqual(['KvPrewrite a']);
  });

  it('S019 insert-and-check-not-exists: a key that exists is named', async () => {
    const transaction = begin();
    transaction.insert(bytes('a'), bytes('1'));
    regions.script('KvPrewrite', ok({ errors: [keyError({ alreadyExist: { key: bytes('a') } })] }));
    const error = await commit(transaction);
    expect(error).toEqual(new AlreadyExistsError(bytes('a')));
    expect(text((error as AlreadyExistsError).key)).toBe('a');
  });

  it('PRW-9: that a key exists is nonsense for a key that may', async () => {
    regions.script('KvPrewrite', ok({ errors: [keyError({ alreadyExist: { key: bytes('a') } })] }));
    expect(await commit(begin('a'))).toBeInstanceOf(ProtocolError);
  });

  it('PRW-9: that an assertion failed is nonsense for a key of which nothing was asserted', async () => {
    const assertionFailed = {
      startTs: START,
      key: bytes('a'),
      assertion: 1,
      existingStartTs: 0n,
      existingCommitTs: 0n,
    };
    regions.script('KvPrewrite', ok({ errors: [keyError({ assertionFailed })] }));
    const transaction = begin('a');
    transaction.put(bytes('b'), bytes('1'), 'exists');
    expect(await commit(transaction)).toBeInstanceOf(ProtocolError);
  });

  it('GRP-3: batches close at 16 KiB; the primary comes first', async () => {
    const transaction = new Transaction(environment, START);
    for (const key of ['a', 'b', 'c']) transaction.put(bytes(key), new Uint8Array(9 * 1024));
    await commit(transaction);
    expect(regions.log).toEqual(['KvPrewrite a,b', 'KvPrewrite c', 'KvCommit a,b,c']);
    expect(regions.of('KvPrewrite').map(({ request }) => request.txnSize)).toEqual([3n, 3n]);
  });

  it('GRP-7: 128 batches are under way at once', async () => {
    const transaction = new Transaction(environment, START);
    for (let n = 0; n < 130; n++) transaction.put(bytes(`key ${n}`), new Uint8Array(16 * 1024));
    regions.parking = true;
    const verdict = transaction.commit(environment.deadline());
    await environment.settle();
    expect(regions.calls.length).toBe(128);
    regions.parking = false;
    for (const { answer } of [...regions.parked]) answer(ok());
    await verdict;
    expect(regions.of('KvPrewrite').length).toBe(130);
    await environment.background.idle();
  });
});

describe('lost answers', () => {
  it('S008 commit-primary-lost-reply: undetermined, and nothing is cleaned up', async () => {
    regions.splitAt = ['b'];
    regions.script('KvCommit', failed(unavailable, lostAnswer));
    const transaction = begin('a', 'b');
    const error = await commit(transaction);
    expect(error).toBeInstanceOf(UndeterminedError);
    expect(error).toMatchObject({ startTs: START, primary: bytes('a'), cause: lostAnswer, retryable: false });
    expect(regions.log).toEqual(['KvPrewrite a', 'KvPrewrite b', 'KvCommit a']);
    expect(transaction.state).toBe('undetermined');
  });

  it('S009 commit-primary-rpc-then-keyerror: the primary is asked, and its rollback makes the failure definite', async () => {
    regions.script('KvCommit', ok({ error: lockNotFound('a') }, lostAnswer));
    expect(await commit(begin('a'))).toBeInstanceOf(LockLostError);
    expect(regions.log).toEqual(['KvPrewrite a', 'KvCommit a', 'KvCheckTxnStatus a', 'KvBatchRollback a']);
    expect(regions.of('KvCheckTxnStatus')[0]?.request).toEqual({
      primaryKey: bytes('a'),
      lockTs: START,
      callerStartTs: 0n,
      currentTs: 0n,
    });
  });

  it('S009 commit-primary-rpc-then-keyerror: the primary may tell that it was committed after all', async () => {
    regions.splitAt = ['b'];
    regions.script('KvCommit', ok({ error: lockNotFound('a') }, lostAnswer));
    regions.script('KvCheckTxnStatus', ok({ commitVersion: ts(8) }));
    expect(await commit(begin('a', 'b'))).toEqual({ commitTs: ts(8), protocol: '2pc' });
    expect(regions.log.slice(4)).toEqual(['KvCommit a', 'KvCommit b']);
    expect(regions.of('KvCommit').at(-1)?.request.commitVersion).toBe(ts(8));
  });

  it('S009 commit-primary-rpc-then-keyerror: a region error afterwards tells nothing', async () => {
    regions.script('KvCommit', moved('epochNotMatch', lostAnswer), failed(unavailable));
    expect(await commit(begin('a'))).toMatchObject({ code: 'TIKV_UNDETERMINED', cause: lostAnswer });
    expect(regions.log).toEqual(['KvPrewrite a', 'KvCommit a', 'KvCommit a']);
  });

  it('S010 commit-primary-region-error-only: nothing was proposed, so the failure is definite', async () => {
    regions.script('KvCommit', moved(), moved('notLeader'), failed(unavailable));
    const transaction = begin('a');
    expect(await commit(transaction)).toBe(unavailable);
    expect(regions.log).toEqual([
      'KvPrewrite a',
      'KvCommit a',
      'KvCommit a',
      'KvCommit a',
      'KvBatchRollback a',
    ]);
    expect(transaction.state).toBe('rolledBack');
  });

  it('S010 commit-primary-region-error-only: StaleCommand counts as a lost answer', async () => {
    const stale = new RegionError('staleCommand', 'Stale command');
    regions.script('KvCommit', failed(unavailable, stale));
    expect(await commit(begin('a'))).toMatchObject({ code: 'TIKV_UNDETERMINED', cause: stale });
  });

  it('a later success clears a lost answer', async () => {
    regions.script('KvCommit', ok({}, lostAnswer));
    environment.oracle.push(ts(5));
    expect(await commit(begin('a'))).toEqual({ commitTs: ts(5), protocol: '2pc' });
  });

  it('S047 gc-eats-commit-record: no trace of the transaction is no proof of its rollback', async () => {
    regions.script('KvCommit', ok({ error: lockNotFound('a') }, lostAnswer));
    regions.script(
      'KvCheckTxnStatus',
      ok({ error: keyError({ txnNotFound: { startTs: START, primaryKey: bytes('a') } }) }),
    );
    expect(await commit(begin('a'))).toBeInstanceOf(UndeterminedError);
    expect(regions.log).toEqual(['KvPrewrite a', 'KvCommit a', 'KvCheckTxnStatus a']);
  });

  it('S050 undetermined-region-error: on the primary it is the end; a prewrite is tried again', async () => {
    const undetermined = new RegionError('undeterminedResult', 'Proposed, outcome unknown');
    regions.script('KvPrewrite', moved('undeterminedResult', undetermined));
    regions.script('KvCommit', moved('undeterminedResult', undetermined));
    expect(await commit(begin('a'))).toMatchObject({ code: 'TIKV_UNDETERMINED', cause: undetermined });
    expect(regions.log).toEqual(['KvPrewrite a', 'KvPrewrite a', 'KvCommit a']);
  });

  it('S014 prewrite-cancel-siblings: a lost answer of a prewrite in two phases leaves nothing open', async () => {
    regions.script('KvPrewrite', failed(unavailable, lostAnswer));
    expect(await commit(begin('a'))).toBe(unavailable);
    expect(regions.log).toEqual(['KvPrewrite a', 'KvBatchRollback a']);
  });
});

describe('commit timestamps', () => {
  it('S011 commit-ts-expired-retry: takes a new one, not below what readers were promised', async () => {
    const rejected = { startTs: START, attemptedCommitTs: ts(5), key: bytes('a'), minCommitTs: ts(8) };
    regions.script('KvCommit', ok({ error: keyError({ commitTsExpired: rejected }) }));
    environment.oracle.push(ts(5), ts(7), ts(9));
    expect(await commit(begin('a'))).toEqual({ commitTs: ts(9), protocol: '2pc' });
    expect(regions.of('KvCommit').map(({ request, resend }) => [request.commitVersion, resend])).toEqual([
      [ts(5), false],
      [ts(9), true],
    ]);
  });

  it('S011 commit-ts-expired-retry: refusing it clears an answer lost before', async () => {
    const rejected = { startTs: START, attemptedCommitTs: ts(5), key: bytes('a'), minCommitTs: ts(8) };
    regions.script(
      'KvCommit',
      ok({ error: keyError({ commitTsExpired: rejected }) }, lostAnswer),
      failed(unavailable),
    );
    environment.oracle.push(ts(5), ts(9));
    expect(await commit(begin('a'))).toBe(unavailable);
  });

  it('S011 commit-ts-expired-retry: more than an hour ahead aborts instead of looping', async () => {
    const hour = 3_600_000n << LOGICAL_BITS;
    const rejected = {
      startTs: START,
      attemptedCommitTs: ts(5),
      key: bytes('a'),
      minCommitTs: ts(5) + hour + 1n,
    };
    regions.script('KvCommit', ok({ error: keyError({ commitTsExpired: rejected }) }));
    environment.oracle.push(ts(5));
    expect(await commit(begin('a'))).toBeInstanceOf(TransactionAbortedError);
    expect(regions.log.slice(1)).toEqual(['KvCommit a', 'KvBatchRollback a']);
  });

  it('S011 commit-ts-expired-retry: on a key that is not the primary it makes no sense', async () => {
    const rejected = { startTs: START, attemptedCommitTs: ts(5), key: bytes('b'), minCommitTs: ts(8) };
    regions.script('KvCommit', ok({ error: keyError({ commitTsExpired: rejected }) }));
    expect(await commit(begin('a', 'b'))).toBeInstanceOf(ProtocolError);
  });

  it('S012 illegal-tso: a timestamp not above the start is refused before it is sent', async () => {
    environment.oracle.push(START);
    expect(await commit(begin('a'))).toBeInstanceOf(ProtocolError);
    expect(regions.log).toEqual(['KvPrewrite a', 'KvBatchRollback a']);
  });

  it('TXN-37: a transaction older than a day is not committed', async () => {
    environment.oracle.push(ts(24 * 3_600_000 + 1));
    expect(await commit(begin('a'))).toBeInstanceOf(TransactionAbortedError);
  });

  it.each([
    ['in one phase', { onePhaseCommit: true, asyncCommit: false, causalConsistency: false }],
    ['asynchronously', { onePhaseCommit: false, asyncCommit: true, causalConsistency: false }],
  ])('TXN-37: nor is one %s, and nothing is sent', async (_, protocols) => {
    environment.oracle.push(ts(24 * 3_600_000 + 1));
    const transaction = new Transaction(environment, START, protocols);
    transaction.put(bytes('a'), bytes('1'));
    expect(await commit(transaction)).toBeInstanceOf(TransactionAbortedError);
    expect(regions.log).toEqual([]);
  });

  it.each([
    ['in one phase', { onePhaseCommit: true, asyncCommit: false, causalConsistency: true }],
    ['asynchronously', { onePhaseCommit: false, asyncCommit: true, causalConsistency: true }],
  ])('TXN-37: nor is a causal one %s, by the clock: it asks for no timestamp', async (_, protocols) => {
    const young = new Transaction(environment, START, { ...protocols, startAgeMs: 24 * 3_600_000 });
    const old = new Transaction(environment, START, { ...protocols, startAgeMs: 24 * 3_600_000 + 1 });
    for (const transaction of [young, old]) transaction.put(bytes('a'), bytes('1'));
    regions.script(
      'KvPrewrite',
      ok({ minCommitTs: ts(5), onePcCommitTs: protocols.onePhaseCommit ? ts(5) : 0n }),
    );
    expect(await commit(young)).toMatchObject({ commitTs: ts(5) });
    regions.calls.length = 0;
    expect(await commit(old)).toBeInstanceOf(TransactionAbortedError);
    expect(regions.log).toEqual([]);
  });

  it('without a timestamp from PD it has failed, and is rolled back', async () => {
    const unreachable = new InternalError('PD is gone');
    environment.oracle.push(() => Promise.reject(unreachable));
    expect(await commit(begin('a'))).toBe(unreachable);
    expect(regions.log).toEqual(['KvPrewrite a', 'KvBatchRollback a']);
  });
});

describe('regions that move', () => {
  it('S020 txn-size-per-region: known for the first grouping, unknown after a region miss', async () => {
    regions.splitAt = ['c'];
    regions.script('KvPrewrite', (call) => {
      regions.splitAt = ['b', 'c'];
      return call.keys[0] === 'a' ? moved() : ok();
    });
    await commit(begin('a', 'b', 'c'));
    expect(regions.of('KvPrewrite').map(({ keys, request }) => [keys.join(), request.txnSize])).toEqual([
      ['a,b', 2n],
      ['c', 1n],
      ['a', MAX_TIMESTAMP],
      ['b', MAX_TIMESTAMP],
    ]);
  });

  it('S045 is-retry-request-flag: on every resend, each mutation with its own flags', async () => {
    regions.script('KvPrewrite', () => {
      regions.splitAt = ['b'];
      return moved();
    });
    const transaction = begin('a');
    transaction.insert(bytes('b'), bytes('2'));
    await commit(transaction);
    expect(
      regions.of('KvPrewrite').map(({ resend, request }) => [resend, request.mutations?.map(({ op }) => op)]),
    ).toEqual([
      [false, [0, 4]],
      [true, [0]],
      [true, [4]],
    ]);
  });

  it('S045 is-retry-request-flag: not after a lock, with which nothing was done; unless it may have been before', async () => {
    const locked = () => ok({ errors: [keyError({ locked: lockInfo('a', ts(-1)) })] });
    regions.script('KvPrewrite', locked(), locked(), moved(), locked());
    await commit(begin('a'));
    const marks = () => regions.of('KvPrewrite').map(({ resend }) => resend);
    expect(marks()).toEqual([false, false, false, true, true]);
    regions.calls.length = 0;
    regions.script('KvPrewrite', ok({ errors: [keyError({ locked: lockInfo('a', ts(-1)) })] }, lostAnswer));
    await commit(begin('a'));
    expect(marks()).toEqual([false, true]);
  });

  it('commits the primary alone when its region was split, the rest afterwards', async () => {
    regions.script('KvCommit', () => {
      regions.splitAt = ['b'];
      return moved();
    });
    await commit(begin('a', 'b'));
    expect(regions.log).toEqual(['KvPrewrite a,b', 'KvCommit a,b', 'KvCommit a', 'KvCommit b']);
  });

  it('follows a region through any number of changes, one request at a time', async () => {
    regions.script('KvPrewrite', ...Array.from({ length: 500 }, () => moved()));
    regions.script('KvCommit', ok(), ...Array.from({ length: 500 }, () => moved()));
    regions.splitAt = ['b'];
    expect(await commit(begin('a', 'b'))).toMatchObject({ protocol: '2pc' });
    expect([regions.of('KvPrewrite').length, regions.of('KvCommit').length]).toEqual([502, 502]);
  });

  it('follows regions when it commits secondaries and when it rolls back', async () => {
    regions.splitAt = ['b'];
    regions.script('KvCommit', ok(), moved('notLeader'));
    await commit(begin('a', 'b'));
    await environment.clock.advanceAsync(10);
    expect(regions.log.slice(2)).toEqual(['KvCommit a', 'KvCommit b', 'KvCommit b']);
    expect(regions.calls.at(-1)?.resend).toBe(true);
  });
});

describe('locks of others', () => {
  const locked = (startTs: bigint) => ok({ errors: [keyError({ locked: lockInfo('a', startTs) })] });

  it('are resolved for a write, and the prewrite is sent again', async () => {
    regions.script('KvPrewrite', locked(START - 1n));
    expect(await commit(begin('a'))).toMatchObject({ protocol: '2pc' });
    expect(environment.resolved).toEqual([
      {
        locks: [
          {
            key: bytes('a'),
            primary: bytes('a'),
            startTs: START - 1n,
            ttlMs: 3000n,
            txnSize: 1n,
            kind: 'put',
            useAsyncCommit: false,
            forUpdateTs: 0n,
            minCommitTs: 0n,
          },
        ],
        options: { callerStartTs: START, mode: 'write', pessimisticRegion: true },
      },
    ]);
  });

  it('are waited for as long as they live, and no longer', async () => {
    regions.script('KvPrewrite', locked(START - 1n));
    environment.waits.push(20);
    const verdict = begin('a').commit(environment.deadline());
    await environment.clock.advanceAsync(19);
    expect(regions.log).toEqual(['KvPrewrite a']);
    await environment.clock.advanceAsync(1);
    expect(regions.log[1]).toBe('KvPrewrite a');
    await verdict;
  });

  it('S018 optimistic-larger-ts-lock: one that began later is a conflict at once', async () => {
    regions.script('KvPrewrite', locked(START + 1n));
    expect(await commit(begin('a'))).toMatchObject({
      code: 'TIKV_WRITE_CONFLICT',
      conflictStartTs: START + 1n,
      conflictCommitTs: 0n,
      reason: 'optimistic',
    });
    expect(environment.resolved).toEqual([]);
  });

  it('its own lock is no lock of others', async () => {
    regions.script('KvPrewrite', locked(START));
    expect(await commit(begin('a'))).toBeInstanceOf(ProtocolError);
    expect(environment.resolved).toEqual([]);
  });

  it('a wrapper of shared locks stands for its holders', async () => {
    const wrapper = {
      ...lockInfo('a', 0n),
      lockType: 7,
      sharedLockInfos: [lockInfo('a', START - 2n), lockInfo('a', START - 1n)],
    };
    regions.script('KvPrewrite', ok({ errors: [keyError({ locked: wrapper })] }));
    await commit(begin('a'));
    expect(environment.resolved[0]?.locks.map(({ startTs }) => startTs)).toEqual([START - 2n, START - 1n]);
  });
});

describe('what is cancelled', () => {
  it('S014 prewrite-cancel-siblings: the first failure ends the others, and is what the caller hears', async () => {
    regions.splitAt = ['b', 'c'];
    regions.script('KvPrewrite', 'never', ok({ errors: [conflict('b')] }), 'never');
    expect(await commit(begin('a', 'b', 'c'))).toBeInstanceOf(WriteConflictError);
    expect(regions.parked).toEqual([]);
    expect(regions.log.slice(3)).toEqual(['KvBatchRollback a', 'KvBatchRollback c']);
  });

  it('GRP-8: an assertion that failed yields to a better reason', async () => {
    regions.splitAt = ['b'];
    const assertion = {
      startTs: START,
      key: bytes('a'),
      assertion: 1,
      existingStartTs: 0n,
      existingCommitTs: 0n,
    };
    regions.script(
      'KvPrewrite',
      ok({ errors: [keyError({ assertionFailed: assertion })] }),
      ok({ errors: [conflict('b')] }),
    );
    const transaction = begin('b');
    transaction.put(bytes('a'), bytes('1'), 'exists');
    expect(await commit(transaction)).toBeInstanceOf(WriteConflictError);
  });

  it('S015 rollback-waits-for-prewrites: an abort while prewriting cleans up all that may be locked', async () => {
    regions.splitAt = ['b', 'c'];
    regions.script('KvPrewrite', ok(), 'never');
    const controller = new AbortController();
    const transaction = begin('a', 'b');
    const verdict = commit(transaction, controller.signal);
    await environment.settle();
    controller.abort('enough');
    expect(await verdict).toEqual(new AbortedError('committing', 'enough'));
    expect(regions.log).toEqual(['KvPrewrite a', 'KvPrewrite b', 'KvBatchRollback a', 'KvBatchRollback b']);
    expect(transaction.state).toBe('rolledBack');
  });

  it('S016 late-prewrite-after-rollback: a prewrite that was never acknowledged is rolled back too', async () => {
    regions.script('KvPrewrite', 'never');
    const verdict = begin('a')
      .commit(environment.deadline(500))
      .catch((error: unknown) => error);
    await environment.clock.advanceAsync(501);
    expect(await verdict).toEqual(new DeadlineError('committing', 500));
    await environment.settle();
    expect(regions.log).toEqual(['KvPrewrite a', 'KvBatchRollback a']);
  });

  it('an abort before anything was sent leaves nothing to clean up', async () => {
    expect(await commit(begin('a'), AbortSignal.abort('early'))).toEqual(
      new AbortedError('committing', 'early'),
    );
    expect(regions.log).toEqual([]);
  });

  it('an abort while the primary is being committed leaves the outcome open', async () => {
    regions.script('KvCommit', 'never');
    const controller = new AbortController();
    const verdict = commit(begin('a'), controller.signal);
    await environment.settle();
    controller.abort();
    expect(await verdict).toBeInstanceOf(UndeterminedError);
    expect(regions.log).toEqual(['KvPrewrite a', 'KvCommit a']);
  });

  it('a rollback that fails is reported, and the transaction is as failed as before', async () => {
    regions.script('KvPrewrite', failed(unavailable, lostAnswer));
    regions.script('KvBatchRollback', failed(unavailable));
    const transaction = begin('a');
    expect(await commit(transaction)).toBe(unavailable);
    expect(environment.failures).toEqual([{ name: `rollback of transaction ${START}`, error: unavailable }]);
    expect(transaction.state).toBe('rolledBack');
  });
});

describe('use', () => {
  it('reads its own writes and the snapshot for the rest', async () => {
    const transaction = begin('a');
    transaction.delete(bytes('b'));
    const asked: string[] = [];
    const read = async (key: Uint8Array) => {
      asked.push(text(key));
      return bytes('stored');
    };
    expect(await transaction.get(bytes('a'), read)).toEqual(bytes('value of a'));
    expect(await transaction.get(bytes('b'), read)).toBeUndefined();
    expect(await transaction.get(bytes('c'), read)).toEqual(bytes('stored'));
    expect(asked).toEqual(['c']);
    const values = await transaction.batchGet(['c', 'a', 'b', 'd'].map(bytes), async (keys) =>
      keys.map((key) => (text(key) === 'd' ? undefined : bytes(`stored ${text(key)}`))),
    );
    expect(values).toEqual([bytes('stored c'), bytes('value of a'), undefined, undefined]);
  });

  it('ends with commit or rollback', async () => {
    const finished = begin('a');
    await commit(finished);
    const expected = new TransactionFinishedError(`Transaction ${START} has been committed; begin another`);
    expect(() => finished.put(bytes('b'), bytes('1'))).toThrow(expected);
    await expect(finished.commit(environment.deadline())).rejects.toEqual(expected);
    await expect(finished.get(bytes('a'), async () => undefined)).rejects.toEqual(expected);
  });

  it('rollback once it has ended does nothing, so that it may stand in a finally', async () => {
    const committed = begin('a');
    await commit(committed);
    await committed.rollback();
    const rolledBack = begin('b');
    await rolledBack.rollback();
    await rolledBack.rollback();
    const refused = begin('c');
    regions.script('KvPrewrite', failed(unavailable));
    regions.script('KvBatchRollback', 'never');
    expect(await commit(refused)).toBe(unavailable);
    await refused.rollback();
    expect([committed, rolledBack, refused].map(({ state }) => state)).toEqual([
      'committed',
      'rolledBack',
      'rolledBack',
    ]);
  });

  it('takes nothing while it commits', async () => {
    regions.parking = true;
    const transaction = begin('a');
    const verdict = transaction.commit(environment.deadline()).catch(() => {});
    expect(transaction.state).toBe('committing');
    expect(() => transaction.put(bytes('b'), bytes('1'))).toThrow(TransactionFinishedError);
    await expect(transaction.rollback()).rejects.toThrow(TransactionFinishedError);
    await environment.settle();
    regions.parking = false;
    regions.parked[0]?.answer(ok());
    await verdict;
    await environment.settle();
  });

  it('rolls back without a request, since nothing left this process', async () => {
    const transaction = begin('a');
    await transaction.rollback();
    expect(transaction.state).toBe('rolledBack');
    expect(regions.log).toEqual([]);
    expect(environment.root.liveCount).toBe(0);
  });

  it('leaves no actor behind, however it ends', async () => {
    await commit(begin('a'));
    regions.script('KvPrewrite', ok({ errors: [conflict('a')] }), ok());
    await commit(begin('a'));
    regions.script('KvCommit', failed(unavailable, lostAnswer));
    await commit(begin('a'));
    expect(environment.root.liveCount).toBe(0);
    expect(environment.background.size).toBe(0);
  });

  it('a client that closes behind an answered commit tells nothing more of it', async () => {
    const told: string[] = [];
    environment.events = { wants: () => true, emit: (event) => void told.push(event) };
    regions.splitAt = ['b'];
    const transaction = begin('a', 'b');
    regions.script('KvCommit', ok(), 'never');
    await transaction.commit(environment.deadline());
    environment.root.stop();
    await environment.settle();
    expect(told.filter((event) => event.startsWith('transaction.'))).toEqual(['transaction.committed']);
  });

  it('refuses a start timestamp that no oracle gives', () => {
    expect(() => new Transaction(environment, MAX_TIMESTAMP)).toThrow(/cannot begin/);
  });

  it('a client that closes answers whoever waits: closed before the primary, unknown during it', async () => {
    const told: string[] = [];
    environment.events = { wants: () => true, emit: (event) => void told.push(event) };
    regions.parking = true;
    const early = begin('a');
    const earlyVerdict = early.commit(environment.deadline()).catch((error: unknown) => error);
    await environment.settle();
    regions.script('KvPrewrite', ok());
    const late = begin('b');
    const lateVerdict = late.commit(environment.deadline()).catch((error: unknown) => error);
    await environment.settle();
    environment.root.stop();
    environment.deadlines.close();
    expect([(await earlyVerdict) as Error, (await lateVerdict) as Error].map(({ name }) => name)).toEqual([
      'ClosedError',
      'UndeterminedError',
    ]);
    expect(told.toSorted()).toEqual(['transaction.failed', 'transaction.undetermined']);
    expect(() => early.put(bytes('c'), bytes('1'))).toThrow(ClosedError);
    expect(() => new Transaction(environment, START)).toThrow(ClosedError);
  });
});
