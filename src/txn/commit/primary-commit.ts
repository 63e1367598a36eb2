import { InternalError, UndeterminedError } from '../../model/errors.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import { askPrimary } from './ask-primary.ts';
import { type CommitPrimaryReport, commitPrimary } from './commit-primary.ts';
import type { PrimaryTask } from './commit-task.ts';
import { type Evidence, type Outcome, outcome } from './outcome.ts';

/** An outcome, with the error that the caller of an undetermined commit gets. */
export type Verdict =
  | Exclude<Outcome, { readonly kind: 'undetermined' }>
  | { readonly kind: 'undetermined'; readonly error: UndeterminedError };

/**
 * How one commit is decided, plain or bulk: by committing its primary, and by asking the primary where the
 * answers leave the outcome open. Keeps what was sent and answered from one step to the next; `outcome`
 * decides what it means.
 */
export class PrimaryCommit {
  readonly task: PrimaryTask;
  /** The evidence judged last. */
  #evidence: Evidence | undefined;
  #wasSent = false;

  constructor(task: PrimaryTask) {
    this.task = task;
  }

  /** Commits the primary at a timestamp; called again when that one has expired. Never rejects. */
  async commit(commitTs: Timestamp): Promise<CommitPrimaryReport> {
    const report = await commitPrimary(this.task, commitTs, this.#wasSent);
    this.#wasSent = true;
    return report;
  }

  /**
   * Asks the primary what became of the commit.
   * @returns the evidence judged last, with what the primary says
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

  /** The error for a commit whose outcome nobody can know. */
  undetermined(cause: unknown): UndeterminedError {
    return new UndeterminedError(cause, this.task);
  }
}
