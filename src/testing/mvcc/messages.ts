/**
 * The parts of kvproto messages the engine reads and writes, as the generated codecs give them: camelCase,
 * u64 as bigint, bytes as Uint8Array, everything optional. Answers are plain objects of the same form.
 */
export interface RequestContext {
  readonly isolationLevel?: number | null;
  readonly resolvedLocks?: readonly bigint[] | null;
  readonly committedLocks?: readonly bigint[] | null;
  readonly isRetryRequest?: boolean | null;
  readonly staleRead?: boolean | null;
  readonly replicaRead?: boolean | null;
  readonly apiVersion?: number | null;
  readonly requestOrigin?: number | null;
}

/** A request; every command narrows it to the fields it reads. */
export interface Request {
  readonly context?: RequestContext | null;
}

/** An answer in message form. */
export type Response = Readonly<Record<string, unknown>>;

/** kvrpcpb.LockInfo. */
export interface LockInfo {
  readonly primaryLock?: Uint8Array;
  readonly lockVersion?: bigint;
  readonly key?: Uint8Array;
  readonly lockTtl?: bigint;
  readonly txnSize?: bigint;
  readonly lockType?: number;
  readonly lockForUpdateTs?: bigint;
  readonly useAsyncCommit?: boolean;
  readonly minCommitTs?: bigint;
  readonly secondaries?: Uint8Array[];
  readonly sharedLockInfos?: LockInfo[];
}

/** kvrpcpb.KeyError; at most one of its fields is set, `retryable` aside. */
export interface KeyErrorMessage {
  readonly locked?: LockInfo;
  readonly retryable?: string;
  readonly abort?: string;
  readonly conflict?: {
    readonly startTs: bigint;
    readonly conflictTs: bigint;
    readonly conflictCommitTs: bigint;
    readonly key: Uint8Array;
    readonly primary: Uint8Array;
    readonly reason: number;
  };
  readonly alreadyExist?: { readonly key: Uint8Array };
  readonly deadlock?: {
    readonly lockTs: bigint;
    readonly lockKey: Uint8Array;
    readonly deadlockKeyHash: bigint;
    readonly waitChain: WaitForEntry[];
  };
  readonly commitTsExpired?: {
    readonly startTs: bigint;
    readonly attemptedCommitTs: bigint;
    readonly key: Uint8Array;
    readonly minCommitTs: bigint;
  };
  readonly txnNotFound?: { readonly startTs: bigint; readonly primaryKey: Uint8Array };
  readonly assertionFailed?: {
    readonly startTs: bigint;
    readonly key: Uint8Array;
    readonly assertion: number;
    readonly existingStartTs: bigint;
    readonly existingCommitTs: bigint;
  };
  readonly primaryMismatch?: { readonly lockInfo: LockInfo };
  readonly txnLockNotFound?: { readonly key: Uint8Array };
}

/** deadlock.WaitForEntry. */
export interface WaitForEntry {
  readonly txn: bigint;
  readonly waitForTxn: bigint;
  readonly keyHash: bigint;
  readonly key: Uint8Array;
}

/** kvrpcpb.Mutation. */
export interface Mutation {
  readonly op?: number | null;
  readonly key?: Uint8Array | null;
  readonly value?: Uint8Array | null;
  readonly assertion?: number | null;
}
