import type { errorpb, kvrpcpb } from '#proto';
import type { Change } from './change.ts';
import type { Columns } from './columns.ts';
import type { Key } from './key.ts';
import type { Request, Response } from './messages.ts';
import type { AcquiredLock, ReleasedLock } from './mvcc-txn.ts';
import type { StoreVolatile } from './store-volatile.ts';

/** What a command may use of its surroundings. */
export interface CommandEnvironment {
  readonly volatile: StoreVolatile;
  /** The data as a copy knows them that lags; by default as they are. */
  readonly columns?: Columns;
  /** Borders of the region, as user keys; an absent or empty border is open. */
  readonly range: { readonly start?: Uint8Array; readonly end?: Uint8Array };
  /** A fresh timestamp of PD. */
  tso(): bigint;
  /** Wall clock of the store, for the expiry of raw values. */
  nowMs(): number;
  /** Whether the leader has synced max_ts since it was elected (server rule 8). */
  readonly maxTsSynced: boolean;
  /** Keys latched for this command; commands that find their keys by a scan touch no others. */
  readonly latched?: ReadonlySet<Key>;
}

/** A pessimistic lock request that has to wait for a lock. */
export interface LockWait {
  readonly key: Key;
  /** The holder as a message, for the answer when time is up. */
  readonly holder: kvrpcpb.LockInfo;
  /** Start timestamps the request waits for: one, or the members of a shared set. */
  readonly holderStartTs: readonly bigint[];
  readonly startTs: bigint;
  readonly primary: Key;
  readonly isFirstLock: boolean;
  readonly forceLock: boolean;
  readonly waitTimeoutMs: number;
  /** Whether the waiter asks for a shared lock. */
  readonly shared: boolean;
  readonly request: Request;
}

/**
 * What a request came to at the moment it was looked at. Nothing replicated has changed yet: a `write` is
 * proposed and applied by the caller, between which faults may fall.
 */
export type Plan =
  /** The answer is final and there is nothing to propose. */
  | {
      readonly kind: 'read';
      readonly response: Response;
      /** In-memory pessimistic locks taken just now: their waiters wait for this owner from now on. */
      readonly acquired: readonly AcquiredLock[];
    }
  | {
      readonly kind: 'write';
      readonly response: Response;
      readonly changes: readonly Change[];
      /** Locks that go away: wake their waiters after the apply. */
      readonly released: readonly ReleasedLock[];
      /** Locks that are newly held: waiters of these keys wait for this owner from the apply on. */
      readonly acquired: readonly AcquiredLock[];
      /** When TiKV answers: pessimistic locks may be answered at the proposal (pipelined). */
      readonly respondAt: 'proposed' | 'applied';
      /** However many there are, they are not too large for the raft log. */
      readonly isBatched: boolean;
      /** Call in the same turn as KvEngine.apply: drops in-memory locks, remembers the commit. */
      afterApply(): void;
      /** Call when the proposal is lost: drops in-memory locks. */
      abort(): void;
    }
  | { readonly kind: 'wait'; readonly wait: LockWait }
  | { readonly kind: 'regionError'; readonly regionError: errorpb.Error };
