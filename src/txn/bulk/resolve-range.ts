import type { AnyActorRef } from 'xstate';
import { ServerError } from '../../model/errors.ts';
import type { KeyRange } from '../../model/region.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import { runRangeTask } from '../../region/range-task.ts';
import { clip, restAfter } from '../../region/scan-part.ts';
import { backOffMoved } from '../../region/send-by-key.ts';
import { BACKOFF_BUDGET_MS } from '../../retry/backoff-kinds.ts';
import { RPC_TIMEOUT_MS } from '../../retry/rpc-timeouts.ts';
import { tikvRpcs } from '../../wire/codec/tikv-rpcs.ts';
import { toKeyError } from '../key-errors.ts';
import { type BulkEnvironment, rangeTasksOf } from './bulk-environment.ts';

export interface RangeOfLocks {
  readonly environment: BulkEnvironment;
  readonly actor: AnyActorRef;
  readonly startTs: Timestamp;
  /** 0n rolls back. */
  readonly commitTs: Timestamp;
  readonly range: KeyRange;
  readonly concurrency: number;
}

/**
 * Commits or rolls back all locks of a transaction in a range, region by region. Follows client-go's
 * resolveFlushedLocks (txnkv/transaction/pipelined_flush.go; parity row PIP-10), except that the last key of
 * the range is never left out.
 *
 * @returns how many regions the range had
 * @throws what a region failed with; its locks are left to others that meet them then
 */
export function resolveRange(locks: RangeOfLocks): Promise<number> {
  const { environment, actor, startTs, commitTs, range, concurrency } = locks;
  return runRangeTask(rangeTasksOf(environment), {
    name: `${commitTs > 0n ? 'commit' : 'rollback'} of bulk transaction ${startTs}`,
    range,
    concurrency,
    parent: actor,
    work: (part) => resolvePart(locks, part),
  });
}

async function resolvePart(
  { environment, startTs, commitTs }: RangeOfLocks,
  part: KeyRange,
): Promise<number> {
  const { commitSecondaries, cleanup } = BACKOFF_BUDGET_MS;
  const backoffer = environment.detachedBackoffer(commitTs > 0n ? commitSecondaries : cleanup);
  const { regions } = environment;
  let count = 0;
  try {
    let rest: KeyRange | undefined = part;
    while (rest !== undefined) {
      const region = await regions.cache.locate(rest.start, backoffer);
      const result = await regions.send({
        rpc: tikvRpcs.kvResolveLock,
        request: {
          startVersion: startTs,
          commitVersion: commitTs,
        },
        region,
        timeoutMs: RPC_TIMEOUT_MS.pipelinedResolve,
        backoffer,
      });
      if (result.kind === 'failed') throw result.error;
      if (result.kind === 'moved') {
        await backOffMoved(result, backoffer);
        continue;
      }
      const { error } = result.response;
      if (error !== undefined) {
        const message = `Locks of bulk transaction ${startTs} could not be resolved`;
        throw new ServerError(message, { cause: toKeyError(error) });
      }
      count++;
      const own: KeyRange = clip(rest, region);
      rest = restAfter(rest, own);
    }
    return count;
  } finally {
    backoffer.deadline.release();
  }
}
