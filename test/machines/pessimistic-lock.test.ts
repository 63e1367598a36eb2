import { describe, expect, it } from 'vitest';
import type { SnapshotFrom } from 'xstate';
import { pessimisticLockMachine } from '../../machines/index.ts';
import type { ResolveResult } from '../../src/lock/lock.ts';
import { PdUnreachableError, RegionUnavailableError, type TikvError } from '../../src/model/errors.ts';
import { fingerprint64 } from '../../src/model/farmhash.ts';
import {
  ChartCoverage,
  edgePaths,
  type ModelPath,
  type ModelStep,
  type Realisations,
  walkPath,
} from '../../src/testing/index.ts';
import type { LockRequest } from '../../src/txn/locking/to-lock-call.ts';
import { Transaction } from '../../src/txn/transaction.ts';
import { canHappenWhileLocking, pessimisticLockEvents } from '../support/chart-events.ts';
import {
  bytes,
  conflict,
  type FakeRegions,
  FakeTransactionEnvironment,
  granted,
  keyError,
  lockInfo,
  lostAnswer,
  type Reply,
  replies,
  type SeenCall,
  ts,
} from '../support/fake-transaction-environment.ts';
import { expectFullCoverage } from './coverage.ts';

/*
 * Every path of the chart, walked by real lock calls of a real transaction. Each request waits for the test, which
 * answers it so that what comes of it is the event that the path has next; so do the oracle and the lock resolver.
 * Judged is what the call waits for, what becomes of the transaction and what the caller hears.
 */

type Machine = typeof pessimisticLockMachine;
type Snapshot = SnapshotFrom<Machine>;

const { ok, failed } = replies;
const START = ts(0);
const error: TikvError = new RegionUnavailableError('Region unavailable');
const coverage = new ChartCoverage(pessimisticLockMachine);

interface Waiting<Value> {
  resolve(value: Value): void;
  reject(error: unknown): void;
}

class World extends FakeTransactionEnvironment {
  readonly oracles: Waiting<bigint>[] = [];
  readonly resolvers: Waiting<ResolveResult>[] = [];
  readonly regionsSeen: FakeRegions = this.fake;
  readonly controller = new AbortController();
  /** The call chooses the primary, and so asks for it first. */
  readonly choosesPrimary: boolean;
  override readonly locks = {
    resolve: () => new Promise<ResolveResult>((resolve, reject) => this.resolvers.push({ resolve, reject })),
  };
  transaction = new Transaction(this, START, undefined, 'pessimistic');
  verdict: unknown = 'pending';

  constructor(choosesPrimary: boolean) {
    super();
    this.choosesPrimary = choosesPrimary;
    this.inspect = coverage.inspect;
  }

  /** Keys of two regions, each asked for by a request of its own. */
  async begin(needsTimestamp: boolean): Promise<void> {
    this.fake.splitAt = ['b', 'p'];
    if (!this.choosesPrimary) await this.lock(['p']);
    if (needsTimestamp) {
      this.fake.script('KvPessimisticLock', failed(error, lostAnswer));
      await expect(this.lock(['x', 'y'])).rejects.toBe(error);
      await this.settle();
    }
    this.fake.parking = true;
    const ask = () => new Promise<bigint>((resolve, reject) => this.oracles.push({ resolve, reject }));
    this.oracle.push(ask, ask, ask);
    this.lock(['a', 'b']).then(
      (locked) => {
        this.verdict = locked;
      },
      (failure: TikvError) => {
        this.verdict = failure.code;
      },
    );
    await this.settle();
  }

  lock(keys: readonly string[]) {
    const request: LockRequest = {
      keys: keys.map(bytes),
      isShared: false,
      returnValues: false,
      checkExistence: false,
      onlyIfExists: false,
      waitMs: undefined,
    };
    return this.transaction.lock(request, this.deadline(600_000, this.controller.signal));
  }

  get requests(): readonly { readonly call: SeenCall; answer(reply: Reply): void }[] {
    return [...this.fake.parked];
  }

  /** Answers the requests under way, the last one in its own way. */
  async answer(last: (call: SeenCall) => Reply, others: (call: SeenCall) => Reply = granted): Promise<void> {
    const { requests } = this;
    for (const [index, { call, answer }] of requests.entries()) {
      answer((index === requests.length - 1 ? last : others)(call));
      await this.settle();
    }
  }

  get waitsFor(): readonly string[] {
    return [
      ...this.requests.map(({ call }) => `${call.rpc} ${call.keys.join()}`),
      ...this.oracles.map(() => 'timestamp'),
      ...this.resolvers.map(() => 'resolver'),
    ];
  }
}

const blocked = ({ keys: [key] }: SeenCall) =>
  ok({ errors: [keyError({ locked: lockInfo(key as string, ts(5)) })] });
const conflicted = ({ keys: [key] }: SeenCall) => ok({ errors: [conflict(key as string)] });
const deadlock =
  (waitedFor: string) =>
  ({ keys: [key] }: SeenCall) =>
    ok({
      errors: [
        keyError({
          deadlock: {
            lockTs: ts(5),
            lockKey: bytes(key as string),
            deadlockKeyHash: fingerprint64(bytes(waitedFor)),
            waitChain: [],
            deadlockKey: bytes(waitedFor),
          },
        }),
      ],
    });
const lostLock = () => ok({ errors: [keyError({ abort: 'PessimisticLockRolledBack { start_ts: 5 }' })] });

const realisations: Realisations<Machine, World> = {
  'timestamp.fetched': (world) => world.oracles.shift()?.resolve(ts(20)),
  'keys.locked': (world) => world.answer(granted),
  'keys.blocked': (world, { needsTimestamp }) => world.answer(blocked, needsTimestamp ? conflicted : granted),
  'keys.conflicted': (world) => world.answer(conflicted),
  'deadlock.found': (world, { opensByRelease }) => world.answer(deadlock(opensByRelease ? 'a' : 'p')),
  'locks.resolved': (world, { mustPause }) =>
    world.resolvers.shift()?.resolve({ waitMs: mustPause ? 50 : 0, ignore: [], access: [] }),
  'pause.ended': (world) => world.clock.advanceAsync(50),
  'keys.released': async (world) => {
    await world.answer(() => ok());
    await world.clock.advanceAsync(50);
  },
  'keys.refused': async (world, _, { value }) => {
    if (value === 'fetchingTimestamp') world.oracles.shift()?.reject(new PdUnreachableError('PD is gone'));
    else if (value === 'resolving') world.resolvers.shift()?.reject(error);
    else if (value === 'locking') await world.answer(() => failed(error));
    else if (value === 'yielding') await world.answer(() => failed(error));
    else world.controller.abort();
  },
  'transaction.lost': (world) => world.answer(lostLock),
};

/** What the call waits for in a state. */
function expectedWait(world: World, state: string, isLast: boolean): readonly string[] {
  switch (state) {
    case 'fetchingTimestamp':
      return ['timestamp'];
    case 'resolving':
      return ['resolver'];
    case 'yielding':
      return ['KVPessimisticRollback a'];
    case 'locking':
      if (isLast) return ['KvPessimisticLock b'];
      return world.choosesPrimary ? ['KvPessimisticLock a'] : expect.toSatisfy(someOf('KvPessimisticLock'));
    default:
      return expect.toSatisfy(noneOf('KvPessimisticLock'));
  }
}

const someOf = (rpc: string) => (waits: readonly string[]) =>
  waits.length > 0 && waits.every((wait) => wait.startsWith(rpc));
const noneOf = (rpc: string) => (waits: readonly string[]) => waits.every((wait) => !wait.startsWith(rpc));

/** What the caller of a call that ended hears. */
function expectedVerdict(state: string, step: ModelStep<Machine> | undefined): unknown {
  if (state === 'acquired') return [1, 2].map(() => ({ isLocked: true, exists: false, value: undefined }));
  if (state === 'doomed') return step?.event.type === 'transaction.lost' ? 'TIKV_LOCK_LOST' : 'TIKV_DEADLOCK';
  if (state !== 'refused') return 'pending';
  if (step?.before.value === 'fetchingTimestamp') return 'TIKV_PD_UNREACHABLE';
  return step?.before.value === 'pausing' ? 'TIKV_ABORTED' : 'TIKV_REGION_UNAVAILABLE';
}

async function judge(world: World, expected: Snapshot, step: ModelStep<Machine> | undefined): Promise<void> {
  await world.settle();
  const state = expected.value;
  const isLast = step?.event.type === 'keys.locked';
  expect({
    waitsFor: world.waitsFor,
    verdict: world.verdict,
    state: world.transaction.state,
    errors: world.actorErrors,
  }).toEqual({
    waitsFor: expectedWait(world, state, isLast),
    verdict: expectedVerdict(state, step),
    state: state === 'doomed' ? 'rolledBack' : 'active',
    errors: [],
  });
}

const choosesPrimary = (path: ModelPath<Machine>) =>
  path.steps.some(({ event }) => event.type === 'keys.locked' && !event.isAll);

describe.each([true, false])('a call that needs a timestamp: %s', (needsTimestamp) => {
  const paths = edgePaths(pessimisticLockMachine, {
    input: { startTs: START, needsTimestamp, task: undefined },
    events: pessimisticLockEvents(error),
    canHappen: canHappenWhileLocking,
  });
  it.each(paths.map((path) => [path.name, path] as const))('%s', async (name, path) => {
    coverage.begin(name);
    const world = new World(choosesPrimary(path));
    await world.begin(needsTimestamp);
    await walkPath(path, world, realisations, judge);
    // Nothing of it stays, whatever its end.
    world.fake.parking = false;
    for (const { resolve } of world.oracles) resolve(ts(30));
    world.oracle.splice(0);
    await world.answer(() => ok());
    world.controller.abort();
    await world.clock.advanceAsync(2000);
    await world.settle();
    if (world.transaction.state === 'active') await world.transaction.rollback();
    await world.background.idle();
    expect([
      world.keeper.size,
      world.failures.filter(({ name: work }) => !work.startsWith('release')),
    ]).toEqual([0, []]);
  });
});

expectFullCoverage(coverage);
