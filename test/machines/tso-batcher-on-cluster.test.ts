import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SnapshotFrom } from 'xstate';
import { tsoBatcherMachine } from '../../machines/index.ts';
import { ActorRoot } from '../../src/actor/actor-root.ts';
import { TimerWheel } from '../../src/actor/timer-wheel.ts';
import { composeTimestamp } from '../../src/model/timestamp.ts';
import { createTimestampOracle } from '../../src/pd/create-timestamp-oracle.ts';
import { PdSession } from '../../src/pd/pd-session.ts';
import type { TimestampOracle } from '../../src/pd/timestamp-oracle.ts';
import { Deadlines } from '../../src/retry/deadline.ts';
import {
  ChartCoverage,
  type Cluster,
  edgePaths,
  type Realisations,
  startCluster,
  walkPath,
} from '../../src/testing/index.ts';
import { systemRuntime } from '../../src/wire/system-runtime.ts';
import { TSO_BATCHER_EVENTS } from '../support/chart-events.ts';
import { stateWatcher } from '../support/state-watcher.ts';
import { turnOfEventLoop, VirtualClock } from '../support/virtual-clock.ts';
import { expectFullCoverage } from './coverage.ts';

/*
 * Paths of the tso-batcher chart, walked by an oracle with an embedded PD of two members, over gRPC. Each request waits
 * there until what comes of it is the event that the path has next. Judged are the requests, what PD handed out, and
 * what callers hear.
 */

type Machine = typeof tsoBatcherMachine;

const ALWAYS = { times: Number.POSITIVE_INFINITY };
const ANSWER_TIMEOUT: string = 'xstate.after.answerTimeout.tsoBatcher.inFlight';
const BACKOFF = 'xstate.after.backoff.tsoBatcher.backingOff';
const REFRESH_MS = 60_000;
const ANSWER_TIMEOUT_MS = 3_000;

let cluster: Cluster;
const coverage = new ChartCoverage(tsoBatcherMachine);
beforeAll(async () => {
  cluster = await startCluster({ pds: 2 });
});
afterAll(() => cluster.close());

class Asking {
  readonly #runtime = systemRuntime();
  readonly #clock = new VirtualClock();
  readonly #turn: (() => void)[] = [];
  readonly #root: ActorRoot;
  readonly #deadlines = new Deadlines(this.#clock, new TimerWheel(this.#clock));
  readonly #session: PdSession;
  readonly #oracle: TimestampOracle;
  readonly #requests = cluster.fail({ ...ALWAYS, rpc: 'Tso', action: 'pause' });
  readonly #questions = cluster.fail({ ...ALWAYS, rpc: 'GetMembers', action: 'pause' });
  readonly #states: ReadonlyMap<string, string>;
  #abort = new AbortController();
  readonly errors: unknown[] = [];
  readonly events: string[] = [];
  readonly given: bigint[] = [];
  readonly refused: string[] = [];
  callers = 0;
  /** Requests that PD is to have got by now. */
  expected = 0;

  constructor() {
    const { states, inspect } = stateWatcher((event) => {
      coverage.inspect(event);
      if (event.type === '@xstate.microstep') this.events.push(event.event.type);
    });
    this.#states = states;
    this.#root = new ActorRoot({ clock: this.#clock, inspect, onError: (error) => this.errors.push(error) });
    const defer = (task: () => void) => void this.#turn.push(task);
    const runtime = { ...this.#runtime, clock: this.#clock, defer };
    this.#session = new PdSession(runtime, this.#root, { endpoints: cluster.pd.addresses });
    // Long enough for no refresh to come between.
    this.#oracle = createTimestampOracle(runtime, this.#root, this.#session, { refreshIntervalMs: 1e9 });
  }

  get state(): string | undefined {
    return this.#states.get('tsoBatcher');
  }

  get asked(): number {
    return this.#requests.hits;
  }

  /** Callers who have heard nothing. */
  get pending(): number {
    return this.callers - this.given.length - this.refused.length;
  }

  call(): void {
    this.callers++;
    const deadline = this.#deadlines.start({ timeoutMs: 1e9, signal: this.#abort.signal });
    this.#oracle
      .timestamp(deadline)
      .then(
        (timestamp) => this.given.push(timestamp),
        (error) => this.refused.push(error.code),
      )
      .finally(() => deadline.release());
  }

  /** Nobody waits any more. */
  giveUp(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  endTurn(): void {
    for (const task of this.#turn.splice(0)) task();
  }

  pass(timeMs: number): void {
    this.#clock.advance(timeMs);
  }

  /** PD answers the request that waits, or breaks the stream instead. */
  answer(action?: 'breakStream'): void {
    if (action !== undefined) cluster.fail({ rpc: 'Tso', at: 'answered', action });
    this.#requests.release();
  }

  /** PD says who leads it. */
  async tellLeader(): Promise<void> {
    const { state } = this;
    while (this.state === state) {
      this.#questions.release();
      await turnOfEventLoop();
    }
  }

  /** No member says who leads. */
  async hideLeader(): Promise<void> {
    using _broken = cluster.fail({ ...ALWAYS, rpc: 'GetMembers', at: 'answered', action: 'breakStream' });
    await this.tellLeader();
  }

  /** Another member leads, which shows when the members are asked for anew; then somebody doubts the new one. */
  async changeLeader(): Promise<void> {
    cluster.pd.transferLeader(1 - (cluster.pd.leader as number));
    this.pass(REFRESH_MS);
    const before = this.events.length;
    while (!this.events.includes('stream.failed', before)) {
      this.#questions.release();
      await turnOfEventLoop();
    }
    this.#session.doubt(cluster.pd.addresses[cluster.pd.leader as number] as string);
  }

  close(): void {
    this.#oracle.close();
  }

  async until(state: string): Promise<void> {
    while (this.state !== state) await turnOfEventLoop();
  }

  /** How many timestamps the newest request asks for. */
  async requested(): Promise<unknown> {
    const { request } = await this.#requests.waitForHit(this.expected);
    return request.count;
  }

  /** What must not be left when all is over. */
  end(): { readonly errors: readonly unknown[]; readonly timers: number } {
    this.#oracle.close();
    this.#session.close();
    this.#deadlines.close();
    this.#requests.remove();
    this.#questions.remove();
    this.#root.stop();
    this.#runtime.transport.close?.();
    return { errors: this.errors, timers: this.#clock.pending };
  }
}

/** Whether PD handed a timestamp out, as the cluster saw it. */
function wasHandedOut(timestamp: bigint): boolean {
  return cluster.log.messages('Tso').some(({ response }) => {
    if (response === undefined) return false;
    const { timestamp: last, count } = response as {
      readonly timestamp: { readonly physical: bigint; readonly logical: bigint };
      readonly count: number;
    };
    const end = composeTimestamp(Number(last.physical), Number(last.logical));
    return timestamp <= end && timestamp > end - BigInt(count);
  });
}

const realisations: Realisations<Machine, Asking> = {
  'batch.wanted': (world) => world.call(),
  'batch.collected': (world, { waiting }) => {
    if (!waiting) world.giveUp();
    world.endTurn();
  },
  'batch.answered': (world, { waiting }) => {
    if (waiting) world.call();
    world.answer();
  },
  'stream.opened': (world, { waiting }) => {
    if (!waiting) world.giveUp();
    return world.tellLeader();
  },
  'stream.failed': async (world, { waiting }, { value }) => {
    if (value === 'idle' || value === 'collecting') return world.changeLeader();
    if (!waiting) world.giveUp();
    return value === 'reconnecting' ? world.hideLeader() : world.answer('breakStream');
  },
  'oracle.closed': (world) => world.close(),
  [BACKOFF]: (world: Asking) => world.pass(3_000),
};

async function judge(world: Asking, expected: SnapshotFrom<Machine>): Promise<void> {
  const { value: state } = expected;
  await world.until(state);
  if (state === 'inFlight') {
    world.expected++;
    expect(await world.requested()).toBe(world.pending);
  }
  expect(world.asked).toBe(world.expected);
  // Callers wait while something is under way for them, and at no other time.
  if (['idle', 'closed', 'failed'].includes(state)) {
    await turnOfEventLoop();
    expect(world.pending).toBe(0);
  }
  expect(world.given).toEqual([...new Set(world.given)].sort((a, b) => Number(a - b)));
  expect(world.given.filter((timestamp) => !wasHandedOut(timestamp))).toEqual([]);
}

let world: Asking;
// XState warns of events for actors that have ended.
const warned = vi.spyOn(console, 'warn');
afterEach(async () => {
  coverage.end();
  expect(world.end()).toEqual({ errors: [], timers: 0 });
  await turnOfEventLoop();
  expect(warned.mock.calls.splice(0)).toEqual([]);
});

describe('every edge of the tso-batcher chart, with an embedded PD', () => {
  const machine = tsoBatcherMachine.provide({ delays: { answerTimeout: ANSWER_TIMEOUT_MS, backoff: 500 } });
  const paths = edgePaths(machine, {
    input: { oracle: 'oracle' },
    events: TSO_BATCHER_EVENTS,
    serializeState: ({ value, context: { connected, failures } }) =>
      `${value} ${connected} ${Math.min(failures, 2)}`,
    canHappen: ({ value, context }, event) => {
      // What PD makes the oracle give up is walked apart, below.
      if (event.type === 'oracle.wentBack' || (event.type as string) === ANSWER_TIMEOUT) return false;
      if (event.type !== 'stream.failed') return true;
      // Without a stream, none can fail; who waits then does not matter.
      if (value === 'idle' || value === 'collecting') return context.connected && !event.waiting;
      return true;
    },
  });

  it.each(paths.map((path) => [path.name, path] as const))('%s', async (name, path) => {
    coverage.begin(name);
    world = new Asking();
    await walkPath(path, world, realisations, judge);
  });
});

describe('what PD makes the oracle give up', () => {
  async function inFlight(name: string): Promise<void> {
    coverage.begin(name);
    world = new Asking();
    world.call();
    world.endTurn();
    await world.until('reconnecting');
    await world.tellLeader();
    world.expected++;
    await world.requested();
  }

  it('an oracle that goes back, for good', async () => {
    await inFlight('two answers, the second below the first');
    world.call();
    world.answer();
    world.expected++;
    await world.requested();
    cluster.pd.tso.goBack(10_000);
    world.answer();
    await world.until('failed');
    world.call();
    await turnOfEventLoop();
    const code = 'TIKV_TSO_WENT_BACK';
    expect([world.given.length, world.refused]).toEqual([1, [code, code]]);
    expect(world.asked).toBe(2);
    cluster.pd.tso.jumpForward(10_000);
  });

  it('a stream that stays silent: its callers wait for the next', async () => {
    await inFlight('no answer in time');
    world.pass(ANSWER_TIMEOUT_MS);
    expect([world.state, world.pending]).toEqual(['reconnecting', 1]);
    await world.tellLeader();
    world.expected++;
    expect(await world.requested()).toBe(1);
    world.answer();
    await world.until('idle');
    await turnOfEventLoop();
    expect([world.given.length, world.refused]).toEqual([1, []]);
  });
});

expectFullCoverage(coverage);
