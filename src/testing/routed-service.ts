import type { Fields, Reply, Target } from './faults/message.ts';
import type { MessageDesk } from './faults/message-desk.ts';
import type { Route, StreamRoute, UnaryRoute } from './route.ts';
import {
  type CallInfo,
  GRPC_STATUS,
  type MethodKind,
  type Service,
  ServiceError,
  type StreamListener,
  type StreamSink,
} from './service.ts';

/** A service made of routes; every message passes the desk. */
export class RoutedService implements Service {
  readonly methods: ReadonlyMap<string, MethodKind>;
  readonly #routes: ReadonlyMap<string, Route>;
  readonly #desk: MessageDesk;
  readonly #target: Target;

  constructor(routes: readonly Route[], desk: MessageDesk, target: Target) {
    this.#routes = new Map(routes.map((route) => [route.path, route]));
    this.methods = new Map(routes.map((route) => [route.path, route.kind]));
    this.#desk = desk;
    this.#target = target;
  }

  async unary(method: string, bytes: Uint8Array, call: CallInfo): Promise<Uint8Array> {
    const route = this.#routes.get(method) as UnaryRoute;
    const request = decodeRequest(route, bytes);
    return unaryAnswer(route, await this.#deliver(route, request, () => route.handle(request, call)));
  }

  stream(method: string, call: CallInfo, sink: StreamSink): StreamListener {
    const route = this.#routes.get(method) as StreamRoute;
    const handler = route.open((response) => sink.send(route.encodeResponse(response)), call);
    const answer = async (bytes: Uint8Array): Promise<void> => {
      const request = decodeRequest(route, bytes);
      const reply = await this.#deliver(route, request, () => handler.onRequest(request));
      if (reply.kind === 'answer') sink.send(route.encodeResponse(reply.response));
      else if (reply.kind === 'bytes') sink.send(reply.bytes);
      else if (reply.kind !== 'lost') sink.end(new ServiceError(reply.status, reply.message));
    };
    // Messages of a stream are answered one after another, in their order.
    let last: Promise<void> = Promise.resolve();
    return {
      onMessage: (bytes) => {
        last = last.then(() => answer(bytes)).catch((error) => sink.end(asServiceError(error)));
      },
      onHalfClose: () => {
        if (route.streams === 'server') return;
        last = last.then(() => {
          handler.onGone?.();
          sink.end();
        });
      },
      onCancel: () => handler.onGone?.(),
    };
  }

  #deliver(
    route: Route,
    request: Fields,
    answer: () => Fields | undefined | Promise<Fields | undefined>,
  ): Promise<Reply> {
    const fields = { target: this.#target, rpc: route.name, regionId: 0n, request };
    return this.#desk.deliver(fields, async (): Promise<Reply> => {
      try {
        const response = await answer();
        return response === undefined ? { kind: 'lost' } : { kind: 'answer', response };
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        return { kind: 'status', status: error.status, message: error.message };
      }
    });
  }
}

/** @throws ServiceError when the bytes are no such request: gRPC servers answer INTERNAL then */
export function decodeRequest(route: Pick<Route, 'decodeRequest'>, bytes: Uint8Array): Fields {
  try {
    return route.decodeRequest(bytes);
  } catch (error) {
    throw asServiceError(error);
  }
}

/**
 * What a unary call gives for a reply; never settles when the reply is lost.
 * @throws ServiceError
 */
export function unaryAnswer(
  route: Pick<Route, 'encodeResponse'>,
  reply: Reply,
): Uint8Array | Promise<Uint8Array> {
  if (reply.kind === 'answer') return route.encodeResponse(reply.response);
  if (reply.kind === 'bytes') return reply.bytes;
  if (reply.kind === 'lost') return new Promise<never>(() => {});
  throw new ServiceError(reply.status, reply.message);
}

export function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  return new ServiceError(GRPC_STATUS.internal, error instanceof Error ? error.message : String(error));
}
