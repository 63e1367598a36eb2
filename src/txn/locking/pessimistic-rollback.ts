import type { Timestamp } from '../../model/timestamp.ts';
import { BACKOFF_BUDGET_MS } from '../../retry/backoff-kinds.ts';
import { tikvRpcs } from '../../wire/codec/tikv-rpcs.ts';
import { finishKeys } from '../commit/finish-keys.ts';
import { toKeyError } from '../key-errors.ts';
import type { TransactionEnvironment } from '../transaction-environment.ts';

/**
 * Releases pessimistic locks of the transaction, with a retry budget of its own. Locks taken later than at
 * `forUpdateTs` stay, and keys that are not locked, or prewritten by now, are left alone. Follows client-go's
 * actionPessimisticRollback (txnkv/transaction/pessimistic.go; parity rows CLN-3, PES-14, FAIR-10).
 *
 * @throws what a batch failed with; the locks are left to their TTL then
 */
export async function pessimisticRollback(
  environment: TransactionEnvironment,
  startTs: Timestamp,
  keys: readonly Uint8Array[],
  forUpdateTs: Timestamp,
): Promise<void> {
  const [first] = keys;
  if (first === undefined) return;
  const entries = keys.map((key) => ({ key }));
  const task = { environment, regions: environment.regions, primary: first };
  await finishKeys(task, entries, BACKOFF_BUDGET_MS.cleanup, {
    rpc: tikvRpcs.kvPessimisticRollback,
    request: (own) => ({ startVersion: startTs, forUpdateTs, keys: own }),
    check: ({ errors: [error] }) => {
      if (error !== undefined) throw toKeyError(error);
    },
    primaryFirst: false,
  });
}
