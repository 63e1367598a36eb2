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
} from '../../src/model/runtime.ts';
import { VirtualClock } from './virtual-clock.ts';

/** A unary call as its server sees it. It ends once; what is said after that is not heard. */
export class FakeUnary {
  readonly address: string;
  readonly method: string;
  readonly request: Uint8Array;
  readonly metadata: Readonly<Record<string, string>>;
  readonly #done: (result: CallResult) => void;
  /** What the caller is told about whether it was sent, when it cancels. */
  sent: Sent = 'maybe';
  state: 'open' | 'ended' | 'cancelled' = 'open';

  constructor(
    address: string,
    method: string,
    request: Uint8Array,
    options: CallOptions,
    done: (result: CallResult) => void,
  ) {
    this.address = address;
    this.method = method;
    this.request = request;
    this.metadata = options.metadata ?? {};
    this.#done = done;
  }

  answer(message: Uint8Array): void {
    this.#end({ ok: true, message });
  }

  fail(failure: Partial<CallFailure> = {}): void {
    this.#end({ ok: false, failure: failureOf(failure) });
  }

  cancel(): Sent {
    if (this.state !== 'open') return 'maybe';
    this.state = 'cancelled';
    return this.sent;
  }

  #end(result: CallResult): void {
    if (this.state !== 'open') return;
    this.state = 'ended';
    this.#done(result);
  }
}

/** A stream as its server sees it. */
export class FakeStream implements ByteStream {
  readonly address: string;
  readonly method: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly #handlers: StreamHandlers;
  readonly #onMessage: (message: Uint8Array) => void;
  /** All that the client sent. */
  readonly messages: Uint8Array[] = [];
  state: 'open' | 'ended' | 'cancelled' = 'open';
  halfClosed = false;
  unsentBytes = 0;

  constructor(
    address: string,
    method: string,
    options: CallOptions,
    handlers: StreamHandlers,
    onMessage: (message: Uint8Array, stream: FakeStream) => void,
  ) {
    this.address = address;
    this.method = method;
    this.metadata = options.metadata ?? {};
    this.#handlers = handlers;
    this.#onMessage = (message) => onMessage(message, this);
  }

  /** Sends a message to the client. */
  answer(message: Uint8Array): void {
    if (this.state === 'open') this.#handlers.onMessage(message);
  }

  /** What waited to leave has left. */
  drain(): void {
    this.unsentBytes = 0;
    this.#handlers.onSent?.();
  }

  /** Ends the stream, without a failure when none is given. */
  finish(failure?: Partial<CallFailure>): void {
    if (this.state !== 'open') return;
    this.state = 'ended';
    this.#handlers.onEnd(failure === undefined ? undefined : failureOf(failure));
  }

  send(message: Uint8Array): void {
    if (this.state !== 'open') return;
    this.messages.push(message);
    queueMicrotask(() => this.#onMessage(message));
  }

  end(): void {
    this.halfClosed = true;
  }

  cancel(): void {
    if (this.state === 'open') this.state = 'cancelled';
  }
}

/**
 * A network in memory: every call is kept, and answered by the test or by the handler of its method. A handler runs
 * after the call was made, never within it.
 */
export class FakeTransport implements Transport {
  readonly unaries: FakeUnary[] = [];
  readonly streams: FakeStream[] = [];
  readonly closedAddresses: string[] = [];
  closed = false;
  readonly #unaryHandlers = new Map<string, (call: FakeUnary) => void>();
  readonly #messageHandlers = new Map<string, (message: Uint8Array, stream: FakeStream) => void>();

  /** Answers unary calls of this gRPC path, such as `/pdpb.PD/GetMembers`. */
  onUnary(path: string, handler: (call: FakeUnary) => void): void {
    this.#unaryHandlers.set(path, handler);
  }

  /** Gets each message of the streams of this path. */
  onMessage(path: string, handler: (message: Uint8Array, stream: FakeStream) => void): void {
    this.#messageHandlers.set(path, handler);
  }

  /** Of all calls made so far, those to this path that are still open. */
  openUnaries(path: string): readonly FakeUnary[] {
    return this.unaries.filter(({ method, state }) => method === path && state === 'open');
  }

  get openStreams(): readonly FakeStream[] {
    return this.streams.filter(({ state }) => state === 'open');
  }

  unary(
    address: string,
    method: string,
    request: Uint8Array,
    options: CallOptions,
    done: (result: CallResult) => void,
  ): Cancel {
    const call = new FakeUnary(address, method, request, options, done);
    this.unaries.push(call);
    const handler = this.#unaryHandlers.get(method);
    queueMicrotask(() => {
      if (call.state === 'open') handler?.(call);
    });
    return () => call.cancel();
  }

  stream(address: string, method: string, options: CallOptions, handlers: StreamHandlers): ByteStream {
    const stream = new FakeStream(address, method, options, handlers, (message, from) => {
      if (from.state === 'open') this.#messageHandlers.get(method)?.(message, from);
    });
    this.streams.push(stream);
    return stream;
  }

  closeAddress(address: string): void {
    this.closedAddresses.push(address);
    for (const call of [...this.unaries, ...this.streams]) {
      if (call.address !== address) continue;
      if (call instanceof FakeUnary) call.fail({ message: 'Connection closed' });
      else call.finish({ message: 'Connection closed' });
    }
  }

  close(): void {
    this.closed = true;
    for (const address of new Set([...this.unaries, ...this.streams].map((call) => call.address))) {
      this.closeAddress(address);
    }
  }
}

/** A runtime of virtual time over a network in memory. `defer` is a real turn of the event loop. */
export interface FakeRuntime extends Runtime {
  readonly clock: VirtualClock;
  readonly transport: FakeTransport;
}

/** `random` gives the middle of its range unless told otherwise. */
export function fakeRuntime(random: () => number = () => 0.5): FakeRuntime {
  return { clock: new VirtualClock(), random, transport: new FakeTransport(), defer: setImmediate };
}

function failureOf(failure: Partial<CallFailure>): CallFailure {
  return { status: 14, message: 'Connection dropped', sent: 'maybe', ...failure };
}
