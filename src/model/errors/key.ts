import { describeKey } from './describe-key.ts';
import { TikvError, type TikvErrorOptions } from './tikv-error.ts';

/**
 * An error about one key. Its message names the key by length and hash; logs and inspection never show it.
 */
export abstract class KeyError extends TikvError {
  readonly #key: Uint8Array;

  constructor(message: string, key: Uint8Array, options?: TikvErrorOptions) {
    super(`${message} (${describeKey(key)})`, options);
    // A copy: the transaction may go on using its own.
    this.#key = key.slice();
  }

  /** The whole key. A getter, so that logs do not show it. */
  get key(): Uint8Array {
    return this.#key;
  }
}

/** A lock of another transaction was in the way for longer than the call waits. */
export class LockedError extends KeyError {
  override readonly code = 'TIKV_LOCKED';
  override readonly retryable = true;
  /** Start timestamp of the transaction that holds the lock. */
  readonly lockStartTs: bigint;

  constructor(key: Uint8Array, lockStartTs: bigint, options?: TikvErrorOptions) {
    super(`Locked by transaction ${lockStartTs}`, key, options);
    this.lockStartTs = lockStartTs;
  }
}

/** What a store was checking when it found the conflict, by TiKV's names for it (kvrpcpb.WriteConflict). */
export type ConflictReason =
  | 'unknown'
  | 'optimistic'
  | 'pessimisticRetry'
  | 'selfRolledBack'
  | 'rcCheckTs'
  | 'lazyUniquenessCheck'
  | 'notLockedKeyConflict'
  /** Found by this client itself: see the option `localLatches`. */
  | 'localLatch';

/** Another transaction wrote the key after this one began. Run the transaction again. */
export class WriteConflictError extends KeyError {
  override readonly code = 'TIKV_WRITE_CONFLICT';
  override readonly retryable = true;
  /** Start timestamp of this transaction. */
  readonly startTs: bigint;
  /**
   * Start timestamp of the other transaction; 0n for a conflict found by `localLatches`, which only knows its
   * commit.
   */
  readonly conflictStartTs: bigint;
  /** Commit timestamp of the other transaction; 0n when it has not committed. */
  readonly conflictCommitTs: bigint;
  /** How the conflict was found. */
  readonly reason: ConflictReason;

  constructor(
    key: Uint8Array,
    conflict: { startTs: bigint; conflictStartTs: bigint; conflictCommitTs: bigint; reason: ConflictReason },
    options?: TikvErrorOptions,
  ) {
    super(
      `Write conflict (${conflict.reason}): transaction ${conflict.startTs} against ${conflict.conflictStartTs}` +
        `, committed at ${conflict.conflictCommitTs}`,
      key,
      options,
    );
    this.startTs = conflict.startTs;
    this.conflictStartTs = conflict.conflictStartTs;
    this.conflictCommitTs = conflict.conflictCommitTs;
    this.reason = conflict.reason;
  }
}

/** An insert met a key that exists. */
export class AlreadyExistsError extends KeyError {
  override readonly code = 'TIKV_ALREADY_EXISTS';
  readonly #value: Uint8Array | undefined;

  constructor(key: Uint8Array, options?: TikvErrorOptions & { readonly value?: Uint8Array }) {
    super('Key already exists', key, options);
    this.#value = options?.value?.slice();
  }

  /**
   * The value of the insert, when a bulk transaction found the key after the call that wrote it; else
   * undefined.
   */
  get value(): Uint8Array | undefined {
    return this.#value;
  }
}

/** An assertion about a key's existence did not hold. */
export class AssertionFailedError extends KeyError {
  override readonly code = 'TIKV_ASSERTION_FAILED';
  /** What the transaction asserted about the key, which was not so. */
  readonly assertion: 'exists' | 'absent';

  constructor(key: Uint8Array, assertion: 'exists' | 'absent', options?: TikvErrorOptions) {
    const message =
      assertion === 'exists'
        ? 'The key was asserted to exist, and does not'
        : 'The key was asserted to be absent, and exists';
    super(message, key, options);
    this.assertion = assertion;
  }
}

/** Another transaction holds the lock, and the call does not wait for it (`waitMs: 'no-wait'`). */
export class LockNotAvailableError extends KeyError {
  override readonly code = 'TIKV_LOCK_NOT_AVAILABLE';
  override readonly retryable = true;
  /** Start timestamp of the transaction that holds the lock; 0n when the store did not say. */
  readonly lockStartTs: bigint;

  constructor(key: Uint8Array, lockStartTs: bigint, options?: TikvErrorOptions) {
    super(`The lock is held by transaction ${lockStartTs}`, key, options);
    this.lockStartTs = lockStartTs;
  }
}

/** Another transaction held the lock for as long as the call waits for it (`waitMs`). */
export class LockWaitTimeoutError extends KeyError {
  override readonly code = 'TIKV_LOCK_WAIT_TIMEOUT';
  override readonly retryable = true;
  /** Start timestamp of the transaction that holds the lock; 0n when the store did not say. */
  readonly lockStartTs: bigint;
  /** How long the call waited at most, in milliseconds. */
  readonly waitMs: number;

  constructor(key: Uint8Array, lockStartTs: bigint, waitMs: number, options?: TikvErrorOptions) {
    super(`Waited ${waitMs} ms for the lock of transaction ${lockStartTs}`, key, options);
    this.lockStartTs = lockStartTs;
    this.waitMs = waitMs;
  }
}

/** One transaction waiting for another, in a cycle of them. */
export interface DeadlockEdge {
  /** Start timestamp of the one that waits. */
  readonly startTs: bigint;
  /** Start timestamp of the one that holds the lock. */
  readonly waitsForStartTs: bigint;
  /** The key whose lock it waits for. */
  readonly key: Uint8Array;
}

/** Transactions wait for each other's locks in a cycle, and this one was chosen to give way. Run it again. */
export class DeadlockError extends KeyError {
  override readonly code = 'TIKV_DEADLOCK';
  override readonly retryable = true;
  /** Start timestamp of the transaction that holds the lock. */
  readonly lockStartTs: bigint;
  readonly #cycle: readonly DeadlockEdge[];

  constructor(
    key: Uint8Array,
    lockStartTs: bigint,
    cycle: readonly DeadlockEdge[] = [],
    options?: TikvErrorOptions,
  ) {
    super(`Deadlock with transaction ${lockStartTs}${circle(cycle)}`, key, options);
    this.lockStartTs = lockStartTs;
    this.#cycle = cycle;
  }

  /**
   * Who waits for whom, this transaction last, as the store found it; empty when the store did not say. It
   * has keys, so logs show it only in the message, without them.
   */
  get cycle(): readonly DeadlockEdge[] {
    return this.#cycle;
  }
}

/** Cycles are usually short; the message has the beginning of a long one. */
const SHOWN_EDGES = 8;

function circle(cycle: readonly DeadlockEdge[]): string {
  if (cycle.length === 0) return '';
  const waits = cycle
    .slice(0, SHOWN_EDGES)
    .map(
      ({ startTs, waitsForStartTs, key }) => `${startTs} waits for ${waitsForStartTs} at ${describeKey(key)}`,
    );
  return `: ${waits.join(', ')}${cycle.length > SHOWN_EDGES ? ', ...' : ''}`;
}
