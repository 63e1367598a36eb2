/** A lock another transaction left on a key, as a store reported it (client-go's txnlock.Lock). */
export interface Lock {
  readonly key: Uint8Array;
  readonly primary: Uint8Array;
  /** Start timestamp of the transaction that holds it: its identity. */
  readonly startTs: bigint;
  /** Milliseconds from the start timestamp's physical part. 0 means: resolve unconditionally. */
  readonly ttlMs: bigint;
  /** How many keys of the transaction are in this region; large ones are resolved region by region. */
  readonly txnSize: bigint;
  readonly kind: 'put' | 'delete' | 'lock' | 'pessimistic' | 'shared' | 'sharedPessimistic';
  readonly useAsyncCommit: boolean;
  readonly forUpdateTs: bigint;
  readonly minCommitTs: bigint;
}

export interface ResolveOptions {
  /** Own start timestamp of a prewrite, the snapshot's timestamp of a read, 0n when locking pessimistically. */
  readonly callerStartTs: bigint;
  readonly mode: 'read' | 'write';
  /** Resolve just the keys met, never a whole region. */
  readonly lite?: boolean;
}

/** What the caller may do now that its locks were looked after. */
export interface ResolveResult {
  /** Milliseconds until the first live lock expires; 0 when nothing blocks any more. */
  readonly waitMs: number;
  /** Start timestamps of transactions whose locks a read at the caller's timestamp may skip. */
  readonly ignore: readonly bigint[];
  /** Start timestamps of transactions committed at or before the caller's timestamp: read through their locks. */
  readonly access: readonly bigint[];
}
