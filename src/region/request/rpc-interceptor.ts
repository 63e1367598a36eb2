import { asTikvError, NetworkError, type TikvError, UsageError } from '../../model/errors.ts';
import type { Sent } from '../../model/runtime.ts';
import { GRPC_STATUS } from '../../wire/grpc-status.ts';
import {
  NO_CONNECTION,
  type RpcConnection,
  type RpcListener,
  type RpcResult,
  type SentRpc,
} from '../../wire/rpc-client.ts';

/** One attempt of a request, about to be sent to a store. */
export interface RpcAttempt {
  /** For example `KvPrewrite`. */
  readonly rpc: string;
  /** The store's address. */
  readonly address: string;
  /** Id of the store. */
  readonly storeId: bigint;
  /** Whether the store is in the zone of the client, by its label `zone`; `unknown` where either has none. */
  readonly zone: 'own' | 'other' | 'unknown';
  /** Id of the region that the request is for. */
  readonly regionId: bigint;
  /** Whether the same request may have been sent before. */
  readonly isResend: boolean;
  /** The message as it is sent, with encoded keys. It must not be changed. */
  readonly request: unknown;
}

/**
 * Wraps each attempt of a request. It sees what is sent and what comes back, and may wait or refuse before it
 * calls `next`, which sends the request and resolves with the answer, or rejects with NetworkError or
 * ProtocolError. The answer of the call is what the store said, whatever the interceptor makes of it; an
 * interceptor that throws afterwards shows as the event `background.failed`. One that ends without having
 * called `next` refuses the attempt: the call fails with UsageError, and nothing is sent. A `next` that is
 * called after that rejects with UsageError and sends nothing either. Follows client-go's tikvrpc/interceptor
 * (parity row RPC-40), whose interceptors may also forge answers.
 */
export type RpcInterceptor = (attempt: RpcAttempt, next: () => Promise<unknown>) => unknown;

/** By the zones of a store and of the client. Follows client-go's setReqAccessLocation (parity row SND-6). */
export function zoneOf(store: string | undefined, own: string | undefined): RpcAttempt['zone'] {
  if (store === undefined || own === undefined) return 'unknown';
  return store === own ? 'own' : 'other';
}

/** Who sends a request through interceptors. */
export interface InterceptedListener extends RpcListener<never> {
  /** Nothing was sent, and nothing will be. */
  refused(error: TikvError): void;
  /** An interceptor threw after the answer. */
  interceptorFailed(error: unknown): void;
}

/** Sends a request through interceptors, the first of them outermost. `send` is what they wrap. */
export function sendIntercepted(
  interceptors: readonly RpcInterceptor[],
  attempt: RpcAttempt,
  send: (listener: RpcListener<never>) => SentRpc,
  listener: InterceptedListener,
): SentRpc {
  const rpc = new InterceptedRpc(attempt, send, listener);
  rpc.start(interceptors);
  return rpc;
}

class InterceptedRpc implements SentRpc, RpcListener<never> {
  readonly #attempt: RpcAttempt;
  readonly #send: (listener: RpcListener<never>) => SentRpc;
  readonly #listener: InterceptedListener;
  #sent: SentRpc | undefined;
  #answer: Promise<unknown> | undefined;
  #settle: (result: RpcResult<never>) => void = () => {};
  #result: RpcResult<never> | undefined;
  /** Why it could not be sent. */
  #unsendable: TikvError | undefined;
  #isThrough = false;
  #isCancelled = false;

  constructor(
    attempt: RpcAttempt,
    send: (listener: RpcListener<never>) => SentRpc,
    listener: InterceptedListener,
  ) {
    this.#attempt = attempt;
    this.#send = send;
    this.#listener = listener;
  }

  start(interceptors: readonly RpcInterceptor[]): void {
    const chain = interceptors.reduceRight<() => Promise<unknown>>(
      (next, interceptor) => async () => interceptor(this.#attempt, next),
      () => this.#next(),
    );
    chain().then(
      () => this.#cameThrough(undefined),
      (error: unknown) => this.#cameThrough(error),
    );
  }

  get connection(): RpcConnection {
    return this.#sent?.connection ?? NO_CONNECTION;
  }

  cancel(): Sent {
    this.#isCancelled = true;
    const sent = this.#sent?.cancel() ?? 'no';
    const failure = { status: GRPC_STATUS.cancelled, message: 'Not waited for any longer', sent };
    this.#settle({ ok: false, error: new NetworkError(this.#attempt.address, failure) });
    return sent;
  }

  /** The answer came: interceptors hear of it first, unless they have ended already. */
  answered(result: RpcResult<never>): void {
    this.#result = result;
    this.#settle(result);
    if (this.#isThrough) this.#listener.answered(result);
  }

  /** However often it is called, the request is sent once. */
  #next(): Promise<unknown> {
    this.#answer ??= new Promise((resolve, reject) => {
      this.#settle = (result) => (result.ok ? resolve(result.response) : reject(result.error));
      if (this.#isCancelled) this.cancel();
      // Nobody waits for it any more: its call has ended with nothing sent.
      else if (this.#isThrough)
        reject(new UsageError(`An interceptor had ended before it let ${this.#attempt.rpc} through`));
      else this.#trySend(reject);
    });
    // An interceptor that waits for something else first, or for nothing, leaves a promise that nobody
    // awaits.
    this.#answer.catch(() => {});
    return this.#answer;
  }

  #trySend(reject: (error: TikvError) => void): void {
    try {
      this.#sent = this.#send(this);
    } catch (error) {
      this.#unsendable = asTikvError(error);
      reject(this.#unsendable);
    }
  }

  #cameThrough(error: unknown): void {
    this.#isThrough = true;
    if (this.#isCancelled) return;
    if (this.#sent === undefined) {
      const message = `An interceptor did not let ${this.#attempt.rpc} through`;
      this.#listener.refused(this.#unsendable ?? new UsageError(message, { cause: error }));
      return;
    }
    const isOwn = error !== undefined && !(this.#result?.ok === false && this.#result.error === error);
    if (isOwn) this.#listener.interceptorFailed(error);
    if (this.#result !== undefined) this.#listener.answered(this.#result);
  }
}
