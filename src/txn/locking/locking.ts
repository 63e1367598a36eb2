import type { AnyActorRef } from 'xstate';
import type { TransactionEvent } from '../../../machines/transaction.ts';
import { observeEnd } from '../../actor/xstate-internals.ts';
import { bytesName, equalBytes, namesHave } from '../../model/bytes.ts';
import {
  DeadlockError,
  LockLostError,
  LockNotAvailableError,
  LockWaitTimeoutError,
  type TikvError,
  TransactionFinishedError,
  UsageError,
  WriteConflictError,
} from '../../model/errors.ts';
import { maxTimestamp, type Timestamp } from '../../model/timestamp.ts';
import { beforeEnd } from '../../retry/before-end.ts';
import type { Deadline } from '../../retry/deadline.ts';
import { timed } from '../../retry/ledger.ts';
import { PhaseDeadline } from '../commit/phase-deadline.ts';
import { KeepAlive } from '../keep-alive.ts';
import { isUnread, readLocked } from '../reads/read-locked.ts';
import type { TransactionEnvironment } from '../transaction-environment.ts';
import { HeldLocks } from './held-locks.ts';
import type { Grant, LockCall } from './lock-call.ts';
import type { LockOwner } from './lock-owner.ts';
import { LockRelease } from './lock-release.ts';
import { unasked } from './lock-round.ts';
import { type LockEnd, RunningLockCall } from './pessimistic-lock.ts';
import { checkUnwritten, StatementLocks, type StatementRun } from './statement-locks.ts';
import { type LockRequest, toLockCall } from './to-lock-call.ts';
import { Turns } from './turns.ts';

/** What became of one key of a lock request. */
export interface LockOutcome {
  /** False for an absent key that was to be locked only if it exists. */
  readonly isLocked: boolean;
  readonly exists: boolean;
  /** The newest committed value, where values were asked for. */
  readonly value: Uint8Array | undefined;
}

/** The part of a transaction that its locking needs. */
export interface LockingHost {
  readonly actor: AnyActorRef;
  send(event: TransactionEvent): void;
  /** @throws when the transaction takes no more calls */
  checkOpen(): void;
  /** Whether an insert of the key waits for commit. */
  mustNotExist(key: Uint8Array): boolean;
}

interface PendingCall {
  readonly call: LockCall;
  running: RunningLockCall | undefined;
  resolve(grants: readonly Grant[]): void;
  reject(error: unknown): void;
}

const NONE: ReadonlySet<string> = new Set();

const NO_KEYS: readonly Uint8Array[] = [];

/**
 * The locks that a pessimistic transaction takes before it commits, and all that goes with them: their
 * primary, their timestamp, keeping them alive, releasing them. Calls that lock are run one after another, in
 * the order in which they were made. Follows client-go's KVTxn (txnkv/transaction/txn.go; parity rows PES-1
 * to PES-14, TTL-1, TTL-2).
 */
export class Locking implements LockOwner {
  readonly startTs: Timestamp;
  readonly beganAtMs: number;
  readonly held = new HeldLocks();
  readonly releases: LockRelease;
  primary: Uint8Array | undefined;
  forUpdateTs: Timestamp = 0n;
  readonly #environment: TransactionEnvironment;
  readonly #host: LockingHost;
  readonly #turns = new Turns();
  #keepAlive: KeepAlive | undefined;
  #pending: PendingCall | undefined;
  #statement: StatementLocks | undefined;

  constructor(environment: TransactionEnvironment, startTs: Timestamp, beganAtMs: number, host: LockingHost) {
    this.#environment = environment;
    this.startTs = startTs;
    this.beganAtMs = beganAtMs;
    this.#host = host;
    this.releases = new LockRelease(environment, startTs, (key) => this.#isOwn(key));
    // A client that closes stops its actors, and their charts get no event.
    observeEnd(host.actor, { complete: () => this.cancel(), error: () => this.cancel() });
  }

  get holdsNothing(): boolean {
    return this.held.size === 0 && this.#keptKeys.length === 0;
  }

  get heldKeys(): readonly Uint8Array[] {
    return [...Array.from(this.held, ({ key }) => key), ...this.#keptKeys];
  }

  get hasStatement(): boolean {
    return this.#statement !== undefined;
  }

  /** A lock call is under way, or waits for its turn. */
  get isBusy(): boolean {
    return this.#turns.areTaken;
  }

  /** Whether locks of the transaction may stand in the cluster. */
  get locksRemain(): boolean {
    return this.isBusy || !this.holdsNothing || this.releases.isUnderWay;
  }

  get isKeptAlive(): boolean {
    return this.#keepAlive !== undefined;
  }

  /**
   * Locks keys. Those that the transaction holds already cost nothing.
   * @param run the run of a statement that they are locked for
   * @returns aligned with the keys
   * @throws UsageError for an exclusive lock on a key that has a shared one, for a shared one before any
   * other, and for calls other than the statement's own while one runs
   * @throws WriteConflictError when a key was written after the run of the statement began, which comes to
   * nothing then; LockNotAvailableError, LockWaitTimeoutError; DeadlockError and LockLostError, which end the
   * transaction; AlreadyExistsError for a key inserted before; what PD, stores and the deadline say
   */
  lock(request: LockRequest, deadline: Deadline, run?: StatementRun): Promise<readonly LockOutcome[]> {
    return timed(this.#environment.ledger, 'lockMs', () => this.#lock(request, deadline, run));
  }

  async #lock(
    request: LockRequest,
    deadline: Deadline,
    run: StatementRun | undefined,
  ): Promise<readonly LockOutcome[]> {
    const turn = this.#turns.take();
    try {
      if (!this.#turns.isReached(turn)) await this.#turns.reached(turn, deadline);
      this.#host.checkOpen();
      const { keys } = request;
      let call: LockCall;
      for (;;) {
        if (run !== undefined || this.hasStatement || request.isShared) {
          await this.#prepare(request, deadline, run);
          this.#host.checkOpen();
        }
        call = toLockCall(request, this, deadline, run?.asOf);
        // What is held is read before others are locked: a call that fails locks none.
        const unread = this.#unread(keys, request);
        if (unread.length === 0) break;
        await readLocked(this.#environment, this, unread, deadline);
        this.#host.checkOpen();
      }
      let absent = NONE;
      if (call.keys.length > 0) {
        absent = absentOf(await (run === undefined ? this.#run(call) : this.#runWithin(run, call)));
        const unread = this.#unread(call.keys, request);
        if (unread.length > 0) await this.#readNew(call, unread);
      }
      const isAbsent = (key: Uint8Array) => namesHave(absent, key);
      // The locks may have gone meanwhile, and the transaction with them.
      this.#host.checkOpen();
      return keys.map((key) => {
        const held = this.held.get(key);
        return { isLocked: !isAbsent(key), exists: held?.exists === true, value: held?.read?.value?.slice() };
      });
    } finally {
      this.#turns.leave(turn);
    }
  }

  /** Keys whose locks are held, and do not say what is wanted of them. */
  #unread(keys: readonly Uint8Array[], wanted: LockRequest): readonly Uint8Array[] {
    return keys.filter((key) => isUnread(this.held.get(key), wanted));
  }

  /** Stores do not always report the value of a new shared lock; if it cannot be read, the call gives its locks back. */
  async #readNew({ keys, deadline }: LockCall, unread: readonly Uint8Array[]): Promise<void> {
    try {
      await readLocked(this.#environment, this, unread, deadline);
    } catch (error) {
      // None are held when the transaction has ended meanwhile.
      const locked = keys.filter((key) => this.held.get(key)?.isShared === true);
      for (const key of locked) this.held.delete(key);
      if (locked.length > 0) this.giveBack(locked);
      throw error;
    }
  }

  /** What calls of a statement, and calls for shared locks, wait for first. */
  async #prepare(request: LockRequest, deadline: Deadline, run: StatementRun | undefined): Promise<void> {
    if (run !== undefined) await this.#prepareRun(request, deadline, run);
    else if (this.hasStatement) throw new UsageError('lock: a statement runs; lock keys by its own verbs');
    // A store reports nothing about a shared lock while the transaction itself has another lock on the key.
    else if (this.releases.leavesLocks) await this.#nothingLeft(request, deadline);
  }

  /** @throws when that takes longer than the call may wait for locks */
  async #nothingLeft({ keys, waitMs }: LockRequest, deadline: Deadline): Promise<void> {
    const phase = new PhaseDeadline(this.#environment.deadlines, deadline, waitMs);
    try {
      await beforeEnd(phase.deadline, 'waiting for a lock', this.releases.nothingLeft());
    } catch (error) {
      const isOver = phase.deadline.remainingMs() <= 0;
      const [key] = keys;
      deadline.check('waiting for a lock');
      if (!isOver || waitMs === undefined || key === undefined) throw error;
      throw waitMs === 0
        ? new LockNotAvailableError(key, this.startTs)
        : new LockWaitTimeoutError(key, this.startTs, waitMs);
    } finally {
      phase.release();
    }
  }

  /** Resolves when no lock call is under way or waiting, those made meanwhile included. */
  idle(): Promise<void> {
    return this.#turns.idle();
  }

  /** Resolves when all locks being released are free for others. */
  async released(deadline: Deadline): Promise<void> {
    await beforeEnd(deadline, 'waiting for a lock', this.releases.idle());
  }

  /** @throws UsageError when there is one, or keys are being locked */
  beginStatement(): StatementLocks {
    if (this.#statement !== undefined) throw new UsageError('statement: another one has not ended');
    if (this.isBusy) {
      throw new UsageError('statement: keys are still being locked; await every lock call before');
    }
    this.#statement = new StatementLocks(this);
    return this.#statement;
  }

  /**
   * Another run of the statement follows. This and the next two do nothing when the transaction has ended
   * meanwhile.
   */
  nextRun(statement: StatementLocks): void {
    if (this.#statement === statement) statement.next();
  }

  /** The statement ends, and the locks of its last run stay. */
  finishStatement(statement: StatementLocks): void {
    if (this.#statement !== statement) return;
    statement.finish();
    this.#statement = undefined;
  }

  /** The statement ends, and none of its locks stays. */
  cancelStatement(statement: StatementLocks): void {
    if (this.#statement !== statement) return;
    statement.cancel();
    this.#statement = undefined;
  }

  mustNotExist(key: Uint8Array): boolean {
    return this.#host.mustNotExist(key);
  }

  giveBack(keys: readonly Uint8Array[]): void {
    const wanted = keys.map((key) => ({ ...unasked(key), mayBeLocked: true }));
    this.#environment.background.run(`release of locks of transaction ${this.startTs}`, () =>
      this.releases.release(wanted, this.forUpdateTs),
    );
  }

  /** Starts the lock call that the transaction's chart has let in. */
  start(): void {
    const pending = this.#pending as PendingCall;
    const { call } = pending;
    const ended = (end: LockEnd) => this.#ended(pending, end);
    pending.running = new RunningLockCall(this.#environment, this, call, this.#host.actor, ended);
    pending.running.start(call.asOf === undefined && this.releases.needsFreshTs);
  }

  #ended(pending: PendingCall, end: LockEnd): void {
    if (this.#pending !== pending) return;
    this.#pending = undefined;
    const { call } = pending;
    if (end.kind === 'acquired') {
      this.#hold(end.grants, call.isShared);
      this.#host.send({ type: 'lock.acquired' });
      pending.resolve(end.grants);
      return;
    }
    const { kind, error } = end;
    if (kind === 'refused') this.#statement?.refused(call.keys);
    this.#host.send(kind === 'refused' ? { type: 'lock.refused' } : { type: 'lock.lost', error });
    pending.reject(error);
  }

  /** Ends the lock call under way, if any: the transaction has ended. */
  cancel(): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#pending = undefined;
    pending.running?.cancel();
    // Why the transaction ended is known once its chart has taken the transition.
    void Promise.resolve().then(() => {
      try {
        this.#host.checkOpen();
      } catch (error) {
        pending.reject(error instanceof TransactionFinishedError ? this.#endedMeanwhile : error);
      }
    });
  }

  /**
   * Releases all locks, and waits for releases under way.
   * @param except keys that were prewritten: they are rolled back instead
   */
  async releaseAll(except: readonly { readonly key: Uint8Array }[]): Promise<void> {
    const prewritten = new Set(except.map(({ key }) => bytesName(key)));
    const keys = this.heldKeys.filter((key) => !prewritten.has(bytesName(key)));
    this.#statement = undefined;
    this.held.clear();
    await this.releases.all(keys, this.forUpdateTs);
  }

  stopKeepingAlive(): void {
    this.#keepAlive?.stop();
    this.#keepAlive = undefined;
  }

  primaryLocked(): void {
    const primary = this.primary as Uint8Array;
    if (this.#keepAlive !== undefined) {
      if (equalBytes(this.#keepAlive.primary, primary)) return;
      this.#keepAlive.stop();
      this.#statement?.primaryChanged();
    }
    this.#keepAlive = this.#startKeepingAlive(primary);
  }

  primaryGivenUp(): void {
    this.primary = undefined;
    if (this.#statement?.needsKeepAlive !== true) this.stopKeepingAlive();
  }

  /**
   * A run locks as of its own timestamp, so that it notices what was written since. Where locks are being
   * released, it waits for that instead of taking a later timestamp.
   */
  async #prepareRun(request: LockRequest, deadline: Deadline, run: StatementRun): Promise<void> {
    run.check();
    if (request.isShared) throw new UsageError('lock: a statement takes no shared locks');
    if (this.releases.needsFreshTs && this.releases.isUnderWay) {
      await this.released(deadline);
      run.check();
    }
    this.#statement?.reuse(request.keys);
  }

  async #runWithin(run: StatementRun, call: LockCall): Promise<readonly Grant[]> {
    try {
      const grants = await this.#run(call);
      checkUnwritten(grants, this.startTs);
      return grants;
    } catch (error) {
      if (error instanceof WriteConflictError || error instanceof DeadlockError) run.conflicted(error);
      throw error;
    }
  }

  #run(call: LockCall): Promise<readonly Grant[]> {
    return new Promise((resolve, reject) => {
      this.#pending = { call, running: undefined, resolve, reject };
      this.#host.send({ type: 'lock.requested' });
    });
  }

  #hold(grants: readonly Grant[], isShared: boolean): void {
    for (const { key, isLocked, exists, read, conflictTs, forUpdateTs } of grants) {
      this.forUpdateTs = maxTimestamp(this.forUpdateTs, conflictTs);
      if (!isLocked) continue;
      this.held.set({ key, isShared, exists, read, forUpdateTs });
      this.#environment.ledger?.noteLockedKey(conflictTs > 0n);
      this.#statement?.locked(key);
    }
  }

  #startKeepingAlive(primary: Uint8Array): KeepAlive {
    const onLost = (error: TikvError) => {
      if (this.#keepAlive === keepAlive) this.#host.send({ type: 'lock.lost', error: lostBecause(error) });
    };
    const { startTs, beganAtMs } = this;
    const keepAlive = new KeepAlive(this.#environment, startTs, primary, onLost, { beganAtMs });
    keepAlive.start();
    return keepAlive;
  }

  /**
   * A caller that did not await its call gets this as an unhandled rejection: the text says which call that
   * was.
   */
  get #endedMeanwhile(): TransactionFinishedError {
    return new TransactionFinishedError(
      `Transaction ${this.startTs} ended while keys were being locked; await every lock call before`,
    );
  }

  /** Keys that a statement may have locked, in addition to the locks held. */
  get #keptKeys(): readonly Uint8Array[] {
    return this.#statement?.keptKeys ?? NO_KEYS;
  }

  #isOwn(key: Uint8Array): boolean {
    if (this.held.get(key) !== undefined || this.#statement?.isKept(key) === true) return true;
    const wanted = this.#pending?.call.keys ?? [];
    return wanted.some((other) => equalBytes(other, key));
  }
}

/** Names of keys that were to be locked only if they exist, and do not exist. */
function absentOf(grants: readonly Grant[]): ReadonlySet<string> {
  const absent = grants.filter(({ isLocked }) => !isLocked);
  return absent.length === 0 ? NONE : new Set(absent.map(({ key }) => bytesName(key)));
}

function lostBecause(cause: TikvError): LockLostError {
  if (cause instanceof LockLostError) return cause;
  return new LockLostError('The locks could not be kept alive any longer', { cause });
}
