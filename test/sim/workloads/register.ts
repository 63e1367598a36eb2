import type { Workload } from './workloads.ts';

/** A value that nobody else writes in this workload. */
export const uniqueValue = (session: { readonly name: string; readonly history: { tick(): number } }) =>
  `${session.name}-${session.history.tick()}`;

/** Reads and writes of single keys and of pairs, by every verb there is. */
export const register: Workload = {
  async operate(session, { keys }) {
    const { random } = session;
    const key = () => `register/${random.below(keys)}`;
    const verb = random.below(6);
    if (verb === 0) return session.latest(key());
    if (verb === 1) return session.timestamp();
    if (verb === 2)
      return session.snapshot('register', async (reads) => {
        const again = key();
        await reads.get(again);
        if (random.chance(0.3)) await reads.entries([key(), again, key()]);
        else await reads.batchGet([key(), again, key()]);
        await reads.get(again);
      });
    return session.run('register', async (txn) => {
      if (random.chance(0.6)) await txn.get(key());
      txn.put(key(), uniqueValue(session));
      if (random.chance(0.5)) txn.put(key(), uniqueValue(session));
      if (random.chance(0.1)) txn.delete(key());
      if (random.chance(0.1)) txn.put(key(), uniqueValue(session).padEnd(300, '.'));
    });
  },
};
