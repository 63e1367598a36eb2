import { ClosedError, type TikvError, UsageError } from '../../model/errors.ts';
import { MAX_TIMESTAMP, type Timestamp } from '../../model/timestamp.ts';
import type { Backoffer } from '../../retry/backoffer.ts';
import { beforeEnd } from '../../retry/before-end.ts';
import type { Deadline } from '../../retry/deadline.ts';
import { Ledger, timed } from '../../retry/ledger.ts';
import type { Existence } from '../buffer/write-buffer.ts';
import { answerWhenCutOff } from '../commit/cut-off-commit.ts';
import { VALUES } from '../reads/point-read.ts';
import { SnapshotReader } from '../reads/snapshot-reader.ts';
import { type TransactionReceipt, toReceipt } from '../receipt.ts';
import { counted } from '../transaction-environment.ts';
import { finishedError, stateOf, type TransactionState } from '../transaction-state.ts';
import type { CommitResult } from '../transaction-steps.ts';
import { type RunningBulkTransaction, startBulkTransaction } from './bulk-actor.ts';
import type { BulkEnvironment, BulkOptions } from './bulk-environment.ts';
import { Waiters } from './waiters.ts';

/**
 * A transaction of any size: what it writes goes to the stores while it runs. Keys and values belong to the
 * caller, and are copied. Follows client-go's pipelined KVTxn (txnkv/transaction/txn.go InitPipelinedMemDB;
 * parity rows PIP-1 to PIP-11).
 */
export class BulkTransaction {
  readonly startTs: Timestamp;
  /** Counts what its calls cost. */
  readonly ledger: Ledger;
  readonly #environment: BulkEnvironment;
  readonly #running: RunningBulkTransaction;
  readonly #snapshot: SnapshotReader;
  readonly #waiters = new Waiters();
  /** Since when a commit has waited for flushes, by the ledger; undefined when none does. */
  #commitWaitsSinceMs: number | undefined;
  /**
   * Settles when it takes no more writes: it is being committed or rolled back, has failed, or its client
   * closed.
   */
  readonly left: Promise<void>;
  #leave: () => void = () => {};
  /** Up to this generation writes are flushed even when they are not enough for a flush. */
  #wantedGeneration = 0;

  /**
   * @throws ClosedError when the client is closed
   * @throws UsageError for a start timestamp that no oracle can have given
   */
  constructor(
    environment: BulkEnvironment,
    startTs: Timestamp,
    options: BulkOptions,
    ledger = new Ledger(environment.runtime.clock),
  ) {
    if (startTs <= 0n || startTs >= MAX_TIMESTAMP) {
      throw new UsageError(`A transaction cannot begin at timestamp ${startTs}`);
    }
    this.startTs = startTs;
    this.ledger = ledger;
    this.#environment = { ...environment, ...counted(environment, ledger) };
    this.#running = startBulkTransaction(this.#environment, startTs, options);
    this.#snapshot = new SnapshotReader(environment.reads, startTs);
    this.#snapshot.view.ignore(startTs);
    this.left = new Promise((resolve) => {
      this.#leave = resolve;
    });
    const onChange = () => this.#changed();
    this.#running.actor.subscribe({ next: onChange, complete: onChange, error: onChange });
  }

  get state(): TransactionState {
    return stateOf(this.#running.actor.getSnapshot());
  }

  /** Keys written so far, deletions included; one flushed in several generations counts in each. */
  get length(): number {
    return this.#running.steps.generations.length;
  }

  /** Keys and values written so far. */
  get sizeBytes(): number {
    return this.#running.steps.generations.sizeBytes;
  }

  /** Nothing was written: its commit sends nothing. */
  get isReadOnly(): boolean {
    return this.length === 0;
  }

  /** Roughly what the writes in memory take. */
  get memoryBytes(): number {
    return this.#running.steps.generations.memoryBytes;
  }

  /** What it has cost so far, and what came of it. */
  get receipt(): TransactionReceipt {
    const { startTs, length: keys, sizeBytes } = this;
    const { commitTs } = this.#running.actor.getSnapshot().context;
    const protocol = this.#running.steps.locksRemain ? '2pc' : 'none';
    return toReceipt(
      this.ledger,
      { startTs, commitTs, protocol, keys, sizeBytes },
      this.state === 'committed',
    );
  }

  /** Whether further writes have to wait for `room`. */
  get isFull(): boolean {
    return this.#running.steps.generations.isFull;
  }

  /**
   * @param assertion what the key held before this transaction; checked with the generation that writes it
   * first
   * @throws TooLargeError when the entry passes its limit; UsageError when the opposite was asserted before;
   * what the transaction failed with, if it has; TransactionFinishedError once a commit or rollback was asked
   * for; ClosedError
   */
  put(key: Uint8Array, value: Uint8Array, assertion?: Existence): void {
    this.#checkOpen();
    this.#running.steps.generations.put(key, value, assertion);
    this.#flushIfDue();
  }

  /**
   * Writes a key that must not exist. That a key exists in the cluster is noticed when it is flushed, and
   * ends the transaction.
   * @throws AlreadyExistsError when a write of the transaction that is still in memory gave the key a value;
   * else as `put`
   */
  insert(key: Uint8Array, value: Uint8Array): void {
    this.#checkOpen();
    this.#running.steps.generations.insert(key, value);
    this.#flushIfDue();
  }

  /** Deletes a key, whether it exists or not. @throws as `put` */
  delete(key: Uint8Array, assertion?: Existence): void {
    this.#checkOpen();
    this.#running.steps.generations.delete(key, assertion);
    this.#flushIfDue();
  }

  /** Waits until there is room for more writes. @throws what the deadline says, and as `put` */
  room(deadline: Deadline): Promise<void> {
    const { generations } = this.#running.steps;
    return this.#waitForFlushes(deadline, () => !generations.isFull);
  }

  /**
   * Flushes all that was written up to now, and waits for it. @throws what the deadline says, and as `put`
   */
  async flush(deadline: Deadline): Promise<void> {
    this.#checkOpen();
    deadline.check('flushing');
    const { actor, steps } = this.#running;
    const { generations } = steps;
    const wanted = generations.number + (generations.isEmpty ? 0 : 1);
    const isThrough = () =>
      generations.number >= wanted &&
      (generations.number > wanted || !actor.getSnapshot().matches('flushing'));
    this.#wantedGeneration = Math.max(this.#wantedGeneration, wanted);
    this.#flushIfDue();
    if (!isThrough()) await this.#waitForFlushes(deadline, isThrough);
    // A commit requested meanwhile flushes it too.
    if (this.state === 'rolledBack') throw this.#whyNotOpen();
  }

  /**
   * Values as this transaction sees them, aligned with the keys: from memory, from what was flushed, else as
   * of its beginning.
   */
  async batchGet(keys: readonly Uint8Array[], backoffer: Backoffer): Promise<(Uint8Array | undefined)[]> {
    this.#checkOpen();
    const { generations, range, reads } = this.#running.steps;
    const values: (Uint8Array | undefined)[] = new Array(keys.length);
    const flushed: number[] = [];
    const committed: number[] = [];
    let isPassingFlushed = false;
    for (const [index, key] of keys.entries()) {
      const own = generations.get(key);
      if (own !== undefined) values[index] = own.value;
      else if (range.has(key)) flushed.push(index);
      else committed.push(index);
    }
    if (flushed.length > 0) {
      const keysFlushed = flushed.map((index) => keys[index] as Uint8Array);
      for (const [nth, write] of (await reads.batchGet(keysFlushed, backoffer)).entries()) {
        const index = flushed[nth] as number;
        if (write.kind === 'put') values[index] = write.value;
        else if (write.kind === 'none') {
          isPassingFlushed = true;
          committed.push(index);
        }
      }
    }
    if (committed.length > 0) {
      const keysCommitted = committed.map((index) => keys[index] as Uint8Array);
      for (const [nth, value] of (
        await this.#snapshot.batchGet(keysCommitted, VALUES, backoffer)
      ).entries()) {
        values[committed[nth] as number] = value;
      }
    }
    // The flushed writes may have been rolled back before they were read.
    if (this.state === 'rolledBack' || (isPassingFlushed && this.state !== 'active'))
      throw this.#whyNotOpen();
    return values;
  }

  /**
   * Flushes what is left, and makes all of it durable and visible at one timestamp, or nothing of it. Locks
   * are turned into values in the background.
   *
   * @param deadline of everything up to the answer; what is cleaned up afterwards does not end with it
   * @throws UndeterminedError when nobody can know; after any other error nothing was or will be written:
   * what a flush failed with, LockLostError, TransactionAbortedError, what PD, stores and the deadline say
   */
  async commit(deadline: Deadline): Promise<CommitResult> {
    this.#checkOpen();
    const ended = deadline.error('committing');
    if (ended !== undefined) {
      this.abandon(ended);
      throw ended;
    }
    const { actor, steps } = this.#running;
    this.#commitWaitsSinceMs = this.ledger.now();
    const off = deadline.onEnd(() => steps.cancelFlush(deadline.error('committing')));
    try {
      return await new Promise<CommitResult>((resolve, reject) => {
        steps.prepareCommit({ resolve, reject }, deadline);
        answerWhenCutOff(actor, steps, this.startTs, reject);
        actor.send({ type: 'commit.requested', rest: steps.rest });
      });
    } finally {
      off();
    }
  }

  /**
   * Drops all writes, and waits until they are removed from the cluster, or are left to others that meet
   * them. After the transaction has ended it only waits for a rollback under way, unless the client has
   * closed.
   * @throws TransactionFinishedError while a commit is under way; ClosedError when the client closes
   * meanwhile
   */
  async rollback(): Promise<void> {
    const { state } = this;
    const { actor, steps } = this.#running;
    const hasClosed = actor.getSnapshot().status === 'stopped';
    if (state === 'committed' || state === 'undetermined' || hasClosed) return;
    if (state !== 'rolledBack') {
      this.#checkOpen();
      actor.send({ type: 'rollback.requested', locksRemain: steps.locksRemain });
      this.#environment.events.emit('transaction.rolledBack', { startTs: this.startTs });
    }
    await new Promise<void>((resolve, reject) => {
      void steps.rolledBack.then(resolve);
      actor.subscribe({
        complete: () => {
          if (actor.getSnapshot().status === 'stopped') reject(new ClosedError());
        },
        error: reject,
      });
    });
  }

  /** Ends the transaction unless it has ended or is being committed. It is rolled back in the background. */
  abandon(error: TikvError): void {
    const { actor, steps } = this.#running;
    if (actor.getSnapshot().status !== 'active') return;
    actor.send({ type: 'bulk.lost', error, locksRemain: steps.locksRemain });
  }

  #waitForFlushes(deadline: Deadline, isOver: () => boolean): Promise<void> {
    return timed(this.ledger, 'flushWaitMs', () =>
      beforeEnd(deadline, 'flushing', this.#waiters.until(isOver)),
    );
  }

  #endCommitWait(): void {
    if (this.#commitWaitsSinceMs === undefined) return;
    this.ledger.notePhase('flushWaitMs', this.#commitWaitsSinceMs);
    this.#commitWaitsSinceMs = undefined;
  }

  #flushIfDue(): void {
    const { actor, steps } = this.#running;
    const { generations } = steps;
    const isWanted = generations.number < this.#wantedGeneration && !generations.isEmpty;
    if (!generations.isDue && !isWanted) return;
    if (!actor.getSnapshot().matches({ gathering: 'buffering' })) return;
    actor.send({ type: 'flush.requested', pauseMs: steps.pauseMs });
  }

  #changed(): void {
    const snapshot = this.#running.actor.getSnapshot();
    if (snapshot.status === 'active' && snapshot.hasTag('open')) {
      this.#flushIfDue();
      this.#waiters.wakeDue();
    } else {
      const isFlushing =
        snapshot.matches({ committing: 'awaitingFlush' }) || snapshot.matches({ committing: 'flushingRest' });
      if (!isFlushing) this.#endCommitWait();
      this.#leave();
      this.#waiters.end(snapshot.status === 'stopped' ? new ClosedError() : snapshot.context.error);
    }
  }

  #checkOpen(): void {
    const snapshot = this.#running.actor.getSnapshot();
    if (snapshot.status !== 'active' || !snapshot.hasTag('open')) throw this.#whyNotOpen();
  }

  #whyNotOpen(): TikvError {
    const { status, context } = this.#running.actor.getSnapshot();
    if (status === 'stopped') return new ClosedError();
    return context.error ?? finishedError(this.startTs, this.state);
  }
}
