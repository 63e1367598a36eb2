import type { KeyCodec } from '../../keyspace/key-codec.ts';
import { compareBytes, equalBytes } from '../../model/bytes.ts';
import { ProtocolError, RegionError } from '../../model/errors.ts';
import type { KeyRange, Peer, RegionMeta } from '../../model/region.ts';
import type { PdClient } from '../../pd/pd-client.ts';
import type { PdRegion } from '../../pd/pd-types.ts';
import { allEnded } from '../../retry/all-ended.ts';
import type { Backoffer } from '../../retry/backoffer.ts';
import { ReplicaContext } from '../replica/replica-context.ts';
import type { StoreCache } from '../store/store-cache.ts';
import { CachedRegion } from './cached-region.ts';

/** Which border of a region belongs to it: the start, for scans upward, or the end, for those downward. */
export type Direction = 'up' | 'down';

export interface RegionLoaderOptions {
  readonly pd: Pick<PdClient, 'clusterId' | 'getRegion' | 'getPrevRegion' | 'batchScanRegions'>;
  readonly codec: KeyCodec;
  readonly stores: StoreCache;
  /** When a region that is built now expires. */
  readonly expiresAtMs: () => number;
}

/** What PD says about ranges. */
export interface ScannedRegions {
  /** Those that are usable, in key order. */
  readonly regions: readonly CachedRegion[];
  /** Where the last region ends that PD gave, usable or not, when there may be more; undefined when it gave all. */
  readonly end: Uint8Array | undefined;
}

/** No usual key is larger; where the search for the last region begins. */
export const LARGE_KEY = new Uint8Array(64).fill(0xff);

/**
 * Asks PD for regions and turns its answers into cached regions. Follows client-go's loadRegion,
 * batchScanRegions and newRegion (parity rows REG-8, REG-10, REG-12). All methods that wait throw what
 * PdClient throws, and ProtocolError for bounds that are not in the codec's encoding.
 */
export class RegionLoader {
  readonly #options: RegionLoaderOptions;

  constructor(options: RegionLoaderOptions) {
    this.#options = options;
  }

  /** The region of a key, as PD knows it now; an error when PD has no usable one. It may not hold the key. */
  async load(key: Uint8Array, direction: Direction, backoffer: Backoffer): Promise<CachedRegion | Error> {
    const loaded = await this.#ask(key, direction, backoffer);
    if (loaded === undefined) return new RegionError('noRegion', 'PD knows no region for the key');
    return this.#resolve(loaded, backoffer);
  }

  /** The regions that overlap the ranges, as far as PD has usable ones; at most `limit`. @param ranges in key order */
  async scan(ranges: readonly KeyRange[], limit: number, backoffer: Backoffer): Promise<ScannedRegions> {
    const { pd, codec } = this.#options;
    const encoded = ranges.map((range) => codec.encodeRegionRange(range));
    const scanned = await pd.batchScanRegions(encoded, limit, backoffer);
    const regions: CachedRegion[] = [];
    for (const loaded of scanned) {
      const region = await this.#resolve(loaded, backoffer);
      if (region instanceof CachedRegion) regions.push(region);
    }
    const last = scanned.length < limit ? undefined : scanned.at(-1);
    return { regions, end: last && this.#decodeRange(last.meta).end };
  }

  /**
   * A region as a store named it, without asking PD about the stores of its peers. Undefined when it cannot
   * be right or has no usable peer.
   */
  buildFrom(meta: RegionMeta, leaderStoreId: bigint): CachedRegion | undefined {
    const leader = meta.peers.find((peer) => peer.storeId === leaderStoreId);
    try {
      const region = this.#build(meta, this.#decodeRange(meta), leader, []);
      return region instanceof CachedRegion ? region : undefined;
    } catch (error) {
      if (error instanceof ProtocolError) return undefined;
      throw error;
    }
  }

  async #ask(key: Uint8Array, direction: Direction, backoffer: Backoffer): Promise<PdRegion | undefined> {
    const { pd, codec } = this.#options;
    if (direction === 'down' && key.length === 0) return this.#askForLast(backoffer);
    const encoded = codec.encodeRegionKey(key);
    const found = await pd.getRegion(encoded, backoffer);
    const isAbove = direction === 'down' && found !== undefined && equalBytes(found.meta.startKey, encoded);
    return isAbove ? pd.getPrevRegion(encoded, backoffer) : found;
  }

  async #askForLast(backoffer: Backoffer): Promise<PdRegion | undefined> {
    let key = this.#options.codec.encodeRegionKey(LARGE_KEY);
    for (;;) {
      const found = await this.#options.pd.getRegion(key, backoffer);
      if (found === undefined) return undefined;
      const range = this.#decodeRange(found.meta);
      if (range.end.length === 0 || compareBytes(found.meta.endKey, key) <= 0) return found;
      key = found.meta.endKey;
    }
  }

  async #resolve(loaded: PdRegion, backoffer: Backoffer): Promise<CachedRegion | Error> {
    const { meta, leader, downPeers } = loaded;
    const { stores } = this.#options;
    const asked = meta.peers.map((peer) => stores.resolve(stores.get(peer.storeId), backoffer));
    // None is left running for a caller who has gone, since that caller's deadline would no longer end it.
    await allEnded(asked);
    const range = this.#decode(meta);
    // A merge between two questions makes PD name one that is further down than the key.
    return range === undefined ? outsideKeyspace(meta) : this.#build(meta, range, leader, downPeers);
  }

  #decodeRange(meta: RegionMeta): KeyRange {
    const range = this.#decode(meta);
    if (range === undefined) throw outsideKeyspace(meta);
    return range;
  }

  #decode({ startKey, endKey }: RegionMeta): KeyRange | undefined {
    return this.#options.codec.decodeRegionRange({ start: startKey, end: endKey });
  }

  #build(
    meta: RegionMeta,
    range: KeyRange,
    leader: Peer | undefined,
    downPeers: readonly Peer[],
  ): CachedRegion | Error {
    if (range.end.length > 0 && compareBytes(range.start, range.end) >= 0)
      return new ProtocolError(`Region ${meta.id} ends before it starts`);
    const { pd, codec, stores, expiresAtMs } = this.#options;
    const replicas = meta.peers
      .filter((peer) => !downPeers.some((down) => down.id === peer.id))
      .filter((peer) => !peer.isWitness || peer.id === leader?.id)
      .map((peer) => ({ peer, store: stores.get(peer.storeId) }))
      .filter(({ store }) => store.resolveState !== 'tombstone' && store.servesKeys)
      .map(({ peer, store }) => ({
        peer,
        store,
        storeEpoch: store.epoch,
        context: new ReplicaContext(pd.clusterId, codec.context, meta, peer),
      }));
    if (replicas.length === 0)
      return new RegionError('noPeer', `Region ${meta.id} has no usable peer`, { regionId: meta.id });
    const leaderIndex = replicas.findIndex(({ peer }) => peer.id === leader?.id);
    return new CachedRegion({
      meta,
      range,
      replicas,
      leaderIndex: Math.max(0, leaderIndex),
      expiresAtMs: expiresAtMs(),
      isShortLived: downPeers.length > 0,
    });
  }
}

function outsideKeyspace({ id }: RegionMeta): ProtocolError {
  return new ProtocolError(`Region ${id} is outside the keyspace`);
}
