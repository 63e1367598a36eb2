import type { Runtime } from '../../src/index.ts';

type Clock = Runtime['clock'];

/** A client asks for the time much less often in one moment, however much happens to it then. */
const MOST_LOOKS = 200_000;

/** A clock that throws when it is looked at again and again while no time passes: its client goes round and round. */
export function watchedClock(clock: Clock): Clock {
  let lastMs = Number.NaN;
  let looks = 0;
  return {
    ...clock,
    now: () => {
      const nowMs = clock.now();
      if (nowMs !== lastMs) looks = 0;
      lastMs = nowMs;
      if (++looks > MOST_LOOKS) throw new Error('The client goes round and round');
      return nowMs;
    },
  };
}
