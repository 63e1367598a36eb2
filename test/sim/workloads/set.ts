import { type Anomaly, type History, isAborted, writesOf } from '../history.ts';
import type { Workload } from './workloads.ts';

/** Elements put under keys of their own; scans give all that were added before they began. */
export const set: Workload = {
  async operate(session, { keys }) {
    const { random, history } = session;
    if (random.chance(0.25)) {
      return session.snapshot('set', async (reads) => {
        const options = { reverse: random.chance(0.5), batchSize: random.pick([2, 5, 100]) };
        await reads.scan('set/', 'set0', options);
      });
    }
    const count = 1 + random.below(3);
    return session.run('set', (txn) => {
      for (let index = 0; index < count; index++)
        txn.put(`set/${random.below(keys)}/${history.tick()}`, 'in');
    });
  },
  finish: (session) =>
    session.snapshot('set', async (reads) => {
      await reads.scan('set/', 'set0');
    }),
  check: (history) => checkSet(history),
};

/** A full scan has every element acknowledged before it began, and none of a transaction that failed. */
export function checkSet({ transactions }: History): Anomaly[] {
  const mine = transactions.filter(({ workload }) => workload === 'set');
  const anomalies: Anomaly[] = [];
  for (const scan of mine) {
    for (const step of scan.steps) {
      if (step.kind !== 'scan') continue;
      const seen = new Set(step.rows.map(([key]) => key));
      if (seen.size !== step.rows.length)
        anomalies.push({ name: 'duplicate', detail: `in scan of ${scan.id}` });
      for (const add of mine) {
        for (const key of writesOf(add).keys()) {
          if (add.outcome === 'ok' && add.endedAt < scan.beganAt && !seen.has(key)) {
            anomalies.push({ name: 'lost', detail: `${key} of ${add.id} is missing in ${scan.id}` });
          }
          if (isAborted(add) && seen.has(key)) {
            anomalies.push({ name: 'G1a', detail: `${key} of failed ${add.id} is in ${scan.id}` });
          }
        }
      }
    }
  }
  return anomalies;
}
