import type { KeyRange, StoreMeta } from '../model/region.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import type { KeyspaceMeta, PdRegion } from './pd-types.ts';

export interface PdRegionOptions {
  /**
   * A follower may answer; its answer can be older. A follower that fails is left alone for a while. Default
   * false.
   */
  readonly allowFollower?: boolean;
}

/**
 * Asks the placement driver. Every call goes to PD's leader, follows it when it moves, and is retried with
 * backoff kind `pdRpc` until the backoffer's budget or deadline ends. Keys given and bounds received are as
 * PD holds them: encoding is up to the caller.
 *
 * Every method throws, besides what the backoffer throws when it is used up:
 * PdUnreachableError (no endpoint could be used; `attempts` names each with its reason), PdError (PD refused),
 * ClusterMismatchError (only another cluster answers; final), ProtocolError (the answer cannot be right),
 * TooLargeError (it is larger than the client takes) and ClosedError (its session is closed).
 */
export interface PdClient {
  /** Known once the client is open. */
  readonly clusterId: bigint;
  /**
   * The region that holds `key`; undefined when PD knows none yet, for example between a split and its
   * report.
   */
  getRegion(key: Uint8Array, backoffer: Backoffer, options?: PdRegionOptions): Promise<PdRegion | undefined>;
  /** The region before the one that holds `key`: for scans downward from an exclusive bound. */
  getPrevRegion(
    key: Uint8Array,
    backoffer: Backoffer,
    options?: PdRegionOptions,
  ): Promise<PdRegion | undefined>;
  /**
   * The regions that overlap the ranges, at most `limit` of them, in key order. Ranges must be sorted and
   * must not overlap. There may be gaps.
   */
  batchScanRegions(
    ranges: readonly KeyRange[],
    limit: number,
    backoffer: Backoffer,
    options?: PdRegionOptions,
  ): Promise<readonly PdRegion[]>;
  /** Undefined when PD does not know the store, or only its tombstone. */
  getStore(id: bigint, backoffer: Backoffer): Promise<StoreMeta | undefined>;
  /** Every store that is not a tombstone, in no particular order. */
  getAllStores(backoffer: Backoffer): Promise<readonly StoreMeta[]>;
  /** Undefined when there is no such keyspace. Its state is the caller's to check. */
  loadKeyspace(name: string, backoffer: Backoffer): Promise<KeyspaceMeta | undefined>;
}
