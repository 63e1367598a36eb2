import { type ChannelInterface, Metadata, type StatusObject } from '@grpc/grpc-js';
import type { CallFailure, PassedLimit, Sent } from '../model/runtime.ts';
import type { ConnectionCall, GrpcConnection } from './grpc-connection.ts';
import { GRPC_STATUS } from './grpc-status.ts';
import { readableDetails } from './readable-details.ts';

type Call = ReturnType<ChannelInterface['createCall']>;

/** The server ended a stream as if all was well, while messages to it still waited. */
const ENDED_EARLY: CallFailure = {
  status: GRPC_STATUS.unavailable,
  message: 'The server ended the stream while messages to it waited',
  sent: 'maybe',
};

export interface GrpcCallHandlers {
  onMessage(message: Uint8Array): void;
  /**
   * Called once, unless the call was cancelled. Without a failure the server ended the call with OK, and was
   * sent all that was to be sent.
   */
  onEnd(failure: CallFailure | undefined): void;
  /** A message has left. */
  onSent?(): void;
}

export interface GrpcCallInput {
  /** Many messages each way; otherwise one each way. */
  readonly isStream: boolean;
  readonly path: string;
  readonly metadata: Readonly<Record<string, string>> | undefined;
  readonly handlers: GrpcCallHandlers;
}

/**
 * One gRPC call of any kind, below grpc-js' client stubs: it needs neither their serializers nor their
 * Node.js streams. Messages are handed over one at a time, since grpc-js keeps only one while a call starts.
 */
export class GrpcCall implements ConnectionCall {
  readonly isStream: boolean;
  readonly #connection: GrpcConnection;
  readonly #path: string;
  readonly #metadata: Readonly<Record<string, string>> | undefined;
  readonly #handlers: GrpcCallHandlers;
  readonly #unsent: Buffer[] = [];
  #unsentBytes = 0;
  #call: Call | undefined;
  #channel: ChannelInterface | undefined;
  #isWriting = false;
  #isEndRequested = false;
  #isAnswered = false;
  #isOver = false;

  constructor(connection: GrpcConnection, { isStream, path, metadata, handlers }: GrpcCallInput) {
    this.isStream = isStream;
    this.#connection = connection;
    this.#path = path;
    this.#metadata = metadata;
    this.#handlers = handlers;
    connection.enter(this);
  }

  send(message: Uint8Array): void {
    if (this.#isOver) return;
    this.#unsent.push(
      message instanceof Buffer
        ? message
        : Buffer.from(message.buffer, message.byteOffset, message.byteLength),
    );
    this.#unsentBytes += message.length;
    this.#pump();
  }

  /** The size of the messages that grpc-js was not given yet. */
  get unsentBytes(): number {
    return this.#unsentBytes;
  }

  /** No more messages will be sent. */
  end(): void {
    this.#isEndRequested = true;
    this.#pump();
  }

  cancel(): Sent {
    if (this.#isOver) return 'maybe';
    this.#leave();
    return this.#stop('Cancelled by the caller');
  }

  start(channel: ChannelInterface): void {
    const call = channel.createCall(this.#path, Number.POSITIVE_INFINITY, null, null, null);
    this.#call = call;
    this.#channel = channel;
    const metadata = new Metadata();
    for (const name in this.#metadata) metadata.set(name, this.#metadata[name] as string);
    call.start(metadata, {
      onReceiveMetadata: () => {
        this.#isAnswered = true;
      },
      onReceiveMessage: (message) => {
        if (this.#isOver) return;
        this.#handlers.onMessage(message as Uint8Array);
        if (!this.#isOver) call.startRead();
      },
      onReceiveStatus: (status) => this.#onStatus(status),
    });
    call.startRead();
    this.#pump();
  }

  abort(failure: CallFailure): void {
    if (this.#isOver) return;
    const sent = this.#stop(failure.message);
    this.#finish({ ...failure, sent });
  }

  #stop(reason: string): Sent {
    if (this.#call === undefined) return 'no';
    this.#call.cancelWithStatus(GRPC_STATUS.cancelled, reason);
    if (this.#wasPicked()) return 'maybe';
    cancelAgain(this.#call, reason, MICROTASKS_OF_START);
    return 'no';
  }

  #pump(): void {
    const call = this.#call;
    if (call === undefined || this.#isOver || this.#isWriting) return;
    const message = this.#unsent.shift();
    if (message === undefined) {
      if (this.#isEndRequested) {
        this.#isEndRequested = false;
        call.halfClose();
      }
      return;
    }
    this.#unsentBytes -= message.length;
    this.#isWriting = true;
    call.sendMessageWithContext(
      {
        callback: () => {
          this.#isWriting = false;
          this.#pump();
          if (!this.#isOver) this.#handlers.onSent?.();
        },
      },
      message,
    );
  }

  #onStatus(status: StatusObject): void {
    if (status.code === GRPC_STATUS.ok) {
      this.#finish(this.isStream && this.#unsent.length > 0 ? ENDED_EARLY : undefined);
      return;
    }
    const sent = this.#wasPicked() && !this.#wasRefused(status) ? 'maybe' : 'no';
    const tooLarge = passedLimit(status, this.isStream);
    this.#finish({
      // grpc-js passes on errors of its decompression that are not a status.
      status: status.code ?? GRPC_STATUS.internal,
      message: readableDetails(status.details),
      sent,
      ...(tooLarge !== undefined && { tooLarge }),
    });
  }

  #finish(failure: CallFailure | undefined): void {
    if (this.#isOver) return;
    this.#leave();
    const unsentMessages = this.#unsent.length;
    const someUnsent = this.isStream && failure?.sent === 'maybe' && unsentMessages > 0;
    this.#handlers.onEnd(someUnsent ? { ...failure, unsentMessages } : failure);
  }

  #leave(): void {
    this.#isOver = true;
    this.#connection.leave(this);
  }

  /** False: grpc-js ended the call before it chose a connection for it, so nothing left. */
  #wasPicked(): boolean {
    return this.#call?.getPeer() !== this.#channel?.getTarget();
  }

  /**
   * True: the stream was reset with REFUSED_STREAM, or was beyond the last one of a GOAWAY, so no part of the
   * server saw it. grpc-js says so by its text alone; a server's own status comes with headers.
   */
  #wasRefused(status: StatusObject): boolean {
    return (
      status.code === GRPC_STATUS.unavailable &&
      status.details === 'Stream refused by server' &&
      !this.#isAnswered &&
      Object.keys(status.metadata.getMap()).length === 0
    );
  }
}

/** More than grpc-js takes from the start of a call to the choice of a connection for it. */
const MICROTASKS_OF_START = 32;

/**
 * grpc-js makes the call that it sends some microtasks after the start of ours, also when ours was cancelled in between:
 * it would be sent all the same. Cancelled in each of them it has no time to go anywhere.
 */
function cancelAgain(call: Call, reason: string, times: number): void {
  if (times === 0) return;
  queueMicrotask(() => {
    call.cancelWithStatus(GRPC_STATUS.cancelled, reason);
    cancelAgain(call, reason, times - 1);
  });
}

const TOO_LARGE = /^Received message larger than max \((\d+) vs (\d+)\)$/;
const TOO_LARGE_UNZIPPED = /^Received message that decompresses to a size larger than (\d+)$/;

/**
 * The limit that a message has passed, when grpc-js itself and not the server ended the call for it: its text
 * alone says so.
 */
function passedLimit({ code, details }: StatusObject, isShared: boolean): PassedLimit | undefined {
  if (code !== GRPC_STATUS.resourceExhausted) return undefined;
  const [, sizeBytes, limitBytes] = TOO_LARGE.exec(details) ?? [];
  if (limitBytes !== undefined)
    return { sizeBytes: Number(sizeBytes), limitBytes: Number(limitBytes), isShared };
  const [, unzippedLimit] = TOO_LARGE_UNZIPPED.exec(details) ?? [];
  if (unzippedLimit === undefined) return undefined;
  return { sizeBytes: Number(unzippedLimit) + 1, limitBytes: Number(unzippedLimit), isShared };
}
