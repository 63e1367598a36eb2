import { InternalError } from '../../model/errors.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import { BACKOFF_BUDGET_MS } from '../../retry/backoff-kinds.ts';
import { kvrpcpb } from '../../wire/codec/messages.ts';
import { tikvRpcs } from '../../wire/codec/tikv-rpcs.ts';
import { toKeyError } from '../key-errors.ts';
import type { CommitTask } from './commit-task.ts';
import { finishKeys } from './finish-keys.ts';
import type { Mutation } from './mutation.ts';

/**
 * Turns the locks of a committed transaction into values, with a retry budget of its own. A failure does no
 * harm: readers that meet the locks commit them (scenario S007). Follows client-go's actionCommit for
 * secondaries (parity rows GRP-5, COM-12).
 *
 * @throws what a batch failed with; InternalError when a store refuses, which no store may once the primary
 * is committed (scenario S013)
 */
export async function commitSecondaries(
  task: CommitTask,
  mutations: readonly Mutation[],
  commitTs: Timestamp,
  useAsyncCommit: boolean,
): Promise<void> {
  const { startTs, primary } = task;
  const { Primary, Secondary } = kvrpcpb.CommitRole;
  await finishKeys(task, mutations, BACKOFF_BUDGET_MS.commitSecondaries, {
    rpc: tikvRpcs.kvCommit,
    request: (keys, hasPrimary) => ({
      startVersion: startTs,
      commitVersion: commitTs,
      keys,
      primaryKey: primary,
      commitRole: hasPrimary ? Primary : Secondary,
      useAsyncCommit,
    }),
    check: ({ error }) => {
      if (error === undefined) return;
      const message = `A store refused to commit keys of transaction ${startTs}, which is committed at ${commitTs}`;
      throw new InternalError(message, { cause: toKeyError(error) });
    },
    primaryFirst: false,
  });
}
