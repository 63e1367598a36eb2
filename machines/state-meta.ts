/** What a state of a chart says of itself beside its description; docs/machines shows it. */
export interface StateMeta {
  /** The function it follows: `client-go` or `pd`, the file, a colon, and the name. */
  readonly source?: string;
  /** Rows of the backoff table (src/retry) by which it waits. */
  readonly backoff?: readonly string[];
}
