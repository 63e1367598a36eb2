import { type TikvError, UsageError } from '../model/errors.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { RequestContext } from '../region/request/request-context.ts';
import type { Deadline } from '../retry/deadline.ts';
import { Ledger } from '../retry/ledger.ts';
import type { Savepoint } from '../txn/buffer/savepoints.ts';
import type { ProtocolOptions } from '../txn/commit/choose-protocol.ts';
import type { LockOutcome } from '../txn/locking/locking.ts';
import type { RunningStatement } from '../txn/locking/statement-steps.ts';
import type { LockRequest } from '../txn/locking/to-lock-call.ts';
import type { ReadEnvironment } from '../txn/reads/read-environment.ts';
import { PLAIN_READS, SnapshotReader, type SnapshotSettings } from '../txn/reads/snapshot-reader.ts';
import type { TransactionReceipt } from '../txn/receipt.ts';
import { toRequestContext, withRequestContext } from '../txn/request-settings.ts';
import { Transaction as TransactionCore, type TransactionMode } from '../txn/transaction.ts';
import type { TransactionState } from '../txn/transaction-state.ts';
import type { CommitResult } from '../txn/transaction-steps.ts';
import type { ClientCore } from './client-core.ts';
import { guardVerbs } from './guard-verbs.ts';
import { BEGIN_RULES, type BeginOptions, protocolsOf } from './options/begin-options.ts';
import { checkOptions } from './options/check-options.ts';
import { toReplicas } from './options/replica-options.ts';
import { type BoundedOptions, endingWith, type VerbOptions } from './options/verb-options.ts';
import { INSPECT, shown } from './shown.ts';
import { Statement } from './statement.ts';
import type { TransactRun } from './transact-run.ts';
import { TransactionVerbs } from './transaction-verbs.ts';

/** The settings of a transaction: a copy, since the caller may change the options it gave. */
export interface TransactionPlan {
  readonly mode: TransactionMode | undefined;
  readonly protocols: ProtocolOptions;
  readonly context: RequestContext | undefined;
  /** How keys are read that are not locked; locked keys are read from the leader. */
  readonly reads: SnapshotSettings;
}

/**
 * @param options each of them has been checked
 * @throws UsageError for options that exclude each other
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

/**
 * The TTL of a transaction's locks counts from its start timestamp, which may have been given long before.
 */
function agedPlan(core: ClientCore, plan: TransactionPlan, startTs: Timestamp): TransactionPlan {
  return { ...plan, protocols: { ...plan.protocols, startAgeMs: core.ageMs(startTs) } };
}

/** Begins the transaction of one run of the function given to `transact`. @throws as `beginTransaction` */
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
 * Reads as of its start, and writes that become visible all at once when it commits. Until then writes stay
 * in memory, where its own reads see them. Made by `tikv.begin()` and `tikv.transact()`.
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

  /** The timestamp it reads at, which is its identity in the cluster. */
  get startTs(): Timestamp {
    return this.#transaction.startTs;
  }

  /**
   * Why it ended without being asked to: LockLostError, DeadlockError or ClosedError; undefined otherwise.
   * Every verb except `rollback` throws it from then on.
   */
  get lostBy(): TikvError | undefined {
    return this.#transaction.lostBy;
  }

  /** 1 in the first run of the function given to `transact`, 2 in the second, and so on. */
  get attempt(): number {
    return this.conflicts.length + 1;
  }

  /**
   * Whether it is open, or how it ended. Closing its client ends it too: `undetermined` when a commit under
   * way may have happened, else `rolledBack`, and its locks are left to expire.
   */
  get state(): TransactionState {
    return this.#transaction.state;
  }

  /** Number of keys written so far, including deletions. */
  get length(): number {
    return this.#transaction.length;
  }

  /** Size of the keys and values written so far, in bytes: what `maxTransactionSizeBytes` bounds. */
  get sizeBytes(): number {
    return this.#transaction.sizeBytes;
  }

  /** Approximate memory that its writes take in this process, in bytes. */
  get memoryBytes(): number {
    return this.#transaction.memoryBytes;
  }

  /** Whether nothing was written so far and no key is locked, in which case its commit sends nothing. */
  get isReadOnly(): boolean {
    return this.#transaction.isReadOnly;
  }

  /**
   * What it has cost so far, in requests, retries, timestamps and time, and its outcome. Also available after
   * it has ended, however it did.
   */
  get receipt(): TransactionReceipt {
    return this.#transaction.receipt;
  }

  /**
   * Runs a function and, if it throws, undoes the transaction's writes since the function began. Earlier
   * writes and all locks stay. Savepoints nest: an inner one has to end before the outer one.
   * @returns what the function returned
   * @throws what the function throws; UsageError when it ends while a savepoint that was opened after its own
   * is still open, for example that of another function running at the same time: the writes of both are
   * undone, and the transaction stays usable; TransactionFinishedError, ClosedError
   */
  async savepoint<Result>(body: () => Promise<Result> | Result): Promise<Result> {
    if (typeof body !== 'function') throw new UsageError('savepoint: the body must be a function');
    return this.#transaction.savepoint(body);
  }

  /**
   * Opens a savepoint that the caller closes, the last one opened first: `rollback` undoes the writes made
   * since, `release` keeps them. Savepoints that are open when the transaction commits are kept.
   * @throws TransactionFinishedError, ClosedError
   */
  createSavepoint(): Savepoint {
    return this.#transaction.createSavepoint();
  }

  /**
   * Runs a function as a statement: through its argument it reads the newest data, with its transaction's own
   * writes on top, and locks what it has chosen. When a key that it locks was written after it began to read,
   * its writes are undone and it runs again, as of a newer timestamp. Keys that it has locked stay locked
   * between its runs, so that they cannot change in between; keys that only earlier runs locked are unlocked
   * at its end. When it throws, all its writes are undone and all its locks released. In pessimistic
   * transactions only, one statement at a time; nothing else can lock keys meanwhile. A commit does not wait
   * for it: it is refused.
   *
   * The same as client-go's StartAggressiveLocking, RetryAggressiveLocking, DoneAggressiveLocking and
   * CancelAggressiveLocking, which panic where this throws UsageError.
   * @param body is run until nothing that it locks was written meanwhile, or until `timeoutMs` is over
   * (default: the client's `timeoutMs`)
   * @returns what its last run returned
   * @throws what its last run threw; UsageError in an optimistic transaction, in another statement, and while
   * keys are being locked; DeadlineError with the conflicts of all runs as `attempts`; AbortedError;
   * LockLostError and DeadlockError, which end the transaction; TransactionFinishedError, ClosedError, and
   * the errors of PD
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
      const input = { reader, run, deadline, signal, transactRun: this.#run };
      return new Statement(this.#core, this.#transaction, input);
    };
    // Not by `within`, as other verbs: its own verbs record their errors themselves, and other errors are the
    // body's.
    return this.#core.run(
      bounded,
      (deadline) => this.#transaction.statement((run) => body(statement(run, deadline)), deadline),
      this.#transaction.ledger,
    );
  }

  /**
   * Makes all writes durable and visible at one timestamp, or none of them.
   * @returns when they became visible, and by which protocol; `'none'` when nothing was written
   * @throws UndeterminedError when it cannot be known whether they became visible. After any other error they
   * did not and will not: WriteConflictError, AlreadyExistsError, AssertionFailedError, LockLostError,
   * TransactionAbortedError, DeadlineError, AbortedError, ClosedError, TransactionFinishedError, and the
   * errors of PD and stores
   */
  commit(options?: VerbOptions): Promise<CommitResult> {
    checkOptions('commit', options);
    const committing = this.within(options, (deadline) => this.#transaction.commit(deadline));
    // A commit that was refused does not count.
    if (this.#run !== undefined && this.state !== 'active') {
      this.#run.commit ??= committing;
      // `transact` handles its error when the function has ended: until then nobody else may.
      committing.catch(() => {});
    }
    return committing;
  }

  /**
   * Drops all writes and locks, and ends a lock call under way. Resolves once the locks are released; a lock
   * that could not be released expires, and one that a store grants too late is released in the background.
   * Does nothing once the transaction has ended or the client has closed, so it may be called in a `finally`.
   * @throws TransactionFinishedError while a commit is under way; ClosedError when the client is closed
   * meanwhile
   */
  rollback(): Promise<void> {
    return this.#transaction.rollback();
  }

  /** What logs may show of it. */
  toJSON(): Record<string, unknown> {
    const { startTs, state, attempt } = this;
    return { startTs: String(startTs), state, attempt };
  }

  /** @internal */
  [INSPECT](): string {
    return shown(this);
  }

  /** Rolls back unless the transaction has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.state === 'active') await this.rollback();
  }

  /**
   * @internal Within `transact`, no verb lasts longer than `transact` does, and its signal ends verbs too.
   */
  protected override bounded(options: VerbOptions | undefined): BoundedOptions | undefined {
    if (this.#run === undefined) return options;
    return endingWith(this.#run, options, this.#core.parts.options.timeoutMs);
  }

  /** @internal */
  protected override lockKeys(request: LockRequest, deadline: Deadline): Promise<readonly LockOutcome[]> {
    return this.#transaction.lock(request, deadline);
  }
}
