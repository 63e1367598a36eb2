import type { StatementEvent } from '../../../machines/statement.ts';
import {
  asTikvError,
  ClosedError,
  DeadlineError,
  DeadlockError,
  type TikvError,
  UsageError,
  withAttempts,
} from '../../model/errors.ts';
import { INSPECTED, type Inspected } from '../../model/inspected.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import { beforeEnd } from '../../retry/before-end.ts';
import type { Deadline } from '../../retry/deadline.ts';
import type { Locking } from './locking.ts';
import type { StatementLocks, StatementRun } from './statement-locks.ts';

/** One run of a statement's body. */
export interface RunningStatement extends StatementRun {
  /** 1 for the first run. */
  readonly attempt: number;
  /** Why the runs before this one failed, oldest first. */
  readonly conflicts: readonly TikvError[];
  /** Fires when the run has ended: calls it has left under way end with it. */
  readonly signal: AbortSignal;
}

/** The transaction whose statement it is. */
export interface StatementHost {
  readonly locking: Locking;
  /** Runs a function whose writes are undone when it throws. */
  savepoint<Result>(body: () => Promise<Result>): Promise<Result>;
  /** @throws what the transaction was lost by, TransactionFinishedError, ClosedError */
  checkOpen(): void;
  /** Why it ended before its caller asked for that. */
  lostBy(): TikvError | undefined;
}

class Run implements RunningStatement {
  readonly attempt: number;
  readonly asOf: Timestamp;
  readonly conflicts: readonly TikvError[];
  readonly signal: AbortSignal;
  conflict: TikvError | undefined;
  readonly #controller = new AbortController();
  readonly #onConflict: () => void;

  constructor(asOf: Timestamp, conflicts: readonly TikvError[], onConflict: () => void) {
    this.asOf = asOf;
    this.conflicts = conflicts;
    this.attempt = conflicts.length + 1;
    this.signal = this.#controller.signal;
    this.#onConflict = onConflict;
  }

  check(): void {
    if (this.signal.aborted) throw new UsageError('The statement, or this run of it, has ended');
    if (this.conflict !== undefined) throw this.conflict;
  }

  conflicted(error: TikvError): void {
    if (this.conflict !== undefined) return;
    this.conflict = error;
    this.#onConflict();
  }

  end(): void {
    this.#controller.abort();
  }
}

/** What the statement chart's actions do, each answered with one event. */
export class StatementSteps<Result> implements Inspected {
  /** Settles with what the caller of the statement gets. */
  readonly ended: Promise<Result>;
  readonly #host: StatementHost;
  readonly #locks: StatementLocks;
  readonly #body: (run: RunningStatement) => Promise<Result> | Result;
  readonly #deadline: Deadline;
  readonly #conflicts: TikvError[] = [];
  #send: (event: StatementEvent) => boolean = () => false;
  #asOf: Timestamp = 0n;
  /** How the last run ended. */
  #last: { readonly result: Result } | { readonly thrown: unknown } | undefined;
  #resolve: (result: Result) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  /** @throws UsageError when the transaction has another statement, or locks keys */
  constructor(
    host: StatementHost,
    body: (run: RunningStatement) => Promise<Result> | Result,
    deadline: Deadline,
  ) {
    this.#host = host;
    this.#locks = host.locking.beginStatement();
    this.#body = body;
    this.#deadline = deadline;
    this.ended = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** @param send sends events to the actor; returns false when it has ended */
  connect(send: (event: StatementEvent) => boolean): void {
    this.#send = send;
  }

  fetchTimestamp(): void {
    const refuse = (cause: unknown) => {
      const error = this.#host.lostBy() ?? asTikvError(cause);
      this.#last = { thrown: error };
      this.#tell({ type: 'statement.refused', error });
    };
    this.#begin().then(() => {
      if (!this.#send({ type: 'timestamp.fetched' })) refuse(this.#whyEnded());
    }, refuse);
  }

  runBody(): void {
    const run = new Run(this.#asOf, [...this.#conflicts], () => this.#send({ type: 'keys.conflicted' }));
    this.#host
      .savepoint(() => this.#run(run))
      .then(
        (result) => {
          this.#last = { result };
          this.#tell({ type: 'body.returned' });
        },
        (thrown: unknown) => {
          // A run fails with the first conflict it met, whatever the body made of it.
          if (run.conflict !== undefined) this.#conflicts.push(run.conflict);
          this.#last = { thrown };
          this.#tell({ type: 'body.failed' });
        },
      );
  }

  keepLocks(): void {
    this.#host.locking.nextRun(this.#locks);
  }

  finish(): void {
    this.#host.locking.finishStatement(this.#locks);
    this.#answer();
  }

  cancel(): void {
    this.#host.locking.cancelStatement(this.#locks);
    this.#answer();
  }

  /** @internal For the local inspector. */
  [INSPECTED](): Readonly<Record<string, unknown>> {
    return { asOf: this.#asOf, conflicts: this.#conflicts.length, kept: this.#locks.keptKeys };
  }

  /** Keeps inspectors from walking into the client. */
  toJSON(): undefined {
    return undefined;
  }

  async #begin(): Promise<void> {
    this.#host.checkOpen();
    this.#deadline.check('running the statement');
    // Those that wait in the cycle go first.
    if (this.#conflicts.at(-1) instanceof DeadlockError) await this.#host.locking.released(this.#deadline);
    this.#asOf = await this.#host.locking.releases.freshTs(this.#deadline);
    this.#host.checkOpen();
  }

  async #run(run: Run): Promise<Result> {
    try {
      const running = Promise.resolve().then(() => this.#body(run));
      const result = await beforeEnd(this.#deadline, 'running the statement', running);
      await this.#end(run);
      const lostBy = this.#host.lostBy() ?? run.conflict;
      if (lostBy !== undefined) throw lostBy;
      return result;
    } catch (error) {
      await this.#end(run);
      throw error;
    }
  }

  /** Ends the run, and waits until its lock calls have ended. */
  #end(run: Run): Promise<void> {
    run.end();
    return this.#host.locking.idle();
  }

  /** For a transaction, or a client, that has ended just now. */
  #whyEnded(): unknown {
    try {
      this.#host.checkOpen();
    } catch (error) {
      return error;
    }
    return new ClosedError();
  }

  /** A stopped actor takes no events: its transaction, or its client, has ended. */
  #tell(event: StatementEvent): void {
    if (!this.#send(event)) this.#answer();
  }

  #answer(): void {
    const last = this.#last;
    if (last === undefined) return;
    if ('result' in last) this.#resolve(last.result);
    else this.#reject(this.#withConflicts(last.thrown));
  }

  /** Adds the conflicts to a DeadlineError: they are why the time was not enough. */
  #withConflicts(thrown: unknown): unknown {
    const conflicts = this.#conflicts;
    return thrown instanceof DeadlineError ? withAttempts(thrown, conflicts) : thrown;
  }
}
