import type { Lock, SharedLocks } from './model.ts';

/** Shared locks without one transaction's. */
export function withoutMember(shared: SharedLocks, startTs: bigint): SharedLocks {
  const members = new Map(shared.members);
  members.delete(startTs);
  return { ...shared, members };
}

/** Shared locks with one transaction's added or replaced. */
export function withMember(shared: SharedLocks | undefined, lock: Lock): SharedLocks {
  const members = new Map(shared?.members).set(lock.startTs, lock);
  return { type: 'Shared', shrinkOnly: shared?.shrinkOnly ?? false, members };
}
