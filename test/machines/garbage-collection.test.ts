import { describe, expect, it } from 'vitest';
import type { SnapshotFrom } from 'xstate';
import { garbageCollectionMachine } from '../../machines/index.ts';
import { ActorRoot } from '../../src/actor/actor-root.ts';
import { runGarbageCollection } from '../../src/lock/collect-garbage.ts';
import type { LockResolver } from '../../src/lock/lock-resolver.ts';
import { EMPTY_BYTES } from '../../src/model/bytes.ts';
import { PdUnreachableError } from '../../src/model/errors.ts';
import type { GcStatus } from '../../src/pd/pd-gc.ts';
import type { RegionResult } from '../../src/region/request/region-call.ts';
import type { RegionClient } from '../../src/region/request/region-client.ts';
import type { Backoffer } from '../../src/retry/backoffer.ts';
import { ChartCoverage, edgePaths, type Realisations, walkPath } from '../../src/testing/index.ts';
import { garbageCollectionEvents } from '../support/chart-events.ts';
import { turnOfEventLoop, VirtualClock } from '../support/virtual-clock.ts';
import { expectFullCoverage } from './coverage.ts';

/*
 * Every path of the chart, walked by real collections up to 90. Stores collect up to 20 before; PD and the one region
 * answer when the test says so. Judged is what is asked for, in its order, and what the caller hears.
 */

type Machine = typeof garbageCollectionMachine;
type Snapshot = SnapshotFrom<Machine>;

const error = new PdUnreachableError('PD did not answer');
const BEFORE = 20n;
const SAFE_POINT = 90n;
const coverage = new ChartCoverage(garbageCollectionMachine);
const region = { id: 1n, startKey: EMPTY_BYTES, endKey: EMPTY_BYTES };

interface Parked {
  readonly what: string;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

class World {
  readonly parked: Parked[] = [];
  /** Deadlines that are not released. */
  open = 0;
  verdict: unknown = 'pending';

  constructor() {
    const park = (what: string) =>
      new Promise<never>((resolve, reject) => this.parked.push({ what, resolve: resolve as never, reject }));
    const newBackoffer = () => {
      this.open++;
      const deadline = { release: () => this.open-- };
      return { deadline, fork: () => ({}) } as unknown as Backoffer;
    };
    const regions = {
      cache: { locate: async () => region, locateRange: async () => [region] },
      send: ({ request }: { readonly request: { readonly maxVersion: bigint } }) =>
        park(`locks up to ${request.maxVersion}`),
    };
    const environment = {
      pd: {
        status: () => park('status'),
        advanceTxnSafePoint: (_: unknown, target: bigint) => park(`txn safe point to ${target}`),
        advanceGcSafePoint: (_: unknown, target: bigint) => park(`GC safe point to ${target}`),
      },
      resolver: { batchResolve: async () => true } as unknown as LockResolver,
      regions: regions as unknown as RegionClient,
      root: new ActorRoot({ clock: new VirtualClock(), inspect: coverage.inspect, onError: () => {} }),
      newBackoffer,
      safePointMoved: () => {},
    };
    runGarbageCollection(environment, { safePoint: SAFE_POINT, keyspaceId: undefined, concurrency: 8 }).then(
      (result) => {
        this.verdict = result;
      },
      (failure: unknown) => {
        this.verdict = failure;
      },
    );
  }

  answer(value: unknown): void {
    this.parked.shift()?.resolve(value);
  }
}

const status: GcStatus = {
  scope: 'cluster',
  txnSafePoint: BEFORE,
  gcSafePoint: BEFORE,
  barriers: [],
  globalBarriers: [],
};
const noLocks = {
  kind: 'succeeded',
  response: { error: undefined, locks: [] },
} as unknown as RegionResult<unknown>;

const realisations: Realisations<Machine, World> = {
  'state.read': (world) => world.answer(status),
  'txnSafePoint.advanced': (world, { isFurther }) =>
    world.answer(
      isFurther ? { safePoint: SAFE_POINT, blocker: '' } : { safePoint: BEFORE, blocker: 'a barrier' },
    ),
  'locks.resolved': (world) => world.answer(noLocks),
  'gcSafePoint.advanced': (world) => world.answer(BEFORE),
  'step.failed': (world, _, { value }) => {
    if (value === 'resolvingLocks') world.answer({ kind: 'failed', error });
    else world.parked.shift()?.reject(error);
  },
};

const ASKED: Readonly<Record<Snapshot['value'], string | undefined>> = {
  readingState: 'status',
  advancingTxnSafePoint: 'txn safe point to 90',
  resolvingLocks: 'locks up to 90',
  advancingGcSafePoint: 'GC safe point to 90',
  unchanged: undefined,
  done: undefined,
  failed: undefined,
};

async function judge(world: World, { value }: Snapshot): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await turnOfEventLoop();
  const asked = ASKED[value];
  const collected = { previousSafePoint: BEFORE, resolvedLocks: 0 };
  expect({ asked: world.parked.map(({ what }) => what), open: world.open, verdict: world.verdict }).toEqual({
    asked: asked === undefined ? [] : [asked],
    open: asked === undefined ? 0 : 1,
    verdict:
      value === 'done'
        ? { ...collected, safePoint: SAFE_POINT, blocker: undefined }
        : value === 'unchanged'
          ? { ...collected, safePoint: BEFORE, blocker: 'a barrier' }
          : value === 'failed'
            ? error
            : 'pending',
  });
}

describe('a collection of garbage', () => {
  const paths = edgePaths(garbageCollectionMachine, {
    input: { safePoint: SAFE_POINT, task: undefined },
    events: garbageCollectionEvents(error),
  });

  it.each(paths.map((path) => [path.name, path] as const))('%s', async (name, path) => {
    coverage.begin(name);
    await walkPath(path, new World(), realisations, judge);
  });

  expectFullCoverage(coverage);
});
