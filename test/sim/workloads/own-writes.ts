import { uniqueValue } from './register.ts';
import type { Workload } from './workloads.ts';

/** Reads and scans of keys that the transaction itself has written, inserted and deleted. */
export const ownWrites: Workload = {
  async operate(session, { keys }) {
    const { random } = session;
    const key = () => `own-writes/${random.below(keys)}/${random.below(4)}`;
    return session.run('own-writes', async (txn) => {
      const steps = 2 + random.below(8);
      for (let step = 0; step < steps; step++) {
        const way = random.below(7);
        if (way <= 1) txn.put(key(), random.chance(0.1) ? '' : uniqueValue(session));
        else if (way === 2) txn.delete(key());
        else if (way === 3) await txn.get(key());
        else if (way === 4) await txn.batchGet([key(), key()]);
        else {
          const limit = random.chance(0.5) ? 1 + random.below(5) : undefined;
          const batchSize = random.pick([1, 2, 100]);
          await txn.scan('own-writes/', 'own-writes0', { reverse: way === 5, limit, batchSize });
        }
      }
    });
  },
};
