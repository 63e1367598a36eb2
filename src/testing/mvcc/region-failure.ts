import type { Response } from './messages.ts';

/** A command failed for a reason that is the region's, not the key's: the answer carries a region error. */
export class RegionFailure extends Error {
  readonly regionError: Response;

  constructor(regionError: Response & { readonly message: string }) {
    super(regionError.message);
    this.name = 'RegionFailure';
    this.regionError = regionError;
  }
}
