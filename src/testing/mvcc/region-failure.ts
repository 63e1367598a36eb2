import type { errorpb } from '#proto';

/** A command failed for a reason that is the region's, not the key's: the answer carries a region error. */
export class RegionFailure extends Error {
  readonly regionError: errorpb.Error;

  constructor(regionError: errorpb.Error & { readonly message: string }) {
    super(regionError.message);
    this.name = 'RegionFailure';
    this.regionError = regionError;
  }
}
