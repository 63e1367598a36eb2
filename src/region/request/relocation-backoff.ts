import type { RegionError } from '../../model/errors.ts';
import type { BackoffKind } from '../../retry/backoff-kinds.ts';

/**
 * What to wait for before keys are located again: nothing when the store itself told which regions there are now
 * (`epochNotMatch`; a refusal that names none has another kind). Follows client-go's retry.MayBackoffForRegionError
 * (parity row BO-28), which does not tell a region that moved from one whose stores do not answer.
 */
export function relocationBackoff(cause: RegionError): BackoffKind | undefined {
  if (cause.kind === 'epochNotMatch') return undefined;
  return cause.kind === 'noReplica' ? 'noReplica' : 'regionMiss';
}
