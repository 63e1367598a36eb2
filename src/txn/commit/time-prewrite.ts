import { LOGICAL_BITS, type Timestamp } from '../../model/timestamp.ts';
import { lockTtlMs } from '../locking/lock-ttl.ts';
import { ageMsOf } from './check-duration.ts';
import type { CommitTask } from './commit-task.ts';

/**
 * How far after the present a commit worked out by the servers may lie (COM-3). Less than any lock lives: a
 * resolver that finds a lock expired knows that its transaction cannot commit any more (scenario S035, parity
 * row PRW-4).
 */
const SAFE_WINDOW_MS = 2_000;

/** What the requests of a prewrite say about time. */
export interface PrewriteTiming {
  /** How long the locks live, counted from the physical part of the start timestamp. */
  readonly lockTtlMs: number;
  /** What the servers may not commit below; 0n where the start timestamp is the only bound. */
  readonly minCommitTs: Timestamp;
  /** What the servers may not commit above. */
  readonly maxCommitTs: Timestamp;
}

/** Whether its locks are kept alive once the primary is locked. */
export function outlivesTtl({ environment, sizeBytes }: CommitTask): boolean {
  return sizeBytes > environment.limits.keepAliveSizeBytes;
}

/**
 * The lock TTL and the bounds of a prewrite, as of now. To be called right before the first request, and not
 * when the commit begins: latches, PD's clock and a split can take longer than a lock lives, or than a commit
 * may lie after its start. client-go's calculateMaxCommitTS comes as late, its lockTTL does not (parity rows
 * COM-3, CMT-6).
 */
export function timePrewrite(task: CommitTask, minCommitTs: Timestamp): PrewriteTiming {
  const ageMs = ageMsOf(task);
  const windowMs = BigInt(Math.floor(ageMs) + SAFE_WINDOW_MS);
  return {
    lockTtlMs: lockTtlMs(task.sizeBytes, ageMs, outlivesTtl(task)),
    minCommitTs,
    maxCommitTs: task.startTs + (windowMs << LOGICAL_BITS),
  };
}

/**
 * The same for requests sent again: locks get a longer TTL, while the bound of the commit stays the same for
 * all requests (S035).
 */
export function timeResend(task: CommitTask, timing: PrewriteTiming): PrewriteTiming {
  return { ...timing, lockTtlMs: lockTtlMs(task.sizeBytes, ageMsOf(task), outlivesTtl(task)) };
}
