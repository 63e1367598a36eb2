import { maxTimestamp, type Timestamp } from '../../model/timestamp.ts';
import { BACKOFF_BUDGET_MS } from '../../retry/backoff-kinds.ts';
import { beforeEnd } from '../../retry/before-end.ts';
import type { Deadline } from '../../retry/deadline.ts';
import { sleep } from '../../retry/sleep.ts';
import { PendingWork } from '../pending-work.ts';
import type { TransactionEnvironment } from '../transaction-environment.ts';
import type { WantedKey } from './lock-round.ts';
import { pessimisticRollback } from './pessimistic-rollback.ts';

/** How much later than asked a store may still grant a request, in milliseconds. */
const NETWORK_MS = 100;

/**
 * Releases locks that lock calls have left. A rollback names the for_update_ts up to which locks go, so that
 * it cannot remove one that a later call has got in the meantime: that call uses a later timestamp. Follows
 * client-go's asyncPessimisticRollback (txnkv/transaction/txn.go; parity rows PES-11, PES-14, FAIR-10).
 *
 * Goes further in one respect: a store may grant a fair request after its call has given up, when the key
 * becomes free, and at a timestamp that nobody knows before. Such keys are released once more when the time
 * is over for which the store was asked to wait (scenarios S055, S066).
 */
export class LockRelease {
  readonly #environment: TransactionEnvironment;
  readonly #startTs: Timestamp;
  readonly #isOwn: (key: Uint8Array) => boolean;
  readonly #underWay = new PendingWork();
  /** Releases that wait until the store cannot grant the lock any more. */
  readonly #late = new PendingWork();
  /** Settles when all fences are known: the timestamps up to which locks are removed. */
  #fencesKnown: Promise<unknown> | undefined;
  #fenceCount = 0;
  /** How many of the fences the last fresh timestamp is above. */
  #passedFences = 0;
  #lowestTs: Timestamp = 0n;
  /** The last timestamp that a lock given back was known to be taken at. */
  #lockedAt: Timestamp = 0n;

  /** @param isOwn whether the transaction holds a lock on the key now, or has asked for one */
  constructor(environment: TransactionEnvironment, startTs: Timestamp, isOwn: (key: Uint8Array) => boolean) {
    this.#environment = environment;
    this.#startTs = startTs;
    this.#isOwn = isOwn;
  }

  get isUnderWay(): boolean {
    return !this.#underWay.isEmpty;
  }

  /** Locks that nobody wants any more may be in the cluster, or may yet be granted. */
  get leavesLocks(): boolean {
    return this.isUnderWay || !this.#late.isEmpty;
  }

  /** Resolves when no release is under way. */
  idle(): Promise<void> {
    return this.#underWay.ended();
  }

  /** Resolves when no release is under way, and no lock can be granted late any more. */
  async nothingLeft(): Promise<void> {
    await this.#late.ended();
    await this.idle();
  }

  /** Locks may only be requested at a timestamp fetched from now on. */
  get needsFreshTs(): boolean {
    return this.#fenceCount > this.#passedFences;
  }

  /** The last fresh timestamp. As long as no other is needed, locks may not be requested below it. */
  get lowestTs(): Timestamp {
    return this.#lowestTs;
  }

  /** A timestamp above all those up to which locks were released. */
  async freshTs(deadline: Deadline): Promise<Timestamp> {
    const passed = this.#fenceCount;
    if (this.#fencesKnown !== undefined) {
      await beforeEnd(deadline, 'waiting for a timestamp', this.#fencesKnown);
    }
    const { timestamps } = this.#environment;
    let fresh = await timestamps.timestamp(deadline);
    // What is written with async commit can lie at the very next timestamp, which a lock with a conflict is taken at.
    if (fresh <= this.#lockedAt) fresh = await timestamps.timestamp(deadline);
    this.#lowestTs = fresh;
    this.#passedFences = passed;
    return this.#lowestTs;
  }

  /**
   * Releases what a lock call may have locked. Resolves when that is done; what may be granted later is
   * released in the background.
   * @param lockedAt no answer reported a lock taken at a later timestamp
   */
  async release(wanted: readonly WantedKey[], lockedAt: Timestamp): Promise<void> {
    const maybeLocked = wanted.filter(({ mayBeLocked }) => mayBeLocked);
    if (maybeLocked.length === 0) return;
    this.#fenceCount += 1;
    this.#lockedAt = maxTimestamp(this.#lockedAt, lockedAt);
    const ghosts = maybeLocked.filter(
      ({ grant, storeWaitMs }) => grant === undefined && storeWaitMs !== undefined,
    );
    if (ghosts.length > 0) this.#releaseLater(ghosts);
    const fence = ghosts.length > 0 ? this.#newFence(lockedAt) : lockedAt;
    await this.#underWay.follow(this.#rollBack(maybeLocked, fence));
  }

  /** Releases these keys too; resolves when no release is under way. @throws what the rollback failed with */
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
      // A call that has locked the key by now, or has asked for it, may have begun before this timestamp.
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

  /** A timestamp above that of every lock granted by now. Lock calls wait until it is known. */
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
