import type { Key } from './key.ts';

/** Kind of an exclusive lock. */
export type LockType = 'Put' | 'Delete' | 'Lock' | 'Pessimistic';

/** Kind of a record in the write column. */
export type WriteType = 'Put' | 'Delete' | 'Lock' | 'Rollback';

/**
 * A lock on one key, held by one transaction (server rule 2). Values are never changed in place: a command
 * that alters a lock makes a new one.
 *
 * @see TiKV components/txn_types/src/lock.rs, Lock
 */
export interface Lock {
  readonly type: LockType;
  readonly primary: Key;
  readonly startTs: bigint;
  readonly ttlMs: bigint;
  /** Value of at most 255 bytes, kept in the lock instead of the default column. */
  readonly shortValue: Uint8Array | undefined;
  /** Zero for optimistic transactions. */
  readonly forUpdateTs: bigint;
  readonly txnSize: bigint;
  readonly minCommitTs: bigint;
  readonly useAsyncCommit: boolean;
  /** Only while a one-phase commit is between timestamp calculation and apply. */
  readonly useOnePc: boolean;
  /** Only on the primary of an async commit. */
  readonly secondaries: readonly Uint8Array[];
  /** Rollbacks of other transactions at or above minCommitTs, which the commit record must remember. */
  readonly rollbackTs: readonly bigint[];
  /** Above zero for locks written by a flush of pipelined DML. */
  readonly generation: bigint;
  readonly lockedWithConflict: boolean;
}

/**
 * Shared pessimistic locks of several transactions on one key.
 *
 * @see TiKV components/txn_types/src/lock.rs, SharedLocks
 */
export interface SharedLocks {
  readonly type: 'Shared';
  /** An exclusive request has come: nobody may join any more. */
  readonly shrinkOnly: boolean;
  readonly members: ReadonlyMap<bigint, Lock>;
}

/** What the lock column holds for a key. */
export type LockState = Lock | SharedLocks;

/**
 * A record of the write column (server rule 3).
 *
 * @see TiKV components/txn_types/src/write.rs, Write
 */
export interface WriteRecord {
  readonly type: WriteType;
  readonly commitTs: bigint;
  readonly startTs: bigint;
  readonly shortValue: Uint8Array | undefined;
  /** A protected rollback at this very timestamp was folded into this commit record. */
  readonly hasOverlappedRollback: boolean;
  /** Set together with hasOverlappedRollback: commit timestamp of the next newer version then, 0 for none. */
  readonly gcFence: bigint | undefined;
}

/** Values up to this size live in the lock and in the write record. */
export const SHORT_VALUE_MAX_BYTES = 255;

/** Short value that marks a rollback record as protected from being collapsed. */
const PROTECTED_MARK: Uint8Array = new Uint8Array([0x70]);

/** Whether a rollback record must stay (server rule 3). */
export function isProtected(record: WriteRecord): boolean {
  return record.type === 'Rollback' && record.shortValue?.length === 1 && record.shortValue[0] === 0x70;
}

/** A rollback record at the transaction's own start timestamp. */
export function rollbackRecord(startTs: bigint, protect: boolean): WriteRecord {
  return {
    type: 'Rollback',
    commitTs: startTs,
    startTs,
    shortValue: protect ? PROTECTED_MARK : undefined,
    hasOverlappedRollback: false,
    gcFence: undefined,
  };
}

/** A lock with every field at its rest value but the given ones. */
export function newLock(fields: Partial<Lock> & Pick<Lock, 'type' | 'primary' | 'startTs' | 'ttlMs'>): Lock {
  return {
    shortValue: undefined,
    forUpdateTs: 0n,
    txnSize: 0n,
    minCommitTs: 0n,
    useAsyncCommit: false,
    useOnePc: false,
    secondaries: [],
    rollbackTs: [],
    generation: 0n,
    lockedWithConflict: false,
    ...fields,
  };
}
