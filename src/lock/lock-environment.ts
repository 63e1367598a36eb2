import type { ActorRoot } from '../actor/actor-root.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { EventSink } from '../observe/event-relay.ts';
import type { SingleFlight } from '../region/cache/single-flight.ts';
import type { RegionClient } from '../region/request/region-client.ts';
import type { BackgroundWork } from '../retry/background-work.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import type { Deadline } from '../retry/deadline.ts';
import type { Ledger } from '../retry/ledger.ts';

/** What lock resolution needs of the client. */
export interface LockEnvironment {
  readonly regions: RegionClient;
  readonly timestamps: {
    timestamp(deadline?: Deadline): Promise<Timestamp>;
    lowResolution(maxAgeMs?: number): Timestamp | undefined;
  };
  readonly root: ActorRoot;
  /**
   * Resolutions under way of all locks of one transaction in one region. They resolve to whether that was
   * done.
   */
  readonly wholeRegions: SingleFlight<string, boolean>;
  /** Gets events about locks met, and what became of them. */
  readonly events: EventSink;
  /** For a transaction with fewer keys in a region, only the keys met are resolved. */
  readonly resolveLiteThreshold: number;
  /** Where cleanup goes on after the read that found it has ended. */
  readonly background: BackgroundWork;
  /** Retry state for work in the background, with a deadline of its own. */
  readonly detachedBackoffer: (budgetMs: number, ledger?: Ledger) => Backoffer;
}
