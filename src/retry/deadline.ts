import { Chain, type Link } from '../model/chain.ts';
import { AbortedError, ClosedError, DeadlineError, type Stage, type TikvError } from '../model/errors.ts';
import type { Clock } from '../model/runtime.ts';
import type { BackoffKind } from './backoff-kinds.ts';
import type { Ledger } from './ledger.ts';

/** What runs the timers of deadlines: one wheel for all of them. */
export interface Timers {
  /** @param nowMs the clock's time, for whoever knows it already */
  schedule(delayMs: number, callback: () => void, nowMs?: number): unknown;
  cancel(handle: unknown): void;
}

/** What a caller can end a verb with: the first signal that fires. A list has two or more, each once. */
export type Signals = AbortSignal | readonly AbortSignal[];

/** Is called when a signal fires. */
export interface AbortListener {
  /** @internal */
  aborted(signal: AbortSignal): void;
}

export interface DeadlineOptions {
  /** For the whole verb, from now on. */
  readonly timeoutMs: number;
  /** What its error reports instead of `timeoutMs`: the time of the whole, where that ends first. */
  readonly reportedTimeoutMs?: number | undefined;
  readonly signal?: Signals | undefined;
  /** What the verb costs is counted here. Default: it is not counted. */
  readonly ledger?: Ledger | undefined;
  /** The deadline of the verb that this one is part of; its error lists what went wrong here, too. */
  readonly whole?: Deadline | undefined;
}

/** Is called before each wait for a retry of any verb of one client. */
export type RetryListener = (kind: string, sleepMs: number, cause: unknown) => void;

/** Is called once when a deadline has ended; the deadline says why. */
export interface DeadlineListener {
  /** @internal */
  deadlineEnded(): void;
}

/** How many of the last causes the error lists when the time, or a budget, is used up. */
export const CAUSES_KEPT = 3;

/** Most verbs are over sooner than this, and need no timer of their own. */
const FRESH_MS = 500;

/**
 * Starts the deadlines of one client, and ends those that still run when the client closes. A deadline that
 * somebody waits on costs a link in a chain; it gets a timer of its own only when it has been waited on for a
 * while.
 */
export class Deadlines {
  readonly clock: Clock;
  readonly timers: Timers;
  /** @internal */
  readonly onRetry: RetryListener;
  /** Waited on, and without a timer of their own so far. */
  readonly #fresh = new Chain<Deadline>();
  /** Waited on, with a timer of their own. */
  readonly #timed = new Map<Deadline, unknown>();
  /** What listens to each caller's signal; the signal itself has one listener, the client's. */
  readonly #bySignal = new Map<AbortSignal, Set<AbortListener>>();
  #lookTimer: unknown;
  #isClosed = false;

  constructor(clock: Clock, timers: Timers, onRetry: RetryListener = () => {}) {
    this.clock = clock;
    this.timers = timers;
    this.onRetry = onRetry;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  start(options: DeadlineOptions): Deadline {
    return new Deadline(this, options);
  }

  /** Every deadline of this client, running or started later, gives a ClosedError from now on. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const deadline of [...this.#fresh.toArray(), ...this.#timed.keys()]) deadline.end();
  }

  /** @internal Calls the deadline's `end` when its time is up or a signal fires. */
  watch(deadline: Deadline, signal: Signals | undefined, nowMs: number): void {
    // The deadline's error says so. A timer would outlive the client.
    if (this.#isClosed) return;
    if (signal instanceof AbortSignal) this.listen(signal, deadline);
    else if (signal !== undefined) for (const one of signal) this.listen(one, deadline);
    if (deadline.remainingMs(nowMs) <= FRESH_MS) {
      this.#time(deadline);
      return;
    }
    if (this.#fresh.size === 0) this.#lookTimer = this.timers.schedule(FRESH_MS, () => this.#look());
    this.#fresh.add(deadline);
  }

  /** @internal */
  unwatch(deadline: Deadline, signal: Signals | undefined): void {
    if (signal instanceof AbortSignal) this.unlisten(signal, deadline);
    else if (signal !== undefined) for (const one of signal) this.unlisten(one, deadline);
    if (this.#fresh.delete(deadline)) {
      if (this.#fresh.size === 0) this.timers.cancel(this.#lookTimer);
      return;
    }
    const timer = this.#timed.get(deadline);
    if (timer === undefined) return;
    this.timers.cancel(timer);
    this.#timed.delete(deadline);
  }

  /** @internal A signal fired. */
  handleEvent({ target }: Event): void {
    const signal = target as AbortSignal;
    for (const listener of [...(this.#bySignal.get(signal) ?? [])]) listener.aborted(signal);
  }

  /**
   * Calls the listener when the signal fires. A client has one listener on each signal, which serves all of
   * its calls: Node.js warns about more than ten, and what it keeps of a signal made by `AbortSignal.any`
   * lives as long as the signals that it is made of.
   */
  listen(signal: AbortSignal, listener: AbortListener): void {
    const listeners = this.#bySignal.get(signal);
    if (listeners !== undefined) {
      listeners.add(listener);
      return;
    }
    this.#bySignal.set(signal, new Set([listener]));
    signal.addEventListener('abort', this);
  }

  /** Removes the listener. Harmless when it was never added. */
  unlisten(signal: AbortSignal, listener: AbortListener): void {
    const listeners = this.#bySignal.get(signal);
    if (listeners?.delete(listener) !== true || listeners.size > 0) return;
    this.#bySignal.delete(signal);
    signal.removeEventListener('abort', this);
  }

  #look(): void {
    for (const deadline of this.#fresh.toArray()) {
      this.#fresh.delete(deadline);
      this.#time(deadline);
    }
  }

  #time(deadline: Deadline): void {
    const timer = this.timers.schedule(deadline.remainingMs(), () => {
      // A timer that fired early is set again.
      if (deadline.remainingMs() > 0) this.#time(deadline);
      else deadline.end();
    });
    this.#timed.set(deadline, timer);
  }
}

/**
 * The end of all that one verb does: its time, its caller's AbortSignal, and the client's closing,
 * whichever comes first. Call `release()` when the verb is over.
 */
export class Deadline implements Link<Deadline>, AbortListener {
  /** As its error reports it. */
  readonly timeoutMs: number;
  /** @internal */
  chain: Chain<Deadline> | undefined;
  /** @internal */
  before: Deadline | undefined;
  /** @internal */
  after: Deadline | undefined;
  /** @internal Counts what the verb costs; undefined when nobody asks. */
  readonly ledger: Ledger | undefined;
  readonly #owner: Deadlines;
  #endsAtMs: number;
  /** What is listened to; once one signal has fired, that one alone. */
  #signal: Signals | undefined;
  readonly #whole: Deadline | undefined;
  /** Why waits before retries were necessary, oldest first. */
  #causes: unknown[] | undefined;
  #isWatched = false;
  /** There is almost always one listener at a time, so the first needs no set. */
  #listener: DeadlineListener | undefined;
  #moreListeners: Set<DeadlineListener> | undefined;

  constructor(owner: Deadlines, { timeoutMs, reportedTimeoutMs, signal, ledger, whole }: DeadlineOptions) {
    const nowMs = owner.clock.now();
    this.#owner = owner;
    this.timeoutMs = reportedTimeoutMs ?? timeoutMs;
    this.ledger = ledger;
    this.#endsAtMs = nowMs + timeoutMs;
    this.#signal = signal;
    this.#whole = whole;
    // Later it could not be known which of them fired first.
    if (signal !== undefined && !(signal instanceof AbortSignal)) this.#watchAll(signal, nowMs);
  }

  /**
   * Milliseconds until the time is up, never below 0. Aborting and closing do not change it.
   * @param nowMs the clock's time, from a caller that has it already: reading the clock is a good part of a
   * short call
   */
  remainingMs(nowMs = this.#owner.clock.now()): number {
    return Math.max(0, this.#endsAtMs - nowMs);
  }

  /** Why the verb must stop now; undefined while it may go on. @param nowMs as for `remainingMs` */
  error(
    stage: Stage,
    nowMs = this.#owner.clock.now(),
  ): DeadlineError | AbortedError | ClosedError | undefined {
    if (this.#owner.isClosed) return new ClosedError();
    const fired = this.#signal && firedOf(this.#signal);
    if (fired !== undefined) return new AbortedError(stage, fired.reason);
    if (this.#endsAtMs <= nowMs) return this.#missed(stage);
    return undefined;
  }

  /** @throws {DeadlineError | AbortedError | ClosedError} when the verb must stop. */
  check(stage: Stage): void {
    const error: TikvError | undefined = this.error(stage);
    if (error !== undefined) throw error;
  }

  /**
   * Calls the listener once when the deadline ends; `error(stage)` gives the reason. It is not called when
   * the deadline has ended already: check first. The function returned removes the listener.
   */
  onEnd(listener: () => void): () => void {
    const entry = { deadlineEnded: listener };
    this.listen(entry);
    return () => this.unlisten(entry);
  }

  /** Like `onEnd`, for frequent use: it allocates nothing. @param nowMs as for `remainingMs` */
  listen(listener: DeadlineListener, nowMs = this.#owner.clock.now()): void {
    if (!this.#isWatched) this.#watch(nowMs);
    if (this.#listener === undefined) {
      this.#listener = listener;
      return;
    }
    this.#moreListeners ??= new Set();
    this.#moreListeners.add(listener);
  }

  /** Removes a listener. Harmless when it was called already, or never added. */
  unlisten(listener: DeadlineListener): void {
    if (this.#listener === listener) this.#listener = undefined;
    else this.#moreListeners?.delete(listener);
  }

  /** @internal The verb is about to wait before it tries again. */
  noteRetry(kind: BackoffKind, sleepMs: number, cause: unknown): void {
    this.ledger?.noteRetry(kind, sleepMs);
    this.#noteCause(cause);
    this.#owner.onRetry(kind, sleepMs, cause);
  }

  /** Ends now, as if its time were up: nobody wants the result any more. */
  cut(): void {
    this.#endsAtMs = Number.NEGATIVE_INFINITY;
    this.end();
  }

  /** Cancels the timer and stops listening to the caller's signal. Listeners are not called any more. */
  release(): void {
    if (!this.#isWatched) return;
    this.#isWatched = false;
    this.#listener = undefined;
    this.#moreListeners = undefined;
    this.#owner.unwatch(this, this.#signal);
  }

  /** @internal */
  aborted(signal: AbortSignal): void {
    this.end(signal);
  }

  /** @internal Its time is up, a signal has fired, or the client has closed. */
  end(fired?: AbortSignal): void {
    const listener = this.#listener;
    const moreListeners = this.#moreListeners ?? [];
    this.release();
    if (fired !== undefined) this.#signal = fired;
    listener?.deadlineEnded();
    for (const other of moreListeners) other.deadlineEnded();
  }

  #noteCause(cause: unknown): void {
    this.#causes ??= [];
    this.#causes.push(cause);
    if (this.#causes.length > CAUSES_KEPT) this.#causes.shift();
    if (this.#whole !== undefined) this.#whole.#noteCause(cause);
  }

  #missed(stage: Stage): DeadlineError {
    const { timeoutMs } = this;
    if (this.#causes === undefined) return new DeadlineError(stage, timeoutMs);
    return new DeadlineError(stage, timeoutMs, { cause: this.#causes.at(-1), attempts: [...this.#causes] });
  }

  #watch(nowMs: number): void {
    this.#isWatched = true;
    this.#owner.watch(this, this.#signal, nowMs);
  }

  #watchAll(signals: readonly AbortSignal[], nowMs: number): void {
    const fired = firedOf(signals);
    if (fired === undefined) this.#watch(nowMs);
    else this.#signal = fired;
  }
}

function firedOf(signals: Signals): AbortSignal | undefined {
  if (signals instanceof AbortSignal) return signals.aborted ? signals : undefined;
  return signals.find(({ aborted }) => aborted);
}
