import { sendWhileActive } from '../actor/send-while-active.ts';
import { settled } from '../actor/settled.ts';
import { AlreadyExistsError, ClosedError, type TikvError, UsageError } from '../model/errors.ts';
import type { KeyValue } from '../model/key-value.ts';
import { MAX_TIMESTAMP, maxTimestamp, type Timestamp } from '../model/timestamp.ts';
import type { Deadline } from '../retry/deadline.ts';
import { Ledger } from '../retry/ledger.ts';
import { type MergedScanOptions, mergedScan } from './buffer/merged-scan.ts';
import { batchGetOver } from './buffer/own-writes.ts';
import { type Savepoint, Savepoints } from './buffer/savepoints.ts';
import { FIRST_NOTICE_BYTES, tellGrowth, tellIfLarge } from './buffer/size-notices.ts';
import { type BufferedWrite, type Existence, WriteBuffer } from './buffer/write-buffer.ts';
import { checkMayCommit } from './check-may-commit.ts';
import { buildMutations, type LockedKeys, type WriteSet } from './commit/build-mutations.ts';
import { chooseProtocol, type ProtocolOptions, TWO_PHASES } from './commit/choose-protocol.ts';
import type { CommitTask } from './commit/commit-task.ts';
import { answerWhenCutOff } from './commit/cut-off-commit.ts';
import { mayFitOneBatch } from './commit/group-mutations.ts';
import { planCommit } from './commit/plan-commit.ts';
import { type HeldLock, HeldLocks, toBeLocked } from './locking/held-locks.ts';
import { Locking, type LockOutcome } from './locking/locking.ts';
import { runStatement } from './locking/statement.ts';
import type { StatementRun } from './locking/statement-locks.ts';
import type { RunningStatement } from './locking/statement-steps.ts';
import type { LockRequest } from './locking/to-lock-call.ts';
import { WantedShared } from './locking/wanted-shared.ts';
import { type TransactionReceipt, toReceipt } from './receipt.ts';
import { type RunningTransaction, startTransaction } from './transaction-actor.ts';
import { counted, type TransactionEnvironment } from './transaction-environment.ts';
import { finishedError, stateOf, type TransactionState } from './transaction-state.ts';
import type { CommitResult } from './transaction-steps.ts';

/**
 * When conflicts show: at commit, or before, by locks on keys. A key locked by an optimistic transaction is
 * checked at commit, as if it were written.
 */
export type TransactionMode = 'optimistic' | 'pessimistic';

/**
 * A transaction: what it writes stays here until commit. Keys and values given to it must not be changed
 * afterwards. Follows client-go's KVTxn (txnkv/transaction/txn.go; parity rows TXN-10 to TXN-13).
 */
export class Transaction {
  readonly startTs: Timestamp;
  /** Counts what its calls cost. */
  readonly ledger: Ledger;
  readonly #environment: TransactionEnvironment;
  readonly #protocols: ProtocolOptions;
  readonly #running: RunningTransaction;
  readonly #buffer: WriteBuffer;
  readonly #beganAtMs: number;
  readonly #mode: TransactionMode;
  /** Made with the first lock. */
  #locking: Locking | undefined;
  /** Keys that an optimistic transaction locks at commit. */
  #checked: HeldLocks | undefined;
  #savepoints: Savepoints | undefined;
  #nextNoticeBytes = FIRST_NOTICE_BYTES;
  /** Made with the first shared lock. */
  #wantedShared: WantedShared | undefined;

  /**
   * @throws ClosedError when the client is closed
   * @throws UsageError for a start timestamp that no oracle can have given
   */
  constructor(
    environment: TransactionEnvironment,
    startTs: Timestamp,
    protocols: ProtocolOptions = TWO_PHASES,
    mode: TransactionMode = 'optimistic',
    ledger = new Ledger(environment.runtime.clock),
  ) {
    if (startTs <= 0n || startTs >= MAX_TIMESTAMP) {
      throw new UsageError(`A transaction cannot begin at timestamp ${startTs}`);
    }
    this.startTs = startTs;
    this.ledger = ledger;
    this.#environment = counted(environment, ledger);
    this.#protocols = protocols;
    this.#mode = mode;
    this.#buffer = new WriteBuffer(environment.limits);
    this.#beganAtMs = environment.runtime.clock.now() - (protocols.startAgeMs ?? 0);
    this.#running = startTransaction(this.#environment, startTs);
  }

  get state(): TransactionState {
    return stateOf(this.#running.actor.getSnapshot());
  }

  /** Keys written so far, deletions included. */
  get length(): number {
    return this.#buffer.length;
  }

  /** Nothing was written, and nothing is locked or to be checked: its commit sends nothing. */
  get isReadOnly(): boolean {
    if (this.#buffer.length > 0) return false;
    return (this.#locking?.holdsNothing ?? true) && (this.#checked?.size ?? 0) === 0;
  }

  /** Keys and values written so far. */
  get sizeBytes(): number {
    return this.#buffer.sizeBytes;
  }

  /** What the writes take in memory, about. */
  get memoryBytes(): number {
    return this.#buffer.memoryBytes;
  }

  /** What it has cost so far, and what came of it. */
  get receipt(): TransactionReceipt {
    const { startTs, length: keys, sizeBytes } = this;
    const { commitTs, protocol } = this.#running.actor.getSnapshot().context;
    return toReceipt(
      this.ledger,
      { startTs, commitTs, protocol, keys, sizeBytes },
      this.state === 'committed',
    );
  }

  /**
   * Why the transaction ended before its caller asked for that: a lost lock, a deadlock, or the client's
   * close.
   */
  get lostBy(): TikvError | undefined {
    const snapshot = this.#running.actor.getSnapshot();
    if (snapshot.status === 'stopped' && snapshot.hasTag('open')) return new ClosedError();
    const { context } = snapshot;
    // The error that a commit failed with is kept there, too.
    return context.protocol === 'none' ? context.error : undefined;
  }

  /**
   * @param assertion what the key held before this transaction: commit checks that, and fails when it is
   * wrong
   * @param isUnchecked in a pessimistic transaction: without a lock, commit does not look for newer versions
   * @throws TooLargeError when the entry or the transaction passes its limit; the transaction is as before
   * then
   * @throws UsageError when the opposite was asserted of the key before, or it has a shared lock or is about
   * to get one
   * @throws TransactionFinishedError once a commit or rollback was asked for; what the transaction was lost
   * by; ClosedError
   */
  put(key: Uint8Array, value: Uint8Array, assertion?: Existence, isUnchecked?: boolean): void {
    this.#checkOpen();
    this.#checkWritable(key);
    this.#buffer.put(key, value, assertion, isUnchecked);
    this.#tellGrowth();
  }

  /**
   * Writes a key that must not exist: otherwise commit fails with AlreadyExistsError.
   * @throws AlreadyExistsError when this transaction gave the key a value itself, or has locked it and it
   * exists; else as `put`
   */
  insert(key: Uint8Array, value: Uint8Array): void {
    this.#checkOpen();
    const lock = this.#checkWritable(key);
    if (lock?.exists === true && !this.#buffer.has(key)) throw new AlreadyExistsError(lock.key);
    this.#buffer.insert(key, value);
    this.#tellGrowth();
  }

  /** Deletes a key, whether it exists or not. @throws as `put` */
  delete(key: Uint8Array, assertion?: Existence, isUnchecked?: boolean): void {
    this.#checkOpen();
    this.#checkWritable(key);
    this.#buffer.delete(key, assertion, isUnchecked);
    this.#tellGrowth();
  }

  /** Opens a savepoint that its owner closes; see `Savepoints.create`. */
  createSavepoint(): Savepoint {
    return this.#savepointsOnUse().create();
  }

  /** Runs a function whose writes are undone when it throws; see `Savepoints.run`. */
  savepoint<Result>(body: () => Promise<Result> | Result): Promise<Result> {
    return this.#savepointsOnUse().run(body);
  }

  /**
   * Runs a function as a statement of a pessimistic transaction; see `StatementSteps`.
   * @throws UsageError in an optimistic transaction, while another statement runs, and while keys are being
   * locked; what the function throws; TransactionFinishedError, ClosedError
   */
  async statement<Result>(
    body: (run: RunningStatement) => Promise<Result> | Result,
    deadline: Deadline,
  ): Promise<Result> {
    this.#checkOpen();
    if (this.#mode === 'optimistic') {
      throw new UsageError(
        'statement: an optimistic transaction has none; begin one with mode "pessimistic"',
      );
    }
    const host = {
      locking: this.#startLocking(),
      savepoint: <Value>(run: () => Promise<Value>) => this.savepoint(run),
      checkOpen: () => this.#checkOpen(),
      lostBy: () => this.lostBy,
    };
    return runStatement(this.#environment, this.#running.actor, this.startTs, host, body, deadline);
  }

  /**
   * What is at a key as this transaction sees it.
   * @param readSnapshot called for a key that the transaction did not write
   * @param take makes a result of a value that it wrote
   */
  async get<Found = Uint8Array>(
    key: Uint8Array,
    readSnapshot: (key: Uint8Array) => Promise<Found | undefined>,
    take = (own: Uint8Array) => own as Found,
  ): Promise<Found | undefined> {
    this.#checkOpen();
    const own = this.#buffer.get(key);
    return own === undefined ? readSnapshot(key) : own.value && take(own.value);
  }

  /** The same for many keys; see `batchGetOver`. */
  async batchGet<Found = Uint8Array>(
    keys: readonly Uint8Array[],
    readSnapshot: (keys: readonly Uint8Array[]) => Promise<readonly (Found | undefined)[]>,
    take = (own: Uint8Array) => own as Found,
  ): Promise<(Found | undefined)[]> {
    this.#checkOpen();
    return batchGetOver(this.#buffer, keys, readSnapshot, take);
  }

  /**
   * Locks keys: at once in a pessimistic transaction, see `Locking`; in an optimistic one commit fails when
   * another transaction writes one of them first.
   * @param run the run of a statement that they are locked for
   * @returns aligned with the keys; in an optimistic transaction nothing is known of them
   * @throws as `Locking.lock`, TransactionFinishedError, ClosedError
   * @throws UsageError for a shared lock on a key that the transaction has written
   */
  lock(request: LockRequest, deadline: Deadline, run?: StatementRun): Promise<readonly LockOutcome[]> {
    try {
      this.#checkOpen();
    } catch (error) {
      return Promise.reject(error);
    }
    if (this.#mode === 'optimistic') return Promise.resolve(this.#lockAtCommit(request.keys));
    const locking = this.#startLocking();
    if (!request.isShared) return locking.lock(request, deadline, run);
    this.#wantedShared ??= new WantedShared(this.#buffer, locking.held);
    return this.#wantedShared.run(request.keys, () => locking.lock(request, deadline, run));
  }

  /** What the transaction itself has written at a key. */
  written(key: Uint8Array): BufferedWrite | undefined {
    return this.#buffer.get(key);
  }

  /** A scan of the snapshot with the transaction's writes over it, as they are now; see `mergedScan`. */
  scan(snapshot: AsyncIterable<KeyValue>, options: MergedScanOptions): AsyncGenerator<KeyValue> {
    this.#checkOpen();
    return mergedScan(snapshot, this.#buffer, options);
  }

  /**
   * Makes the writes durable and visible, all of them at one timestamp, or none. Locks that remain are turned
   * into values in the background.
   *
   * @param deadline of everything up to the answer; what is cleaned up afterwards does not end with it
   * @throws UndeterminedError when nobody can know; after any other error nothing was or will be written:
   * WriteConflictError, AlreadyExistsError, LockLostError, TransactionAbortedError, what PD, stores and the
   * deadline say; TransactionFinishedError when it was asked for before
   * @throws UsageError while a lock call, a statement or a function with a savepoint runs; the transaction
   * goes on then
   */
  commit(deadline: Deadline): Promise<CommitResult> {
    return new Promise((resolve, reject) => {
      this.#checkOpen();
      checkMayCommit(this.#locking, this.#savepoints);
      const writes = buildMutations(this.#buffer, this.#lockedKeys);
      const { actor, steps } = this.#running;
      const task = writes === undefined ? undefined : this.#plan(writes, deadline);
      steps.prepareCommit({ resolve, reject }, task);
      answerWhenCutOff(actor, steps, this.startTs, reject);
      const chosen =
        writes === undefined
          ? ({ protocol: 'none', asyncIfSplit: false, needsMinCommitTs: false } as const)
          : chooseProtocol(writes, this.#protocols, this.#mayFitOneBatch(writes));
      const needsLatches = this.#environment.latches !== undefined && this.#mode === 'optimistic';
      const { protocol, asyncIfSplit, needsMinCommitTs } = chosen;
      actor.send({ type: 'commit.requested', protocol, asyncIfSplit, needsMinCommitTs, needsLatches });
    });
  }

  /**
   * Drops all writes and locks, and cancels a lock call under way. Resolves once the locks are released; a
   * lock that could not be released expires with its TTL, one granted late is released later (see
   * `LockRelease`). After a commit has ended it does nothing, and after the transaction has ended otherwise
   * it waits for releases under way. After the client has closed it does nothing either: locks that are left
   * expire.
   * @throws TransactionFinishedError while a commit is under way; ClosedError when the client closes
   * meanwhile
   */
  async rollback(): Promise<void> {
    const { state } = this;
    const { actor } = this.#running;
    const { context, status } = actor.getSnapshot();
    if (status === 'stopped') return;
    const hasFailedToCommit = context.error !== undefined && this.lostBy === undefined;
    if (state === 'committed' || state === 'undetermined' || hasFailedToCommit) return;
    if (state === 'rolledBack') {
      await settled(actor, () => new ClosedError());
      return;
    }
    this.#checkOpen();
    actor.send({ type: 'rollback.requested', locksRemain: this.#locking?.locksRemain === true });
    await settled(actor, () => new ClosedError());
    this.#environment.events.emit('transaction.rolledBack', { startTs: this.startTs });
  }

  #plan(writes: WriteSet, deadline: Deadline): CommitTask {
    const begun = { actor: this.#running.actor, startTs: this.startTs, beganAtMs: this.#beganAtMs };
    tellIfLarge(this.#environment.events, this.startTs, writes);
    return planCommit(this.#environment, begun, writes, this.#protocols, deadline);
  }

  #tellGrowth(): void {
    if (this.#buffer.memoryBytes < this.#nextNoticeBytes) return;
    const { events } = this.#environment;
    this.#nextNoticeBytes = tellGrowth(events, this.startTs, this.#buffer, this.#nextNoticeBytes);
  }

  #savepointsOnUse(): Savepoints {
    this.#savepoints ??= new Savepoints(this.#buffer, {
      isActive: () => this.#isOpen(),
      checkActive: () => this.#checkOpen(),
    });
    return this.#savepoints;
  }

  /** Nothing can be begun anew on a client that has closed. */
  get #whyFinished(): TikvError {
    return this.#environment.deadlines.isClosed ? new ClosedError() : finishedError(this.startTs, this.state);
  }

  #lockAtCommit(keys: readonly Uint8Array[]): readonly LockOutcome[] {
    this.#checked ??= new HeldLocks();
    for (const key of keys) {
      this.#checked.set(toBeLocked(key));
    }
    return keys.map(() => ({ isLocked: true, exists: false, value: undefined }));
  }

  #mayFitOneBatch(writes: WriteSet): boolean {
    const { cache } = this.#environment.regions;
    return mayFitOneBatch(cache, writes.mutations, writes.sizeBytes);
  }

  #startLocking(): Locking {
    if (this.#locking === undefined) {
      const { actor, steps } = this.#running;
      this.#locking = new Locking(this.#environment, this.startTs, this.#beganAtMs, {
        actor,
        send: (event) => sendWhileActive(actor, event),
        checkOpen: () => this.#checkOpen(),
        mustNotExist: (key) => this.#buffer.peek(key)?.mustNotExist === true,
      });
      steps.useLocking(this.#locking);
    }
    return this.#locking;
  }

  get #lockedKeys(): LockedKeys | undefined {
    const locking = this.#locking;
    if (this.#buffer.hasUnchecked) {
      // Unchecked keys are sent as those of a transaction that locks, even if it has no locks.
      const forUpdateTs = maxTimestamp(locking?.forUpdateTs ?? 0n, this.startTs);
      return { held: locking?.held ?? new HeldLocks(), primary: locking?.primary, forUpdateTs };
    }
    if (locking !== undefined) return locking;
    if (this.#checked === undefined) return undefined;
    return { held: this.#checked, primary: undefined, forUpdateTs: 0n };
  }

  /** The lock that the transaction has on a key it writes. @throws UsageError when it is a shared one */
  #checkWritable(key: Uint8Array): HeldLock | undefined {
    const lock = this.#locking?.held.get(key);
    if (lock?.isShared === true || (lock === undefined && this.#wantedShared?.has(key))) {
      throw new UsageError('A key with a shared lock cannot be written');
    }
    return lock;
  }

  #isOpen(): boolean {
    const snapshot = this.#running.actor.getSnapshot();
    return snapshot.status === 'active' && snapshot.hasTag('open');
  }

  #checkOpen(): void {
    if (this.#isOpen()) return;
    throw this.lostBy ?? this.#whyFinished;
  }
}
