import {
  type Anomaly,
  type History,
  type LatestRead,
  type LockStep,
  type ScanStep,
  type TransactionRecord,
  writeStepsOf,
  writesOf,
} from '../history.ts';
import { newestDuring } from './locks.ts';
import type { Versions } from './versions.ts';

/**
 * Holds what callers saw against what the data became, version by version: exact, and needs no search. Finds every
 * anomaly that snapshot isolation forbids, and every lie about an outcome.
 */
export function checkOracle(history: History, versions: Versions): Anomaly[] {
  const anomalies: Anomaly[] = [];
  const report = (name: string, detail: string) => anomalies.push({ name, detail });
  for (const transaction of history.transactions) {
    checkReads(transaction, versions, report);
    checkOutcome(transaction, history, versions, report);
    checkInserts(transaction, history, versions, report);
  }
  checkConflicts(history, versions, report);
  checkTimestamps(history, report);
  checkRealTime(history, versions, report);
  for (const read of history.latest) checkLatest(read, history, versions, report);
  return anomalies;
}

type Report = (name: string, detail: string) => void;

/**
 * Every read gives the newest version at or below the start timestamp, own writes over it. What a bulk transaction has
 * flushed is gone when others have rolled it back, which it learns no sooner than by what it flushes next.
 */
function checkReads(transaction: TransactionRecord, versions: Versions, report: Report): void {
  const { id, startTs, steps } = transaction;
  const mayBeLost =
    transaction.workload === 'bulk' &&
    transaction.outcome !== 'ok' &&
    versions.commitTs(startTs) === undefined;
  let own = new Map<string, string | undefined>();
  const seenAt = (key: string, at = startTs) => (own.has(key) ? own.get(key) : versions.at(key, at));
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'write') own.set(step.key, step.value);
    else if (step.kind === 'undo') own = writesOf({ steps: steps.slice(0, index + 1) });
    else if (step.kind === 'read') {
      const expected = seenAt(step.key, step.at);
      const isLost = mayBeLost && own.has(step.key) && step.value === versions.at(step.key, startTs);
      if (step.value !== expected && !isLost) {
        const name = own.has(step.key) ? 'internal' : 'snapshot-read';
        report(
          name,
          `${id} at ${step.at ?? startTs} read ${show(step.value)} from ${step.key}, not ${show(expected)}`,
        );
      }
      const version = own.has(step.key) ? undefined : versions.versionAt(step.key, step.at ?? startTs);
      const commitTs = version?.value === undefined ? undefined : version.commitTs;
      if (step.told !== undefined && step.told.commitTs !== commitTs) {
        report('told-commit-ts', `${id}: ${step.key} as of ${step.told.commitTs}, not ${commitTs}`);
      }
    } else if (step.kind === 'scan') {
      const keys = [...new Set([...versions.keys, ...own.keys()])]
        .filter((key) => key >= step.start && key < step.end)
        .sort();
      if (step.reverse) keys.reverse();
      const rows = keys.flatMap((key) => {
        const value = seenAt(key, step.at);
        return value === undefined ? [] : [[key, step.keysOnly === true ? '' : value] as const];
      });
      const found = JSON.stringify(step.rows);
      const expected = JSON.stringify(
        step.sampleStep === undefined ? bounded(rows, step) : sampled(rows, step),
      );
      if (found !== expected) {
        report('snapshot-scan', `${id} at ${step.at ?? startTs} saw ${show(found)}, not ${show(expected)}`);
      }
    }
  }
}

type Rows = ScanStep['rows'];

/** As many of the rows as a scan may give: the last is the one with which they come to `maxBytes`. */
function bounded(rows: Rows, { limit, maxBytes = Number.POSITIVE_INFINITY }: ScanStep): Rows {
  let bytes = 0;
  const end = rows.findIndex(([key, value]) => {
    bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
    return bytes >= maxBytes;
  });
  return rows.slice(0, Math.min(limit ?? rows.length, end === -1 ? rows.length : end + 1));
}

/** The rows that were given, if a sample may be so: some of those there are, with the first. Else all of them. */
function sampled(rows: Rows, { rows: given, sampleStep = 1 }: ScanStep): Rows {
  const texts = given.map((row) => JSON.stringify(row));
  const some = rows.filter((row, index) => index === 0 || texts.includes(JSON.stringify(row)));
  const isSample = given.length >= Math.ceil(rows.length / sampleStep);
  return isSample ? some : rows;
}

/** `ok` is durable, at one timestamp that its caller allowed, all of it; what failed never is; what is unknown is all or nothing. */
function checkOutcome(
  transaction: TransactionRecord,
  { refused }: History,
  versions: Versions,
  report: Report,
): void {
  const { id, startTs, outcome, settled, error, isPicky } = transaction;
  const durable = versions.by(startTs);
  const writes = writesOf(transaction);
  // Of one that has only locked, too.
  const commitTs = durable[0]?.version.commitTs ?? versions.commitTs(startTs);
  const who = `${id} (${transaction.workload}, ${outcome}${error === undefined ? '' : `, ${error}`})`;
  // Stores may work out for others what PD gives to this one.
  if (commitTs !== undefined && isPicky && refused.has(commitTs))
    report('refused-commit', `${who} at ${commitTs}`);
  if (commitTs !== undefined && commitTs <= startTs) report('commit-before-start', `${who} at ${commitTs}`);
  if (durable.some(({ version }) => version.commitTs !== commitTs)) {
    report('torn-commit', `${who} has several commit timestamps`);
  }
  for (const { key, version } of durable) {
    if (!writes.has(key) || writes.get(key) !== version.value) {
      report('garbage-write', `${who} committed ${show(version.value)} at ${key}`);
    }
  }
  const inserted = new Set(writeStepsOf(transaction).flatMap(({ key, insert }) => (insert ? key : [])));
  const mustExist = [...writes].filter(([key, value]) => value !== undefined || !inserted.has(key));
  const missing = mustExist.filter(([key]) => !durable.some((one) => one.key === key)).map(([key]) => key);
  if (durable.length > 0 && missing.length > 0) report('torn-commit', `${who} lacks ${missing}`);
  if (outcome === 'ok' && missing.length > 0) report('ok-not-durable', `${who} lacks ${missing}`);
  const locked = transaction.steps.some((step) => step.kind === 'lock' && step.isLocked);
  if (outcome === 'ok' && locked && commitTs === undefined)
    report('ok-not-durable', `${who} has locked only`);
  if (outcome === 'failed' && commitTs !== undefined) report('failed-but-durable', `${who} at ${commitTs}`);
  if (settled === 'rolledBack' && commitTs !== undefined) report('settled-wrong', `${who} is at ${commitTs}`);
  if (settled === 'committed' && missing.length > 0) report('settled-wrong', `${who} lacks ${missing}`);
  if (settled === 'committed' && commitTs === undefined) report('settled-wrong', `${who} is nowhere`);
  const told = transaction.commitTs ?? transaction.settledTs;
  if (told !== undefined && told !== 0n && commitTs !== undefined && told !== commitTs) {
    report('wrong-commit-ts', `${who} was told ${told}, is at ${commitTs}`);
  }
}

/** A key inserted was absent until then, also one that was deleted again, which leaves no version. */
function checkInserts(
  transaction: TransactionRecord,
  history: History,
  versions: Versions,
  report: Report,
): void {
  const { id, startTs, outcome } = transaction;
  const isCommitted = outcome === 'ok' || versions.commitTs(startTs) !== undefined;
  const written = new Set<string>();
  for (const { key, insert } of writeStepsOf(transaction)) {
    if (insert && !written.has(key)) {
      const own = versions.of(key).find((version) => version.startTs === startTs);
      const wasAbsent =
        own === undefined
          ? !isCommitted || wasFoundAbsent(key, transaction, history, versions)
          : versions.at(key, own.commitTs - 1n) === undefined;
      if (!wasAbsent) report('insert-over-value', `${id} at ${key}`);
    }
    written.add(key);
  }
}

/** Whether a commit can have found a key absent that it did not lock. */
function wasFoundAbsent(
  key: string,
  { mode, startTs, beganAt, endedAt }: TransactionRecord,
  history: History,
  versions: Versions,
): boolean {
  if (!newestDuring(key, beganAt, endedAt, history, versions).includes(undefined)) return false;
  if (mode === 'pessimistic') return true;
  // What was there at its start is found, or else what came after it. A mere check keeps nobody from committing below it
  // afterwards: only what was known before it began was surely there.
  const version = versions.versionAt(key, startTs);
  const writer = history.transactions.find((one) => one.startTs === version?.startTs);
  return version?.value === undefined || !(writer?.outcome === 'ok' && writer.endedAt < beganAt);
}

/**
 * No two committed writers of a key overlap: the first committer wins. Who locks a key before it writes it overlaps with
 * those before it all the same: what the lock promises is looked at elsewhere. And so does who asks for no check.
 */
function checkConflicts({ transactions }: History, versions: Versions, report: Report): void {
  const locked = new Set<string>();
  for (const { mode, startTs, steps } of transactions) {
    if (mode === 'optimistic') continue;
    for (const step of steps) {
      const isFree = step.kind === 'lock' ? step.isLocked : step.kind === 'write' && step.unchecked === true;
      if (isFree) locked.add(`${startTs}/${(step as LockStep).key}`);
    }
  }
  for (const key of versions.keys) {
    let before: bigint | undefined;
    for (const { startTs, commitTs } of versions.of(key)) {
      // What commits at the timestamp a transaction began with is in its snapshot.
      if (before !== undefined && startTs < before && !locked.has(`${startTs}/${key}`)) {
        report('lost-update', `${key}: started ${startTs}, before the commit at ${before}`);
      }
      before = commitTs;
    }
  }
}

/** The oracle gives no timestamp twice. Those that stores work out for a commit are the next after one it gave. */
function checkTimestamps({ transactions, timestamps }: History, report: Report): void {
  const given = new Map<bigint, string>();
  const note = (ts: bigint, who: string) => {
    const other = given.get(ts);
    if (other !== undefined) report('timestamp-twice', `${ts} for ${other} and ${who}`);
    given.set(ts, who);
  };
  for (const { startTs, commitTs, protocol, id } of transactions) {
    note(startTs, `the start of ${id}`);
    if (commitTs !== undefined && protocol === '2pc') note(commitTs, `the commit of ${id}`);
  }
  for (const { ts } of timestamps) note(ts, 'a timestamp');
}

/**
 * What was known to have happened before a transaction began lies below it; and so does what was known before its
 * commit was asked for lie below its commit (S030), unless it waived that order.
 */
export function checkRealTime(history: History, versions: Versions, report: Report): void {
  const events: {
    readonly at: number;
    readonly begins?: bigint;
    readonly commits?: bigint;
    readonly ended?: bigint;
    readonly who: string;
  }[] = [];
  for (const transaction of history.transactions) {
    const { id, beganAt, committingAt, endedAt, startTs, outcome, settled, protocol, causal } = transaction;
    const who = `transaction ${id}`;
    events.push({ at: beganAt, begins: startTs, who });
    const commitTs = versions.by(startTs)[0]?.version.commitTs;
    if (commitTs !== undefined && !causal && committingAt !== Number.POSITIVE_INFINITY) {
      events.push({ at: committingAt, commits: commitTs, who });
    }
    // Whoever begins at the timestamp that stores worked out sees what was committed there. Without a timestamp of PD
    // behind it, which causal transactions do without, it may be more than one above all that PD has given.
    const isWorkedOut = commitTs !== undefined && protocol !== '2pc';
    const below = isWorkedOut ? (causal ? startTs : commitTs - 1n) : commitTs;
    // A settled one was known later than it ended: only its start is sure then.
    const known = outcome === 'ok' && settled === undefined ? (below ?? startTs) : startTs;
    if (endedAt !== Number.POSITIVE_INFINITY) events.push({ at: endedAt, ended: known, who });
  }
  for (const { beganAt, endedAt, ts } of history.timestamps) {
    events.push({ at: beganAt, begins: ts, who: 'timestamp' }, { at: endedAt, ended: ts, who: 'timestamp' });
  }
  events.sort((one, other) => one.at - other.at);
  let highest = 0n;
  let by = '';
  for (const { begins, commits, ended, who } of events) {
    if (commits !== undefined && commits <= highest) {
      report('commit-order', `${who} was committed at ${commits}, after ${by} was known at ${highest}`);
    }
    if (begins !== undefined && begins <= highest) {
      report('real-time', `${who} at ${begins} began after ${by} was known at ${highest}`);
    }
    if (ended !== undefined && ended > highest) {
      highest = ended;
      by = who;
    }
  }
}

/** A read without a timestamp gives what was newest at some moment of it. */
function checkLatest(read: LatestRead, history: History, versions: Versions, report: Report): void {
  const list = versions.of(read.key);
  const writerOf = (startTs: bigint) => history.transactions.find((one) => one.startTs === startTs);
  let least = -1;
  for (const [index, { startTs }] of list.entries()) {
    const writer = writerOf(startTs);
    if (writer?.outcome === 'ok' && writer.endedAt < read.beganAt) least = index;
  }
  const possible = list
    .slice(Math.max(least, 0))
    .filter(({ startTs }) => (writerOf(startTs)?.beganAt ?? 0) < read.endedAt)
    .map(({ value }) => value);
  if (least === -1) possible.push(undefined);
  if (possible.includes(read.value)) return;
  report('stale-latest-read', `${show(read.value)} from ${read.key}, possible were ${possible.map(show)}`);
}

function show(value: string | undefined): string {
  if (value === undefined) return 'nothing';
  return value.length > 80 ? `${value.slice(0, 80)}...` : value;
}
