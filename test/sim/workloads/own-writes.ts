import type { SeededRandom } from '../../../src/testing/index.ts';
import type { ScanBounds } from '../caller-wishes.ts';
import type { RecordedTransaction, ScanWish } from '../recorded-transaction.ts';
import type { Session } from '../session.ts';
import { uniqueValue } from './register.ts';
import type { Workload } from './workloads.ts';

/** How far a scan goes, in how many steps, and what of rows it gives. */
export function drawScan(random: SeededRandom): ScanWish {
  const batchSize = random.pick([1, 2, 100]);
  const keysOnly = random.chance(0.15);
  const way = random.below(6);
  if (way <= 1) return { batchSize, limit: 1 + random.below(5) };
  if (way === 2) return { batchSize, keysOnly, maxBytes: 1 + random.below(120) };
  if (way === 3) return { batchSize, keysOnly, rowsAtOnce: 1 + random.below(3) };
  return { batchSize, keysOnly };
}

/** Where a scan begins and ends: at keys, or where regions may, too. @param inner keys below each */
export function scanBounds(session: Session, workload: string, keys: number, inner: number): ScanBounds {
  const all = Array.from({ length: keys }, (_, index) => `${workload}/${index}`);
  const below = all.flatMap((key) => Array.from({ length: inner }, (_, index) => `${key}/${index}`));
  return session.scanBounds(`${workload}/`, `${workload}0`, [...all, ...below]);
}

/** A savepoint with another in it, by a function or by hand; either may be undone. */
async function part(
  txn: RecordedTransaction,
  step: () => Promise<void>,
  random: SeededRandom,
): Promise<void> {
  const undoable = async (body: () => Promise<void>) => {
    const isUndone = random.chance(0.5);
    if (random.chance(0.3)) {
      const savepoint = txn.createSavepoint();
      await body();
      if (isUndone) savepoint.rollback();
      else savepoint.release();
      return;
    }
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
        const way = random.below(9);
        if (way <= 1) txn.put(key(), random.chance(0.1) ? '' : uniqueValue(session));
        else if (way === 2) txn.delete(key());
        else if (way === 3) await txn.get(key());
        else if (way === 4) await txn.batchGet([key(), key()]);
        else if (way === 5) await txn.entries([key(), key()]);
        else {
          const [start, end] = scanBounds(session, 'own-writes', keys, 4);
          await txn.scan(start, end, { reverse: way === 6, ...drawScan(random) });
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
