import { type NetworkError, TooLargeError } from '../model/errors.ts';
import type { PassedLimit } from '../model/runtime.ts';

/**
 * The error of a call whose answer is larger than this client accepts: asking again would bring the same.
 *
 * @param rpc its name
 * @param cause how its connection said so
 */
export function answerTooLarge(
  rpc: string,
  { sizeBytes, limitBytes }: PassedLimit,
  cause: NetworkError,
): TooLargeError {
  const remedy = 'ask for less at once, or connect with a larger maxReceiveSizeBytes';
  return new TooLargeError(`The answer to ${rpc}`, sizeBytes, limitBytes, { cause, remedy });
}
