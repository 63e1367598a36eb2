import type { RegionState } from '../topology/region-state.ts';

interface Progress {
  readonly region: RegionState;
  readonly safeTs: bigint;
  readonly advancedAtMs: number;
}

/**
 * Up to where a store's copies of regions may be read stale: it never goes back, unless a region takes over another.
 * In memory only.
 *
 * @see TiKV components/raftstore/src/store/util.rs, RegionReadProgress
 */
export class ReadProgress {
  readonly #byRegion = new Map<bigint, Progress>();

  /** 0 before it was told any. */
  safeTs(region: RegionState): bigint {
    return this.#of(region)?.safeTs ?? 0n;
  }

  /** When it was told last; long ago before that. */
  advancedAtMs(region: RegionState): number {
    return this.#of(region)?.advancedAtMs ?? Number.NEGATIVE_INFINITY;
  }

  /** Takes a newer safe timestamp, and gives the one that holds. */
  advance(region: RegionState, safeTs: bigint, nowMs: number): bigint {
    const known = this.safeTs(region);
    const next = safeTs > known ? safeTs : known;
    this.#byRegion.set(region.id, { region, safeTs: next, advancedAtMs: nowMs });
    return next;
  }

  /** All that can bear on a later answer. */
  state(): unknown {
    return [...this.#byRegion].map(([id, { safeTs }]) => [id, safeTs]);
  }

  /** What is known of a region holds for parts of it, not for what it has taken over since. */
  #of(region: RegionState): Progress | undefined {
    const known = this.#byRegion.get(region.id);
    if (known === undefined || known.region.start > region.start) return undefined;
    const { end } = known.region;
    return end === '' || (region.end !== '' && region.end <= end) ? known : undefined;
  }
}
