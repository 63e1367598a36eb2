import { uniqueValue } from './register.ts';
import type { Workload } from './workloads.ts';

/** Writes that say what was there before, rightly or not; inserts, some of keys that were locked before. */
export const assertions: Workload = {
  operate(session, { keys }) {
    const { random } = session;
    const key = () => `assertions/${random.below(keys)}`;
    const assertionLevel = random.pick(['strict', 'strict', 'fast', 'off'] as const);
    return session.run(
      'assertions',
      async (txn) => {
        for (let write = 1 + random.below(3); write > 0; write--) {
          const chosen = key();
          const way = random.below(6);
          if (way === 0 && txn.isPessimistic) {
            await txn.lock([chosen], { lockOnlyIfExists: true, returnValues: true });
            continue;
          }
          if (way === 1) await txn.getForUpdate(chosen);
          const known = way <= 2 ? await txn.get(chosen) : undefined;
          const isWrong = random.chance(0.1);
          const assert = (known === undefined) !== isWrong ? 'absent' : 'exists';
          if (way === 3) {
            txn.insert(chosen, uniqueValue(session));
            if (random.chance(0.5)) await txn.lock([chosen]);
          } else if (random.chance(0.3)) txn.delete(chosen, way <= 2 ? { assert } : {});
          else txn.put(chosen, uniqueValue(session), way === 5 ? {} : { assert });
        }
      },
      { assertionLevel },
    );
  },
};
