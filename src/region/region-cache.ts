import type { KeyRange } from '../model/region.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import type { CachedRegion } from './cached-region.ts';

/** Keys of one region; `indexes` are positions in the list that was grouped, ascending. */
export interface KeyGroup {
  readonly region: CachedRegion;
  readonly indexes: readonly number[];
}

/** Why a cached region is not to be used any more. */
export type InvalidReason =
  | 'noLeader'
  | 'regionNotFound'
  | 'epochNotMatch'
  | 'storeNotFound'
  | 'expired'
  | 'other';

/**
 * Which region holds a key, as far as it is known. All that wait throw what the backoffer throws when it is used
 * up (RegionUnavailableError when regions are missing or have no usable peer), PdError, PdUnreachableError,
 * ClusterMismatchError and ProtocolError.
 */
export interface RegionCache {
  /** The region with `startKey <= key < endKey`, without waiting; undefined when PD must be asked. */
  peek(key: Uint8Array): CachedRegion | undefined;
  /** The region with `startKey <= key < endKey`. */
  locate(key: Uint8Array, backoffer: Backoffer): Promise<CachedRegion>;
  /** The region with `startKey < key <= endKey`; an empty key is the end of all keys. */
  locateEnd(key: Uint8Array, backoffer: Backoffer): Promise<CachedRegion>;
  /** Splits a list of keys, sorted or not, into those of each region: one group each, in order of first use. */
  groupKeys(keys: readonly Uint8Array[], backoffer: Backoffer): Promise<readonly KeyGroup[]>;
  /** The regions that cover a range, in key order and without a gap; at most `limit` of them, from its start. */
  locateRange(range: KeyRange, backoffer: Backoffer, limit?: number): Promise<readonly CachedRegion[]>;
  /** Not used again for a key: the next look-up asks PD. */
  invalidate(region: CachedRegion, reason: InvalidReason): void;
  close(): void;
}
