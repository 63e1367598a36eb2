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
import type { VerbOptions } from './options/verb-options.ts';
import { INSPECT, shown } from './shown.ts';
import { isScattering, type SplitRegionsOptions, splitRegions, waitForScatter } from './split-regions.ts';
import { type DestroyRangeOptions, unsafeDestroyRange } from './unsafe-destroy-range.ts';

/**
 * Administration of a cluster: `tikv.admin`. A cluster does most of it by itself;
 * docs/guide/administration.md says when these verbs help.
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
   * Splits regions so that one begins at each of the keys: later writes there go to several stores from the
   * start. Nothing is done where a region already begins, so calling it again is harmless. Default
   * `timeoutMs`: 240,000.
   * @returns the new regions, and which of them PD would not move
   * @throws UsageError; PartialSplitError when some regions were split and others were not; the errors of PD
   * and stores
   * @see client-go tikv/split_region.go, KVStore.SplitRegions
   */
  splitRegions(keys: readonly BytesInput[], options?: SplitRegionsOptions): Promise<SplitResult> {
    return splitRegions(this.#core, keys, options);
  }

  /**
   * Waits until PD has moved the regions that it was asked to scatter, or has given up; a region that it is
   * not moving is not waited for. Default `timeoutMs`: 240,000, for all of them together.
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
   * Collects garbage: moves the safe point, after which each store drops, in its own time, versions that only
   * reads below the safe point need. Transactions that began at or before it and are still open lose their
   * locks and what they have prewritten. It is not an error when something, for example a barrier, holds the
   * safe point back: the result says what, and how far the collection came. Run one at a time, for the whole
   * cluster or for a keyspace that collects by itself; TiDB, where it runs, does this already. Needs PD 9.0.
   * Default `timeoutMs`: 3,600,000.
   * @throws UsageError for a safe point below the current one, and in a keyspace that shares its collection
   * with others; FutureTimestampError; the errors of PD and stores, after which another call goes on from
   * there
   * @see client-go tikv/gc.go, KVStore.GC
   */
  collectGarbage(safePoint: Timestamp, options?: CollectGarbageOptions): Promise<GarbageCollection> {
    return collectGarbage(this.#core, safePoint, options);
  }

  /**
   * How far garbage collection has come and what holds it back. Needs PD 9.0.
   * @throws UsageError, DeadlineError, AbortedError, ClosedError, and what PD fails with
   * @see pd client/clients/gc, GCStatesClient.GetGCState
   */
  gcStatus(options?: VerbOptions): Promise<GcStatus> {
    return gcStatus(this.#core, options);
  }

  /**
   * Keeps garbage collection from removing what reads at a timestamp or later see, for example while a backup
   * or a long analysis runs. Setting a barrier again moves and renews it. In a keyspace that collects by
   * itself, the barrier is its own. Needs PD 9.0.
   * @returns the barrier as it now is
   * @throws UsageError; FutureTimestampError; PdError when collection has already passed `at`
   * @see pd client/clients/gc, GCStatesClient.SetGCBarrier and SetGlobalGCBarrier
   */
  setGcBarrier(barrier: GcBarrier, options?: GcBarrierOptions): Promise<GcBarrier> {
    return setGcBarrier(this.#core, barrier, options);
  }

  /**
   * Removes a barrier.
   * @returns the removed barrier; undefined when there was none, or when an attempt whose answer was lost had
   * removed it
   * @throws as `gcStatus`
   * @see pd client/clients/gc, GCStatesClient.DeleteGCBarrier and DeleteGlobalGCBarrier
   */
  deleteGcBarrier(id: string, options?: GcBarrierOptions): Promise<GcBarrier | undefined> {
    return deleteGcBarrier(this.#core, id, options);
  }

  /**
   * Makes every store drop all versions and locks of a range at once and free the disk space. It ignores
   * transactions: nobody, including open transactions, may use these keys any more, and the data cannot be
   * recovered. For keys in use there are `raw.deleteRange` and deletions in transactions. Calling it again is
   * harmless. Default `timeoutMs`: 330,000.
   * @returns the ids of the stores that have done it: all stores that hold keys
   * @throws UsageError; StoresFailedError when some stores have not done it or did not confirm it in time;
   * the errors of PD
   * @see client-go tikv/gc.go, KVStore.UnsafeDestroyRange
   */
  unsafeDestroyRange(options: DestroyRangeOptions): Promise<readonly bigint[]> {
    return unsafeDestroyRange(this.#core, options);
  }

  /** What logs may show of it. */
  toJSON(): Record<string, unknown> {
    return {};
  }

  /** @internal */
  [INSPECT](): string {
    return shown(this);
  }
}
