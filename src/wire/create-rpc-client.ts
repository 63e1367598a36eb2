import type { ActorRoot } from '../actor/actor-root.ts';
import { NetworkError, TooLargeError } from '../model/errors.ts';
import type { Runtime } from '../model/runtime.ts';
import { AddressConnection, CLOSED_HERE, metadataFor } from './address-connection.ts';
import { BatchEntry } from './batch-entry.ts';
import { commandTag } from './batch-frame.ts';
import type { BatchOptions } from './batch-store.ts';
import type { StoreFeedback } from './batch-stream.ts';
import type { PartlyEncoded } from './codec/message.ts';
import type { kvrpcpb } from './codec/messages.ts';
import type { Rpc } from './codec/rpc.ts';
import { decodeResult } from './decode-result.ts';
import { DEFAULT_CONNECTIONS_PER_ADDRESS } from './grpc-options.ts';
import { NO_CONNECTION, type RpcCall, type RpcClient, type RpcListener, type SentRpc } from './rpc-client.ts';

export interface RpcClientOptions {
  /** Requests in one message of a batch stream. 0 sends each as a unary call of its own. Default 128. */
  readonly maxBatchSize?: number | undefined;
  /** Batch streams to one store. Default 4, as many as the gRPC transport has connections. */
  readonly streamsPerStore?: number | undefined;
  /** Unanswered requests of one stream; others wait. Default: no limit. */
  readonly maxInFlightPerStream?: number | undefined;
  /** A batch stream without requests for this long is ended, in milliseconds. Default 180000. */
  readonly idleTimeoutMs?: number | undefined;
  /** A larger request is refused before anything is sent. Default 256 MiB. */
  readonly maxRequestSizeBytes?: number | undefined;
  /** Receives what stores say about their load and health along with their answers. */
  readonly onFeedback?: ((feedback: StoreFeedback) => void) | undefined;
}

/** The RpcClient over any transport. It does not own the transport, nor the root its actors live under. */
export function createRpcClient(
  runtime: Runtime,
  root: ActorRoot,
  options: RpcClientOptions = {},
): RpcClient {
  return new BatchingRpcClient(runtime, root, options);
}

class BatchingRpcClient implements RpcClient {
  readonly #runtime: Runtime;
  readonly #root: ActorRoot;
  readonly #options: BatchOptions;
  readonly #maxRequestSizeBytes: number;
  readonly #onFeedback: (feedback: StoreFeedback) => void;
  readonly #connections = new Map<string, AddressConnection>();
  #isClosed = false;

  constructor(runtime: Runtime, root: ActorRoot, options: RpcClientOptions) {
    this.#runtime = runtime;
    this.#root = root;
    this.#options = {
      maxBatchSize: options.maxBatchSize ?? 128,
      streamsPerStore: options.streamsPerStore ?? DEFAULT_CONNECTIONS_PER_ADDRESS,
      maxInFlight: options.maxInFlightPerStream ?? Number.POSITIVE_INFINITY,
      idleTimeoutMs: options.idleTimeoutMs ?? 180_000,
    };
    this.#maxRequestSizeBytes = options.maxRequestSizeBytes ?? 256 * 1024 * 1024;
    this.#onFeedback = options.onFeedback ?? (() => {});
  }

  send<Request, Response>(
    address: string,
    rpc: Rpc<Request, Response>,
    request: Request,
    call: RpcCall,
    listener: RpcListener<Response>,
    context?: PartlyEncoded<kvrpcpb.Context>,
  ): SentRpc {
    const body = rpc.encode(request, context);
    call.encoded?.(body.length);
    if (body.length > this.#maxRequestSizeBytes) {
      throw new TooLargeError(`A request of ${rpc.name}`, body.length, this.#maxRequestSizeBytes);
    }
    if (this.#isClosed) return this.#refuse(address, listener);
    const connection = this.#connectionTo(address);
    if (rpc.batch === undefined || this.#options.maxBatchSize === 0 || call.alone === true) {
      return this.#sendUnary(connection, rpc, body, call, listener);
    }
    const tag = commandTag(rpc.batch);
    const entry = new BatchEntry(connection, rpc, tag, body, call.priority ?? 0, listener);
    connection.storeBehind(call.forwardTo).send(entry);
    return entry;
  }

  closeWhenIdle(address: string): void {
    this.#connections.get(address)?.closeWhenIdle();
  }

  close(): void {
    this.#isClosed = true;
    for (const connection of [...this.#connections.values()]) connection.close();
    this.#runtime.transport.close();
  }

  #sendUnary<Request, Response>(
    connection: AddressConnection,
    rpc: Rpc<Request, Response>,
    body: Uint8Array,
    call: RpcCall,
    listener: RpcListener<Response>,
  ): SentRpc {
    const { address } = connection;
    const metadata = metadataFor(call.forwardTo);
    const cancel = connection.unary(rpc.path, body, { metadata }, (result) => {
      if (result.ok) listener.answered(decodeResult(rpc, result.message));
      else listener.answered({ ok: false, error: new NetworkError(address, result.failure) });
    });
    return { connection, cancel };
  }

  #connectionTo(address: string): AddressConnection {
    let connection = this.#connections.get(address);
    if (connection === undefined) {
      connection = new AddressConnection(address, {
        runtime: this.#runtime,
        root: this.#root,
        batching: this.#options,
        onFeedback: this.#onFeedback,
        onClosed: () => this.#connections.delete(address),
      });
      this.#connections.set(address, connection);
    }
    return connection;
  }

  #refuse(address: string, listener: RpcListener<never>): SentRpc {
    let isCancelled = false;
    this.#runtime.defer(() => {
      if (isCancelled) return;
      listener.answered({ ok: false, error: new NetworkError(address, { ...CLOSED_HERE, sent: 'no' }) });
    });
    return {
      connection: NO_CONNECTION,
      cancel: () => {
        isCancelled = true;
        return 'no';
      },
    };
  }
}
