import { Chain, type Link } from '../model/chain.ts';
import type { Clock } from '../model/runtime.ts';
import type { TimerWheel, WheelTimer } from './timer-wheel.ts';

export interface PeriodicTask {
  /** Called once per period, for the first time one period after `add`; never while it is still running. */
  beat(): void | Promise<void>;
  /**
   * Called once, when a beat threw or rejected: no other beat follows. Not called after `remove` or `close`.
   */
  onEnd(error: unknown): void;
}

/** What `add` returns and `remove` takes. */
export class KeptTask implements Link<KeptTask> {
  readonly task: PeriodicTask;
  dueAtMs = 0;
  isRunning = false;
  chain: Chain<KeptTask> | undefined;
  before: KeptTask | undefined;
  after: KeptTask | undefined;

  constructor(task: PeriodicTask) {
    this.task = task;
  }
}

/**
 * Runs any number of tasks on one timer, all with the same period, each at its own time: for the lock TTLs of
 * open transactions, most of which end before their first beat. Adding and removing a task cost next to
 * nothing. A period is counted from the last beat; a task whose beat is still running is skipped.
 */
export class PeriodicKeeper {
  readonly #clock: Clock;
  readonly #wheel: TimerWheel;
  readonly #periodMs: number;
  /** In the order in which they are due. */
  readonly #kept = new Chain<KeptTask>();
  #timer: WheelTimer | undefined;
  #isClosed = false;

  constructor(clock: Clock, wheel: TimerWheel, periodMs: number) {
    this.#clock = clock;
    this.#wheel = wheel;
    this.#periodMs = periodMs;
  }

  /** How many tasks are kept. */
  get size(): number {
    return this.#kept.size;
  }

  /** Has no effect after `close`. @param nowMs the clock's time, from a caller that has it already */
  add(task: PeriodicTask, nowMs = this.#clock.now()): KeptTask {
    const kept = new KeptTask(task);
    if (this.#isClosed) return kept;
    this.#append(kept, nowMs);
    if (this.#timer === undefined) this.#arm(nowMs);
    return kept;
  }

  /** No beat of the task starts afterwards; one that is running continues, and its outcome is ignored. */
  remove(kept: KeptTask): void {
    this.#kept.delete(kept);
    // With tasks left, the timer finds the first of them when it fires.
    if (this.#kept.size > 0 || this.#timer === undefined) return;
    this.#wheel.cancel(this.#timer);
    this.#timer = undefined;
  }

  /** Removes every task, and keeps none that is added later. */
  close(): void {
    this.#isClosed = true;
    for (const kept of this.#kept.toArray()) this.remove(kept);
  }

  #append(kept: KeptTask, nowMs: number): void {
    kept.dueAtMs = nowMs + this.#periodMs;
    this.#kept.add(kept);
  }

  #arm(nowMs: number): void {
    const { first } = this.#kept;
    this.#timer = first && this.#wheel.schedule(first.dueAtMs - nowMs, () => this.#fire(), nowMs);
  }

  #fire(): void {
    const nowMs = this.#clock.now();
    const due: KeptTask[] = [];
    for (let kept = this.#kept.first; kept !== undefined && kept.dueAtMs <= nowMs; kept = this.#kept.first) {
      this.#kept.delete(kept);
      this.#append(kept, nowMs);
      due.push(kept);
    }
    this.#arm(nowMs);
    for (const kept of due) this.#beat(kept);
  }

  #beat(kept: KeptTask): void {
    const { task } = kept;
    // An earlier beat may have removed it.
    if (kept.isRunning || kept.chain === undefined) return;
    kept.isRunning = true;
    // The executor runs at once and turns a throw into a rejection.
    new Promise<void>((resolve) => resolve(task.beat())).then(
      () => {
        kept.isRunning = false;
      },
      (error) => {
        if (kept.chain === undefined) return;
        this.remove(kept);
        task.onEnd(error);
      },
    );
  }
}
