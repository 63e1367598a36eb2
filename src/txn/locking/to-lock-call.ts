import { bytesName, inOrderOnce } from '../../model/bytes.ts';
import { UsageError } from '../../model/errors.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import type { Deadline } from '../../retry/deadline.ts';
import type { LockCall } from './lock-call.ts';
import type { LockOwner } from './lock-owner.ts';

/** What a caller wants locked. */
export interface LockRequest extends Pick<LockCall, 'isShared' | 'returnValues' | 'onlyIfExists' | 'waitMs'> {
  /** In any order; they may repeat. */
  readonly keys: readonly Uint8Array[];
  /** Whether keys exist is to be told; else it is as far as stores tell it unasked, and false. */
  readonly checkExistence: boolean;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * The call for those keys of a request that are not locked yet: each once, in key order.
 * @param asOf the timestamp of a statement's run
 * @throws UsageError for an exclusive lock on a key that has a shared one, and for a shared one before any
 * other
 */
export function toLockCall(
  { keys: wanted, isShared, returnValues, onlyIfExists, waitMs }: LockRequest,
  owner: Pick<LockOwner, 'held' | 'primary' | 'mustNotExist'>,
  deadline: Deadline,
  asOf: Timestamp | undefined,
): LockCall {
  const fresh = wanted.filter((key) => {
    const held = owner.held.get(key);
    if (held?.isShared === true && !isShared) {
      throw new UsageError('lock: a shared lock cannot become an exclusive one; TiKV has no such upgrade');
    }
    return held === undefined;
  });
  if (isShared && owner.primary === undefined && fresh.length > 0) {
    throw new UsageError(
      'lock: shared locks need another key of the transaction to be locked before them, without `shared`',
    );
  }
  const keys = fresh.length > 1 ? inOrderOnce(fresh) : fresh;
  const inserted = keys.filter((key) => owner.mustNotExist(key));
  const mustNotExist = inserted.length === 0 ? NONE : new Set(inserted.map(bytesName));
  return { keys, isShared, returnValues, onlyIfExists, waitMs, mustNotExist, asOf, deadline };
}
