import { AlreadyExistsError } from '../../../src/index.ts';
import type { RecordedTransaction } from '../recorded-transaction.ts';
import type { Session } from '../session.ts';
import { uniqueValue } from './register.ts';
import type { Workload } from './workloads.ts';

/** Inserts of keys that must be absent, some of them taken back, and deletes of those that are there: the oracle knows who had the right to. */
export const unique: Workload = {
  async operate(session, { keys }) {
    const { random } = session;
    const key = `unique/${random.below(keys)}`;
    if (random.chance(0.3)) return session.run('unique', (txn) => txn.delete(key));
    const locks = random.below(4);
    return session.run('unique', async (txn) => {
      if (txn.isPessimistic && random.chance(0.4)) return insertSome(session, txn, keys);
      if (locks === 0) await txn.lock([key]);
      txn.insert(key, uniqueValue(session));
      if (locks === 1) await txn.lock([key]);
      // Nothing to write is left of it, and it must be absent all the same.
      if (random.chance(0.15)) txn.delete(key);
      if (random.chance(0.3)) txn.put(`unique/${random.below(keys)}`, uniqueValue(session));
    });
  },
};

/** Within a statement, each key is inserted unless it is there: then the next one is tried. */
function insertSome(session: Session, txn: RecordedTransaction, keys: number): Promise<void> {
  const { random } = session;
  return txn.statement(async (statement) => {
    for (let tries = 1 + random.below(3); tries > 0; tries--) {
      const key = `unique/${random.below(keys)}`;
      const inserting = txn.savepoint(async () => {
        statement.insert(key, uniqueValue(session));
        await statement.lock(key);
      });
      await inserting.catch((error: unknown) => {
        if (!(error instanceof AlreadyExistsError)) throw error;
      });
    }
  });
}
