import { ProtocolError } from '../../model/errors.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import { kvrpcpb } from '../../wire/codec/messages.ts';
import type { Grant, LockCall } from './lock-call.ts';
import { isFair } from './pessimistic-lock-request.ts';

const { LockResultFailed, LockResultLockedWithConflict } = kvrpcpb.PessimisticLockKeyResultType;

/**
 * Reads what a store granted; undefined when it granted nothing, and the key errors say why. Follows
 * client-go's handlePessimisticLockResponse of both modes (txnkv/transaction/pessimistic.go; parity rows
 * PES-8, FAIR-3). A store older than fair locking answers a fair request like any other.
 *
 * @param keys of the request, in its order
 * @param wasAsked an earlier request was sent, and may have locked the keys whatever its answer was: for a
 * shared lock that is held already, a store does not return the value again, and answers that there is none
 * @throws ProtocolError when the answer does not fit the request
 */
export function readLockAnswer(
  call: LockCall,
  keys: readonly Uint8Array[],
  forUpdateTs: Timestamp,
  response: kvrpcpb.PessimisticLockResponse.Decoded,
  wasAsked: boolean,
): readonly Grant[] | undefined {
  const { errors, results } = response;
  if (errors.length > 0) return undefined;
  const result = results[0];
  if (result !== undefined) {
    if (results.length > 1 || !isFair(call, keys.length)) {
      throw new ProtocolError(
        `A store returned ${results.length} results for a request of ${keys.length} keys`,
      );
    }
    if (result.type === LockResultFailed) return undefined;
    return [fairGrant(call, keys[0] as Uint8Array, forUpdateTs, result)];
  }
  const { values, notFounds } = response;
  const wantsValues = call.returnValues || call.onlyIfExists;
  const isTold = notFounds.length > 0;
  if ((isTold || wantsValues) && notFounds.length !== keys.length) {
    throw new ProtocolError(
      `A store reported the existence of ${notFounds.length} keys, for a request of ${keys.length}`,
    );
  }
  if (wantsValues && values.length !== keys.length) {
    throw new ProtocolError(`A store gave ${values.length} values for ${keys.length} keys`);
  }
  const isUseless = call.isShared && wasAsked;
  return keys.map((key, index) => {
    const exists = isTold && !isUseless ? notFounds[index] === false : undefined;
    const value = exists === true ? values[index] : undefined;
    const read = wantsValues && !isUseless ? { value } : undefined;
    return grant(call, { key, exists, read, conflictTs: 0n, forUpdateTs: 0n });
  });
}

function fairGrant(
  call: LockCall,
  key: Uint8Array,
  forUpdateTs: Timestamp,
  result: kvrpcpb.PessimisticLockKeyResult.Decoded,
): Grant {
  const { type, value, existence: exists, lockedWithConflictTs } = result;
  const isConflict = type === LockResultLockedWithConflict;
  if (isConflict && lockedWithConflictTs <= forUpdateTs) {
    throw new ProtocolError(
      `A lock requested at ${forUpdateTs} was reported to be in conflict with ${lockedWithConflictTs}`,
    );
  }
  const isRead = isConflict || call.returnValues || call.onlyIfExists;
  return grant(call, {
    key,
    exists,
    read: isRead ? { value: exists ? value : undefined } : undefined,
    conflictTs: isConflict ? lockedWithConflictTs : 0n,
    forUpdateTs: isConflict ? lockedWithConflictTs : forUpdateTs,
  });
}

function grant(call: LockCall, granted: Omit<Grant, 'isLocked'>): Grant {
  const { key, exists, read, conflictTs, forUpdateTs } = granted;
  return { key, isLocked: !call.onlyIfExists || exists === true, exists, read, conflictTs, forUpdateTs };
}
