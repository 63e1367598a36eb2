import type { Rpc, Served, StreamRpc } from '../wire/codec/rpc.ts';
import type { Fields } from './faults/message.ts';
import type { CallInfo } from './service.ts';

interface Coders {
  readonly name: string;
  readonly path: string;
  decodeRequest(bytes: Uint8Array): Fields;
  encodeResponse(response: Fields): Uint8Array;
}

/** A call with one answer, its types forgotten. */
export interface UnaryRoute extends Coders {
  readonly kind: 'unary';
  handle(request: Fields, call: CallInfo): Fields | Promise<Fields>;
}

/** The server's half of one stream. */
export interface StreamHandler<Request, Response> {
  /** The answer to a message, if it has one; the next message waits for it. */
  onRequest(request: Request): Response | undefined | Promise<Response | undefined>;
  /** The client has ended, or is gone. */
  onGone?(): void;
}

/** A call with a stream of answers, its types forgotten. */
export interface StreamRoute extends Coders {
  readonly kind: 'stream';
  /** `server`: one request, and answers for as long as the client stays. */
  readonly streams: 'server' | 'both';
  /** @param push says something that answers no message */
  open(push: (response: Fields) => void, call: CallInfo): StreamHandler<Fields, Fields>;
}

export type Route = UnaryRoute | StreamRoute;

/** A route whose handler is checked against the types of its call. */
export function unaryRoute<ReceivedRequest, SentResponse>(
  rpc: Pick<Rpc<never, unknown>, 'name' | 'path'> & Served<ReceivedRequest, SentResponse>,
  handle: (request: ReceivedRequest, call: CallInfo) => SentResponse | Promise<SentResponse>,
): UnaryRoute {
  return { kind: 'unary', ...coders(rpc), handle: handle as unknown as UnaryRoute['handle'] };
}

/** As `unaryRoute`, for a stream. */
export function streamRoute<ReceivedRequest, SentResponse>(
  rpc: Pick<StreamRpc<never, unknown>, 'name' | 'path' | 'streams'> & Served<ReceivedRequest, SentResponse>,
  open: (
    push: (response: SentResponse) => void,
    call: CallInfo,
  ) => StreamHandler<ReceivedRequest, SentResponse>,
): StreamRoute {
  return {
    kind: 'stream',
    streams: rpc.streams,
    ...coders(rpc),
    open: open as unknown as StreamRoute['open'],
  };
}

function coders<ReceivedRequest, SentResponse>(
  rpc: { readonly name: string; readonly path: string } & Served<ReceivedRequest, SentResponse>,
): Coders {
  return {
    name: rpc.name,
    path: rpc.path,
    decodeRequest: rpc.decodeRequest as (bytes: Uint8Array) => Fields,
    encodeResponse: rpc.encodeResponse as unknown as Coders['encodeResponse'],
  };
}
