import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SnapshotFrom } from 'xstate';
import { rangeTaskMachine } from '../../machines/index.ts';
import { assemble, type ClientParts } from '../../src/client/assemble.ts';
import { ClientCore } from '../../src/client/client-core.ts';
import { closeClient } from '../../src/client/close.ts';
import { parseOptions } from '../../src/client/options/parse-options.ts';
import { RegionUnavailableError, type TikvError } from '../../src/model/errors.ts';
import type { KeyRange } from '../../src/model/region.ts';
import { runRangeTask } from '../../src/region/range-task.ts';
import { sendByKey } from '../../src/region/send-by-key.ts';
import {
  ChartCoverage,
  type Cluster,
  edgePaths,
  type FaultAction,
  type ModelPath,
  type ModelStep,
  type Realisations,
  startCluster,
  walkPath,
} from '../../src/testing/index.ts';
import { rangeTasksOf } from '../../src/txn/bulk/bulk-environment.ts';
import { toKeyError } from '../../src/txn/key-errors.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import { rangeTaskEvents } from '../support/chart-events.ts';
import { HeldRequests } from '../support/held-requests.ts';
import { turnOfEventLoop } from '../support/virtual-clock.ts';
import { expectFullCoverage } from './coverage.ts';

/*
 * Paths of the range-task chart, walked by a task over the regions of an embedded cluster, over gRPC: it reads the first
 * key of each. Questions to PD and requests to stores wait there until what comes of them is the event that the path has
 * next. Judged are the regions that were read, and what the caller hears.
 */

type Machine = typeof rangeTaskMachine;
type Snapshot = SnapshotFrom<Machine>;

const error: TikvError = new RegionUnavailableError('Sample');
/** Regions located at once, and those of a shorter stretch. */
const LONG = 128;
const SHORT = 5;
const LOOK_UPS = ['ScanRegions', 'BatchScanRegions', 'GetRegion'];
const coverage = new ChartCoverage(rangeTaskMachine);
let cluster: Cluster;
/** The state of the task that is walked, and how often it changed. */
let state = '';
let changes = 0;

beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(() => cluster.close());

class Task {
  readonly #requests = new HeldRequests(cluster);
  readonly #parts: ClientParts;
  readonly #core: ClientCore;
  readonly #read = new Set<string>();
  verdict: unknown = 'pending';

  constructor(prefix: string, regions: number) {
    const names = Array.from(
      { length: regions + 1 },
      (_, nth) => `${prefix}/${String(nth).padStart(4, '0')}`,
    );
    cluster.split(names);
    this.#parts = assemble(
      parseOptions({
        endpoints: cluster.pd.addresses,
        inspect: (event) => {
          coverage.inspect(event);
          if (event.type !== '@xstate.snapshot') return;
          const snapshot = event.snapshot as Snapshot;
          if (snapshot.machine?.id !== rangeTaskMachine.id) return;
          state = snapshot.value;
          changes++;
        },
      }),
    );
    this.#core = new ClientCore(this.#parts);
    this.#requests.hold([...LOOK_UPS, 'KvGet']);
    const range = { start: Buffer.from(names[0] as string), end: Buffer.from(names.at(-1) as string) };
    const work = (part: KeyRange) => this.#readFirst(part);
    runRangeTask(rangeTasksOf(this.#parts.bulk), { name: 'reading', range, concurrency: 8, work }).then(
      (worked) => {
        this.verdict = worked;
      },
      (failure: TikvError) => {
        this.verdict = failure.code;
      },
    );
  }

  async #readFirst({ start }: KeyRange): Promise<number> {
    const core = this.#core;
    const deadline = core.startDeadline(undefined);
    const backoffer = core.backoffer(deadline, 'read');
    const request = { key: start, version: cluster.pd.tso.next() };
    const call = { rpc: tikvRpcs.kvGet, request, timeoutMs: 10_000, backoffer };
    const { response } = await sendByKey(this.#parts.regions, start, call);
    deadline.release();
    if (response.error !== undefined) throw toKeyError(response.error);
    this.#read.add(Buffer.from(start).toString());
    return 1;
  }

  /** Regions that were read. */
  get read(): number {
    return this.#read.size;
  }

  /** Requests that wait for their answers. */
  get waitsFor(): readonly string[] {
    return this.#requests.held.map(({ rpc }) => (LOOK_UPS.includes(rpc) ? 'a look-up' : rpc));
  }

  /** Lets go of what waits, and of what follows, until the chart has moved on; all of it ends in this way, if told. */
  async go(rpc: readonly string[], action?: FaultAction): Promise<void> {
    const before = changes;
    const times = Number.POSITIVE_INFINITY;
    const fault = action && cluster.fail({ rpc, at: 'answered', times, action });
    await this.#requests.releaseUntil(() => changes !== before);
    fault?.remove();
  }

  async end(): Promise<void> {
    this.#requests.open();
    await closeClient(this.#core, { drainMs: 0 });
  }
}

const aborted: FaultAction = { response: (answer) => ({ ...answer, error: { abort: 'no' } }) };

const realisations: Realisations<Machine, Task> = {
  'stretch.located': (world) => world.go(LOOK_UPS),
  'stretch.done': (world) => world.go(['KvGet']),
  'step.failed': (world, _, { value }) =>
    value === 'locating' ? world.go(LOOK_UPS, { status: 12 }) : world.go(['KvGet'], aborted),
};

/** Regions of the stretches of a path, one after the other. */
function stretchesOf(path: ModelPath<Machine>): readonly number[] {
  const located = path.steps.flatMap(({ event }) => (event.type === 'stretch.located' ? [event.isLast] : []));
  const regions = located.map((isLast) => (isLast ? SHORT : LONG));
  // What is not the last is followed by others, worked on or not.
  return located.at(-1) === false ? [...regions, SHORT] : regions;
}

function judgeWith(path: ModelPath<Machine>) {
  const stretches = stretchesOf(path);
  return async (world: Task, expected: Snapshot, step: ModelStep<Machine> | undefined) => {
    const at = expected.value;
    while (state !== at) await turnOfEventLoop();
    const done = path.steps.slice(0, step === undefined ? 0 : path.steps.indexOf(step) + 1);
    const ended = done.filter(({ event }) => event.type === 'stretch.done').length;
    const read = stretches.slice(0, ended).reduce((sum, regions) => sum + regions, 0);
    const atOnce = Math.min(8, stretches[ended] ?? 0);
    const waits = at === 'locating' ? 1 : at === 'working' ? atOnce : 0;
    while (world.waitsFor.length < waits) await turnOfEventLoop();
    await turnOfEventLoop();
    expect({ read: world.read, waitsFor: world.waitsFor, verdict: world.verdict }).toEqual({
      read,
      waitsFor: Array.from({ length: waits }, () => (at === 'locating' ? 'a look-up' : 'KvGet')),
      verdict: at === 'done' ? read : at === 'failed' ? expect.stringMatching(/^TIKV_/) : 'pending',
    });
  };
}

describe('a task over the regions of an embedded cluster', () => {
  const paths = edgePaths(rangeTaskMachine, {
    input: { task: undefined },
    events: rangeTaskEvents(error),
  });
  let world: Task;
  afterEach(async () => {
    coverage.end();
    await world.end();
  });

  it.each(paths.map((path, nth) => [path.name, path, nth] as const))('%s', async (name, path, nth) => {
    coverage.begin(name);
    world = new Task(`${nth}`, stretchesOf(path).reduce((sum, regions) => sum + regions, 0) || SHORT);
    await walkPath(path, world, realisations, judgeWith(path));
  });
});

expectFullCoverage(coverage);
