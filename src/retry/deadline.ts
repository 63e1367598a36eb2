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

export interface DeadlineOptions {
  /** Of the whole verb, from now on. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** What the verb costs is counted here. Default: it is not counted. */
  readonly ledger?: Ledger | undefined;
  /** That of the verb which this one is a part of: it is told what went wrong. */
  readonly whole?: Deadline | undefined;
}

/** Told of each wait before a retry, by kind, of the verbs of one client. */
export type RetryListener = (kind: string, sleepMs: number, cause: unknown) => void;

/** Told once that a deadline has ended; the deadline says why. */
export interface DeadlineListener {
  /** @internal */
  deadlineEnded(): void;
}

/** How much of what went wrong is told when the time, or a budget, is used up. */
export const CAUSES_KEPT = 3;

/** Most verbs are over sooner than this, and need no timer of their own. */
const FRESH_MS = 500;

/**
 * Starts the deadlines of one client, and ends those that still run when the client closes. A deadline that
 * somebody waits on costs an entry in a set; only one that is waited on for a while gets a timer.
 */
export class Deadlines {
  readonly clock: Clock;
  readonly timers: Timers;
  /** @internal */
  readonly onRetry: RetryListener;
  /** Waited on, and not yet looked at. */
  readonly #fresh = new Chain<Deadline>();
  /** Waited on, with a timer of their own. */
  readonly #timed = new Map<Deadline, unknown>();
  /** Waited on, by the caller's signal: one listener serves all calls of a signal, however many there are. */
  readonly #bySignal = new Map<AbortSignal, Set<Deadline>>();
  #lookTimer: unknown;
  #closed = false;

  constructor(clock: Clock, timers: Timers, onRetry: RetryListener = () => {}) {
    this.clock = clock;
    this.timers = timers;
    this.onRetry = onRetry;
  }

  get closed(): boolean {
    return this.#closed;
  }

  start(options: DeadlineOptions): Deadline {
    return new Deadline(this, options);
  }

  /** Every deadline of this client, running or started later, gives a ClosedError from now on. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const deadline of [...this.#fresh.toArray(), ...this.#timed.keys()]) deadline.handleEvent();
  }

  /** @internal Calls `handleEvent` when the time of the deadline is up. */
  watch(deadline: Deadline, signal: AbortSignal | undefined, nowMs: number): void {
    // Its error says so. A timer would outlive the client.
    if (this.#closed) return;
    if (signal !== undefined) this.#watchSignal(signal, deadline);
    if (deadline.remainingMs(nowMs) <= FRESH_MS) {
      this.#time(deadline);
      return;
    }
    if (this.#fresh.size === 0) this.#lookTimer = this.timers.schedule(FRESH_MS, () => this.#look());
    this.#fresh.add(deadline);
  }

  /** @internal */
  unwatch(deadline: Deadline, signal: AbortSignal | undefined): void {
    if (signal !== undefined) this.#unwatchSignal(signal, deadline);
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
    for (const deadline of [...(this.#bySignal.get(target as AbortSignal) ?? [])]) deadline.handleEvent();
  }

  #watchSignal(signal: AbortSignal, deadline: Deadline): void {
    const watched = this.#bySignal.get(signal);
    if (watched !== undefined) {
      watched.add(deadline);
      return;
    }
    this.#bySignal.set(signal, new Set([deadline]));
    signal.addEventListener('abort', this);
  }

  #unwatchSignal(signal: AbortSignal, deadline: Deadline): void {
    const watched = this.#bySignal.get(signal);
    if (watched?.delete(deadline) !== true || watched.size > 0) return;
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
      // A timer that came early is set again.
      if (deadline.remainingMs() > 0) this.#time(deadline);
      else deadline.handleEvent();
    });
    this.#timed.set(deadline, timer);
  }
}

/**
 * The end of all that one verb does: its time, its caller's AbortSignal, and the client's closing,
 * whichever comes first. Call `release()` when the verb is over.
 */
export class Deadline implements Link<Deadline> {
  readonly timeoutMs: number;
  /** @internal */
  chain: Chain<Deadline> | undefined;
  /** @internal */
  before: Deadline | undefined;
  /** @internal */
  after: Deadline | undefined;
  /** @internal Where what the verb costs is counted, if anywhere. */
  readonly ledger: Ledger | undefined;
  readonly #owner: Deadlines;
  #endsAtMs: number;
  readonly #signal: AbortSignal | undefined;
  readonly #whole: Deadline | undefined;
  /** Why waits before retries were necessary, oldest first. */
  #causes: unknown[] | undefined;
  #isWatched = false;
  /** Almost always one at a time, so the first needs no set. */
  #listener: DeadlineListener | undefined;
  #moreListeners: Set<DeadlineListener> | undefined;

  constructor(owner: Deadlines, { timeoutMs, signal, ledger, whole }: DeadlineOptions) {
    this.#owner = owner;
    this.timeoutMs = timeoutMs;
    this.ledger = ledger;
    this.#endsAtMs = owner.clock.now() + timeoutMs;
    this.#signal = signal;
    this.#whole = whole;
  }

  /**
   * Milliseconds until the time is up, never below 0. Aborting and closing do not change it.
   * @param nowMs the clock's time, for whoever knows it already: asking for it is a good part of a short call
   */
  remainingMs(nowMs = this.#owner.clock.now()): number {
    return Math.max(0, this.#endsAtMs - nowMs);
  }

  /** Why the verb must stop now, or undefined while it may go on. @param nowMs as of `remainingMs` */
  error(
    stage: Stage,
    nowMs = this.#owner.clock.now(),
  ): DeadlineError | AbortedError | ClosedError | undefined {
    if (this.#owner.closed) return new ClosedError();
    if (this.#signal?.aborted) return new AbortedError(stage, this.#signal.reason);
    if (this.#endsAtMs <= nowMs) return this.#missed(stage);
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
    const entry = { deadlineEnded: listener };
    this.listen(entry);
    return () => this.unlisten(entry);
  }

  /** As `onEnd`, for those that are many: nothing is made for them. @param nowMs as of `remainingMs` */
  listen(listener: DeadlineListener, nowMs = this.#owner.clock.now()): void {
    if (!this.#isWatched) this.#watch(nowMs);
    if (this.#listener === undefined) {
      this.#listener = listener;
      return;
    }
    this.#moreListeners ??= new Set();
    this.#moreListeners.add(listener);
  }

  /** Takes a listener back. Harmless when it was told or never there. */
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

  /** Ends now, as if its time were up: nobody wants any more what it is the deadline of. */
  cut(): void {
    this.#endsAtMs = Number.NEGATIVE_INFINITY;
    this.handleEvent();
  }

  /** Takes back the timer and the listener on the caller's signal. Listeners are not called any more. */
  release(): void {
    if (!this.#isWatched) return;
    this.#isWatched = false;
    this.#listener = undefined;
    this.#moreListeners = undefined;
    this.#owner.unwatch(this, this.#signal);
  }

  /** @internal It has ended: its time is up, the signal fired, or the client closed. */
  handleEvent(): void {
    const listener = this.#listener;
    const moreListeners = this.#moreListeners ?? [];
    this.release();
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
}
