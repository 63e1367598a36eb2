import type { NetworkError, ProtocolError } from '../model/errors.ts';
import type { Sent } from '../model/runtime.ts';
import type { PartlyEncoded } from './codec/message.ts';
import type { kvrpcpb } from './codec/messages.ts';
import type { Rpc } from './codec/rpc.ts';

export interface RpcCall {
  /** The store to be reached through `address`, when that is a proxy for it. */
  readonly forwardTo?: string;
  /** Requests of 10 and above are sent before others and past the concurrency limit. Default 0. */
  readonly priority?: number;
  /**
   * Not on a batch stream, where an answer was larger than the client accepts, maybe the one to this request.
   */
  readonly alone?: boolean;
  /** Called with the size of the encoded request, before it is sent. */
  encoded?(sizeBytes: number): void;
}

/**
 * `sizeBytes` is that of the answer, encoded. `error.sent` of a ProtocolError is always `'maybe'`: the server
 * saw the request and answered nonsense.
 */
export type RpcResult<Response> =
  | { readonly ok: true; readonly response: Response; readonly sizeBytes: number }
  | { readonly ok: false; readonly error: NetworkError | ProtocolError };

/** Who sent a request. An object, not a function: the hot path has one for each request anyway. */
export interface RpcListener<Response> {
  /** Called exactly once unless the request was cancelled, never before `send` returned. */
  answered(result: RpcResult<Response>): void;
}

/**
 * What leads to one address, from its first request until it is closed: client-go's version of a connection
 * (CloseAddrVer in internal/client/client.go). Requests after that have another.
 */
export interface RpcConnection {
  readonly address: string;
  /** What was under way has ended, or ends at the end of this turn. */
  readonly isClosed: boolean;
  /** Ends every call on it with a NetworkError and drops it. Harmless when it is closed. */
  close(): void;
}

/** The connection of a request that came too late for one. */
export const NO_CONNECTION: RpcConnection = { address: '', isClosed: false, close: () => {} };

/** A request under way, or ended. */
export interface SentRpc {
  /** What it was sent on. */
  readonly connection: RpcConnection;
  /** Its end is no longer reported. @returns whether the request may have left */
  cancel(): Sent;
}

/**
 * Sends typed requests to stores and to PD: over a batch stream where the command has a place in
 * BatchCommands, as a unary call otherwise. Cancelling a queued request means it is never sent; cancelling a
 * sent one touches neither its stream nor its neighbours. Deadlines are up to the caller, which cancels.
 * `send` throws TooLargeError, and sends nothing, when the encoded request is larger than the client accepts.
 */
export interface RpcClient {
  /** @param context of a request to a region that has left it out */
  send<Request, Response>(
    address: string,
    rpc: Rpc<Request, Response>,
    request: Request,
    call: RpcCall,
    listener: RpcListener<Response>,
    context?: PartlyEncoded<kvrpcpb.Context>,
  ): SentRpc;
  /**
   * Drops the connections to the address as soon as nothing is under way there: no more requests are
   * expected. One that comes all the same gets a new connection.
   */
  closeWhenIdle(address: string): void;
  /** Ends every call in flight with a NetworkError and drops all connections. */
  close(): void;
}
