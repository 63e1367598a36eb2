import type { RegionBackoffKind, RegionRequestEvent } from '../../../machines/region-request.ts';
import { asTikvError, type TikvError } from '../../model/errors.ts';
import { INSPECTED, type Inspected } from '../../model/inspected.ts';
import type { DeadlineListener } from '../../retry/deadline.ts';
import type { CachedRegion } from '../cache/cached-region.ts';
import { isStale } from '../replica/replica-attempts.ts';
import { LEADER_READ, type ReplicaRead } from '../replica/replica-read.ts';
import { NOBODY, RegionAttempt, type RegionRequestParts } from './region-attempt.ts';
import type { RegionCall } from './region-call.ts';
import type { RequestContext } from './request-context.ts';
import { type ReroutedRequest, Rerouting } from './rerouting.ts';
import { routingError } from './routing-error.ts';

const CHOSEN: RegionRequestEvent = { type: 'replica.chosen' };

/**
 * The steps of one region request, each an action of the region-request chart. The outcome of a step goes to
 * `owner` as an event of the chart: to plain code as long as all goes well, and to an actor afterwards.
 */
export class RegionRequest<Request, Response>
  extends RegionAttempt<Request, Response>
  implements DeadlineListener, ReroutedRequest, Inspected
{
  readonly #read: ReplicaRead | undefined;

  /**
   * @param context what the request says besides where it goes; undefined for nothing
   * @param read which replicas are to serve it, if it is a read; undefined for the leader
   */
  constructor(
    call: RegionCall<Request, Response>,
    parts: RegionRequestParts,
    context: RequestContext | undefined,
    read?: ReplicaRead,
  ) {
    super(call, parts, context);
    this.#read = this.isRead ? read : undefined;
  }

  /** Begins to observe the deadline. @returns why there is nothing to begin; undefined when there is */
  begin(nowMs: number): TikvError | undefined {
    const { deadline } = this.call.backoffer;
    const error = deadline.error('queued for sending', nowMs);
    if (error === undefined) deadline.listen(this, nowMs);
    return error;
  }

  /** No event is sent any more. */
  end(): void {
    this.owner = NOBODY;
    this.call.backoffer.deadline.unlisten(this);
  }

  /** @internal */
  deadlineEnded(): void {
    const error = this.call.backoffer.deadline.error(this.stage);
    if (error === undefined) return;
    this.owner.send({ type: 'request.stopped', error, lost: this.abandon() });
  }

  /** @internal For the local inspector. */
  [INSPECTED](): Readonly<Record<string, unknown>> {
    const { rpc, region, request } = this.call;
    const { id, address } = this.target.store;
    return { rpc: rpc.name, region: region.id, store: id, address, stage: this.stage, request };
  }

  /** What inspectors of the actor see of the request: what it is about, and no key. */
  toJSON(): unknown {
    return { rpc: this.call.rpc.name, region: String(this.call.region.id) };
  }

  get region(): CachedRegion {
    return this.call.region;
  }

  get read(): ReplicaRead {
    return this.#read ?? LEADER_READ;
  }

  get rerouting(): Rerouting {
    if (this.rerouted !== undefined) return this.rerouted;
    const { runtime, cache } = this.parts;
    this.rerouted = new Rerouting(this, cache, runtime);
    // It has missed the first attempt.
    if (this.sentAtMs !== undefined) {
      this.rerouted.attemptBegan();
      this.rerouted.attemptEnded(this.nowMs() - this.sentAtMs);
    }
    return this.rerouted;
  }

  chooseReplica(): void {
    this.stage = 'locating a region';
    const event = this.tryChooseReplica(this.nowMs());
    if (event !== undefined) this.owner.send(event);
    else void this.#resolveTarget();
  }

  /**
   * As `chooseReplica`, with the outcome at once; undefined when the chosen store has to be resolved first.
   */
  tryChooseReplica(nowMs: number): RegionRequestEvent | undefined {
    const { region } = this.call;
    const outlivesRegion = this.rerouted?.takeOutliving() === true;
    if (!region.isUsable(nowMs) && !outlivesRegion)
      return { type: 'region.stale', error: routingError(region, 'staleRegion') };
    const leader = region.leader;
    const isFirst = this.rerouted === undefined && this.sentAtMs === undefined;
    if (isFirst && this.#read === undefined && leader.store.liveness === 'reachable' && !isStale(leader)) {
      this.target = leader;
      return leader.store.address === '' ? undefined : CHOSEN;
    }
    const next = this.rerouting.next(this.isRead);
    if ('type' in next) return next;
    this.target = next.replica;
    this.readAs = next.readAs;
    this.busyThresholdMs = next.busyThresholdMs;
    return next.replica.store.address === '' ? undefined : CHOSEN;
  }

  async #resolveTarget(): Promise<void> {
    const { store } = this.target;
    try {
      await this.parts.cache.stores.resolve(store, this.call.backoffer);
    } catch (error) {
      this.owner.send({ type: 'request.stopped', error: asTikvError(error), lost: undefined });
      return;
    }
    // The selector passes over a store that turned out to be gone or of another kind.
    this.chooseReplica();
  }

  confirmLeader(): void {
    const { region } = this.call;
    if (this.target !== region.leader && this.readAs === 'plain')
      this.parts.cache.switchLeader(region, this.target.peer);
  }

  probeStore(): void {
    void this.parts.cache.stores.probe(this.target.store).then((liveness) => {
      this.owner.send({ type: liveness === 'reachable' ? 'store.answers' : 'store.silent' });
    });
  }

  backOff(kind: RegionBackoffKind, cause: unknown, atLeastMs: number): void {
    this.stage = 'backing off';
    const decision = this.call.backoffer.next(kind, cause, undefined, atLeastMs);
    if ('exhausted' in decision) this.owner.send({ type: 'backoff.exhausted', error: decision.exhausted });
    else this.owner.send({ type: 'backoff.planned', sleepMs: decision.sleepMs });
  }
}
