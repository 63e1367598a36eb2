import { beforeEach, describe, expect, it } from 'vitest';
import {
  AbortedError,
  AlreadyExistsError,
  ClosedError,
  DeadlineError,
  DeadlockError,
  LockLostError,
  LockNotAvailableError,
  LockWaitTimeoutError,
  ProtocolError,
  RegionUnavailableError,
  type TikvError,
  TransactionFinishedError,
  UndeterminedError,
  UsageError,
  WriteConflictError,
} from '../../../../src/model/errors.ts';
import { fingerprint64 } from '../../../../src/model/farmhash.ts';
import { LOGICAL_BITS } from '../../../../src/model/timestamp.ts';
import type { Backoffer } from '../../../../src/retry/backoffer.ts';
import { TWO_PHASES } from '../../../../src/txn/commit/choose-protocol.ts';
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
  lockInfo,
  lostAnswer,
  type Reply,
  replies,
  type Scripted,
  type SeenCall,
  text,
  ts,
} from '../../../support/fake-transaction-environment.ts';

const { ok, moved, failed } = replies;
const START = ts(0);
const unavailable = new RegionUnavailableError('Region unavailable');

let environment: FakeTransactionEnvironment;
let regions: FakeRegions;
let txn: Transaction;

beforeEach(() => {
  environment = new FakeTransactionEnvironment();
  regions = environment.fake;
  txn = begin();
});

function begin(protocols = TWO_PHASES): Transaction {
  return new Transaction(environment, START, protocols, 'pessimistic');
}

function lock(
  keys: readonly string[],
  options: Partial<LockRequest & { timeoutMs: number; signal: AbortSignal }> = {},
) {
  const { timeoutMs = 60_000, signal, ...rest } = options;
  const request = {
    keys: keys.map(bytes),
    isShared: false,
    returnValues: false,
    checkExistence: false,
    onlyIfExists: false,
    waitMs: undefined,
    ...rest,
  };
  return txn.lock(request, environment.deadline(timeoutMs, signal));
}

/** The error a call ends with, with time passing wherever it waits. */
async function failure(call: Promise<unknown>): Promise<unknown> {
  const verdict = call.then(
    () => 'no error',
    (error: unknown) => error,
  );
  for (let round = 0; round < 100; round++) {
    await environment.settle();
    await environment.clock.advanceAsync(100);
  }
  return verdict;
}

async function commit(): Promise<unknown> {
  const result = await txn.commit(environment.deadline()).catch((error: unknown) => error);
  await environment.settle();
  return result;
}

const lockRequests = () => regions.of('KvPessimisticLock').map(({ request }) => request);
const blocked = (key: string, ageMs = 0n) =>
  ok({ errors: [keyError({ locked: { ...lockInfo(key, ts(5)), durationToLastUpdateMs: ageMs } })] });
const withConflict = (commitTs: bigint, value: string) =>
  ok({
    results: [
      {
        type: 1,
        value: bytes(value),
        existence: true,
        lockedWithConflictTs: commitTs,
        skipResolvingLock: false,
      },
    ],
  });
const holding = (value: string) => (call: SeenCall) => granted(call, value);
const aborted = (name: string) => ok({ errors: [keyError({ abort: `${name} { start_ts: 5 }` })] });

describe('a lock request', () => {
  it('PES-5: says what the protocol asks for', async () => {
    regions.splitAt = ['b'];
    environment.clock.advance(30);
    txn = begin();
    environment.clock.advance(12);
    await lock(['b', 'c', 'a', 'b'], { returnValues: true, timeoutMs: 700 });
    const common = {
      primaryLock: bytes('a'),
      startVersion: START,
      lockTtl: 20_012n,
      forUpdateTs: START,
      isFirstLock: false,
      waitTimeout: 700n,
      minCommitTs: START + 1n,
      returnValues: true,
      checkExistence: true,
      lockOnlyIfExists: false,
    };
    expect(lockRequests()).toEqual([
      { ...common, mutations: [{ op: 5, key: bytes('a') }], wakeUpMode: 1 },
      {
        ...common,
        mutations: [
          { op: 5, key: bytes('b') },
          { op: 5, key: bytes('c') },
        ],
        wakeUpMode: 0,
      },
    ]);
    expect(regions.calls.map(({ executionLimitMs, resend }) => [executionLimitMs, resend])).toEqual([
      [20_000, false],
      [20_000, false],
    ]);
  });

  it('PES-5: only the first lock of a transaction, on one key, looks for no circles', async () => {
    await lock(['a']);
    await lock(['b']);
    expect(lockRequests().map(({ isFirstLock }) => isFirstLock)).toEqual([true, false]);
  });

  it('S067 own-lock-relock: keys that are locked cost nothing, and are told what they were found to hold', async () => {
    regions.script('KvPessimisticLock', holding('1'));
    expect(await lock(['a'], { returnValues: true })).toEqual([
      { isLocked: true, exists: true, value: bytes('1') },
    ]);
    expect(await lock(['a', 'a'], { returnValues: true })).toEqual([
      { isLocked: true, exists: true, value: bytes('1') },
      { isLocked: true, exists: true, value: bytes('1') },
    ]);
    expect(regions.calls.length).toBe(1);
  });

  it('PES-2: a value that was not asked for before is read as of the lock', async () => {
    regions.script('KvPessimisticLock', holding('1'));
    await lock(['a']);
    regions.script('KvBatchGet', ok({ pairs: [{ key: bytes('a'), value: bytes('1') }] }));
    expect(await lock(['a'], { returnValues: true })).toMatchObject([{ exists: true, value: bytes('1') }]);
    await lock(['a'], { returnValues: true });
    expect(regions.log).toEqual(['KvPessimisticLock a', 'KvBatchGet a']);
  });

  it('S052 primary-locked-first: the other regions are asked when the primary is locked, and it is kept alive', async () => {
    regions.splitAt = ['b', 'c'];
    regions.parking = true;
    const locked = lock(['c', 'b', 'a']);
    await environment.settle();
    expect([regions.log, environment.keeper.size]).toEqual([['KvPessimisticLock a'], 0]);
    const [first] = regions.parked;
    first?.answer(granted(first.call));
    await environment.settle();
    expect(environment.keeper.size).toBe(1);
    for (const { call, answer } of [...regions.parked]) answer(granted(call));
    expect(await locked).toHaveLength(3);
    expect(regions.log.slice(1)).toEqual(['KvPessimisticLock b', 'KvPessimisticLock c']);
  });

  it('S052 primary-locked-first: what a split has cut from the batch of the primary waits for it too', async () => {
    regions.script('KvPessimisticLock', () => {
      regions.splitAt = ['b'];
      return moved();
    });
    regions.parking = true;
    const locked = lock(['a', 'b', 'c']);
    await environment.settle();
    expect(regions.log).toEqual(['KvPessimisticLock a,b,c', 'KvPessimisticLock a']);
    const [first] = regions.parked;
    first?.answer(granted(first.call));
    await environment.settle();
    for (const { call, answer } of [...regions.parked]) answer(granted(call));
    expect(await locked).toHaveLength(3);
    expect(regions.log.slice(2)).toEqual(['KvPessimisticLock b,c']);
    expect(regions.calls.map(({ resend }) => resend)).toEqual([false, true, true]);
  });

  it('S053 wrong-primary-in-request: every request names the first primary, also after the first attempt failed', async () => {
    regions.script('KvPessimisticLock', moved(), moved());
    await lock(['b']);
    await lock(['a', 'c']);
    expect(lockRequests().map(({ primaryLock }) => text(primaryLock as Uint8Array))).toEqual([
      'b',
      'b',
      'b',
      'b',
    ]);
    expect(regions.calls.map(({ resend }) => resend)).toEqual([false, true, true, false]);
  });

  it('S045 is-retry-request-flag: a request that is sent again says so, also behind a region that moved', async () => {
    regions.script('KvPessimisticLock', conflict_('a'), moved());
    await lock(['a', 'b']);
    expect(regions.calls.map(({ resend }) => resend)).toEqual([false, true, true]);
  });

  it('a held key is read before others are locked: a call that cannot read it locks none', async () => {
    regions.script('KvPessimisticLock', holding('1'));
    await lock(['a']);
    regions.script('KvBatchGet', failed(unavailable));
    await expect(lock(['a', 'b'], { returnValues: true })).rejects.toBe(unavailable);
    expect(regions.log).toEqual(['KvPessimisticLock a', 'KvBatchGet a']);
    expect(txn.state).toBe('active');
  });

  it('a held key that is absent has no value to read', async () => {
    await lock(['a']);
    expect(await lock(['a'], { returnValues: true })).toEqual([
      { isLocked: true, exists: false, value: undefined },
    ]);
    expect(regions.log).toEqual(['KvPessimisticLock a']);
  });

  it('S068 lock-only-if-exists: an absent key is not locked, and the next one that exists becomes the primary', async () => {
    regions.script('KvPessimisticLock', (call) => granted(call), holding('2'), holding('3'));
    expect(await lock(['a', 'b', 'c'], { onlyIfExists: true })).toEqual([
      { isLocked: false, exists: false, value: undefined },
      { isLocked: true, exists: true, value: bytes('2') },
      { isLocked: true, exists: true, value: bytes('3') },
    ]);
    expect(lockRequests()).toMatchObject([
      { primaryLock: bytes('a'), returnValues: true, lockOnlyIfExists: true },
      { primaryLock: bytes('b') },
      { primaryLock: bytes('b') },
    ]);
    txn.put(bytes('b'), bytes('2'));
    await commit();
    expect(regions.of('KvPrewrite')[0]?.keys).toEqual(['b', 'c']);
  });

  it('S068 lock-only-if-exists: with no key left there is no primary, and nothing to keep alive', async () => {
    await lock(['a'], { onlyIfExists: true });
    expect(environment.keeper.size).toBe(0);
    expect(await commit()).toEqual({ commitTs: START, protocol: 'none' });
  });

  it('an inserted key must be absent; one that is locked and exists cannot be inserted', async () => {
    txn.insert(bytes('a'), bytes('1'));
    const existing = ok({ errors: [keyError({ alreadyExist: { key: bytes('a') } })] });
    regions.script('KvPessimisticLock', existing, holding('2'));
    expect(await failure(lock(['a']))).toBeInstanceOf(AlreadyExistsError);
    expect(lockRequests()[0]?.mutations?.[0]?.assertion).toBe(2);
    await lock(['b']);
    expect(() => txn.insert(bytes('b'), bytes('1'))).toThrow(AlreadyExistsError);
    txn.delete(bytes('b'));
    txn.insert(bytes('b'), bytes('1'));
    expect(regions.of('KVPessimisticRollback')).toEqual([]);
  });

  it('answers that do not fit the request are protocol errors', async () => {
    const tellings: Reply[] = [
      ok({ notFounds: [true] }),
      ok({ results: [{ type: 0 }, { type: 0 }] }),
      ok({ errors: [keyError({ locked: lockInfo('a', START) })] }),
    ];
    regions.script('KvPessimisticLock', ...tellings);
    for (const _ of tellings) expect(await failure(lock(['a', 'b']))).toBeInstanceOf(ProtocolError);
    regions.script('KvPessimisticLock', withConflict(START, 'v'));
    expect(await failure(lock(['a']))).toBeInstanceOf(ProtocolError);
  });
});

function conflict_(key: string): Reply {
  return ok({ errors: [conflict(key)] });
}

describe('a newer version', () => {
  it('S069 force-lock-with-conflict: one key is taken as it is, and prewrite finds that very lock', async () => {
    regions.script('KvPessimisticLock', withConflict(ts(40), 'new'));
    expect(await lock(['a'], { returnValues: true })).toEqual([
      { isLocked: true, exists: true, value: bytes('new') },
    ]);
    await lock(['b', 'c']);
    expect(lockRequests()[1]?.forUpdateTs).toBe(ts(40));
    txn.put(bytes('a'), bytes('1'));
    await commit();
    expect(regions.of('KvPrewrite')[0]?.request).toMatchObject({
      forUpdateTs: ts(40),
      minCommitTs: ts(40) + 1n,
      forUpdateTsConstraints: [{ index: 0, expectedForUpdateTs: ts(40) }],
    });
  });

  it('S056 lock-conflict-retry-ts: several keys are asked for again at a new timestamp, and the start stays', async () => {
    environment.oracle.push(ts(30));
    regions.script('KvPessimisticLock', conflict_('b'));
    expect(await lock(['a', 'b'])).toHaveLength(2);
    expect(lockRequests().map(({ startVersion, forUpdateTs }) => [startVersion, forUpdateTs])).toEqual([
      [START, START],
      [START, ts(30)],
    ]);
  });

  it('S056 lock-conflict-retry-ts: keys that are locked already are not asked for again', async () => {
    regions.splitAt = ['b', 'd'];
    await lock(['z']);
    regions.script('KvPessimisticLock', granted, conflict_('b'));
    await lock(['a', 'b', 'c']);
    expect(regions.log).toEqual([
      'KvPessimisticLock z',
      'KvPessimisticLock a',
      'KvPessimisticLock b,c',
      'KvPessimisticLock b,c',
    ]);
  });

  it('S049 for-update-ts-constraints-index: they point at their keys however the write set is split', async () => {
    await lock(['a']);
    await lock(['d']);
    for (const key of ['a', 'b', 'c', 'd', 'e']) txn.put(bytes(key), bytes('v'));
    regions.script('KvPrewrite', (_) => {
      regions.splitAt = ['c'];
      return moved();
    });
    await commit();
    expect(
      regions.of('KvPrewrite').map(({ keys, request }) => [keys.join(''), request.forUpdateTsConstraints]),
    ).toEqual([
      [
        'abcde',
        [
          { index: 0, expectedForUpdateTs: START },
          { index: 3, expectedForUpdateTs: START },
        ],
      ],
      ['ab', [{ index: 0, expectedForUpdateTs: START }]],
      ['cde', [{ index: 1, expectedForUpdateTs: START }]],
    ]);
  });
});

describe('locks of others', () => {
  it('PES-10: are resolved for nobody in particular, then the keys are asked for again without a pause', async () => {
    regions.script('KvPessimisticLock', blocked('a'));
    await lock(['a']);
    expect(environment.resolved.map(({ options }) => options)).toEqual([
      { callerStartTs: 0n, mode: 'write', pessimisticRegion: true },
    ]);
    expect(regions.log).toEqual(['KvPessimisticLock a', 'KvPessimisticLock a']);
  });

  it('PES-9: a lock that changed a moment ago is not looked into', async () => {
    regions.script('KvPessimisticLock', blocked('a', 299n), blocked('a', 300n));
    const locked = lock(['a']);
    await environment.clock.advanceAsync(1000);
    await locked;
    expect(environment.resolved).toHaveLength(1);
  });

  it('SHR-4: of a shared lock its holders are resolved', async () => {
    const wrapper = {
      ...lockInfo('a', 0n),
      lockType: 7,
      sharedLockInfos: [lockInfo('a', ts(5)), lockInfo('a', ts(6))],
    };
    regions.script('KvPessimisticLock', ok({ errors: [keyError({ locked: wrapper })] }));
    await lock(['a']);
    expect(environment.resolved[0]?.locks.map(({ startTs }) => startTs)).toEqual([ts(5), ts(6)]);
  });

  it('S057 lock-no-wait: one round trip, and its own error', async () => {
    environment.waits.push(5000);
    regions.script('KvPessimisticLock', blocked('a'));
    const error = await failure(lock(['a'], { waitMs: 0 }));
    expect(error).toEqual(new LockNotAvailableError(bytes('a'), ts(5)));
    expect(lockRequests().map(({ waitTimeout }) => waitTimeout)).toEqual([-1n]);
    expect(txn.state).toBe('active');
  });

  it('S057 lock-no-wait: also while nobody can say whether the holder lives', async () => {
    regions.script('KvPessimisticLock', blocked('a'));
    const { resolve } = environment.locks;
    environment.locks.resolve = async (locks, options, backoffer?: Backoffer) => {
      const { deadline } = backoffer as Backoffer;
      await new Promise((_, reject) => deadline.onEnd(() => reject(deadline.error('resolving locks'))));
      return resolve(locks, options);
    };
    const beganMs = environment.clock.now();
    let endedMs = 0;
    const call = lock(['a'], { waitMs: 0 }).finally(() => {
      endedMs = environment.clock.now();
    });
    expect(await failure(call)).toEqual(new LockNotAvailableError(bytes('a'), ts(5)));
    expect(endedMs - beganMs).toBe(200);
  });

  it('S058 lock-wait-budget: asks again as long as the time lasts, each time for what is left of it', async () => {
    const storeWaits = (call: SeenCall) => {
      environment.clock.advance(Number(call.request.waitTimeout));
      return blocked('a');
    };
    environment.waits.push(...new Array(10).fill(5000));
    regions.script('KvPessimisticLock', storeWaits, storeWaits, storeWaits, storeWaits);
    const error = await failure(lock(['a'], { waitMs: 2500 }));
    expect(error).toEqual(new LockWaitTimeoutError(bytes('a'), ts(5), 2500));
    expect(lockRequests().map(({ waitTimeout }) => waitTimeout)).toEqual([1000n, 1000n, 500n]);
  });

  it('F15: a request whose answer was lost may have got the key: that is told as a lock, and asked for again', async () => {
    const own = { errors: [keyError({ locked: lockInfo('a', START) })] };
    regions.script('KvPessimisticLock', ok(own, lostAnswer), holding('1'));
    const call = lock(['a'], { returnValues: true });
    expect(await failure(call)).toBe('no error');
    expect(await call).toEqual([{ isLocked: true, exists: true, value: bytes('1') }]);
    expect(lockRequests()).toHaveLength(2);
  });

  it('a store that does not wait is not asked without a pause', async () => {
    environment.waits.push(...new Array(100).fill(5000));
    regions.script('KvPessimisticLock', ...new Array(100).fill(blocked('a')));
    const error = await failure(lock(['a'], { timeoutMs: 1000 }));
    expect(error).toBeInstanceOf(DeadlineError);
    expect(regions.of('KvPessimisticLock').length).toBeLessThan(10);
  });
});

describe('a lock call that fails', () => {
  const released = () =>
    regions.of('KVPessimisticRollback').map(({ keys, request }) => [keys.join(), request.forUpdateTs]);

  it('S055 failed-lock-rolls-back: gives back what it may have got, and locks again at a later timestamp', async () => {
    regions.splitAt = ['b', 'c'];
    environment.oracle.push(ts(50), ts(60));
    regions.script('KvPessimisticLock', granted, failed(unavailable, lostAnswer));
    expect(await failure(lock(['a', 'b', 'bb', 'c']))).toBe(unavailable);
    expect(released()).toEqual([
      ['a', START],
      ['b,bb', START],
      ['c', START],
    ]);
    expect(environment.keeper.size).toBe(0);
    await lock(['b', 'bb']);
    expect(lockRequests().at(-1)).toMatchObject({ primaryLock: bytes('b'), forUpdateTs: ts(50) });
  });

  it('S055 failed-lock-rolls-back: keys that no store has locked need nothing', async () => {
    regions.script('KvPessimisticLock', aborted('Whatever'));
    await failure(lock(['a']));
    expect(released()).toEqual([]);
  });

  it('S055 failed-lock-rolls-back: an answer that makes no sense may have locked its keys', async () => {
    environment.oracle.push(ts(50));
    regions.script('KvPessimisticLock', ok({ notFounds: [true] }), withConflict(START, 'v'));
    expect(await failure(lock(['a', 'b']))).toBeInstanceOf(ProtocolError);
    expect(released()).toEqual([['a,b', START]]);
    await lock(['c']).catch(() => {});
    await environment.settle();
    expect(released()[1]?.[0]).toBe('c');
  });

  it('S055 failed-lock-rolls-back: a lock newer than asked for goes too when the transaction ends before the call', async () => {
    regions.splitAt = ['k'];
    await lock(['p']);
    regions.script('KvPessimisticLock', 'never', withConflict(ts(40), 'new'));
    const locking = lock(['a', 'b', 'k']).catch((error: unknown) => error);
    await environment.settle();
    await txn.rollback();
    expect(await locking).toBeInstanceOf(TransactionFinishedError);
    expect(released()).toContainEqual(['k', ts(40)]);
  });

  it('S055 failed-lock-rolls-back: so does one that comes to light after that', async () => {
    regions.splitAt = ['k'];
    await lock(['p']);
    regions.script('KvPessimisticLock', 'never', 'never');
    lock(['a', 'b', 'k']).catch(() => {});
    await environment.settle();
    await txn.rollback();
    const before = released().length;
    const [waiting, late] = regions.parked;
    late?.answer(withConflict(ts(9000), 'new'));
    waiting?.answer(aborted('Whatever'));
    await environment.settle();
    expect(released().slice(before)).toContainEqual(['k', ts(9000)]);
  });

  it('S055 failed-lock-rolls-back: and one that was granted while it was being given back', async () => {
    regions.splitAt = ['k'];
    await lock(['p']);
    regions.script('KvPessimisticLock', 'never', 'never');
    regions.script('KVPessimisticRollback', ok(), ok(), 'never');
    lock(['a', 'b', 'k']).catch(() => {});
    await environment.settle();
    void txn.rollback();
    await environment.settle();
    const parked = (rpc: string, key: string) =>
      regions.parked.find(({ call }) => call.rpc === rpc && call.keys.includes(key));
    const granting = parked('KvPessimisticLock', 'a');
    granting?.answer(granted(granting.call));
    await environment.settle();
    parked('KVPessimisticRollback', 'k')?.answer(ok());
    await environment.settle();
    const before = released().length;
    parked('KvPessimisticLock', 'k')?.answer(aborted('Whatever'));
    await environment.settle();
    expect(
      released()
        .slice(before)
        .map(([keys]) => keys),
    ).toContain('a,b');
  });

  it('S055 failed-lock-rolls-back: keys of calls before stay locked', async () => {
    await lock(['a']);
    regions.script('KvPessimisticLock', failed(unavailable, lostAnswer));
    await failure(lock(['a', 'b', 'c']));
    expect(released().map(([keys]) => keys)).toEqual(['b,c']);
    expect(environment.keeper.size).toBe(1);
  });

  it('S066 stale-lock-delivered-late: what a store may still grant to a waiter is given back once more', async () => {
    environment.oracle.push(ts(50), ts(2000));
    const controller = new AbortController();
    regions.script('KvPessimisticLock', 'never');
    const verdict = lock(['a'], { signal: controller.signal }).catch((error: unknown) => error);
    await environment.settle();
    controller.abort();
    expect(await verdict).toBeInstanceOf(AbortedError);
    await environment.settle();
    expect(released()).toEqual([['a', ts(50)]]);
    await environment.clock.advanceAsync(1099);
    await environment.settle();
    expect([released().length, environment.background.size]).toEqual([1, 1]);
    await environment.clock.advanceAsync(1);
    await environment.background.idle();
    expect(released().slice(1)).toEqual([['a', ts(2000)]]);
  });

  it('S055 failed-lock-rolls-back: what may have been locked with a conflict goes too, though it was not to wait', async () => {
    environment.oracle.push(ts(50), ts(2000));
    regions.script('KvPessimisticLock', failed(unavailable, lostAnswer));
    await expect(lock(['a'], { waitMs: 0 })).rejects.toBe(unavailable);
    await environment.settle();
    expect(released()).toEqual([['a', ts(50)]]);
  });

  it('S066 stale-lock-delivered-late: unless a later call has locked the key', async () => {
    const controller = new AbortController();
    regions.script('KvPessimisticLock', 'never');
    const verdict = lock(['a'], { signal: controller.signal }).catch(() => {});
    await environment.settle();
    controller.abort();
    await verdict;
    await lock(['a']);
    await environment.clock.advanceAsync(1100);
    await environment.background.idle();
    expect(released()).toHaveLength(1);
  });

  it('the fence of a release is below whatever a later call locks at', async () => {
    let answer: (fence: bigint) => void = () => {};
    environment.oracle.push(() => new Promise((resolve) => (answer = resolve)), ts(60));
    regions.script('KvPessimisticLock', failed(unavailable, lostAnswer));
    await lock(['a']).catch(() => {});
    const locked = lock(['a']);
    await environment.settle();
    expect(regions.of('KvPessimisticLock')).toHaveLength(1);
    answer(ts(50));
    await locked;
    expect(released()[0]).toEqual(['a', ts(50)]);
    expect(lockRequests().at(-1)?.forUpdateTs).toBe(ts(60));
  });

  it('S055 failed-lock-rolls-back: a later timestamp that could not be had is asked for again', async () => {
    const noTimestamp = () => Promise.reject(unavailable);
    environment.oracle.push(ts(50), noTimestamp, ts(60));
    regions.script('KvPessimisticLock', failed(unavailable, lostAnswer));
    await expect(lock(['a'])).rejects.toBe(unavailable);
    await expect(lock(['a'])).rejects.toBe(unavailable);
    await lock(['a']);
    expect(lockRequests().map(({ forUpdateTs }) => forUpdateTs)).toEqual([START, ts(60)]);
  });

  it('S066 stale-lock-delivered-late: whenever the request was sent last', async () => {
    const controller = new AbortController();
    regions.script('KvPessimisticLock', 'never');
    const verdict = lock(['a'], { signal: controller.signal }).catch(() => {});
    await environment.settle();
    await environment.clock.advanceAsync(5_000);
    controller.abort();
    await verdict;
    await environment.clock.advanceAsync(1_099);
    await environment.settle();
    expect(released()).toHaveLength(1);
    await environment.clock.advanceAsync(1);
    await environment.background.idle();
    expect(released()).toHaveLength(2);
  });

  it('S055: a key locked with a conflict, at the timestamp that PD gives next, is asked for again at a later one', async () => {
    regions.splitAt = ['b'];
    regions.script('KvPessimisticLock', withConflict(ts(40), 'new'), failed(unavailable));
    await expect(lock(['a', 'b'])).rejects.toBe(unavailable);
    environment.oracle.push(ts(40), ts(41));
    await lock(['a']);
    expect(lockRequests().at(-1)?.forUpdateTs).toBe(ts(41));
  });

  it('S072: such a lock is waited for no longer than the call may wait', async () => {
    await lock(['p']);
    const controller = new AbortController();
    regions.script('KvPessimisticLock', 'never');
    const verdict = lock(['a'], { signal: controller.signal }).catch(() => {});
    await environment.settle();
    controller.abort();
    await verdict;
    await expect(lock(['a'], { isShared: true, waitMs: 0 })).rejects.toEqual(
      new LockNotAvailableError(bytes('a'), START),
    );
    const patient = lock(['a'], { isShared: true, waitMs: 500 }).catch((error: unknown) => error);
    await environment.settle();
    await environment.clock.advanceAsync(510);
    expect(await patient).toEqual(new LockWaitTimeoutError(bytes('a'), START, 500));
    const controlled = lock(['a'], { isShared: true, waitMs: 500, timeoutMs: 100 });
    const late = expect(controlled).rejects.toBeInstanceOf(DeadlineError);
    await environment.clock.advanceAsync(110);
    await late;
  });

  it('S072: a lock of the transaction itself that is being given back, or may be granted yet, is waited for', async () => {
    await lock(['p']);
    const controller = new AbortController();
    regions.script('KvPessimisticLock', 'never');
    const verdict = lock(['a'], { signal: controller.signal }).catch(() => {});
    await environment.settle();
    controller.abort();
    await verdict;
    const shared = lock(['a'], { isShared: true });
    await environment.settle();
    expect([lockRequests().length, released().length]).toEqual([2, 1]);
    await environment.clock.advanceAsync(1_100);
    await shared;
    expect([lockRequests().length, released().length]).toEqual([3, 2]);
  });
});

describe('calls of one transaction', () => {
  it('run one after another, in their order', async () => {
    regions.parking = true;
    const ends: string[] = [];
    for (const key of ['a', 'b', 'c']) void lock([key]).then(() => ends.push(key));
    await environment.settle();
    expect(regions.log).toEqual(['KvPessimisticLock a']);
    while (regions.parked.length > 0) {
      const [{ call, answer }] = regions.parked as [(typeof regions.parked)[0]];
      answer(granted(call));
      await environment.settle();
    }
    expect(ends).toEqual(['a', 'b', 'c']);
  });

  it('one that ends before its turn lets nobody pass', async () => {
    regions.parking = true;
    const controller = new AbortController();
    void lock(['a']);
    const second = lock(['b'], { signal: controller.signal }).catch((error: unknown) => error);
    void lock(['c']);
    await environment.settle();
    controller.abort();
    expect(await second).toBeInstanceOf(AbortedError);
    await environment.settle();
    expect(regions.log).toEqual(['KvPessimisticLock a']);
  });

  it('commit does not wait for them, and reads and writes do not either', async () => {
    regions.parking = true;
    const locking = lock(['a']).catch((error: unknown) => error);
    await environment.settle();
    txn.put(bytes('b'), bytes('1'));
    expect(await txn.get(bytes('b'), async () => undefined)).toEqual(bytes('1'));
    await expect(txn.commit(environment.deadline())).rejects.toThrow(UsageError);
    expect(txn.state).toBe('active');
    void txn.rollback();
    const ended = await locking;
    expect(ended).toBeInstanceOf(TransactionFinishedError);
    expect(ended).toMatchObject({ message: expect.stringContaining('await every lock call') });
  });

  it('commit is refused while one reads and another waits for its turn, and taken as soon as both have ended', async () => {
    regions.script('KvPessimisticLock', ok({}));
    regions.script('KvBatchGet', 'never');
    const locking = [lock(['a', 'b']), lock(['c'])];
    await environment.settle();
    expect(await commit()).toBeInstanceOf(UsageError);
    regions.parked[0]?.answer(ok({}));
    await Promise.all(locking);
    expect(await commit()).toMatchObject({ protocol: '2pc' });
  });

  it('a client that closes ends them', async () => {
    regions.parking = true;
    const locking = lock(['a']).catch((error: unknown) => error);
    await environment.settle();
    environment.root.stop();
    expect(await locking).toBeInstanceOf(ClosedError);
  });
});

/** What its locks are kept alive by, of the time from now on. */
async function heartbeatsIn(ms: number): Promise<readonly unknown[]> {
  const before = regions.of('KvTxnHeartBeat').length;
  for (let passed = 0; passed < ms; passed += 1000) {
    await environment.clock.advanceAsync(1000);
    await environment.settle();
  }
  return regions
    .of('KvTxnHeartBeat')
    .slice(before)
    .map(({ keys, request }) => [keys.join(), request.adviseLockTtl]);
}

describe('S061 heartbeat-keeps-alive', () => {
  beforeEach(async () => {
    environment.oracle.push(...[10, 20, 30, 40, 50, 60].map((second) => ts(second * 1000)));
    await lock(['a']);
  });

  it('three times its TTL long, and not after its commit', async () => {
    expect(await heartbeatsIn(60_000)).toEqual([30, 40, 50, 60, 70, 80].map((s) => ['a', BigInt(s * 1000)]));
    txn.put(bytes('a'), bytes('1'));
    expect(await commit()).toMatchObject({ protocol: '2pc' });
    expect(await heartbeatsIn(30_000)).toEqual([]);
  });

  it('not after its rollback', async () => {
    await heartbeatsIn(10_000);
    await txn.rollback();
    expect(await heartbeatsIn(30_000)).toEqual([]);
  });

  it('not after its client has closed', async () => {
    await heartbeatsIn(10_000);
    environment.keeper.close();
    environment.root.stop();
    expect(await heartbeatsIn(30_000)).toEqual([]);
  });

  it('no longer than a transaction may live', async () => {
    await txn.rollback();
    environment.limits = { ...environment.limits, maxLifeMs: 25_000 };
    txn = begin();
    await lock(['a']);
    expect(await heartbeatsIn(60_000)).toHaveLength(2);
    expect([txn.state, txn.lostBy]).toEqual(['rolledBack', expect.any(LockLostError)]);
  });

  it('F24: timestamps that jump ahead by hours end nothing; its locks live as long from then on', async () => {
    environment.oracle.splice(0, Number.POSITIVE_INFINITY, ts(7_210_000));
    expect(await heartbeatsIn(10_000)).toEqual([['a', 7_230_000n]]);
    txn.put(bytes('a'), bytes('1'));
    expect(await commit()).toMatchObject({ protocol: '2pc' });
  });
});

describe('a transaction that is lost', () => {
  async function loseByHeartbeat(): Promise<void> {
    await lock(['a']);
    const gone = keyError({ txnNotFound: { startTs: START, primaryKey: bytes('a') } });
    regions.script('KvTxnHeartBeat', ok({ error: gone }));
    await environment.clock.advanceAsync(10_000);
    await environment.settle();
  }

  it('S063 heartbeat-lock-gone: every later verb says why, rollback excepted, and there are no more heartbeats', async () => {
    await loseByHeartbeat();
    expect(txn.lostBy).toBeInstanceOf(LockLostError);
    expect(() => txn.put(bytes('a'), bytes('1'))).toThrow(LockLostError);
    await expect(txn.get(bytes('a'), async () => undefined)).rejects.toThrow(LockLostError);
    await expect(lock(['b'])).rejects.toThrow(LockLostError);
    await expect(txn.commit(environment.deadline())).rejects.toThrow(LockLostError);
    await txn.rollback();
    await environment.clock.advanceAsync(30_000);
    expect([txn.state, regions.of('KvTxnHeartBeat').length, environment.keeper.size]).toEqual([
      'rolledBack',
      1,
      0,
    ]);
  });

  it('S063 heartbeat-lock-gone: a value that is being read under a lock is not told as absent', async () => {
    regions.script('KvPessimisticLock', holding('1'));
    await lock(['a']);
    regions.script('KvBatchGet', 'never');
    const call = lock(['a'], { returnValues: true });
    const lost = expect(call).rejects.toThrow(LockLostError);
    await environment.settle();
    regions.script(
      'KvTxnHeartBeat',
      ok({ error: keyError({ txnNotFound: { startTs: START, primaryKey: bytes('a') } }) }),
    );
    await environment.clock.advanceAsync(10_000);
    await environment.settle();
    regions.parked[0]?.answer(ok({ pairs: [{ key: bytes('a'), value: bytes('1') }] }));
    await lost;
  });

  it('S063: a value under a lock is not told as absent, whenever the transaction is given up meanwhile', async () => {
    for (let microtasks = 0; microtasks < 10; microtasks++) {
      txn = begin();
      regions.parked.length = 0;
      regions.script('KvPessimisticLock', 'never');
      const call = lock(['a'], { returnValues: true }).catch((error: unknown) => error);
      await environment.settle();
      const [parked] = regions.parked;
      parked?.answer(granted(parked.call, '1'));
      for (let i = 0; i < microtasks; i++) await undefined;
      const rolledBack = txn.rollback();
      const found = await call;
      if (!(found instanceof TransactionFinishedError)) expect(found).toMatchObject([{ value: bytes('1') }]);
      await rolledBack;
    }
  });

  it('TTL-4: heartbeats that cannot be sent any more lose it too, as what it is', async () => {
    await lock(['a']);
    environment.oracle.push(() => Promise.reject(unavailable));
    await environment.clock.advanceAsync(10_000);
    await environment.settle();
    expect(txn.lostBy).toMatchObject({ code: 'TIKV_LOCK_LOST', cause: unavailable });
  });

  it('a store that knows it as rolled back ends it, and what it holds is given back', async () => {
    await lock(['a']);
    regions.script('KvPessimisticLock', aborted('PessimisticLockRolledBack'));
    expect(await failure(lock(['b']))).toBeInstanceOf(LockLostError);
    expect([txn.state, regions.log.at(-1)]).toEqual(['rolledBack', 'KVPessimisticRollback a']);
  });

  it('S059 deadlock-two: the victim is rolled back at once, so that the other can go on', async () => {
    await lock(['a']);
    regions.script('KvPessimisticLock', ok({ errors: [deadlockError(fingerprint64(bytes('a')))] }));
    expect(await failure(lock(['b']))).toBeInstanceOf(DeadlockError);
    expect([txn.state, regions.log.at(-1)]).toEqual(['rolledBack', 'KVPessimisticRollback a']);
    await expect(txn.commit(environment.deadline())).rejects.toThrow(DeadlockError);
  });

  it('S060 deadlock-retryable: a call ends at its deadline, also while the keys that close a circle are given back', async () => {
    regions.splitAt = ['b'];
    regions.script('KvPessimisticLock', granted, ok({ errors: [deadlockError(fingerprint64(bytes('a')))] }));
    regions.script('KVPessimisticRollback', 'never');
    const verdict = lock(['a', 'b'], { timeoutMs: 1_000 }).catch((error: unknown) => error);
    await environment.settle();
    expect(regions.log.at(-1)).toContain('KVPessimisticRollback');
    await environment.clock.advanceAsync(1_000);
    await environment.settle();
    expect(await verdict).toBeInstanceOf(DeadlineError);
  });

  it('S060 deadlock-retryable: a circle over a lock that is being given back opens, and the call goes on', async () => {
    const overA = ok({ errors: [deadlockError(fingerprint64(bytes('a')))] });
    regions.script('KvPessimisticLock', 'never', overA);
    regions.script('KVPessimisticRollback', 'never');
    expect(await failure(lock(['a'], { timeoutMs: 1_000 }))).toBeInstanceOf(DeadlineError);
    expect(await failure(lock(['b']))).toBe('no error');
    expect(txn.state).toBe('active');
    // Now it is held, and nothing but the end of the transaction frees it.
    await lock(['a']);
    regions.script('KvPessimisticLock', overA);
    expect(await failure(lock(['c']))).toBeInstanceOf(DeadlockError);
  });

  it('S060 deadlock-retryable: such a circle opens also when the lock has gone before its store tells of the circle', async () => {
    regions.splitAt = ['b'];
    environment.waits.push(5000);
    regions.script('KvPessimisticLock', granted, blocked('b'), 'never');
    regions.script('KVPessimisticRollback', 'never');
    expect(await failure(lock(['a', 'b'], { waitMs: 0 }))).toBeInstanceOf(LockNotAvailableError);
    const locked = lock(['c']);
    await environment.settle();
    for (const reply of [ok(), ok({ errors: [deadlockError(fingerprint64(bytes('a')))] })]) {
      regions.parked[0]?.answer(reply);
      await environment.settle();
    }
    expect(await failure(locked)).toBe('no error');
    expect(regions.log.slice(2)).toEqual([
      'KVPessimisticRollback a',
      'KvPessimisticLock c',
      'KvPessimisticLock c',
    ]);
  });

  it('S060 deadlock-retryable: and while its store still counts who waited for the lock, which is for a second at most', async () => {
    const over = (key: string) => ok({ errors: [deadlockError(fingerprint64(bytes(key)))] });
    regions.script('KvPessimisticLock', blocked('a'));
    environment.waits.push(5000);
    expect(await failure(lock(['a'], { waitMs: 0 }))).toBeInstanceOf(LockNotAvailableError);
    regions.script('KvPessimisticLock', over('a'), over('a'), over('a'));
    expect(await failure(lock(['c']))).toBe('no error');
    regions.script('KvPessimisticLock', ...new Array(50).fill(over('a')));
    expect(await failure(lock(['d']))).toBeInstanceOf(DeadlockError);
    expect(txn.state).toBe('rolledBack');
    // Pauses of 10 ms and twice as long each time make a second soon.
    expect(regions.log.filter((sent) => sent === 'KvPessimisticLock d').length).toBeLessThan(12);
  });
});

describe('committing under locks', () => {
  it('CMT-1, CMT-2, PRW-2, S048, S121: what each key is, and what is checked of it', async () => {
    await lock(['a', 'b', 'c', 'd']);
    txn.put(bytes('a'), bytes('1'));
    txn.delete(bytes('b'));
    txn.insert(bytes('c'), bytes('3'));
    txn.delete(bytes('c'));
    txn.put(bytes('e'), bytes('5'));
    txn.insert(bytes('f'), bytes('6'));
    txn.insert(bytes('g'), bytes('7'));
    txn.delete(bytes('g'));
    await commit();
    const [prewrite] = regions.of('KvPrewrite');
    expect(prewrite?.request.mutations?.map(({ op, key }) => [text(key as Uint8Array), op])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
      ['d', 2],
      ['e', 0],
      ['f', 4],
      // TiKV takes no bare checks here: what must be absent is asserted of a lock.
      ['g', 2],
    ]);
    expect(prewrite?.request.pessimisticActions).toEqual([1, 1, 1, 1, 2, 2, 2]);
    expect(prewrite?.request).toMatchObject({ primaryLock: bytes('a'), forUpdateTs: START, lockTtl: 3000n });
  });

  it('S121: what its writer does not want checked is not, and the commit takes two phases', async () => {
    txn = begin({ asyncCommit: true, onePhaseCommit: true, causalConsistency: true });
    txn.put(bytes('a'), bytes('1'), undefined, true);
    txn.delete(bytes('b'), undefined, true);
    txn.put(bytes('c'), bytes('3'));
    txn.put(bytes('c'), bytes('3'), undefined, true);
    txn.put(bytes('d'), bytes('4'), undefined, true);
    txn.put(bytes('d'), bytes('4'));
    expect(await commit()).toMatchObject({ protocol: '2pc' });
    const [prewrite] = regions.of('KvPrewrite');
    // Nothing is locked before: stores are told all the same that it is a pessimistic one.
    expect(prewrite?.request).toMatchObject({ pessimisticActions: [0, 0, 2, 2], forUpdateTs: START });
  });

  it('S121: a key that is locked is checked for its lock, whatever its writer wants', async () => {
    txn = begin({ asyncCommit: true, onePhaseCommit: true, causalConsistency: true });
    regions.script('KvPrewrite', ok({ minCommitTs: ts(50), onePcCommitTs: ts(50) }));
    await lock(['a']);
    txn.put(bytes('a'), bytes('1'), undefined, true);
    expect(await commit()).toMatchObject({ protocol: '1pc' });
    expect(regions.of('KvPrewrite')[0]?.request.pessimisticActions).toEqual([1]);
  });

  it('CMT-4: the primary stays the one that was locked', async () => {
    await lock(['c']);
    txn.put(bytes('a'), bytes('1'));
    await commit();
    expect(regions.log).toEqual(['KvPessimisticLock c', 'KvPrewrite a,c', 'KvCommit c', 'KvCommit a']);
  });

  it('without a lock it is an optimistic one', async () => {
    txn.insert(bytes('a'), bytes('1'));
    txn.delete(bytes('a'));
    await commit();
    expect(regions.of('KvPrewrite')[0]?.request).toMatchObject({
      mutations: [{ op: 6 }],
      pessimisticActions: [0],
    });
    expect(regions.of('KvPrewrite')[0]?.request.forUpdateTs).toBeUndefined();
  });

  it('locks without writes are made good too: that they were held to the end shows', async () => {
    await lock(['a']);
    regions.script('KvPrewrite', aborted('PessimisticLockNotFound'));
    expect(await commit()).toBeInstanceOf(LockLostError);
  });

  it('TXN-35: with a lock it is not read-only, as long as the lock is there', async () => {
    regions.script(
      'KvPessimisticLock',
      (call) => granted(call),
      ok({ errors: [keyError({ alreadyExist: { key: bytes('b') } })] }),
    );
    expect(txn.isReadOnly).toBe(true);
    await lock(['x'], { onlyIfExists: true });
    expect(txn.isReadOnly).toBe(true);
    await failure(lock(['b']));
    expect(txn.isReadOnly).toBe(true);
    await lock(['a']);
    expect(txn.isReadOnly).toBe(false);
    expect(await commit()).toMatchObject({ protocol: '2pc' });
    const optimistic = new Transaction(environment, START);
    const request = {
      isShared: false,
      returnValues: false,
      checkExistence: false,
      onlyIfExists: false,
      waitMs: undefined,
    };
    await optimistic.lock({ ...request, keys: [bytes('a')] }, environment.deadline());
    expect(optimistic.isReadOnly).toBe(false);
  });

  it('a later lock on a key written without one is waited for, and not a conflict', async () => {
    await lock(['a']);
    txn.put(bytes('b'), bytes('1'));
    regions.script('KvPrewrite', ok({ errors: [keyError({ locked: lockInfo('b', ts(5)) })] }));
    expect(await commit()).toMatchObject({ protocol: '2pc' });
    expect(environment.resolved).toHaveLength(1);
  });

  it.each([
    ['a while before', 25_000, 27_995n],
    ['a moment ago', 0, 3_000n],
  ])(
    'S121: whoever holds such a key, and began %s, has three seconds, though the store tells pessimistic writers a TTL of 0',
    async (_, ageMs, ttlMs) => {
      await lock(['a']);
      environment.clock.advance(ageMs);
      txn.put(bytes('b'), bytes('1'));
      const inTheWay = ok({
        errors: [keyError({ locked: lockInfo('b', START + (5n << LOGICAL_BITS), 0n) })],
      });
      regions.script('KvPrewrite', inTheWay, inTheWay);
      environment.waits.push(1000);
      const committing = commit();
      await environment.settle();
      await environment.clock.advanceAsync(1000);
      expect(await committing).toMatchObject({ protocol: '2pc' });
      // It ends at the same moment however often it is looked into.
      expect(environment.resolved.map(({ locks }) => locks[0]?.ttlMs)).toEqual([ttlMs, ttlMs]);
    },
  );

  it('S121: whoever began later than the client thinks it is has three seconds, too', async () => {
    await lock(['a']);
    txn.put(bytes('b'), bytes('1'));
    const late = START + (60_000n << LOGICAL_BITS);
    regions.script('KvPrewrite', ok({ errors: [keyError({ locked: lockInfo('b', late, 0n) })] }));
    expect(await commit()).toMatchObject({ protocol: '2pc' });
    expect(environment.resolved[0]?.locks).toMatchObject([{ startTs: late, ttlMs: 3_000n }]);
  });

  it('S121: and is given way to after a while, since nobody sees the circles that such a wait may close', async () => {
    await lock(['a']);
    txn.put(bytes('b'), bytes('1'));
    environment.waits.push(...Array.from({ length: 50 }, () => 1000));
    const inTheWay = ok({ errors: [keyError({ locked: lockInfo('b', ts(5), 0n) })] });
    regions.script('KvPrewrite', ...Array.from({ length: 50 }, () => inTheWay));
    const beganMs = environment.clock.now();
    let endedMs = 0;
    const call = txn.commit(environment.deadline()).finally(() => {
      endedMs = environment.clock.now();
    });
    expect(await failure(call)).toBeInstanceOf(WriteConflictError);
    expect(endedMs - beganMs).toBe(3000);
  });

  it('CLN-1, CLN-3: a failed commit rolls back what it prewrote, and gives back the other locks', async () => {
    regions.splitAt = ['b'];
    await lock(['a', 'aa', 'b']);
    regions.script('KvPrewrite', ok(), aborted('PessimisticLockNotFound'));
    expect(await commit()).toBeInstanceOf(LockLostError);
    await environment.background.idle();
    expect(regions.log.slice(-2).toSorted()).toEqual(['KVPessimisticRollback b', 'KvBatchRollback a,aa']);
    expect(environment.keeper.size).toBe(0);
  });

  it('CLN-1, CLN-3: neither of the two ends the other when it fails', async () => {
    regions.splitAt = ['b'];
    await lock(['a', 'b']);
    regions.script('KvPrewrite', ok(), aborted('PessimisticLockNotFound'));
    regions.script('KVPessimisticRollback', failed(unavailable));
    regions.script('KvBatchRollback', 'never');
    expect(await commit()).toBeInstanceOf(LockLostError);
    await environment.settle();
    expect(regions.log.slice(-2).toSorted()).toEqual(['KVPessimisticRollback b', 'KvBatchRollback a']);
    // Requests hang below the transaction's actor.
    expect(environment.root.liveCounts.transaction).toBe(1);
  });

  it('CLN-1: an unknown outcome touches nothing', async () => {
    txn = begin({ ...TWO_PHASES, causalConsistency: true, ...oneRequest });
    await lock(['a']);
    regions.script('KvPrewrite', failed(unavailable, lostAnswer));
    expect(await commit()).toBeInstanceOf(UndeterminedError);
    expect(regions.log).toEqual(['KvPessimisticLock a', 'KvPrewrite a']);
    expect(environment.keeper.size).toBe(0);
  });

  it('TTL-1: heartbeats of the locks go on through the commit, and end with it', async () => {
    environment.limits.keepAliveSizeBytes = 0;
    await lock(['a']);
    txn.put(bytes('a'), bytes('1'));
    regions.script('KvPrewrite', () => {
      expect(environment.keeper.size).toBe(1);
      return ok();
    });
    await commit();
    expect(environment.keeper.size).toBe(0);
  });

  it('S035 async-commit-rollback-race-ttl: the TTL outlasts every commit timestamp that is still possible', async () => {
    txn = begin({ ...TWO_PHASES, causalConsistency: true, asyncCommit: true });
    environment.clock.advance(1500);
    await lock(['a']);
    regions.script('KvPrewrite', ok({ minCommitTs: ts(2000) }));
    await commit();
    const { lockTtl, maxCommitTs } = regions.of('KvPrewrite')[0]?.request ?? {};
    expect([lockTtl, maxCommitTs]).toEqual([4500n, START + (3500n << LOGICAL_BITS)]);
  });

  it('rollback gives all locks back, and nothing else', async () => {
    environment.oracle.push(ts(70));
    regions.script('KvPessimisticLock', withConflict(ts(40), 'new'));
    await lock(['b']);
    await lock(['a', 'c']);
    txn.put(bytes('a'), bytes('1'));
    await txn.rollback();
    expect(regions.log.slice(2)).toEqual(['KVPessimisticRollback a,b,c']);
    expect(regions.of('KVPessimisticRollback')[0]?.request).toMatchObject({
      startVersion: START,
      forUpdateTs: ts(40),
    });
    expect(environment.keeper.size).toBe(0);
  });

  it('without locks rollback sends nothing', async () => {
    await txn.rollback();
    expect(regions.calls).toEqual([]);
  });
});

const oneRequest = { onePhaseCommit: true };

describe('shared locks', () => {
  beforeEach(async () => {
    await lock(['p']);
  });

  it('S072 shared-lock-set: are asked for and prewritten as such, in two phases', async () => {
    txn = begin({ ...TWO_PHASES, causalConsistency: true, asyncCommit: true, ...oneRequest });
    await lock(['p']);
    await lock(['a'], { isShared: true });
    expect(lockRequests().at(-1)).toMatchObject({ mutations: [{ op: 8 }], wakeUpMode: 0 });
    expect(await commit()).toMatchObject({ protocol: '2pc' });
    const [prewrite] = regions.of('KvPrewrite');
    expect(prewrite?.request).toMatchObject({
      mutations: [{ op: 7 }, { op: 2 }],
      pessimisticActions: [1, 1],
    });
    expect(prewrite?.request.forUpdateTsConstraints).toEqual([{ index: 1, expectedForUpdateTs: START }]);
  });

  it('SHR-1: need a primary, which none of them can be', async () => {
    txn = begin();
    await expect(lock(['a'], { isShared: true })).rejects.toThrow(UsageError);
    expect(regions.log).toEqual(['KvPessimisticLock p']);
    await lock(['a']);
    await lock(['b'], { isShared: true });
  });

  it('SHR-2, DEC-3: cannot become exclusive ones, and their keys cannot be written', async () => {
    await lock(['a'], { isShared: true });
    await expect(lock(['b', 'a'])).rejects.toThrow(/no such upgrade/);
    expect(() => txn.put(bytes('a'), bytes('1'))).toThrow(UsageError);
    expect(() => txn.delete(bytes('a'))).toThrow(UsageError);
    expect(() => txn.insert(bytes('a'), bytes('1'))).toThrow(UsageError);
    expect(txn.state).toBe('active');
    await lock(['p'], { isShared: true });
    expect(regions.log).toEqual(['KvPessimisticLock p', 'KvPessimisticLock a']);
  });

  it.each<[string, () => void]>([
    ['put', () => txn.put(bytes('a'), bytes('1'))],
    ['inserted', () => txn.insert(bytes('a'), bytes('1'))],
    ['deleted', () => txn.delete(bytes('a'))],
  ])(
    'SHR-2: are refused for a key that the transaction has %s, before anything is sent',
    async (_, write) => {
      write();
      await expect(lock(['b', 'a'], { isShared: true })).rejects.toThrow(
        /has written cannot get a shared lock/,
      );
      await lock(['b'], { isShared: true });
      expect(regions.log).toEqual(['KvPessimisticLock p', 'KvPessimisticLock b']);
      expect(await commit()).toMatchObject({ protocol: '2pc' });
    },
  );

  it('SHR-2: a key that the transaction has locked for itself may be written, before and after', async () => {
    txn.put(bytes('p'), bytes('1'));
    await lock(['p'], { isShared: true });
    txn.put(bytes('p'), bytes('2'));
    expect(await commit()).toMatchObject({ protocol: '2pc' });
  });

  it('SHR-2: their keys cannot be written from the call on, until it has failed', async () => {
    regions.parking = true;
    const before = lock(['b']);
    const shared = failure(lock(['a'], { isShared: true }));
    const write = () => txn.put(bytes('a'), bytes('1'));
    // Its turn has not come yet.
    expect(write).toThrow(UsageError);
    await environment.settle();
    regions.parking = false;
    regions.script('KvPessimisticLock', failed(unavailable));
    const [{ call, answer }] = regions.parked as [(typeof regions.parked)[0]];
    answer(granted(call));
    await before;
    expect(write).toThrow(UsageError);
    expect(await shared).toBe(unavailable);
    write();
  });

  it.each<[string, Scripted[]]>([
    ['behind a lost answer', [(call) => granted(call, undefined, lostAnswer)]],
    ['behind an earlier round', [conflict_('a'), granted]],
  ])('S072: a store does not tell the value of one again, so %s it is read', async (_, replies) => {
    regions.script('KvPessimisticLock', ...replies);
    regions.script('KvBatchGet', ok({ pairs: [{ key: bytes('a'), value: bytes('1') }] }));
    expect(await lock(['a'], { isShared: true, returnValues: true })).toEqual([
      { isLocked: true, exists: true, value: bytes('1') },
    ]);
  });

  it('are not read where nobody asks, though their store has not told of them', async () => {
    regions.script('KvPessimisticLock', (call) => granted(call, undefined, lostAnswer));
    await lock(['a'], { isShared: true });
    expect(regions.of('KvBatchGet')).toEqual([]);
    regions.script('KvBatchGet', ok({ pairs: [{ key: bytes('a'), value: bytes('1') }] }));
    expect(await lock(['a'], { isShared: true, checkExistence: true })).toMatchObject([{ exists: true }]);
    expect(regions.of('KvBatchGet')).toHaveLength(1);
  });

  it('none of a call stays locked when one cannot be read', async () => {
    regions.script('KvPessimisticLock', (call) => granted(call, undefined, lostAnswer));
    regions.script('KvBatchGet', failed(unavailable));
    expect(await failure(lock(['a', 'b'], { isShared: true, returnValues: true }))).toBe(unavailable);
    expect(regions.of('KVPessimisticRollback').map(({ keys }) => keys)).toEqual([['a', 'b']]);
    txn.put(bytes('a'), bytes('1'));
    await lock(['b']);
    expect(await commit()).toMatchObject({ protocol: '2pc' });
  });
});

describe('an optimistic transaction', () => {
  it('PES-2: keys it locks are checked at commit, and nothing is sent before', async () => {
    txn = new Transaction(environment, START);
    await lock(['b', 'a']);
    txn.put(bytes('c'), bytes('1'));
    expect(regions.calls).toEqual([]);
    await commit();
    const [prewrite] = regions.of('KvPrewrite');
    expect(prewrite?.keys).toEqual(['a', 'b', 'c']);
    expect(prewrite?.request.mutations?.map(({ op }) => op)).toEqual([2, 2, 0]);
    expect(prewrite?.request.pessimisticActions).toEqual([0, 0, 0]);
  });

  it('a key that is locked and written is written', async () => {
    txn = new Transaction(environment, START);
    await lock(['a']);
    txn.put(bytes('a'), bytes('1'));
    await commit();
    expect(regions.of('KvPrewrite')[0]?.request.mutations).toMatchObject([{ op: 0, value: bytes('1') }]);
  });
});

describe('what a later error says of it', () => {
  it('is the error of the call alone: the transaction goes on', async () => {
    regions.script('KvPessimisticLock', failed(unavailable));
    const error = (await failure(lock(['a']))) as TikvError;
    expect([error, txn.state, txn.lostBy]).toEqual([unavailable, 'active', undefined]);
  });
});
