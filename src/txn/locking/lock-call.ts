import type { Timestamp } from '../../model/timestamp.ts';
import type { Deadline } from '../../retry/deadline.ts';

/** What one call that locks keys asks for (client-go's LockCtx; parity row PES-1). */
export interface LockCall {
  /** Keys that the transaction has not locked yet, ascending, each once. At least one. */
  readonly keys: readonly Uint8Array[];
  /** A lock that others can share. */
  readonly isShared: boolean;
  /** Whether the values of the keys are wanted. */
  readonly returnValues: boolean;
  /** Absent keys are not locked. */
  readonly onlyIfExists: boolean;
  /**
   * How long others' locks are waited for, in milliseconds; 0 not at all, undefined as long as the deadline
   * lasts.
   */
  readonly waitMs: number | undefined;
  /** Names, as `bytesName` gives them, of keys that must be absent. */
  readonly mustNotExist: ReadonlySet<string>;
  /** The keys must not have been written after this; undefined where the call locks them as they are. */
  readonly asOf: Timestamp | undefined;
  readonly deadline: Deadline;
}

/** What the store granted on one key. */
export interface Grant {
  readonly key: Uint8Array;
  /** False for an absent key that is locked only if it exists. */
  readonly isLocked: boolean;
  /** Undefined when the store did not report it. */
  readonly exists: boolean | undefined;
  /** Undefined when no value was asked for, or the store's answer does not count. */
  readonly read: { readonly value: Uint8Array | undefined } | undefined;
  /**
   * The key was written at this timestamp, later than asked for, and is locked as of it; 0n when it was not.
   */
  readonly conflictTs: Timestamp;
  /** The lock must have this for_update_ts at prewrite; 0n where the store does not keep it. */
  readonly forUpdateTs: Timestamp;
}
