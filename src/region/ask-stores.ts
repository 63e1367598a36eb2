import { asTikvError, NetworkError, type TikvError } from '../model/errors.ts';
import type { StoreMeta } from '../model/region.ts';
import type { Deadline, Timers } from '../retry/deadline.ts';
import type { Rpc } from '../wire/codec/rpc.ts';
import { GRPC_STATUS } from '../wire/grpc-status.ts';
import type { RpcClient, RpcResult, SentRpc } from '../wire/rpc-client.ts';

export interface StoreAsker {
  readonly rpcs: RpcClient;
  readonly timers: Timers;
}

type Answer<Response> = { readonly response: Response } | { readonly error: TikvError };

/** What one store answered, or why it did not. */
export type StoreAnswer<Response> = Answer<Response> & { readonly store: StoreMeta };

/**
 * Sends one request to each of these stores, all at once, and once.
 * @param timeoutMs how long to wait for each of them; the deadline ends it, too
 * @returns in the order of the stores
 */
export function askStores<Request, Response>(
  asker: StoreAsker,
  stores: readonly StoreMeta[],
  rpc: Rpc<Request, Response>,
  request: Request,
  timeoutMs: number,
  deadline: Deadline,
): Promise<readonly StoreAnswer<Response>[]> {
  const ask = async (store: StoreMeta) => {
    const answer = await askStore(asker, store.address, rpc, request, timeoutMs, deadline);
    return { ...answer, store };
  };
  return Promise.all(stores.map(ask));
}

/** Sends one request to one store, once. @param deadline ends it, too */
export function askStore<Request, Response>(
  { rpcs, timers }: StoreAsker,
  address: string,
  rpc: Rpc<Request, Response>,
  request: Request,
  timeoutMs: number,
  deadline?: Deadline,
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
    const timer = timers.schedule(timeoutMs, () => {
      const message = `${rpc.name} was not answered within ${timeoutMs} ms`;
      const sent = asked?.cancel() ?? 'no';
      end({ error: new NetworkError(address, { status: GRPC_STATUS.deadlineExceeded, message, sent }) });
    });
    const end = (answer: Answer<Response>) => {
      off?.();
      timers.cancel(timer);
      resolve(answer);
    };
    const answered = (result: RpcResult<Response>) =>
      end(result.ok ? { response: result.response } : { error: result.error });
    try {
      asked = rpcs.send(address, rpc, request, {}, { answered });
    } catch (error) {
      end({ error: asTikvError(error) });
    }
  });
}
