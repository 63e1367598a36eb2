import { EMPTY_BYTES } from '../model/bytes.ts';
import { NetworkError, ProtocolError } from '../model/errors.ts';
import type { CallFailure, Sent } from '../model/runtime.ts';
import type { FramedRequest } from './batch-frame.ts';
import type { Rpc } from './codec/rpc.ts';
import { decodeResult } from './decode-result.ts';
import type { RpcConnection, RpcListener, RpcResult, SentRpc } from './rpc-client.ts';

/** Where a sent entry is kept until its answer comes. */
export interface EntryHolder {
  forget(entry: BatchEntry): void;
}

/** One request on its way through a batch stream. */
export class BatchEntry implements FramedRequest, SentRpc {
  readonly connection: RpcConnection;
  readonly tag: number;
  body: Uint8Array;
  readonly priority: number;
  readonly #rpc: Rpc<never, unknown>;
  #listener: RpcListener<never> | undefined;
  state: 'queued' | 'sent' | 'over' = 'queued';
  /** Set once it is sent. */
  holder: EntryHolder | undefined;
  /** Set once it is sent: its id on its stream, and the number of the message that carries it. */
  id = 0;
  message = 0;

  /** Positional: one is made for each request. */
  constructor(
    connection: RpcConnection,
    rpc: Rpc<never, unknown>,
    tag: number,
    body: Uint8Array,
    priority: number,
    listener: RpcListener<never>,
  ) {
    this.connection = connection;
    this.#rpc = rpc;
    this.tag = tag;
    this.body = body;
    this.priority = priority;
    this.#listener = listener;
  }

  /** A queued entry is never sent; a sent one leaves its stream and neighbours alone. */
  cancel(): Sent {
    const { state } = this;
    this.#finish();
    if (state === 'queued') return 'no';
    if (state === 'sent') this.holder?.forget(this);
    return 'maybe';
  }

  /** An answer came; `tag` is 0 when it has no body. */
  answer(tag: number, body: Uint8Array): void {
    if (tag !== this.tag) {
      const what = tag === 0 ? 'no body' : `the body of another command (tag ${tag})`;
      this.#end(
        new ProtocolError(`${this.#rpc.name} was answered with ${what} by ${this.connection.address}`),
      );
      return;
    }
    const result = decodeResult(this.#rpc, body) as RpcResult<never>;
    this.#finish()?.answered(result);
  }

  fail(failure: CallFailure): void {
    this.#end(new NetworkError(this.connection.address, failure));
  }

  refuse(error: ProtocolError): void {
    this.#end(error);
  }

  #end(error: NetworkError | ProtocolError): void {
    this.#finish()?.answered({ ok: false, error });
  }

  #finish(): RpcListener<never> | undefined {
    const listener = this.#listener;
    this.state = 'over';
    this.#listener = undefined;
    this.body = EMPTY_BYTES;
    return listener;
  }
}
