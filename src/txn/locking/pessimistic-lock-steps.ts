import type { AnyActorRef } from 'xstate';
import type { PessimisticLockEvent } from '../../../machines/pessimistic-lock.ts';
import { type Lock, MANAGED_LOCK_TTL_MS } from '../../lock/lock.ts';
import {
  asTikvError,
  LockedError,
  LockLostError,
  LockNotAvailableError,
  LockWaitTimeoutError,
} from '../../model/errors.ts';
import { INSPECTED, type Inspected } from '../../model/inspected.ts';
import { maxTimestamp, type Timestamp } from '../../model/timestamp.ts';
import type { RegionClient } from '../../region/request/region-client.ts';
import { BACKOFF_BUDGET_MS } from '../../retry/backoff-kinds.ts';
import { Backoffer } from '../../retry/backoffer.ts';
import { beforeEnd } from '../../retry/before-end.ts';
import type { kvrpcpb } from '../../wire/codec/messages.ts';
import { PhaseDeadline } from '../commit/phase-deadline.ts';
import type { TransactionEnvironment } from '../transaction-environment.ts';
import { isWaitedFor, toDeadlockError } from './deadlock.ts';
import type { Grant, LockCall } from './lock-call.ts';
import type { LockOwner } from './lock-owner.ts';
import { lockRound, type RoundReport, unasked, type WantedKey } from './lock-round.ts';

/**
 * The longest time that a store lets one request wait, whatever it is asked for (TiKV's
 * wait-for-lock-timeout).
 */
const STORE_WAIT_MS = 1000;

/** How long it may take to find out whether a holder is alive, when no time is left to wait. */
const SHORTEST_LOOK_MS = 200;

/** A store that answers faster than this has not waited. */
const SHORTEST_STORE_WAIT_MS = 5;

/** Gets the outcomes of steps: plain code, or the actor that a lock call has become. */
export interface LockCallListener {
  send(event: PessimisticLockEvent): void;
}

/**
 * What the pessimistic lock chart's actions do, each answered with one event. One for each call that locks
 * keys.
 */
export class PessimisticLockSteps implements Inspected {
  readonly #transaction: LockOwner;
  readonly #call: LockCall;
  readonly #wanted: readonly WantedKey[];
  readonly #startedAtMs: number;
  readonly #backoffer: Backoffer;
  readonly #environment: TransactionEnvironment;
  /** The actor that requests are sent for: the transaction's, or the call's own once it is one. */
  #actor: AnyActorRef;
  #regions: RegionClient;
  #listener: LockCallListener;
  #isCancelled = false;
  /** This call chooses the primary, which is locked before the other keys are requested. */
  #choosesPrimary = false;
  #isPrimaryLocked = false;
  #round: RoundReport | undefined;
  #storeWaited = false;
  /** When this call last sent requests while locks of the transaction were being released. */
  #leftLocksAtMs: number;
  /** What stores report about others waiting for the transaction may concern locks that it has released. */
  #mayTellOfGivenBack = false;

  /**
   * @param owner the actor of the transaction
   * @param listener gets each step's outcome
   */
  constructor(
    environment: TransactionEnvironment,
    transaction: LockOwner,
    call: LockCall,
    owner: AnyActorRef,
    listener: LockCallListener,
  ) {
    const { regions, runtime } = environment;
    this.#environment = environment;
    this.#transaction = transaction;
    this.#call = call;
    this.#actor = owner;
    this.#regions = regions.withParent(owner);
    this.#listener = listener;
    this.#startedAtMs = runtime.clock.now();
    this.#leftLocksAtMs = this.#startedAtMs;
    this.#backoffer = new Backoffer(runtime, {
      deadline: call.deadline,
      budgetMs: BACKOFF_BUDGET_MS.pessimisticLock,
    });
    this.#wanted = call.keys.map(unasked);
  }

  /** What was granted, in the order of the keys. */
  get grants(): readonly Grant[] {
    return this.#wanted.map(({ grant }) => grant as Grant);
  }

  /**
   * @internal These steps, which send events to the actor that takes them; their requests become its
   * children.
   */
  by(actor: AnyActorRef): this {
    if (this.#actor !== actor) {
      this.#actor = actor;
      this.#regions = this.#environment.regions.withParent(actor);
      this.#listener = actor;
    }
    return this;
  }

  /** The call, or its transaction, has ended: no more events are sent. */
  get isOver(): boolean {
    return this.#isCancelled || this.#actor.getSnapshot().status !== 'active';
  }

  /** Sends no more events, and releases what may be locked. */
  cancel(): void {
    this.#isCancelled = true;
    this.giveUpKeys();
  }

  fetchTimestamp(): void {
    this.#step(async () => {
      this.#transaction.forUpdateTs = await this.#transaction.releases.freshTs(this.#call.deadline);
      return { type: 'timestamp.fetched' };
    });
  }

  lockKeys(): void {
    const transaction = this.#transaction;
    const { clock } = this.#environment.runtime;
    const lowest = maxTimestamp(this.#call.asOf ?? transaction.startTs, transaction.releases.lowestTs);
    transaction.forUpdateTs = maxTimestamp(transaction.forUpdateTs, lowest);
    const open = this.#wanted.filter(({ grant }) => grant === undefined);
    if (transaction.primary === undefined) {
      transaction.primary = open[0]?.key as Uint8Array;
      this.#choosesPrimary = true;
    }
    const primaryOnly = this.#choosesPrimary && !this.#isPrimaryLocked;
    const sentAtMs = clock.now();
    const terms = {
      startTs: transaction.startTs,
      primary: transaction.primary,
      forUpdateTs: transaction.forUpdateTs,
      isFirstLock: transaction.holdsNothing && this.#wanted.length === 1,
      lockTtlMs: Math.floor(sentAtMs - transaction.beganAtMs) + MANAGED_LOCK_TTL_MS,
      waitLeftMs: Math.min(STORE_WAIT_MS, this.#waitLeftMs(sentAtMs)),
    };
    // When the primary may turn out to be absent, nothing else is locked that names it.
    const asked = primaryOnly && this.#call.onlyIfExists ? open.slice(0, 1) : open;
    const mayMeetOwn = transaction.releases.leavesLocks;
    if (mayMeetOwn) this.#leftLocksAtMs = sentAtMs;
    this.#mayTellOfGivenBack = sentAtMs - this.#leftLocksAtMs <= STORE_WAIT_MS;
    const round = {
      environment: this.#environment,
      regions: this.#regions,
      call: this.#call,
      terms,
      backoffer: this.#backoffer,
      mayMeetOwn,
    };
    lockRound(round, asked, primaryOnly, (report) => {
      this.#storeWaited = clock.now() - sentAtMs >= SHORTEST_STORE_WAIT_MS;
      if (this.isOver) this.giveUpKeys();
      else this.#listener.send(this.#judged(asked, report));
    });
  }

  resolveLocks(): void {
    this.#step(async () => {
      const { locks, meetsLiving } = this.#round as RoundReport;
      const waitMs = locks.length === 0 ? 0 : await this.#resolve(locks);
      const isBlocked = waitMs > 0 || meetsLiving;
      if (isBlocked && this.#waitLeftMs() <= 0) return this.#outOfTime();
      return { type: 'locks.resolved', mustPause: isBlocked && !this.#storeWaited };
    });
  }

  pause(): void {
    this.#step(async () => {
      await this.#backoffer.sleep('txnLockFast', this.#cause(), this.#waitLeftMs());
      return { type: 'pause.ended' };
    });
  }

  releaseKeys(): void {
    this.#step(async () => {
      await beforeEnd(this.#call.deadline, 'waiting for a lock', this.#giveBack());
      for (const wanted of this.#wanted) {
        wanted.grant = undefined;
        wanted.mayBeLocked = false;
      }
      await this.#backoffer.sleep('txnLockFast', this.#cause(), this.#waitLeftMs());
      return { type: 'keys.released' };
    });
  }

  /** In the background: the caller does not wait for it. */
  giveUpKeys(): void {
    const { startTs } = this.#transaction;
    if (!this.#wanted.some(({ mayBeLocked }) => mayBeLocked)) {
      this.#forgetPrimary();
      return;
    }
    this.#environment.background.run(`release of locks of transaction ${startTs}`, () => this.#giveBack());
  }

  /** @internal For the local inspector. */
  [INSPECTED](): Readonly<Record<string, unknown>> {
    const { keys, isShared, returnValues, onlyIfExists, waitMs, asOf } = this.#call;
    const { forUpdateTs, primary } = this.#transaction;
    return { keys, isShared, returnValues, onlyIfExists, waitMs, asOf, forUpdateTs, primary };
  }

  /** Keeps inspectors from walking into the client. */
  toJSON(): undefined {
    return undefined;
  }

  /**
   * Returns how long the lock owners live at least. A caller with less time left fails early, also when no
   * store can say whether they live: their primary may still be on its way (scenario S057).
   */
  async #resolve(locks: readonly Lock[]): Promise<number> {
    const { deadlines, locks: resolver, runtime } = this.#environment;
    const { deadline, waitMs } = this.#call;
    const { context } = this.#environment.regions;
    const options = { context, callerStartTs: 0n, mode: 'write', pessimisticRegion: true } as const;
    const actor = this.#actor;
    if (waitMs === undefined) return (await resolver.resolve(locks, options, this.#backoffer, actor)).waitMs;
    const phase = new PhaseDeadline(deadlines, deadline, Math.max(this.#waitLeftMs(), SHORTEST_LOOK_MS));
    const backoffer = new Backoffer(runtime, {
      deadline: phase.deadline,
      budgetMs: BACKOFF_BUDGET_MS.pessimisticLock,
    });
    try {
      return (await resolver.resolve(locks, options, backoffer, actor)).waitMs;
    } catch (error) {
      const isOutOfTime =
        phase.deadline.remainingMs() <= 0 && deadline.error('waiting for a lock') === undefined;
      if (!isOutOfTime) throw error;
      return SHORTEST_LOOK_MS;
    } finally {
      phase.release();
    }
  }

  #judged(asked: readonly WantedKey[], report: RoundReport): PessimisticLockEvent {
    try {
      return this.#judge(asked, report);
    } catch (error) {
      return this.#refusal(error);
    }
  }

  #judge(asked: readonly WantedKey[], report: RoundReport): PessimisticLockEvent {
    const { error, deadlock, holder, meetsLiving, conflict } = report;
    this.#round = report;
    for (const { grant } of asked) if (grant !== undefined) this.#notePrimary(grant);
    if (error instanceof LockLostError) return { type: 'transaction.lost', error };
    if (error !== undefined) return { type: 'keys.refused', error };
    if (deadlock !== undefined) {
      const opensByRelease = this.#opensByRelease(deadlock);
      const broken = toDeadlockError(deadlock);
      // Only calls that may lock at a later timestamp release their keys and ask again.
      if (opensByRelease && this.#call.asOf !== undefined) return { type: 'keys.refused', error: broken };
      return { type: 'deadlock.found', opensByRelease, error: broken };
    }
    if (conflict !== undefined && this.#call.asOf !== undefined) {
      return { type: 'keys.refused', error: conflict };
    }
    if (holder !== undefined || meetsLiving) {
      return { type: 'keys.blocked', needsTimestamp: conflict !== undefined };
    }
    if (conflict !== undefined) return { type: 'keys.conflicted' };
    return { type: 'keys.locked', isAll: this.#wanted.every(({ grant }) => grant !== undefined) };
  }

  /**
   * Others wait for keys of this call, or for keys that the transaction has released: a store may count them
   * as waiting until it wakes them, or their wait is over.
   */
  #opensByRelease(deadlock: kvrpcpb.Deadlock.Decoded): boolean {
    const { cache } = this.#environment.regions;
    if (isWaitedFor(deadlock, this.#call.keys, cache)) return true;
    return this.#mayTellOfGivenBack && !isWaitedFor(deadlock, this.#transaction.heldKeys, cache);
  }

  #notePrimary(grant: Grant): void {
    const transaction = this.#transaction;
    if (grant.key !== transaction.primary || this.#isPrimaryLocked) return;
    if (grant.isLocked) {
      this.#isPrimaryLocked = true;
      transaction.primaryLocked();
    } else this.#forgetPrimary();
  }

  #forgetPrimary(): void {
    if (!this.#choosesPrimary) return;
    this.#choosesPrimary = false;
    this.#isPrimaryLocked = false;
    this.#transaction.primaryGivenUp();
  }

  /**
   * Requests under way may still be granted: the keys stay in doubt, and the end of the round releases them
   * again.
   */
  async #giveBack(): Promise<void> {
    const released = this.#transaction.releases.release(this.#wanted, this.#lockedAt);
    this.#forgetPrimary();
    await released;
  }

  /** The newest timestamp that a key is known to be locked at, also in a round that has not ended. */
  get #lockedAt(): Timestamp {
    let lockedAt = this.#transaction.forUpdateTs;
    for (const { grant } of this.#wanted) lockedAt = maxTimestamp(lockedAt, grant?.conflictTs ?? 0n);
    return lockedAt;
  }

  #waitLeftMs(nowMs = this.#environment.runtime.clock.now()): number {
    const { waitMs, deadline } = this.#call;
    const leftMs = deadline.remainingMs(nowMs);
    return waitMs === undefined ? leftMs : Math.min(leftMs, waitMs - (nowMs - this.#startedAtMs));
  }

  #outOfTime(): PessimisticLockEvent {
    const { deadline, waitMs } = this.#call;
    const late = deadline.error('waiting for a lock');
    if (late !== undefined) return { type: 'keys.refused', error: late };
    const { key, startTs } = this.#holder;
    const error =
      waitMs === 0
        ? new LockNotAvailableError(key, startTs)
        : new LockWaitTimeoutError(key, startTs, waitMs ?? deadline.timeoutMs);
    return { type: 'keys.refused', error };
  }

  /** The lock in the way, as far as the store has reported it. */
  get #holder(): { readonly key: Uint8Array; readonly startTs: Timestamp } {
    const [{ key }] = this.#wanted as readonly [WantedKey];
    return this.#round?.holder ?? { key, startTs: 0n };
  }

  #cause(): LockedError {
    return new LockedError(this.#holder.key, this.#holder.startTs);
  }

  /**
   * Runs a step after the chart's transition is complete. A throw ends the call; once it has ended, it gets
   * no events.
   */
  #step(step: () => Promise<PessimisticLockEvent>): void {
    const send = (event: PessimisticLockEvent) => {
      if (!this.isOver) this.#listener.send(event);
    };
    void Promise.resolve().then(() => {
      if (!this.isOver) step().then(send, (cause: unknown) => send(this.#refusal(cause)));
    });
  }

  #refusal(cause: unknown): PessimisticLockEvent {
    return {
      type: 'keys.refused',
      error: this.#call.deadline.error('waiting for a lock') ?? asTikvError(cause),
    };
  }
}
