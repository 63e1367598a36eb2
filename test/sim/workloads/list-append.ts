import { checkListAppend } from '../checkers/list-append.ts';
import type { RecordedTransaction } from '../recorded-transaction.ts';
import type { Session } from '../session.ts';
import type { Workload } from './workloads.ts';

/** Lists whose readers lock what they read, alone: what they do has an order (no G2). */
export const lockedAppend: Workload = {
  async operate(session, { keys }) {
    const { random } = session;
    const key = () => `locked-append/${random.below(keys)}`;
    return session.run('locked-append', async (txn) => {
      if (!txn.isPessimistic || random.chance(0.6)) {
        return appendSome(session, txn, key, (chosen) => txn.getForUpdate(chosen));
      }
      for (let statements = 1 + random.below(2); statements > 0; statements--) {
        await txn.statement(async (statement) => {
          await appendSome(session, statement, key, async (chosen) => {
            const value = await statement.get(chosen);
            await statement.lock(chosen, { value });
            return value;
          });
        });
      }
    });
  },
  finish: (session, { keys }) =>
    session.snapshot('locked-append', async (reads) => {
      await reads.batchGet(Array.from({ length: keys }, (_, index) => `locked-append/${index}`));
    }),
  check: (history) => checkListAppend(history, 'locked-append', 'serializable'),
};

async function appendSome(
  { random, history }: Session,
  txn: Pick<RecordedTransaction, 'put'>,
  key: () => string,
  read: (key: string) => Promise<string | undefined>,
): Promise<void> {
  const steps = 1 + random.below(4);
  for (let step = 0; step < steps; step++) {
    const chosen = key();
    const list = await read(chosen);
    if (random.chance(0.6)) {
      const element = `${history.tick()}`;
      txn.put(chosen, list === undefined ? element : `${list},${element}`);
    }
  }
}

/** Lists that are read and appended to; each element is unique. Values are elements with commas between. */
export const listAppend: Workload = {
  async operate(session, { keys }) {
    const { random } = session;
    const key = () => `list-append/${random.below(keys)}`;
    // A key written as of the beginning, and locked after that, is taken as it is then: what others appended goes.
    const locking = random.pick([0, 0, 1]);
    return session.run('list-append', (txn) => appendSome(session, txn, key, (chosen) => txn.get(chosen)), {
      locking,
    });
  },
  finish: (session, { keys }) =>
    session.snapshot('list-append', async (reads) => {
      await reads.batchGet(Array.from({ length: keys }, (_, index) => `list-append/${index}`));
    }),
  check: (history) => checkListAppend(history),
};
