import { checkRegisters, rangeOf, rawKeysOf, someOf } from './raw-keys.ts';
import { uniqueValue } from './register.ts';
import type { Workload } from './workloads.ts';

const NAME = 'raw-batches';

/** Raw reads and writes of several keys at once, of values that may expire and may be there already. */
export const rawBatches: Workload = {
  async operate(session, { keys }) {
    const { random, rawCalls } = session;
    const some = () => someOf(NAME, keys, random);
    const key = `${NAME}/${random.below(keys)}`;
    const way = random.below(10);
    if (way < 2) return rawCalls.get(some());
    if (way < 5)
      return rawCalls.put(
        some().map((one) => ({ key: one, value: uniqueValue(session) })),
        { atomic: true },
      );
    if (way < 6) return rawCalls.delete(some(), { atomic: true });
    if (way < 7) {
      const ranges = Array.from({ length: 1 + random.below(3) }, () => rangeOf(NAME, keys, random));
      return rawCalls.scan(ranges, { reverse: random.chance(0.5), limit: random.pick([1, 3, keys]) });
    }
    if (way < 8) return rawCalls.putIfAbsent({ key, value: uniqueValue(session) });
    if (way < 9) return rawCalls.ttl(key);
    // Until some of what was written has expired.
    await session.sleep(random.between(0, 2_000));
    return rawCalls.get(some());
  },
  finish: (session, { keys }) => session.rawCalls.get(rawKeysOf(NAME, keys)),
  check: checkRegisters(NAME),
};
