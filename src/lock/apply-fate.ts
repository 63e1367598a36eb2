import type { TransactionFate } from '../../machines/lock-resolver.ts';
import { equalBytes } from '../model/bytes.ts';
import { ServerError } from '../model/errors.ts';
import { MAX_TIMESTAMP, maxTimestamp } from '../model/timestamp.ts';
import type { CachedRegion } from '../region/cache/cached-region.ts';
import { backOffMoved, sendGrouped } from '../region/send-by-key.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { MAX_WRITE_EXECUTION_MS, RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import type { kvrpcpb } from '../wire/codec/messages.ts';
import { tikvRpcs } from '../wire/codec/tikv-rpcs.ts';
import { keyErrorName } from './key-error-name.ts';
import type { Lock, TransactionLocks } from './lock.ts';
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
  const commitVersion = commitVersionOf(fate);
  await sendGrouped(
    environment.regions,
    keys,
    {
      rpc: tikvRpcs.kvResolveLock,
      request: (own) => ({ startVersion: startTs, commitVersion, keys: own }),
      timeoutMs: RPC_TIMEOUT_MS.short,
      executionLimitMs: MAX_WRITE_EXECUTION_MS,
      backoffer,
    },
    (response) => refuseKeyError(response.error, startTs),
  );
}

/**
 * Applies the fate of a transaction to the locks met: key by key where the transaction is small, region by
 * region where it is large (row LCK-13).
 * @param lite key by key, however large it is
 * @param isPrimarySettled its primary reported its fate, so there is no lock left there
 */
export async function resolveLocks(
  environment: LockEnvironment,
  { startTs, primary, locks }: TransactionLocks,
  fate: TransactionFate,
  { lite, isPrimarySettled }: { readonly lite: boolean; readonly isPrimarySettled: boolean },
  backoffer: Backoffer,
): Promise<void> {
  const small = locks.filter((lock) => lite || lock.txnSize < environment.resolveLiteThreshold);
  const large = locks.filter((lock) => !small.includes(lock));
  const keys = small
    .filter((lock) => !isPrimarySettled || !equalBytes(lock.key, primary))
    .map((lock) => lock.key);
  await resolveKeys(environment, startTs, fate, keys, backoffer);
  const resolved = new Set<CachedRegion>();
  for (const lock of large) await resolveRegionOf(environment, lock, fate, resolved, backoffer);
}

/**
 * Applies the fate of a transaction to all of its locks in the region of one of them. Callers that want the
 * same at the same time share the request (row LCK-17).
 * @param resolved regions where this is done; the region is added
 */
async function resolveRegionOf(
  { regions, wholeRegions }: LockEnvironment,
  { key, startTs }: Lock,
  fate: TransactionFate,
  resolved: Set<CachedRegion>,
  backoffer: Backoffer,
): Promise<void> {
  const commitVersion = commitVersionOf(fate);
  for (;;) {
    const region = regions.cache.peek(key) ?? (await regions.cache.locate(key, backoffer));
    if (resolved.has(region)) return;
    const { version, confVer } = region.epoch;
    const flight = `${region.id} ${version} ${confVer} ${startTs} ${commitVersion}`;
    const isDone = await wholeRegions.run(flight, backoffer.deadline, 'resolving locks', async () => {
      const result = await regions.send({
        rpc: tikvRpcs.kvResolveLock,
        request: { startVersion: startTs, commitVersion },
        region,
        timeoutMs: RPC_TIMEOUT_MS.short,
        executionLimitMs: MAX_WRITE_EXECUTION_MS,
        backoffer,
      });
      if (result.kind === 'failed') throw result.error;
      if (result.kind === 'succeeded') refuseKeyError(result.response.error, startTs);
      else await backOffMoved(result, backoffer);
      return result.kind === 'succeeded';
    });
    if (isDone === true) resolved.add(region);
  }
}

/**
 * Removes pessimistic locks whose transaction is not alive; the rest of the transaction is left alone (row
 * LCK-12, scenario S080).
 * @param scope whether just these locks go, or all locks of the transaction in their regions, up to their
 * for_update_ts
 */
export async function clearPessimisticLocks(
  environment: LockEnvironment,
  startTs: bigint,
  locks: readonly Lock[],
  scope: 'keys' | 'regions',
  backoffer: Backoffer,
): Promise<void> {
  if (locks.length === 0) return;
  const latest = locks.map((lock) => lock.forUpdateTs).reduce(maxTimestamp);
  const forUpdateTs = latest === 0n ? MAX_TIMESTAMP : latest;
  await sendGrouped(
    environment.regions,
    locks.map((lock) => lock.key),
    {
      rpc: tikvRpcs.kvPessimisticRollback,
      request: (keys) => ({ startVersion: startTs, forUpdateTs, keys: scope === 'keys' ? keys : [] }),
      timeoutMs: RPC_TIMEOUT_MS.short,
      executionLimitMs: MAX_WRITE_EXECUTION_MS,
      backoffer,
    },
    (response) => {
      const error = response.errors[0];
      if (error !== undefined) refuseKeyError(error, startTs);
    },
  );
}

/** @throws ServerError when there is a key error */
export function refuseKeyError(error: kvrpcpb.KeyError.Decoded | undefined, startTs: bigint): void {
  if (error === undefined) return;
  const message = `Locks of transaction ${startTs} could not be resolved: key error ${keyErrorName(error)}`;
  throw new ServerError(message);
}

/** The commit timestamp for stores; 0n asks for a rollback. */
export function commitVersionOf(fate: TransactionFate): bigint {
  return fate.kind === 'committed' ? fate.commitTs : 0n;
}
