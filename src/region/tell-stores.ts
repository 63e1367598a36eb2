import type { Rpc } from '../wire/codec/rpc.ts';
import { askStore, type StoreAsker } from './ask-stores.ts';
import type { StoreCache } from './store-cache.ts';

export interface StoreTeller extends StoreAsker {
  readonly stores: StoreCache;
}

/**
 * Sends one request to every store known, `concurrency` of them at once. It helps where it arrives: no answer and no
 * failure is told, and nothing is sent again. Never rejects. Follows client-go's broadcastToAllStores
 * (txnkv/transaction/2pc.go; parity row TO-6).
 *
 * @param timeoutMs how long to wait for each store
 */
export async function tellStores<Request, Response>(
  teller: StoreTeller,
  rpc: Rpc<Request, Response>,
  request: Request,
  timeoutMs: number,
  concurrency: number,
): Promise<void> {
  const pending = teller.stores.known.values();
  const worker = async () => {
    for (const { address } of pending) await askStore(teller, address, rpc, request, timeoutMs);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
