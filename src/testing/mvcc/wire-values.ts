/** Numbers of the kvproto enums the engine uses (kvrpcpb.proto). */
export const op = {
  put: 0,
  delete: 1,
  lock: 2,
  rollback: 3,
  insert: 4,
  pessimisticLock: 5,
  checkNotExists: 6,
  sharedLock: 7,
  sharedPessimisticLock: 8,
} as const;

/** kvrpcpb.Assertion. */
export const assertion = { none: 0, exist: 1, notExist: 2 } as const;

/** kvrpcpb.AssertionLevel. */
export const assertionLevel = { off: 0, fast: 1, strict: 2 } as const;

/** kvrpcpb.PrewriteRequest.PessimisticAction. */
export const pessimisticAction = { skipCheck: 0, doCheck: 1, doConstraintCheck: 2 } as const;

/** kvrpcpb.PessimisticLockWakeUpMode. */
export const wakeUpMode = { normal: 0, forceLock: 1 } as const;

/** kvrpcpb.PessimisticLockKeyResultType. */
export const lockResult = { normal: 0, lockedWithConflict: 1, failed: 2 } as const;

/** kvrpcpb.Action, what CheckTxnStatus did. */
export const statusAction = {
  noAction: 0,
  ttlExpireRollback: 1,
  lockNotExistRollback: 2,
  minCommitTsPushed: 3,
  ttlExpirePessimisticRollback: 4,
  lockNotExistDoNothing: 5,
} as const;

/** kvrpcpb.WriteConflict.Reason. */
export const conflictReason = {
  optimistic: 1,
  pessimisticRetry: 2,
  selfRolledBack: 3,
  rcCheckTs: 4,
  lazyUniquenessCheck: 5,
} as const;

/** kvrpcpb.IsolationLevel. */
export const isolation = { snapshot: 0, readCommitted: 1, readCommittedCheckTs: 2 } as const;

/** kvrpcpb.APIVersion. */
export const apiVersionOnWire = { v1: 0, v1ttl: 1, v2: 2 } as const;
