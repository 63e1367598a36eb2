import { kvrpcpb } from '#proto';
import { acquireLock, type KeyResult, type LockedKey, type LockParameters } from './acquire-lock.ts';
import { type Command, type CommandContext, type Outcome, raiseMaxTs, readerOf, txnOf } from './command.ts';
import { abort, CommandFailure, keyIsLocked, ServerPanic } from './failure.ts';
import { keyOf } from './key.ts';
import type { MvccTxn } from './mvcc-txn.ts';
import type { LockWait } from './plan.ts';

const {
  Assertion,
  Op,
  PessimisticLockKeyResultType: ResultType,
  PessimisticLockWakeUpMode: WakeUpMode,
} = kvrpcpb;

/** The server's wait-for-lock-timeout: the default of a wait and its upper limit (server rule 36). */
const MAX_WAIT_MS = 1000;

/**
 * KvPessimisticLock (server rules 35-44).
 *
 * @see TiKV src/storage/txn/commands/acquire_pessimistic_lock.rs
 */
export const pessimisticLockCommand: Command<
  kvrpcpb.PessimisticLockRequest,
  kvrpcpb.PessimisticLockResponse
> = {
  latchKeys: (request) => (request.mutations ?? []).map((mutation) => keyOf(mutation.key)),
  run(request, context) {
    const keys = (request.mutations ?? []).map(lockedKeyOf);
    const parameters = parametersOf(request, context);
    if (parameters.allowLockWithConflict && keys.length > 1) {
      throw abort('Error(Txn(Error(Other("multiple keys with allow_lock_with_conflict are not allowed"))))');
    }
    const txn = txnOf(parameters.startTs);
    const reader = readerOf(context, parameters.startTs);
    const results: KeyResult[] = [];
    for (const wanted of keys) {
      try {
        results.push(acquireLock(txn, reader, parameters, wanted));
      } catch (failure) {
        if (!(failure instanceof CommandFailure)) throw failure;
        if (failure.kind === 'NotInShrinkMode') return shrinkShared(txn, wanted, failure);
        if (failure.kind !== 'KeyIsLocked') throw failure;
        return waitOrFail(request, parameters, wanted, failure);
      }
    }
    const pessimistic = keys.every((key) => !key.shared);
    return { response: answerOf(request, results), txn, pessimistic };
  },
  failed: (error) => ({ errors: [error] }),
};

/** What a waiter in ForceLock mode came to when it was tried again. */
export type Resumed =
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'wait'; readonly wait: LockWait };

/**
 * Tries a ForceLock request again after the lock it waited for was released.
 *
 * @see TiKV src/storage/txn/commands/acquire_pessimistic_lock_resumed.rs
 */
export function resumeLock(request: kvrpcpb.PessimisticLockRequest, context: CommandContext): Resumed {
  const wanted = (request.mutations ?? []).map(lockedKeyOf)[0];
  if (wanted === undefined) throw new Error('A waiting request has a key');
  const parameters = { ...parametersOf(request, context), allowLockWithConflict: true };
  const txn = txnOf(parameters.startTs);
  try {
    const result = acquireLock(txn, readerOf(context, parameters.startTs), parameters, wanted);
    const response = answerOf(request, [result]);
    return { kind: 'done', outcome: { response, txn, pessimistic: true } };
  } catch (failure) {
    if (!(failure instanceof CommandFailure)) throw failure;
    const holder = failure.kind === 'KeyIsLocked' ? failure.keyError.locked : undefined;
    if (holder !== undefined && holder.lockType !== Op.SharedLock) {
      return { kind: 'wait', wait: waitFor(request, parameters, wanted, holder) };
    }
    // TiKV leaves shared locks open to new members then.
    const error = failure.holder === undefined ? failure : keyIsLocked(wanted.key, failure.holder);
    return { kind: 'done', outcome: { response: failedForceLock(error.keyError) } };
  }
}

/** The answer to a waiter that ends with an error: by timeout, deadlock or wake-up. */
export function failedWait(forceLock: boolean, error: kvrpcpb.KeyError): kvrpcpb.PessimisticLockResponse {
  return forceLock ? failedForceLock(error) : { errors: [error] };
}

function failedForceLock(error: kvrpcpb.KeyError): kvrpcpb.PessimisticLockResponse {
  return { errors: [error], results: [{ type: ResultType.LockResultFailed }] };
}

function waitOrFail(
  request: kvrpcpb.PessimisticLockRequest,
  parameters: LockParameters,
  wanted: LockedKey,
  failure: CommandFailure,
): Outcome {
  const holder = failure.keyError.locked;
  if (holder === undefined) throw failure;
  const wait = waitFor(request, parameters, wanted, holder);
  if ((request.waitTimeout ?? 0n) < 0n) return { response: failedWait(wait.forceLock, failure.keyError) };
  return { response: {}, wait };
}

function waitFor(
  request: kvrpcpb.PessimisticLockRequest,
  parameters: LockParameters,
  wanted: LockedKey,
  holder: kvrpcpb.LockInfo,
): LockWait {
  const asked = Number(request.waitTimeout ?? 0n);
  return {
    key: wanted.key,
    holder,
    holderStartTs: (holder.sharedLockInfos ?? [holder]).map((info) => info.lockVersion ?? 0n),
    startTs: parameters.startTs,
    primary: parameters.primary,
    isFirstLock: request.isFirstLock ?? false,
    forceLock: parameters.allowLockWithConflict,
    waitTimeoutMs: asked === 0 ? MAX_WAIT_MS : Math.min(asked, MAX_WAIT_MS),
    shared: wanted.shared,
    request,
  };
}

/** An exclusive request closes shared locks to new members and fails (server rule 44). */
function shrinkShared(txn: MvccTxn, wanted: LockedKey, failure: CommandFailure): Outcome {
  const { holder } = failure;
  if (holder?.type !== 'Shared') throw failure;
  const shrinking = { ...holder, shrinkOnly: true };
  txn.clear();
  txn.putLock(wanted.key, shrinking);
  return { response: { errors: [keyIsLocked(wanted.key, shrinking).keyError] }, txn };
}

function answerOf(
  request: kvrpcpb.PessimisticLockRequest,
  results: readonly KeyResult[],
): kvrpcpb.PessimisticLockResponse {
  if ((request.wakeUpMode ?? WakeUpMode.WakeUpModeNormal) === WakeUpMode.WakeUpModeForceLock) {
    return { results: results.map((result) => forceLockResult(request, result)) };
  }
  if (request.returnValues) {
    return {
      values: results.map((result) => result.value ?? new Uint8Array(0)),
      notFounds: results.map((result) => result.value === undefined),
    };
  }
  if (request.checkExistence) return { notFounds: results.map((result) => result.value === undefined) };
  return {};
}

function forceLockResult(
  request: kvrpcpb.PessimisticLockRequest,
  result: KeyResult,
): kvrpcpb.PessimisticLockKeyResult {
  const existence = result.value !== undefined;
  if (result.lockedWithConflictTs !== undefined) {
    return {
      type: ResultType.LockResultLockedWithConflict,
      ...(existence ? { value: result.value } : {}),
      existence,
      lockedWithConflictTs: result.lockedWithConflictTs,
    };
  }
  if (request.returnValues) return { ...(existence ? { value: result.value } : {}), existence };
  return request.checkExistence ? { existence } : {};
}

function lockedKeyOf(mutation: kvrpcpb.Mutation): LockedKey {
  const operation = mutation.op ?? Op.Put;
  if (operation !== Op.PessimisticLock && operation !== Op.SharedPessimisticLock) {
    throw new ServerPanic(`KvPessimisticLock with a mutation of operation ${operation}`);
  }
  return {
    key: keyOf(mutation.key),
    shouldNotExist: mutation.assertion === Assertion.NotExist,
    shared: operation === Op.SharedPessimisticLock,
  };
}

function parametersOf(request: kvrpcpb.PessimisticLockRequest, context: CommandContext): LockParameters {
  return {
    primary: keyOf(request.primaryLock),
    startTs: request.startVersion ?? 0n,
    lockTtlMs: request.lockTtl ?? 0n,
    forUpdateTs: request.forUpdateTs ?? 0n,
    minCommitTs: request.minCommitTs ?? 0n,
    returnValues: request.returnValues ?? false,
    checkExistence: request.checkExistence ?? false,
    lockOnlyIfExists: request.lockOnlyIfExists ?? false,
    allowLockWithConflict:
      (request.wakeUpMode ?? WakeUpMode.WakeUpModeNormal) === WakeUpMode.WakeUpModeForceLock,
    raiseMaxTs: (ts) => raiseMaxTs(context, ts),
  };
}
