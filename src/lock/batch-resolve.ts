import type { TransactionFate } from '../../machines/lock-resolver.ts';
import type { CachedRegion } from '../region/cache/cached-region.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { MAX_WRITE_EXECUTION_MS, RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import { tikvRpcs } from '../wire/codec/tikv-rpcs.ts';
import { commitVersionOf, refuseKeyError } from './apply-fate.ts';
import type { LockEnvironment } from './lock-environment.ts';

/**
 * Applies the fates of many transactions to all of their locks in a region, with one request (row LCK-18).
 * @param fates by start timestamps
 * @returns false when the region has moved, and nothing was done
 * @throws ServerError when the store refuses; what the request failed with
 */
export async function resolveTransactions(
  { regions }: LockEnvironment,
  region: CachedRegion,
  fates: ReadonlyMap<bigint, TransactionFate>,
  backoffer: Backoffer,
): Promise<boolean> {
  if (fates.size === 0) return true;
  const txnInfos = [...fates].map(([txn, fate]) => ({ txn, status: commitVersionOf(fate) }));
  const result = await regions.send({
    rpc: tikvRpcs.kvResolveLock,
    request: { txnInfos },
    region,
    timeoutMs: RPC_TIMEOUT_MS.short,
    executionLimitMs: MAX_WRITE_EXECUTION_MS,
    backoffer,
  });
  if (result.kind === 'failed') throw result.error;
  if (result.kind === 'moved') return false;
  refuseKeyError(result.response.error, (txnInfos[0] as (typeof txnInfos)[number]).txn);
  return true;
}
