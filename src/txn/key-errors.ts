import { apiMisfit } from '../keyspace/api-misfit.ts';
import { keyErrorName } from '../lock/key-error-name.ts';
import {
  AlreadyExistsError,
  AssertionFailedError,
  type ConflictReason,
  LockedError,
  LockLostError,
  ServerError,
  type TikvError,
  TransactionAbortedError,
  WriteConflictError,
} from '../model/errors.ts';
import { kvrpcpb } from '../wire/codec/messages.ts';
import { toDeadlockError } from './locking/deadlock.ts';

const { Reason } = kvrpcpb.WriteConflict;

const CONFLICT_REASONS: Readonly<Record<kvrpcpb.WriteConflict.Reason, ConflictReason>> = {
  [Reason.Unknown]: 'unknown',
  [Reason.Optimistic]: 'optimistic',
  [Reason.PessimisticRetry]: 'pessimisticRetry',
  [Reason.SelfRolledBack]: 'selfRolledBack',
  [Reason.RcCheckTs]: 'rcCheckTs',
  [Reason.LazyUniquenessCheck]: 'lazyUniquenessCheck',
  [Reason.NotLockedKeyConflict]: 'notLockedKeyConflict',
};

/**
 * Causes without a field in the key error: TiKV writes their Rust name into the abort text
 * (src/storage/errors.rs).
 */
const LOST_LOCKS = ['PessimisticLockNotFound', 'PessimisticLockRolledBack'];

/**
 * The typed error for a key error of a store, in the order of client-go's ExtractKeyErr (error/error.go;
 * parity row ERR-33). Locks to be resolved and commit_ts_expired are handled by callers before. The store's
 * text is not repeated: it holds raw keys (server rule 57).
 */
export function toKeyError(error: kvrpcpb.KeyError.Decoded): TikvError {
  if (error.conflict !== undefined) return toWriteConflict(error.conflict);
  if (error.deadlock !== undefined) return toDeadlockError(error.deadlock);
  if (error.alreadyExist !== undefined) return new AlreadyExistsError(error.alreadyExist.key);
  if (error.txnLockNotFound !== undefined) {
    return new LockLostError('The lock is gone: it expired, or another transaction rolled it back');
  }
  if (error.sharedLockLost !== undefined) return new LockLostError('A shared lock is gone');
  if (error.lockUpgradeConflict !== undefined) {
    return new TransactionAbortedError('Another holder of the shared lock wants it for itself too', {
      retryable: true,
    });
  }
  if (error.retryable !== '') {
    return new TransactionAbortedError(`The store asks for a new transaction${nameIn(error.retryable)}`, {
      retryable: true,
    });
  }
  if (error.assertionFailed !== undefined) {
    const { key, assertion } = error.assertionFailed;
    return new AssertionFailedError(key, assertion === kvrpcpb.Assertion.Exist ? 'exists' : 'absent');
  }
  if (error.abort !== '') return toAborted(error.abort);
  if (error.commitTsTooLarge !== undefined) {
    const { commitTs } = error.commitTsTooLarge;
    return new TransactionAbortedError(`The commit timestamp ${commitTs} is past the limit given`, {
      retryable: true,
    });
  }
  if (error.txnNotFound !== undefined) {
    return new LockLostError(`Transaction ${error.txnNotFound.startTs} has no lock any more`);
  }
  if (error.locked !== undefined) return new LockedError(error.locked.key, error.locked.lockVersion);
  return new ServerError(`The store answered with the key error ${keyErrorName(error)}`);
}

function toWriteConflict(conflict: kvrpcpb.WriteConflict.Decoded): WriteConflictError {
  return new WriteConflictError(conflict.key, {
    startTs: conflict.startTs,
    conflictStartTs: conflict.conflictTs,
    conflictCommitTs: conflict.conflictCommitTs,
    reason: CONFLICT_REASONS[conflict.reason as kvrpcpb.WriteConflict.Reason] ?? 'unknown',
  });
}

function toAborted(text: string): TikvError {
  const misfit = apiMisfit(text);
  if (misfit !== undefined) return misfit;
  const lost = LOST_LOCKS.find((name) => text.includes(name));
  if (lost !== undefined) return new LockLostError(`A pessimistic lock is gone: ${lost}`);
  return new TransactionAbortedError(`The store aborted the transaction${nameIn(text)}`, {
    retryable: false,
  });
}

/**
 * The innermost Rust variant of a debug text, for example of `Txn(Error(Mvcc(Error(LockTypeNotMatch {
 * start_ts: 5`.
 */
function nameIn(text: string): string {
  const name = /\b([A-Z][A-Za-z]+) \{/.exec(text)?.[1];
  return name === undefined ? '' : `: ${name}`;
}
