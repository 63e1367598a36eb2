import { TikvError } from './tikv-error.ts';

/** Some regions were split and others were not; the first failure is the cause. Splitting again does no harm. */
export class PartialSplitError extends TikvError {
  override readonly code = 'TIKV_PARTIAL_SPLIT';
  override readonly retryable = true;
  /** The regions that are new, in key order. */
  readonly regionIds: readonly bigint[];

  constructor(regionIds: readonly bigint[], cause: TikvError) {
    super(`Not every region was split, and there are ${regionIds.length} new ones`, { cause });
    this.regionIds = regionIds;
  }
}
