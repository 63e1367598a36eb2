import type { Clock } from '../model/runtime.ts';
import type { Deadline } from './deadline.ts';

/** Resolves after the duration, or when the deadline ends; it never rejects. */
export function sleep(clock: Clock, durationMs: number, deadline: Deadline): Promise<void> {
  return new Promise((resolve) => {
    if (deadline.error('backing off') !== undefined) {
      resolve();
      return;
    }
    const off = deadline.onEnd(() => {
      clock.clearTimeout(timer);
      resolve();
    });
    const timer = clock.setTimeout(() => {
      off();
      resolve();
    }, durationMs);
  });
}
