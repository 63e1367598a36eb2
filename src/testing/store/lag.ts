import type { errorpb } from '#proto';
import type { Columns } from '../mvcc/columns.ts';
import type { RegionState } from '../topology/region-state.ts';
import { Topology } from '../topology/topology.ts';
import { regionError } from './region-errors.ts';

/** Where the copies of a store that do not lead stood when they stopped to apply. */
export interface LagStart {
  readonly storeId: bigint;
  /** Whether leaders do not reach the store either. */
  readonly cutOff: boolean;
  readonly columns: Columns;
  readonly regions: readonly RegionState[];
  /** How many writes of each region had been applied. */
  readonly applied: ReadonlyMap<bigint, number>;
}

/**
 * The followers and learners of a store that apply nothing more: they know data and regions as they were. A copy
 * that becomes the leader has caught up before.
 */
export class Lag {
  readonly cutOff: boolean;
  /** The data as they are there. */
  readonly columns: Columns;
  readonly #applied: ReadonlyMap<bigint, number>;
  readonly #topology: Topology;
  /** Ids of the regions that are behind. */
  readonly #behind: Set<bigint>;
  #waiting: ((refusal: errorpb.Error | undefined) => void)[] = [];

  constructor({ storeId, cutOff, columns, regions, applied }: LagStart) {
    this.cutOff = cutOff;
    this.columns = columns;
    this.#applied = applied;
    this.#topology = new Topology(regions, 0n);
    const followed = regions.filter(
      ({ peers, leader }) => leader?.storeId !== storeId && peers.some((peer) => peer.storeId === storeId),
    );
    this.#behind = new Set(followed.map(({ id }) => id));
  }

  /** The regions as the store knows one of them; undefined when it has not heard of it yet. */
  topologyFor(regionId: bigint, now: Topology): Topology | undefined {
    if (this.#behind.has(regionId)) return this.#topology;
    const region = now.byId(regionId);
    return region !== undefined && this.#overlapping(region).length > 0 ? undefined : now;
  }

  isBehind(regionId: bigint): boolean {
    return this.#behind.has(regionId);
  }

  /** How many writes of a region were applied elsewhere and not here. */
  missing(regionId: bigint, applied: ReadonlyMap<bigint, number>): number {
    return (applied.get(regionId) ?? 0) - (this.#applied.get(regionId) ?? 0);
  }

  /** Settles when a copy may have caught up, or with what a read is told whose leader is given up. */
  change(): Promise<errorpb.Error | undefined> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** The election timeout has passed without word of a leader: the copies know of none, and stand for election in vain. */
  loseLeaders(): void {
    for (const id of this.#behind) this.#topology.setLeader(id, undefined);
    this.#wake(regionError.staleCommand());
  }

  /** A copy has all there is. */
  catchUp(region: RegionState): void {
    for (const id of this.#overlapping(region)) this.#behind.delete(id);
    this.#wake(undefined);
  }

  end(): void {
    this.#behind.clear();
    this.#wake(undefined);
  }

  /** All that can bear on a later answer. */
  state(): unknown {
    const regions = this.#topology.regions.filter(({ id }) => this.#behind.has(id));
    return { cutOff: this.cutOff, regions };
  }

  #wake(refusal: errorpb.Error | undefined): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve(refusal);
  }

  #overlapping(region: RegionState): bigint[] {
    return this.#topology.regions
      .filter(({ id, start, end }) => {
        const startsBefore = region.end === '' || start < region.end;
        const endsAfter = end === '' || end > region.start;
        return this.#behind.has(id) && startsBefore && endsAfter;
      })
      .map(({ id }) => id);
  }
}
