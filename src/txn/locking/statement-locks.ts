import { bytesName, equalBytes } from '../../model/bytes.ts';
import { AlreadyExistsError, type TikvError, WriteConflictError } from '../../model/errors.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import type { HeldLock } from './held-locks.ts';
import type { Grant } from './lock-call.ts';
import type { LockOwner } from './lock-owner.ts';

/** The part of a statement's run that locking needs. */
export interface StatementRun {
  /** Keys that it locks must not have been written after this. */
  readonly asOf: Timestamp;
  /** @throws UsageError when it has ended; the conflict that the run fails with, once that is known */
  check(): void;
  /** A key that it locks was written since, or closes a cycle of waiting transactions. */
  conflicted(error: TikvError): void;
}

/**
 * Which locks of a transaction its statement has taken, over all runs of the body. Locks of the run under way
 * are held like any other. Locks of the run before are kept aside until this one asks for them, which then
 * costs nothing, or ends without them. Follows client-go's aggressiveLockingContext
 * (txnkv/transaction/txn.go; parity rows FAIR-4 to FAIR-8).
 *
 * A transaction without earlier locks gets its primary from the statement, and each run chooses one. Locks
 * that name the primary of the run before are not reused under another: they are requested again, which
 * renames the primary in them, or released (scenario S054). Until then the earlier primary stays locked and
 * alive, so that nobody takes them for locks of a dead transaction.
 */
export class StatementLocks {
  readonly #owner: LockOwner;
  readonly #choosesPrimary: boolean;
  readonly #current = new Map<string, Uint8Array>();
  readonly #kept = new Map<string, HeldLock>();
  /** Keys that may be locked, and are not wanted any more. */
  readonly #useless = new Map<string, Uint8Array>();
  #primaryBefore: Uint8Array | undefined;

  constructor(owner: LockOwner) {
    this.#owner = owner;
    this.#choosesPrimary = owner.primary === undefined;
  }

  /** Keys it may have locked, in addition to those that its transaction holds. */
  get keptKeys(): readonly Uint8Array[] {
    return [...Array.from(this.#kept.values(), ({ key }) => key), ...this.#useless.values()];
  }

  /** The primary of the run before is kept alive, while this run has chosen none. */
  get needsKeepAlive(): boolean {
    return this.#primaryBefore !== undefined;
  }

  isKept(key: Uint8Array): boolean {
    return this.#kept.has(bytesName(key));
  }

  /**
   * Called before keys are locked: locks of the run before are held again, as far as they name the primary.
   * @throws AlreadyExistsError for one that was inserted, and exists
   */
  reuse(keys: readonly Uint8Array[]): void {
    const owner = this.#owner;
    const before = this.#primaryBefore;
    const reused = keys.map((key) => this.#kept.get(bytesName(key))).filter((lock) => lock !== undefined);
    const isReturning = before !== undefined && reused.some(({ key }) => equalBytes(key, before));
    const primary = owner.primary ?? (isReturning ? before : undefined);
    if (this.#choosesPrimary && (before === undefined || primary !== before)) return;
    for (const { key, exists } of reused) {
      if (exists === true && owner.mustNotExist(key)) throw new AlreadyExistsError(key);
    }
    owner.primary = primary;
    for (const lock of reused) {
      owner.held.set(lock);
      this.locked(lock.key);
    }
  }

  /** The run has locked a key. */
  locked(key: Uint8Array): void {
    const name = bytesName(key);
    this.#kept.delete(name);
    this.#useless.delete(name);
    this.#current.set(name, key);
  }

  /** A call for these keys was refused: earlier locks on them may have gone with it. */
  refused(keys: readonly Uint8Array[]): void {
    for (const key of keys) if (this.#kept.delete(bytesName(key))) this.#useless.set(bytesName(key), key);
  }

  /** Another key is the primary now, and kept alive instead of the earlier one. */
  primaryChanged(): void {
    this.#primaryBefore = undefined;
  }

  /** Another run follows, which finds the locks of this one. */
  next(): void {
    const owner = this.#owner;
    this.#giveBackKept();
    for (const [name, key] of this.#current) {
      this.#kept.set(name, owner.held.get(key) as HeldLock);
      owner.held.delete(key);
    }
    this.#current.clear();
    if (!this.#choosesPrimary) return;
    this.#primaryBefore = owner.primary;
    owner.primary = undefined;
    if (this.#primaryBefore === undefined) owner.stopKeepingAlive();
  }

  /** The locks of the last run stay. */
  finish(): void {
    this.#giveBackKept();
    if (this.#owner.primary === undefined) this.#owner.stopKeepingAlive();
  }

  /** No lock of any run stays. */
  cancel(): void {
    const owner = this.#owner;
    const current = [...this.#current.values()];
    for (const key of current) owner.held.delete(key);
    this.#current.clear();
    this.#giveBackKept(current);
    if (!this.#choosesPrimary) return;
    owner.primary = undefined;
    owner.stopKeepingAlive();
  }

  #giveBackKept(others: readonly Uint8Array[] = []): void {
    const keys = [...this.keptKeys, ...others];
    this.#kept.clear();
    this.#useless.clear();
    if (keys.length > 0) this.#owner.giveBack(keys);
  }
}

/** A key locked as of a later write does not hold what the statement has read. @throws WriteConflictError */
export function checkUnwritten(grants: readonly Grant[], startTs: Timestamp): void {
  const written = grants.find(({ conflictTs }) => conflictTs > 0n);
  if (written === undefined) return;
  throw new WriteConflictError(written.key, {
    startTs,
    conflictStartTs: 0n,
    conflictCommitTs: written.conflictTs,
    reason: 'pessimisticRetry',
  });
}
