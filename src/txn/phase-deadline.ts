import type { Deadline, Deadlines } from '../retry/deadline.ts';

/** A deadline for branches that end together: when the caller's ends, and when one of them calls `cancel`. */
export class PhaseDeadline {
  readonly deadline: Deadline;
  readonly #controller = new AbortController();
  readonly #offCaller: () => void;

  constructor(deadlines: Deadlines, caller: Deadline) {
    const { signal } = this.#controller;
    const { ledger } = caller;
    this.deadline = deadlines.start({ timeoutMs: caller.remainingMs(), signal, ledger });
    this.#offCaller = caller.onEnd(() => this.cancel());
    if (caller.error('committing') !== undefined) this.cancel();
  }

  get isCancelled(): boolean {
    return this.#controller.signal.aborted;
  }

  cancel(): void {
    this.#controller.abort();
  }

  release(): void {
    this.#offCaller();
    this.deadline.release();
  }
}
