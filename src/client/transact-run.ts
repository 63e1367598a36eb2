import { TikvError } from '../model/errors.ts';
import type { Deadline } from '../retry/deadline.ts';
import type { CommitResult } from '../txn/transaction-steps.ts';

/** What `transact` gives to the transaction of one run of its function, and learns from it. */
export class TransactRun {
  /** Ends every verb of the transaction, whatever their own options say. */
  readonly deadline: Deadline;
  readonly signal: AbortSignal | undefined;
  /** Why the runs before this one failed, oldest first. */
  readonly conflicts: readonly TikvError[];
  /** The commit that was requested, by the function or after it. */
  commit: Promise<CommitResult> | undefined;
  /** Made with the first failure. */
  #failures: WeakSet<TikvError> | undefined;

  constructor(deadline: Deadline, signal: AbortSignal | undefined, conflicts: readonly TikvError[]) {
    this.deadline = deadline;
    this.signal = signal;
    this.conflicts = conflicts;
  }

  /** Called when a verb of the transaction, or of a statement of it, has failed. */
  noteFailure(error: unknown): void {
    if (!(error instanceof TikvError)) return;
    this.#failures ??= new WeakSet();
    this.#failures.add(error);
  }

  /** Whether a verb failed with this error. If not, it may be that of another transaction. */
  hasFailedWith(error: TikvError): boolean {
    return this.#failures?.has(error) === true;
  }
}
