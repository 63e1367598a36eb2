import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import type { kvrpcpb } from '#proto';
import type { Cluster, RegionInfo } from '../../../../src/testing/index.ts';
import type { Rpc, StreamRpc } from '../../../../src/wire/codec/rpc.ts';

/** A plain grpc-js client with the codecs: none of the library's own parts, so that they do not test themselves. */
export class RawClient implements Disposable {
  readonly #clients = new Map<string, Client>();
  readonly #credentials;

  constructor(channelCredentials = credentials.createInsecure()) {
    this.#credentials = channelCredentials;
  }

  call<Request, Response>(
    address: string,
    rpc: Rpc<Request, Response>,
    request: Request,
    metadata: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.#client(address).makeUnaryRequest(
        rpc.path,
        Buffer.from,
        identity,
        rpc.encode(request),
        metadataOf(metadata),
        (error: ServiceError | null, bytes?: Uint8Array) => {
          if (error !== null) {
            reject(error);
            return;
          }
          try {
            resolve(rpc.decode(bytes as Uint8Array));
          } catch (undecodable) {
            reject(undecodable);
          }
        },
      );
    });
  }

  /** The gRPC status and text that a call ends with. */
  async failure<Request, Response>(
    address: string,
    rpc: Rpc<Request, Response>,
    request: Request,
    metadata: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly code: number; readonly details: string }> {
    try {
      const response = await this.call(address, rpc, request, metadata);
      throw new Error(`answered ${Object.keys(response as object)}`);
    } catch (error) {
      const { code, details } = error as ServiceError;
      if (code === undefined) throw error;
      return { code, details };
    }
  }

  stream<Request, Response>(
    address: string,
    rpc: StreamRpc<Request, Response>,
    metadata: Readonly<Record<string, string>> = {},
  ): RawStream<Request, Response> {
    const call = this.#client(address).makeBidiStreamRequest(
      rpc.path,
      Buffer.from,
      identity,
      metadataOf(metadata),
    );
    const received: Response[] = [];
    const waiting: ((message: Response) => void)[] = [];
    call.on('data', (bytes: Uint8Array) => {
      const message = rpc.decode(bytes);
      const next = waiting.shift();
      if (next === undefined) received.push(message);
      else next(message);
    });
    const ended = new Promise<{ code: number; details: string }>((resolve) => {
      call.on('status', ({ code, details }) => resolve({ code, details }));
    });
    call.on('error', () => {});
    return {
      send: (request) => {
        call.write(rpc.encode(request));
      },
      next: () => {
        const message = received.shift();
        if (message !== undefined) return Promise.resolve(message);
        return new Promise((resolve) => {
          waiting.push(resolve);
        });
      },
      end: () => call.end(),
      cancel: () => call.cancel(),
      ended,
    };
  }

  [Symbol.dispose](): void {
    for (const client of this.#clients.values()) client.close();
  }

  #client(address: string): Client {
    let client = this.#clients.get(address);
    if (client === undefined) {
      client = new Client(address, this.#credentials, {
        'grpc.initial_reconnect_backoff_ms': 10,
        'grpc.max_reconnect_backoff_ms': 50,
      });
      this.#clients.set(address, client);
    }
    return client;
  }
}

export interface RawStream<Request, Response> {
  send(request: Request): void;
  next(): Promise<Response>;
  end(): void;
  cancel(): void;
  readonly ended: Promise<{ code: number; details: string }>;
}

/** The context that a well-informed client sends to the leader of a region, or to another store. */
export function contextOf(region: RegionInfo, storeId = region.leader?.storeId ?? 0n): kvrpcpb.Context {
  const peer = region.peers.find((one) => one.storeId === storeId);
  return { regionId: region.id, regionEpoch: region.epoch, peer: { id: peer?.id ?? 0n, storeId } };
}

/** The address of a store by its id. */
export function addressOf(cluster: Cluster, storeId: bigint): string {
  return cluster.addresses.stores[Number(storeId) - 1] as string;
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function metadataOf(values: Readonly<Record<string, string>>): Metadata {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(values)) metadata.set(name, value);
  return metadata;
}

function identity(buffer: Buffer): Uint8Array {
  return buffer;
}
