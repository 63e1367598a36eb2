import type { SeededRandom } from '../../../src/testing/index.ts';
import { checkLinearizable } from '../checkers/linearizability.ts';
import type { Anomaly, History } from '../history.ts';
import type { RawScanWish } from '../recorded-raw.ts';

/** All keys of a raw workload, in order. */
export const rawKeysOf = (workload: string, keys: number) =>
  Array.from({ length: keys }, (_, index) => `${workload}/${index}`);

/** A range of them, and where it ends. */
export function rangeOf(
  workload: string,
  keys: number,
  random: SeededRandom,
): Pick<RawScanWish, 'keys' | 'end'> {
  const all = rawKeysOf(workload, keys);
  const low = random.below(keys);
  const high = low + 1 + random.below(keys - low);
  return { keys: all.slice(low, high), end: all[high] ?? `${workload}0` };
}

/** Some of them, one maybe more than once. */
export const someOf = (workload: string, keys: number, random: SeededRandom) =>
  Array.from({ length: 1 + random.below(keys + 1) }, () => `${workload}/${random.below(keys)}`);

/** Whether each key of a raw workload is a register. */
export const checkRegisters =
  (workload: string) =>
  ({ raw }: History): Anomaly[] =>
    checkLinearizable(raw.filter(({ key }) => key.startsWith(`${workload}/`)));
