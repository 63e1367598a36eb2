import { TikvError } from './tikv-error.ts';

/** A region that PD has not moved. */
export interface NotScattered {
  readonly regionId: bigint;
  readonly error: TikvError;
}

/**
 * Some regions were split and others were not; the first failure is the cause. Splitting again does no harm.
 */
export class PartialSplitError extends TikvError {
  override readonly code = 'TIKV_PARTIAL_SPLIT';
  override readonly retryable = true;
  /** The regions that are new, in key order. */
  readonly regionIds: readonly bigint[];
  /** Those of them that were to be scattered and could not be, each with its reason. */
  readonly notScattered: readonly NotScattered[];

  constructor(regionIds: readonly bigint[], cause: TikvError, notScattered: readonly NotScattered[] = []) {
    super(`Only some regions were split: ${regionIds.length} are new`, { cause });
    this.regionIds = regionIds;
    this.notScattered = notScattered;
  }

  override toJSON(): Record<string, unknown> {
    const notScattered = this.notScattered.map(({ regionId, error }) => ({
      regionId: String(regionId),
      error: error.toJSON(),
    }));
    return { ...super.toJSON(), notScattered };
  }
}
