import type { Anomaly, History, LevelRead, TransactionRecord } from '../history.ts';
import type { Versions } from './versions.ts';

type Report = (name: string, detail: string) => void;

/**
 * What the isolation levels below and beside a snapshot promise. `readCommitted`: of each key the newest that was
 * committed, and out of its lock, at some moment of the read; nothing of what is open, or was given up, and no refusal.
 * `rcCheckTs`: what a snapshot gives, as long as nothing newer is there, and nothing else.
 */
export function checkIsolation({ levelReads, transactions }: History, versions: Versions): Anomaly[] {
  const anomalies: Anomaly[] = [];
  const writers = new Map(transactions.map((one) => [one.startTs, one]));
  for (const read of levelReads) {
    const report: Report = (name, detail) =>
      anomalies.push({ name, detail: `${read.process} at ${read.at}: ${detail}` });
    if (read.refusal !== undefined) {
      checkRefusal(read, read.refusal, writers, versions, report);
      continue;
    }
    checkOrder(read, report);
    for (const [key, value] of lookedAt(read, versions)) {
      if (read.isolation === 'readCommitted') checkCommitted(read, key, value, versions, report);
      else checkNewest(read, key, value, versions, report);
    }
  }
  return anomalies;
}

/** Each key that was looked at: also those that a scan passed by. */
function lookedAt({ given, range }: LevelRead, versions: Versions): LevelRead['given'] {
  if (range === undefined) return given;
  const { start, end, reverse, limit } = range;
  const rows = new Map(given);
  const last = given.length === limit ? given.at(-1)?.[0] : undefined;
  const isReached = (key: string) => last === undefined || (reverse ? key >= last : key <= last);
  const keys = new Set([...versions.keys, ...rows.keys()]);
  return [...keys]
    .filter((key) => rows.has(key) || (key >= start && key < end && isReached(key)))
    .map((key) => [key, rows.get(key)]);
}

function checkOrder({ given, range }: LevelRead, report: Report): void {
  if (range === undefined) return;
  const { start, end, reverse, limit = Number.POSITIVE_INFINITY } = range;
  const keys = given.map(([key]) => key);
  const isRising = keys.every((key, index) => {
    const before = keys[index - 1];
    return before === undefined || (reverse ? key < before : key > before);
  });
  const isWithin = keys.every((key) => key >= start && key < end);
  if (!isRising || !isWithin || keys.length > limit) report('level-scan', `a scan gave ${keys}`);
}

function checkCommitted(
  { at, changesBefore, changesAfter }: LevelRead,
  key: string,
  value: string | undefined,
  versions: Versions,
  report: Report,
): void {
  const possible = versions.during(key, at, changesBefore, changesAfter);
  if (possible.includes(value)) return;
  const isOfCommit = versions.of(key).some((one) => one.value === value);
  const name = isOfCommit || value === undefined ? 'read-committed' : 'read-uncommitted';
  report(name, `read ${value} from ${key}, possible were ${possible}`);
}

/** Whatever commits later is above the timestamp: a read is told to stores before it is answered. */
function checkNewest(
  { at, changesBefore }: LevelRead,
  key: string,
  value: string | undefined,
  versions: Versions,
  report: Report,
): void {
  const expected = versions.at(key, at);
  if (value !== expected) report('checked-read', `read ${value} from ${key}, not ${expected}`);
  const newer = versions.of(key).find(({ commitTs, nth }) => commitTs > at && nth < changesBefore);
  if (newer !== undefined) {
    report('checked-read', `read ${key}, and was not told of what was committed at ${newer.commitTs}`);
  }
}

/** Something newer was there, or somebody who was about to write. */
function checkRefusal(
  { isolation, at, changesBefore }: LevelRead,
  { key, conflictStartTs, conflictCommitTs }: NonNullable<LevelRead['refusal']>,
  writers: ReadonlyMap<bigint, TransactionRecord>,
  versions: Versions,
  report: Report,
): void {
  const who = `was refused ${key} for ${conflictStartTs}, committed at ${conflictCommitTs}`;
  if (isolation === 'readCommitted') report('read-refused', who);
  if (conflictCommitTs !== 0n) {
    const isNewer = conflictCommitTs > at && versions.hasRecord(key, conflictCommitTs);
    if (!isNewer) report('read-refused', `${who}, which is not newer`);
    return;
  }
  const writes = writers.get(conflictStartTs)?.steps ?? [];
  const isWriter = writes.some((step) => (step.kind === 'write' || step.kind === 'lock') && step.key === key);
  const isOver = versions
    .of(key)
    .some(({ startTs, nth }) => startTs === conflictStartTs && nth < changesBefore);
  if (!isWriter || isOver) report('read-refused', `${who}, which has no lock on it`);
}
