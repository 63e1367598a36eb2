import { type Anomaly, type History, isAborted, isCommitted, writesOf } from '../history.ts';
import type { Workload } from './workloads.ts';

const KEY = 'counter/0';

/** Increments; the end value is the number of those that happened, and unknown ones may have. */
export const counter: Workload = {
  operate: (session) =>
    session.transact('counter', async (txn) => {
      txn.put(KEY, String(Number((await txn.get(KEY)) ?? '0') + 1));
    }),
  finish: (session) =>
    session.snapshot('counter', async (reads) => {
      await reads.get(KEY);
    }),
  check: (history) => checkCounter(history),
};

/** What the last transaction read lies between the increments known and those possible. */
export function checkCounter({ transactions }: History): Anomaly[] {
  const mine = transactions.filter(({ workload }) => workload === 'counter');
  const increments = mine.filter((one) => writesOf(one).size > 0);
  const least = increments.filter(isCommitted).length;
  const most = increments.filter((one) => !isAborted(one)).length;
  const last = mine.findLast((one) => writesOf(one).size === 0 && one.outcome === 'ok')?.steps[0];
  if (last?.kind !== 'read') return [];
  const value = Number(last.value ?? '0');
  if (value >= least && value <= most) return [];
  return [{ name: 'counter', detail: `${value} is not within ${least} and ${most}` }];
}
