import type { ActorRoot } from '../actor/actor-root.ts';
import type { CallFailure, CallOptions, CallResult, Cancel, Runtime } from '../model/runtime.ts';
import { type BatchOptions, BatchStore } from './batch-store.ts';
import type { StoreFeedback } from './batch-stream.ts';
import { GRPC_STATUS } from './grpc-status.ts';
import type { RpcConnection } from './rpc-client.ts';

export interface AddressConnectionParts {
  readonly runtime: Runtime;
  readonly root: ActorRoot;
  readonly batching: BatchOptions;
  readonly onFeedback: (feedback: StoreFeedback) => void;
  /** The address is free for another connection. Called before anything on this one ends. */
  readonly onClosed: () => void;
}

/** Names the store that a request is for, to a store that is its proxy (parity row RPC-6). */
const FORWARDED_HOST = 'tikv-forwarded-host';

/** How often a connection that is to be closed is looked at. */
const IDLE_CHECK_MS = 1_000;

const NO_METADATA: Readonly<Record<string, string>> = {};

/** How requests end whose connection this client has closed. */
export const CLOSED_HERE: CallFailure = {
  status: GRPC_STATUS.cancelled,
  message: 'The connection was closed by this client',
  sent: 'maybe',
};

/** The batch streams and the transport's connections to one address, until they are closed together. */
export class AddressConnection implements RpcConnection {
  readonly address: string;
  isClosed = false;
  readonly #parts: AddressConnectionParts;
  /** By the store that the address is a proxy for; '' for the address itself. */
  readonly #stores = new Map<string, BatchStore>();
  /** Unary calls under way. */
  #calls = 0;
  #idleCheck: unknown;

  constructor(address: string, parts: AddressConnectionParts) {
    this.address = address;
    this.#parts = parts;
  }

  /** The streams to the address itself, or to a store that it is a proxy for. */
  storeBehind(forwardTo = ''): BatchStore {
    let store = this.#stores.get(forwardTo);
    if (store === undefined) {
      const { runtime, root, batching, onFeedback } = this.#parts;
      const metadata = metadataFor(forwardTo);
      store = new BatchStore({ runtime, root, address: this.address, metadata, batching, onFeedback });
      this.#stores.set(forwardTo, store);
    }
    return store;
  }

  /** A call of its own, not on a stream. */
  unary(
    method: string,
    request: Uint8Array,
    options: CallOptions,
    done: (result: CallResult) => void,
  ): Cancel {
    let isOver = false;
    const over = () => {
      if (!isOver) this.#calls--;
      isOver = true;
    };
    this.#calls++;
    const cancel = this.#parts.runtime.transport.unary(this.address, method, request, options, (result) => {
      over();
      done(result);
    });
    return () => {
      over();
      return cancel();
    };
  }

  /** Closes it as soon as nothing is under way: now, or when it is looked at again. */
  closeWhenIdle(): void {
    if (this.isClosed || this.#idleCheck !== undefined) return;
    if (this.#isIdle) {
      this.close();
      return;
    }
    this.#idleCheck = this.#parts.runtime.clock.setTimeout(() => {
      this.#idleCheck = undefined;
      this.closeWhenIdle();
    }, IDLE_CHECK_MS);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#parts.runtime.clock.clearTimeout(this.#idleCheck);
    this.#parts.onClosed();
    for (const store of this.#stores.values()) store.close(CLOSED_HERE);
    this.#parts.runtime.transport.closeAddress(this.address);
  }

  get #isIdle(): boolean {
    return this.#calls === 0 && Array.from(this.#stores.values()).every(({ isIdle }) => isIdle);
  }
}

/** Metadata that names the target of a call to a store that is its proxy. */
export function metadataFor(forwardTo = ''): Readonly<Record<string, string>> {
  return forwardTo === '' ? NO_METADATA : { [FORWARDED_HOST]: forwardTo };
}
