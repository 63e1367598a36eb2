import type { Timestamp } from '../model/timestamp.ts';
import type { Deadline } from '../retry/deadline.ts';

/** What one call that locks keys asks for (client-go's LockCtx; parity row PES-1). */
export interface LockCall {
  /** Those that the transaction does not hold yet, ascending, each once. At least one. */
  readonly keys: readonly Uint8Array[];
  /** Beside the shared locks of others. */
  readonly isShared: boolean;
  /** With the values of the keys. */
  readonly returnValues: boolean;
  /** Keys that are absent are not locked. */
  readonly onlyIfExists: boolean;
  /** How long others' locks are waited for; 0 not at all, undefined as long as the deadline lasts. */
  readonly waitMs: number | undefined;
  /** Names, as `bytesName` gives them, of keys that must be absent. */
  readonly mustNotExist: ReadonlySet<string>;
  /** What the keys may not have been written after; undefined: the call takes them as they are. */
  readonly asOf: Timestamp | undefined;
  readonly deadline: Deadline;
}

/** What the store granted on one key. */
export interface Grant {
  readonly key: Uint8Array;
  /** False for an absent key that is locked only if it exists. */
  readonly isLocked: boolean;
  /** Undefined when the store did not tell. */
  readonly exists: boolean | undefined;
  /** Undefined when no value was asked for, or the store's answer does not count. */
  readonly read: { readonly value: Uint8Array | undefined } | undefined;
  /** The key was written at this timestamp, later than asked for, and is locked as of it; 0n when it was not. */
  readonly conflictTs: Timestamp;
  /** The lock must have this for_update_ts at prewrite; 0n where the store does not keep it. */
  readonly forUpdateTs: Timestamp;
}
