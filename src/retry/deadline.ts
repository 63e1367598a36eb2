import { AbortedError, ClosedError, DeadlineError, type Stage, type TikvError } from '../model/errors.ts';
import type { Clock } from '../model/runtime.ts';

/** What runs the timers of deadlines: one wheel for all of them. */
export interface Timers {
  schedule(delayMs: number, callback: () => void): unknown;
  cancel(handle: unknown): void;
}

export interface DeadlineOptions {
  /** Of the whole verb, from now on. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Starts the deadlines of one client, and ends those that still run when the client closes. Nothing is
 * scheduled and no listener added for a deadline nobody waits on.
 */
export class Deadlines {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly #waitedOn = new Set<Deadline>();
  #closed = false;

  constructor(clock: Clock, timers: Timers) {
    this.clock = clock;
    this.timers = timers;
  }

  get closed(): boolean {
    return this.#closed;
  }

  start(options: DeadlineOptions): Deadline {
    return new Deadline(this, options.timeoutMs, options.signal, this.#waitedOn);
  }

  /** Every deadline of this client, running or started later, gives a ClosedError from now on. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const deadline of [...this.#waitedOn]) deadline.handleEvent();
  }
}

/**
 * The end of all that one verb does: its time, its caller's AbortSignal, and the client's closing,
 * whichever comes first. Call `release()` when the verb is over.
 */
export class Deadline {
  readonly timeoutMs: number;
  readonly #owner: Deadlines;
  readonly #endsAtMs: number;
  readonly #signal: AbortSignal | undefined;
  readonly #waitedOn: Set<Deadline>;
  #listeners: Set<() => void> | undefined;
  #timer: unknown;

  constructor(owner: Deadlines, timeoutMs: number, signal: AbortSignal | undefined, waitedOn: Set<Deadline>) {
    this.#owner = owner;
    this.timeoutMs = timeoutMs;
    this.#endsAtMs = owner.clock.now() + timeoutMs;
    this.#signal = signal;
    this.#waitedOn = waitedOn;
  }

  /** Milliseconds until the time is up, never below 0. Aborting and closing do not change it. */
  remainingMs(): number {
    return Math.max(0, this.#endsAtMs - this.#owner.clock.now());
  }

  /** Why the verb must stop now, or undefined while it may go on. */
  error(stage: Stage): DeadlineError | AbortedError | ClosedError | undefined {
    if (this.#owner.closed) return new ClosedError();
    if (this.#signal?.aborted) return new AbortedError(stage, this.#signal.reason);
    if (this.#endsAtMs <= this.#owner.clock.now()) return new DeadlineError(stage, this.timeoutMs);
    return undefined;
  }

  /** @throws {DeadlineError | AbortedError | ClosedError} when the verb must stop. */
  check(stage: Stage): void {
    const error: TikvError | undefined = this.error(stage);
    if (error !== undefined) throw error;
  }

  /**
   * Calls the listener once when the deadline ends; ask `error(stage)` for the reason. Not called for a
   * deadline that had ended before: check first. The function returned takes the listener back.
   */
  onEnd(listener: () => void): () => void {
    if (this.#listeners === undefined) this.#attach();
    const listeners = this.#listeners as Set<() => void>;
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  /** Takes back the timer and the listener on the caller's signal. Listeners are not called any more. */
  release(): void {
    if (this.#listeners === undefined) return;
    this.#listeners = undefined;
    this.#owner.timers.cancel(this.#timer);
    this.#signal?.removeEventListener('abort', this);
    this.#waitedOn.delete(this);
  }

  /** @internal Something that may have ended it happened. A timer that came early is set again. */
  handleEvent(): void {
    const listeners = this.#listeners;
    if (listeners === undefined) return;
    if (this.error('backing off') === undefined) {
      this.#schedule();
      return;
    }
    this.release();
    for (const listener of listeners) listener();
  }

  #schedule(): void {
    this.#timer = this.#owner.timers.schedule(this.remainingMs(), () => this.handleEvent());
  }

  #attach(): void {
    this.#listeners = new Set();
    this.#schedule();
    this.#signal?.addEventListener('abort', this);
    this.#waitedOn.add(this);
  }
}
