/**
 * Monotonic time and timers. Fits XState's own `Clock`, so one object drives machines, deadlines and
 * backoffs. `now()` is in milliseconds from an arbitrary start and never goes back.
 */
export interface Clock {
  /** Milliseconds from an arbitrary start; never less than before. */
  now(): number;
  /** Calls `fn` once, after so many milliseconds. Returns what `clearTimeout` takes. */
  setTimeout(fn: (...args: unknown[]) => void, timeoutMs: number): unknown;
  /** Has no effect on a timer that has fired, or on undefined. */
  clearTimeout(id: unknown): void;
}

/** Whether a failed request may have reached the server: `'no'` is certain, `'maybe'` everything else. */
export type Sent = 'no' | 'maybe';

/** A message that exceeded a limit. */
export interface PassedLimit {
  /** Size of the message, or what is known of it: at least this many bytes. */
  readonly sizeBytes: number;
  /** What it may have been, in bytes. */
  readonly limitBytes: number;
  /** Whether it came on a stream with several requests, so that the one it answers is unknown. */
  readonly isShared: boolean;
}

/** Why a call or stream ended without an answer. `status` is a gRPC status number (14 is UNAVAILABLE). */
export interface CallFailure {
  /** gRPC status number. */
  readonly status: number;
  /** For people; says what happened on the connection, or what the server said. */
  readonly message: string;
  /** Whether the request may have reached the server. */
  readonly sent: Sent;
  /**
   * For a stream that may have sent something: how many of the last messages given to it were certainly not
   * sent.
   */
  readonly unsentMessages?: number;
  /** For a call or stream that the client ended because a message from the server was too large. */
  readonly tooLarge?: PassedLimit;
}

/** The encoded answer of a call, or why there is none. */
export type CallResult =
  | { readonly ok: true; readonly message: Uint8Array }
  | { readonly ok: false; readonly failure: CallFailure };

/** What goes with a call besides its request. */
export interface CallOptions {
  /** gRPC metadata, lower-case names. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What the client does when something happens on a stream. */
export interface StreamHandlers {
  /** Called for each message of the server, in order. */
  onMessage(message: Uint8Array): void;
  /**
   * Called once, after the last message. Without a failure, the server ended the stream by itself, and any
   * message to it may have been sent.
   */
  onEnd(failure: CallFailure | undefined): void;
  /**
   * Called when a message was sent, so `unsentBytes` is less than before. Optional for a stream that never
   * queues messages.
   */
  onSent?(): void;
}

/** The client's half of a bidirectional stream. After `cancel()` no handler is called again. */
export interface ByteStream {
  /**
   * How many bytes given to it wait to be sent: for a connection, or for the server to read. Default: none.
   */
  readonly unsentBytes?: number;
  /** Sends a message after those given before. Has no effect after the stream has ended. */
  send(message: Uint8Array): void;
  /** The client sends nothing more; the server may. */
  end(): void;
  /** Ends the stream at once, in both directions. */
  cancel(): void;
}

/**
 * Ends a call: `done` is not called afterwards. Returns whether the request may have reached the server. Has
 * no effect, and returns `'maybe'`, after the call has ended.
 */
export type Cancel = () => Sent;

/**
 * Carries encoded messages between the client and its servers. The gRPC transport is the default; a simulator
 * or a test supplies another. `address` is `host:port`, `method` a gRPC path, for example
 * `/tikvpb.Tikv/KvGet`. `done` is called exactly once unless the call was cancelled; it and a stream's
 * handlers are not called before `unary` or `stream` has returned. If `unary` or `stream` throws, the call or
 * stream counts as broken. Deadlines are up to the caller, who cancels.
 */
export interface Transport {
  /** Sends one request for one answer. */
  unary(
    address: string,
    method: string,
    request: Uint8Array,
    options: CallOptions,
    done: (result: CallResult) => void,
  ): Cancel;
  /** Opens a stream in both directions. Its handlers tell of a connection that cannot be made. */
  stream(address: string, method: string, options: CallOptions, handlers: StreamHandlers): ByteStream;
  /** Ends every call to one address and drops its connections; a later call opens new ones. */
  closeAddress(address: string): void;
  /** Ends every call. Later ones fail. */
  close(): void;
}

/** Everything the client takes from the outside world, injected once by `connect`. */
export interface Runtime {
  /** Monotonic time and timers. */
  readonly clock: Clock;
  /** A number in [0, 1), the only source of jitter and tie-breaks. */
  random(): number;
  /** The connections to PD and stores. */
  readonly transport: Transport;
  /** Runs the task at the end of this turn of the event loop. Requests of one turn are batched by it. */
  defer(task: () => void): void;
}
