import { Chain, type Link } from '../model/chain.ts';
import type { Clock } from '../model/runtime.ts';
import { newSortedMap } from '../model/sorted-map.ts';

/** Node's longest timer; a longer one would fire after 1 ms. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** What `schedule` returns and `cancel` takes. */
export class WheelTimer implements Link<WheelTimer> {
  readonly run: () => void;
  readonly tick: number;
  chain: Chain<WheelTimer> | undefined;
  before: WheelTimer | undefined;
  after: WheelTimer | undefined;

  constructor(run: () => void, tick: number) {
    this.run = run;
    this.tick = tick;
  }
}

export interface TimerWheelOptions {
  /** The granularity: a callback runs at most this late, in milliseconds. Default 10. */
  readonly tickMs?: number;
}

/**
 * Many deadlines on one timer of the clock. A callback never runs before its time, and at most one tick after
 * it (plus the delay of the clock itself). Scheduling and cancelling cost O(1) when other deadlines share the
 * tick, as they do under load, and otherwise the logarithm of the number of ticks in use. The clock's timer
 * is armed only while something is pending, so an idle wheel does not keep the process alive. Callbacks of
 * one tick run in the order in which they were scheduled. All of them run even when some throw; afterwards
 * the first error is thrown to the clock.
 */
export class TimerWheel {
  readonly #clock: Clock;
  readonly #tickMs: number;
  readonly #ticks = newSortedMap<number, Chain<WheelTimer>>((one, other) => one - other);
  #pending = 0;
  /**
   * The last tick that ran: what a callback schedules waits for the next, or the two could go on for ever.
   */
  #lastTick = Number.NEGATIVE_INFINITY;
  #armed: { readonly tick: number; readonly timer: unknown } | undefined;

  constructor(clock: Clock, { tickMs = 10 }: TimerWheelOptions = {}) {
    this.#clock = clock;
    this.#tickMs = tickMs;
  }

  /** How many callbacks are waiting. */
  get pending(): number {
    return this.#pending;
  }

  /**
   * Runs the callback once, `delayMs` from now; a negative delay counts as 0. Never runs it before returning.
   * @param nowMs the clock's time, from a caller that has it already
   */
  schedule(delayMs: number, run: () => void, nowMs = this.#clock.now()): WheelTimer {
    const dueTick = Math.ceil((nowMs + Math.max(0, delayMs)) / this.#tickMs);
    const tick = Math.max(dueTick, this.#lastTick + 1);
    const timer = new WheelTimer(run, tick);
    this.#timersAt(tick).add(timer);
    this.#pending++;
    if (this.#armed === undefined || tick < this.#armed.tick) this.#arm(tick);
    return timer;
  }

  /** Forgets a callback. Harmless when it has run or was cancelled. */
  cancel(timer: WheelTimer): void {
    const timers = timer.chain;
    if (timers === undefined) return;
    timers.delete(timer);
    if (timers.size === 0) this.#ticks.delete(timer.tick);
    this.#pending--;
    if (this.#pending === 0) this.#disarm();
  }

  #timersAt(tick: number): Chain<WheelTimer> {
    let timers = this.#ticks.get(tick);
    if (timers === undefined) {
      timers = new Chain();
      this.#ticks.set(tick, timers);
    }
    return timers;
  }

  #arm(tick: number): void {
    this.#disarm();
    const delayMs = Math.max(0, Math.ceil(tick * this.#tickMs - this.#clock.now()));
    const timer = this.#clock.setTimeout(() => this.#fire(), Math.min(delayMs, LONGEST_TIMEOUT_MS));
    this.#armed = { tick, timer };
  }

  #disarm(): void {
    if (this.#armed !== undefined) this.#clock.clearTimeout(this.#armed.timer);
    this.#armed = undefined;
  }

  #fire(): void {
    this.#armed = undefined;
    const errors: unknown[] = [];
    const nowMs = this.#clock.now();
    for (;;) {
      const tick = this.#ticks.minKey();
      if (tick === undefined || tick * this.#tickMs > nowMs) break;
      this.#runTick(tick, errors);
    }
    const next = this.#ticks.minKey();
    if (next !== undefined) this.#arm(next);
    if (errors.length > 0) throw errors[0];
  }

  /** A timer leaves its tick before it runs; the others stay there, so that its callback may cancel them. */
  #runTick(tick: number, errors: unknown[]): void {
    this.#lastTick = tick;
    const timers = this.#ticks.get(tick);
    for (let timer = timers?.first; timer !== undefined; timer = timers?.first) {
      this.cancel(timer);
      try {
        timer.run();
      } catch (error) {
        errors.push(error);
      }
    }
  }
}
