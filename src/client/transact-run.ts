import { TikvError } from '../model/errors.ts';
import type { Deadline } from '../retry/deadline.ts';
import type { CommitResult } from '../txn/transaction-steps.ts';

/** What `transact` gives the transaction of one run of its function, and learns of it. */
export class TransactRun {
  /** Ends every verb of the transaction, whatever their own options say. */
  readonly deadline: Deadline;
  readonly signal: AbortSignal | undefined;
  /** Why the runs before this one failed, oldest first. */
  readonly conflicts: readonly TikvError[];
  /** The commit that was asked for, by the function or behind it. */
  commit: Promise<CommitResult> | undefined;
  /** Made with the first failure. */
  #failures: WeakSet<TikvError> | undefined;

  constructor(deadline: Deadline, signal: AbortSignal | undefined, conflicts: readonly TikvError[]) {
    this.deadline = deadline;
    this.signal = signal;
    this.conflicts = conflicts;
  }

  /** A verb of the transaction, or of a statement of it, has failed. */
  noteFailure(error: unknown): void {
    if (!(error instanceof TikvError)) return;
    this.#failures ??= new WeakSet();
    this.#failures.add(error);
  }

  /** Whether one did so with this error, which may as well be of another transaction. */
  hasFailedWith(error: TikvError): boolean {
    return this.#failures?.has(error) === true;
  }
}
