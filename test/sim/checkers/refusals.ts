import type { Anomaly, History, Refusal, TransactionRecord } from '../history.ts';
import { newestDuring } from './locks.ts';
import type { Versions } from './versions.ts';

/** A transaction that fails for a key that exists, or that another transaction wrote, has met what it says. */
export function checkRefusals(history: History, versions: Versions): Anomaly[] {
  const anomalies: Anomaly[] = [];
  const report = (name: string, detail: string) => anomalies.push({ name, detail });
  for (const transaction of history.transactions) {
    const { refusal, id, workload } = transaction;
    if (refusal === undefined) continue;
    const { key, conflict } = refusal;
    const who = `${id} (${workload}) at ${key}`;
    if (conflict === undefined) {
      const isThere = isOwn(transaction, key, history) || existed(transaction, key, history, versions);
      if (!isThere) report('exists-for-nothing', who);
    } else if (!hasConflict(transaction, key, conflict, history, versions)) {
      const { conflictStartTs, conflictCommitTs } = conflict;
      report('conflict-for-nothing', `${who} with ${conflictStartTs}, committed at ${conflictCommitTs}`);
    }
  }
  return anomalies;
}

/** Whether the transaction may have given the key a value before it inserted it. What was undone since counts. */
function isOwn({ id, steps, committingAt }: TransactionRecord, key: string, { lockCalls }: History): boolean {
  const puts = steps.filter((step) => step.kind === 'write' && step.key === key && step.value !== undefined);
  // An insert that is refused at once is none of the steps.
  const isRefusedLater =
    committingAt !== Number.POSITIVE_INFINITY ||
    lockCalls.findLast((call) => call.id === id)?.error === 'TIKV_ALREADY_EXISTS';
  return puts.length > (isRefusedLater ? 1 : 0) || puts.some((step) => step.kind === 'write' && !step.insert);
}

function existed(
  { beganAt, endedAt }: TransactionRecord,
  key: string,
  history: History,
  versions: Versions,
): boolean {
  return newestDuring(key, beganAt, endedAt, history, versions).some((value) => value !== undefined);
}

/**
 * Something newer was there, its own rollback perhaps, or somebody who may have locked it: what a lock call wants is no
 * step before it is granted.
 */
function hasConflict(
  { startTs, endedAt }: TransactionRecord,
  key: string,
  conflict: NonNullable<Refusal['conflict']>,
  { transactions }: History,
  versions: Versions,
): boolean {
  const { conflictStartTs, conflictCommitTs } = conflict;
  if (conflict.startTs !== startTs) return false;
  if (conflictCommitTs !== 0n)
    return conflictCommitTs >= startTs && versions.hasRecord(key, conflictCommitTs);
  const other = transactions.find((one) => one.startTs === conflictStartTs);
  return other !== undefined && conflictStartTs !== startTs && other.beganAt < endedAt;
}
