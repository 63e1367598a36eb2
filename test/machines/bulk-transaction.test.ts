import { describe, expect, it } from 'vitest';
import type { SnapshotFrom } from 'xstate';
import { bulkTransactionMachine } from '../../machines/index.ts';
import { PdUnreachableError, type TikvError } from '../../src/model/errors.ts';
import {
  ChartCoverage,
  type ModelPath,
  type ModelStep,
  type Realisations,
  walkPath,
} from '../../src/testing/index.ts';
import type { BulkTransaction } from '../../src/txn/bulk/bulk-transaction.ts';
import { type BulkKind, bulkPaths, PAUSE_MS, stateOf } from '../support/bulk-transaction-paths.ts';
import { anyError as error, FakeBulkEnvironment } from '../support/fake-bulk-environment.ts';
import {
  bytes,
  conflict,
  keyError,
  lockNotFound,
  lostAnswer,
  type Reply,
  replies,
  ts,
} from '../support/fake-transaction-environment.ts';
import { expectFullCoverage } from './coverage.ts';

/*
 * Every path of the chart, walked by real bulk transactions over scripted stores, where each request waits for its
 * answer. Judged are the requests, what the stores are told, and what the callers hear. What a transaction locks does
 * not change along a path: those that lock have flushed once before, and the others write only what is checked.
 */

type Machine = typeof bulkTransactionMachine;
type Snapshot = SnapshotFrom<Machine>;

const { ok, failed } = replies;
const START = ts(0);
const coverage = new ChartCoverage(bulkTransactionMachine);

class World {
  readonly environment = new FakeBulkEnvironment();
  readonly kind: BulkKind;
  readonly isThrottled: boolean;
  readonly oracle: { resolve(ts: bigint): void; reject(error: unknown): void }[] = [];
  verdict: unknown = 'pending';
  rollback: unknown = 'not asked for';
  #bulk: BulkTransaction | undefined;
  #written = 0;

  constructor(kind: BulkKind, isThrottled: boolean) {
    this.kind = kind;
    this.isThrottled = isThrottled;
  }

  get bulk(): BulkTransaction {
    return this.#bulk as BulkTransaction;
  }

  async start(): Promise<void> {
    const { environment } = this;
    environment.fake.parking = true;
    environment.fake.splitAt = ['m'];
    // A flush that is to end would give up its requests at once.
    environment.fake.outlivesDeadlines = true;
    // An insert that makes a flush due would be flushed before it is deleted again.
    const flushKeys = this.kind === 'locks' ? 2 : 100;
    this.#bulk = environment.begin({ throttleRatio: this.isThrottled ? 0.5 : 0, flushKeys });
    if (this.kind === 'locks') {
      this.bulk.put(bytes('a'), bytes('1'));
      this.bulk.put(bytes('z'), bytes('1'));
      await environment.settle();
      environment.clock.advance(PAUSE_MS);
      await this.answerAll(ok());
    }
    const ask = () => new Promise<bigint>((resolve, reject) => this.oracle.push({ resolve, reject }));
    environment.oracle.push(ask, ask, ask);
  }

  /** One more key, in the region of the primary. */
  write(): void {
    const key = bytes(`b${this.#written++}`);
    if (this.kind === 'locks') {
      this.bulk.put(key, bytes('2'));
    } else {
      this.bulk.insert(key, bytes('2'));
      this.bulk.delete(key);
    }
  }

  commit(): void {
    this.bulk.commit(this.environment.deadline()).then(
      (result) => {
        this.verdict = result;
      },
      (failure: TikvError) => {
        this.verdict = failure.code;
      },
    );
  }

  /** Answers all requests that wait, and those that follow at once. */
  async answerAll(reply: Reply): Promise<void> {
    await this.environment.settle();
    const { parked } = this.environment.fake;
    while (parked.length > 0) {
      for (const { answer } of [...parked]) answer(reply);
      await this.environment.settle();
    }
  }

  async answer(reply: Reply): Promise<void> {
    await this.environment.settle();
    for (const { answer } of [...this.environment.fake.parked]) answer(reply);
  }

  nextTs(): { resolve(ts: bigint): void; reject(error: unknown): void } {
    const next = this.oracle.shift();
    if (next === undefined) throw new Error('No timestamp is waited for');
    return next;
  }

  /** Kinds of requests that wait, with their first keys. */
  get waitsFor(): string[] {
    const requests = this.environment.fake.parked.map(({ call }) => call.rpc as string);
    return [...new Set([...requests, ...this.oracle.map(() => 'timestamp')])];
  }
}

function realisations(path: ModelPath<Machine>): Realisations<Machine, World> {
  const after = (before: Snapshot) =>
    path.steps[path.steps.findIndex((step) => step.before === before) + 1]?.event;
  const refused = ok({ errors: [conflict('b0')] });
  return {
    'flush.requested': (world) => {
      world.write();
      world.write();
      if (world.kind === 'nothing') void world.bulk.flush(world.environment.deadline());
    },
    'xstate.after.pause.bulkTransaction.gathering.pausing': (world) =>
      world.environment.clock.advance(PAUSE_MS),
    'flush.finished': (world) => {
      const { clock } = world.environment;
      clock.advance(PAUSE_MS);
      return world.answer(ok());
    },
    'flush.failed': (world) => world.answer(refused),
    'bulk.lost': (world, event) => world.bulk.abandon(event.error),
    'commit.requested': (world, { rest }, before) => {
      const state = stateOf(before);
      const next = after(before);
      const isBehind = next?.type === 'flush.finished' && next.rest === 'writes';
      if (state === 'gathering.buffering' ? rest === 'writes' : isBehind) world.write();
      world.commit();
    },
    'rollback.requested': (world) => {
      world.rollback = 'pending';
      void world.bulk.rollback().then(() => {
        world.rollback = 'done';
      });
    },
    'commitTs.fetched': (world, { commitTs }) => world.nextTs().resolve(commitTs),
    'commitTs.expired': (world, { minCommitTs }) => {
      const expired = { startTs: START, attemptedCommitTs: ts(50), key: bytes('a'), minCommitTs };
      return world.answer(ok({ error: keyError({ commitTsExpired: expired }) }));
    },
    'outcome.committed': (world, { commitTs }, before) =>
      world.answer(stateOf(before) === 'committing.askingPrimary' ? ok({ commitVersion: commitTs }) : ok()),
    'outcome.failed': (world, _, before) => {
      const state = stateOf(before);
      if (state === 'committing.fetchingCommitTs')
        world.nextTs().reject(new PdUnreachableError('PD is gone'));
      else if (state === 'committing.askingPrimary') return world.answer(ok());
      else return world.answer(ok({ error: lockNotFound('a') }));
      return undefined;
    },
    'outcome.unclear': (world) => world.answer(ok({ error: lockNotFound('a') }, lostAnswer)),
    'outcome.undetermined': (world, _, before) => {
      const notFound = keyError({ txnNotFound: { startTs: START, primaryKey: bytes('a') } });
      const isAsking = stateOf(before) === 'committing.askingPrimary';
      return world.answer(isAsking ? ok({ error: notFound }) : failed(error, lostAnswer));
    },
    'range.resolved': (world) => world.answerAll(ok()),
    'range.failed': (world) => world.answerAll(ok({ error: keyError({ abort: 'no' }) })),
    'xstate.after.grace.bulkTransaction.lingeringCommitted': (world) =>
      world.environment.clock.advance(5_000),
    'xstate.after.grace.bulkTransaction.lingeringRolledBack': (world) =>
      world.environment.clock.advance(5_000),
  };
}

/** Requests that a state waits for. */
const WAITS_FOR: Record<string, string> = {
  flushing: 'KvFlush',
  endingFlush: 'KvFlush',
  'committing.awaitingFlush': 'KvFlush',
  'committing.flushingRest': 'KvFlush',
  'committing.fetchingCommitTs': 'timestamp',
  'committing.committingPrimary': 'KvCommit',
  'committing.askingPrimary': 'KvCheckTxnStatus',
  committingRange: 'KvResolveLock',
  rollingBack: 'KvBatchRollback',
};

function expectedState(snapshot: Snapshot): string {
  if (snapshot.hasTag('open')) return 'active';
  for (const tag of ['committed', 'rolledBack', 'undetermined'] as const)
    if (snapshot.hasTag(tag)) return tag;
  return 'committing';
}

function expectedVerdict(snapshot: Snapshot, steps: readonly ModelStep<Machine>[]): unknown {
  if (!steps.some(({ event }) => event.type === 'commit.requested')) return 'pending';
  if (snapshot.hasTag('committed')) {
    const isEmpty = snapshot.context.commitTs === START;
    return { commitTs: snapshot.context.commitTs, protocol: isEmpty ? 'none' : '2pc' };
  }
  if (snapshot.hasTag('undetermined')) return 'TIKV_UNDETERMINED';
  return snapshot.hasTag('rolledBack') ? expect.stringMatching(/^TIKV_(?!UNDETERMINED)/) : 'pending';
}

/** What the stores were told of the end, and in which order. */
function expectedTold(world: World, snapshot: Snapshot, steps: readonly ModelStep<Machine>[]): object[] {
  if (world.kind === 'nothing') return [];
  const { commitTs } = snapshot.context;
  const isOver = steps.some(({ event }) => event.type.startsWith('xstate.after.grace'));
  const status = { startTs: START, minCommitTs: 0n };
  if (snapshot.hasTag('committed') && commitTs !== START) {
    const over = { ...status, commitTs, rolledBack: false, isCompleted: true };
    return [{ ...status, commitTs }, ...(isOver ? [over] : [])];
  }
  if (!snapshot.hasTag('rolledBack') || snapshot.value === 'endingFlush') return [];
  const over = { ...status, commitTs: 0n, rolledBack: true, isCompleted: true };
  return [{ ...status, rolledBack: true }, ...(isOver ? [over] : [])];
}

function judgeWith(path: ModelPath<Machine>) {
  return async (world: World, expected: Snapshot, step: ModelStep<Machine> | undefined) => {
    const { environment } = world;
    await environment.settle();
    const steps = path.steps.slice(0, step === undefined ? 0 : path.steps.indexOf(step) + 1);
    const state = stateOf(expected);
    const isEnded = steps.some(({ event }) => /^range|^xstate.after.grace/.test(event.type));
    const isRolledBack = state === 'rolledBack' || isEnded;
    const waits = WAITS_FOR[state];
    expect({
      state: world.bulk.state,
      waitsFor: world.waitsFor,
      verdict: world.verdict,
      rollback: world.rollback,
      told: environment.told,
      actors: environment.actorErrors,
    }).toEqual({
      state: expectedState(expected),
      waitsFor: waits === undefined ? [] : [waits],
      verdict: expectedVerdict(expected, steps),
      rollback: steps.some(({ event }) => event.type === 'rollback.requested')
        ? isRolledBack
          ? 'done'
          : 'pending'
        : 'not asked for',
      told: expectedTold(world, expected, steps),
      actors: [],
    });
  };
}

describe.each([
  ['locks', false],
  ['locks', true],
  ['nothing', false],
] as const)('a transaction that leaves %s, throttled: %s', (kind, isThrottled) => {
  const paths = bulkPaths(kind, isThrottled);

  it.each(paths.map((path) => [path.name, path] as const))('%s', async (name, path) => {
    const world = new World(kind, isThrottled);
    await world.start();
    world.environment.inspect = coverage.inspect;
    coverage.begin(`${kind} ${isThrottled}: ${name}`);
    await walkPath(path, world, realisations(path), judgeWith(path));
    coverage.end();
    await world.answerAll(ok());
  });
});

expectFullCoverage(coverage);
