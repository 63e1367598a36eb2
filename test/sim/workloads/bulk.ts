import { uniqueValue } from './register.ts';
import type { Workload } from './workloads.ts';

/** Bulk transactions, flushed again and again, between small writers of the same keys and scans over all of them. */
export const bulk: Workload = {
  async operate(session, { keys }) {
    const { random } = session;
    const key = () => `bulk/${random.below(keys)}/${random.below(8)}`;
    const way = random.below(4);
    if (way === 0) {
      return session.snapshot('bulk', async (reads) => {
        await reads.scan('bulk/', 'bulk0', { reverse: random.chance(0.3) });
      });
    }
    if (way === 1) {
      return session.run('bulk', async (txn) => {
        if (random.chance(0.3)) await txn.batchGet([key(), key()]);
        txn.put(key(), uniqueValue(session));
      });
    }
    const flushing = {
      flushKeys: 1 + random.below(6),
      // More than there may be in memory: half of that has to do.
      flushBytes: random.pick([1, 1, 1, 20_000]),
      maxBufferBytes: random.pick([1, 10_000]),
    };
    return session.bulk('bulk', flushing, async (txn) => {
      const writes = 1 + random.below(30);
      // What is asserted of a key that was flushed before is not looked at.
      const written = new Set<string>();
      const asserting = (chosen: string): { assert?: 'exists' | 'absent' } => {
        const isFirst = !written.has(chosen);
        written.add(chosen);
        return isFirst && random.chance(0.02) ? { assert: random.pick(['exists', 'absent']) } : {};
      };
      const remove = (chosen: string) => txn.delete(chosen, asserting(chosen));
      const put = (chosen: string) => txn.put(chosen, uniqueValue(session), asserting(chosen));
      for (let write = 0; write < writes; write++) {
        const what = random.below(12);
        if (what === 0) await remove(key());
        else if (what === 1) await txn.get(key());
        else if (what === 2) await txn.batchGet([key(), key()]);
        else if (what === 3) await txn.flush();
        else if (what === 4 && random.chance(0.2)) {
          const chosen = key();
          written.add(chosen);
          await txn.insert(chosen, uniqueValue(session));
        } else await put(key());
      }
    });
  },
};
