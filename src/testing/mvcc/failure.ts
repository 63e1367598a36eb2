import { type deadlock as deadlockpb, kvrpcpb } from '#proto';
import { bytesOf, type Key } from './key.ts';
import { lockInfoOf } from './lock-info.ts';
import type { LockState } from './model.ts';

const { Reason } = kvrpcpb.WriteConflict;

/** Kinds of failure the commands tell apart; every other failure is 'Other'. */
export type FailureKind =
  | 'KeyIsLocked'
  | 'NotInShrinkMode'
  | 'WriteConflict'
  | 'PessimisticLockNotFound'
  | 'CommitTsTooLarge'
  | 'AssertionFailed'
  | 'AlreadyExist'
  | 'TxnLockNotFound'
  | 'Committed'
  | 'GenerationOutOfOrder'
  | 'Deadlock'
  | 'Other';

/**
 * A command failed on a key. Becomes a KeyError message in the answer.
 *
 * @see TiKV src/storage/errors.rs, extract_key_error
 */
export class CommandFailure extends Error {
  readonly kind: FailureKind;
  readonly keyError: kvrpcpb.KeyError;
  /** Write conflicts only: the conflicting commit is above the start timestamp. */
  readonly conflictAboveStart: boolean;
  /** Committed only. */
  readonly commitTs: bigint;
  /** NotInShrinkMode only: what holds the key. */
  readonly holder: LockState | undefined;
  /** The failure for answers whose error is a string. */
  readonly text: string;

  constructor(
    kind: FailureKind,
    keyError: kvrpcpb.KeyError,
    more: { conflictAboveStart?: boolean; commitTs?: bigint; holder?: LockState; text?: string } = {},
  ) {
    super(kind);
    this.name = 'CommandFailure';
    this.kind = kind;
    this.keyError = keyError;
    this.conflictAboveStart = more.conflictAboveStart ?? false;
    this.commitTs = more.commitTs ?? 0n;
    this.holder = more.holder;
    this.text = more.text ?? keyError.abort ?? kind;
  }
}

/** The request would have killed a real TiKV process: a client bug that must fail the test loudly. */
export class ServerPanic extends Error {
  constructor(message: string) {
    super(`This request kills TiKV: ${message}`);
    this.name = 'ServerPanic';
  }
}

/** The key is held by another transaction. */
export function keyIsLocked(key: Key, holder: LockState): CommandFailure {
  return lockedBy(lockInfoOf(key, holder));
}

/** As keyIsLocked, with the lock message at hand. */
export function lockedBy(lockInfo: kvrpcpb.LockInfo): CommandFailure {
  return new CommandFailure('KeyIsLocked', { locked: lockInfo });
}

/** An exclusive request met shared locks that still accept members. */
export function notInShrinkMode(holder: LockState): CommandFailure {
  return new CommandFailure('NotInShrinkMode', {}, { holder });
}

/** A newer version, or an own rollback, stands against the request. */
export function writeConflict(fields: {
  readonly startTs: bigint;
  readonly conflictStartTs: bigint;
  readonly conflictCommitTs: bigint;
  readonly key: Key;
  readonly primary: Key;
  readonly reason: keyof typeof Reason;
}): CommandFailure {
  const text = mvccText('WriteConflict', {
    start_ts: fields.startTs,
    conflict_start_ts: fields.conflictStartTs,
    conflict_commit_ts: fields.conflictCommitTs,
    key: fields.key,
    primary: fields.primary,
    reason: fields.reason,
  });
  return new CommandFailure(
    'WriteConflict',
    {
      conflict: {
        startTs: fields.startTs,
        conflictTs: fields.conflictStartTs,
        conflictCommitTs: fields.conflictCommitTs,
        key: bytesOf(fields.key),
        primary: bytesOf(fields.primary),
        reason: Reason[fields.reason],
      },
      retryable: text,
    },
    { conflictAboveStart: fields.conflictCommitTs > fields.startTs },
  );
}

/** An Insert or a lock with a not-exist assertion met a value. */
export function alreadyExist(key: Key): CommandFailure {
  return new CommandFailure('AlreadyExist', { alreadyExist: { key: bytesOf(key) } });
}

/** A pessimistic lock that a prewrite relies on is not there. */
export function pessimisticLockNotFound(
  startTs: bigint,
  key: Key,
  reason: 'LockTsMismatch' | 'LockForUpdateTsMismatch' | 'LockMissingAmendFail' | 'NonLockKeyConflict',
): CommandFailure {
  const text = mvccText('PessimisticLockNotFound', { start_ts: startTs, key, reason });
  return new CommandFailure('PessimisticLockNotFound', { abort: text });
}

/** The lock to commit is gone and the transaction did not commit on this key. */
export function txnLockNotFound(startTs: bigint, commitTs: bigint, key: Key): CommandFailure {
  const text = mvccText('TxnLockNotFound', { start_ts: startTs, commit_ts: commitTs, key });
  return new CommandFailure('TxnLockNotFound', {
    txnLockNotFound: { key: bytesOf(key) },
    retryable: text,
  });
}

/** Neither lock nor record of the transaction on the key. */
export function txnNotFound(startTs: bigint, key: Key): CommandFailure {
  return new CommandFailure('Other', { txnNotFound: { startTs, primaryKey: bytesOf(key) } });
}

/** The commit timestamp is below the minimum the lock promises to readers. */
export function commitTsExpired(
  startTs: bigint,
  attemptedCommitTs: bigint,
  key: Key,
  minCommitTs: bigint,
): CommandFailure {
  return new CommandFailure('Other', {
    commitTsExpired: { startTs, attemptedCommitTs, key: bytesOf(key), minCommitTs },
  });
}

/** The calculated commit timestamp is above the client's maximum; the request falls back to two phases. */
export function commitTsTooLarge(): CommandFailure {
  return new CommandFailure('CommitTsTooLarge', {});
}

/** A data assertion does not hold. */
export function assertionFailed(
  startTs: bigint,
  key: Key,
  asserted: number,
  existingStartTs: bigint,
  existingCommitTs: bigint,
): CommandFailure {
  return new CommandFailure('AssertionFailed', {
    assertionFailed: { startTs, key: bytesOf(key), assertion: asserted, existingStartTs, existingCommitTs },
  });
}

/** The key asked about is not the transaction's primary. */
export function primaryMismatch(key: Key, holder: LockState): CommandFailure {
  return new CommandFailure('Other', { primaryMismatch: { lockInfo: lockInfoOf(key, holder) } });
}

/** The transaction to roll back has committed on the key. */
export function committed(startTs: bigint, commitTs: bigint, key: Key): CommandFailure {
  const text = mvccText('Committed', { start_ts: startTs, commit_ts: commitTs, key });
  return new CommandFailure('Committed', { abort: text }, { commitTs });
}

/** Waiting would close a circle of transactions. */
export function deadlock(
  lockTs: bigint,
  lockKey: Key,
  deadlockKeyHash: bigint,
  waitChain: deadlockpb.WaitForEntry[],
): CommandFailure {
  return new CommandFailure('Deadlock', {
    deadlock: { lockTs, lockKey: bytesOf(lockKey), deadlockKeyHash, waitChain },
  });
}

/** A failure of the MVCC layer that reaches the client only as text. */
export function mvccAbort(
  name: string,
  fields: Readonly<Record<string, bigint | Key | boolean>>,
  kind: FailureKind = 'Other',
): CommandFailure {
  return new CommandFailure(kind, { abort: mvccText(name, fields) });
}

/**
 * A failure of the command or storage layer that reaches the client only as text.
 *
 * @param text the same for answers whose error is a string
 */
export function abort(debugText: string, text: string = debugText): CommandFailure {
  return new CommandFailure('Other', { abort: debugText }, { text });
}

// Clients match these texts by the error's name, so the shape follows TiKV's debug output.
function mvccText(name: string, fields: Readonly<Record<string, bigint | string | boolean>>): string {
  const parts = Object.entries(fields).map(([field, value]) => {
    if (typeof value === 'bigint') return `${field}: TimeStamp(${value})`;
    if (field === 'key' || field === 'primary') return `${field}: ${hexOf(String(value))}`;
    return `${field}: ${value}`;
  });
  return `Error(Txn(Error(Mvcc(Error(${name} { ${parts.join(', ')} })))))`;
}

function hexOf(key: Key): string {
  return Buffer.from(key, 'latin1').toString('hex').toUpperCase();
}
