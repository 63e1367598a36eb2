import type { Anomaly, History } from '../history.ts';
import type { RecordedTransaction } from '../recorded-transaction.ts';
import type { Workload } from './workloads.ts';

const person = (index: number) => `on-call/${index}`;
const all = (keys: number) => Array.from({ length: keys }, (_, index) => person(index));

/**
 * Somebody has to stay on call. Who leaves looks at all others first, and locks what it sees, alone or in common with
 * others who look: then write skew cannot happen (S005, S072).
 */
export const onCall: Workload = {
  async setUp(session, { keys }) {
    const record = await session.transact('on-call', (txn) => {
      for (const key of all(keys)) txn.put(key, 'on');
    });
    if (record?.outcome !== 'ok') throw new Error(`The set-up failed: ${record?.error}`);
  },

  operate(session, { keys }) {
    const { random } = session;
    const mine = random.below(keys);
    const looks = random.below(3);
    const isLeaving = random.chance(0.6);
    return session.run(
      'on-call',
      async (txn) => {
        if (!isLeaving) {
          txn.put(person(mine), 'on');
          return;
        }
        const others = await look(txn, mine, keys, looks);
        if (others.includes('on')) txn.put(person(mine), 'off');
      },
      { locking: 0 },
    );
  },

  finish: (session, { keys }) =>
    session.snapshot('on-call', async (reads) => {
      await reads.batchGet(all(keys));
    }),

  check: (history, { keys }) => checkOnCall(history, keys),
};

/** What all others do, locked. */
async function look(
  txn: RecordedTransaction,
  mine: number,
  keys: number,
  looks: number,
): Promise<readonly (string | undefined)[]> {
  const others = all(keys).filter((key) => key !== person(mine));
  if (looks === 0) return txn.batchGetForUpdate(others);
  if (looks === 1 || !txn.isPessimistic) {
    const values: (string | undefined)[] = [];
    for (const key of others) values.push(await txn.getForUpdate(key));
    return values;
  }
  await txn.lock([person(mine)]);
  return txn.lock(others, { shared: true, returnValues: true });
}

/** Nobody ever sees that all are off. */
export function checkOnCall({ transactions }: History, keys: number): Anomaly[] {
  const anomalies: Anomaly[] = [];
  for (const { workload, steps, id } of transactions) {
    if (workload !== 'on-call') continue;
    const seen = steps.flatMap((step) => (step.kind === 'read' ? [step.value] : []));
    if (seen.length >= keys && !seen.includes('on')) {
      anomalies.push({ name: 'write-skew', detail: `${id} saw nobody on call` });
    }
  }
  return anomalies;
}
