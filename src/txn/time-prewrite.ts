import { ageMsOf } from './check-duration.ts';
import { maxCommitTs } from './choose-protocol.ts';
import type { CommitTask } from './commit-task.ts';
import { lockTtlMs } from './lock-ttl.ts';

/** Whether its locks are kept alive from the primary's on. */
export function outlivesTtl({ environment, sizeBytes }: CommitTask): boolean {
  return sizeBytes > environment.limits.keepAliveSizeBytes;
}

/**
 * Gives a commit what its prewrite counts from the beginning of the transaction, as of now. Not when the commit begins:
 * its latches, PD's clock and a split can take longer than a lock lives, or than a commit may lie after its start.
 * client-go's calculateMaxCommitTS comes as late, its lockTTL does not (parity rows COM-3, CMT-6).
 */
export function timePrewrite(task: CommitTask, ageMs = ageMsOf(task)): void {
  timeLocks(task, ageMs);
  task.maxCommitTs = maxCommitTs(task.startTs, ageMs);
}

/** The same for locks alone, which have been waited with: the bound of the commit is one for all of them (S035). */
export function timeLocks(task: CommitTask, ageMs = ageMsOf(task)): void {
  task.lockTtlMs = lockTtlMs(task.sizeBytes, ageMs, outlivesTtl(task));
}
