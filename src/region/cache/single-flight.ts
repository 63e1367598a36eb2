import { AbortedError, ClosedError, DeadlineError, type Stage } from '../../model/errors.ts';
import { isExhaustion } from '../../retry/backoffer.ts';
import { beforeEnd } from '../../retry/before-end.ts';
import type { Deadline } from '../../retry/deadline.ts';

/** Lets callers that need the same thing share one load of it. */
export class SingleFlight<Key, Value = void> {
  readonly #flights = new Map<Key, Promise<Value>>();

  /**
   * Loads, or waits for the load of the same key that is under way. The caller looks again afterwards:
   * another caller's load may have ended with that caller's deadline, retry budget or transaction, which do not
   * concern this one, and then nothing came.
   *
   * @returns what was loaded; undefined when another's load ended so
   * @throws what `load` rejects with, also to those who wait; what `deadline` says when it ends
   */
  async run(
    key: Key,
    deadline: Deadline,
    stage: Stage,
    load: () => Promise<Value>,
  ): Promise<Value | undefined> {
    const flight = this.#flights.get(key);
    if (flight !== undefined) return beforeEnd(deadline, stage, flight.catch(unlessOfAnotherVerb));
    const own = load().finally(() => this.#flights.delete(key));
    this.#flights.set(key, own);
    return own;
  }
}

/**
 * Whether an error is about the deadline or the retry budget of the verb that met it: it means nothing to
 * others.
 */
export function endsItsVerbAlone(error: unknown): boolean {
  return error instanceof DeadlineError || error instanceof AbortedError || isExhaustion(error);
}

/**
 * A request hangs below the transaction of whoever sent it, and reports a closed client when that transaction ends. If the
 * client has been closed indeed, so has the deadline of whoever looks again.
 */
function unlessOfAnotherVerb(error: unknown): undefined {
  if (!endsItsVerbAlone(error) && !(error instanceof ClosedError)) throw error;
}
