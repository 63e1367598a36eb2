import type { Codec, kvrpcpb, tikvpb } from '#proto';
import { decodeMessage, encodeMessage, encodeWithFirst, type PartlyEncoded } from './message.ts';

/** The members of the oneof in BatchCommandsRequest.Request, named as in its response. */
export type BatchCommand = NonNullable<tikvpb.BatchCommandsRequest.Request['cmd']>;

/** A call with one request and one answer, as the client sees it. */
export interface Rpc<Request, Response> {
  /** As in the contract: `KvGet`. */
  readonly name: string;
  /** The gRPC path: `/tikvpb.Tikv/KvGet`. */
  readonly path: string;
  /** Its place in a batch stream, if it has one. */
  readonly batch: BatchCommand | undefined;
  /** @param context of a request to a region that has left it out */
  encode(request: Request, context?: PartlyEncoded<kvrpcpb.Context>): Uint8Array;
  /** @throws {ProtocolError} when the bytes are not such an answer */
  decode(bytes: Uint8Array): Response;
}

/** A call with a stream of answers, and usually one of requests too, as the client sees it. */
export interface StreamRpc<Request, Response> {
  readonly name: string;
  readonly path: string;
  /** `'server'`: one request, many answers. `'both'`: many of each. */
  readonly streams: 'server' | 'both';
  encode(request: Request): Uint8Array;
  /** @throws {ProtocolError} when the bytes are not such an answer */
  decode(bytes: Uint8Array): Response;
}

/** The same call as its server sees it. */
export interface Served<ReceivedRequest, SentResponse> {
  /** @throws {ProtocolError} when the bytes are not such a request */
  decodeRequest(bytes: Uint8Array): ReceivedRequest;
  encodeResponse(response: SentResponse): Uint8Array;
}

/**
 * Makes the descriptors of one gRPC service, for example `tikvpb.Tikv`.
 * @param context the codec of what its requests have as their first field
 */
export function describeService(service: string, context?: Codec<kvrpcpb.Context, unknown>) {
  function coders<Request, ReceivedRequest, SentResponse, Response>(
    name: string,
    request: Codec<Request, ReceivedRequest>,
    response: Codec<SentResponse, Response>,
  ) {
    return {
      name,
      path: `/${service}/${name}`,
      encode: (message: Request, said?: PartlyEncoded<kvrpcpb.Context>) =>
        said === undefined || context === undefined
          ? encodeMessage(request, message)
          : encodeWithFirst(context, said, request, message),
      decode: (bytes: Uint8Array) => decodeMessage(response, name, bytes),
      decodeRequest: (bytes: Uint8Array) => decodeMessage(request, name, bytes),
      encodeResponse: (message: SentResponse) => encodeMessage(response, message),
    };
  }
  return {
    unary<Request, ReceivedRequest, SentResponse, Response>(
      name: string,
      request: Codec<Request, ReceivedRequest>,
      response: Codec<SentResponse, Response>,
      batch?: BatchCommand,
    ): Rpc<Request, Response> & Served<ReceivedRequest, SentResponse> {
      return { ...coders(name, request, response), batch };
    },
    stream<Request, ReceivedRequest, SentResponse, Response>(
      name: string,
      streams: 'server' | 'both',
      request: Codec<Request, ReceivedRequest>,
      response: Codec<SentResponse, Response>,
    ): StreamRpc<Request, Response> & Served<ReceivedRequest, SentResponse> {
      return { ...coders(name, request, response), streams };
    },
  };
}
