import { RegionError } from '../model/errors.ts';
import type { CachedRegion } from './cached-region.ts';

/** Why a region cannot be asked, as far as this client knows without asking. @param kind of the error */
export function routingError({ id }: CachedRegion, kind: string): RegionError {
  return new RegionError(kind, `Region ${id}: ${kind}`, { regionId: id });
}
