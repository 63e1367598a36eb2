import type { Timestamp } from '../../model/timestamp.ts';
import type { HeldLocks } from './held-locks.ts';
import type { LockRelease } from './lock-release.ts';

/** A transaction that locks before it commits, as its lock calls and its statement see it. */
export interface LockOwner {
  readonly startTs: Timestamp;
  /** By the clock of the runtime. */
  readonly beganAtMs: number;
  readonly held: HeldLocks;
  /** Locks that are being released. */
  readonly releases: LockRelease;
  /** The key that all locks name; undefined until a lock call chooses it. */
  primary: Uint8Array | undefined;
  /** The for_update_ts of the last lock call; never goes down. */
  forUpdateTs: Timestamp;
  /** No lock is held. */
  readonly holdsNothing: boolean;
  /** Keys of all locks held, without those being released. */
  readonly heldKeys: readonly Uint8Array[];
  /** Whether an insert of the key waits for commit. */
  mustNotExist(key: Uint8Array): boolean;
  primaryLocked(): void;
  primaryGivenUp(): void;
  stopKeepingAlive(): void;
  /** Releases locks, in the background. */
  giveBack(keys: readonly Uint8Array[]): void;
}
