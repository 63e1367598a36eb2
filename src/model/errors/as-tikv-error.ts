import { InternalError } from './call.ts';
import { TikvError } from './tikv-error.ts';

/** A caught value as an error of this library; anything else is a defect, so an InternalError. */
export function asTikvError(error: unknown): TikvError {
  if (error instanceof TikvError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new InternalError(`Unexpected error: ${text}`, { cause: error });
}
