/**
 * Faults planted on purpose in the engine, to prove that the history checkers notice them.
 * All are off unless asked for.
 */
export interface Sabotage {
  /**
   * Reads look at data first and at max_ts and in-memory locks afterwards (server rule 7 reversed). A read is
   * one step here, so this means: in-memory locks have always gone before they are looked for.
   */
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
