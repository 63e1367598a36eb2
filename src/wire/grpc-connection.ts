import { Channel, type ChannelCredentials, type ChannelOptions, connectivityState } from '@grpc/grpc-js';
import type { CallFailure, Clock } from '../model/runtime.ts';
import { GRPC_STATUS } from './grpc-status.ts';

/** A call as its connection sees it. */
export interface ConnectionCall {
  readonly isStream: boolean;
  start(channel: Channel): void;
  /** Ends it; `failure.sent` counts only for a call that was not started. */
  abort(failure: CallFailure): void;
}

export interface GrpcConnectionOptions {
  readonly credentials: ChannelCredentials;
  readonly channelOptions: ChannelOptions;
  readonly clock: Clock;
  /** How long a call may wait for the connection. */
  readonly connectTimeoutMs: number;
}

/**
 * One connection to one address, made on first use and made again when lost. Calls wait here until it is up,
 * so that those that never left are known for certain. While it is known to be down, calls go through and end
 * at once with the reason: grpc-js fails them before it picks a connection.
 */
export class GrpcConnection {
  readonly #channel: Channel;
  readonly #clock: Clock;
  readonly #connectTimeoutMs: number;
  readonly #waiting = new Set<ConnectionCall>();
  readonly #live = new Set<ConnectionCall>();
  #streams = 0;
  #timer: unknown;
  #isWatched = false;
  #hasFailed = false;

  /** @throws Error when the address cannot be parsed */
  constructor(
    address: string,
    { credentials, channelOptions, clock, connectTimeoutMs }: GrpcConnectionOptions,
  ) {
    this.#channel = new Channel(address, credentials, channelOptions);
    this.#clock = clock;
    this.#connectTimeoutMs = connectTimeoutMs;
  }

  /** Calls of any kind that live on it. */
  get calls(): number {
    return this.#live.size;
  }

  /** Streams among them. */
  get streams(): number {
    return this.#streams;
  }

  /** Calls can leave at once. */
  get isUp(): boolean {
    return this.#look() === connectivityState.READY;
  }

  /** It could not be made when it was last tried. It is tried again whenever it is looked at, with pauses. */
  get isDoubtful(): boolean {
    this.#look();
    return this.#hasFailed;
  }

  /** Starts the call now, or when the connection is up or known to be down. */
  enter(call: ConnectionCall): void {
    this.#live.add(call);
    if (call.isStream) this.#streams++;
    if (this.#isDecided()) {
      call.start(this.#channel);
      return;
    }
    this.#waiting.add(call);
    this.#timer ??= this.#clock.setTimeout(() => this.#onTimeout(), this.#connectTimeoutMs);
    this.#watch();
  }

  /** The call is over. */
  leave(call: ConnectionCall): void {
    if (!this.#live.delete(call)) return;
    if (call.isStream) this.#streams--;
    if (this.#waiting.delete(call) && this.#waiting.size === 0) this.#clearTimer();
  }

  /** Ends every call. */
  close(): void {
    for (const call of [...this.#live]) call.abort(closedFailure());
    this.#clearTimer();
    this.#channel.close();
  }

  #isDecided(): boolean {
    const state = this.#look(true);
    return state !== connectivityState.IDLE && state !== connectivityState.CONNECTING;
  }

  /** A connection that nobody has used yet is not made just because it is looked at. */
  #look(dials = this.#hasFailed): connectivityState {
    const state = this.#channel.getConnectivityState(dials);
    if (state === connectivityState.READY) this.#hasFailed = false;
    else if (state === connectivityState.TRANSIENT_FAILURE) this.#hasFailed = true;
    return state;
  }

  #watch(): void {
    if (this.#isWatched) return;
    this.#isWatched = true;
    const state = this.#channel.getConnectivityState(true);
    this.#channel.watchConnectivityState(state, Number.POSITIVE_INFINITY, () => {
      this.#isWatched = false;
      if (this.#waiting.size === 0) return;
      if (this.#isDecided()) this.#startAll();
      else this.#watch();
    });
  }

  #startAll(): void {
    for (const call of this.#take()) call.start(this.#channel);
  }

  #onTimeout(): void {
    this.#hasFailed = true;
    const message = `No connection within ${this.#connectTimeoutMs} ms`;
    for (const call of this.#take()) call.abort({ status: GRPC_STATUS.unavailable, message, sent: 'no' });
  }

  #take(): readonly ConnectionCall[] {
    const calls = [...this.#waiting];
    this.#waiting.clear();
    this.#clearTimer();
    return calls;
  }

  #clearTimer(): void {
    if (this.#timer === undefined) return;
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

export function closedFailure(): CallFailure {
  return { status: GRPC_STATUS.unavailable, message: 'Connection closed', sent: 'no' };
}
