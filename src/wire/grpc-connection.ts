import { Channel, type ChannelCredentials, type ChannelOptions, connectivityState } from '@grpc/grpc-js';
import type { CallFailure, Clock } from '../model/runtime.ts';
import { ConnectionCredentials } from './connection-credentials.ts';
import { MAX_RECONNECT_BACKOFF_MS } from './grpc-options.ts';
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
  /** How long making the connection may take. */
  readonly connectTimeoutMs: number;
}

/**
 * One connection to one address, made on first use and made again when lost. Calls wait here until it is up, so
 * that those that never left are known for certain. While it is down for a reason, calls go through and end at
 * once with that reason: grpc-js fails them before it picks a connection.
 *
 * grpc-js has no time limit for an attempt to connect. One that takes longer than `connectTimeoutMs` is given up here,
 * whether calls wait for it or not, and the next call makes a new one, as client-go does (internal/client/conn_pool.go,
 * connPool.Init).
 */
export class GrpcConnection {
  readonly #makeChannel: () => Channel;
  readonly #credentials: ConnectionCredentials;
  readonly #clock: Clock;
  readonly #connectTimeoutMs: number;
  readonly #waiting = new Set<ConnectionCall>();
  readonly #live = new Set<ConnectionCall>();
  #channel: Channel;
  #streams = 0;
  /** Ends the attempt to connect that is under way. */
  #timer: unknown;
  #isWatched = false;
  #isClosed = false;
  #hasFailed = false;
  #failingSinceMs: number | undefined;

  /** @throws Error when the address cannot be parsed */
  constructor(
    address: string,
    { credentials, channelOptions, clock, connectTimeoutMs }: GrpcConnectionOptions,
  ) {
    this.#credentials = new ConnectionCredentials(credentials);
    this.#makeChannel = () => new Channel(address, this.#credentials, channelOptions);
    this.#channel = this.#makeChannel();
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
  }

  /** The call is over. */
  leave(call: ConnectionCall): void {
    if (!this.#live.delete(call)) return;
    if (call.isStream) this.#streams--;
    this.#waiting.delete(call);
  }

  /** Ends every call. */
  close(): void {
    for (const call of [...this.#live]) call.abort(closedFailure());
    this.#isClosed = true;
    this.#clearTimer();
    this.#channel.close();
    this.#credentials.giveUp();
  }

  #isDecided(): boolean {
    const state = this.#look(true);
    return state !== connectivityState.IDLE && state !== connectivityState.CONNECTING;
  }

  /** A connection that nobody has used yet is not made just because it is looked at. */
  #look(dials = this.#hasFailed): connectivityState {
    const state = this.#channel.getConnectivityState(dials);
    if (state === connectivityState.READY) this.#onUp();
    else if (state === connectivityState.TRANSIENT_FAILURE) return this.#onFailing();
    else if (dials || state === connectivityState.CONNECTING) this.#onAttempt();
    return state;
  }

  #onUp(): void {
    this.#clearTimer();
    this.#hasFailed = false;
    this.#failingSinceMs = undefined;
    this.#credentials.connected();
  }

  /** grpc-js tries again by itself, and does not say when such an attempt begins: it may be one that hangs. */
  #onFailing(): connectivityState {
    this.#clearTimer();
    this.#hasFailed = true;
    const nowMs = this.#clock.now();
    this.#failingSinceMs ??= nowMs;
    if (nowMs - this.#failingSinceMs <= MAX_RECONNECT_BACKOFF_MS + this.#connectTimeoutMs) {
      return connectivityState.TRANSIENT_FAILURE;
    }
    this.#replaceChannel();
    return this.#look(true);
  }

  #onAttempt(): void {
    this.#timer ??= this.#clock.setTimeout(() => this.#onTimeout(), this.#connectTimeoutMs);
    this.#watch();
  }

  #watch(): void {
    if (this.#isWatched) return;
    this.#isWatched = true;
    const channel = this.#channel;
    channel.watchConnectivityState(channel.getConnectivityState(true), Number.POSITIVE_INFINITY, () => {
      // It was closed.
      if (channel !== this.#channel || this.#isClosed) return;
      this.#isWatched = false;
      if (this.#isDecided()) this.#startAll();
    });
  }

  #startAll(): void {
    for (const call of this.#take()) call.start(this.#channel);
  }

  #onTimeout(): void {
    this.#timer = undefined;
    this.#hasFailed = true;
    this.#replaceChannel();
    const message = `The connection could not be made within ${this.#connectTimeoutMs} ms`;
    for (const call of this.#take()) call.abort({ status: GRPC_STATUS.unavailable, message, sent: 'no' });
  }

  /** With the attempt under way. Calls that were started on the old one have ended, or keep what carries them. */
  #replaceChannel(): void {
    const channel = this.#channel;
    this.#channel = this.#makeChannel();
    this.#isWatched = false;
    this.#failingSinceMs = undefined;
    channel.close();
    this.#credentials.giveUp();
  }

  #take(): readonly ConnectionCall[] {
    const calls = [...this.#waiting];
    this.#waiting.clear();
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
