import { Chain, type Link } from '../model/chain.ts';
import type { TimerWheel, WheelTimer } from './timer-wheel.ts';

export interface PeriodicTask {
  readonly periodMs: number;
  /** Runs once per period, for the first time one period after `add`; never while it is still running. */
  beat(): void | Promise<void>;
  /** Called once, when a beat threw or rejected: it was the last one. Not called after `remove` or `close`. */
  onEnd(error: unknown): void;
}

/** What `add` gives, to be handed to `remove`. */
export class KeptTask implements Link<KeptTask> {
  readonly task: PeriodicTask;
  timer: WheelTimer | undefined;
  isRunning = false;
  chain: Chain<KeptTask> | undefined;
  before: KeptTask | undefined;
  after: KeptTask | undefined;

  constructor(task: PeriodicTask) {
    this.task = task;
  }
}

/**
 * Runs any number of periodic tasks, each at its own pace, on one timer wheel and so on one timer of the clock:
 * for the lock TTLs of open transactions. Adding and removing cost what the wheel's timers cost.
 * A period is counted from the last beat; it passes over a task whose beat is still running.
 */
export class PeriodicKeeper {
  readonly #wheel: TimerWheel;
  readonly #kept = new Chain<KeptTask>();
  #isClosed = false;

  constructor(wheel: TimerWheel) {
    this.#wheel = wheel;
  }

  /** How many tasks are kept. */
  get size(): number {
    return this.#kept.size;
  }

  /** After `close` it is not kept. */
  add(task: PeriodicTask): KeptTask {
    const kept = new KeptTask(task);
    if (this.#isClosed) return kept;
    this.#kept.add(kept);
    this.#schedule(kept);
    return kept;
  }

  /** No beat of the task starts afterwards; one that is running goes on, and its outcome is ignored. */
  remove(kept: KeptTask): void {
    this.#kept.delete(kept);
    if (kept.timer !== undefined) this.#wheel.cancel(kept.timer);
  }

  /** Removes every task, those that would be added later too. */
  close(): void {
    this.#isClosed = true;
    for (const kept of this.#kept.toArray()) this.remove(kept);
  }

  #schedule(kept: KeptTask): void {
    kept.timer = this.#wheel.schedule(kept.task.periodMs, () => this.#beat(kept));
  }

  #beat(kept: KeptTask): void {
    const { task } = kept;
    this.#schedule(kept);
    if (kept.isRunning) return;
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
