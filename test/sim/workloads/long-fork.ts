import { type Anomaly, type History, writesOf } from '../history.ts';
import { uniqueValue } from './register.ts';
import type { Workload } from './workloads.ts';

/** Writers of one key each, once; readers of all. No two readers may see two writes in opposite orders. */
export const longFork: Workload = {
  async operate(session, { keys }) {
    const { random } = session;
    const all = Array.from({ length: keys }, (_, index) => `long-fork/${index}`);
    if (random.chance(0.5)) {
      return session.snapshot('long-fork', async (reads) => {
        if (random.chance(0.5)) await reads.batchGet(all);
        else for (const key of all) await reads.get(key);
      });
    }
    return session.run('long-fork', (txn) => txn.put(random.pick(all), uniqueValue(session)));
  },
  check: (history) => checkLongFork(history),
};

/** Whether any two transactions read two keys as of orders that contradict each other. */
export function checkLongFork({ transactions }: History): Anomaly[] {
  const mine = transactions.filter(({ workload }) => workload === 'long-fork');
  const commitOf = new Map<string, bigint>();
  for (const one of mine) {
    const commitTs = one.commitTs ?? one.settledTs;
    if (commitTs !== undefined)
      for (const value of writesOf(one).values()) commitOf.set(value ?? '', commitTs);
  }
  const anomalies: Anomaly[] = [];
  for (const { steps, id } of mine) {
    const reads = steps.filter((step) => step.kind === 'read');
    for (const one of reads) {
      for (const other of reads) {
        const newest = commitOf.get(one.value ?? '');
        if (newest === undefined) continue;
        const missed = mine.find((writer) => {
          const value = writesOf(writer).get(other.key);
          const commitTs = value === undefined ? undefined : commitOf.get(value);
          const seen = other.value === undefined ? 0n : commitOf.get(other.value);
          return commitTs !== undefined && seen !== undefined && seen < commitTs && commitTs < newest;
        });
        if (missed)
          anomalies.push({ name: 'long-fork', detail: `${id} saw ${one.key} but missed ${missed.id}` });
      }
    }
  }
  return anomalies;
}
