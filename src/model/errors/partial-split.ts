import { TikvError } from './tikv-error.ts';

/** A new region that PD did not move. */
export interface NotScattered {
  /** Id of the new region. */
  readonly regionId: bigint;
  /** Why PD did not move it. */
  readonly error: TikvError;
}

/**
 * Some regions were split and others were not; the first failure is the cause. Splitting again is harmless.
 */
export class PartialSplitError extends TikvError {
  override readonly code = 'TIKV_PARTIAL_SPLIT';
  override readonly retryable = true;
  /** Ids of the new regions, in key order. */
  readonly regionIds: readonly bigint[];
  /** The new regions that should have been scattered and could not be, each with its error. */
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
