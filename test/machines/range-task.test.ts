import { describe, expect, it } from 'vitest';
import type { SnapshotFrom } from 'xstate';
import { rangeTaskMachine } from '../../machines/index.ts';
import { ActorRoot } from '../../src/actor/actor-root.ts';
import { RegionUnavailableError } from '../../src/model/errors.ts';
import type { KeyRange } from '../../src/model/region.ts';
import type { CachedRegion } from '../../src/region/cache/cached-region.ts';
import type { RegionCache } from '../../src/region/cache/region-cache.ts';
import { runRangeTask } from '../../src/region/range-task.ts';
import type { Backoffer } from '../../src/retry/backoffer.ts';
import {
  ChartCoverage,
  edgePaths,
  type ModelStep,
  type Realisations,
  walkPath,
} from '../../src/testing/index.ts';
import { rangeTaskEvents } from '../support/chart-events.ts';
import { turnOfEventLoop, VirtualClock } from '../support/virtual-clock.ts';
import { expectFullCoverage } from './coverage.ts';

/*
 * Every path of the chart, walked by real tasks over a range. A stretch has two regions; regions are found, and parts
 * of the range are worked on, when the test says so. Judged is what is asked for, and what the caller hears.
 */

type Machine = typeof rangeTaskMachine;
type Snapshot = SnapshotFrom<Machine>;

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const error = new RegionUnavailableError('Region unavailable');
const coverage = new ChartCoverage(rangeTaskMachine);

interface Parked<Value> {
  resolve(value: Value): void;
  reject(error: unknown): void;
}

class World {
  readonly #clock = new VirtualClock();
  readonly located: string[] = [];
  readonly lookUps: Parked<readonly CachedRegion[]>[] = [];
  readonly works: (Parked<number> & { readonly part: KeyRange })[] = [];
  verdict: unknown = 'pending';

  constructor() {
    const cache = {
      locateRange: ({ start }: KeyRange) => {
        this.located.push(Buffer.from(start).toString());
        return new Promise<readonly CachedRegion[]>((resolve, reject) =>
          this.lookUps.push({ resolve, reject }),
        );
      },
    };
    runRangeTask(
      {
        cache: cache as unknown as RegionCache,
        root: new ActorRoot({ clock: this.#clock, inspect: coverage.inspect, onError: () => {} }),
        detachedBackoffer: () => ({ deadline: { release: () => {} } }) as unknown as Backoffer,
      },
      {
        name: 'a task',
        range: { start: bytes('b'), end: bytes('x') },
        concurrency: 8,
        work: (part) => new Promise((resolve, reject) => this.works.push({ part, resolve, reject })),
      },
    ).then(
      (regions) => {
        this.verdict = regions;
      },
      (failure: unknown) => {
        this.verdict = failure;
      },
    );
  }
}

const region = (startKey: string, endKey: string) =>
  ({ startKey: bytes(startKey), endKey: bytes(endKey) }) as CachedRegion;
/** Two regions from where the stretch begins: up to the middle of the range, or beyond its end. */
const stretchFrom = (start: string, isLast: boolean) =>
  isLast
    ? [region(start, `${start}5`), region(`${start}5`, 'z')]
    : [region(start, `${start}1`), region(`${start}1`, `${start}2`)];

const realisations: Realisations<Machine, World> = {
  'stretch.located': (world, { isLast }) => {
    const start = world.located.at(-1) as string;
    world.lookUps.shift()?.resolve(stretchFrom(start === 'b' ? 'a' : start, isLast));
  },
  'stretch.done': (world) => {
    for (const { resolve } of world.works.splice(0)) resolve(1);
  },
  'step.failed': (world, _, { value }) => {
    if (value === 'locating') world.lookUps.shift()?.reject(error);
    for (const { reject } of world.works.splice(0)) reject(error);
  },
};

function judgeWith(path: { readonly steps: readonly ModelStep<Machine>[] }) {
  return async (world: World, expected: Snapshot, step: ModelStep<Machine> | undefined) => {
    for (let turn = 0; turn < 3; turn++) await turnOfEventLoop();
    const done = path.steps.slice(0, step === undefined ? 0 : path.steps.indexOf(step) + 1);
    const stretches = done.filter(({ event }) => event.type === 'stretch.done').length;
    const isWorking = expected.value === 'working';
    expect({
      lookUps: world.lookUps.length,
      works: world.works.length,
      verdict: world.verdict,
    }).toEqual({
      lookUps: expected.value === 'locating' ? 1 : 0,
      works: isWorking ? 2 : 0,
      verdict: expected.value === 'done' ? stretches * 2 : expected.value === 'failed' ? error : 'pending',
    });
  };
}

describe('a task over a range', () => {
  const paths = edgePaths(rangeTaskMachine, {
    input: { task: undefined },
    events: rangeTaskEvents(error),
  });

  it.each(paths.map((path) => [path.name, path] as const))('%s', async (name, path) => {
    coverage.begin(name);
    await walkPath(path, new World(), realisations, judgeWith(path));
  });

  expectFullCoverage(coverage);
});
