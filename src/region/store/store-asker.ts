import { asTikvError, NetworkError, type TikvError } from '../../model/errors.ts';
import type { StoreMeta } from '../../model/region.ts';
import type { Deadline, Timers } from '../../retry/deadline.ts';
import { withConcurrency } from '../../retry/with-concurrency.ts';
import type { Rpc } from '../../wire/codec/rpc.ts';
import { GRPC_STATUS } from '../../wire/grpc-status.ts';
import type { RpcClient, RpcResult, SentRpc } from '../../wire/rpc-client.ts';

/** One request to a store, past all regions. */
export interface StoreCall<Request, Response> {
  readonly rpc: Rpc<Request, Response>;
  readonly request: Request;
  /** How long to wait for each store, in milliseconds. */
  readonly timeoutMs: number;
  /** Ends the call as well. */
  readonly deadline?: Deadline;
}

type Answer<Response> = { readonly response: Response } | { readonly error: TikvError };

/** What one store answered, or why it did not. */
export type StoreAnswer<Response> = Answer<Response> & { readonly store: StoreMeta };

/** Sends requests to stores, each of them once: nothing is sent again. */
export class StoreAsker {
  readonly #rpcs: RpcClient;
  readonly #timers: Timers;

  constructor(rpcs: RpcClient, timers: Timers) {
    this.#rpcs = rpcs;
    this.#timers = timers;
  }

  /** Never rejects. */
  ask<Request, Response>(
    address: string,
    { rpc, request, timeoutMs, deadline }: StoreCall<Request, Response>,
  ): Promise<Answer<Response>> {
    return new Promise((resolve) => {
      const early = deadline?.error('queued for sending');
      if (early !== undefined) {
        resolve({ error: early });
        return;
      }
      let asked: SentRpc | undefined;
      const off = deadline?.onEnd(() => {
        asked?.cancel();
        end({ error: deadline.error('waiting for an answer') as TikvError });
      });
      const timer = this.#timers.schedule(timeoutMs, () => {
        const message = `${rpc.name} was not answered within ${timeoutMs} ms`;
        const sent = asked?.cancel() ?? 'no';
        end({ error: new NetworkError(address, { status: GRPC_STATUS.deadlineExceeded, message, sent }) });
      });
      const end = (answer: Answer<Response>) => {
        off?.();
        this.#timers.cancel(timer);
        resolve(answer);
      };
      const answered = (result: RpcResult<Response>) =>
        end(result.ok ? { response: result.response } : { error: result.error });
      try {
        asked = this.#rpcs.send(address, rpc, request, {}, { answered });
      } catch (error) {
        end({ error: asTikvError(error) });
      }
    });
  }

  /** Asks all these stores at once. Never rejects. @returns their answers in the order of the stores */
  askAll<Request, Response>(
    stores: readonly StoreMeta[],
    call: StoreCall<Request, Response>,
  ): Promise<readonly StoreAnswer<Response>[]> {
    return Promise.all(stores.map(async (store) => ({ ...(await this.ask(store.address, call)), store })));
  }

  /**
   * Sends a message to all these stores, `concurrency` of them at once. It helps where it arrives: answers
   * and failures are ignored. Never rejects. Follows client-go's broadcastToAllStores
   * (txnkv/transaction/2pc.go; parity row TO-6).
   */
  async tellAll<Request, Response>(
    stores: readonly { readonly address: string }[],
    call: StoreCall<Request, Response>,
    concurrency: number,
  ): Promise<void> {
    await withConcurrency(stores, concurrency, ({ address }) => this.ask(address, call));
  }
}
