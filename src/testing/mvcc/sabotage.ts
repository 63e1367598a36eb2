/**
 * Faults planted on purpose in the engine, to prove that the history checkers notice them.
 * All are off unless asked for.
 */
export interface Sabotage {
  /** Reads look at data first and raise max_ts and check in-memory locks afterwards (server rule 7 reversed). */
  readonly reversedReadOrder?: boolean;
  /** Reads never raise max_ts. */
  readonly noMaxTs?: boolean;
  /** Async-commit and one-phase prewrites leave no in-memory lock before they are applied. */
  readonly noMemoryLocks?: boolean;
  /** Rollbacks are never protected and never fold into a commit record, and prewrite ignores them. */
  readonly noRollbackProtection?: boolean;
  /** A repeated prewrite does not recognize its own lock or commit record. */
  readonly nonIdempotentPrewrite?: boolean;
}
