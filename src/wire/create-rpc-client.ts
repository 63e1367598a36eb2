import type { ActorRoot } from '../actor/actor-root.ts';
import { NetworkError, type ProtocolError, TooLargeError } from '../model/errors.ts';
import type { CallFailure, Runtime } from '../model/runtime.ts';
import { BatchEntry } from './batch-entry.ts';
import { commandTag } from './batch-frame.ts';
import { type BatchOptions, BatchStore } from './batch-store.ts';
import type { StoreFeedback } from './batch-stream.ts';
import type { kvrpcpb } from './codec/messages.ts';
import type { Rpc } from './codec/rpc.ts';
import { DEFAULT_CONNECTIONS_PER_ADDRESS } from './grpc-options.ts';
import { GRPC_STATUS } from './grpc-status.ts';
import type { RpcCall, RpcClient, RpcListener, RpcResult, SentRpc } from './rpc-client.ts';

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
  /** Hears what stores say about their load and health beside their answers. */
  readonly onFeedback?: ((feedback: StoreFeedback) => void) | undefined;
}

/** Tells a proxying store which one the request is for (parity row RPC-6). */
const FORWARDED_HOST = 'tikv-forwarded-host';

const NO_METADATA: Readonly<Record<string, string>> = {};

const CLOSED: CallFailure = {
  status: GRPC_STATUS.cancelled,
  message: 'The connection was closed by this client',
  sent: 'maybe',
};

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
  /** By address, then by the store behind it ('' for the address itself). */
  readonly #stores = new Map<string, Map<string, BatchStore>>();
  #closed = false;

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
    context?: kvrpcpb.Context,
  ): SentRpc {
    const body = rpc.encode(request, context);
    call.encoded?.(body.length);
    if (body.length > this.#maxRequestSizeBytes) {
      throw new TooLargeError(`A request of ${rpc.name}`, body.length, this.#maxRequestSizeBytes);
    }
    if (this.#closed) return this.#refuse(address, listener);
    if (rpc.batch === undefined || this.#options.maxBatchSize === 0) {
      return this.#sendUnary(address, rpc, body, call, listener);
    }
    const store = this.#storeOf(address, call.forwardTo);
    const entry = new BatchEntry(address, rpc, commandTag(rpc.batch), body, call.priority ?? 0, listener);
    store.send(entry);
    return entry;
  }

  closeAddress(address: string): void {
    for (const store of this.#stores.get(address)?.values() ?? []) store.close(CLOSED);
    this.#stores.delete(address);
    this.#runtime.transport.closeAddress(address);
  }

  close(): void {
    this.#closed = true;
    for (const address of [...this.#stores.keys()]) this.closeAddress(address);
    this.#runtime.transport.close();
  }

  #sendUnary<Request, Response>(
    address: string,
    rpc: Rpc<Request, Response>,
    body: Uint8Array,
    call: RpcCall,
    listener: RpcListener<Response>,
  ): SentRpc {
    const metadata = metadataFor(call.forwardTo);
    const cancel = this.#runtime.transport.unary(address, rpc.path, body, { metadata }, (result) => {
      if (result.ok) listener.answered(decoded(rpc, result.message));
      else listener.answered({ ok: false, error: new NetworkError(address, result.failure) });
    });
    return { cancel };
  }

  #storeOf(address: string, forwardTo = ''): BatchStore {
    let behind = this.#stores.get(address);
    if (behind === undefined) {
      behind = new Map();
      this.#stores.set(address, behind);
    }
    let store = behind.get(forwardTo);
    if (store === undefined) {
      const metadata = metadataFor(forwardTo);
      store = new BatchStore(this.#runtime, this.#root, address, metadata, this.#options, this.#onFeedback);
      behind.set(forwardTo, store);
    }
    return store;
  }

  #refuse(address: string, listener: RpcListener<never>): SentRpc {
    let cancelled = false;
    this.#runtime.defer(() => {
      if (cancelled) return;
      listener.answered({ ok: false, error: new NetworkError(address, { ...CLOSED, sent: 'no' }) });
    });
    return {
      cancel: () => {
        cancelled = true;
        return 'no';
      },
    };
  }
}

function metadataFor(forwardTo: string | undefined): Readonly<Record<string, string>> {
  return forwardTo === undefined || forwardTo === '' ? NO_METADATA : { [FORWARDED_HOST]: forwardTo };
}

function decoded<Response>(rpc: Rpc<never, Response>, message: Uint8Array): RpcResult<Response> {
  try {
    return { ok: true, response: rpc.decode(message) };
  } catch (error) {
    return { ok: false, error: error as ProtocolError };
  }
}
