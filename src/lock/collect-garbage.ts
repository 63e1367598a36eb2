import type { Actor } from 'xstate';
import {
  type GarbageCollectionContext,
  type GarbageCollectionEvent,
  garbageCollectionChart,
} from '../../machines/garbage-collection.ts';
import type { ActorRoot } from '../actor/actor-root.ts';
import { compiledOnUse } from '../actor/compiled-on-use.ts';
import { sendWhileActive } from '../actor/send-while-active.ts';
import { settled } from '../actor/settled.ts';
import { EMPTY_BYTES } from '../model/bytes.ts';
import { asTikvError, ClosedError, UsageError } from '../model/errors.ts';
import { INSPECTED, type Inspected } from '../model/inspected.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { GcStatus, PdGc } from '../pd/pd-gc.ts';
import { runRangeTask } from '../region/range-task.ts';
import type { RegionClient } from '../region/request/region-client.ts';
import { BACKOFF_BUDGET_MS } from '../retry/backoff-kinds.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import type { LockResolver } from './lock-resolver.ts';
import { sweepLocks } from './sweep-locks.ts';

export interface GarbageCollectionEnvironment {
  readonly pd: Pick<PdGc, 'status' | 'advanceTxnSafePoint' | 'advanceGcSafePoint'>;
  readonly resolver: LockResolver;
  readonly regions: RegionClient;
  readonly root: ActorRoot;
  /** Called as soon as reads below a timestamp are to be refused. */
  safePointMoved(safePoint: Timestamp): void;
  /**
   * Retry state that ends with the caller's deadline. Whoever asks for it releases that deadline after use.
   */
  newBackoffer(budgetMs: number): Backoffer;
}

export interface GarbageCollectionTask {
  readonly safePoint: Timestamp;
  /** The client's keyspace; undefined without one. */
  readonly keyspaceId: number | undefined;
  /** Parts of the key space whose locks are resolved at once. */
  readonly concurrency: number;
}

/** What became of a garbage collection. */
export interface GarbageCollection {
  /**
   * Stores may remove what only reads below this timestamp need. Lower than requested when there is a
   * `blocker`.
   */
  readonly safePoint: Timestamp;
  /** The safe point before. The same as `safePoint` when everything is held back, or was collected before. */
  readonly previousSafePoint: Timestamp;
  /** What holds the safe point back, in PD's words, for example `GCBarrier { BarrierID: "backup", ... }`. */
  readonly blocker: string | undefined;
  /** Locks that were in the way and are gone: their transactions were committed, or rolled back. */
  readonly resolvedLocks: number;
}

const workOf = ({ task }: GarbageCollectionContext) => task as GarbageCollectionWork;

const garbageCollectionLogic = compiledOnUse(garbageCollectionChart, {
  actions: {
    readState: ({ context }) => workOf(context).readState(),
    advanceTxnSafePoint: ({ context }) => workOf(context).advanceTxnSafePoint(),
    resolveLocks: ({ context }) => workOf(context).resolveLocks(),
    advanceGcSafePoint: ({ context }) => workOf(context).advanceGcSafePoint(),
  },
});

type GarbageCollectionActor = Actor<ReturnType<typeof garbageCollectionLogic>>;

/**
 * Collects garbage up to a safe point, or to where something holds it back.
 * @throws UsageError when the safe point is below the present one, or the keyspace does not collect by
 * itself; what PD and stores fail with: the next collection goes on from there
 */
export async function runGarbageCollection(
  environment: GarbageCollectionEnvironment,
  task: GarbageCollectionTask,
): Promise<GarbageCollection> {
  const work = new GarbageCollectionWork(environment, task);
  const { safePoint } = task;
  const actor: GarbageCollectionActor = environment.root.start(garbageCollectionLogic(), {
    id: `garbage collection ${safePoint}`,
    input: { safePoint, task: work },
  });
  work.connect(actor, (event) => sendWhileActive(actor, event));
  const { error } = await settled(actor, () => new ClosedError());
  if (error !== undefined) throw error;
  return work.result;
}

/** What the chart's actions do. */
class GarbageCollectionWork implements Inspected {
  readonly #environment: GarbageCollectionEnvironment;
  readonly #task: GarbageCollectionTask;
  #actor: GarbageCollectionActor | undefined;
  #send: (event: GarbageCollectionEvent) => void = () => {};
  #status: GcStatus | undefined;
  #txnSafePoint = 0n;
  #gcSafePoint = 0n;
  #blocker = '';
  #resolvedLocks = 0;

  constructor(environment: GarbageCollectionEnvironment, task: GarbageCollectionTask) {
    this.#environment = environment;
    this.#task = task;
  }

  connect(actor: GarbageCollectionActor, send: (event: GarbageCollectionEvent) => void): void {
    this.#actor = actor;
    this.#send = send;
  }

  get result(): GarbageCollection {
    return {
      safePoint: this.#gcSafePoint,
      previousSafePoint: this.#status?.gcSafePoint ?? 0n,
      blocker: this.#blocker === '' ? undefined : this.#blocker,
      resolvedLocks: this.#resolvedLocks,
    };
  }

  readState(): void {
    this.#step(async (backoffer) => {
      const { safePoint, keyspaceId } = this.#task;
      const status = await this.#environment.pd.status(keyspaceId, backoffer);
      if (keyspaceId !== undefined && status.scope !== 'keyspace') {
        throw new UsageError(
          'collectGarbage: this keyspace shares its garbage collection with others, and whoever collects has to ' +
            'resolve the locks of all of them. A keyspace with gc_management_type = keyspace_level in its ' +
            'configuration collects by itself',
        );
      }
      if (safePoint < status.txnSafePoint) {
        throw new UsageError(
          `collectGarbage: the safe point is at ${status.txnSafePoint} and never goes back to ${safePoint}`,
        );
      }
      this.#status = status;
      this.#gcSafePoint = status.gcSafePoint;
      return { type: 'state.read' };
    });
  }

  advanceTxnSafePoint(): void {
    this.#step(async (backoffer) => {
      const { safePoint, keyspaceId } = this.#task;
      const advanced = await this.#environment.pd.advanceTxnSafePoint(keyspaceId, safePoint, backoffer);
      this.#txnSafePoint = advanced.safePoint;
      this.#blocker = advanced.blocker;
      this.#environment.safePointMoved(advanced.safePoint);
      return { type: 'txnSafePoint.advanced', isFurther: advanced.safePoint > this.#gcSafePoint };
    });
  }

  resolveLocks(): void {
    this.#step(async (backoffer) => {
      const { regions, resolver, root, newBackoffer } = this.#environment;
      const maxStartTs = this.#txnSafePoint;
      await runRangeTask(
        { cache: regions.cache, root, detachedBackoffer: newBackoffer },
        {
          name: `locks up to ${maxStartTs}`,
          range: { start: EMPTY_BYTES, end: EMPTY_BYTES },
          concurrency: this.#task.concurrency,
          parent: this.#actor as GarbageCollectionActor,
          work: async (range) => {
            const sweep = { range, maxStartTs, force: true };
            const { resolved } = await sweepLocks(resolver, regions, sweep, () => backoffer.fork());
            this.#resolvedLocks += resolved;
            return 1;
          },
        },
      );
      return { type: 'locks.resolved' };
    });
  }

  advanceGcSafePoint(): void {
    this.#step(async (backoffer) => {
      const { keyspaceId } = this.#task;
      await this.#environment.pd.advanceGcSafePoint(keyspaceId, this.#txnSafePoint, backoffer);
      this.#gcSafePoint = this.#txnSafePoint;
      return { type: 'gcSafePoint.advanced' };
    });
  }

  /** @internal For the local inspector. */
  [INSPECTED](): Readonly<Record<string, unknown>> {
    return { ...this.#task, ...this.result };
  }

  /** Keeps inspectors from walking into the client. */
  toJSON(): undefined {
    return undefined;
  }

  #step(step: (backoffer: Backoffer) => Promise<GarbageCollectionEvent>): void {
    const backoffer = this.#environment.newBackoffer(BACKOFF_BUDGET_MS.rangeTask);
    step(backoffer)
      .then(
        (event) => this.#send(event),
        (error: unknown) => this.#send({ type: 'step.failed', error: asTikvError(error) }),
      )
      .finally(() => backoffer.deadline.release());
  }
}
