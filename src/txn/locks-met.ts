import { type Lock, toLocks } from '../lock/lock.ts';
import { equalBytes } from '../model/bytes.ts';
import { AlreadyExistsError, ProtocolError, type TikvError, WriteConflictError } from '../model/errors.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { kvrpcpb } from '../wire/codec/messages.ts';
import type { CommitTask } from './commit/commit-task.ts';
import type { Batch } from './commit/group-mutations.ts';
import type { Mutation } from './commit/mutation.ts';
import { toKeyError } from './key-errors.ts';

/**
 * Reads the key errors of an answer: locks to be resolved, or an error that makes that useless. A lock of a
 * transaction that began later is a conflict already: whoever holds it will commit later (scenario S018). In
 * a transaction that locks before commit, a later one may go first. For a caller that does not wait for
 * locks, any lock is a conflict (parity row TXN-32).
 */
export function locksMet(
  errors: readonly kvrpcpb.KeyError.Decoded[],
  batch: Batch,
  { startTs, forUpdateTs, failsOnLock }: Pick<CommitTask, 'startTs' | 'forUpdateTs' | 'failsOnLock'>,
): { readonly locks: readonly [Lock, ...Lock[]] } | { readonly refusal: TikvError } {
  const locks: Lock[] = [];
  for (const error of errors) {
    if (error.locked === undefined) return { refusal: refusalOf(error, batch) };
    locks.push(...toLocks(error.locked));
  }
  if (locks.some((lock) => lock.startTs === startTs)) {
    return {
      refusal: new ProtocolError(
        `A store reported that transaction ${startTs} is blocked by a lock of its own`,
      ),
    };
  }
  const later = failsOnLock ? locks[0] : locks.find((lock) => lock.startTs > startTs);
  if (later === undefined || (forUpdateTs > 0n && !failsOnLock)) return { locks: locks as [Lock, ...Lock[]] };
  return { refusal: toConflict(startTs, later) };
}

/** The conflict of a prewrite that is not to wait for a lock. */
export function toConflict(startTs: Timestamp, lock: Lock): WriteConflictError {
  const conflict = {
    startTs,
    conflictStartTs: lock.startTs,
    conflictCommitTs: 0n,
    reason: 'optimistic',
  } as const;
  return new WriteConflictError(lock.key, conflict);
}

/**
 * A store may report that a key exists only where it was to be absent, and a failed assertion only where one
 * was made (parity row PRW-9).
 */
function refusalOf(error: kvrpcpb.KeyError.Decoded, { mutations }: Batch): TikvError {
  const failed = error.assertionFailed?.key;
  if (failed !== undefined) {
    const asserted = mutations.find(
      ({ key, assertion }) => assertion !== undefined && equalBytes(key, failed),
    );
    if (asserted === undefined) {
      return new ProtocolError('A store reported that an assertion failed which nobody made');
    }
    return asserted.mustLook === 'inserted' ? new AlreadyExistsError(failed) : toKeyError(error);
  }
  const existing = error.alreadyExist?.key;
  const isExpected = ({ op, key }: Mutation) =>
    (op === 'insert' || op === 'checkNotExists') && equalBytes(key, existing as Uint8Array);
  if (existing === undefined || mutations.some(isExpected)) return toKeyError(error);
  return new ProtocolError('A store reported that a key exists which was not to be absent');
}
