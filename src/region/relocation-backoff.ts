import type { RegionError } from '../model/errors.ts';
import type { BackoffKind } from '../retry/backoff-kinds.ts';

/**
 * What to wait for before keys are located again: nothing when the store itself named the regions that there
 * are now (`epochNotMatch`; a refusal that names none has another kind). Follows client-go's
 * retry.MayBackoffForRegionError (parity row BO-28).
 */
export function relocationBackoff(cause: RegionError): BackoffKind | undefined {
  return cause.kind === 'epochNotMatch' ? undefined : 'regionMiss';
}
