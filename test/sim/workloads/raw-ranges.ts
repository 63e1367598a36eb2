import { checkRegisters, rangeOf, rawKeysOf, someOf } from './raw-keys.ts';
import { uniqueValue } from './register.ts';
import type { Workload } from './workloads.ts';

const NAME = 'raw-ranges';

/** Raw keys that are removed by range, which is not atomic with swaps: there are none. */
export const rawRanges: Workload = {
  async operate(session, { keys }) {
    const { random, rawCalls } = session;
    const some = () => someOf(NAME, keys, random);
    const way = random.below(8);
    if (way < 2) {
      if (random.chance(0.2)) return rawCalls.deleteRange({ prefix: `${NAME}/` }, rawKeysOf(NAME, keys));
      const { keys: inside, end } = rangeOf(NAME, keys, random);
      return rawCalls.deleteRange({ start: inside[0] as string, end }, inside);
    }
    if (way < 5) return rawCalls.put(some().map((key) => ({ key, value: uniqueValue(session) })));
    if (way < 6) return rawCalls.delete(some());
    return rawCalls.get(some());
  },
  finish: (session, { keys }) => session.rawCalls.get(rawKeysOf(NAME, keys)),
  check: checkRegisters(NAME),
};
