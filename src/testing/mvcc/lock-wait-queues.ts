import type { DeadlockDetector } from './deadlock-detector.ts';
import { deadlock, lockedBy, writeConflict } from './failure.ts';
import type { Key } from './key.ts';
import { lockInfoOf } from './lock-info.ts';
import type { Response } from './messages.ts';
import type { AcquiredLock, ReleasedLock } from './mvcc-txn.ts';
import { failedWait } from './pessimistic-lock-command.ts';
import type { LockWait } from './plan.ts';

/** Other waiters in normal mode are woken this long after the first (TiKV wake-up-delay-duration). */
const WAKE_UP_DELAY_MS = 20;

/** Names a waiter from its entry to its end. */
export type WaiterId = number;

/** What to do with waiters, in this order. */
export interface WakeUps {
  /** These waits have ended with an answer. */
  readonly answered: readonly { readonly id: WaiterId; readonly response: Response }[];
  /**
   * ForceLock waiters to be tried again with KvEngine.prepareResumed, latched. Call `resumed` or `waitOn` with
   * what that came to.
   */
  readonly resumable: readonly { readonly id: WaiterId; readonly wait: LockWait }[];
  /** Call `wakeOthers` for these keys and wake-ups after so many milliseconds. */
  readonly delayed: readonly { readonly key: Key; readonly wakeUp: number; readonly delayMs: number }[];
}

interface Waiter {
  readonly id: WaiterId;
  wait: LockWait;
  /** How many normal-mode wake-ups the key had seen when the waiter came. */
  wakeUpIndex: number;
  /** When the lock changed hands last, while it waited; undefined when it never did. */
  updatedAtMs: number | undefined;
}

interface KeyQueue {
  readonly waiters: Waiter[];
  wakeUps: number;
  lastConflict: ReleasedLock;
  /** The wake-up whose delay the others wait for: the latest of the queue. */
  delayedWakeUp: number | undefined;
}

/**
 * Pessimistic lock requests waiting for locks, by key, smallest start timestamp first (server rules 36, 41
 * and 42). Holds no timers: it tells its caller when to call back.
 *
 * @see TiKV src/storage/lock_manager/lock_waiting_queue.rs and src/server/lock_manager/waiter_manager.rs
 */
export class LockWaitQueues {
  readonly #detector: DeadlockDetector;
  readonly #queues = new Map<Key, KeyQueue>();
  readonly #waiters = new Map<WaiterId, Waiter>();
  #nextId: WaiterId = 1;
  #nextWakeUp = 1;

  /** @param detector the cluster's one, whichever store holds it */
  constructor(detector: DeadlockDetector) {
    this.#detector = detector;
  }

  /**
   * Enters a waiter.
   *
   * @returns its id, for whose timeout (`wait.waitTimeoutMs`) the caller sets a timer, or at once the answer
   *   when waiting would close a circle
   */
  enter(wait: LockWait, nowMs: number): { readonly id: WaiterId } | { readonly response: Response } {
    const refused = this.#addEdges(wait, nowMs);
    if (refused !== undefined) return { response: refused };
    const id = this.#nextId++;
    this.#insert(id, wait);
    return { id };
  }

  /** Locks were released: who is woken, how. Call after the apply. */
  release(released: readonly ReleasedLock[]): WakeUps {
    const answered: { id: WaiterId; response: Response }[] = [];
    const resumable: { id: WaiterId; wait: LockWait }[] = [];
    const delayed: WakeUps['delayed'][number][] = [];
    for (const lock of released) {
      const queue = this.#queues.get(lock.key);
      const first = queue?.waiters[0];
      if (queue === undefined || first === undefined) continue;
      queue.lastConflict = lock;
      const group = first.wait.shared ? leadingShared(queue.waiters) : [first];
      const wakeUpsBefore = queue.wakeUps;
      for (const waiter of group) {
        this.#leave(waiter);
        if (waiter.wait.forceLock) {
          resumable.push({ id: waiter.id, wait: waiter.wait });
          continue;
        }
        queue.wakeUps += 1;
        answered.push({ id: waiter.id, response: wokenAnswer(waiter.wait, lock) });
      }
      if (queue.wakeUps > wakeUpsBefore && queue.waiters.length > 0) {
        const wakeUp = this.#nextWakeUp++;
        queue.delayedWakeUp = wakeUp;
        delayed.push({ key: lock.key, wakeUp, delayMs: WAKE_UP_DELAY_MS });
      }
      this.#dropEmpty(lock.key);
    }
    return { answered, resumable, delayed };
  }

  /**
   * The delay after a normal-mode wake-up is over: those who waited then are woken too, unless there was another
   * wake-up meanwhile, or the queue is a new one.
   */
  wakeOthers(key: Key, wakeUp: number): WakeUps {
    const queue = this.#queues.get(key);
    if (queue?.delayedWakeUp !== wakeUp) return nothing;
    queue.delayedWakeUp = undefined;
    const answered: { id: WaiterId; response: Response }[] = [];
    for (let first = queue.waiters[0]; first !== undefined; first = queue.waiters[0]) {
      if (first.wakeUpIndex >= queue.wakeUps) break;
      this.#leave(first);
      if (first.wait.forceLock) {
        this.#dropEmpty(key);
        return { answered, resumable: [{ id: first.id, wait: first.wait }], delayed: [] };
      }
      answered.push({ id: first.id, response: wokenAnswer(first.wait, queue.lastConflict) });
    }
    this.#dropEmpty(key);
    return { answered, resumable: [], delayed: [] };
  }

  /** A resumed waiter met a lock again: it keeps its id and its timeout. */
  waitOn(id: WaiterId, wait: LockWait, nowMs: number): WakeUps {
    const refused = this.#addEdges(wait, nowMs);
    if (refused !== undefined) return { ...nothing, answered: [{ id, response: refused }] };
    this.#insert(id, wait);
    return nothing;
  }

  /** A key is held anew: its waiters wait for that owner from now on, and circles may close. */
  acquired(locks: readonly AcquiredLock[], nowMs: number): WakeUps {
    const answered: { id: WaiterId; response: Response }[] = [];
    for (const { key, lock } of locks) {
      const holder = lockInfoOf(key, lock);
      const holderStartTs = lock.type === 'Shared' ? [...lock.members.keys()] : [lock.startTs];
      for (const waiter of [...(this.#queues.get(key)?.waiters ?? [])]) {
        if (isSameOwner(waiter.wait.holderStartTs, holderStartTs)) continue;
        this.#removeEdges(waiter.wait);
        waiter.wait = { ...waiter.wait, holder, holderStartTs };
        waiter.updatedAtMs = nowMs;
        const refused = this.#addEdges(waiter.wait, nowMs);
        if (refused === undefined) continue;
        this.#leave(waiter);
        answered.push({ id: waiter.id, response: refused });
      }
      this.#dropEmpty(key);
    }
    return { ...nothing, answered };
  }

  /**
   * The waiter's time is up: the answer tells the lock it waits for, and if it changed hands how long ago. Undefined
   * when it waits no more.
   */
  timeOut(id: WaiterId, nowMs: number): Response | undefined {
    const waiter = this.#waiters.get(id);
    if (waiter === undefined) return undefined;
    this.#leave(waiter);
    this.#dropEmpty(waiter.wait.key);
    const { updatedAtMs, wait } = waiter;
    const age = updatedAtMs === undefined ? {} : { durationToLastUpdateMs: wholeMs(nowMs - updatedAtMs) };
    return failedWait(wait.forceLock, lockedBy({ ...wait.holder, ...age }).keyError);
  }

  /** Ends waits without an answer of ours: the region has moved, the store has died. Gives their ids. */
  cancel(accepts: (wait: LockWait) => boolean): WaiterId[] {
    const cancelled = [...this.#waiters.values()].filter((waiter) => accepts(waiter.wait));
    for (const waiter of cancelled) {
      this.#leave(waiter);
      this.#dropEmpty(waiter.wait.key);
    }
    return cancelled.map((waiter) => waiter.id);
  }

  /** Who waits for what; without the names of the waiters, which are of no account but to the caller. */
  state(): unknown {
    return [...this.#queues].map(([key, { waiters, delayedWakeUp, ...queue }]) => ({
      key,
      ...queue,
      isDelayed: delayedWakeUp !== undefined,
      waiters: waiters.map(({ wait, wakeUpIndex, updatedAtMs }) => ({ wait, wakeUpIndex, updatedAtMs })),
    }));
  }

  /** How many requests wait. */
  get size(): number {
    return this.#waiters.size;
  }

  /** The answer when waiting closes a circle; the edges are not added then. */
  #addEdges(wait: LockWait, nowMs: number): Response | undefined {
    if (wait.isFirstLock) return undefined;
    for (const holder of wait.holderStartTs) {
      const found = this.#detector.detect(wait.startTs, holder, wait.key, nowMs);
      if (found === undefined) continue;
      this.#removeEdges(wait);
      const error = deadlock(holder, wait.key, found.deadlockKeyHash, found.waitChain).keyError;
      return failedWait(wait.forceLock, error);
    }
    return undefined;
  }

  #removeEdges(wait: LockWait): void {
    for (const holder of wait.holderStartTs) this.#detector.remove(wait.startTs, holder, wait.key);
  }

  #insert(id: WaiterId, wait: LockWait): void {
    const { waiters, wakeUps } = this.#queueOf(wait.key);
    const waiter: Waiter = { id, wait, wakeUpIndex: wakeUps, updatedAtMs: undefined };
    const at = waiters.findIndex((other) => other.wait.startTs > wait.startTs);
    waiters.splice(at < 0 ? waiters.length : at, 0, waiter);
    this.#waiters.set(id, waiter);
  }

  #leave(waiter: Waiter): void {
    const queue = this.#queues.get(waiter.wait.key);
    const at = queue?.waiters.indexOf(waiter) ?? -1;
    if (at >= 0) queue?.waiters.splice(at, 1);
    this.#waiters.delete(waiter.id);
    this.#removeEdges(waiter.wait);
  }

  #queueOf(key: Key): KeyQueue {
    const known = this.#queues.get(key);
    if (known !== undefined) return known;
    const lastConflict = { key, startTs: 0n, commitTs: 0n };
    const queue: KeyQueue = { waiters: [], wakeUps: 0, lastConflict, delayedWakeUp: undefined };
    this.#queues.set(key, queue);
    return queue;
  }

  #dropEmpty(key: Key): void {
    if (this.#queues.get(key)?.waiters.length === 0) this.#queues.delete(key);
  }
}

const nothing: WakeUps = { answered: [], resumable: [], delayed: [] };

/** Never 0, which stands for no change. */
function wholeMs(durationMs: number): bigint {
  return BigInt(Math.max(1, Math.floor(durationMs)));
}

/** A waiter keeps its view of a lock that only changed: it waits for the same transaction as before. */
function isSameOwner(one: readonly bigint[], other: readonly bigint[]): boolean {
  return one.length === 1 && other.length === 1 && one[0] === other[0];
}

function leadingShared(waiters: readonly Waiter[]): Waiter[] {
  const end = waiters.findIndex((waiter) => !waiter.wait.shared);
  return waiters.slice(0, end < 0 ? waiters.length : end);
}

/** A waiter in normal mode does not get the lock: it is told to ask again with a newer timestamp. */
function wokenAnswer(wait: LockWait, released: ReleasedLock): Response {
  const conflict = writeConflict({
    startTs: wait.startTs,
    conflictStartTs: released.startTs,
    conflictCommitTs: released.commitTs,
    key: wait.key,
    primary: wait.primary,
    reason: 'PessimisticRetry',
  });
  return failedWait(wait.forceLock, conflict.keyError);
}
