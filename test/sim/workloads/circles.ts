import { LockNotAvailableError, LockWaitTimeoutError } from '../../../src/index.ts';
import { uniqueValue } from './register.ts';
import type { Workload } from './workloads.ts';

/** Whether somebody else was to be waited for no longer: a transaction may go on without the key. */
export const isInTheWay = (error: unknown) =>
  error instanceof LockNotAvailableError || error instanceof LockWaitTimeoutError;

/**
 * Locks on two or three keys, taken one by one, or several in one call, in any order: transactions wait for each other
 * in circles. Some wait for a while only, or not at all, and go on with what they have.
 */
export const circles: Workload = {
  operate(session, { keys }) {
    const { random } = session;
    const key = () => `circles/${random.below(Math.min(keys, 3))}`;
    return session.run(
      'circles',
      async (txn) => {
        const calls = 1 + random.below(3);
        for (let call = 0; call < calls; call++) {
          const wanted = Array.from({ length: random.pick([1, 1, 1, 2, 3, 4]) }, key);
          const waitMs = random.pick([undefined, undefined, undefined, 0, 200, 1_500]);
          try {
            const way = random.below(3);
            if (way === 0) await txn.batchGetForUpdate(wanted, waitMs);
            else await txn.lock(wanted, { waitMs, returnValues: way === 1 });
          } catch (error) {
            if (!isInTheWay(error)) throw error;
          }
        }
        for (let write = random.below(3); write > 0; write--) {
          if (random.chance(0.2)) txn.delete(key());
          else txn.put(key(), uniqueValue(session), { unchecked: random.chance(0.1) });
        }
      },
      { mode: 'pessimistic' },
    );
  },
};
