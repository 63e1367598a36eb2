import { compareBytes } from '../../model/bytes.ts';
import type { KeyRange, Peer, RegionEpoch, RegionMeta } from '../../model/region.ts';
import type { ReplicaContext } from '../replica/replica-context.ts';
import type { Store } from '../store/store.ts';

/** One copy of a region that requests can go to. */
export interface Replica {
  readonly peer: Peer;
  readonly store: Store;
  /**
   * The store's epoch when the region was cached: once the store's is higher, another replica is looked for.
   */
  readonly storeEpoch: number;
  /** What the context of every request to it says: region, epoch, peer, cluster and keyspace. */
  readonly context: ReplicaContext;
}

export interface CachedRegionOptions {
  readonly meta: Pick<RegionMeta, 'id' | 'epoch'>;
  /** The region's bounds as user keys. */
  readonly range: KeyRange;
  /** At least one. */
  readonly replicas: readonly Replica[];
  /** The leader's index among them; requests find out when another one leads. */
  readonly leaderIndex: number;
  /** Milliseconds of the runtime's clock. */
  readonly expiresAtMs: number;
  /** Not kept beyond its first TTL, however often it is used, since one of its peers is down. */
  readonly isShortLived: boolean;
}

/**
 * One version of one region, as the cache knows it. Two versions of a region are two objects, so the object
 * is the identity that requests are grouped by. Bounds are user keys; an empty `endKey` means no bound.
 * Follows client-go's locate.Region.
 */
export class CachedRegion {
  readonly id: bigint;
  readonly epoch: RegionEpoch;
  readonly startKey: Uint8Array;
  readonly endKey: Uint8Array;
  readonly replicas: readonly Replica[];
  readonly isShortLived: boolean;
  expiresAtMs: number;
  /** When to ask PD again although the region is usable. */
  reloadAtMs = Number.POSITIVE_INFINITY;
  /** When it was last doubted because a replica kept silent. */
  doubtedAtMs = Number.NEGATIVE_INFINITY;
  #isInvalid = false;
  #leaderIndex: number;

  constructor({ meta, range, replicas, leaderIndex, expiresAtMs, isShortLived }: CachedRegionOptions) {
    this.id = meta.id;
    this.epoch = meta.epoch;
    this.startKey = range.start;
    this.endKey = range.end;
    this.replicas = replicas;
    this.#leaderIndex = leaderIndex;
    this.expiresAtMs = expiresAtMs;
    this.isShortLived = isShortLived;
  }

  get leaderIndex(): number {
    return this.#leaderIndex;
  }

  get leader(): Replica {
    return this.replicas[this.#leaderIndex] as Replica;
  }

  /** Whether `startKey <= key < endKey`. */
  contains(key: Uint8Array): boolean {
    return compareBytes(this.startKey, key) <= 0 && this.endsAfter(key);
  }

  /** Whether `key < endKey`. */
  endsAfter(key: Uint8Array): boolean {
    return this.endKey.length === 0 || compareBytes(key, this.endKey) < 0;
  }

  /** Whether `startKey < key <= endKey`, where an empty `key` is the end of all keys: for scans downward. */
  containsByEnd(key: Uint8Array): boolean {
    if (key.length === 0) return this.endKey.length === 0;
    return (
      compareBytes(this.startKey, key) < 0 &&
      (this.endKey.length === 0 || compareBytes(key, this.endKey) <= 0)
    );
  }

  /** Whether requests may be routed by it. */
  isUsable(nowMs: number): boolean {
    return !this.#isInvalid && nowMs <= this.expiresAtMs;
  }

  /** Not used again for a key: the next look-up asks PD. */
  invalidate(): void {
    this.#isInvalid = true;
  }

  /** The replica on this peer, if it is one of the region's. */
  replicaOn(peer: Pick<Peer, 'id' | 'storeId'>): Replica | undefined {
    return this.replicas.find(
      (replica) => replica.peer.id === peer.id && replica.peer.storeId === peer.storeId,
    );
  }

  /** Sends later requests to this peer first, if it is one of the region's. */
  switchLeader(peer: Pick<Peer, 'id' | 'storeId'>): void {
    const replica = this.replicaOn(peer);
    if (replica !== undefined) this.#leaderIndex = this.replicas.indexOf(replica);
  }
}
