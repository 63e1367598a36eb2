/** What a state of a chart has in addition to its description. docs/machines shows it. */
export interface StateMeta {
  /** The function that it follows: `client-go` or `pd`, the file, a colon, and the name. */
  readonly source?: string;
  /** The rows of the backoff table (src/retry) that it waits by. */
  readonly backoff?: readonly string[];
}
