import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SnapshotFrom } from 'xstate';
import { pdSessionMachine } from '../../machines/index.ts';
import { ActorRoot } from '../../src/actor/actor-root.ts';
import { ClosedError, PdUnreachableError } from '../../src/model/errors.ts';
import { PdSession } from '../../src/pd/pd-session.ts';
import {
  ChartCoverage,
  type Cluster,
  edgePaths,
  type FaultAction,
  type FaultHandle,
  type Fields,
  type Realisations,
  startCluster,
  walkPath,
} from '../../src/testing/index.ts';
import { systemRuntime } from '../../src/wire/system-runtime.ts';
import { stateName, stateWatcher } from '../support/state-watcher.ts';
import { turnOfEventLoop, VirtualClock } from '../support/virtual-clock.ts';
import { expectFullCoverage } from './coverage.ts';

/*
 * Paths of the pd-session chart, walked by a session with an embedded PD, over gRPC. Each question to PD waits there
 * until what comes of it is the event that the path has next. Judged are the questions, and what callers hear.
 */

type Machine = typeof pdSessionMachine;

const POLL = 'xstate.after.electionPoll.pdSession.searching.awaitingElection';
const REFRESH = 'xstate.after.refreshInterval.pdSession.ready';
const error = new PdUnreachableError('Sample');
const isAsking = (state: string) => state === 'searching.discovering' || state === 'refreshing';

let cluster: Cluster;
const coverage = new ChartCoverage(pdSessionMachine);
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(() => cluster.close());

class Asking {
  readonly #runtime = systemRuntime();
  readonly #clock = new VirtualClock();
  readonly #root: ActorRoot;
  readonly #gate: FaultHandle;
  readonly #states: ReadonlyMap<string, string>;
  readonly errors: unknown[] = [];
  readonly session: PdSession;
  readonly verdicts: string[] = [];
  callers = 0;
  /** Questions that PD is to have got by now. */
  expected = 0;

  constructor() {
    const { states, inspect } = stateWatcher(coverage.inspect);
    this.#states = states;
    this.#root = new ActorRoot({
      clock: this.#clock,
      inspect,
      onError: (failure) => this.errors.push(failure),
    });
    this.#gate = cluster.fail({ rpc: 'GetMembers', action: 'pause', times: Number.POSITIVE_INFINITY });
    const runtime = { ...this.#runtime, clock: this.#clock };
    this.session = new PdSession(runtime, this.#root, { endpoints: cluster.pd.addresses });
  }

  get state(): string | undefined {
    return this.#states.get('pdSession');
  }

  get asked(): number {
    return this.#gate.hits;
  }

  want(): void {
    this.callers++;
    this.session.leader().then(
      (leader) => this.verdicts.push(leader),
      (failure) => this.verdicts.push(failure.code),
    );
  }

  /** PD answers the question that waits, by the truth or otherwise. */
  answer(action?: FaultAction): void {
    if (action !== undefined) cluster.fail({ rpc: 'GetMembers', at: 'answered', action });
    this.#gate.release();
  }

  pass(timeMs: number): void {
    this.#clock.advance(timeMs);
  }

  async until(state: string): Promise<void> {
    while (this.state !== state) await turnOfEventLoop();
    if (isAsking(state)) await this.#gate.waitForHit(this.expected);
  }

  end(): void {
    this.session.close();
    this.#gate.remove();
    this.#root.stop();
    this.#runtime.transport.close?.();
  }
}

const changed = (change: (answer: Fields) => Fields): FaultAction => ({
  response: (answer) => change(answer),
});

const realisations: Realisations<Machine, Asking> = {
  'leader.wanted': (world) => world.want(),
  'leader.doubted': (world) => {
    world.session.doubt(cluster.pd.addresses[0] as string);
    world.want();
  },
  'members.found': (world) => world.answer(),
  'members.leaderless': (world) => world.answer(changed((answer) => ({ ...answer, leader: undefined }))),
  'members.unreachable': (world) => world.answer('breakStream'),
  'cluster.mismatched': (world) =>
    world.answer(changed((answer) => ({ ...answer, header: { clusterId: 1n } as never }))),
  'session.closed': (world) => world.session.close(),
  [POLL]: (world: Asking) => world.pass(100),
  [REFRESH]: (world: Asking) => world.pass(60_000),
};

/** What all callers who have heard something heard last. */
const HEARD: Readonly<Record<string, () => string | undefined>> = {
  ready: () => cluster.pd.addresses[0],
  refreshing: () => cluster.pd.addresses[0],
  lost: () => 'TIKV_PD_UNREACHABLE',
};

async function judge(world: Asking, expected: SnapshotFrom<Machine>): Promise<void> {
  const state = stateName(expected);
  if (isAsking(state)) world.expected++;
  await world.until(state);
  expect(world.asked).toBe(world.expected);
  await turnOfEventLoop();
  // Callers wait while the leader is looked for, and at no other time.
  if (!state.startsWith('searching')) expect(world.verdicts).toHaveLength(world.callers);
  const heard = HEARD[state];
  if (heard !== undefined) expect(world.verdicts.at(-1)).toBe(heard());
}

describe('every edge of the pd-session chart, with an embedded PD', () => {
  const machine = pdSessionMachine.provide({ delays: { electionPoll: 100, refreshInterval: 60_000 } });
  const paths = edgePaths(machine, {
    input: { session: 'session' },
    events: [
      { type: 'leader.wanted' },
      { type: 'leader.doubted' },
      { type: 'members.found', members: { leader: 'pd', followers: [] } },
      { type: 'members.leaderless', error },
      { type: 'members.unreachable', error },
      { type: 'cluster.mismatched', error },
      { type: 'session.closed', error: new ClosedError() },
    ],
    serializeState: (snapshot) => `${stateName(snapshot)} ${snapshot.context.leaderlessRounds}`,
    // What PD says follows a question; that it is another cluster shows only when one was known before.
    canHappen: (snapshot, { type }) => {
      const state = stateName(snapshot);
      if (type === 'cluster.mismatched') return state === 'refreshing';
      return isAsking(state) || !type.startsWith('members.');
    },
  });
  let world: Asking;
  afterEach(() => {
    coverage.end();
    world.end();
  });

  it.each(paths.map((path) => [path.name, path] as const))('%s', async (name, path) => {
    coverage.begin(name);
    world = new Asking();
    await walkPath(path, world, realisations, judge);
    expect(world.errors).toEqual([]);
  });
});

expectFullCoverage(coverage);
