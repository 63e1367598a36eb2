import type { Timers } from '../retry/deadline.ts';
import type { Rpc } from '../wire/codec/rpc.ts';
import type { RpcClient } from '../wire/rpc-client.ts';
import type { StoreCache } from './store-cache.ts';

export interface StoreTeller {
  readonly stores: StoreCache;
  readonly rpcs: RpcClient;
  readonly timers: Timers;
}

/**
 * Sends one request to every store known, `concurrency` of them at once. It helps where it arrives: no answer and no
 * failure is told, and nothing is sent again. Never rejects. Follows client-go's broadcastToAllStores
 * (txnkv/transaction/2pc.go; parity row TO-6).
 *
 * @param timeoutMs how long to wait for each store
 */
export async function tellStores<Request, Response>(
  { stores, rpcs, timers }: StoreTeller,
  rpc: Rpc<Request, Response>,
  request: Request,
  timeoutMs: number,
  concurrency: number,
): Promise<void> {
  const pending = stores.known.values();
  const tell = (address: string) =>
    new Promise<void>((resolve) => {
      const end = () => {
        timers.cancel(timer);
        resolve();
      };
      const told = rpcs.send(address, rpc, request, {}, { answered: end });
      const timer = timers.schedule(timeoutMs, () => {
        told.cancel();
        end();
      });
    });
  const worker = async () => {
    for (const { address } of pending) await tell(address);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
