import type { Anomaly, History } from '../history.ts';
import { uniqueValue } from './register.ts';
import type { Workload } from './workloads.ts';

/** One after the other: whoever sees the second of two writes sees the first. */
export const sequential: Workload = {
  async operate(session, { keys }) {
    const { random } = session;
    const pair = random.below(keys);
    if (random.chance(0.5)) {
      return session.snapshot('sequential', async (reads) => {
        await reads.get(`sequential/${pair}/second`);
        await reads.get(`sequential/${pair}/first`);
      });
    }
    const number = uniqueValue(session);
    const first = await session.run('sequential', async (txn) => {
      const before = await txn.get(`sequential/${pair}/first`);
      txn.put(`sequential/${pair}/first`, before === undefined ? number : `${before},${number}`);
    });
    if (first?.outcome !== 'ok') return first;
    return session.run('sequential', async (txn) => {
      const before = await txn.get(`sequential/${pair}/second`);
      txn.put(`sequential/${pair}/second`, before === undefined ? number : `${before},${number}`);
    });
  },
  check: (history) => checkSequential(history),
};

/** What is in the second list of a snapshot is in its first. */
export function checkSequential({ transactions }: History): Anomaly[] {
  const anomalies: Anomaly[] = [];
  for (const { workload, steps, id } of transactions) {
    const [second, first] = steps;
    if (workload !== 'sequential' || second?.kind !== 'read' || first?.kind !== 'read') continue;
    const firsts = new Set((first.value ?? '').split(','));
    const missing = (second.value ?? '').split(',').filter((number) => number !== '' && !firsts.has(number));
    if (missing.length > 0) anomalies.push({ name: 'sequential', detail: `${id} saw ${missing} too early` });
  }
  return anomalies;
}
