import type { Lock, ResolveOptions, ResolveResult } from '../../lock/lock.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import type { RegionClient } from '../../region/request/region-client.ts';
import type { Backoffer } from '../../retry/backoffer.ts';
import type { Deadline } from '../../retry/deadline.ts';

/** Whether garbage collection still keeps what a timestamp saw. */
export interface Visibility {
  /**
   * Undefined when that is known at once.
   * @throws ReadBelowSafePointError; PdUnreachableError when the safe point is not known; DeadlineError,
   * AbortedError
   */
  check(readTs: Timestamp, deadline: Deadline): Promise<void> | undefined;
}

/** What reads need of the client. */
export interface ReadEnvironment {
  readonly regions: RegionClient;
  readonly visibility: Visibility;
  readonly locks: {
    resolve(locks: readonly Lock[], options: ResolveOptions, backoffer: Backoffer): Promise<ResolveResult>;
  };
}
