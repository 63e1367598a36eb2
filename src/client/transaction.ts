import { type TikvError, UsageError } from '../model/errors.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { RequestContext } from '../region/request-context.ts';
import type { Deadline } from '../retry/deadline.ts';
import { Ledger } from '../retry/ledger.ts';
import type { ProtocolOptions } from '../txn/choose-protocol.ts';
import type { LockedKey } from '../txn/locking.ts';
import type { ReadEnvironment } from '../txn/read-environment.ts';
import type { TransactionReceipt } from '../txn/receipt.ts';
import { toRequestContext, withRequestContext } from '../txn/request-settings.ts';
import type { Savepoint } from '../txn/savepoints.ts';
import { PLAIN_READS, SnapshotReader, type SnapshotSettings } from '../txn/snapshot-reader.ts';
import type { RunningStatement } from '../txn/statement-steps.ts';
import type { LockRequest } from '../txn/to-lock-call.ts';
import { Transaction as TransactionCore, type TransactionMode } from '../txn/transaction.ts';
import type { TransactionState } from '../txn/transaction-state.ts';
import type { CommitResult } from '../txn/transaction-steps.ts';
import { BEGIN_RULES, type BeginOptions, protocolsOf } from './begin-options.ts';
import type { ClientCore } from './client-core.ts';
import { guardVerbs } from './guard-verbs.ts';
import { toReplicas } from './replica-options.ts';
import { INSPECT, shown } from './shown.ts';
import { Statement } from './statement.ts';
import type { TransactRun } from './transact-run.ts';
import { TransactionVerbs } from './transaction-verbs.ts';
import { type BoundedOptions, checkOptions, endingWith, type VerbOptions } from './verb-options.ts';

/** How a transaction is to be, apart from what its caller may change of the options it gave. */
export interface TransactionPlan {
  readonly mode: TransactionMode | undefined;
  readonly protocols: ProtocolOptions;
  readonly context: RequestContext | undefined;
  /** How what is not locked is read; of what is, the leader tells. */
  readonly reads: SnapshotSettings;
}

/**
 * @param options checked one by one before
 * @throws UsageError for options without a meaning together
 */
export function toPlan(verb: string, core: ClientCore, options: BeginOptions | undefined): TransactionPlan {
  const replicas = toReplicas(verb, options, core.parts.options.zone);
  return {
    mode: options?.mode,
    protocols: protocolsOf(options, core.parts.options),
    context: toRequestContext(options),
    reads: replicas === undefined ? PLAIN_READS : { ...PLAIN_READS, replicas },
  };
}

/** @throws UsageError, ClosedError, FutureTimestampError, and what fetching the start timestamp throws */
export function beginTransaction(core: ClientCore, options: BeginOptions | undefined): Promise<Transaction> {
  checkOptions('begin', options, BEGIN_RULES);
  const plan = toPlan('begin', core, options);
  core.use('transactional');
  const given = options?.startTs;
  const ledger = new Ledger(core.parts.runtime.clock);
  const begin = (deadline: Deadline) => {
    if (given !== undefined) {
      return core
        .checkGiven(given, deadline)
        .then(() => new Transaction(core, given, agedPlan(core, plan, given), undefined, ledger));
    }
    return core.timestamps
      .timestamp(deadline)
      .then((startTs) => new Transaction(core, startTs, plan, undefined, ledger));
  };
  return core.run(options, begin, ledger);
}

/** The locks of a transaction live from its start timestamp on, which was given long before, maybe. */
function agedPlan(core: ClientCore, plan: TransactionPlan, startTs: Timestamp): TransactionPlan {
  return { ...plan, protocols: { ...plan.protocols, startAgeMs: core.ageMs(startTs) } };
}

/** Begins the transaction of one run of what `transact` was given. @throws as `beginTransaction` */
export async function beginRun(
  core: ClientCore,
  plan: TransactionPlan,
  run: TransactRun,
): Promise<Transaction> {
  const ledger = new Ledger(core.parts.runtime.clock);
  core.use('transactional');
  ledger.timestamps++;
  const startTs = await core.timestamps.timestamp(run.deadline);
  return new Transaction(core, startTs, plan, run, ledger);
}

/**
 * Reads as of its beginning, and writes that become visible all at once when it commits. Writes stay in memory until
 * then; reads see them. Made by `tikv.begin()` and `tikv.transact()`.
 *
 * A verb called after `commit` or `rollback` throws TransactionFinishedError.
 */
export class Transaction extends TransactionVerbs implements AsyncDisposable {
  /** Why earlier runs of the function given to `transact` failed, oldest first. */
  readonly conflicts: readonly TikvError[];
  readonly #core: ClientCore;
  readonly #run: TransactRun | undefined;
  readonly #transaction: TransactionCore;
  readonly #reads: ReadEnvironment;
  readonly #settings: SnapshotSettings;

  static {
    guardVerbs(Transaction, (object) => #core in object, {
      promised: ['savepoint', 'statement', 'commit', 'rollback'],
      direct: ['createSavepoint'],
    });
  }

  /** @internal */
  constructor(
    core: ClientCore,
    startTs: Timestamp,
    { mode = 'optimistic', protocols, context, reads: settings }: TransactionPlan,
    run: TransactRun | undefined,
    ledger: Ledger,
  ) {
    const environment = withRequestContext(core.parts.transactions, context);
    const transaction = new TransactionCore(environment, startTs, protocols, mode, ledger);
    const reads = withRequestContext(core.reads, context);
    super(core, transaction, new SnapshotReader(reads, startTs, settings), mode, run);
    this.#core = core;
    this.#run = run;
    this.#transaction = transaction;
    this.#reads = reads;
    this.#settings = settings;
    this.conflicts = run?.conflicts ?? [];
  }

  /** What it reads at, and its identity in the cluster. */
  get startTs(): Timestamp {
    return this.#transaction.startTs;
  }

  /**
   * Why it ended before anybody asked for that: LockLostError, DeadlockError, or ClosedError. Undefined while that has not happened.
   * Every verb throws it from then on, but `rollback`.
   */
  get lostBy(): TikvError | undefined {
    return this.#transaction.lostBy;
  }

  /** 1 in the first run of the function given to `transact`, 2 in the second, and so on. */
  get attempt(): number {
    return this.conflicts.length + 1;
  }

  /**
   * What has become of it. The close of its client ends it too: `undetermined` when a commit under way may have happened,
   * else `rolledBack`, and locks that it has taken expire.
   */
  get state(): TransactionState {
    return this.#transaction.state;
  }

  /** Keys written so far, deletions included. */
  get length(): number {
    return this.#transaction.length;
  }

  /** Keys and values written so far; what `maxTransactionSizeBytes` bounds. */
  get sizeBytes(): number {
    return this.#transaction.sizeBytes;
  }

  /** What its writes take in the memory of this process, about. */
  get memoryBytes(): number {
    return this.#transaction.memoryBytes;
  }

  /** Nothing was written so far, and no key is locked: its commit sends nothing. */
  get isReadOnly(): boolean {
    return this.#transaction.isReadOnly;
  }

  /**
   * What it has cost so far, by requests, retries, timestamps and time, and what came of it; also after it has ended,
   * however it did.
   */
  get receipt(): TransactionReceipt {
    return this.#transaction.receipt;
  }

  /**
   * Runs a function, and undoes the transaction's writes since its beginning when it throws. Others stay, and so do
   * locks. Savepoints nest; one inside of another ends before it.
   * @returns what the function returned
   * @throws what the function throws; UsageError when it ends while a savepoint opened after its own is open, such as
   * that of another function started beside it: their writes are undone, and the transaction can be used on;
   * TransactionFinishedError, ClosedError
   */
  async savepoint<Result>(body: () => Promise<Result> | Result): Promise<Result> {
    if (typeof body !== 'function') throw new UsageError('savepoint: the body must be a function');
    return this.#transaction.savepoint(body);
  }

  /**
   * Opens a savepoint to be closed by hand, the last one opened first: `rollback` undoes the writes made since,
   * `release` keeps them. What is open when the transaction commits is kept.
   * @throws TransactionFinishedError, ClosedError
   */
  createSavepoint(): Savepoint {
    return this.#transaction.createSavepoint();
  }

  /**
   * Runs a function as a statement: by its argument it reads what is newest, its own transaction's writes first, and
   * locks what it has chosen. When a key that it locks was written since it began to read, its writes are undone and it
   * runs again, as of then. Keys that it has locked stay locked between its runs, so that a run finds what it found;
   * those that only earlier runs locked are given back at its end. When it throws, all its writes are undone and all
   * its locks given back. In pessimistic transactions only, one statement at a time; keys are locked by nothing else
   * meanwhile. A commit does not wait for it, and is refused.
   *
   * The same as client-go's StartAggressiveLocking, RetryAggressiveLocking, DoneAggressiveLocking and
   * CancelAggressiveLocking, which panic where this throws UsageError.
   * @param body runs until nothing it locks was written, or `timeoutMs` is over (default: the client's `timeoutMs`)
   * @returns what its last run returned
   * @throws what its last run threw; UsageError in an optimistic transaction, in another statement, and while keys are
   * being locked; DeadlineError with the conflicts of all runs as `attempts`; AbortedError; LockLostError and DeadlockError, which
   * end the transaction; TransactionFinishedError, ClosedError, and what PD failed with
   */
  async statement<Result>(
    body: (statement: Statement) => Promise<Result> | Result,
    options?: VerbOptions,
  ): Promise<Result> {
    checkOptions('statement', options);
    if (typeof body !== 'function') throw new UsageError('statement: the body must be a function');
    const bounded = this.bounded(options);
    const { signal } = bounded ?? {};
    const statement = (run: RunningStatement, deadline: Deadline) => {
      const reader = new SnapshotReader(this.#reads, run.asOf, this.#settings);
      return new Statement(this.#core, this.#transaction, reader, run, deadline, signal, this.#run);
    };
    // Not `within`, as other verbs: what its own verbs fail with is put down by them, and the rest is the body's.
    return this.#core.run(
      bounded,
      (deadline) => this.#transaction.statement((run) => body(statement(run, deadline)), deadline),
      this.#transaction.ledger,
    );
  }

  /**
   * Makes all writes durable and visible at one timestamp, or none of them.
   * @returns when they became visible, and by which protocol; `'none'` when nothing was written
   * @throws UndeterminedError when it cannot be known whether they did. After any other error they did not and will
   * not: WriteConflictError, AlreadyExistsError, AssertionFailedError, LockLostError, TransactionAbortedError,
   * DeadlineError, AbortedError, ClosedError, TransactionFinishedError, and what PD and stores failed with
   */
  commit(options?: VerbOptions): Promise<CommitResult> {
    checkOptions('commit', options);
    const committing = this.within(options, (deadline) => this.#transaction.commit(deadline));
    // One that was refused is none.
    if (this.#run !== undefined && this.state !== 'active') {
      this.#run.commit ??= committing;
      // `transact` hears of it when its function has ended: until then nobody else may.
      committing.catch(() => {});
    }
    return committing;
  }

  /**
   * Gives all writes up, and all locks, and ends a lock call under way. Resolves when the locks were given back. Those
   * that could not be expire; one that a store grants to a request after that was given up is given back in the
   * background. Once the transaction has ended or the client has closed, there is nothing to give up, so it may stand in a `finally`.
   * @throws TransactionFinishedError while a commit is under way; ClosedError when the client closes meanwhile
   */
  rollback(): Promise<void> {
    return this.#transaction.rollback();
  }

  /** What may be logged of it. */
  toJSON(): Record<string, unknown> {
    const { startTs, state, attempt } = this;
    return { startTs: String(startTs), state, attempt };
  }

  [INSPECT](): string {
    return shown(this);
  }

  /** Rolls back unless the transaction has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.state === 'active') await this.rollback();
  }

  /** @internal Within `transact`, no verb lasts longer than it, and its signal ends them too. */
  protected override bounded(options: VerbOptions | undefined): BoundedOptions | undefined {
    if (this.#run === undefined) return options;
    return endingWith(this.#run, options, this.#core.parts.options.timeoutMs);
  }

  /** @internal */
  protected override lockKeys(request: LockRequest, deadline: Deadline): Promise<readonly LockedKey[]> {
    return this.#transaction.lock(request, deadline);
  }
}
