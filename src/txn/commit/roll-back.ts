import { BACKOFF_BUDGET_MS } from '../../retry/backoff-kinds.ts';
import { tikvRpcs } from '../../wire/codec/tikv-rpcs.ts';
import { toKeyError } from '../key-errors.ts';
import type { CommitTask } from './commit-task.ts';
import { finishKeys } from './finish-keys.ts';
import type { Mutation } from './mutation.ts';

/**
 * Removes locks that a failed commit may have left, and makes prewrites that still arrive fail (scenario
 * S016). It has a retry budget of its own and does not end with the caller's signal (scenario S015). Follows
 * client-go's actionCleanup (txnkv/transaction/cleanup.go; parity rows CLN-1, CLN-2).
 *
 * @throws what a batch failed with, or the key error a store answered; the locks are left to their TTL then
 */
export async function rollBack(
  task: Pick<CommitTask, 'environment' | 'regions' | 'primary' | 'startTs'>,
  mutations: readonly Mutation[],
): Promise<void> {
  const { startTs } = task;
  await finishKeys(task, mutations, BACKOFF_BUDGET_MS.cleanup, {
    rpc: tikvRpcs.kvBatchRollback,
    request: (keys) => ({ startVersion: startTs, keys }),
    check: ({ error }) => {
      if (error !== undefined) throw toKeyError(error);
    },
    primaryFirst: true,
  });
}
