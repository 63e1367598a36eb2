import type { RegionRequestEvent } from '../../../machines/region-request.ts';
import type { Peer, RegionMeta } from '../../model/region.ts';
import type { Runtime } from '../../model/runtime.ts';
import type { errorpb } from '../../wire/codec/messages.ts';
import type { RpcConnection } from '../../wire/rpc-client.ts';
import type { CachedRegion, Replica } from '../cache/cached-region.ts';
import type { RegionCache } from '../cache/region-cache.ts';
import type { Choice } from '../replica/replica-attempts.ts';
import type { ReadKind, ReplicaRead } from '../replica/replica-read.ts';
import { ReplicaSelector } from '../replica/replica-selector.ts';
import { classifyRegionError, type EpochOrder } from './classify-region-error.ts';
import { routingError } from './routing-error.ts';

/** A request whose first attempt did not succeed. */
export interface ReroutedRequest {
  readonly region: CachedRegion;
  /** The target of the attempt under way, or of the last one. */
  readonly target: Replica;
  /** How that attempt asks for data. */
  readonly readAs: ReadKind;
  /** What the last attempt that ended was sent on. */
  readonly connection: RpcConnection;
  /** Which replicas are to serve it. */
  readonly read: ReplicaRead;
}

/**
 * What a request learns from attempts that do not succeed, and what it does about that: at its own replicas,
 * and in the caches of regions and stores that it shares with others. Most requests never need one.
 */
export class Rerouting {
  readonly #request: ReroutedRequest;
  readonly #cache: RegionCache;
  readonly #selector: ReplicaSelector;
  /** The leader is asked once more although the region was found to be out of date. */
  #outlivesRegion = false;

  constructor(request: ReroutedRequest, cache: RegionCache, runtime: Pick<Runtime, 'clock' | 'random'>) {
    this.#request = request;
    this.#cache = cache;
    this.#selector = new ReplicaSelector(request.region, runtime, request.read);
  }

  /** The replica to ask next, or why none can be asked now. */
  next(isRead: boolean): Choice | RegionRequestEvent {
    const selector = this.#selector;
    const { region } = this.#request;
    const choice = selector.next(isRead);
    if (selector.hasStaleReplica) this.#cache.reloadSoon(region);
    if (choice === undefined) {
      const error = routingError(region, 'noReplica', selector.obstacles);
      if (selector.takeAllRests()) return { type: 'replica.resting', error };
      if (!selector.hasTimedOut) this.invalidateRegion();
      return { type: 'replica.none', error };
    }
    if (!selector.takeRest(choice.replica)) return choice;
    return { type: 'replica.resting', error: routingError(region, 'noReplica', selector.obstacles) };
  }

  /** Whether the next attempt is made although the region is out of date: once for each `askLeader`. */
  takeOutliving(): boolean {
    const outlives = this.#outlivesRegion;
    this.#outlivesRegion = false;
    return outlives;
  }

  attemptBegan(): void {
    this.#selector.recordAttempt(this.#request.target);
  }

  attemptEnded(tookMs: number): void {
    this.#selector.recordDuration(this.#request.target, tookMs);
  }

  /**
   * What a refusal of the region means for the request.
   * @param isLimitedRead whether it is a read with an execution limit shorter than usual
   */
  meaningOf(error: errorpb.Error.Decoded, isLimitedRead: boolean): RegionRequestEvent {
    const { region, target } = this.#request;
    const selector = this.#selector;
    return classifyRegionError(error, {
      regionId: region.id,
      storeId: target.store.id,
      isLimitedRead,
      isReplicaRead: this.#isReplicaRead,
      leaderUntried: selector.leaderUntried,
      passesOver: (estimatedWaitMs) => selector.passesOver(estimatedWaitMs),
      // A replica that names itself denies it in the same answer.
      hasDenied: (leader) => leader.id === target.peer.id || selector.hasDenied(leader),
      compareEpoch: (meta) => compareEpoch(meta, region),
    });
  }

  // Actions of the chart

  flagNotLeader(): void {
    this.#selector.flagNotLeader(this.#request.target);
  }

  followHint(leader: Peer): void {
    const { region } = this.#request;
    const hinted = region.replicaOn(leader);
    // It has peers that are not known here.
    if (hinted === undefined) region.invalidate();
    else if (this.#selector.followHint(hinted)) this.#cache.switchLeader(region, leader);
  }

  askLeader(): void {
    this.#outlivesRegion = true;
    this.#selector.askLeader();
  }

  flagTimedOut(): void {
    this.#selector.flagTimedOut(this.#request.target);
  }

  flagDataNotReady(): void {
    this.#selector.flagDataNotReady(this.#request.target);
  }

  noteBusy(estimatedWaitMs: number): void {
    const { target } = this.#request;
    // A store that can say how long it will be busy is not stuck.
    if (estimatedWaitMs !== 0) this.#selector.noteWait(target, estimatedWaitMs);
    else {
      this.#cache.stores.markBusy(target.store);
      this.#selector.noteBusy(target);
    }
  }

  restReplica(): void {
    this.#selector.rest(this.#request.target);
  }

  invalidateRegion(): void {
    this.#request.region.invalidate();
  }

  adoptRegions(regions: readonly RegionMeta[]): void {
    const { region, target } = this.#request;
    // Only the leader checks the epoch of a plain request: others refuse it first, since they do not lead.
    const leader = this.#isReplicaRead ? region.leader : target;
    this.#cache.adopt(region, regions, leader.store.id);
  }

  recheckStore(): void {
    this.#cache.stores.recheck(this.#request.target.store);
  }

  recheckAddress(): void {
    this.#cache.stores.recheckAddress(this.#request.target.store);
  }

  giveUpStore(): void {
    const { store, storeEpoch } = this.#request.target;
    this.#cache.stores.giveUp(store, storeEpoch);
  }

  closeConnection(): void {
    this.#request.connection.close();
  }

  /** Whether a replica that does not lead was asked to serve the read. */
  get #isReplicaRead(): boolean {
    const { readAs, target, region } = this.#request;
    return readAs !== 'plain' && target !== region.leader;
  }
}

/** How a store's version of a region compares to ours, if it is the same region. */
function compareEpoch({ id, epoch }: RegionMeta, ours: CachedRegion): EpochOrder {
  if (id !== ours.id) return 'other';
  const { confVer, version } = ours.epoch;
  if (epoch.version < version || epoch.confVer < confVer) return 'behind';
  return epoch.version === version && epoch.confVer === confVer ? 'same' : 'ahead';
}
