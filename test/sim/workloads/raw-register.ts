import { checkRegisters, rangeOf } from './raw-keys.ts';
import { uniqueValue } from './register.ts';
import type { Workload } from './workloads.ts';

/** Raw reads, writes and compare-and-swaps of single keys, each at most once, and scans over some of them. */
export const rawRegister: Workload = {
  async operate(session, { keys }) {
    const { random } = session;
    const key = `raw-register/${random.below(keys)}`;
    const way = random.below(10);
    if (way < 3) return session.raw('get', key);
    if (way < 4) {
      const range = rangeOf('raw-register', keys, random);
      return session.rawScan({ ...range, reverse: random.chance(0.5), limit: random.pick([1, 3, keys]) });
    }
    if (way < 6) return session.raw('put', key, uniqueValue(session));
    if (way < 7) return session.raw('delete', key);
    const { found } = await session.raw('get', key);
    return session.raw('swap', key, uniqueValue(session), found);
  },
  async finish(session, { keys }) {
    for (let index = 0; index < keys; index++) await session.raw('get', `raw-register/${index}`);
  },
  check: checkRegisters('raw-register'),
};
