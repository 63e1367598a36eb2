import type { Change } from './change.ts';
import type { Key } from './key.ts';
import type { Lock, LockState, SharedLocks, WriteRecord } from './model.ts';

/** A lock that goes away with a write: its waiters are to be woken. */
export interface ReleasedLock {
  readonly key: Key;
  readonly startTs: bigint;
  /** Zero when the lock was rolled back. */
  readonly commitTs: bigint;
}

/** A lock that a write puts on a key, new or changed. */
export interface AcquiredLock {
  readonly key: Key;
  readonly lock: LockState;
}

/** A lock of a one-phase commit, until it is known whether the request commits in one phase. */
interface OnePcLock {
  readonly key: Key;
  readonly lock: Lock;
  readonly replacesPessimistic: boolean;
}

/**
 * The changes one command collects before they are proposed together.
 *
 * @see TiKV src/storage/mvcc/txn.rs, MvccTxn
 */
export class MvccTxn {
  startTs: bigint;
  readonly changes: Change[] = [];
  readonly released: ReleasedLock[] = [];
  /** Locks newly taken or re-taken: who waits on these keys waits for their owner now. */
  readonly acquired: AcquiredLock[] = [];
  readonly onePcLocks: OnePcLock[] = [];
  /** Keys whose locks are held in memory until the write is applied. */
  readonly memoryLocked = new Map<Key, Lock>();
  readonly #pendingLocks = new Map<Key, LockState | null>();

  constructor(startTs: bigint) {
    this.startTs = startTs;
  }

  putLock(key: Key, lock: LockState): void {
    this.#pendingLocks.set(key, lock);
    this.changes.push({ column: 'lock', key, lock });
    this.acquired.push({ key, lock });
  }

  /** Writes shared locks back, or drops them when the last member has left. */
  putSharedLocks(key: Key, shared: SharedLocks, commitTs = 0n): void {
    if (shared.members.size === 0) this.unlock(key, commitTs);
    else this.putLock(key, shared);
  }

  unlock(key: Key, commitTs = 0n): void {
    this.#pendingLocks.set(key, null);
    this.changes.push({ column: 'lock', key, lock: undefined });
    this.released.push({ key, startTs: this.startTs, commitTs });
  }

  putValue(key: Key, value: Uint8Array): void {
    this.changes.push({ column: 'default', key, startTs: this.startTs, value });
  }

  deleteValue(key: Key, startTs: bigint): void {
    this.changes.push({ column: 'default', key, startTs, value: undefined });
  }

  putWrite(key: Key, record: WriteRecord): void {
    this.changes.push({ column: 'write', key, commitTs: record.commitTs, record });
  }

  deleteWrite(key: Key, commitTs: bigint): void {
    this.changes.push({ column: 'write', key, commitTs, record: undefined });
  }

  /** The lock this command itself has put on a key; null when it has removed it. */
  pendingLock(key: Key): LockState | null | undefined {
    return this.#pendingLocks.get(key);
  }

  /**
   * Remembers a protected rollback in a foreign async-commit lock, whose commit record could otherwise
   * overwrite it (server rule 47).
   */
  markRollbackOn(key: Key, lock: Lock): void {
    if (this.startTs < lock.minCommitTs || !lock.useAsyncCommit) return;
    this.putLock(key, { ...lock, rollbackTs: [...lock.rollbackTs, this.startTs] });
  }

  /** Turns the locks of a one-phase commit into ordinary ones: the request goes on in two phases. */
  fallBackFromOnePc(): void {
    for (const { key, lock } of this.onePcLocks.splice(0)) this.putLock(key, { ...lock, useOnePc: false });
    this.memoryLocked.clear();
  }

  /** Forgets everything collected so far. */
  clear(): void {
    this.changes.length = 0;
    this.released.length = 0;
    this.acquired.length = 0;
    this.onePcLocks.length = 0;
    this.memoryLocked.clear();
    this.#pendingLocks.clear();
  }
}
