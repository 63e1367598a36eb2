import type { AnyActorRef } from 'xstate';
import type { ActorRoot } from '../actor/actor-root.ts';
import type { PeriodicKeeper } from '../actor/periodic-keeper.ts';
import type { Lock, ResolveOptions, ResolveResult } from '../lock/lock.ts';
import type { Clock } from '../model/runtime.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { RegionClient } from '../region/region-client.ts';
import type { BackgroundWork } from '../retry/background-work.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import type { Deadline, Deadlines } from '../retry/deadline.ts';
import type { WriteLimits } from './write-buffer.ts';

/** Everything a transaction needs from outside. One per client, shared by all its transactions. */
export interface TransactionEnvironment {
  readonly regions: RegionClient;
  readonly timestamps: { timestamp(deadline?: Deadline): Promise<Timestamp> };
  readonly locks: {
    /** @throws what the backoffer says when it is used up, and what a request failed with */
    resolve(
      locks: readonly Lock[],
      options: ResolveOptions,
      backoffer: Backoffer,
      parent?: AnyActorRef,
    ): Promise<ResolveResult>;
  };
  /** Keeps the locks of long commits alive. */
  readonly keeper: PeriodicKeeper;
  readonly root: ActorRoot;
  readonly runtime: { readonly clock: Clock; random(): number };
  readonly deadlines: Deadlines;
  /** Where commits of secondaries and rollbacks go on after the caller has its answer. */
  readonly background: BackgroundWork;
  /** Retry state for work in the background, with a deadline of its own. */
  detachedBackoffer(budgetMs: number): Backoffer;
  readonly limits: WriteLimits;
}
