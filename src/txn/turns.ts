import { beforeEnd } from '../retry/before-end.ts';
import type { Deadline } from '../retry/deadline.ts';

/** Lets calls that lock run one after another, in the order in which they were made. */
export class Turns {
  #last: Promise<void> | undefined;
  #calls = 0;

  /** Some call has not ended. */
  get areTaken(): boolean {
    return this.#calls > 0;
  }

  /** When all that were made so far have ended. */
  async idle(): Promise<void> {
    await this.#last;
  }

  /**
   * @param ended told when the call has ended, before its caller is
   * @throws what the call throws, and when its deadline ends before it is its turn
   */
  take<Result>(deadline: Deadline, run: () => Promise<Result>, ended: () => void): Promise<Result> {
    const before = this.#last;
    this.#calls += 1;
    const running = before === undefined ? run() : runAfter(before, deadline, run);
    const leave = () => {
      ended();
      this.#calls -= 1;
      if (this.#calls === 0) this.#last = undefined;
    };
    const left = running.then(leave, leave);
    // Who leaves before it was its turn lets nobody pass those before it.
    this.#last = before === undefined ? left : before.then(() => left);
    return running;
  }
}

async function runAfter<Result>(
  before: Promise<void>,
  deadline: Deadline,
  run: () => Promise<Result>,
): Promise<Result> {
  await beforeEnd(deadline, 'waiting for a lock', before);
  return run();
}
