import { uniqueValue } from './register.ts';
import type { Workload } from './workloads.ts';

/** Inserts of keys that must be absent, and deletes of those that are there: the oracle knows who had the right to. */
export const unique: Workload = {
  async operate(session, { keys }) {
    const { random } = session;
    const key = `unique/${random.below(keys)}`;
    if (random.chance(0.3)) return session.run('unique', (txn) => txn.delete(key));
    const locks = random.below(4);
    return session.run('unique', async (txn) => {
      if (locks === 0) await txn.lock([key]);
      txn.insert(key, uniqueValue(session));
      if (locks === 1) await txn.lock([key]);
      if (random.chance(0.3)) txn.put(`unique/${random.below(keys)}`, uniqueValue(session));
    });
  },
};
