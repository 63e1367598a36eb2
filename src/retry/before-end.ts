import type { Stage } from '../model/errors.ts';
import type { Deadline } from './deadline.ts';

/**
 * What the promise gives, unless the deadline ends before it does. For work shared with other verbs, which
 * goes on when this one stops; its later failure is nobody's.
 *
 * @throws DeadlineError, AbortedError or ClosedError; and what the promise rejects with
 */
export async function beforeEnd<Value>(
  deadline: Deadline,
  stage: Stage,
  promise: Promise<Value>,
): Promise<Value> {
  // Nobody else need listen to it: without this, its failure after the deadline would end the process.
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
