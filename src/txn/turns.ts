import { beforeEnd } from '../retry/before-end.ts';
import type { Deadline } from '../retry/deadline.ts';

/** Lets calls that lock run one after another, in the order in which they were made. */
export class Turns {
  #last: Promise<void> | undefined;

  /** When all that were made so far have ended. */
  async idle(): Promise<void> {
    await this.#last;
  }

  /** @throws what the call throws, and when its deadline ends before it is its turn */
  async take<Result>(deadline: Deadline, run: () => Promise<Result>): Promise<Result> {
    const before = this.#last;
    let done = () => {};
    this.#last = new Promise((resolve) => {
      done = resolve;
    });
    try {
      if (before !== undefined) await beforeEnd(deadline, 'waiting for a lock', before);
      return await run();
    } finally {
      // Who leaves before it was its turn lets nobody pass those before it.
      if (before === undefined) done();
      else void before.then(done);
    }
  }
}
