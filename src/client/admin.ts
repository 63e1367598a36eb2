import type { GarbageCollection } from '../lock/collect-garbage.ts';
import type { BytesInput } from '../model/keys.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { GcBarrier, GcStatus } from '../pd/pd-gc.ts';
import type { SplitResult } from '../region/region-splitter.ts';
import type { ClientCore } from './client-core.ts';
import {
  type CollectGarbageOptions,
  collectGarbage,
  deleteGcBarrier,
  type GcBarrierOptions,
  gcStatus,
  setGcBarrier,
} from './garbage.ts';
import { guardVerbs } from './guard-verbs.ts';
import { INSPECT, shown } from './shown.ts';
import { isScattering, type SplitRegionsOptions, splitRegions, waitForScatter } from './split-regions.ts';
import { type DestroyRangeOptions, unsafeDestroyRange } from './unsafe-destroy-range.ts';
import type { VerbOptions } from './verb-options.ts';

/**
 * What keeps a cluster in order: `tikv.admin`. A cluster does most of it by itself; docs/guide/administration.md says
 * when it is of use to help.
 */
export class Admin {
  readonly #core: ClientCore;

  static {
    guardVerbs(Admin, (object) => #core in object, {
      promised: [
        'splitRegions',
        'waitForScatter',
        'isScattering',
        'collectGarbage',
        'gcStatus',
        'setGcBarrier',
        'deleteGcBarrier',
        'unsafeDestroyRange',
      ],
      direct: [],
    });
  }

  /** @internal */
  constructor(core: ClientCore) {
    this.#core = core;
  }

  /**
   * Lets a region begin at each key, so that what will be written there goes to several stores from the start. Where one
   * begins already nothing is done, so that it may be called again. Default `timeoutMs`: 240,000.
   * @returns the regions that are new, and those of them that PD would not move
   * @throws UsageError; PartialSplitError when some regions were split and others were not; what PD and stores fail with
   * @see client-go tikv/split_region.go, KVStore.SplitRegions
   */
  splitRegions(keys: readonly BytesInput[], options?: SplitRegionsOptions): Promise<SplitResult> {
    return splitRegions(this.#core, keys, options);
  }

  /**
   * Waits until PD has moved the regions that it was asked to scatter, or has given that up; regions that it does not
   * move are no wait. Default `timeoutMs`: 240,000, for all of them.
   * @throws UsageError, DeadlineError, AbortedError, ClosedError, and what PD fails with
   * @see client-go tikv/split_region.go, KVStore.WaitScatterRegionFinish
   */
  waitForScatter(regionIds: readonly bigint[], options?: VerbOptions): Promise<void> {
    return waitForScatter(this.#core, regionIds, options);
  }

  /**
   * Whether PD is still moving a region that it was asked to scatter.
   * @throws as `waitForScatter`
   * @see client-go tikv/split_region.go, KVStore.CheckRegionInScattering
   */
  isScattering(regionId: bigint, options?: VerbOptions): Promise<boolean> {
    return isScattering(this.#core, regionId, options);
  }

  /**
   * Collects garbage: from then on stores drop versions that only reads below the safe point need, each in its own time.
   * Transactions that began at or before it and are still open lose their locks, with what they have prewritten. Something that holds it back, as a barrier, is no
   * error: the result tells what, and how far it came. One at a time, for the whole cluster or a keyspace that collects
   * by itself; where TiDB runs, it does that already. Needs PD 9.0. Default `timeoutMs`: 3,600,000.
   * @throws UsageError for a safe point behind the one there is, and in a keyspace that shares its collection with others;
   * FutureTimestampError; what PD and stores fail with: the next call goes on from there
   * @see client-go tikv/gc.go, KVStore.GC
   */
  collectGarbage(safePoint: Timestamp, options?: CollectGarbageOptions): Promise<GarbageCollection> {
    return collectGarbage(this.#core, safePoint, options);
  }

  /**
   * How far garbage collection has come, and what holds it back. Needs PD 9.0.
   * @throws UsageError, DeadlineError, AbortedError, ClosedError, and what PD fails with
   * @see pd client/clients/gc, GCStatesClient.GetGCState
   */
  gcStatus(options?: VerbOptions): Promise<GcStatus> {
    return gcStatus(this.#core, options);
  }

  /**
   * Keeps what is read at a timestamp or later from being collected, for as long as a backup or a long analysis takes.
   * Set again it is moved and renewed. Barriers belong to the keyspace, where that collects by itself. Needs PD 9.0.
   * @returns the barrier as it stands
   * @throws UsageError; FutureTimestampError; PdError when collection has come further than `at` already
   * @see pd client/clients/gc, GCStatesClient.SetGCBarrier and SetGlobalGCBarrier
   */
  setGcBarrier(barrier: GcBarrier, options?: GcBarrierOptions): Promise<GcBarrier> {
    return setGcBarrier(this.#core, barrier, options);
  }

  /**
   * Takes a barrier away.
   * @returns as it was; undefined when there was none, or when an attempt whose answer was lost had deleted it
   * @throws as `gcStatus`
   * @see pd client/clients/gc, GCStatesClient.DeleteGCBarrier and DeleteGlobalGCBarrier
   */
  deleteGcBarrier(id: string, options?: GcBarrierOptions): Promise<GcBarrier | undefined> {
    return deleteGcBarrier(this.#core, id, options);
  }

  /**
   * Has every store drop all versions and locks of a range at once, and give back its disk space. It knows no
   * transaction: nobody may use these keys any more, open transactions included, and what was destroyed comes back by no
   * means. For keys in use there is `raw.deleteRange`, and deleting in transactions. It may be called again. Default
   * `timeoutMs`: 330,000.
   * @returns the stores that have done it: all that hold keys
   * @throws UsageError; StoresFailedError when some stores have not done it, or did not say so in time; what PD fails with
   * @see client-go tikv/gc.go, KVStore.UnsafeDestroyRange
   */
  unsafeDestroyRange(options: DestroyRangeOptions): Promise<readonly bigint[]> {
    return unsafeDestroyRange(this.#core, options);
  }

  /** What may be logged of it. */
  toJSON(): Record<string, unknown> {
    return {};
  }

  [INSPECT](): string {
    return shown(this);
  }
}
