import type { Clock } from '../../model/runtime.ts';
import { systemEnvironment } from '../environment.ts';

/** Timers that fire one after another at the same time: what sets so many sets them for ever. */
const MAX_TIMERS_AT_ONCE = 1_000_000;

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly run: (...args: unknown[]) => void;
  spent: boolean;
}

/**
 * Deterministic time for tests: a `Clock` that stands still until it is told to move. Timers fire in order of
 * their time, and those of equal time in the order they were set (a negative or missing delay counts as 0).
 * A timer set while others fire takes part in the same move when it falls within it.
 * Costs O(log n) per timer, so hundreds of thousands may be pending.
 */
export class VirtualClock implements Clock {
  #nowMs: number;
  #order = 0;
  #live = 0;
  readonly #heap: Timer[] = [];

  /** `startMs` is what `now()` gives at first; an odd start finds code that takes 0 for "unset". */
  constructor(startMs = 1_000) {
    this.#nowMs = startMs;
  }

  /** Virtual milliseconds since an arbitrary start. */
  now(): number {
    return this.#nowMs;
  }

  /** How many timers are set and have neither fired nor been cleared. */
  get pending(): number {
    return this.#live;
  }

  /** When the next timer fires; undefined when none is set. */
  get nextMs(): number | undefined {
    while (this.#heap[0]?.spent === true) this.#pop();
    return this.#heap[0]?.atMs;
  }

  /** When each of the pending timers fires, ascending. */
  get dueMs(): readonly number[] {
    const pending = this.#heap.filter(({ spent }) => !spent);
    return pending.map(({ atMs }) => atMs).sort((one, other) => one - other);
  }

  /** Calls `fn` once, when so many virtual milliseconds have passed. */
  setTimeout(run: (...args: unknown[]) => void, timeoutMs: number): unknown {
    const delayMs = Math.max(0, timeoutMs) || 0;
    const timer = { atMs: this.#nowMs + delayMs, order: this.#order++, run, spent: false };
    this.#live++;
    this.#push(timer);
    return timer;
  }

  /** Has no effect on a timer that has fired. */
  clearTimeout(id: unknown): void {
    const timer = id as Timer | undefined;
    if (timer === undefined || timer.spent) return;
    timer.spent = true;
    this.#live--;
  }

  /** Moves time on by `durationMs`, firing what falls due on the way, in order. */
  advance(durationMs: number): void {
    const untilMs = this.#nowMs + durationMs;
    while (this.#fireNext(untilMs)) {}
    this.#nowMs = untilMs;
  }

  /**
   * Fires timers, moving time to each, until none is pending. Returns how many fired.
   * @throws Error when `limit` timers have fired and some are still pending: something rearms itself for ever.
   */
  runUntilIdle(limit = 100_000): number {
    let fired = 0;
    while (this.#fireNext(Number.POSITIVE_INFINITY)) {
      fired++;
      if (fired >= limit && this.#live > 0) throw new Error(`Still not idle after ${limit} timers`);
    }
    return fired;
  }

  /** As `advance`, letting promises and the event loop settle before the first timer and after each one. */
  async advanceAsync(durationMs: number): Promise<void> {
    const untilMs = this.#nowMs + durationMs;
    do await turnOfEventLoop();
    while (this.#fireNext(untilMs));
    this.#nowMs = untilMs;
  }

  /** As `runUntilIdle`, letting promises and the event loop settle before the first timer and after each one. */
  async runUntilIdleAsync(limit = 100_000): Promise<number> {
    let fired = 0;
    for (;;) {
      await turnOfEventLoop();
      if (!this.#fireNext(Number.POSITIVE_INFINITY)) return fired;
      fired++;
      if (fired >= limit && this.#live > 0) throw new Error(`Still not idle after ${limit} timers`);
    }
  }

  /** Runs a task now, once all that runs already is done: what `Runtime.defer` promises. */
  defer(task: () => void): void {
    this.setTimeout(task, 0);
  }

  /**
   * Fires timers one by one, with everything that promises make of each, until `until` settles; gives what it gives.
   * @throws Error when nothing is left that could happen, when `limitMs` have passed, or when a million timers have fired and
   * time stood still; what `until` rejects with
   */
  run<Result>(until: Promise<Result>, limitMs = Number.POSITIVE_INFINITY): Promise<Result> {
    const endMs = this.#nowMs + limitMs;
    return new Promise((resolve, reject) => {
      let settled = false;
      let movedAtMs = this.#nowMs;
      let firedSince = 0;
      const done = () => {
        settled = true;
      };
      until.then(done, done);
      const step = () => {
        firedSince = this.#nowMs === movedAtMs ? firedSince + 1 : 0;
        movedAtMs = this.#nowMs;
        if (settled) resolve(until);
        else if (firedSince > MAX_TIMERS_AT_ONCE) reject(new Error(`Time stands still at ${movedAtMs} ms`));
        else if (this.#fireNext(endMs)) macrotask(step);
        else if (this.#live === 0) reject(new Error('Nothing is left that could happen'));
        else reject(new Error(`Not settled after ${limitMs} ms`));
      };
      macrotask(step);
    });
  }

  /** Fires the earliest timer due at or before `untilMs`; false when there is none. */
  #fireNext(untilMs: number): boolean {
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.atMs > untilMs) return false;
      this.#pop();
      if (next.spent) continue;
      next.spent = true;
      this.#live--;
      this.#nowMs = next.atMs;
      next.run();
      return true;
    }
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(timer);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (isBefore(heap[parent] as Timer, timer)) break;
      heap[index] = heap[parent] as Timer;
      index = parent;
    }
    heap[index] = timer;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Timer;
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Timer, heap[child] as Timer)) child++;
      if (isBefore(last, heap[child] as Timer)) break;
      heap[index] = heap[child] as Timer;
      index = child;
    }
    heap[index] = last;
  }
}

/** Resolves when all that is ready now (promise callbacks, deferred work, immediates) has run. */
export function turnOfEventLoop(): Promise<void> {
  return new Promise((resolve) => macrotask(resolve));
}

const macrotask = systemEnvironment().defer;

function isBefore(a: Timer, b: Timer): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
