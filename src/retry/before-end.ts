import type { Stage } from '../model/errors.ts';
import type { Deadline } from './deadline.ts';

/**
 * Gives what the promise resolves to, unless the deadline ends first. For work that is shared with other
 * verbs and goes on when this one stops; how it ends then is ignored.
 *
 * @throws DeadlineError, AbortedError or ClosedError; and what the promise rejects with
 */
export async function beforeEnd<Value>(
  deadline: Deadline,
  stage: Stage,
  promise: Promise<Value>,
): Promise<Value> {
  // Perhaps nobody else listens to it: without this, its failure after the deadline would end the process.
  promise.catch(() => {});
  deadline.check(stage);
  let off: (() => void) | undefined;
  const ended = new Promise<never>((_, reject) => {
    off = deadline.onEnd(() => reject(deadline.error(stage)));
  });
  try {
    return await Promise.race([promise, ended]);
  } finally {
    off?.();
  }
}
