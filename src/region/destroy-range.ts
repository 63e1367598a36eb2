import type { KeyCodec } from '../keyspace/key-codec.ts';
import {
  asTikvError,
  ServerError,
  type StoreFailure,
  StoresFailedError,
  withoutKeys,
} from '../model/errors.ts';
import type { KeyRange } from '../model/region.ts';
import type { PdClient } from '../pd/pd-client.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import { tikvRpcs } from '../wire/codec/tikv-rpcs.ts';
import { servesKeys } from './store/store.ts';
import type { StoreAsker } from './store/store-asker.ts';

export interface DestroyEnvironment {
  readonly asker: StoreAsker;
  readonly pd: Pick<PdClient, 'clusterId' | 'getAllStores'>;
  readonly codec: KeyCodec;
}

/**
 * Has every store drop what it holds of a range, at once and bypassing all regions. Follows client-go's
 * UnsafeDestroyRange (tikv/gc.go; parity row KVS-9).
 *
 * @param range with both bounds, as the stores are to see them: TiKV stops at a request that lacks one
 * @returns the ids of the stores that have done it
 * @throws StoresFailedError when some have not; what PD fails with; what the deadline says
 */
export async function destroyRange(
  environment: DestroyEnvironment,
  { start, end }: KeyRange,
  backoffer: Backoffer,
): Promise<readonly bigint[]> {
  const { asker, pd, codec } = environment;
  const stores = (await pd.getAllStores(backoffer)).filter(servesKeys);
  const context = { ...codec.context, clusterId: pd.clusterId };
  const request = codec.encodeRequest(tikvRpcs.unsafeDestroyRange, { context, startKey: start, endKey: end });
  const answers = await asker.askAll(stores, {
    rpc: tikvRpcs.unsafeDestroyRange,
    request,
    timeoutMs: RPC_TIMEOUT_MS.unsafeDestroyRange,
    deadline: backoffer.deadline,
  });
  const done: bigint[] = [];
  const failures: StoreFailure[] = [];
  for (const answer of answers) {
    const { id, address } = answer.store;
    const error = 'error' in answer ? asTikvError(answer.error) : refusalOf(answer.response);
    if (error === undefined) done.push(id);
    else failures.push({ storeId: id, address, error });
  }
  if (failures.length > 0) throw new StoresFailedError('UnsafeDestroyRange', done, failures);
  return done;
}

function refusalOf({ error }: { readonly error: string }): ServerError | undefined {
  return error === ''
    ? undefined
    : new ServerError(`A store could not destroy the range: ${withoutKeys(error)}`);
}
