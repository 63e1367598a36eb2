import type { BytesInput } from '../model/keys.ts';
import type { SplitResult } from '../region/region-splitter.ts';
import type { ClientCore } from './client-core.ts';
import { INSPECT, shown } from './shown.ts';
import { isScattering, type SplitRegionsOptions, splitRegions, waitForScatter } from './split-regions.ts';
import type { VerbOptions } from './verb-options.ts';

/**
 * What keeps a cluster in order: `tikv.admin`. A cluster does most of it by itself; docs/guide/administration.md says
 * when it is of use to help.
 */
export class Admin {
  readonly #core: ClientCore;

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

  /** What may be logged of it. */
  toJSON(): Record<string, unknown> {
    return {};
  }

  [INSPECT](): string {
    return shown(this);
  }
}
