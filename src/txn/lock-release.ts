import { maxTimestamp, type Timestamp } from '../model/timestamp.ts';
import { BACKOFF_BUDGET_MS } from '../retry/backoff-kinds.ts';
import { beforeEnd } from '../retry/before-end.ts';
import type { Deadline } from '../retry/deadline.ts';
import { sleep } from '../retry/sleep.ts';
import type { WantedKey } from './lock-round.ts';
import { PendingWork } from './pending-work.ts';
import { pessimisticRollback } from './pessimistic-rollback.ts';
import type { TransactionEnvironment } from './transaction-environment.ts';

/** What a request may be late by when its store still grants it, in milliseconds. */
const NETWORK_MS = 100;

/**
 * Gives locks back that lock calls have left. A rollback says up to which for_update_ts locks go, so that it cannot take
 * one that a later call has got in the meantime: that call uses a later timestamp. Follows client-go's
 * asyncPessimisticRollback (txnkv/transaction/txn.go; parity rows PES-11, PES-14, FAIR-10).
 *
 * Goes further in one respect: a store may grant a fair request after the call has given it up, when the key becomes
 * free, and at a timestamp that nobody can know before. Such keys are given back once more when the time for which the
 * store was asked to wait is over (scenarios S055, S066).
 */
export class LockRelease {
  readonly #environment: TransactionEnvironment;
  readonly #startTs: Timestamp;
  readonly #isOwn: (key: Uint8Array) => boolean;
  readonly #underWay = new PendingWork();
  /** Those that wait until a store can grant nothing any more. */
  readonly #late = new PendingWork();
  /** Settles when all timestamps up to which locks go, its fences, are known. */
  #fencesKnown: Promise<unknown> | undefined;
  #fenceCount = 0;
  /** How many of the fences the last fresh timestamp is above. */
  #passedFences = 0;
  #lowestTs: Timestamp = 0n;

  /** @param isOwn whether the transaction holds the key now, or is about to */
  constructor(environment: TransactionEnvironment, startTs: Timestamp, isOwn: (key: Uint8Array) => boolean) {
    this.#environment = environment;
    this.#startTs = startTs;
    this.#isOwn = isOwn;
  }

  get isUnderWay(): boolean {
    return !this.#underWay.isEmpty;
  }

  /** Locks that nobody wants any more may stand, also such as a store has yet to grant. */
  get leavesLocks(): boolean {
    return this.isUnderWay || !this.#late.isEmpty;
  }

  /** Nothing is under way. */
  idle(): Promise<void> {
    return this.#underWay.ended();
  }

  /** Nothing is under way, and nothing is granted late any more. */
  async nothingLeft(): Promise<void> {
    await this.#late.ended();
    await this.idle();
  }

  /** Locks may only be taken at a timestamp fetched from now on. */
  get needsFreshTs(): boolean {
    return this.#fenceCount > this.#passedFences;
  }

  /** Locks may not be taken below it, for as long as no fresh timestamp is needed: the last fresh one. */
  get lowestTs(): Timestamp {
    return this.#lowestTs;
  }

  /** A timestamp above all that locks were given back at. */
  async freshTs(deadline: Deadline): Promise<Timestamp> {
    const passed = this.#fenceCount;
    if (this.#fencesKnown !== undefined) {
      await beforeEnd(deadline, 'waiting for a timestamp', this.#fencesKnown);
    }
    this.#lowestTs = await this.#environment.timestamps.timestamp(deadline);
    this.#passedFences = passed;
    return this.#lowestTs;
  }

  /**
   * Gives back what a lock call may have locked. Resolves when that is done; what may be granted later is looked after
   * in the background.
   * @param lockedAt no answer told of a lock taken later
   */
  async release(wanted: readonly WantedKey[], lockedAt: Timestamp): Promise<void> {
    const maybeLocked = wanted.filter(({ mayBeLocked }) => mayBeLocked);
    if (maybeLocked.length === 0) return;
    this.#fenceCount += 1;
    const ghosts = maybeLocked.filter(
      ({ grant, storeWaitMs }) => grant === undefined && storeWaitMs !== undefined,
    );
    if (ghosts.length > 0) this.#releaseLater(ghosts);
    const fence = ghosts.length > 0 ? this.#newFence(lockedAt) : lockedAt;
    await this.#underWay.follow(this.#rollBack(maybeLocked, fence));
  }

  /** Gives back these keys too; resolves when nothing more is under way. @throws what the rollback failed with */
  async all(keys: readonly Uint8Array[], lockedAt: Timestamp): Promise<void> {
    const before = this.#underWay.ended();
    await pessimisticRollback(this.#environment, this.#startTs, keys, lockedAt);
    await before;
  }

  #releaseLater(ghosts: readonly WantedKey[]): void {
    const { background, runtime, detachedBackoffer } = this.#environment;
    // The last request for them may have left just now.
    const delayMs = Math.max(...ghosts.map(({ storeWaitMs = 0 }) => storeWaitMs)) + NETWORK_MS;
    const release = async () => {
      const { deadline } = detachedBackoffer(BACKOFF_BUDGET_MS.cleanup);
      await sleep(runtime.clock, delayMs, deadline);
      deadline.release();
      const fence = await this.#newFence(0n);
      // A call that has the key by now, or is about to, may have begun before this timestamp.
      const left = ghosts.filter(({ key }) => !this.#isOwn(key));
      await this.#underWay.follow(this.#rollBack(left, fence));
    };
    background.run(`late release of locks of transaction ${this.#startTs}`, () =>
      this.#late.follow(release()),
    );
  }

  async #rollBack(wanted: readonly WantedKey[], fence: Promise<Timestamp> | Timestamp): Promise<void> {
    const keys = wanted.map(({ key }) => key);
    await pessimisticRollback(this.#environment, this.#startTs, keys, await fence);
  }

  /** A timestamp above that of every lock the store has granted by now. Lock calls wait until it is there. */
  #newFence(atLeast: Timestamp): Promise<Timestamp> {
    this.#fenceCount += 1;
    const { timestamps, detachedBackoffer } = this.#environment;
    const { deadline } = detachedBackoffer(BACKOFF_BUDGET_MS.timestamp);
    const fence = timestamps.timestamp(deadline).then(
      (now) => maxTimestamp(now, atLeast),
      () => atLeast,
    );
    const before = this.#fencesKnown;
    this.#fencesKnown = Promise.all([before, fence]).finally(() => deadline.release());
    return fence;
  }
}
