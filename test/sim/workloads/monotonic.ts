import { type Anomaly, type History, isCommitted, writesOf } from '../history.ts';
import type { Workload } from './workloads.ts';

/** Adds one to what was read: the order of values is that of timestamps, across all clients. */
export const monotonic: Workload = {
  operate: (session, { keys }) =>
    session.run('monotonic', async (txn) => {
      const key = `monotonic/${session.random.below(keys)}`;
      txn.put(key, String(Number((await txn.get(key)) ?? '0') + 1));
    }),
  check: (history) => checkMonotonic(history),
};

/** Values rise with the timestamps of those who wrote them. */
export function checkMonotonic({ transactions }: History): Anomaly[] {
  const byKey = new Map<string, { value: number; commitTs: bigint; id: number }[]>();
  for (const one of transactions) {
    const commitTs = one.commitTs ?? one.settledTs;
    if (one.workload !== 'monotonic' || !isCommitted(one) || commitTs === undefined) continue;
    for (const [key, value] of writesOf(one)) {
      byKey.set(key, [...(byKey.get(key) ?? []), { value: Number(value), commitTs, id: one.id }]);
    }
  }
  const anomalies: Anomaly[] = [];
  for (const [key, writes] of byKey) {
    writes.sort((one, other) => (one.commitTs < other.commitTs ? -1 : 1));
    for (const [index, { value, id }] of writes.entries()) {
      const before = writes[index - 1];
      if (before !== undefined && before.value >= value) {
        anomalies.push({ name: 'monotonic', detail: `${key}: ${id} wrote ${value} after ${before.value}` });
      }
    }
  }
  return anomalies;
}
