import { checkIsolation } from '../checkers/isolation.ts';
import { checkLocks } from '../checkers/locks.ts';
import { checkRealTime } from '../checkers/oracle.ts';
import { checkRefusals } from '../checkers/refusals.ts';
import type { Versions } from '../checkers/versions.ts';
import { type Anomaly, History } from '../history.ts';
import { Unordered } from './fingerprint.ts';
import type { Moments } from './moments.ts';

/** What callers saw, each call in the place that tells most: see `Moments`. */
export function inOrder(history: History, moments: Moments): History {
  const late = <Call extends { readonly beganAt: number; readonly endedAt: number }>(call: Call): Call => ({
    ...call,
    beganAt: moments.latest(call.beganAt, call.endedAt),
  });
  return Object.assign(new History(), history, {
    transactions: history.transactions.map((one) => ({
      ...late(one),
      heldUntil: moments.latest(one.heldUntil, one.endedAt),
      committingAt: moments.latest(one.committingAt, one.endedAt),
      steps: one.steps.map((step) => (step.kind === 'lock' ? late(step) : step)),
    })),
    timestamps: history.timestamps.map(late),
    levelReads: history.levelReads.map((one) => ({
      ...one,
      changesBefore: moments.changesAt(moments.latest(one.changesBefore, one.changesAfter)),
      changesAfter: moments.changesAt(one.changesAfter),
    })),
  });
}

/**
 * What is wrong already, of all that depends on the order of what callers saw. What is over is found here, so states need
 * to tell of no more of the order than what may turn out wrong later: see `openOrder`.
 */
export function checkSoFar(history: History, versions: Versions): readonly Anomaly[] {
  const anomalies = [
    ...checkIsolation(history, versions),
    ...checkLocks(history, versions, false),
    ...checkRefusals(history, versions),
  ];
  checkRealTime(history, versions, (name, detail) => anomalies.push({ name, detail }));
  return anomalies;
}

/**
 * What had ended when a commit began of which nothing is known yet, as far as it may matter still: see `checkSoFar`. The
 * commit has to be above whatever was known by then, and is above its own start anyhow.
 */
export function openOrder(history: History, moments: Moments, versions: Versions): unknown {
  const { transactions, timestamps } = history;
  const committing = transactions.filter(
    ({ committingAt, outcome }) => committingAt !== Number.POSITIVE_INFINITY && outcome !== 'failed',
  );
  const ended = [
    ...transactions.map(({ startTs, endedAt, outcome, commitTs }) => ({
      startTs,
      endedAt,
      known: outcome === 'ok' ? (commitTs ?? startTs) : startTs,
    })),
    ...timestamps.map(({ ts, endedAt }) => ({ startTs: ts, endedAt, known: ts })),
  ];
  // All others have their timestamps, and were checked.
  const open = committing.filter(({ startTs }) => versions.commitTs(startTs) === undefined);
  return new Unordered(
    open.flatMap(({ startTs, committingAt }) => {
      const arrivedAt = moments.arrivalOf(committingAt) ?? Number.POSITIVE_INFINITY;
      if (arrivedAt === Number.POSITIVE_INFINITY) return [];
      const before = ended.filter(({ endedAt, known }) => endedAt < arrivedAt && known > startTs);
      return before.map((other) => [startTs, other.startTs]);
    }),
  );
}

/** What callers did and were told, without the order of it, and without why they were refused: see `checkSoFar`. */
export function callersState({ transactions, timestamps, lockCalls, levelReads }: History): unknown {
  return [
    transactions.map(({ id, beganAt, heldUntil, committingAt, endedAt, refusal: _, steps, ...rest }) => ({
      ...rest,
      steps: steps.map((step) => (step.kind === 'lock' ? { ...step, beganAt: 0, endedAt: 0 } : step)),
      isUnder: [heldUntil, committingAt, endedAt].map((moment) => moment === Number.POSITIVE_INFINITY),
    })),
    timestamps.map(({ ts }) => ts),
    lockCalls.map((call) => ({ ...call, id: transactions[call.id]?.startTs })),
    levelReads.map((read) => ({ ...read, changesBefore: 0, changesAfter: 0 })),
  ].map((list) => new Unordered(list));
}
