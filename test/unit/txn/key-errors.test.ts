import { describe, expect, it } from 'vitest';
import {
  AlreadyExistsError,
  AssertionFailedError,
  LockedError,
  LockLostError,
  ServerError,
  TransactionAbortedError,
  WriteConflictError,
} from '../../../src/model/errors.ts';
import { toKeyError } from '../../../src/txn/key-errors.ts';
import {
  bytes,
  conflict,
  keyError,
  lockInfo,
  lockNotFound,
  ts,
} from '../../support/fake-transaction-environment.ts';

const k = bytes('k');

describe('ERR-33: key errors', () => {
  it('a conflict, although it comes with text too', () => {
    const details = {
      startTs: ts(0),
      conflictStartTs: ts(1),
      conflictCommitTs: ts(2),
      reason: 'optimistic',
    } as const;
    const error = { ...conflict('k'), retryable: 'WriteConflict { ... }' };
    expect(toKeyError(error)).toEqual(new WriteConflictError(k, details));
  });

  it('a conflict of a reason that is not known yet', () => {
    const error = conflict('k');
    const unheardOf = { ...error, conflict: { ...error.conflict, reason: 99 } } as typeof error;
    expect(toKeyError(unheardOf)).toMatchObject({ reason: 'unknown' });
  });

  it('a key that exists', () => {
    expect(toKeyError(keyError({ alreadyExist: { key: k } }))).toEqual(new AlreadyExistsError(k));
  });

  it('a lock that is gone is worth another run, although it comes as retryable text too', () => {
    const error = toKeyError(lockNotFound('k'));
    expect(error).toBeInstanceOf(LockLostError);
    expect(error.retryable).toBe(true);
  });

  it('an assertion that failed', () => {
    const failed = { startTs: 1n, key: k, assertion: 2, existingStartTs: 0n, existingCommitTs: 0n };
    expect(toKeyError(keyError({ assertionFailed: failed }))).toEqual(new AssertionFailedError(k, 'absent'));
  });

  it.each([
    [
      'PessimisticLockNotFound { start_ts: 5, key: 6B6579 }',
      new LockLostError('A pessimistic lock is gone: PessimisticLockNotFound'),
    ],
    [
      'Txn(Error(Mvcc(Error(LockTypeNotMatch { key: [107] }))))',
      new TransactionAbortedError('The store aborted the transaction: LockTypeNotMatch', {
        retryable: false,
      }),
    ],
    ['no name in it', new TransactionAbortedError('The store aborted the transaction', { retryable: false })],
  ])('abort text is named, never repeated: it holds raw keys (%s)', (abort, expected) => {
    expect(toKeyError(keyError({ abort }))).toEqual(expected);
  });

  it('text that asks for another run', () => {
    expect(toKeyError(keyError({ retryable: 'Error(Whatever { key: 6B6579 })' }))).toEqual(
      new TransactionAbortedError('The store asks for a new transaction: Whatever', { retryable: true }),
    );
  });

  it('a commit timestamp past its limit, a transaction without a lock, a lock, and what nobody knows', () => {
    expect(toKeyError(keyError({ commitTsTooLarge: { commitTs: 9n } }))).toBeInstanceOf(
      TransactionAbortedError,
    );
    expect(toKeyError(keyError({ txnNotFound: { startTs: 7n, primaryKey: k } }))).toBeInstanceOf(
      LockLostError,
    );
    expect(toKeyError(keyError({ locked: lockInfo('k', 7n) }))).toEqual(new LockedError(k, 7n));
    expect(toKeyError(keyError({ primaryMismatch: {} }))).toEqual(
      new ServerError('The store answered with the key error primaryMismatch'),
    );
    expect(toKeyError(keyError({}))).toEqual(
      new ServerError('The store answered with the key error without content'),
    );
  });

  it('DEC-3: what newer stores say of shared locks', () => {
    expect(toKeyError(keyError({ sharedLockLost: { key: k, startTs: 1n } }))).toBeInstanceOf(LockLostError);
    const lockUpgradeConflict = { key: k, startTs: 1n, ownerStartTs: 2n, reason: 2 };
    expect(toKeyError(keyError({ lockUpgradeConflict }))).toMatchObject({
      code: 'TIKV_TRANSACTION_ABORTED',
      retryable: true,
    });
  });

  it('S059: a deadlock has its circle, and logs have it without its keys', () => {
    const waitChain = [
      { txn: 7n, waitForTxn: 5n, keyHash: 1n, key: k, resourceGroupTag: bytes(''), waitTime: 0n },
      { txn: 5n, waitForTxn: 7n, keyHash: 2n, key: bytes('l'), resourceGroupTag: bytes(''), waitTime: 0n },
    ];
    const deadlock = { lockTs: 7n, lockKey: bytes('l'), deadlockKeyHash: 1n, waitChain, deadlockKey: k };
    const error = toKeyError(keyError({ deadlock }));
    expect(error).toMatchObject({
      lockStartTs: 7n,
      key: bytes('l'),
      cycle: [
        { startTs: 7n, waitsForStartTs: 5n, key: k },
        { startTs: 5n, waitsForStartTs: 7n, key: bytes('l') },
      ],
    });
    expect(JSON.stringify(error)).not.toContain('cycle');
    expect(error.message).toMatch(/: 7 waits for 5 at key\(.*\), 5 waits for 7 at key\(/);
  });
});
