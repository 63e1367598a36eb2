import type { RegionBackoffKind, RegionRequestEvent } from '../../machines/region-request.ts';
import { asTikvError, NetworkError, ProtocolError, type Stage, type TikvError } from '../model/errors.ts';
import { INSPECTED, type Inspected } from '../model/inspected.ts';
import type { CallFailure, Runtime } from '../model/runtime.ts';
import type { EventSink } from '../observe/event-relay.ts';
import type { DeadlineListener, Timers } from '../retry/deadline.ts';
import type { RpcTally } from '../retry/ledger.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import type { errorpb, kvrpcpb } from '../wire/codec/messages.ts';
import { GRPC_STATUS } from '../wire/grpc-status.ts';
import {
  NO_CONNECTION,
  type RpcCall,
  type RpcClient,
  type RpcListener,
  type RpcResult,
  type SentRpc,
} from '../wire/rpc-client.ts';
import { attemptContext, executionLimitMs } from './attempt-context.ts';
import type { CachedRegion, Replica } from './cached-region.ts';
import { classifyFailure } from './classify-failure.ts';
import { contradiction } from './contradiction.ts';
import type { RegionCache } from './region-cache.ts';
import type { RegionCall } from './region-call.ts';
import { isStale } from './replica-attempts.ts';
import { LEADER_READ, type ReadKind, type ReplicaRead } from './replica-read.ts';
import { contextOfAttempt, type ReplicaKind, type RequestContext } from './request-context.ts';
import { type ReroutedRequest, Rerouting } from './rerouting.ts';
import { routingError } from './routing-error.ts';
import { type InterceptedListener, type RpcInterceptor, sendIntercepted, zoneOf } from './rpc-interceptor.ts';

export interface RegionRequestParts {
  readonly runtime: Pick<Runtime, 'clock' | 'random'>;
  readonly timers: Timers;
  readonly cache: RegionCache;
  readonly rpc: RpcClient;
  /** Told of interceptors that throw. */
  readonly events?: EventSink;
  /** Of the client, as its options tell. */
  readonly zone?: string | undefined;
}

/** Plain code, or the actor that a request has become. */
export interface Listener {
  send(event: RegionRequestEvent): void;
}

const NOBODY: Listener = { send: () => undefined };

type AnyRequest = { readonly context?: kvrpcpb.Context | undefined };
type AnyResponse = {
  readonly regionError?: errorpb.Error.Decoded | undefined;
  readonly execDetailsV2?: kvrpcpb.ExecDetailsV2.Decoded | undefined;
};

/** Reads that another replica may serve when one is slow (client-go's isReadReq). */
const READS: ReadonlySet<string> = new Set(['KvGet', 'KvBatchGet', 'KvScan', 'Coprocessor']);
const NO_OPTIONS: RpcCall = {};
/** A replica that has not answered for so long, in milliseconds, may not lead any more. */
const SILENCE_MS = 500;

const CHOSEN: RegionRequestEvent = { type: 'replica.chosen' };
const RECEIVED: RegionRequestEvent = { type: 'answer.received' };

/**
 * The steps of one region request, each an action of the region-request chart. What a step leads to is told to
 * `listener` as an event of the chart, by plain code for as long as all goes well and by an actor afterwards.
 */
export class RegionRequest<Request, Response>
  implements DeadlineListener, InterceptedListener, ReroutedRequest, Inspected
{
  readonly call: RegionCall<Request, Response>;
  /** Told of each step's outcome. */
  listener: Listener = NOBODY;
  /** Set once the region answered. */
  response: Response | undefined;
  target: Replica;
  readAs: ReadKind = 'plain';
  connection = NO_CONNECTION;
  readonly #parts: RegionRequestParts;
  readonly #context: RequestContext | undefined;
  readonly #isRead: boolean;
  readonly #read: ReplicaRead | undefined;
  #stage: Stage = 'locating a region';
  #rerouting: Rerouting | undefined;
  #busyThresholdMs = 0;
  /** What the first attempt asked, where that is told. */
  #firstAsked: ReplicaKind | undefined;
  #sentAtMs: number | undefined;
  #limitMs = 0;
  /** Where the last attempt went: the store may have moved since. */
  #address = '';
  /** The attempt under way, and where it is counted. */
  #sent: SentRpc | undefined;
  #tally: RpcTally | undefined;
  #timer: unknown;
  /** Its own answer, or another on its stream, was larger than the client takes: it is asked for by itself. */
  #isAlone = false;

  /**
   * @param context what it says beside where it goes; undefined for nothing
   * @param read which replicas are to serve it, if it is a read; undefined for the leader
   */
  constructor(
    call: RegionCall<Request, Response>,
    parts: RegionRequestParts,
    context: RequestContext | undefined,
    read?: ReplicaRead,
  ) {
    this.call = call;
    this.#parts = parts;
    this.#context = context;
    this.#isRead = READS.has(call.rpc.name);
    this.#read = this.#isRead ? read : undefined;
    this.target = call.region.leader;
  }

  /** What steps that follow each other at once are told, so that they need not ask. */
  nowMs(): number {
    return this.#parts.runtime.clock.now();
  }

  /** Begins to heed the deadline. @returns why there is nothing to begin */
  begin(nowMs: number): TikvError | undefined {
    const { deadline } = this.call.backoffer;
    const error = deadline.error('queued for sending', nowMs);
    if (error === undefined) deadline.listen(this, nowMs);
    return error;
  }

  /** No event is told any more. */
  end(): void {
    this.listener = NOBODY;
    this.call.backoffer.deadline.unlisten(this);
  }

  /** @internal For the local inspector. */
  [INSPECTED](): Readonly<Record<string, unknown>> {
    const { rpc, region, request } = this.call;
    const { id, address } = this.target.store;
    return { rpc: rpc.name, region: region.id, store: id, address, stage: this.#stage, request };
  }

  /** Shows what the request is about, and no key, to whoever inspects an actor. */
  toJSON(): unknown {
    return { rpc: this.call.rpc.name, region: String(this.call.region.id) };
  }

  get region(): CachedRegion {
    return this.call.region;
  }

  get read(): ReplicaRead {
    return this.#read ?? LEADER_READ;
  }

  // Choosing

  chooseReplica(): void {
    this.#stage = 'locating a region';
    const event = this.tryChooseReplica(this.nowMs());
    if (event !== undefined) this.listener.send(event);
    else void this.#resolveTarget();
  }

  /** As `chooseReplica`, with the outcome at once; undefined when the store chosen has to be resolved first. */
  tryChooseReplica(nowMs: number): RegionRequestEvent | undefined {
    const { region } = this.call;
    const outlivesRegion = this.#rerouting?.takeOutliving() === true;
    if (!region.isUsable(nowMs) && !outlivesRegion)
      return { type: 'region.stale', error: routingError(region, 'staleRegion') };
    const leader = region.leader;
    const isFirst = this.#rerouting === undefined && this.#sentAtMs === undefined;
    if (isFirst && this.#read === undefined && leader.store.liveness === 'reachable' && !isStale(leader)) {
      this.target = leader;
      return leader.store.address === '' ? undefined : CHOSEN;
    }
    const next = this.rerouting.next(this.#isRead);
    if ('type' in next) return next;
    this.target = next.replica;
    this.readAs = next.readAs;
    this.#busyThresholdMs = next.busyThresholdMs;
    return next.replica.store.address === '' ? undefined : CHOSEN;
  }

  async #resolveTarget(): Promise<void> {
    const { store } = this.target;
    try {
      await this.#parts.cache.stores.resolve(store, this.call.backoffer);
    } catch (error) {
      this.listener.send({ type: 'request.stopped', error: asTikvError(error), lost: undefined });
      return;
    }
    // A store that turned out to be gone or of another kind is passed over by the selector.
    this.chooseReplica();
  }

  // Sending

  send(isResend: boolean, nowMs = this.nowMs()): void {
    this.#stage = 'waiting for an answer';
    const {
      call,
      call: { rpc, backoffer, timeoutMs },
    } = this;
    this.#rerouting?.attemptBegan();
    this.#address = this.target.store.address;
    this.#sentAtMs = nowMs;
    const remainingMs = backoffer.deadline.remainingMs(nowMs);
    try {
      const encoded = this.#parts.cache.codec.encodeRequest(rpc, call.request) as Request & AnyRequest;
      const attemptMs = Math.min(timeoutMs, remainingMs);
      const rest = this.#contextOf(encoded.context, isResend || call.resend === true, attemptMs);
      // It goes beside the request: a copy of the request with it would cost more than the rest of this.
      const request = encoded.context === undefined ? encoded : { ...encoded, context: undefined };
      this.#tally = backoffer.deadline.ledger?.sending(rpc.name, call.region.id);
      const interceptors = this.#context?.interceptors;
      const { context } = this.target;
      this.#sent =
        interceptors === undefined
          ? this.#parts.rpc.send(this.#address, rpc, request, this.#options, this, {
              encoded: context.encoded,
              rest,
            })
          : this.#sendThrough(
              interceptors,
              { ...request, context: { ...rest, ...context.fields } },
              isResend,
            );
    } catch (error) {
      this.listener.send({ type: 'request.stopped', error: asTikvError(error), lost: undefined });
      return;
    }
    if (timeoutMs < remainingMs) {
      this.#timer = this.#parts.timers.schedule(timeoutMs, () => this.#timedOut(), nowMs);
    }
  }

  #sendThrough(interceptors: readonly RpcInterceptor[], request: Request, isResend: boolean): SentRpc {
    const { rpc, region } = this.call;
    const address = this.#address;
    const { id: storeId, labels } = this.target.store;
    const zone = zoneOf(labels.zone, this.#parts.zone);
    const attempt = { rpc: rpc.name, address, storeId, zone, regionId: region.id, isResend, request };
    const options = this.#options;
    const send = (listener: RpcListener<Response>) =>
      this.#parts.rpc.send(address, rpc, request, options, listener);
    return sendIntercepted(interceptors, attempt, send, this);
  }

  get #options(): RpcCall {
    if (!this.#isAlone) return this.#tally ?? NO_OPTIONS;
    return { alone: true, encoded: (sizeBytes) => this.#tally?.encoded(sizeBytes) };
  }

  /** An interceptor let nothing through, or what it let through cannot be sent. */
  refused(error: TikvError): void {
    this.#attemptEnded();
    this.listener.send({ type: 'request.stopped', error, lost: undefined });
  }

  interceptorFailed(error: unknown): void {
    this.#parts.events?.emit('background.failed', { work: `interceptor of ${this.call.rpc.name}`, error });
  }

  #contextOf(own: kvrpcpb.Context | undefined, isResend: boolean, attemptMs: number): kvrpcpb.Context {
    this.#limitMs = executionLimitMs(attemptMs, this.call.executionLimitMs);
    return attemptContext(own, {
      limitMs: this.#limitMs,
      isResend,
      readAs: this.readAs,
      busyThresholdMs: this.#busyThresholdMs,
      saying: this.#context === undefined ? undefined : this.#said(this.#context, isResend),
    });
  }

  #said(context: RequestContext, isResend: boolean): kvrpcpb.Context {
    const kind = this.target === this.call.region.leader ? 'leader' : 'follower';
    const asked = this.readAs === 'stale' ? (`stale_${kind}` as const) : kind;
    this.#firstAsked ??= asked;
    const { name } = this.call.rpc;
    return isResend
      ? contextOfAttempt(context, name, kind, this.#firstAsked)
      : contextOfAttempt(context, name, asked, undefined);
  }

  answered(result: RpcResult<Response>): void {
    this.#attemptEnded();
    if (!result.ok) {
      this.listener.send(this.#classify(result.error, this.connection.isClosed));
      return;
    }
    const response = result.response as Response & AnyResponse;
    this.#tally?.answered(result.sizeBytes);
    if (response.execDetailsV2 !== undefined) this.#tally?.executed(response.execDetailsV2);
    this.listener.send(this.#outcome(response));
  }

  #outcome(response: Response & AnyResponse): RegionRequestEvent {
    const { regionError } = response;
    if (regionError === undefined) return this.#decode(response);
    const problem = contradiction(response);
    if (problem !== undefined) return this.#classify(new ProtocolError(problem));
    return this.rerouting.meaningOf(regionError, this.#isLimitedRead);
  }

  #decode(response: Response): RegionRequestEvent {
    try {
      this.response = this.#parts.cache.codec.decodeResponse(this.call.rpc, response);
      return RECEIVED;
    } catch (cause) {
      const error = cause instanceof ProtocolError ? cause : new ProtocolError('Undecodable keys', { cause });
      return this.#classify(error);
    }
  }

  #classify(error: NetworkError | ProtocolError, isClosed = false): RegionRequestEvent {
    if (error instanceof NetworkError && error.tooLarge !== undefined) this.#isAlone = true;
    return classifyFailure(this.call.rpc.name, error, this.#isLimitedRead, isClosed);
  }

  #timedOut(): void {
    const error = this.#cancelAttempt(
      GRPC_STATUS.deadlineExceeded,
      `No answer within ${this.call.timeoutMs} ms`,
    );
    if (error !== undefined) this.listener.send(this.#classify(error));
  }

  /** @internal */
  deadlineEnded(): void {
    const error = this.call.backoffer.deadline.error(this.#stage);
    if (error === undefined) return;
    this.listener.send({ type: 'request.stopped', error, lost: this.abandon() });
  }

  /** Gives up the attempt under way, if any. @returns what it may have left behind */
  abandon(): NetworkError | undefined {
    const cancelled = this.#cancelAttempt(GRPC_STATUS.cancelled, 'Not waited for any longer');
    return cancelled?.sent === 'maybe' ? cancelled : undefined;
  }

  /** @returns undefined when nothing is under way */
  #cancelAttempt(status: CallFailure['status'], message: string): NetworkError | undefined {
    if (this.#sent === undefined) return undefined;
    const sent = this.#sent.cancel();
    this.#attemptEnded();
    const silentMs = this.nowMs() - (this.#sentAtMs as number);
    if (silentMs >= SILENCE_MS) this.#parts.cache.doubt(this.call.region, this.target.store);
    return new NetworkError(this.#address, { status, message, sent });
  }

  #attemptEnded(): void {
    if (this.#sent !== undefined) this.connection = this.#sent.connection;
    this.#sent = undefined;
    if (this.#timer !== undefined) this.#parts.timers.cancel(this.#timer);
    this.#timer = undefined;
    if (this.#rerouting === undefined && this.#tally === undefined) return;
    const tookMs = this.#parts.runtime.clock.now() - (this.#sentAtMs as number);
    this.#rerouting?.attemptEnded(tookMs);
    this.#tally?.ended(tookMs, this.call.region.id, this.#address);
  }

  get #isLimitedRead(): boolean {
    return this.#isRead && this.#limitMs < RPC_TIMEOUT_MS.short;
  }

  // Drawing consequences

  confirmLeader(): void {
    const { region } = this.call;
    if (this.target !== region.leader && this.readAs === 'plain')
      this.#parts.cache.switchLeader(region, this.target.peer);
  }

  probeStore(): void {
    void this.#parts.cache.stores.probe(this.target.store).then((liveness) => {
      this.listener.send({ type: liveness === 'reachable' ? 'store.answers' : 'store.silent' });
    });
  }

  backOff(kind: RegionBackoffKind, cause: unknown, atLeastMs: number): void {
    this.#stage = 'backing off';
    const decision = this.call.backoffer.next(kind, cause, undefined, atLeastMs);
    if ('exhausted' in decision) this.listener.send({ type: 'backoff.exhausted', error: decision.exhausted });
    else this.listener.send({ type: 'backoff.planned', sleepMs: decision.sleepMs });
  }

  /** Made when the first attempt did not succeed, which it is told of. */
  get rerouting(): Rerouting {
    if (this.#rerouting !== undefined) return this.#rerouting;
    const { runtime, cache } = this.#parts;
    this.#rerouting = new Rerouting(this, cache, runtime);
    if (this.#sentAtMs !== undefined) {
      this.#rerouting.attemptBegan();
      this.#rerouting.attemptEnded(runtime.clock.now() - this.#sentAtMs);
    }
    return this.#rerouting;
  }
}
