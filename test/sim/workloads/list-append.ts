import { checkListAppend } from '../checkers/list-append.ts';
import type { Workload } from './workloads.ts';

/** Lists that are read and appended to; each element is unique. Values are elements with commas between. */
export const listAppend: Workload = {
  async operate(session, { keys }) {
    const { random } = session;
    const key = () => `list-append/${random.below(keys)}`;
    return session.run('list-append', async (txn) => {
      const steps = 1 + random.below(4);
      for (let step = 0; step < steps; step++) {
        const chosen = key();
        const list = await txn.get(chosen);
        if (random.chance(0.6)) {
          const element = `${session.history.tick()}`;
          txn.put(chosen, list === undefined ? element : `${list},${element}`);
        }
      }
    });
  },
  finish: (session, { keys }) =>
    session.snapshot('list-append', async (reads) => {
      await reads.batchGet(Array.from({ length: keys }, (_, index) => `list-append/${index}`));
    }),
  check: (history) => checkListAppend(history),
};
