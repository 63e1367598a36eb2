import type { TikvError } from './tikv-error.ts';

/**
 * The same error with the errors of earlier attempts as its `attempts`, oldest first, before those it already
 * had.
 */
export function withAttempts<Failure extends TikvError>(
  error: Failure,
  attempts: readonly unknown[],
): Failure {
  // Assigned, not defined: where calls that retry are nested, the same error comes here again.
  if (attempts.length > 0) Object.assign(error, { attempts: [...attempts, ...error.attempts] });
  return error;
}
