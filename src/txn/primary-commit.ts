import { InternalError, UndeterminedError } from '../model/errors.ts';
import type { Timestamp } from '../model/timestamp.ts';
import { askPrimary } from './ask-primary.ts';
import { type CommitPrimaryReport, commitPrimary } from './commit-primary.ts';
import type { PrimaryTask } from './commit-task.ts';
import { type Evidence, type Outcome, outcome } from './outcome.ts';

/** An outcome, with the error that the caller of an undetermined commit gets. */
export type Verdict =
  | Exclude<Outcome, { readonly kind: 'undetermined' }>
  | { readonly kind: 'undetermined'; readonly error: UndeterminedError };

/**
 * How one commit is decided, of a bulk transaction too: by committing its primary, and by asking it where answers leave
 * open what became of that. Keeps what was sent and answered from one step to the next; what it means is up to `outcome`.
 */
export class PrimaryCommit {
  readonly task: PrimaryTask;
  /** Judged last. */
  #evidence: Evidence | undefined;
  #wasSent = false;

  constructor(task: PrimaryTask) {
    this.task = task;
  }

  /** Commits the primary at a timestamp; once more where an earlier one has expired. Never rejects. */
  async commit(commitTs: Timestamp): Promise<CommitPrimaryReport> {
    const report = await commitPrimary(this.task, commitTs, this.#wasSent);
    this.#wasSent = true;
    return report;
  }

  /**
   * Asks the primary what became of the commit.
   * @returns the evidence judged last, and what the primary says
   */
  async ask(): Promise<Evidence> {
    if (this.#evidence === undefined) throw new InternalError('A commit was doubted before it was judged');
    return { ...this.#evidence, fate: await askPrimary(this.task) };
  }

  /** What all answers together mean. */
  judge(evidence: Evidence): Verdict {
    this.#evidence = evidence;
    const verdict = outcome(evidence);
    if (verdict.kind !== 'undetermined') return verdict;
    return { kind: 'undetermined', error: this.undetermined(verdict.cause) };
  }

  /** For a commit of which nobody can know what became. */
  undetermined(cause: unknown): UndeterminedError {
    return new UndeterminedError(cause, this.task);
  }
}
