import type { SeededRandom } from '../../../src/testing/index.ts';
import type { RecordedTransaction } from '../recorded-transaction.ts';
import { uniqueValue } from './register.ts';
import type { Workload } from './workloads.ts';

/** A savepoint with another in it; either may be undone. */
async function part(
  txn: RecordedTransaction,
  step: () => Promise<void>,
  random: SeededRandom,
): Promise<void> {
  const undoable = async (body: () => Promise<void>) => {
    const isUndone = random.chance(0.5);
    try {
      await txn.savepoint(async () => {
        await body();
        if (isUndone) throw new Undone();
      });
    } catch (error) {
      if (!(error instanceof Undone)) throw error;
    }
  };
  await undoable(async () => {
    await step();
    await undoable(step);
    await step();
  });
}

class Undone extends Error {}

/** Reads and scans of keys that the transaction itself has written and deleted, in parts that are undone. */
export const ownWrites: Workload = {
  async operate(session, { keys }) {
    const { random } = session;
    const key = () => `own-writes/${random.below(keys)}/${random.below(4)}`;
    return session.run('own-writes', async (txn) => {
      const step = async () => {
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
      };
      const steps = 2 + random.below(8);
      for (let nth = 0; nth < steps; nth++) {
        if (random.chance(0.85)) await step();
        else await part(txn, step, random);
      }
    });
  },
};
