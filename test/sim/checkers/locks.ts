import {
  type Anomaly,
  type History,
  isCommitted,
  type LockStep,
  type TransactionRecord,
} from '../history.ts';
import type { Version, Versions } from './versions.ts';

type Report = (name: string, detail: string) => void;

/** A key that a transaction locked, from its first lock on. */
interface Hold {
  readonly transaction: TransactionRecord;
  readonly lock: LockStep;
}

/** How much later than asked for a wait may end: a pause between two questions, and the way there and back. */
const LATE_MS = 700;
/** Where nobody stands still with locks, and nothing goes wrong, whoever waits longer waits in a circle. */
const LONGEST_WAIT_MS = 20_000;

/**
 * What locks promise. A store may lose locks that it keeps in memory, and an expired one is taken over; then the
 * transaction cannot commit any more. So a lock is held against what was committed. Where nothing goes wrong, locks are
 * never lost: no two of them overlap.
 */
export function checkLocks(history: History, versions: Versions, isCalm: boolean): Anomaly[] {
  const anomalies: Anomaly[] = [];
  const report = (name: string, detail: string) => anomalies.push({ name, detail });
  const holds = holdsOf(history);
  const ends = new Map(history.transactions.map((one) => [one.startTs, one]));
  const endOf = (startTs: bigint) => {
    const one = ends.get(startTs);
    return one?.outcome === 'ok' ? one.endedAt : Number.POSITIVE_INFINITY;
  };
  for (const transaction of history.transactions) {
    checkLockedReads(transaction, history, versions, report);
    checkAssertions(transaction, versions, endOf, report);
  }
  for (const hold of holds) checkUnchanged(hold, history, versions, report);
  checkExclusive(holds, isCalm, report);
  checkCalls(history, isCalm, report);
  return anomalies;
}

function holdsOf({ transactions }: History): Hold[] {
  return transactions.flatMap((transaction) => {
    const first = new Map<string, LockStep>();
    for (const step of transaction.steps) {
      if (step.kind === 'lock' && step.isLocked && !first.has(step.key)) first.set(step.key, step);
    }
    return [...first.values()].map((lock) => ({ transaction, lock }));
  });
}

/** What a lock tells is the newest there was at some moment of the call, and does not change while it is held. */
function checkLockedReads(
  { id, mode, steps }: TransactionRecord,
  history: History,
  versions: Versions,
  report: Report,
): void {
  if (mode === 'optimistic') return;
  const first = new Map<string, LockStep>();
  const told = new Map<string, string | undefined>();
  for (const step of steps) {
    if (step.kind !== 'lock') continue;
    const { key, read, exists, isLocked } = step;
    const { beganAt } = first.get(key) ?? step;
    if (isLocked && !first.has(key)) first.set(key, step);
    if (!isLocked && exists !== false)
      report('locked-only-existing', `${id} did not lock ${key}, which exists`);
    if (read === undefined) continue;
    if (exists !== undefined && exists !== (read.value !== undefined)) {
      report('locked-existence', `${id}: ${key} has ${read.value}, and exists: ${exists}`);
    }
    if (told.has(key) && told.get(key) !== read.value) {
      report('locked-read-changed', `${id} read ${read.value} from ${key}, and ${told.get(key)} before`);
    }
    if (isLocked) told.set(key, read.value);
    const possible = newestDuring(key, beganAt, step.endedAt, history, versions);
    if (possible.includes(read.value)) continue;
    report('locked-read', `${id} read ${read.value} from ${key} under its lock, possible were ${possible}`);
  }
}

/** Values that were the newest of a key at some moment between two. */
export function newestDuring(
  key: string,
  beganAt: number,
  endedAt: number,
  { transactions }: History,
  versions: Versions,
): (string | undefined)[] {
  const list = versions.of(key);
  const writerOf = (startTs: bigint) => transactions.find((one) => one.startTs === startTs);
  const least = list.findLastIndex(({ startTs }) => {
    const writer = writerOf(startTs);
    return writer?.outcome === 'ok' && writer.endedAt < beganAt;
  });
  const possible = list
    .slice(Math.max(least, 0))
    .filter(({ startTs }) => (writerOf(startTs)?.beganAt ?? 0) < endedAt)
    .map(({ value }) => value);
  return least === -1 ? [undefined, ...possible] : possible;
}

/** Until its own commit, a key that a committed transaction held had what it had when it was locked. */
function checkUnchanged(
  { transaction, lock }: Hold,
  { transactions }: History,
  versions: Versions,
  report: Report,
): void {
  const { id, mode, startTs } = transaction;
  const { key, read } = lock;
  const commitTs = versions.commitTs(startTs);
  if (commitTs === undefined) return;
  const others = versions.of(key).filter((one) => one.startTs !== startTs && one.commitTs < commitTs);
  if (mode === 'optimistic') {
    const later = others.find((one) => one.commitTs > startTs);
    if (later !== undefined) {
      report(
        'locked-changed',
        `${id} began at ${startTs} with ${key} to be checked, written at ${later.commitTs}`,
      );
    }
    return;
  }
  const last = others.at(-1);
  if (read !== undefined && last?.value !== read.value) {
    report(
      'locked-changed',
      `${id} at ${commitTs} read ${read.value} from ${key}, locked, where ${last?.value} was`,
    );
  }
  for (const { startTs: otherTs, commitTs: otherCommitTs } of others) {
    const other = transactions.find((one) => one.startTs === otherTs);
    if (other === undefined || other.committingAt <= lock.endedAt) continue;
    report('locked-changed', `${other.id} wrote ${key} at ${otherCommitTs}, while ${id} had it locked`);
  }
}

/** No two transactions that both were committed held a key at a time; and no two at all where no lock can be lost. */
function checkExclusive(holds: readonly Hold[], isCalm: boolean, report: Report): void {
  const byKey = new Map<string, Hold[]>();
  for (const hold of holds) {
    if (hold.transaction.mode === 'optimistic') continue;
    const sharers = byKey.get(hold.lock.key);
    if (sharers === undefined) byKey.set(hold.lock.key, [hold]);
    else sharers.push(hold);
  }
  for (const [key, sharers] of byKey) {
    for (const one of sharers) {
      for (const other of sharers) {
        if (one.transaction === other.transaction || (one.lock.isShared && other.lock.isShared)) continue;
        const isWithin =
          other.lock.beganAt > one.lock.endedAt && other.lock.endedAt < one.transaction.heldUntil;
        if (!isWithin) continue;
        if (!isCalm && !(isCommitted(one.transaction) && isCommitted(other.transaction))) continue;
        report('locks-overlap', `${other.transaction.id} locked ${key}, which ${one.transaction.id} held`);
      }
    }
  }
}

const GIVEN_UP: ReadonlySet<string> = new Set(['TIKV_ABORTED', 'TIKV_DEADLINE', 'TIKV_CLOSED']);

/** Waits end when they should, and circles are circles. */
function checkCalls({ lockCalls, transactions }: History, isCalm: boolean, report: Report): void {
  // Commits of unknown outcome, and lock calls that were given up soon, may leave locks until their time to live ends.
  const goSoon =
    isCalm &&
    transactions.every(({ workload, outcome }) => workload !== 'circles' || outcome !== 'unknown') &&
    lockCalls.every(
      ({ workload, error, tookMs }) =>
        workload !== 'circles' || tookMs > LONGEST_WAIT_MS || error === undefined || !GIVEN_UP.has(error),
    );
  for (const { id, workload, keys, isFirst, waitMs, tookMs, error, cycle } of lockCalls) {
    const who = `${id} (${workload}) asked for ${keys}`;
    const took = `after ${Math.round(tookMs)} of ${waitMs} ms`;
    if (error === 'TIKV_LOCK_NOT_AVAILABLE' && waitMs !== 0) report('wait', `${who}: not available ${took}`);
    if (error === 'TIKV_LOCK_WAIT_TIMEOUT' && !(waitMs !== undefined && tookMs >= waitMs)) {
      report('wait', `${who}: timed out ${took}`);
    }
    if (isCalm && waitMs !== undefined && tookMs > waitMs + LATE_MS) report('wait', `${who}: over ${took}`);
    if (goSoon && workload === 'circles' && tookMs > LONGEST_WAIT_MS) {
      report('wait', `${who}: ${Math.round(tookMs)} ms, ${error}`);
    }
    if (error !== 'TIKV_DEADLOCK') continue;
    if (isFirst) report('deadlock', `${who}: it held nothing`);
    const startTs = transactions[id]?.startTs;
    const closes = cycle?.every(
      ({ waitsForStartTs }, index) => waitsForStartTs === cycle[(index + 1) % cycle.length]?.startTs,
    );
    if (cycle?.at(-1)?.startTs !== startTs || closes !== true) report('deadlock', `${who}: not its circle`);
  }
  if (!isCalm) return;
  for (const { id, workload, error, mode, steps } of transactions) {
    // An optimistic one has no heartbeat, and gives way to who waits for it with locks. What was written unchecked is
    // checked all the same when it has to be sent again, and is refused as a lock that is not there.
    const isKept = steps.some((step) => step.kind === 'lock' && step.isLocked);
    const isUnchecked = steps.some((step) => step.kind === 'write' && step.unchecked === true);
    if (mode === 'optimistic' || !isKept || isUnchecked) continue;
    if (error === 'TIKV_LOCK_LOST') report('lock-lost', `${id} (${workload}), though nothing went wrong`);
  }
}

/** What was committed was as it was said to be; what failed for that was not. */
function checkAssertions(
  transaction: TransactionRecord,
  versions: Versions,
  endOf: (startTs: bigint) => number,
  report: Report,
): void {
  const { id, startTs, above, assertionLevel, error } = transaction;
  const commitTs = versions.commitTs(startTs);
  if (commitTs !== undefined && above !== undefined && commitTs <= above) {
    report('commit-wait', `${id} was committed at ${commitTs}, not above ${above}`);
  }
  const asserted = transaction.steps.flatMap((step) =>
    step.kind === 'write' && step.assert !== undefined ? [[step.key, step.assert] as const] : [],
  );
  if (commitTs !== undefined && assertionLevel === 'strict') {
    for (const [key, assert] of asserted) {
      const isThere = versions.at(key, commitTs - 1n) !== undefined;
      if (isThere !== (assert === 'exists'))
        report('assertion', `${id} committed, though ${key} was not ${assert}`);
    }
  }
  if (error !== 'TIKV_ASSERTION_FAILED') return;
  // An assertion is no read: a commit that was under way at its time may get an earlier timestamp afterwards.
  const isSurelyBefore = (one: Version) =>
    one.commitTs <= startTs && endOf(one.startTs) < transaction.beganAt;
  const mayFail = asserted.some(([key, assert]) => {
    const all = versions.of(key);
    const states = [
      all.filter(isSurelyBefore).at(-1)?.value,
      ...all.flatMap((one) => (isSurelyBefore(one) ? [] : [one.value])),
    ];
    return states.some((value) => (value !== undefined) !== (assert === 'exists'));
  });
  if (!mayFail) report('assertion', `${id} failed, though all was as asserted`);
}
