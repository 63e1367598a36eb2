import type { Actor, AnyActorRef } from 'xstate';
import { type RangeTaskContext, type RangeTaskEvent, rangeTaskChart } from '../../machines/range-task.ts';
import type { ActorRoot } from '../actor/actor-root.ts';
import { compiledOnUse } from '../actor/compiled-on-use.ts';
import { sendWhileActive } from '../actor/send-while-active.ts';
import { settled } from '../actor/settled.ts';
import { asTikvError, ClosedError } from '../model/errors.ts';
import { INSPECTED, type Inspected } from '../model/inspected.ts';
import type { KeyRange } from '../model/region.ts';
import { BACKOFF_BUDGET_MS } from '../retry/backoff-kinds.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { withConcurrency } from '../retry/with-concurrency.ts';
import type { RegionCache } from './cache/region-cache.ts';
import { clip, isEmptyRange, restAfter } from './scan-part.ts';

/** Regions located at once (client-go's defaultRegionsPerTask). */
const REGIONS_PER_STRETCH = 128;

export interface RangeTaskEnvironment {
  readonly cache: RegionCache;
  readonly root: ActorRoot;
  /** Retry state for work in the background, with a deadline of its own. */
  detachedBackoffer(budgetMs: number): Backoffer;
}

export interface RangeTask {
  readonly name: string;
  /** An empty end means no bound. */
  readonly range: KeyRange;
  /** Regions worked on at once. */
  readonly concurrency: number;
  /** The actor on whose behalf it runs. Default: the client's root. */
  readonly parent?: AnyActorRef;
  /**
   * Works on a part of the range that lay in one region when it was located; it may lie in others by then.
   * @returns how many regions it worked on
   */
  work(part: KeyRange): Promise<number>;
}

const workOf = ({ task }: RangeTaskContext) => task as RangeWork;

const rangeTaskLogic = compiledOnUse(rangeTaskChart, {
  actions: {
    locate: ({ context }) => workOf(context).locate(),
    work: ({ context }) => workOf(context).work(),
  },
});

/**
 * Works on every region of a range, in key order and some at once.
 * @returns how many regions were worked on
 * @throws the first failure, once nothing is under way any more; no other region is begun after it
 */
export async function runRangeTask(environment: RangeTaskEnvironment, task: RangeTask): Promise<number> {
  if (isEmptyRange(task.range)) return 0;
  const work = new RangeWork(environment, task);
  const { name, parent } = task;
  const options = { id: name, input: { task: work } };
  const actor: Actor<ReturnType<typeof rangeTaskLogic>> = environment.root.start(
    rangeTaskLogic(),
    parent === undefined ? options : { ...options, parent },
  );
  work.connect((event) => sendWhileActive(actor, event));
  const { error } = await settled(actor, () => new ClosedError());
  if (error !== undefined) throw error;
  return work.regions;
}

/** What the chart's actions do. */
class RangeWork implements Inspected {
  /** Worked on so far. */
  regions = 0;
  readonly #environment: RangeTaskEnvironment;
  readonly #task: RangeTask;
  #send: (event: RangeTaskEvent) => void = () => {};
  #rest: KeyRange | undefined;
  #parts: readonly KeyRange[] = [];

  constructor(environment: RangeTaskEnvironment, task: RangeTask) {
    this.#environment = environment;
    this.#task = task;
    this.#rest = task.range;
  }

  connect(send: (event: RangeTaskEvent) => void): void {
    this.#send = send;
  }

  locate(): void {
    this.#step(async () => {
      const backoffer = this.#environment.detachedBackoffer(BACKOFF_BUDGET_MS.locate);
      try {
        const range = this.#rest as KeyRange;
        const regions = await this.#environment.cache.locateRange(range, backoffer, REGIONS_PER_STRETCH);
        const parts: KeyRange[] = [];
        for (const region of regions) {
          const rest: KeyRange | undefined = this.#rest;
          if (rest === undefined) break;
          const part = clip(rest, region);
          parts.push(part);
          this.#rest = restAfter(rest, part);
        }
        this.#parts = parts;
        return { type: 'stretch.located', isLast: this.#rest === undefined };
      } finally {
        backoffer.deadline.release();
      }
    });
  }

  work(): void {
    this.#step(async () => {
      await withConcurrency(this.#parts, this.#task.concurrency, async (part) => {
        const regions = await this.#task.work(part);
        this.regions += regions;
      });
      return { type: 'stretch.done' };
    });
  }

  /** @internal For the local inspector. */
  [INSPECTED](): Readonly<Record<string, unknown>> {
    const { name, range, concurrency } = this.#task;
    return { name, range, concurrency, regions: this.regions };
  }

  /** Keeps inspectors from walking into the client. */
  toJSON(): undefined {
    return undefined;
  }

  #step(step: () => Promise<RangeTaskEvent>): void {
    step().then(
      (event) => this.#send(event),
      (error: unknown) => this.#send({ type: 'step.failed', error: asTikvError(error) }),
    );
  }
}
