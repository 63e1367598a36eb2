import { afterEach, describe, expect, it } from 'vitest';
import type { SnapshotFrom } from 'xstate';
import { garbageCollectionMachine } from '../../machines/index.ts';
import { connect, type Tikv } from '../../src/index.ts';
import { PdUnreachableError, type TikvError } from '../../src/model/errors.ts';
import {
  ChartCoverage,
  type Cluster,
  edgePaths,
  type FaultAction,
  type ModelPath,
  type Realisations,
  startCluster,
  walkPath,
} from '../../src/testing/index.ts';
import { garbageCollectionEvents } from '../support/chart-events.ts';
import { HeldRequests } from '../support/held-requests.ts';
import { turnOfEventLoop } from '../support/virtual-clock.ts';
import { expectFullCoverage } from './coverage.ts';

/*
 * Paths of the garbage-collection chart, walked by `tikv.admin.collectGarbage` on an embedded cluster, over gRPC. What is
 * asked of PD and of stores waits there until what comes of it is the event that the path has next. Judged are the two
 * safe points that PD has then, what waits, and what the caller hears.
 */

type Machine = typeof garbageCollectionMachine;
type Snapshot = SnapshotFrom<Machine>;

const error: TikvError = new PdUnreachableError('Sample');
const LOOK_UPS = ['BatchScanRegions', 'ScanRegions', 'GetRegion'];
const ASKED = ['GetGCState', 'AdvanceTxnSafePoint', 'AdvanceGCSafePoint', 'KvScanLock', ...LOOK_UPS];
const coverage = new ChartCoverage(garbageCollectionMachine);

/** What waits for its answer in each state. */
const WAITS: Readonly<Record<string, string | undefined>> = {
  readingState: 'GetGCState',
  advancingTxnSafePoint: 'AdvanceTxnSafePoint',
  resolvingLocks: 'a look-up',
  advancingGcSafePoint: 'AdvanceGCSafePoint',
};

class Collection {
  verdict: unknown = 'pending';
  /** The state of the collection that is walked, and how often it changed. */
  state = '';
  readonly safePoint: bigint;
  readonly #cluster: Cluster;
  readonly #tikv: Tikv;
  readonly #requests: HeldRequests;
  #changes = 0;

  private constructor(cluster: Cluster, tikv: Tikv, safePoint: bigint) {
    this.safePoint = safePoint;
    this.#cluster = cluster;
    this.#tikv = tikv;
    this.#requests = new HeldRequests(cluster);
  }

  /** @param isRepeated the same has been collected before */
  static async begin(isRepeated: boolean): Promise<Collection> {
    const cluster = await startCluster();
    const safePoint = cluster.pd.tso.next();
    let world: Collection | undefined;
    const tikv = await connect({
      endpoints: cluster.pd.addresses,
      inspect: (event) => {
        if (world === undefined) return;
        coverage.inspect(event);
        if (event.type !== '@xstate.snapshot') return;
        const { machine, value } = event.snapshot as Snapshot;
        if (machine?.id !== garbageCollectionMachine.id) return;
        world.state = value;
        world.#changes++;
      },
    });
    if (isRepeated) await tikv.admin.collectGarbage(safePoint);
    world = new Collection(cluster, tikv, safePoint);
    world.#collect();
    return world;
  }

  #collect(): void {
    this.#requests.hold(ASKED);
    this.#tikv.admin.collectGarbage(this.safePoint).then(
      ({ safePoint, previousSafePoint }) => {
        this.verdict = [safePoint, previousSafePoint];
      },
      (failure: TikvError) => {
        this.verdict = failure.code;
      },
    );
  }

  get waitsFor(): readonly string[] {
    return this.#requests.held.map(({ rpc }) => (LOOK_UPS.includes(rpc) ? 'a look-up' : rpc));
  }

  /** Lets go of what waits, and of what follows, until the chart has moved on; all of it ends in this way, if told. */
  async go(action?: FaultAction): Promise<void> {
    const before = this.#changes;
    const times = Number.POSITIVE_INFINITY;
    const fault = action && this.#cluster.fail({ rpc: ASKED, at: 'answered', times, action });
    await this.#requests.releaseUntil(() => this.#changes !== before);
    fault?.remove();
  }

  async end(): Promise<void> {
    this.#requests.open();
    await this.#tikv.close({ drainMs: 0 });
    await this.#cluster.close();
  }
}

const go = (world: Collection) => world.go();

const realisations: Realisations<Machine, Collection> = {
  'state.read': go,
  'txnSafePoint.advanced': go,
  'locks.resolved': go,
  'gcSafePoint.advanced': go,
  'step.failed': (world) => world.go({ status: 12 }),
};

function isRepeated({ steps }: ModelPath<Machine>): boolean {
  return steps.some(({ event }) => event.type === 'txnSafePoint.advanced' && !event.isFurther);
}

async function judge(world: Collection, { value }: Snapshot): Promise<void> {
  while (world.state !== value) await turnOfEventLoop();
  const waits = WAITS[value];
  while (world.waitsFor.length < (waits === undefined ? 0 : 1)) await turnOfEventLoop();
  await turnOfEventLoop();
  const { safePoint } = world;
  const verdicts: Readonly<Record<string, unknown>> = {
    unchanged: [safePoint, safePoint],
    done: [safePoint, 0n],
    failed: expect.stringMatching(/^TIKV_/),
  };
  expect({ waitsFor: world.waitsFor, verdict: world.verdict }).toEqual({
    waitsFor: waits === undefined ? [] : [waits],
    verdict: verdicts[value] ?? 'pending',
  });
}

describe('a garbage collection on an embedded cluster', () => {
  const paths = edgePaths(garbageCollectionMachine, {
    input: { safePoint: 1n, task: undefined },
    events: garbageCollectionEvents(error),
  });
  let world: Collection;
  afterEach(async () => {
    coverage.end();
    await world.end();
  });

  it.each(paths.map((path) => [path.name, path] as const))('%s', async (name, path) => {
    coverage.begin(name);
    world = await Collection.begin(isRepeated(path));
    await walkPath(path, world, realisations, judge);
  });
});

expectFullCoverage(coverage);
