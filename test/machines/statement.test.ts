import { describe, expect, it } from 'vitest';
import type { SnapshotFrom } from 'xstate';
import { type StatementEvent, statementMachine } from '../../machines/index.ts';
import { ClosedError, PdUnreachableError, WriteConflictError } from '../../src/model/errors.ts';
import {
  ChartCoverage,
  edgePaths,
  type ModelStep,
  type Realisations,
  walkPath,
} from '../../src/testing/index.ts';
import type { RunningStatement } from '../../src/txn/locking/statement-steps.ts';
import { Transaction } from '../../src/txn/transaction.ts';
import { bytes, FakeTransactionEnvironment, replies, ts } from '../support/fake-transaction-environment.ts';
import { expectFullCoverage } from './coverage.ts';

/*
 * Every path of the chart, walked by statements of a real transaction. Its oracle and its body wait for the test; a
 * conflict is what the store answers to a lock. Judged is which run there is, what it has locked and written, what
 * was given back and what the caller hears.
 */

type Machine = typeof statementMachine;
type Snapshot = SnapshotFrom<Machine>;

const START = ts(0);
const refused = new PdUnreachableError('PD is gone');
const thrown = new Error('thrown');
const coverage = new ChartCoverage(statementMachine);

const EVENTS: readonly StatementEvent[] = [{ type: 'statement.refused', error: refused }];

interface Waiting<Value> {
  resolve(value: Value): void;
  reject(error: unknown): void;
}

class World extends FakeTransactionEnvironment {
  readonly oracles: Waiting<bigint>[] = [];
  readonly transaction = new Transaction(this, START, undefined, 'pessimistic');
  run: RunningStatement | undefined;
  body: Waiting<string> | undefined;
  verdict: unknown = 'pending';
  locked: string[] = [];

  constructor() {
    super();
    this.inspect = coverage.inspect;
    const ask = () => new Promise<bigint>((resolve, reject) => this.oracles.push({ resolve, reject }));
    this.oracle.push(ask, ask, ask, ask, ask);
    this.transaction
      .statement((run) => {
        this.run = run;
        this.transaction.put(bytes(`w${run.attempt}`), bytes('1'));
        return new Promise<string>((resolve, reject) => {
          this.body = { resolve, reject };
        });
      }, this.deadline(600_000))
      .then(
        (value) => {
          this.verdict = value;
        },
        (error: unknown) => {
          this.verdict = error;
        },
      );
  }

  /** The store locks the key as of a write that the run has not seen. */
  async conflict(): Promise<void> {
    const run = this.run as RunningStatement;
    const result = {
      type: 1,
      value: bytes('v'),
      existence: true,
      lockedWithConflictTs: run.asOf + 1n,
      skipResolvingLock: false,
    };
    this.fake.script('KvPessimisticLock', replies.ok({ results: [result] }));
    const key = `k${run.attempt}`;
    this.locked.push(key);
    const request = {
      isShared: false,
      returnValues: false,
      checkExistence: false,
      onlyIfExists: false,
      waitMs: undefined,
    };
    const call = this.transaction.lock({ ...request, keys: [bytes(key)] }, this.deadline(), run);
    await expect(call).rejects.toBeInstanceOf(WriteConflictError);
  }
}

const realisations: Realisations<Machine, World> = {
  'timestamp.fetched': (world, _, { context }) => world.oracles.shift()?.resolve(ts(100 * context.attempt)),
  'statement.refused': (world) => world.oracles.shift()?.reject(refused),
  'keys.conflicted': (world) => world.conflict(),
  'body.returned': (world) => world.body?.resolve('result'),
  'body.failed': (world) => world.body?.reject(thrown),
};

function expectedVerdict(state: string, step: ModelStep<Machine> | undefined): unknown {
  if (state === 'done') return 'result';
  if (state !== 'cancelled') return 'pending';
  return step?.event.type === 'statement.refused' ? refused : thrown;
}

async function judge(world: World, expected: Snapshot, step: ModelStep<Machine> | undefined): Promise<void> {
  await world.settle();
  const { value, context } = expected;
  const isBeginning = value === 'beginning';
  const isCancelled = value === 'cancelled';
  const runs =
    isBeginning || step?.event.type === 'statement.refused' ? context.attempt - 1 : context.attempt;
  // Each run that conflicts has locked a key; the run after the next gives it back, and so does the end.
  const conflicts = value === 'conflicted' ? context.attempt : context.attempt - 1;
  const isOver = isCancelled || value === 'done';
  expect({
    asks: world.oracles.length,
    run: world.run?.attempt ?? 0,
    asOf: world.run?.asOf,
    causes: world.run?.conflicts.length ?? 0,
    isRunning: world.run?.signal.aborted === false,
    locked: world.locked.length,
    released: world.fake.of('KVPessimisticRollback').flatMap(({ keys }) => keys),
    writes: ['w1', 'w2', 'w3'].filter((key) => world.transaction.written(bytes(key)) !== undefined),
    verdict: world.verdict,
    state: world.transaction.state,
    errors: world.actorErrors,
  }).toEqual({
    asks: isBeginning ? 1 : 0,
    run: runs,
    asOf: runs === 0 ? undefined : ts(100 * runs),
    causes: Math.max(0, runs - 1),
    isRunning: value === 'running' || value === 'conflicted',
    locked: conflicts,
    released: world.locked.slice(0, isOver ? conflicts : Math.max(0, context.attempt - 2)),
    writes: isBeginning || isCancelled ? [] : [`w${runs}`],
    verdict: expectedVerdict(value, step),
    state: 'active',
    errors: [],
  });
}

describe('a statement', () => {
  const paths = edgePaths(statementMachine, {
    input: { startTs: START, task: undefined },
    events: EVENTS,
    canHappen: ({ context }) => context.attempt <= 3,
  });
  it.each(paths.map((path) => [path.name, path] as const))('%s', async (name, path) => {
    coverage.begin(name);
    const world = new World();
    await walkPath(path, world, realisations, judge);
    // Whatever its state: nothing of it outlives its transaction.
    await world.transaction.rollback();
    world.oracles.shift()?.reject(new ClosedError());
    world.body?.resolve('late');
    await world.settle();
    await world.background.idle();
    expect([world.keeper.size, world.failures, world.root.liveCount]).toEqual([0, [], 0]);
    expect(world.fake.of('KVPessimisticRollback').flatMap(({ keys }) => keys)).toEqual(
      expect.arrayContaining(world.locked),
    );
    expect(world.verdict).not.toBe('pending');
  });
});

expectFullCoverage(coverage);
