import { InternalError } from './call.ts';
import { TikvError } from './tikv-error.ts';

/** What was caught, as an error of this library: anything else it could be is a defect. */
export function asTikvError(error: unknown): TikvError {
  if (error instanceof TikvError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new InternalError(`Unexpected error: ${text}`, { cause: error });
}
