import { CommitTimestampLagError, ProtocolError } from '../../model/errors.ts';
import { maxTimestamp, type Timestamp } from '../../model/timestamp.ts';
import { BACKOFF_BUDGET_MS } from '../../retry/backoff-kinds.ts';
import { Backoffer } from '../../retry/backoffer.ts';
import { checkDuration } from './check-duration.ts';
import { type CommitBounds, checkAllowed, lagBehind } from './commit-bounds.ts';
import type { PrimaryTask } from './commit-task.ts';

/**
 * A timestamp to commit at: from PD, above the start timestamp and not below `minCommitTs`, for which it
 * waits. Follows client-go's GetTimestampForCommit and execute (parity rows COM-4, BO-14; scenarios S011,
 * S012).
 *
 * @throws ProtocolError when PD's timestamp is not above the start timestamp; TransactionAbortedError when
 * the transaction is older than a day, or its caller refuses the timestamp; CommitTimestampLagError; what PD,
 * the backoffer and the deadline fail with
 */
export async function fetchCommitTs(task: PrimaryTask, minCommitTs: Timestamp): Promise<Timestamp> {
  const { startTs } = task;
  const backoffer = lagBackoffer(task, BACKOFF_BUDGET_MS.timestamp);
  for (;;) {
    const commitTs = await fetchTimestamp(task);
    if (commitTs <= startTs) {
      throw new ProtocolError(`PD gave ${commitTs} for the commit of a transaction that began at ${startTs}`);
    }
    checkDuration(startTs, commitTs);
    if (commitTs >= minCommitTs) {
      if (task.bounds !== undefined) checkAllowed(task.bounds, commitTs);
      return commitTs;
    }
    // A reader was promised that the commit does not lie below.
    await backoffer.sleep('commitTsLag', new CommitTimestampLagError(commitTs, minCommitTs - 1n));
  }
}

/**
 * Fetches a lower bound for a commit timestamp that the servers work out: above every timestamp handed out so
 * far, so that whoever begins afterwards sees the commit, and no reader that began before does (parity row
 * COM-2, scenario S030).
 * @param done called with the bound
 * @param failed called with TransactionAbortedError when the transaction is older than a day, which client-go
 * does not look at here, and with what PD and the deadline fail with
 */
export function fetchMinCommitTs(
  task: PrimaryTask,
  done: (minCommitTs: Timestamp) => void,
  failed: (error: unknown) => void,
): void {
  const took = (timestamp: Timestamp) => {
    try {
      checkDuration(task.startTs, timestamp);
    } catch (error) {
      failed(error);
      return;
    }
    done(maxTimestamp(timestamp, task.startTs) + 1n);
  };
  fetchTimestamp(task).then(took, failed);
}

function lagBackoffer({ environment, deadline }: PrimaryTask, budgetMs: number): Backoffer {
  return new Backoffer(environment.runtime, { deadline, budgetMs });
}

/** A timestamp of PD, above the commit's bound if it has one. */
function fetchTimestamp(task: PrimaryTask): Promise<Timestamp> {
  const { environment, deadline, bounds } = task;
  if (bounds === undefined) return environment.timestamps.timestamp(deadline);
  return waitForBound(task, bounds);
}

/** Waits for PD's clock for as long as the caller wants: no other budget ends that. */
async function waitForBound(task: PrimaryTask, bounds: CommitBounds): Promise<Timestamp> {
  const { environment, deadline } = task;
  const { clock } = environment.runtime;
  const backoffer = lagBackoffer(task, bounds.waitMs);
  const beganAtMs = clock.now();
  for (;;) {
    const timestamp = await environment.timestamps.timestamp(deadline);
    const waitedMs = clock.now() - beganAtMs;
    const lag = lagBehind(bounds, timestamp, waitedMs);
    if (lag === undefined) return timestamp;
    await backoffer.sleep('commitTsLag', lag, bounds.waitMs - waitedMs);
  }
}
