import { GaveUp } from '../session.ts';
import { drawScan, scanBounds } from './own-writes.ts';
import { uniqueValue } from './register.ts';
import type { Workload } from './workloads.ts';

/** Transactions of many keys, of large values, that give up, that only delete, that write nothing. */
export const mixed: Workload = {
  async operate(session, { keys }) {
    const { random } = session;
    const bounds = () => scanBounds(session, 'mixed', keys, 6);
    const key = () => `mixed/${random.below(keys)}/${random.below(6)}`;
    if (random.chance(0.15)) {
      return session.snapshot('mixed', async (reads) => {
        const sampleStep = random.chance(0.4) ? 1 + random.below(4) : undefined;
        const wish = sampleStep === undefined ? drawScan(random) : { sampleStep };
        await reads.scan(...bounds(), { reverse: random.chance(0.3), ...wish });
        await reads.entries([key(), key()]);
      });
    }
    return session.run('mixed', async (txn) => {
      const way = random.below(8);
      if (way === 0) await txn.scan(...bounds(), { limit: 1 + random.below(6) });
      if (way === 1) throw new GaveUp();
      const count = 1 + random.below(12);
      for (let index = 0; index < count; index++) {
        if (random.chance(0.2)) txn.delete(key());
        else txn.put(key(), uniqueValue(session).padEnd(random.chance(0.05) ? 20_000 : 0, '.'));
      }
      if (way === 2) await txn.batchGet([key(), key(), key()]);
      if (way === 3) throw new GaveUp();
    });
  },
};
