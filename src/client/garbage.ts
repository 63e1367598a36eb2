import { type GarbageCollection, runGarbageCollection } from '../lock/collect-garbage.ts';
import { UsageError } from '../model/errors.ts';
import { showValue } from '../model/show-value.ts';
import { MAX_TIMESTAMP, type Timestamp } from '../model/timestamp.ts';
import type { GcBarrier, GcStatus } from '../pd/pd-gc.ts';
import { Backoffer } from '../retry/backoffer.ts';
import { ADMIN_TIMEOUT_MS, withDefaultTimeout } from './admin-timeouts.ts';
import type { ClientCore } from './client-core.ts';
import { checkFields, checkOptions } from './options/check-options.ts';
import { rules } from './options/option-rules.ts';
import type { VerbOptions } from './options/verb-options.ts';

export interface CollectGarbageOptions extends VerbOptions {
  /** How many parts of the key space have their locks resolved at once. Default 8. */
  readonly concurrency?: number | undefined;
}

export interface GcBarrierOptions extends VerbOptions {
  /**
   * Whether the barrier is for all keyspaces rather than for one. Such barriers have ids of their own.
   * Default false.
   */
  readonly global?: boolean | undefined;
}

/** Regions of client-go's KVStore.GC. */
const DEFAULT_CONCURRENCY = 8;

/** Reserved by PD for whoever drives garbage collection by older calls. */
const RESERVED_ID = 'gc_worker';

const BARRIER_RULES = {
  id: rules.name,
  at: rules.timestamp,
  ttlSeconds: {
    is: 'a whole number of seconds above 0, or Infinity',
    check: (value: unknown) =>
      value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && (value as number) > 0),
  },
};

/** What `admin.collectGarbage` does. */
export async function collectGarbage(
  core: ClientCore,
  safePoint: Timestamp,
  options: CollectGarbageOptions | undefined,
): Promise<GarbageCollection> {
  checkOptions('collectGarbage', options, { concurrency: rules.positive });
  if (!rules.timestamp.check(safePoint) || safePoint === MAX_TIMESTAMP) {
    throw new UsageError(
      `collectGarbage: the safe point must be ${rules.timestamp.is}, not ${showValue(safePoint)}`,
    );
  }
  core.use('transactional');
  const concurrency = options?.concurrency ?? DEFAULT_CONCURRENCY;
  const signal = options?.signal;
  return core.run(withDefaultTimeout(ADMIN_TIMEOUT_MS.collectGarbage, options), async (deadline) => {
    await core.checkGiven(safePoint, deadline);
    const { gc, locks, regions, root, runtime, keyspaceId, safePoint: watch } = core.parts;
    const newBackoffer = (budgetMs: number) => {
      const timeoutMs = Math.max(1, deadline.remainingMs());
      const own = core.startDeadline({ timeoutMs, reportedTimeoutMs: deadline.timeoutMs, signal });
      return new Backoffer(runtime, { deadline: own, budgetMs });
    };
    const safePointMoved = (ts: Timestamp) => watch.learn(ts);
    const environment = { pd: gc, resolver: locks, regions, root, newBackoffer, safePointMoved };
    return runGarbageCollection(environment, { safePoint, keyspaceId, concurrency });
  });
}

/** What `admin.gcStatus` does. */
export async function gcStatus(core: ClientCore, options: VerbOptions | undefined): Promise<GcStatus> {
  checkOptions('gcStatus', options);
  return core.run(options, (deadline) =>
    core.parts.gc.status(core.parts.keyspaceId, core.backoffer(deadline, 'read')),
  );
}

/** What `admin.setGcBarrier` does. */
export async function setGcBarrier(
  core: ClientCore,
  barrier: GcBarrier,
  options: GcBarrierOptions | undefined,
): Promise<GcBarrier> {
  checkOptions('setGcBarrier', options, { global: rules.flag });
  checkFields('setGcBarrier: the barrier', '{ id, at, ttlSeconds }', barrier, BARRIER_RULES);
  const { id, at, ttlSeconds } = barrier;
  if (id === undefined || at === undefined || ttlSeconds === undefined) {
    throw new UsageError('setGcBarrier: give id, at and ttlSeconds');
  }
  if (options?.global !== true) checkId('setGcBarrier', id);
  const scope = options?.global === true ? 'global' : core.parts.keyspaceId;
  return core.run(options, async (deadline) => {
    await core.checkGiven(at, deadline);
    return core.parts.gc.setBarrier(scope, { id, at, ttlSeconds }, core.backoffer(deadline, 'read'));
  });
}

/** What `admin.deleteGcBarrier` does. */
export async function deleteGcBarrier(
  core: ClientCore,
  id: string,
  options: GcBarrierOptions | undefined,
): Promise<GcBarrier | undefined> {
  checkOptions('deleteGcBarrier', options, { global: rules.flag });
  if (!rules.name.check(id)) throw new UsageError(`deleteGcBarrier: the id must be ${rules.name.is}`);
  if (options?.global !== true) checkId('deleteGcBarrier', id);
  return core.run(options, (deadline) => {
    const scope = options?.global === true ? 'global' : core.parts.keyspaceId;
    return core.parts.gc.deleteBarrier(scope, id, core.backoffer(deadline, 'read'));
  });
}

function checkId(verb: string, id: string): void {
  if (id === RESERVED_ID) throw new UsageError(`${verb}: the id "${RESERVED_ID}" is reserved by PD`);
}
