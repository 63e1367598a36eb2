import type { AnyActorRef } from 'xstate';
import type { ActorRoot } from '../actor/actor-root.ts';
import type { PeriodicKeeper } from '../actor/periodic-keeper.ts';
import type { Lock, ResolveOptions, ResolveResult } from '../lock/lock.ts';
import type { Clock } from '../model/runtime.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { EventSink } from '../observe/event-relay.ts';
import type { RegionSplitter } from '../region/region-splitter.ts';
import type { RegionClient } from '../region/request/region-client.ts';
import type { BackgroundWork } from '../retry/background-work.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import type { Deadline, Deadlines } from '../retry/deadline.ts';
import type { Ledger } from '../retry/ledger.ts';
import type { WriteLimits } from './buffer/write-buffer.ts';
import type { Latches } from './commit/latches.ts';
import type { Visibility } from './reads/read-environment.ts';

/** What bounds a transaction and its commit. */
export interface TransactionLimits extends WriteLimits {
  /** Requests of one commit under way at once (client-go's CommitterConcurrency; parity row GRP-7). */
  readonly commitConcurrency: number;
  /** From this size on its locks are kept alive while it prewrites (client-go's TTLRefreshedTxnSize). */
  readonly keepAliveSizeBytes: number;
  /** How long its locks are kept alive at most (client-go's MaxTxnTTL). */
  readonly maxLifeMs: number;
}

/** Everything a transaction needs from outside. One per client, shared by all its transactions. */
export interface TransactionEnvironment {
  readonly regions: RegionClient;
  readonly timestamps: { timestamp(deadline?: Deadline): Promise<Timestamp> };
  readonly locks: {
    /** @throws what the backoffer throws when its budget is used up, and what a request failed with */
    resolve(
      locks: readonly Lock[],
      options: ResolveOptions,
      backoffer: Backoffer,
      parent?: AnyActorRef,
    ): Promise<ResolveResult>;
  };
  /** Whether versions that conflict with the transaction are still kept. */
  readonly visibility: Visibility;
  /** Splits regions that a huge commit would flood. */
  readonly splitter: Pick<RegionSplitter, 'split' | 'waitForScatter'>;
  /** Keeps the locks of long commits alive. */
  readonly keeper: PeriodicKeeper;
  readonly root: ActorRoot;
  readonly runtime: { readonly clock: Clock; random(): number };
  readonly deadlines: Deadlines;
  /** Where commits of secondaries and rollbacks go on after the caller has its answer. */
  readonly background: BackgroundWork;
  /** Retry state for work in the background, with a deadline of its own. */
  detachedBackoffer(budgetMs: number, ledger?: Ledger): Backoffer;
  readonly limits: TransactionLimits;
  /** For optimistic transactions. Undefined where latches are switched off. */
  readonly latches?: Latches | undefined;
  /** Gets an event for how each transaction ended. */
  readonly events: EventSink;
  /** Counts what one transaction costs. Undefined in the environment that all share. */
  readonly ledger?: Ledger | undefined;
}

/** The same environment for one transaction, whose costs are counted, including those in the background. */
export function counted(environment: TransactionEnvironment, ledger: Ledger): TransactionEnvironment {
  // Spelled out: each transaction has one, and a spread of so many fields is slow.
  return {
    regions: environment.regions,
    timestamps: environment.timestamps,
    locks: environment.locks,
    visibility: environment.visibility,
    splitter: environment.splitter,
    keeper: environment.keeper,
    root: environment.root,
    runtime: environment.runtime,
    deadlines: environment.deadlines,
    background: environment.background,
    detachedBackoffer: (budgetMs: number) => environment.detachedBackoffer(budgetMs, ledger),
    limits: environment.limits,
    latches: environment.latches,
    events: environment.events,
    ledger,
  };
}
