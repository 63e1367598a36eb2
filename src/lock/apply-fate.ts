import type { TransactionFate } from '../../machines/lock-resolver.ts';
import { equalBytes } from '../model/bytes.ts';
import { ServerError } from '../model/errors.ts';
import { MAX_TIMESTAMP, maxTimestamp } from '../model/timestamp.ts';
import { sendByKey, sendGrouped } from '../region/send-by-key.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import type { kvrpcpb } from '../wire/codec/messages.ts';
import { tikvRpcs } from '../wire/codec/rpcs.ts';
import type { Lock } from './lock.ts';
import type { LockEnvironment } from './lock-environment.ts';

/**
 * Commits or rolls back exactly these keys, one request per region.
 * @throws ServerError when a store refuses
 */
export async function resolveKeys(
  environment: LockEnvironment,
  startTs: bigint,
  fate: TransactionFate,
  keys: readonly Uint8Array[],
  backoffer: Backoffer,
): Promise<void> {
  const commitVersion = fate.kind === 'committed' ? fate.commitTs : 0n;
  await sendGrouped(
    environment.regions,
    keys,
    {
      rpc: tikvRpcs.kvResolveLock,
      request: (own) => ({ startVersion: startTs, commitVersion, keys: own }),
      timeoutMs: RPC_TIMEOUT_MS.short,
      backoffer,
    },
    (response) => refuseKeyError(response.error, startTs),
  );
}

/**
 * Applies the fate of a transaction to the locks met: key by key where the transaction is small, region by region
 * where it is large (row LCK-13). The primary needs nothing: asking for its status has settled it.
 */
export async function resolveLocks(
  environment: LockEnvironment,
  locks: readonly Lock[],
  fate: TransactionFate,
  lite: boolean,
  backoffer: Backoffer,
): Promise<void> {
  const startTs = (locks[0] as Lock).startTs;
  const small = locks.filter((lock) => lite || lock.txnSize < environment.resolveLiteThreshold);
  const large = locks.filter((lock) => !small.includes(lock));
  const keys = small.filter((lock) => !equalBytes(lock.key, lock.primary)).map((lock) => lock.key);
  await resolveKeys(environment, startTs, fate, keys, backoffer);
  const resolved = new Set<unknown>();
  for (const lock of large) {
    const region = environment.regions.cache.peek(lock.key);
    if (region !== undefined && resolved.has(region)) continue;
    const answer = await sendByKey(environment.regions, lock.key, {
      rpc: tikvRpcs.kvResolveLock,
      request: { startVersion: startTs, commitVersion: fate.kind === 'committed' ? fate.commitTs : 0n },
      timeoutMs: RPC_TIMEOUT_MS.short,
      backoffer,
    });
    refuseKeyError(answer.response.error, startTs);
    resolved.add(answer.region);
  }
}

/**
 * Removes pessimistic locks that have no live transaction behind them; the rest of the transaction is left alone
 * (row LCK-12, scenario S080).
 * @param scope whether just these locks go, or all of the transaction in their regions, up to their for_update_ts
 */
export async function clearPessimisticLocks(
  environment: LockEnvironment,
  locks: readonly Lock[],
  scope: 'keys' | 'regions',
  backoffer: Backoffer,
): Promise<void> {
  if (locks.length === 0) return;
  const { startTs } = locks[0] as Lock;
  const latest = locks.map((lock) => lock.forUpdateTs).reduce(maxTimestamp);
  const forUpdateTs = latest === 0n ? MAX_TIMESTAMP : latest;
  await sendGrouped(
    environment.regions,
    locks.map((lock) => lock.key),
    {
      rpc: tikvRpcs.kvPessimisticRollback,
      request: (keys) => ({ startVersion: startTs, forUpdateTs, keys: scope === 'keys' ? keys : [] }),
      timeoutMs: RPC_TIMEOUT_MS.short,
      backoffer,
    },
    (response) => {
      const error = response.errors[0];
      if (error !== undefined) refuseKeyError(error, startTs);
    },
  );
}

function refuseKeyError(error: kvrpcpb.KeyError.Decoded | undefined, startTs: bigint): void {
  if (error === undefined) return;
  const told = Object.entries(error).find(([, value]) => value !== undefined && value !== '');
  throw new ServerError(
    `Locks of transaction ${startTs} could not be resolved: ${told?.[0] ?? 'empty error'}`,
  );
}
