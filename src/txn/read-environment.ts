import type { Lock, ResolveOptions, ResolveResult } from '../lock/lock.ts';
import type { RegionClient } from '../region/region-client.ts';
import type { Backoffer } from '../retry/backoffer.ts';

/** What reads need of the client. */
export interface ReadEnvironment {
  readonly regions: RegionClient;
  readonly locks: {
    resolve(locks: readonly Lock[], options: ResolveOptions, backoffer: Backoffer): Promise<ResolveResult>;
  };
}
