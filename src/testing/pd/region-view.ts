import type { pdpb } from '#proto/connect';
import { bytesOf, type Key, keyOf } from '../mvcc/key.ts';
import { peerMessage, regionMessage } from '../store/region-messages.ts';
import type { RegionState } from '../topology/region-state.ts';
import { regionIndexAt, type Topology } from '../topology/topology.ts';
import { PdError, pdErrorType } from './pd-error.ts';

/**
 * The regions as PD knows them from heartbeats: normally as they are; frozen, they are as they were; a
 * hidden region is a gap (server rule 74).
 *
 * @see PD pkg/utils/grpcutil/cluster.go and pkg/core/region.go
 */
export class RegionView {
  readonly #topology: Topology;
  readonly #hidden = new Set<bigint>();
  #frozen: readonly RegionState[] | undefined;

  constructor(topology: Topology) {
    this.#topology = topology;
  }

  /** Fault: heartbeats stop reaching PD. */
  freeze(): void {
    this.#frozen ??= this.#topology.regions;
  }

  thaw(): void {
    this.#frozen = undefined;
  }

  /** Fault: PD has lost a region, or not heard of it yet. */
  hide(regionId: bigint): void {
    this.#hidden.add(regionId);
  }

  show(regionId: bigint): void {
    this.#hidden.delete(regionId);
  }

  /** The region a border key lies in. */
  at(border: Uint8Array): RegionState | undefined {
    return this.#shown(this.#regions[regionIndexAt(this.#regions, keyOf(border))]);
  }

  /** The region before the one a border key lies in. */
  before(border: Uint8Array): RegionState | undefined {
    return this.#shown(this.#regions[regionIndexAt(this.#regions, keyOf(border)) - 1]);
  }

  byId(regionId: bigint): RegionState | undefined {
    const region =
      this.#frozen === undefined
        ? this.#topology.byId(regionId)
        : this.#frozen.find((one) => one.id === regionId);
    return this.#shown(region);
  }

  /** Regions that overlap a range, in key order; an empty end is no bound, `limit` at most 0 is all. */
  scan(start: Uint8Array, end: Uint8Array, limit: number): readonly RegionState[] {
    const regions = this.#regions;
    const last = keyOf(end);
    const found: RegionState[] = [];
    for (let index = regionIndexAt(regions, keyOf(start)); index < regions.length; index++) {
      const region = regions[index] as RegionState;
      if ((last !== '' && region.start >= last) || (limit > 0 && found.length >= limit)) break;
      if (this.#shown(region) !== undefined) found.push(region);
    }
    return found;
  }

  /**
   * Regions that overlap ascending ranges, each region once.
   * @throws PdError when ranges are not in order, or (if asked for) when they are not covered without a gap
   */
  batchScan(
    ranges: readonly { readonly startKey: Uint8Array; readonly endKey: Uint8Array }[],
    limit: number,
    containAll: boolean,
  ): readonly RegionState[] {
    const found: RegionState[] = [];
    let previousEnd = '';
    for (const { startKey, endKey } of ranges) {
      const start = keyOf(startKey);
      const end = keyOf(endKey);
      if (start < previousEnd) throw invalidRange('ranges overlapped');
      if (end !== '' && start > end) throw invalidRange('start key > end key');
      previousEnd = end;
      const left = limit > 0 ? limit - found.length : 0;
      if (limit > 0 && left === 0) break;
      const inRange = this.scan(startKey, endKey, left + (found.length > 0 && left > 0 ? 1 : 0));
      if (containAll) checkCovered(inRange, start, end, limit > 0 && inRange.length >= left);
      for (const region of inRange) if (found.at(-1) !== region) found.push(region);
    }
    return limit > 0 ? found.slice(0, limit) : found;
  }

  get #regions(): readonly RegionState[] {
    return this.#frozen ?? this.#topology.regions;
  }

  #shown(region: RegionState | undefined): RegionState | undefined {
    return region === undefined || this.#hidden.has(region.id) ? undefined : region;
  }
}

/** A region with its leader and, if wanted, its buckets, as PD's answers carry it. */
export function regionAnswer(region: RegionState, needBuckets: boolean): pdpb.Region {
  const borders = region.buckets && [region.start, ...region.buckets.keys, region.end];
  return {
    region: regionMessage(region),
    ...(region.leader && { leader: peerMessage(region.leader) }),
    ...(needBuckets &&
      borders && {
        buckets: { regionId: region.id, version: region.buckets?.version ?? 0n, keys: borders.map(bytesOf) },
      }),
  };
}

function checkCovered(regions: readonly RegionState[], start: Key, end: Key, limited: boolean): void {
  const first = regions[0];
  const last = regions.at(-1);
  const joined = regions.every((region, index) => index === 0 || regions[index - 1]?.end === region.start);
  const startsInside = first !== undefined && first.start <= start;
  const endsInside = last !== undefined && (limited || last.end === '' || (end !== '' && last.end >= end));
  if (!joined || !startsInside || !endsInside) {
    throw new PdError(
      pdErrorType.regionsNotContainAllKeyRange,
      '[PD:region:ErrRegionNotAdjacent]two regions are not adjacent',
    );
  }
}

function invalidRange(what: string): PdError {
  return new PdError(pdErrorType.unknown, `invalid key range, ${what}`);
}
