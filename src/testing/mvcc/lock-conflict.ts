import { kvrpcpb } from '#proto';
import { type CommandFailure, keyIsLocked, writeConflict } from './failure.ts';
import { type Key, MAX_TS } from './key.ts';
import type { Lock, LockState } from './model.ts';

const { IsolationLevel } = kvrpcpb;

/** How a read looks at locks: isolation level, and locks whose transactions the client knows to be done. */
export interface ReadView {
  readonly ts: bigint;
  readonly isolationLevel: number;
  readonly resolved: ReadonlySet<bigint>;
  readonly committed: ReadonlySet<bigint>;
  readonly replicaRead: boolean;
}

/** The view of a read request. */
export function readViewOf(ts: bigint, context: kvrpcpb.Context | undefined): ReadView {
  return {
    ts,
    isolationLevel: context?.isolationLevel ?? IsolationLevel.SI,
    resolved: setOf(context?.resolvedLocks),
    committed: setOf(context?.committedLocks),
    replicaRead: context?.replicaRead ?? false,
  };
}

/**
 * Why a lock in memory stands in the way of a read. A replica has its leader look for it, which knows nothing of
 * transactions that the client knows to be done, and lets no read of the latest version pass.
 *
 * @see TiKV src/server/raftkv/mod.rs, ReplicaReadLockChecker
 */
export function memoryLockConflict(key: Key, lock: Lock, view: ReadView): CommandFailure | undefined {
  if (!view.replicaRead || view.isolationLevel !== IsolationLevel.SI) return lockConflict(key, lock, view);
  const conflict = lockConflict(key, lock, { ...view, resolved: noTimestamps });
  const isIgnored = lock.type === 'Lock' || lock.type === 'Pessimistic';
  return conflict ?? (view.ts === MAX_TS && !isIgnored ? keyIsLocked(key, lock) : undefined);
}

/**
 * Why a lock stands in the way of a read, or undefined when it does not (server rules 10 and 12).
 *
 * @see TiKV components/txn_types/src/lock.rs, check_ts_conflict
 */
export function lockConflict(key: Key, state: LockState, view: ReadView): CommandFailure | undefined {
  if (view.isolationLevel === IsolationLevel.RC) return undefined;
  if (state.type === 'Shared' || state.type === 'Lock' || state.type === 'Pessimistic') return undefined;
  if (view.isolationLevel === IsolationLevel.RCCheckTS) {
    if (view.resolved.has(state.startTs)) return undefined;
    return writeConflict({
      startTs: view.ts,
      conflictStartTs: state.startTs,
      conflictCommitTs: 0n,
      key,
      primary: state.primary,
      reason: 'RcCheckTs',
    });
  }
  if (state.startTs > view.ts || state.minCommitTs > view.ts) return undefined;
  if (view.resolved.has(state.startTs)) return undefined;
  // A read of the latest version may see past the primary of a transaction that will take a new timestamp.
  const passesPrimary = key === state.primary && !state.useAsyncCommit && !state.useOnePc;
  if (view.ts === MAX_TS && passesPrimary) return undefined;
  return keyIsLocked(key, state);
}

const noTimestamps: ReadonlySet<bigint> = new Set();

function setOf(timestamps: readonly bigint[] | undefined): ReadonlySet<bigint> {
  return timestamps === undefined || timestamps.length === 0 ? noTimestamps : new Set(timestamps);
}
