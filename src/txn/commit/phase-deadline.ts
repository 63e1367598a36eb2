import type { Deadline, Deadlines } from '../../retry/deadline.ts';

/**
 * A deadline for branches that end together: it ends with the caller's, and when one of them calls `cancel`.
 */
export class PhaseDeadline {
  readonly deadline: Deadline;
  readonly #controller = new AbortController();
  readonly #offCaller: () => void;

  /** @param mostMs the time at most, in milliseconds. Default: what is left to the caller */
  constructor(deadlines: Deadlines, caller: Deadline, mostMs = Number.POSITIVE_INFINITY) {
    const { signal } = this.#controller;
    const { ledger } = caller;
    const leftMs = caller.remainingMs();
    const timeoutMs = Math.min(leftMs, mostMs);
    const reportedTimeoutMs = mostMs < leftMs ? mostMs : caller.timeoutMs;
    this.deadline = deadlines.start({ timeoutMs, reportedTimeoutMs, signal, ledger, whole: caller });
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
