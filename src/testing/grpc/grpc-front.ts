import { type AddressInfo, createServer, type Server as Listener, type Socket } from 'node:net';
import {
  type Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { type CallInfo, GRPC_STATUS, type Service, ServiceError } from '../service.ts';

/** Certificates of the servers, PEM. */
export interface ServerTls {
  /** The certificate of the servers, and its chain: PEM. */
  readonly certificate: string | Uint8Array;
  /** Its private key: PEM. */
  readonly key: string | Uint8Array;
  /** Who may have signed a client's certificate; given, every client must show one. */
  readonly clientCa?: string | Uint8Array | undefined;
}

const OPTIONS = {
  'grpc.max_receive_message_length': -1,
  'grpc.max_send_message_length': -1,
  // The default of 64 kB makes large answers wait for window updates.
  'grpc-node.flow_control_window': 16 * 1024 * 1024,
} as const;

/** Serves a service by gRPC on loopback, and nowhere else. */
export class GrpcFront {
  readonly #service: Service;
  readonly #tls: ServerTls | undefined;
  // Connections are ours and handed to grpc-js: a crash must reset them, where its shutdown cancels calls.
  readonly #connections = new Set<Socket>();
  #running: { readonly listener: Listener; readonly server: Server } | undefined;

  constructor(service: Service, tls: ServerTls | undefined) {
    this.#service = service;
    this.#tls = tls;
  }

  /** Begins to listen on 127.0.0.1. @param port 0 for any free one @returns the port */
  listen(port: number): Promise<number> {
    const server = new Server(OPTIONS);
    for (const [method, kind] of this.#service.methods) {
      if (kind === 'unary') server.register(method, this.#unary(method), toBuffer, identity, 'unary');
      else server.register(method, this.#stream(method), toBuffer, identity, 'bidi');
    }
    const injector = server.createConnectionInjector(credentials(this.#tls));
    const listener = createServer({ noDelay: true }, (connection) => {
      this.#connections.add(connection);
      connection.once('close', () => this.#connections.delete(connection));
      injector.injectConnection(connection);
    });
    this.#running = { listener, server };
    return new Promise((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(port, '127.0.0.1', () => resolve((listener.address() as AddressInfo).port));
    });
  }

  /** Resets all connections and stops listening, as when the process dies. */
  stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      running.listener.close(() => resolve());
      for (const connection of this.#connections) connection.destroy();
      running.server.forceShutdown();
    });
  }

  #unary(method: string) {
    return (call: ServerUnaryCall<Uint8Array, Uint8Array>, done: sendUnaryData<Uint8Array>): void => {
      this.#service.unary(method, call.request, infoOf(call.metadata)).then(
        (bytes) => done(null, bytes),
        (error) => done(statusOf(error)),
      );
    };
  }

  #stream(method: string) {
    return (call: ServerDuplexStream<Uint8Array, Uint8Array>): void => {
      let ended = false;
      const listener = this.#service.stream(method, infoOf(call.metadata), {
        send: (message) => {
          if (!ended) call.write(message);
        },
        end: (error) => {
          if (ended) return;
          ended = true;
          if (error === undefined) call.end();
          else call.emit('error', statusOf(error));
        },
      });
      const gone = (): void => {
        if (ended) return;
        ended = true;
        listener.onCancel();
      };
      call.on('data', (message: Uint8Array) => {
        if (!ended) listener.onMessage(message);
      });
      call.on('end', () => {
        if (!ended) listener.onHalfClose();
      });
      call.on('cancelled', gone);
      call.on('close', gone);
    };
  }
}

function credentials(tls: ServerTls | undefined): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const pair = { cert_chain: Buffer.from(tls.certificate), private_key: Buffer.from(tls.key) };
  const ca = tls.clientCa === undefined ? null : Buffer.from(tls.clientCa);
  return ServerCredentials.createSsl(ca, [pair], ca !== null);
}

function infoOf(metadata: Metadata): CallInfo {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(metadata.getMap())) values[name] = value.toString();
  return { metadata: values };
}

function statusOf(error: unknown) {
  if (error instanceof ServiceError) return { code: error.status, details: error.message };
  const details = error instanceof Error ? error.message : String(error);
  return { code: GRPC_STATUS.internal, details };
}

// Decoded messages share no memory with their bytes, so the buffer may be passed on as it is.
function identity(bytes: Buffer): Uint8Array {
  return bytes;
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
