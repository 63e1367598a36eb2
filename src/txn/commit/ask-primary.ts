import type { Timestamp } from '../../model/timestamp.ts';
import { sendByKey } from '../../region/send-by-key.ts';
import { BACKOFF_BUDGET_MS } from '../../retry/backoff-kinds.ts';
import { Backoffer } from '../../retry/backoffer.ts';
import { MAX_WRITE_EXECUTION_MS, RPC_TIMEOUT_MS } from '../../retry/rpc-timeouts.ts';
import { kvrpcpb } from '../../wire/codec/messages.ts';
import { tikvRpcs } from '../../wire/codec/tikv-rpcs.ts';
import type { PrimaryTask } from './commit-task.ts';
import type { Fate } from './outcome.ts';

/**
 * Asks the primary what became of a transaction, and changes nothing by asking: a living lock stays, and a
 * key without a trace gets none. Gives `open` when the answer decides nothing or does not come. Finding
 * nothing does not prove a rollback: garbage collection may have taken the commit record (scenario S047), or
 * the lost request may still arrive.
 */
export async function askPrimary({
  environment,
  regions,
  primary,
  startTs,
  deadline,
}: PrimaryTask): Promise<Fate> {
  const budgetMs = BACKOFF_BUDGET_MS.commitPrimary;
  const backoffer = new Backoffer(environment.runtime, { deadline, budgetMs });
  try {
    const { response } = await sendByKey(regions, primary, {
      rpc: tikvRpcs.kvCheckTxnStatus,
      // With both timestamps 0n no lock counts as expired, and no reader pushes the commit.
      request: {
        primaryKey: primary,
        lockTs: startTs,
        callerStartTs: 0n,
        currentTs: 0n,
      },
      timeoutMs: RPC_TIMEOUT_MS.short,
      executionLimitMs: MAX_WRITE_EXECUTION_MS,
      backoffer,
    });
    return fateIn(response, startTs);
  } catch {
    return { kind: 'open' };
  }
}

function fateIn(response: kvrpcpb.CheckTxnStatusResponse.Decoded, startTs: Timestamp): Fate {
  const { error, lockInfo, lockTtl, commitVersion, action } = response;
  if (error !== undefined || lockInfo !== undefined || lockTtl > 0n) return { kind: 'open' };
  if (commitVersion > startTs) return { kind: 'committed', commitTs: commitVersion };
  if (commitVersion === 0n && action === kvrpcpb.Action.NoAction) return { kind: 'rolledBack' };
  return { kind: 'open' };
}
