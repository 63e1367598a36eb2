import { equalBytes } from '../../model/bytes.ts';
import { asTikvError, ProtocolError, type TikvError, TransactionAbortedError } from '../../model/errors.ts';
import { LOGICAL_BITS, type Timestamp } from '../../model/timestamp.ts';
import type { CachedRegion } from '../../region/cache/cached-region.ts';
import type { LostAnswer } from '../../region/request/region-call.ts';
import { backOffMoved } from '../../region/send-by-key.ts';
import { BACKOFF_BUDGET_MS } from '../../retry/backoff-kinds.ts';
import { Backoffer } from '../../retry/backoffer.ts';
import { MAX_WRITE_EXECUTION_MS, RPC_TIMEOUT_MS } from '../../retry/rpc-timeouts.ts';
import { kvrpcpb } from '../../wire/codec/messages.ts';
import { tikvRpcs } from '../../wire/codec/tikv-rpcs.ts';
import { toKeyError } from '../key-errors.ts';
import type { PrimaryTask } from './commit-task.ts';
import { BATCH_SIZE_BYTES } from './group-mutations.ts';
import { leavesLock, type Mutation } from './mutation.ts';
import type { Answer, Evidence } from './outcome.ts';

/** A push this far ahead of PD's clock is not from a reader but a fault (COM-8): one hour. */
const MAX_PUSH: Timestamp = 3_600_000n << LOGICAL_BITS;

export type CommitPrimaryReport =
  /** The commit timestamp is refused for good: a new one must not be below `minCommitTs`. */
  | { readonly kind: 'expired'; readonly minCommitTs: Timestamp }
  | {
      readonly kind: 'ended';
      readonly evidence: Evidence;
      /** Mutations whose locks are still to be committed, once the primary is. */
      readonly rest: readonly Mutation[];
    };

/**
 * Commits the primary, and with it the keys that fit into its request. Never rejects. Whether lost answers
 * matter is decided by `outcome`; a refused commit timestamp clears them, since the store refuses every
 * earlier one too (scenario S011). Follows client-go's actionCommit (txnkv/transaction/commit.go; parity rows
 * COM-5 to COM-10).
 *
 * @param wasSent the primary's commit was tried before, at an earlier timestamp
 */
export async function commitPrimary(
  task: PrimaryTask,
  commitTs: Timestamp,
  wasSent: boolean,
): Promise<CommitPrimaryReport> {
  const { environment, regions, deadline, primary, startTs } = task;
  const { runtime } = environment;
  const backoffer = new Backoffer(runtime, { deadline, budgetMs: BACKOFF_BUDGET_MS.commitPrimary });
  const locked = task.mutations.filter(leavesLock);
  let resend = wasSent;
  let lost: LostAnswer | undefined;
  const ended = (answer: Answer, error: TikvError | undefined, rest = locked): CommitPrimaryReport => ({
    kind: 'ended',
    evidence: {
      protocol: '2pc',
      phase: 'commitPrimary',
      batches: [{ answer, lost: answer === 'done' ? undefined : lost }],
      commitTs,
      error,
      fate: { kind: 'unasked' },
    },
    rest,
  });
  try {
    for (;;) {
      const region = regions.cache.peek(primary) ?? (await regions.cache.locate(primary, backoffer));
      const batch = primaryBatch(locked, primary, region);
      const result = await regions.send({
        rpc: tikvRpcs.kvCommit,
        request: {
          startVersion: startTs,
          commitVersion: commitTs,
          keys: batch.map(({ key }) => key),
          primaryKey: primary,
          commitRole: kvrpcpb.CommitRole.Primary,
        },
        region,
        timeoutMs: RPC_TIMEOUT_MS.short,
        executionLimitMs: MAX_WRITE_EXECUTION_MS,
        backoffer,
        resend,
      });
      resend = true;
      lost = result.lost ?? lost;
      if (result.kind === 'failed') return ended('none', result.error);
      if (result.kind === 'moved') {
        // It was proposed, and nobody knows whether it was applied: asking again could only guess (scenario
        // S050).
        if (result.cause.kind === 'undeterminedResult') return ended('none', result.cause);
        await backOffMoved(result, backoffer);
        continue;
      }
      const { error } = result.response;
      if (error === undefined) {
        const done = new Set(batch);
        const rest = locked.filter((entry) => !done.has(entry));
        return ended('done', undefined, rest);
      }
      if (error.commitTsExpired === undefined) return ended('refused', toKeyError(error));
      const { minCommitTs, key } = error.commitTsExpired;
      if (!equalBytes(key, primary)) {
        return ended(
          'refused',
          new ProtocolError('The commit timestamp was refused for a key other than the primary'),
        );
      }
      if (minCommitTs <= commitTs) {
        return ended(
          'refused',
          new ProtocolError(`Commit timestamp ${commitTs} was refused in favour of ${minCommitTs}`),
        );
      }
      lost = undefined;
      if (minCommitTs - commitTs <= MAX_PUSH) return { kind: 'expired', minCommitTs };
      const message = `Readers moved the earliest commit timestamp from ${commitTs} to ${minCommitTs}`;
      return ended('refused', new TransactionAbortedError(message, { retryable: true }));
    }
  } catch (cause) {
    return ended('none', asTikvError(cause));
  }
}

/** The primary and the keys after it that lie in its region, up to 16 KiB of keys. */
function primaryBatch(
  locked: readonly Mutation[],
  primary: Uint8Array,
  region: CachedRegion,
): readonly Mutation[] {
  const from = locked.findIndex(({ key }) => equalBytes(key, primary));
  let to = from;
  for (let sizeBytes = 0; to < locked.length && sizeBytes < BATCH_SIZE_BYTES; to++) {
    const { key } = locked[to] as Mutation;
    if (!region.contains(key)) break;
    sizeBytes += key.length;
  }
  return locked.slice(from, to);
}
