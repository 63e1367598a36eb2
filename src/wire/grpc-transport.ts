import { credentials } from '@grpc/grpc-js';
import type {
  ByteStream,
  CallFailure,
  CallOptions,
  CallResult,
  Cancel,
  Clock,
  Sent,
  StreamHandlers,
  Transport,
} from '../model/runtime.ts';
import { GrpcCall, type GrpcCallHandlers, type GrpcCallInput } from './grpc-call.ts';
import { GrpcConnection, type GrpcConnectionOptions } from './grpc-connection.ts';
import {
  channelOptions,
  DEFAULT_CONNECT_TIMEOUT_MS,
  DEFAULT_CONNECTIONS_PER_ADDRESS,
  type GrpcOptions,
} from './grpc-options.ts';
import { GRPC_STATUS } from './grpc-status.ts';
import { TlsCredentials } from './tls-credentials.ts';

/**
 * The default transport: gRPC over HTTP/2 by grpc-js, carrying bytes as they are. Connections are made on
 * first use. Streams are spread over the connections of their address, and unary calls go where they need not
 * wait. A connection that could not be made carries nothing while there is another (scenario F06).
 *
 * @throws UsageError when TLS certificates cannot be used
 */
export class GrpcTransport implements Transport {
  readonly #options: GrpcConnectionOptions;
  readonly #dial: (address: string) => string;
  readonly #connectionsPerAddress: number;
  readonly #pools = new Map<string, GrpcConnection[]>();
  #isClosed = false;

  constructor(options: GrpcOptions, clock: Clock) {
    this.#options = {
      credentials: options.tls === undefined ? credentials.createInsecure() : new TlsCredentials(options.tls),
      channelOptions: channelOptions(options),
      clock,
      connectTimeoutMs: options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
    };
    this.#dial = options.dial ?? ((address) => address);
    this.#connectionsPerAddress = options.connectionsPerAddress ?? DEFAULT_CONNECTIONS_PER_ADDRESS;
  }

  unary(
    address: string,
    method: string,
    request: Uint8Array,
    options: CallOptions,
    done: (result: CallResult) => void,
  ): Cancel {
    let answer: Uint8Array | undefined;
    let answers = 0;
    const handlers: GrpcCallHandlers = {
      onMessage: (message) => {
        answer = message;
        answers++;
      },
      onEnd: (failure) => {
        if (failure !== undefined) done({ ok: false, failure });
        else if (answer !== undefined && answers === 1) done({ ok: true, message: answer });
        else done({ ok: false, failure: wrongCount(answers) });
      },
    };
    const call = this.#open(address, { isStream: false, path: method, metadata: options.metadata, handlers });
    call.send(request);
    call.end();
    return () => call.cancel();
  }

  stream(address: string, method: string, options: CallOptions, handlers: StreamHandlers): ByteStream {
    return this.#open(address, { isStream: true, path: method, metadata: options.metadata, handlers });
  }

  closeAddress(address: string): void {
    const pool = this.#pools.get(address) ?? [];
    // First of all: a caller that hears of an end may call again at once.
    this.#pools.delete(address);
    for (const connection of pool) connection.close();
  }

  close(): void {
    this.#isClosed = true;
    for (const address of [...this.#pools.keys()]) this.closeAddress(address);
  }

  #open(address: string, call: GrpcCallInput): GrpcCall | RefusedCall {
    if (this.#isClosed) return new RefusedCall('The transport is closed', call.handlers);
    try {
      const connection = leastBusy(this.#poolOf(address), call.isStream ? byStreams : byCalls);
      return new GrpcCall(connection, call);
    } catch (cause) {
      return new RefusedCall(cause instanceof Error ? cause.message : String(cause), call.handlers);
    }
  }

  /** @throws Error when the address cannot be parsed */
  #poolOf(address: string): readonly GrpcConnection[] {
    let pool = this.#pools.get(address);
    if (pool === undefined) {
      pool = Array.from(
        { length: this.#connectionsPerAddress },
        () => new GrpcConnection(this.#dial(address), this.#options),
      );
      this.#pools.set(address, pool);
    }
    return pool;
  }
}

/** A call that never came to be. */
class RefusedCall {
  #isOver = false;

  constructor(message: string, handlers: GrpcCallHandlers) {
    queueMicrotask(() => {
      if (this.#isOver) return;
      this.#isOver = true;
      handlers.onEnd({ status: GRPC_STATUS.unavailable, message, sent: 'no' });
    });
  }

  send(): void {}

  end(): void {}

  cancel(): Sent {
    const sent = this.#isOver ? 'maybe' : 'no';
    this.#isOver = true;
    return sent;
  }
}

/** Where every connection that was made carries more calls than this, another is made. */
const CALLS_WORTH_A_CONNECTION = 16;

const byStreams = (connection: GrpcConnection) => connection.streams;

const byCalls = (connection: GrpcConnection) =>
  connection.isUp ? connection.calls : Math.max(connection.calls, CALLS_WORTH_A_CONNECTION);

function leastBusy(
  pool: readonly GrpcConnection[],
  busyness: (connection: GrpcConnection) => number,
): GrpcConnection {
  const good = pool.filter(({ isDoubtful }) => !isDoubtful);
  const candidates = good.length > 0 ? good : pool;
  return candidates.reduce((best, each) => (busyness(each) < busyness(best) ? each : best));
}

function wrongCount(answers: number): CallFailure {
  return {
    status: GRPC_STATUS.internal,
    message: answers === 0 ? 'Call ended with no answer' : 'Call was answered more than once',
    sent: 'maybe',
  };
}
