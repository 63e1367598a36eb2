import { beforeEnd } from '../../retry/before-end.ts';
import type { Deadline } from '../../retry/deadline.ts';

/** The place of one call. */
export interface Turn {
  /** Set while its call waits. */
  reached: (() => void) | undefined;
}

/** Lets calls that lock run one after another, in the order in which they were made. */
export class Turns {
  /** Those of calls that have not ended; the first of them runs. */
  readonly #turns: Turn[] = [];
  #idleWaiters: (() => void)[] | undefined;

  /** Some call has not ended. */
  get areTaken(): boolean {
    return this.#turns.length > 0;
  }

  /** Has to be ended by `leave`, whatever becomes of the call. */
  take(): Turn {
    const turn = { reached: undefined };
    this.#turns.push(turn);
    return turn;
  }

  isReached(turn: Turn): boolean {
    return this.#turns[0] === turn;
  }

  /** Resolves when all turns before it have ended. @throws when the deadline ends before that */
  reached(turn: Turn, deadline: Deadline): Promise<void> {
    const reached = new Promise<void>((resolve) => {
      turn.reached = resolve;
    });
    return beforeEnd(deadline, 'waiting for a lock', reached);
  }

  /** A turn that ends before it is reached does not let later ones pass those before it. */
  leave(turn: Turn): void {
    this.#turns.splice(this.#turns.indexOf(turn), 1);
    this.#turns[0]?.reached?.();
    if (this.areTaken || this.#idleWaiters === undefined) return;
    for (const resolve of this.#idleWaiters) resolve();
    this.#idleWaiters = undefined;
  }

  /** Resolves when no call is left, those made meanwhile included. */
  async idle(): Promise<void> {
    if (!this.areTaken) return;
    await new Promise<void>((resolve) => {
      this.#idleWaiters ??= [];
      this.#idleWaiters.push(resolve);
    });
  }
}
