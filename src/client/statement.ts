import type { TikvError } from '../model/errors.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { Deadline, Signals } from '../retry/deadline.ts';
import type { LockOutcome } from '../txn/locking/locking.ts';
import type { RunningStatement } from '../txn/locking/statement-steps.ts';
import type { LockRequest } from '../txn/locking/to-lock-call.ts';
import type { SnapshotReader } from '../txn/reads/snapshot-reader.ts';
import type { Transaction as TransactionCore } from '../txn/transaction.ts';
import type { ClientCore } from './client-core.ts';
import { type BoundedOptions, bothSignals, endingWith, type VerbOptions } from './options/verb-options.ts';
import { INSPECT, shown } from './shown.ts';
import type { TransactRun } from './transact-run.ts';
import { TransactionVerbs } from './transaction-verbs.ts';

/** What one run of a statement works with. */
export interface StatementInput {
  /** Reads as of `run.asOf`. */
  readonly reader: SnapshotReader;
  readonly run: RunningStatement;
  /** Those of the whole statement. */
  readonly deadline: Deadline;
  readonly signal: Signals | undefined;
  readonly transactRun: TransactRun | undefined;
}

/**
 * One run of the function given to `Transaction.statement`. It reads as of `asOf`, which is later than the
 * start of the transaction. Locking a key that was written after `asOf` fails with WriteConflictError, as
 * does every verb after that: the function is run again.
 *
 * A verb called after the run throws UsageError; verbs still under way when the run ends are ended.
 */
export class Statement extends TransactionVerbs {
  /** The timestamp it reads at; a later one in each run. */
  readonly asOf: Timestamp;
  /** 1 in the first run of the function, 2 in the second, and so on. */
  readonly attempt: number;
  /** Why the runs before this one failed, oldest first. */
  readonly conflicts: readonly TikvError[];
  readonly #core: ClientCore;
  readonly #transaction: TransactionCore;
  readonly #run: RunningStatement;
  /** No verb outlives these. */
  readonly #whole: { readonly deadline: Deadline; readonly signal: Signals | undefined };

  /** @internal */
  constructor(
    core: ClientCore,
    transaction: TransactionCore,
    { reader, run, deadline, signal, transactRun }: StatementInput,
  ) {
    super(core, transaction, reader, 'pessimistic', transactRun);
    this.asOf = run.asOf;
    this.attempt = run.attempt;
    this.conflicts = run.conflicts;
    this.#core = core;
    this.#transaction = transaction;
    this.#run = run;
    this.#whole = { deadline, signal: bothSignals(signal, run.signal) };
  }

  /** What logs may show of it. */
  toJSON(): Record<string, unknown> {
    const { asOf, attempt } = this;
    return { asOf: String(asOf), attempt };
  }

  /** @internal */
  [INSPECT](): string {
    return shown(this);
  }

  /** @internal */
  protected override checkUsable(): void {
    this.#run.check();
  }

  /** @internal No verb lasts longer than its run. */
  protected override bounded(options: VerbOptions | undefined): BoundedOptions {
    return endingWith(this.#whole, options, this.#core.parts.options.timeoutMs);
  }

  /** @internal */
  protected override lockKeys(request: LockRequest, deadline: Deadline): Promise<readonly LockOutcome[]> {
    return this.#transaction.lock(request, deadline, this.#run);
  }
}
