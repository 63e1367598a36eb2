import type { Timestamp } from '../model/timestamp.ts';
import type { HeldLocks } from './held-locks.ts';
import type { LockRelease } from './lock-release.ts';

/** A transaction that locks before it commits, as its lock calls and its statement see it. */
export interface LockOwner {
  readonly startTs: Timestamp;
  /** By the clock of the runtime. */
  readonly beganAtMs: number;
  readonly held: HeldLocks;
  /** What was locked and is being given back. */
  readonly releases: LockRelease;
  /** The key that all locks name; undefined until a lock call chooses it. */
  primary: Uint8Array | undefined;
  /** What the last keys were asked for at; never goes down. */
  forUpdateTs: Timestamp;
  /** No lock is held. */
  readonly holdsNothing: boolean;
  /** Keys of all locks that are held, without those that are being given back. */
  readonly heldKeys: readonly Uint8Array[];
  /** Whether an insert of the key waits for commit. */
  mustNotExist(key: Uint8Array): boolean;
  primaryLocked(): void;
  primaryGivenUp(): void;
  stopKeepingAlive(): void;
  /** Gives locks back, in the background. */
  giveBack(keys: readonly Uint8Array[]): void;
}
