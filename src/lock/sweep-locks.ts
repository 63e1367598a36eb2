import { RegionError } from '../model/errors.ts';
import type { KeyRange } from '../model/region.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { RegionClient } from '../region/request/region-client.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import type { LockResolver } from './lock-resolver.ts';
import { scanLocks } from './scan-locks.ts';

export interface Sweep {
  readonly range: KeyRange;
  /** Locks of transactions that began later are left alone. */
  readonly maxStartTs: Timestamp;
  /** Ends living transactions, too. */
  readonly force: boolean;
}

/** What became of the locks of a range. */
export interface SweepResult {
  /**
   * Locks found that are gone: their transactions were committed, or rolled back. Other locks of these
   * transactions in the same region are removed with them, and not counted.
   */
  readonly resolved: number;
  /** Locks left to living transactions. */
  readonly alive: number;
}

/**
 * Resolves the locks of a range, region by region and page by page. With force none of them is left, so
 * garbage may be collected below `maxStartTs`. Follows client-go's ResolveLocksForRange (tikv/gc.go; scenario
 * S091).
 * @param startPage makes the retry state of one page
 */
export async function sweepLocks(
  resolver: LockResolver,
  regions: RegionClient,
  { range, maxStartTs, force }: Sweep,
  startPage: () => Backoffer,
): Promise<SweepResult> {
  let resolved = 0;
  let alive = 0;
  let left: KeyRange | undefined = range;
  let backoffer = startPage();
  while (left !== undefined) {
    const { locks, region, rest } = await scanLocks(regions, left, maxStartTs, backoffer);
    if (!force) {
      const living = await resolver.resolveDead(locks, backoffer);
      alive += living;
      resolved += locks.length - living;
    } else if (await resolver.batchResolve(locks, region, maxStartTs, backoffer)) {
      resolved += locks.length;
    } else {
      // The locks are no longer in one region: they are looked up again.
      const cause = new RegionError('staleRegion', `Region ${region.id} moved`, { regionId: region.id });
      await backoffer.sleep('regionMiss', cause);
      continue;
    }
    left = rest;
    backoffer = startPage();
  }
  return { resolved, alive };
}
