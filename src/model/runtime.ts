/**
 * Monotonic time and timers. Fits XState's own `Clock`, so one object drives machines, deadlines and backoffs.
 * `now()` is in milliseconds from an arbitrary start and never goes back.
 */
export interface Clock {
  now(): number;
  setTimeout(fn: (...args: unknown[]) => void, timeoutMs: number): unknown;
  clearTimeout(id: unknown): void;
}

/** Whether a failed request can have reached the server: `'no'` is certain, `'maybe'` is everything else. */
export type Sent = 'no' | 'maybe';

/** A message that is not taken. */
export interface PassedLimit {
  /** At least so many. */
  readonly sizeBytes: number;
  readonly limitBytes: number;
  /** It came on a stream: to which of its requests is not known. */
  readonly isShared: boolean;
}

/** Why a call or stream ended without an answer. `status` is a gRPC status number (14 is UNAVAILABLE). */
export interface CallFailure {
  readonly status: number;
  readonly message: string;
  readonly sent: Sent;
  /** Of a stream that may have sent something: how many of the last messages given to it certainly did not leave. */
  readonly unsentMessages?: number;
  /** Of a call or stream that was ended here because a message of the server was larger than is taken. */
  readonly tooLarge?: PassedLimit;
}

export type CallResult =
  | { readonly ok: true; readonly message: Uint8Array }
  | { readonly ok: false; readonly failure: CallFailure };

export interface CallOptions {
  /** gRPC metadata, lower-case names. */
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface StreamHandlers {
  onMessage(message: Uint8Array): void;
  /**
   * Called once, after the last message. Without a failure the server ended the stream by itself, and no message to it
   * is known not to have left.
   */
  onEnd(failure: CallFailure | undefined): void;
  /** A message has left: less waits than before. Need not be called by what never lets messages wait. */
  onSent?(): void;
}

/** The client's half of a bidirectional stream. After `cancel()` no handler is called again. */
export interface ByteStream {
  /** How much of what was given to it waits to leave, for a connection or for its server to read. Default: nothing. */
  readonly unsentBytes?: number;
  send(message: Uint8Array): void;
  end(): void;
  cancel(): void;
}

/**
 * Ends one call for its caller: `done` is not called after it. Tells whether the request can have reached
 * the server. Harmless, and `'maybe'`, when the call has ended.
 */
export type Cancel = () => Sent;

/**
 * What carries encoded bytes between the client and its servers. The gRPC transport is the default;
 * a simulator or a test supplies another. `address` is `host:port`, `method` a gRPC path such as
 * `/tikvpb.Tikv/KvGet`. `done` is called exactly once unless the call was cancelled, and neither it nor a
 * stream's handlers before `unary` or `stream` returned. Where one of the two throws, its call or stream counts as one
 * that broke. Deadlines are the caller's matter: it cancels.
 */
export interface Transport {
  unary(
    address: string,
    method: string,
    request: Uint8Array,
    options: CallOptions,
    done: (result: CallResult) => void,
  ): Cancel;
  stream(address: string, method: string, options: CallOptions, handlers: StreamHandlers): ByteStream;
  /** Ends every call to one address and drops its connections; a later call opens new ones. */
  closeAddress(address: string): void;
  /** Ends every call. Later ones fail. */
  close(): void;
}

/** Everything the client takes from the outside world, injected once by `connect`. */
export interface Runtime {
  readonly clock: Clock;
  /** A number in [0, 1): jitter and tie-breaks come from here alone. */
  random(): number;
  readonly transport: Transport;
  /** Runs the task at the end of this turn of the event loop; batching lives on it. */
  defer(task: () => void): void;
}
