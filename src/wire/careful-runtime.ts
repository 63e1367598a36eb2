import { asTikvError } from '../model/errors.ts';
import type {
  ByteStream,
  CallFailure,
  CallOptions,
  CallResult,
  Cancel,
  Runtime,
  Sent,
  StreamHandlers,
  Transport,
} from '../model/runtime.ts';
import { GRPC_STATUS } from './grpc-status.ts';

/** A runtime of the caller's own, whose transport may throw. */
export function carefulRuntime(runtime: Runtime): Runtime {
  return {
    clock: runtime.clock,
    random: () => runtime.random(),
    transport: new CarefulTransport(runtime),
    defer: (task) => runtime.defer(task),
  };
}

/**
 * Where a transport throws instead of making a call or a stream, that call or stream counts as broken:
 * nothing that comes of it later is passed on.
 */
class CarefulTransport implements Transport {
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  unary(
    address: string,
    method: string,
    request: Uint8Array,
    options: CallOptions,
    done: (result: CallResult) => void,
  ): Cancel {
    let hasThrown = false;
    const answered = (result: CallResult) => {
      if (!hasThrown) done(result);
    };
    try {
      return this.#runtime.transport.unary(address, method, request, options, answered);
    } catch (error) {
      hasThrown = true;
      // It had the request, and may have sent it before it threw.
      return this.#failLater(error, 'maybe', (failure) => done({ ok: false, failure }));
    }
  }

  stream(address: string, method: string, options: CallOptions, handlers: StreamHandlers): ByteStream {
    let hasThrown = false;
    const heard: StreamHandlers = {
      onMessage: (message) => {
        if (!hasThrown) handlers.onMessage(message);
      },
      onEnd: (failure) => {
        if (!hasThrown) handlers.onEnd(failure);
      },
      onSent: () => handlers.onSent?.(),
    };
    try {
      return this.#runtime.transport.stream(address, method, options, heard);
    } catch (error) {
      hasThrown = true;
      const cancel = this.#failLater(error, 'no', (failure) => handlers.onEnd(failure));
      return { send: () => {}, end: () => {}, cancel };
    }
  }

  closeAddress(address: string): void {
    this.#runtime.transport.closeAddress(address);
  }

  close(): void {
    this.#runtime.transport.close();
  }

  #failLater(error: unknown, sent: Sent, fail: (failure: CallFailure) => void): Cancel {
    let isCancelled = false;
    const { message } = asTikvError(error);
    this.#runtime.defer(() => {
      if (!isCancelled) fail({ status: GRPC_STATUS.unavailable, message, sent });
    });
    return () => {
      isCancelled = true;
      return sent;
    };
  }
}
