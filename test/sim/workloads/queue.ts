import { type Anomaly, type History, isAborted, writeStepsOf } from '../history.ts';
import { isInTheWay } from './circles.ts';
import { uniqueValue } from './register.ts';
import type { Workload } from './workloads.ts';

/**
 * Elements are put in, and taken out, the first that nobody else has locked: each of them once. In a pessimistic
 * transaction by a lock that does not wait; in an optimistic one by a check at commit.
 */
export const queue: Workload = {
  async operate(session, { keys }) {
    const { random, history } = session;
    if (random.chance(0.4)) {
      const count = 1 + random.below(3);
      return session.run('queue', (txn) => {
        for (let nth = 0; nth < count; nth++) {
          const place = `${history.tick()}`.padStart(8, '0');
          txn.put(`queue/${random.below(keys)}/${place}`, uniqueValue(session));
        }
      });
    }
    const waitMs = random.pick([0, 0, 100, undefined]);
    return session.run('queue', async (txn) => {
      const lane = `queue/${random.below(keys)}/`;
      if (txn.isPessimistic && random.chance(0.4)) {
        return txn.statement(async (statement) => {
          const [first] = await statement.scan(lane, `${lane}~`, { limit: 1 });
          if (first === undefined) return;
          await statement.lock(first[0], { value: first[1] });
          statement.delete(first[0]);
        });
      }
      for (const [key] of await txn.scan(lane, `${lane}~`, { limit: 4 })) {
        try {
          if ((await txn.getForUpdate(key, waitMs)) === undefined) continue;
        } catch (error) {
          if (!isInTheWay(error)) throw error;
          continue;
        }
        txn.delete(key);
        return;
      }
    });
  },
  check: (history) => checkQueue(history),
};

/** No element is taken by two. Who does not know whether it took one may have. */
export function checkQueue({ transactions }: History): Anomaly[] {
  const anomalies: Anomaly[] = [];
  const takers = new Map<string, number>();
  for (const transaction of transactions) {
    if (transaction.workload !== 'queue' || transaction.outcome !== 'ok' || isAborted(transaction)) continue;
    for (const { key, value } of writeStepsOf(transaction)) {
      if (value !== undefined) continue;
      const other = takers.get(key);
      if (other !== undefined) {
        anomalies.push({ name: 'taken-twice', detail: `${key} by ${other} and ${transaction.id}` });
      }
      takers.set(key, transaction.id);
    }
  }
  return anomalies;
}
