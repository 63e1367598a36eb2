import { RegionError } from '../../model/errors.ts';
import type { CachedRegion } from '../cache/cached-region.ts';

/**
 * Why a region cannot be asked, as far as this client can tell without asking.
 * @param kind of the error
 * @param details in words
 */
export function routingError({ id }: CachedRegion, kind: string, details?: string): RegionError {
  const message = `Region ${id}: ${kind}${details === undefined ? '' : ` (${details})`}`;
  return new RegionError(kind, message, { regionId: id });
}
