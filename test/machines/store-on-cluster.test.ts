import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SnapshotFrom } from 'xstate';
import { storeMachine } from '../../machines/index.ts';
import { ActorRoot } from '../../src/actor/actor-root.ts';
import { TimerWheel } from '../../src/actor/timer-wheel.ts';
import type { Transport } from '../../src/model/runtime.ts';
import { createPdClient } from '../../src/pd/create-pd-client.ts';
import { PdSession } from '../../src/pd/pd-session.ts';
import type { Store } from '../../src/region/store/store.ts';
import { StoreCache } from '../../src/region/store/store-cache.ts';
import { Backoffer } from '../../src/retry/backoffer.ts';
import { Deadlines } from '../../src/retry/deadline.ts';
import {
  ChartCoverage,
  type Cluster,
  edgePaths,
  type ModelStep,
  type Realisations,
  startCluster,
  walkPath,
} from '../../src/testing/index.ts';
import { healthRpcs } from '../../src/wire/codec/rpcs.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import { createRpcClient } from '../../src/wire/create-rpc-client.ts';
import type { RpcClient } from '../../src/wire/rpc-client.ts';
import { systemRuntime } from '../../src/wire/system-runtime.ts';
import { stateWatcher } from '../support/state-watcher.ts';
import { turnOfEventLoop, VirtualClock } from '../support/virtual-clock.ts';
import { expectFullCoverage } from './coverage.ts';

/*
 * Paths of the store chart, walked by a client's view of a store of an embedded cluster, over gRPC. The store is cut
 * off, tells that it is slow, or is removed at PD; questions to PD and health checks wait on their way until what comes
 * of them is the event that the path has next. Judged are those questions, and what whoever asks after the store hears.
 */

type Machine = typeof storeMachine;

const ID = 1n;
const CHECK_TIMEOUT_MS = 500;
const INTERVAL_MS = 1_000;
const CHECK_INTERVAL = 'xstate.after.checkInterval.store.silent';
const PD_TOO_SLOW = 'xstate.after.checkInterval.store.locating';
const SLOW_PERIOD = 'xstate.after.slowPeriod.store.slow';
const ALWAYS = { times: Number.POSITIVE_INFINITY };

let cluster: Cluster;
const coverage = new ChartCoverage(storeMachine);
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(() => cluster.close());

class Watching {
  readonly #runtime = systemRuntime();
  readonly #clock = new VirtualClock();
  readonly #deadlines = new Deadlines(this.#clock, new TimerWheel(this.#clock));
  readonly #questions = cluster.fail({ ...ALWAYS, rpc: 'GetStore', action: 'pause' });
  readonly #states: ReadonlyMap<string, string>;
  readonly #root: ActorRoot;
  readonly #session: PdSession;
  readonly #rpcs: RpcClient;
  readonly #stores: StoreCache;
  readonly #isSlow: boolean;
  readonly #pdIsDue: boolean;
  readonly errors: unknown[] = [];
  readonly told: string[] = [];
  /** What those who asked after the store heard. */
  readonly heard: string[] = [];
  readonly store: Store;
  /** Health checks that wait on their way. */
  checks: (() => void)[] = [];
  asking = 0;
  #answered = 0;

  constructor(isSlow: boolean, pdIsDue: boolean) {
    this.#isSlow = isSlow;
    this.#pdIsDue = pdIsDue;
    const { states, inspect } = stateWatcher(coverage.inspect);
    this.#states = states;
    this.#root = new ActorRoot({ clock: this.#clock, inspect, onError: (error) => this.errors.push(error) });
    const transport = this.#holdingChecks(this.#runtime.transport);
    const runtime = { ...this.#runtime, clock: this.#clock, transport };
    this.#session = new PdSession(runtime, this.#root, { endpoints: cluster.pd.addresses });
    this.#rpcs = createRpcClient(runtime, this.#root, {
      streamsPerStore: 1,
      idleTimeoutMs: 1e9,
      onFeedback: ({ health }) => {
        if (health !== undefined) this.#stores.noteSlowScore(health.storeId, health.slowScore);
      },
    });
    this.#stores = new StoreCache({
      runtime,
      root: this.#root,
      deadlines: this.#deadlines,
      pd: createPdClient(runtime, this.#session),
      rpc: this.#rpcs,
      livenessTimeoutMs: CHECK_TIMEOUT_MS,
      events: { wants: () => true, emit: (name) => this.told.push(name) },
    });
    this.store = this.#stores.get(ID);
  }

  get state(): string {
    return this.#states.get(`store ${ID}`) ?? 'unlocated';
  }

  /** Questions to PD so far. */
  get asked(): number {
    return this.#questions.hits;
  }

  async until(state: string): Promise<void> {
    while (this.state !== state) await turnOfEventLoop();
  }

  /** Somebody whose request went unanswered wants to know. */
  doubt(): void {
    this.asking++;
    void this.#stores.probe(this.store).then((liveness) => this.heard.push(liveness));
  }

  /** Somebody asks PD, unless that is under way, and the question is there. */
  async askPd(): Promise<void> {
    if (this.state === 'unlocated') {
      const deadline = this.#deadlines.start({ timeoutMs: 1e9 });
      const backoffer = new Backoffer({ clock: this.#clock, random: () => 0 }, { deadline, budgetMs: 0 });
      void this.#stores.resolve(this.store, backoffer).finally(() => deadline.release());
    } else if (this.state !== 'locating') this.#stores.recheck(this.store);
    while (this.asked === this.#answered) await turnOfEventLoop();
  }

  /** PD answers the question that waits, by the truth or with an error. */
  pdAnswers(status?: number): void {
    if (status !== undefined) cluster.fail({ rpc: 'GetStore', at: 'answered', action: { status } });
    this.#answered = this.asked;
    this.#questions.release();
  }

  /** PD answers when the store is being looked at already. */
  async pdIsLate(): Promise<void> {
    await this.askPd();
    this.#clock.advance(INTERVAL_MS);
    await this.until('rechecked');
    this.pdAnswers(12);
  }

  /** The next health check that comes by gets through. */
  async checkPasses(): Promise<void> {
    await this.tellPace(this.#isSlow ? 100 : 1);
    this.checks.shift()?.();
  }

  /** The store is cut off, and the check that comes by is not answered in time. */
  async checkFails(): Promise<void> {
    await this.tellPace(this.#isSlow ? 100 : 1);
    cluster.partition(ID);
    this.checks.shift()?.();
    this.#clock.advance(CHECK_TIMEOUT_MS);
    await turnOfEventLoop();
    cluster.heal(ID);
  }

  /** The store tells how slow it is, with its next answer. */
  async tellPace(score: number): Promise<void> {
    cluster.setSlowScore(ID, score);
    await new Promise<void>((resolve, reject) => {
      this.#rpcs.send(
        cluster.addresses.stores[0] as string,
        tikvRpcs.getHealthFeedback,
        {},
        {},
        {
          answered: (result) => {
            if (result.ok) resolve();
            else reject(result.error);
          },
        },
      );
    });
    await turnOfEventLoop();
  }

  /** Time passes until the store is to be looked at once more. */
  async stayAway(): Promise<void> {
    for (let i = 1; this.#pdIsDue && i * (INTERVAL_MS + CHECK_TIMEOUT_MS) <= 30_000; i++) {
      this.#clock.advance(INTERVAL_MS);
      await this.until('rechecked');
      await this.checkFails();
      await this.until('silent');
    }
    this.#clock.advance(INTERVAL_MS);
  }

  async slowPeriodEnds(): Promise<void> {
    const { slowUntilMs } = this.store;
    if (this.#isSlow) {
      this.#clock.advance(INTERVAL_MS);
      await this.tellPace(100);
    }
    this.#clock.advance(slowUntilMs - this.#clock.now());
  }

  end(): void {
    this.#stores.close();
    this.#rpcs.close();
    this.#session.close();
    this.#deadlines.close();
    this.#questions.remove();
    this.#root.stop();
    this.#runtime.transport.close();
    cluster.setStore(ID, { state: 'up' });
    cluster.setSlowScore(ID, 1);
  }

  get timers(): number {
    return this.#clock.pending;
  }

  #holdingChecks(transport: Transport): Transport {
    return {
      unary: (address, method, request, options, done) => {
        if (method !== healthRpcs.check.path) return transport.unary(address, method, request, options, done);
        let cancel = () => {
          this.checks = this.checks.filter((other) => other !== go);
          return 'no' as 'no' | 'maybe';
        };
        const go = () => {
          cancel = transport.unary(address, method, request, options, done);
        };
        this.checks.push(go);
        return () => cancel();
      },
      stream: (...call) => transport.stream(...call),
      closeAddress: (address) => transport.closeAddress(address),
      close: () => transport.close(),
    };
  }
}

const realisations: Realisations<Machine, Watching> = {
  'store.located': async (world) => {
    await world.askPd();
    world.pdAnswers();
  },
  'store.removed': async (world) => {
    cluster.setStore(ID, { state: 'tombstone' });
    await world.askPd();
    world.pdAnswers();
  },
  'pd.failed': async (world) => {
    await world.askPd();
    world.pdAnswers(12);
  },
  'store.doubted': (world) => world.doubt(),
  'check.passed': (world) => world.checkPasses(),
  'check.failed': (world) => world.checkFails(),
  'store.slowed': (world) => world.tellPace(100),
  'store.recovered': (world) => world.tellPace(1),
  [CHECK_INTERVAL]: (world: Watching) => world.stayAway(),
  [PD_TOO_SLOW]: (world: Watching) => world.pdIsLate(),
  [SLOW_PERIOD]: (world: Watching) => world.slowPeriodEnds(),
};

async function judge(
  world: Watching,
  expected: SnapshotFrom<Machine>,
  step: ModelStep<Machine> | undefined,
): Promise<void> {
  const state = expected.value;
  await world.until(state);
  const isChecking = state === 'doubted' || state === 'rechecked';
  const before = world.asked;
  await turnOfEventLoop();
  if (state === 'removed') return;
  expect(world.checks).toHaveLength(isChecking ? 1 : 0);
  const isSilent = ['silent', 'locating', 'rechecked'].includes(state);
  expect(world.store.liveness).toBe(isSilent ? 'unreachable' : 'reachable');
  // Whoever asked after it knows, unless a check is under way.
  if (!isChecking) {
    expect(world.heard).toHaveLength(world.asking);
    const { type } = step?.event ?? {};
    if (type === 'check.passed' && world.asking > 0) expect(world.heard.at(-1)).toBe('reachable');
    if (type === 'check.failed' && world.asking > 0) expect(world.heard.at(-1)).toBe('unreachable');
  }
  // Whoever listens has heard of each silence and of its end.
  const count = (name: string) => world.told.filter((told) => told === name).length;
  expect(count('store.unreachable') - count('store.reachable')).toBe(isSilent ? 1 : 0);
  expect(world.asked).toBe(before);
}

const cases = [true, false].flatMap((isSlow) => [true, false].map((pdIsDue) => ({ isSlow, pdIsDue })));

describe.each(cases)(
  'every edge of the store chart, with an embedded store, slow $isSlow, PD due $pdIsDue',
  ({ isSlow, pdIsDue }) => {
    const machine = storeMachine.provide({
      guards: { isSlow: () => isSlow, pdIsDue: () => pdIsDue },
      delays: { checkInterval: INTERVAL_MS, slowPeriod: 60_000 },
    });
    const paths = edgePaths(machine, {
      input: { store: 'store' },
      events: [{ type: 'check.failed', liveness: 'unreachable' }],
      serializeState: ({ value }) => value,
    });
    let world: Watching;
    afterEach(() => {
      coverage.end();
      world.end();
      expect([world.errors, world.timers]).toEqual([[], 0]);
    });

    it.each(paths.map((path) => [path.name, path] as const))('%s', async (name, path) => {
      coverage.begin(`${name}, slow ${isSlow}, PD due ${pdIsDue}`);
      world = new Watching(isSlow, pdIsDue);
      await walkPath(path, world, realisations, judge);
    });
  },
);

expectFullCoverage(coverage);
