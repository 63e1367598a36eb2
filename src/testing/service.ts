/** gRPC status numbers that the embedded cluster answers with. */
export const GRPC_STATUS = {
  unknown: 2,
  invalidArgument: 3,
  failedPrecondition: 9,
  aborted: 10,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
} as const;

/** A call or stream that ends with a gRPC status instead of an answer. */
export class ServiceError extends Error {
  /** gRPC status number. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ServiceError';
    this.status = status;
  }
}

/** What a service knows about one call besides its bytes. */
export interface CallInfo {
  /** gRPC metadata, lower-case names. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Where a service puts what it has to say on a stream. Harmless after the stream has ended. */
export interface StreamSink {
  /** Sends a message to the client. */
  send(message: Uint8Array): void;
  /** Ends the stream, with an error or well. */
  end(error?: ServiceError): void;
}

/** What the client does on a stream. */
export interface StreamListener {
  /** The client has sent a message. */
  onMessage(message: Uint8Array): void;
  /** The client says no more. */
  onHalfClose(): void;
  /** The client, or its connection, is gone. Nothing is called after it. */
  onCancel(): void;
}

/** Whether a method answers once, or opens a stream. */
export type MethodKind = 'unary' | 'stream';

/**
 * A server as bytes in and bytes out, knowing nothing of gRPC: the gRPC server is one front of it, the
 * in-memory bus of a simulator another. `method` is a full path such as `/tikvpb.Tikv/KvGet`.
 */
export interface Service {
  /** The methods that are there, by full path. */
  readonly methods: ReadonlyMap<string, MethodKind>;
  /** A promise that never settles is an answer that got lost. @throws ServiceError */
  unary(method: string, request: Uint8Array, call: CallInfo): Promise<Uint8Array>;
  /** Server-streaming methods get their request as the only message. */
  stream(method: string, call: CallInfo, sink: StreamSink): StreamListener;
}
