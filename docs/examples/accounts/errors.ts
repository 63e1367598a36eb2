import { AlreadyExistsError, DeadlineError, TikvError, UndeterminedError } from 'tikv-client';

/** The request cannot be meant. */
export class BadRequest extends Error {}

/** The request can be meant, and is not done. */
export class Refused extends Error {}

/**
 * What an error means to a client of this service. All but 504 say that nothing was done. 503 is worth another try
 * later; 504 may have been done, and is to be asked for again with the same id.
 */
export function toHttp(error: unknown): {
  readonly status: number;
  readonly body: { readonly error: string };
} {
  if (error instanceof BadRequest) return say(400, error.message);
  if (error instanceof Refused) return say(422, error.message);
  if (error instanceof AlreadyExistsError) return say(409, 'it exists already');
  if (error instanceof UndeterminedError)
    return say(504, 'the outcome is unknown: ask again with the same id');
  if (error instanceof DeadlineError) return say(503, 'it took too long');
  if (error instanceof TikvError && error.retryable) return say(503, 'not possible at the moment');
  if (error instanceof TikvError && error.labels.includes('unavailable'))
    return say(503, 'the store is away');
  return say(500, 'a mistake of this service');
}

function say(status: number, error: string) {
  return { status, body: { error } };
}
