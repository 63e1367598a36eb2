import type { RecordedLevelReads } from '../recorded-level-reads.ts';
import { GaveUp, type Session } from '../session.ts';
import { uniqueValue } from './register.ts';
import type { Workload } from './workloads.ts';

/**
 * Reads of what is committed, and reads that are refused what was written after their timestamp, among transactions
 * that commit, give up, and fail when some of their keys are locked already (parity row SNP-16).
 */
export const levels: Workload = {
  async operate(session, { keys }) {
    const { random } = session;
    const key = () => `levels/${random.below(keys)}`;
    if (random.chance(0.45)) return writeSome(session, key);
    const isolation = random.chance(0.6) ? 'readCommitted' : 'rcCheckTs';
    const pauseMs = random.chance(0.5) ? 0 : random.exponential(isolation === 'rcCheckTs' ? 5 : 200);
    return session.level(isolation, pauseMs, async (reads) => {
      const again = key();
      await reads.get(again);
      for (let calls = random.below(4); calls > 0; calls--) {
        await readSome(session, reads, key);
        if (random.chance(0.2)) await session.sleep(random.exponential(50));
      }
      await reads.get(again);
    });
  },
};

function readSome({ random }: Session, reads: RecordedLevelReads, key: () => string): Promise<void> {
  const way = random.below(6);
  if (way === 0) return reads.latest(key());
  if (way <= 2) return reads.batchGet([key(), key(), key()]);
  const limit = random.chance(0.5) ? 1 + random.below(4) : undefined;
  const range = { start: 'levels/', end: 'levels0', reverse: way === 5, limit };
  return reads.scan(range, random.pick([1, 2, 100]));
}

function writeSome(session: Session, key: () => string) {
  const { random } = session;
  return session.run('levels', async (txn) => {
    for (let writes = 1 + random.below(4); writes > 0; writes--) {
      const chosen = key();
      const way = random.below(7);
      if (way === 0) txn.delete(chosen);
      else if (way === 1) txn.insert(chosen, uniqueValue(session));
      else txn.put(chosen, uniqueValue(session).padEnd(random.chance(0.1) ? 300 : 0, '.'));
    }
    if (random.chance(0.1)) throw new GaveUp();
  });
}
