import type { AnyActorRef } from 'xstate';
import type { RegionRequestContext, RegionRequestEvent } from '../../../machines/region-request.ts';
import type { ActorRoot } from '../../actor/actor-root.ts';
import { settled } from '../../actor/settled.ts';
import { startIn } from '../../actor/start-in.ts';
import { asTikvError, ClosedError, type RegionError, type TikvError } from '../../model/errors.ts';
import type { RegionCache } from '../cache/region-cache.ts';
import type { ReplicaRead } from '../replica/replica-read.ts';
import type { RegionRequestParts, RequestOwner } from './region-attempt.ts';
import type { RegionCall, RegionResult } from './region-call.ts';
import { RegionRequest } from './region-request.ts';
import { regionRequestLogic } from './region-request-actor.ts';
import type { RequestContext } from './request-context.ts';

export interface RegionClientOptions extends RegionRequestParts {
  readonly root: ActorRoot;
  /**
   * When a request becomes an actor: `on-demand`, at its first outcome that is not success, which costs
   * nothing while all goes well; or `always`, at its start, for those who watch. Default `on-demand`.
   */
  readonly actors?: 'on-demand' | 'always';
}

/**
 * Sends requests to the regions they are for, and looks after all that can go wrong on the way: moved
 * leaders, busy and silent stores, changed regions. Follows client-go's RegionRequestSender (parity section
 * 6).
 */
export class RegionClient {
  readonly cache: RegionCache;
  /** See RegionClientOptions. */
  readonly actors: 'on-demand' | 'always';
  /** What its requests say in their contexts, besides where they go. */
  readonly context: RequestContext | undefined;
  readonly #options: RegionClientOptions;
  readonly #parent: AnyActorRef | undefined;
  readonly #read: ReplicaRead | undefined;

  /**
   * @param parent on whose behalf requests are sent: their actors end with it. Default: the client
   * @param context what the requests say in their contexts. Default: nothing
   * @param read which replicas are to serve reads. Default: the leader
   */
  constructor(
    options: RegionClientOptions,
    parent?: AnyActorRef,
    context?: RequestContext,
    read?: ReplicaRead,
  ) {
    this.cache = options.cache;
    this.actors = options.actors ?? 'on-demand';
    this.context = context;
    this.#options = options;
    this.#parent = parent;
    this.#read = read;
  }

  /**
   * Never rejects. The deadline of the call's backoffer ends it; the deadline is released by whoever started
   * it.
   */
  send<Request, Response>(call: RegionCall<Request, Response>): Promise<RegionResult<Response>> {
    return new Promise((resolve) => this.sendTo(call, resolve));
  }

  /** As `send`, but calls `done` with the result, once: saves a promise where requests are many. */
  sendTo<Request, Response>(
    call: RegionCall<Request, Response>,
    done: (result: RegionResult<Response>) => void,
  ): void {
    const request = new RegionRequest(call, this.#options, this.context, this.#read);
    const nowMs = request.nowMs();
    const error = request.begin(nowMs);
    if (error !== undefined) {
      done({ kind: 'failed', error, lost: undefined, attempts: 0 });
      return;
    }
    if (this.actors === 'always') {
      void this.#runAsActor(request).then(done);
      return;
    }
    const chosen = request.tryChooseReplica(nowMs);
    if (chosen?.type !== 'replica.chosen') {
      void this.becomeActor(request, 'locating', chosen).then(done);
      return;
    }
    request.owner = new FirstAttempt(this, request, done);
    request.send(false, nowMs);
  }

  /** The same client, sending on behalf of an actor: the actors of its requests are that actor's children. */
  withParent(parent: AnyActorRef): RegionClient {
    return new RegionClient(this.#options, parent, this.context, this.#read);
  }

  /** The same client, whose requests say this in their contexts. */
  withContext(context: RequestContext | undefined): RegionClient {
    return new RegionClient(this.#options, this.#parent, context, this.#read);
  }

  /** The same client, whose reads are served by these replicas. */
  withReplicas(read: ReplicaRead): RegionClient {
    return new RegionClient(this.#options, this.#parent, this.context, read);
  }

  #naming<Request, Response>(request: RegionRequest<Request, Response>) {
    const parent = this.#parent;
    const id = `regionRequest ${request.call.rpc.name}`;
    return parent === undefined ? { id } : { id, parent };
  }

  #runAsActor<Request, Response>(request: RegionRequest<Request, Response>): Promise<RegionResult<Response>> {
    const input = { request, atMostOnce: request.call.atMostOnce === true };
    return this.#result(request, () =>
      this.#options.root.start(regionRequestLogic(), { ...this.#naming(request), input }),
    );
  }

  /** @internal The request goes on as an actor, in the state that it has reached without one. */
  becomeActor<Request, Response>(
    request: RegionRequest<Request, Response>,
    state: 'locating' | 'sending',
    event: RegionRequestEvent | undefined,
  ): Promise<RegionResult<Response>> {
    const context: RegionRequestContext = {
      request,
      atMostOnce: request.call.atMostOnce === true,
      attempts: state === 'sending' ? 1 : 0,
      error: undefined,
      lost: undefined,
      sleepMs: 0,
    };
    return this.#result(request, () => {
      const actor = startIn(this.#options.root, regionRequestLogic(), state, context, this.#naming(request));
      request.owner = actor;
      if (event === undefined) request.chooseReplica();
      else actor.send(event);
      return actor;
    });
  }

  async #result<Request, Response>(
    request: RegionRequest<Request, Response>,
    start: () => ReturnType<typeof startIn<ReturnType<typeof regionRequestLogic>>>,
  ): Promise<RegionResult<Response>> {
    let actor: ReturnType<typeof start> | undefined;
    try {
      actor = start();
      await settled(actor, () => new ClosedError());
      const { value, context } = actor.getSnapshot();
      const { lost, attempts } = context;
      if (value === 'succeeded') return succeeded(request, lost, attempts);
      if (value === 'moved') return { kind: 'moved', cause: context.error as RegionError, lost, attempts };
      return { kind: 'failed', error: context.error as TikvError, lost, attempts };
    } catch (error) {
      const { lost, attempts = 0 } = actor?.getSnapshot().context ?? {};
      return { kind: 'failed', error: asTikvError(error), lost: request.abandon() ?? lost, attempts };
    } finally {
      request.end();
    }
  }
}

/** Waits for the answer to a request that is not an actor: most never become one. */
class FirstAttempt<Request, Response> implements RequestOwner {
  readonly #client: RegionClient;
  readonly #request: RegionRequest<Request, Response>;
  readonly #done: (result: RegionResult<Response>) => void;

  constructor(
    client: RegionClient,
    request: RegionRequest<Request, Response>,
    done: (result: RegionResult<Response>) => void,
  ) {
    this.#client = client;
    this.#request = request;
    this.#done = done;
  }

  send(event: RegionRequestEvent): void {
    if (event.type !== 'answer.received') {
      void this.#client.becomeActor(this.#request, 'sending', event).then(this.#done);
      return;
    }
    this.#request.end();
    this.#done(succeeded(this.#request, undefined, 1));
  }
}

function succeeded<Request, Response>(
  { response, call }: RegionRequest<Request, Response>,
  lost: RegionRequestContext['lost'],
  attempts: number,
): RegionResult<Response> {
  return { kind: 'succeeded', response: response as Response, region: call.region, lost, attempts };
}
