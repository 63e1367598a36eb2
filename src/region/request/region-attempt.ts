import type { RegionRequestEvent } from '../../../machines/region-request.ts';
import { asTikvError, NetworkError, ProtocolError, type Stage, type TikvError } from '../../model/errors.ts';
import type { CallFailure, Runtime } from '../../model/runtime.ts';
import type { EventSink } from '../../observe/event-relay.ts';
import type { Timers } from '../../retry/deadline.ts';
import type { RpcTally } from '../../retry/ledger.ts';
import { RPC_TIMEOUT_MS } from '../../retry/rpc-timeouts.ts';
import type { errorpb, kvrpcpb } from '../../wire/codec/messages.ts';
import { GRPC_STATUS } from '../../wire/grpc-status.ts';
import {
  NO_CONNECTION,
  type RpcCall,
  type RpcClient,
  type RpcListener,
  type RpcResult,
  type SentRpc,
} from '../../wire/rpc-client.ts';
import type { Replica } from '../cache/cached-region.ts';
import type { RegionCache } from '../cache/region-cache.ts';
import type { ReadKind } from '../replica/replica-read.ts';
import { attemptContext, executionLimitMs } from './attempt-context.ts';
import { classifyFailure } from './classify-failure.ts';
import { contradiction } from './contradiction.ts';
import type { RegionCall } from './region-call.ts';
import { contextOfAttempt, type ReplicaKind, type RequestContext } from './request-context.ts';
import type { Rerouting } from './rerouting.ts';
import { type InterceptedListener, type RpcInterceptor, sendIntercepted, zoneOf } from './rpc-interceptor.ts';

export interface RegionRequestParts {
  readonly runtime: Pick<Runtime, 'clock' | 'random'>;
  readonly timers: Timers;
  readonly cache: RegionCache;
  readonly rpc: RpcClient;
  /** Receives the errors of interceptors that throw. */
  readonly events?: EventSink;
  /** The client's zone, from its options. */
  readonly zone?: string | undefined;
}

/** Receives the outcome of each step of a request: plain code, or the actor that the request has become. */
export interface RequestOwner {
  send(event: RegionRequestEvent): void;
}

export const NOBODY: RequestOwner = { send: () => undefined };

type AnyRequest = { readonly context?: kvrpcpb.Context | undefined };
type AnyResponse = {
  readonly regionError?: errorpb.Error.Decoded | undefined;
  readonly execDetailsV2?: kvrpcpb.ExecDetailsV2.Decoded | undefined;
};

/** Reads that another replica may serve when one is slow (client-go's isReadReq). */
const READS: ReadonlySet<string> = new Set(['KvGet', 'KvBatchGet', 'KvScan', 'Coprocessor']);
const NO_OPTIONS: RpcCall = {};
/** A replica that has not answered for this long, in milliseconds, may have lost the leadership. */
const SILENCE_MS = 500;

const RECEIVED: RegionRequestEvent = { type: 'answer.received' };

/**
 * The attempts of one region request, one at a time: sends the request to `target`, and reports the outcome
 * as an event of the region-request chart. `RegionRequest` adds where and when to send it. Both are one
 * object: requests are many.
 */
export abstract class RegionAttempt<Request, Response> implements InterceptedListener {
  readonly call: RegionCall<Request, Response>;
  /** Is sent the outcome of each step. */
  owner: RequestOwner = NOBODY;
  /** Set once the region has answered. */
  response: Response | undefined;
  /** Where the attempt under way went, or where the next one goes. */
  target: Replica;
  readAs: ReadKind = 'plain';
  /** What the last attempt that ended was sent on. */
  connection = NO_CONNECTION;
  protected readonly parts: RegionRequestParts;
  protected readonly isRead: boolean;
  protected stage: Stage = 'locating a region';
  protected busyThresholdMs = 0;
  /** Of the last attempt; undefined before the first. */
  protected sentAtMs: number | undefined;
  /** Undefined as long as nothing has gone wrong. */
  protected rerouted: Rerouting | undefined;
  readonly #context: RequestContext | undefined;
  /** Which kind of replica the first attempt asked, if that is part of the context. */
  #firstAsked: ReplicaKind | undefined;
  /** The execution limit of the last attempt. */
  #limitMs = 0;
  /** Where the last attempt went: its store may have moved since. */
  #address = '';
  /** The attempt under way, and where it is counted. */
  #sent: SentRpc | undefined;
  #tally: RpcTally | undefined;
  #timer: unknown;
  /**
   * Its answer, or another one on the same stream, was larger than the client accepts: it is sent as a call
   * of its own.
   */
  #isAlone = false;

  /** @param context what the request says besides where it goes; undefined for nothing */
  constructor(
    call: RegionCall<Request, Response>,
    parts: RegionRequestParts,
    context: RequestContext | undefined,
  ) {
    this.call = call;
    this.target = call.region.leader;
    this.parts = parts;
    this.isRead = READS.has(call.rpc.name);
    this.#context = context;
  }

  /** What earlier attempts have led to; made when the first of them did not succeed. */
  abstract get rerouting(): Rerouting;

  /** For steps that follow each other at once, which pass it on. */
  nowMs(): number {
    return this.parts.runtime.clock.now();
  }

  send(isResend: boolean, nowMs = this.nowMs()): void {
    this.stage = 'waiting for an answer';
    const {
      call,
      call: { rpc, backoffer, timeoutMs },
    } = this;
    this.rerouted?.attemptBegan();
    this.#address = this.target.store.address;
    this.sentAtMs = nowMs;
    const remainingMs = backoffer.deadline.remainingMs(nowMs);
    try {
      const encoded = this.parts.cache.codec.encodeRequest(rpc, call.request) as Request & AnyRequest;
      const attemptMs = Math.min(timeoutMs, remainingMs);
      const rest = this.#contextOf(encoded.context, isResend || call.resend === true, attemptMs);
      // The context is passed next to the request: copying it into the request would cost more than all else
      // here.
      const request = encoded.context === undefined ? encoded : { ...encoded, context: undefined };
      this.#tally = backoffer.deadline.ledger?.sending(rpc.name, call.region.id);
      const interceptors = this.#context?.interceptors;
      const { context } = this.target;
      this.#sent =
        interceptors === undefined
          ? this.parts.rpc.send(this.#address, rpc, request, this.#options, this, {
              encoded: context.encoded,
              rest,
            })
          : this.#sendThrough(
              interceptors,
              { ...request, context: { ...rest, ...context.fields } },
              isResend,
            );
    } catch (error) {
      this.owner.send({ type: 'request.stopped', error: asTikvError(error), lost: undefined });
      return;
    }
    if (timeoutMs < remainingMs) {
      this.#timer = this.parts.timers.schedule(timeoutMs, () => this.#timedOut(), nowMs);
    }
  }

  #sendThrough(interceptors: readonly RpcInterceptor[], request: Request, isResend: boolean): SentRpc {
    const { rpc, region } = this.call;
    const address = this.#address;
    const { id: storeId, labels } = this.target.store;
    const zone = zoneOf(labels.zone, this.parts.zone);
    const attempt = { rpc: rpc.name, address, storeId, zone, regionId: region.id, isResend, request };
    const options = this.#options;
    const send = (listener: RpcListener<Response>) =>
      this.parts.rpc.send(address, rpc, request, options, listener);
    return sendIntercepted(interceptors, attempt, send, this);
  }

  get #options(): RpcCall {
    if (!this.#isAlone) return this.#tally ?? NO_OPTIONS;
    return { alone: true, encoded: (sizeBytes) => this.#tally?.encoded(sizeBytes) };
  }

  #contextOf(own: kvrpcpb.Context | undefined, isResend: boolean, attemptMs: number): kvrpcpb.Context {
    this.#limitMs = executionLimitMs(attemptMs, this.call.executionLimitMs);
    return attemptContext(own, {
      limitMs: this.#limitMs,
      isResend,
      readAs: this.readAs,
      busyThresholdMs: this.busyThresholdMs,
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

  /** An interceptor let nothing through, or what it let through cannot be sent. */
  refused(error: TikvError): void {
    this.#ended();
    this.owner.send({ type: 'request.stopped', error, lost: undefined });
  }

  interceptorFailed(error: unknown): void {
    this.parts.events?.emit('background.failed', { work: `interceptor of ${this.call.rpc.name}`, error });
  }

  answered(result: RpcResult<Response>): void {
    this.#ended();
    if (!result.ok) {
      this.owner.send(this.#classify(result.error, this.connection.isClosed));
      return;
    }
    const response = result.response as Response & AnyResponse;
    this.#tally?.answered(result.sizeBytes);
    if (response.execDetailsV2 !== undefined) this.#tally?.executed(response.execDetailsV2);
    this.owner.send(this.#outcome(response));
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
      this.response = this.parts.cache.codec.decodeResponse(this.call.rpc, response);
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

  get #isLimitedRead(): boolean {
    return this.isRead && this.#limitMs < RPC_TIMEOUT_MS.short;
  }

  #timedOut(): void {
    const error = this.#cancel(GRPC_STATUS.deadlineExceeded, `No answer within ${this.call.timeoutMs} ms`);
    if (error !== undefined) this.owner.send(this.#classify(error));
  }

  /** Gives up the attempt under way, if any. @returns its error if its outcome is unknown */
  abandon(): NetworkError | undefined {
    const cancelled = this.#cancel(GRPC_STATUS.cancelled, 'Not waited for any longer');
    return cancelled?.sent === 'maybe' ? cancelled : undefined;
  }

  /** @returns undefined when nothing is under way */
  #cancel(status: CallFailure['status'], message: string): NetworkError | undefined {
    if (this.#sent === undefined) return undefined;
    const sent = this.#sent.cancel();
    this.#ended();
    const silentMs = this.nowMs() - (this.sentAtMs as number);
    if (silentMs >= SILENCE_MS) this.parts.cache.doubt(this.call.region, this.target.store);
    return new NetworkError(this.#address, { status, message, sent });
  }

  #ended(): void {
    if (this.#sent !== undefined) this.connection = this.#sent.connection;
    this.#sent = undefined;
    if (this.#timer !== undefined) this.parts.timers.cancel(this.#timer);
    this.#timer = undefined;
    if (this.rerouted === undefined && this.#tally === undefined) return;
    const tookMs = this.nowMs() - (this.sentAtMs as number);
    this.rerouted?.attemptEnded(tookMs);
    this.#tally?.ended(tookMs, this.call.region.id, this.#address);
  }
}
