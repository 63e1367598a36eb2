import { isInTheWay } from './circles.ts';
import { uniqueValue } from './register.ts';
import type { Workload } from './workloads.ts';

/**
 * Transactions that stand still, with locks or before they take them, for longer than locks live without a heartbeat;
 * and others who want the same keys.
 */
export const idleLocks: Workload = {
  operate(session, { keys }) {
    const { random } = session;
    const key = () => `idle-locks/${random.below(keys)}`;
    const isIdle = random.chance(0.4);
    return session.once(
      'idle-locks',
      async (txn) => {
        if (isIdle && random.chance(0.3)) await session.sleep(random.between(0, 30_000));
        try {
          if (random.chance(0.7)) await txn.getForUpdate(key(), random.pick([undefined, 0, 300, 5_000]));
          else await txn.lock([key(), key()], { waitMs: random.pick([undefined, 0, 3_000]) });
        } catch (error) {
          if (!isInTheWay(error)) throw error;
        }
        if (isIdle) await session.sleep(random.between(0, 45_000));
        if (random.chance(0.5)) await txn.getForUpdate(key(), random.pick([0, 500]));
        if (random.chance(0.8)) txn.put(key(), uniqueValue(session));
      },
      { mode: 'pessimistic' },
    );
  },
};
