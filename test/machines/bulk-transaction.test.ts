import { describe, expect, it } from 'vitest';
import type { SnapshotFrom } from 'xstate';
import {
  type BulkRest,
  type BulkTransactionEvent,
  bulkTransactionMachine,
} from '../../machines/bulk-transaction.ts';
import { PdUnreachableError, type TikvError } from '../../src/model/errors.ts';
import {
  ChartCoverage,
  edgePaths,
  type ModelPath,
  type ModelStep,
  type Realisations,
  walkPath,
} from '../../src/testing/index.ts';
import type { BulkTransaction } from '../../src/txn/bulk/bulk-transaction.ts';
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
type Kind = 'locks' | 'nothing';

const { ok, failed } = replies;
const START = ts(0);
const PAUSE_MS = 20;
const coverage = new ChartCoverage(bulkTransactionMachine);

const EVENTS: readonly BulkTransactionEvent[] = [
  { type: 'flush.requested', pauseMs: 0 },
  { type: 'flush.requested', pauseMs: PAUSE_MS },
  ...(['writes', 'locks', 'nothing'] as const).flatMap((rest): BulkTransactionEvent[] => [
    { type: 'flush.finished', rest },
    { type: 'commit.requested', rest },
  ]),
  { type: 'flush.failed', error },
  ...[true, false].flatMap((locksRemain): BulkTransactionEvent[] => [
    { type: 'bulk.lost', error, locksRemain },
    { type: 'rollback.requested', locksRemain },
  ]),
  { type: 'commitTs.fetched', commitTs: ts(50) },
  { type: 'commitTs.fetched', commitTs: ts(70) },
  { type: 'commitTs.expired', minCommitTs: ts(60) },
  { type: 'outcome.committed', commitTs: ts(50) },
  { type: 'outcome.committed', commitTs: ts(70) },
  { type: 'outcome.committed', commitTs: ts(55) },
  { type: 'outcome.failed', error },
  { type: 'outcome.unclear' },
  { type: 'outcome.undetermined', error },
  { type: 'range.resolved' },
  { type: 'range.failed' },
];

function stateOf({ value }: Snapshot): string {
  return typeof value === 'string' ? value : Object.entries(value).flat().join('.');
}

class World {
  readonly environment = new FakeBulkEnvironment();
  readonly kind: Kind;
  readonly isThrottled: boolean;
  readonly oracle: { resolve(ts: bigint): void; reject(error: unknown): void }[] = [];
  verdict: unknown = 'pending';
  rollback: unknown = 'not asked for';
  #bulk: BulkTransaction | undefined;
  #written = 0;

  constructor(kind: Kind, isThrottled: boolean) {
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

/** What can happen in a state, given what the transaction locks. */
function canHappenFor(kind: Kind, isThrottled: boolean) {
  const locks = kind === 'locks';
  const rests: Record<string, readonly BulkRest[]> = {
    'gathering.buffering commit.requested': [kind, 'writes'],
    'gathering.pausing commit.requested': ['writes'],
    'flushing commit.requested': ['writes'],
    'flushing flush.finished': [kind],
    'committing.awaitingFlush flush.finished': [kind, 'writes'],
    'committing.flushingRest flush.finished': [kind],
    'endingFlush flush.finished': [kind],
  };
  return (before: Snapshot, event: BulkTransactionEvent): boolean => {
    const state = stateOf(before);
    switch (event.type) {
      case 'flush.requested':
        return event.pauseMs === (isThrottled ? PAUSE_MS : 0);
      case 'flush.finished':
      case 'commit.requested':
        return rests[`${state} ${event.type}`]?.includes(event.rest) === true;
      case 'flush.failed':
        return locks && (state === 'flushing' || state === 'endingFlush' || /Flush|flushing/.test(state));
      case 'bulk.lost':
      case 'rollback.requested':
        return event.locksRemain === locks && (locks || state !== 'flushing');
      case 'commitTs.fetched':
        return event.commitTs === (before.context.minCommitTs === 0n ? ts(50) : ts(70));
      case 'commitTs.expired':
        return before.context.minCommitTs === 0n;
      case 'outcome.committed':
        if (state === 'committing.askingPrimary') return event.commitTs === ts(55);
        return state === 'committing.committingPrimary' && event.commitTs === before.context.commitTs;
      case 'outcome.failed':
        return /fetching|committingPrimary|asking/.test(state);
      case 'outcome.unclear':
        return state === 'committing.committingPrimary';
      case 'outcome.undetermined':
        return /committingPrimary|asking/.test(state);
      default:
        return true;
    }
  };
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
  const paths = edgePaths(bulkTransactionMachine, {
    input: { startTs: START, task: undefined },
    events: EVENTS,
    canHappen: canHappenFor(kind, isThrottled),
    serializeState: (snapshot) => [stateOf(snapshot), snapshot.context.minCommitTs].join(),
  });

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
