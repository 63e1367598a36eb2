import type { TikvError } from './tikv-error.ts';

/** The same error, listing what went wrong on each attempt before it, oldest first; what it listed already comes last. */
export function withAttempts<Failure extends TikvError>(
  error: Failure,
  attempts: readonly unknown[],
): Failure {
  // Assigned, not defined: it can come by here again, where calls that try again are nested.
  if (attempts.length > 0) Object.assign(error, { attempts: [...attempts, ...error.attempts] });
  return error;
}
