import type { deadlock } from '#proto';
import type { ClusterEnvironment } from '../environment.ts';
import type { Reply } from '../faults/message.ts';
import type { DeadlockDetector } from '../mvcc/deadlock-detector.ts';
import { bytesOf, type Key } from '../mvcc/key.ts';
import { LockWaitQueues, type WaiterId, type WakeUps } from '../mvcc/lock-wait-queues.ts';
import type { LockWait, Plan } from '../mvcc/plan.ts';
import type { LatchPlace } from './latches.ts';

type Ended = Pick<Plan & { readonly kind: 'write' }, 'released' | 'acquired'>;

/** What a woken waiter in ForceLock mode came to: a reply, or another wait. */
export type Resumed =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'wait'; readonly wait: LockWait };

/** Tries a request in ForceLock mode again, by way of the latch of its key. */
export type Resume = (place: LatchPlace) => Promise<Resumed>;

interface Waiter {
  wait: LockWait;
  expired: boolean;
  readonly expiresAtMs: number;
  readonly timer: unknown;
  readonly resume: Resume;
  readonly reply: (reply: Reply) => void;
  readonly fail: (error: unknown) => void;
}

/** The requests of a store that wait for locks, with their timers. */
export class LockWaiters {
  readonly #environment: ClusterEnvironment;
  readonly #queues: LockWaitQueues;
  readonly #waiters = new Map<WaiterId, Waiter>();
  /** Keys whose other waiters are woken at a time to come: the latest counts. */
  readonly #delayed = new Map<Key, { readonly wakeUp: number; readonly atMs: number }>();

  /** @param detector the cluster's one */
  constructor(environment: ClusterEnvironment, detector: DeadlockDetector) {
    this.#environment = environment;
    this.#queues = new LockWaitQueues(detector);
  }

  /**
   * Parks a request until it is woken, its time is up, or its wait would never end.
   * @param resume for ForceLock mode
   */
  wait(wait: LockWait, resume: Resume): Promise<Reply> {
    const entered = this.#queues.enter(wait, this.#nowMs());
    if ('response' in entered) return Promise.resolve({ kind: 'answer', response: entered.response });
    const { id } = entered;
    return new Promise((reply, fail) => {
      const timer = this.#environment.clock.setTimeout(() => this.#expire(id), wait.waitTimeoutMs);
      const expiresAtMs = this.#nowMs() + wait.waitTimeoutMs;
      this.#waiters.set(id, { wait, expired: false, expiresAtMs, timer, resume, reply, fail });
    });
  }

  /**
   * A write was applied: wakes who waited for its released locks, and looks for circles at the new ones. It still
   * holds its latches, and hands them over to those that lock what it released.
   */
  onApplied({ released, acquired }: Ended): void {
    if (this.#queues.size === 0) return;
    this.#wake(this.#queues.release(released), 'next');
    this.#wake(this.#queues.acquired(acquired, this.#nowMs()));
  }

  /** Who waits for whom, as GetLockWaitInfo tells it. */
  entries(): readonly deadlock.WaitForEntry[] {
    return [...this.#waiters.values()].flatMap(({ wait }) =>
      wait.holderStartTs.map((waitForTxn) => ({ txn: wait.startTs, waitForTxn, key: bytesOf(wait.key) })),
    );
  }

  /** Who waits, in the order in which they came, and for how long. */
  state(): unknown {
    const waiters = [...this.#waiters.values()];
    return {
      queues: this.#queues.state(),
      waiters: waiters.map(({ wait, expired, expiresAtMs }) => ({ wait, expired, expiresAtMs })),
      delayed: [...this.#delayed].map(([key, { atMs }]) => [key, atMs]),
    };
  }

  /** The store dies: nobody is answered. */
  abandon(): void {
    for (const { timer } of this.#waiters.values()) this.#environment.clock.clearTimeout(timer);
    this.#waiters.clear();
    this.#queues.cancel(() => true);
  }

  #wake({ answered, resumable, delayed }: WakeUps, place: LatchPlace = 'last'): void {
    for (const { id, response } of answered) this.#end(id, { kind: 'answer', response });
    for (const { id } of resumable) void this.#resume(id, place);
    for (const { key, wakeUp, delayMs } of delayed) {
      this.#delayed.set(key, { wakeUp, atMs: this.#nowMs() + delayMs });
      this.#environment.clock.setTimeout(() => {
        if (this.#delayed.get(key)?.wakeUp === wakeUp) this.#delayed.delete(key);
        this.#wake(this.#queues.wakeOthers(key, wakeUp));
      }, delayMs);
    }
  }

  async #resume(id: WaiterId, place: LatchPlace): Promise<void> {
    const waiter = this.#waiters.get(id);
    if (waiter === undefined) return;
    try {
      const resumed = await waiter.resume(place);
      if (resumed.kind === 'reply') {
        this.#end(id, resumed.reply);
        return;
      }
      // The store may have died meanwhile: nobody would take back what it waits for.
      if (!this.#waiters.has(id)) return;
      waiter.wait = resumed.wait;
      this.#wake(this.#queues.waitOn(id, resumed.wait, this.#nowMs()));
      if (waiter.expired) this.#expire(id);
    } catch (error) {
      this.#waiters.delete(id);
      waiter.fail(error);
    }
  }

  #expire(id: WaiterId): void {
    const waiter = this.#waiters.get(id);
    if (waiter === undefined) return;
    waiter.expired = true;
    // While a waiter is being resumed it is in no queue: its time is up when it has to wait again.
    const response = this.#queues.timeOut(id, this.#nowMs());
    if (response !== undefined) this.#end(id, { kind: 'answer', response });
  }

  #end(id: WaiterId, reply: Reply): void {
    const waiter = this.#waiters.get(id);
    if (waiter === undefined) return;
    this.#waiters.delete(id);
    this.#environment.clock.clearTimeout(waiter.timer);
    waiter.reply(reply);
  }

  #nowMs(): number {
    return this.#environment.clock.now();
  }
}
