import type { KeyCodec } from '../../keyspace/key-codec.ts';
import { compareBytes } from '../../model/bytes.ts';
import { ProtocolError, RegionError, type Stage } from '../../model/errors.ts';
import type { KeyRange, Peer, RegionMeta } from '../../model/region.ts';
import type { Runtime } from '../../model/runtime.ts';
import { type EventSink, NO_EVENTS } from '../../observe/event-relay.ts';
import type { PdClient } from '../../pd/pd-client.ts';
import { BACKOFF_BUDGET_MS } from '../../retry/backoff-kinds.ts';
import { Backoffer } from '../../retry/backoffer.ts';
import type { Deadlines } from '../../retry/deadline.ts';
import { inScanOrder, rangesAround } from '../ranges-around.ts';
import type { Store } from '../store/store.ts';
import type { StoreCache } from '../store/store-cache.ts';
import type { CachedRegion, Replica } from './cached-region.ts';
import { RegionIndex } from './region-index.ts';
import { type Direction, RegionLoader } from './region-loader.ts';
import { SharedLookups } from './shared-lookups.ts';
import { endsItsVerbAlone } from './single-flight.ts';

/** Keys of one region; `indexes` are positions in the list that was grouped, ascending. */
export interface KeyGroup {
  readonly region: CachedRegion;
  readonly indexes: readonly number[];
}

export interface RegionCacheOptions {
  readonly runtime: Pick<Runtime, 'clock' | 'random'>;
  readonly pd: Pick<PdClient, 'clusterId' | 'getRegion' | 'getPrevRegion' | 'batchScanRegions'>;
  readonly codec: KeyCodec;
  readonly stores: StoreCache;
  readonly deadlines: Deadlines;
  /** How long a region stays usable after its last use, in milliseconds. Default 600,000. */
  readonly ttlMs?: number;
  /**
   * Up to this much is added to each TTL, in milliseconds, so that regions do not expire together. Default
   * 60,000.
   */
  readonly ttlJitterMs?: number;
  /** Default 1,000,000. */
  readonly maxRegions?: number;
  /** Receives the regions that are learnt and the leaders that moved. */
  readonly events?: EventSink;
}

/** Regions PD is asked for at once (parity row REG-12). */
const REGIONS_PER_SCAN = 128;
const RANGES_PER_SCAN = 2048;
/** Regions looked at on every insertion, so that dropping keeps pace with growing. */
const SWEPT_PER_INSERTION = 4;
/** How long a usable region is kept in use before PD is asked whether it has changed. */
const RELOAD_DELAY_MS = 1_000;
const LOCATING: Stage = 'locating a region';

/**
 * Which region holds a key, as far as it is known, for the keys of one codec. All methods that wait throw
 * what the backoffer throws when it is used up (RegionUnavailableError when regions are missing or have no
 * usable peer), ProtocolError, and what PdClient throws. Follows client-go's locate.RegionCache (parity rows
 * REG-1 to REG-15).
 */
export class RegionCache {
  readonly codec: KeyCodec;
  readonly stores: StoreCache;
  readonly #options: RegionCacheOptions;
  readonly #runtime: Pick<Runtime, 'clock' | 'random'>;
  readonly #ttlMs: number;
  readonly #ttlJitterMs: number;
  readonly #maxRegions: number;
  readonly #events: EventSink;
  readonly #index = new RegionIndex();
  readonly #loader: RegionLoader;
  readonly #lookups = new SharedLookups();

  constructor(options: RegionCacheOptions) {
    this.codec = options.codec;
    this.stores = options.stores;
    this.#options = options;
    this.#runtime = options.runtime;
    this.#ttlMs = options.ttlMs ?? 600_000;
    this.#ttlJitterMs = options.ttlJitterMs ?? 60_000;
    this.#maxRegions = options.maxRegions ?? 1_000_000;
    this.#events = options.events ?? NO_EVENTS;
    this.#loader = new RegionLoader({
      ...options,
      expiresAtMs: () => this.#expiry(this.#runtime.clock.now()),
    });
  }

  /** How many regions are held, usable or not. */
  get size(): number {
    return this.#index.size;
  }

  /** The region with `startKey <= key < endKey`, without waiting; undefined when PD must be asked. */
  peek(key: Uint8Array): CachedRegion | undefined {
    return this.#touch(this.#index.find(key));
  }

  /** The region with `startKey < key <= endKey`, without waiting; an empty key is the end of all keys. */
  peekEnd(key: Uint8Array): CachedRegion | undefined {
    return this.#touch(this.#index.findByEnd(key));
  }

  /** The region with `startKey <= key < endKey`. */
  async locate(key: Uint8Array, backoffer: Backoffer): Promise<CachedRegion> {
    for (;;) {
      const known = this.peek(key);
      if (known !== undefined) return known;
      await this.#lookUp(key, 'up', backoffer);
    }
  }

  /** The region with `startKey < key <= endKey`; an empty key is the end of all keys. */
  async locateEnd(key: Uint8Array, backoffer: Backoffer): Promise<CachedRegion> {
    for (;;) {
      const known = this.peekEnd(key);
      if (known !== undefined) return known;
      await this.#lookUp(key, 'down', backoffer);
    }
  }

  /**
   * Splits a list of keys, sorted or not, into those of each region: one group each, in order of first use.
   */
  async groupKeys(keys: readonly Uint8Array[], backoffer: Backoffer): Promise<readonly KeyGroup[]> {
    const groups = new Map<CachedRegion, number[]>();
    let region: CachedRegion | undefined;
    let indexes: number[] = [];
    let isPreloaded = false;
    for (const [index, key] of keys.entries()) {
      if (region?.contains(key) !== true) {
        region = this.peek(key);
        if (region === undefined) {
          region = await this.locate(key, backoffer);
          if (!isPreloaded) await this.#preload(keys.slice(index + 1), 'up', backoffer);
          isPreloaded = true;
        }
        indexes = groups.get(region) ?? [];
        groups.set(region, indexes);
      }
      indexes.push(index);
    }
    return Array.from(groups, ([groupRegion, groupIndexes]) => ({
      region: groupRegion,
      indexes: groupIndexes,
    }));
  }

  /**
   * The regions that cover a range, in key order and without a gap; at most `limit` of them, from its start.
   */
  async locateRange(
    range: KeyRange,
    backoffer: Backoffer,
    limit = Number.POSITIVE_INFINITY,
  ): Promise<readonly CachedRegion[]> {
    const found: CachedRegion[] = [];
    for (let key = range.start; found.length < limit; ) {
      let region = this.peek(key);
      if (region === undefined) {
        const wanted = Math.min(limit - found.length, REGIONS_PER_SCAN);
        await this.#loadRanges([{ start: key, end: range.end }], wanted, backoffer);
        region = await this.locate(key, backoffer);
      }
      found.push(region);
      key = region.endKey;
      if (key.length === 0 || (range.end.length > 0 && compareBytes(key, range.end) >= 0)) break;
    }
    return found;
  }

  /** This peer has answered as the leader of the region, or was named as such. */
  switchLeader(region: CachedRegion, peer: Pick<Peer, 'id' | 'storeId'>): void {
    const known = region.leader;
    region.switchLeader(peer);
    if (region.leader === known) return;
    this.#events.emit('region.leaderMoved', { regionId: region.id, leaderStoreId: peer.storeId });
  }

  /** Goes on using the region, and asks PD in a while whether it has changed. */
  reloadSoon(region: CachedRegion): void {
    region.reloadAtMs = Math.min(region.reloadAtMs, this.#runtime.clock.now() + RELOAD_DELAY_MS);
  }

  /**
   * A request was given up after a long silence: the store is asked whether it serves, and PD whether another
   * peer leads by now, since a store that hangs may answer health checks all the time. Does so at most once a
   * second.
   */
  doubt(region: CachedRegion, store: Store): void {
    const nowMs = this.#runtime.clock.now();
    if (nowMs - region.doubtedAtMs < RELOAD_DELAY_MS || this.#index.find(region.startKey) !== region) return;
    region.doubtedAtMs = nowMs;
    void this.stores.probe(store);
    this.#reloadInBackground(region);
  }

  /**
   * Takes over the regions that a store named when it refused a request for `old`, which is not usable
   * afterwards unless it is among them. The store is taken for their leader.
   *
   * @param metas bounds as the store holds them; regions that cannot be right are passed over
   */
  adopt(old: CachedRegion, metas: readonly RegionMeta[], leaderStoreId: bigint): void {
    if (!metas.some((meta) => isSameVersion(meta, old))) old.invalidate();
    for (const meta of metas) {
      const region = this.#loader.buildFrom(meta, leaderStoreId);
      if (region !== undefined) this.#insert(region, (other) => this.#isUsable(other));
    }
  }

  #touch(region: CachedRegion | undefined): CachedRegion | undefined {
    if (region === undefined) return undefined;
    const nowMs = this.#runtime.clock.now();
    if (!region.isUsable(nowMs)) return undefined;
    if (nowMs >= region.reloadAtMs) this.#reloadInBackground(region);
    if (region.expiresAtMs <= nowMs + this.#ttlMs && !region.isShortLived) {
      // A peer that went away leaves the region to expire, so that PD is asked for a better one.
      if (region.replicas.every(isIntact)) region.expiresAtMs = this.#expiry(nowMs);
    }
    return region;
  }

  #isUsable(region: CachedRegion): boolean {
    return region.isUsable(this.#runtime.clock.now());
  }

  #expiry(nowMs: number): number {
    return nowMs + this.#ttlMs + Math.floor(this.#runtime.random() * this.#ttlJitterMs);
  }

  /** Names the stretch of keys that PD is asked about: callers that miss within it share one question. */
  #hole(key: Uint8Array, direction: Direction): string {
    const start = this.#index.startAtOrBefore(key);
    return `${direction} ${start === undefined ? '' : Buffer.from(start).toString('latin1')}`;
  }

  #reloadInBackground(region: CachedRegion): void {
    region.reloadAtMs = Number.POSITIVE_INFINITY;
    const backoffer = this.#ownBackoffer();
    this.#lookUp(region.startKey, 'up', backoffer)
      // The region stays in use; whatever made it doubtful will show again.
      .catch(() => undefined)
      .finally(() => backoffer.deadline.release());
  }

  /** For questions that belong to no single caller. */
  #ownBackoffer(): Backoffer {
    const deadline = this.#options.deadlines.start({ timeoutMs: BACKOFF_BUDGET_MS.read });
    return new Backoffer(this.#runtime, { deadline, budgetMs: BACKOFF_BUDGET_MS.read });
  }

  #isKnown(key: Uint8Array, direction: Direction): boolean {
    return (direction === 'up' ? this.peek(key) : this.peekEnd(key)) !== undefined;
  }

  /** Asks PD about a key, or waits for a question under way that may answer it too. */
  #lookUp(key: Uint8Array, direction: Direction, backoffer: Backoffer): Promise<void> {
    return this.#lookups.run(this.#hole(key, direction), {
      key,
      deadline: backoffer.deadline,
      stage: LOCATING,
      isKnown: () => this.#isKnown(key, direction),
      load: (answered) => this.#load(key, direction, backoffer, answered),
      loadAll: (keys) => this.#loadTogether(keys, direction),
    });
  }

  /**
   * Asks PD for the keys of several callers.
   * @returns whether its answer is all that PD has to say about them
   */
  async #loadTogether(keys: readonly Uint8Array[], direction: Direction): Promise<boolean> {
    const backoffer = this.#ownBackoffer();
    try {
      await this.#preload(keys, direction, backoffer);
      return true;
    } catch (error) {
      // Without an answer they wait again; one that cannot be right goes to those who then ask by themselves.
      return endsItsVerbAlone(error);
    } finally {
      backoffer.deadline.release();
    }
  }

  /** Asks PD until it has given a usable region for the key. */
  async #load(
    key: Uint8Array,
    direction: Direction,
    backoffer: Backoffer,
    answered: () => void,
  ): Promise<void> {
    const isWanted = (region: CachedRegion) =>
      direction === 'up' ? region.contains(key) : region.containsByEnd(key);
    for (let isFirst = true; ; isFirst = false) {
      const region = await this.#loader.load(key, direction, backoffer);
      let problem: Error;
      if (region instanceof Error) problem = region;
      else if (!isWanted(region))
        problem = new ProtocolError(`PD answered with region ${region.id}, which does not hold the key`);
      // A region that is unusable, though newer, does not keep out what PD's leader has said twice.
      else if (this.#insert(region, (other) => isFirst || this.#isUsable(other))) return;
      else if (isFirst) continue;
      else if (this.#isKnown(key, direction)) return;
      else
        problem = new RegionError('epochNotMatch', `PD only knows an older version of region ${region.id}`);
      answered();
      await backoffer.sleep('regionMiss', problem);
    }
  }

  /**
   * Asks PD for the regions of many keys at once, where they are unknown. Keys that it leaves out are looked
   * up one by one.
   */
  async #preload(keys: readonly Uint8Array[], direction: Direction, backoffer: Backoffer): Promise<void> {
    const isMissing = (key: Uint8Array) => !this.#isKnown(key, direction);
    const missing = inScanOrder(keys.filter(isMissing), direction);
    let next = 0;
    let asked: Uint8Array[] = [];
    for (let insists = false; ; ) {
      for (; !insists && next < missing.length && asked.length < RANGES_PER_SCAN; next++) {
        const key = missing[next] as Uint8Array;
        if (isMissing(key)) asked.push(key);
      }
      if (asked.length === 0) return;
      const ranges = rangesAround(asked, direction);
      const { isTaken, end } = await this.#loadRanges(ranges, REGIONS_PER_SCAN, backoffer, insists);
      // As in `#load`: what PD says twice is not kept out by what cannot be used any more.
      insists = !isTaken && !insists && asked.some(isMissing);
      asked = insists ? asked.filter(isMissing) : unanswered(asked, end, direction).filter(isMissing);
    }
  }

  /**
   * Loads the regions of ranges in key order. When PD insists, only a usable region that is held keeps one out.
   *
   * @returns `isTaken`: whether no newer region that is held kept one out; `end`: where the answer ends, when there may
   * be more regions
   */
  async #loadRanges(
    ranges: readonly KeyRange[],
    limit: number,
    backoffer: Backoffer,
    insists = false,
  ): Promise<{ readonly isTaken: boolean; readonly end: Uint8Array | undefined }> {
    let isTaken = true;
    const { regions, end } = await this.#loader.scan(ranges, limit, backoffer);
    for (const region of regions)
      if (!this.#insert(region, (other) => !insists || this.#isUsable(other))) isTaken = false;
    return { isTaken, end };
  }

  #insert(region: CachedRegion, keeps: (other: CachedRegion) => boolean): boolean {
    const replaced = this.#index.replace(region, keeps);
    if (replaced === undefined) return false;
    for (const other of replaced) {
      if (!isSameVersion(region, other)) other.invalidate();
      // Requests under way still hold it.
      else other.switchLeader(region.leader.peer);
    }
    if (!replaced.some((other) => isSameVersion(region, other)))
      this.#events.emit('region.refreshed', {
        regionId: region.id,
        leaderStoreId: region.leader.peer.storeId,
      });
    const isFull = () => this.#index.size > this.#maxRegions;
    this.#index.sweep(
      SWEPT_PER_INSERTION,
      (other) => other === region || (this.#isUsable(other) && !isFull()),
    );
    return true;
  }
}

/**
 * The keys behind the end of PD's answer; at least one key fewer than were asked for. PD answers in order: what is
 * missing before that end, it does not have. The cache cannot tell where the answer ended, since others fill it, too.
 * @param end undefined: PD has given all
 */
function unanswered(
  asked: readonly Uint8Array[],
  end: Uint8Array | undefined,
  direction: Direction,
): Uint8Array[] {
  if (end === undefined || end.length === 0) return [];
  const isBehind = (key: Uint8Array) =>
    direction === 'up' ? compareBytes(key, end) >= 0 : key.length === 0 || compareBytes(key, end) > 0;
  const first = asked.findIndex(isBehind);
  return first < 0 ? [] : asked.slice(Math.max(1, first));
}

function isIntact({ store, storeEpoch }: Replica): boolean {
  return store.epoch === storeEpoch && store.liveness === 'reachable';
}

function isSameVersion(meta: Pick<RegionMeta, 'id' | 'epoch'>, region: CachedRegion): boolean {
  const { confVer, version } = region.epoch;
  return meta.id === region.id && meta.epoch.confVer === confVer && meta.epoch.version === version;
}
