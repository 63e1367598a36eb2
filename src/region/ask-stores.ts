import { NetworkError, type TikvError } from '../model/errors.ts';
import type { StoreMeta } from '../model/region.ts';
import type { Deadline, Timers } from '../retry/deadline.ts';
import type { Rpc } from '../wire/codec/rpc.ts';
import { GRPC_STATUS } from '../wire/grpc-status.ts';
import type { RpcClient } from '../wire/rpc-client.ts';

export interface StoreAsker {
  readonly rpcs: RpcClient;
  readonly timers: Timers;
}

/** What one store answered, or why it did not. */
export type StoreAnswer<Response> =
  | { readonly store: StoreMeta; readonly response: Response }
  | { readonly store: StoreMeta; readonly error: TikvError };

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
  return Promise.all(stores.map((store) => askStore(asker, store, rpc, request, timeoutMs, deadline)));
}

function askStore<Request, Response>(
  { rpcs, timers }: StoreAsker,
  store: StoreMeta,
  rpc: Rpc<Request, Response>,
  request: Request,
  timeoutMs: number,
  deadline: Deadline,
): Promise<StoreAnswer<Response>> {
  return new Promise((resolve) => {
    const early = deadline.error('queued for sending');
    if (early !== undefined) {
      resolve({ store, error: early });
      return;
    }
    const { address } = store;
    const end = (answer: StoreAnswer<Response>) => {
      off();
      timers.cancel(timer);
      resolve(answer);
    };
    const asked = rpcs.send(
      address,
      rpc,
      request,
      {},
      {
        answered: (result) =>
          end(result.ok ? { store, response: result.response } : { store, error: result.error }),
      },
    );
    const off = deadline.onEnd(() => {
      asked.cancel();
      end({ store, error: deadline.error('waiting for an answer') as TikvError });
    });
    const timer = timers.schedule(timeoutMs, () => {
      const message = `${rpc.name} was not answered within ${timeoutMs} ms`;
      const failure = { status: GRPC_STATUS.deadlineExceeded, message, sent: asked.cancel() };
      end({ store, error: new NetworkError(address, failure) });
    });
  });
}
