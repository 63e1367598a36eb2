import { StoreVolatile } from '../mvcc/store-volatile.ts';
import { Latches } from './latches.ts';
import type { LockWaiters } from './lock-waiters.ts';
import type { Proposals } from './proposals.ts';
import { ReadProgress } from './read-progress.ts';

/** What a store's process holds in memory: gone when it stops (server rule 4). */
export interface StoreLife {
  readonly volatile: StoreVolatile;
  readonly latches: Latches;
  readonly proposals: Proposals;
  readonly waiters: LockWaiters;
  readonly readProgress: ReadProgress;
}

/** A process that has just started. */
export function newStoreLife(parts: Pick<StoreLife, 'proposals' | 'waiters'>): StoreLife {
  return {
    volatile: new StoreVolatile(),
    latches: new Latches(),
    readProgress: new ReadProgress(),
    ...parts,
  };
}
