import { allEnded } from './all-ended.ts';
import type { Backoffer } from './backoffer.ts';

/**
 * Runs the step for all items at once. Each branch has a fork of the backoffer; the longest branch, failed
 * ones included, decides how much of the budget is used (parity rows BO-26, RAW-19).
 *
 * @returns the results, in the order of the items
 * @throws the failure of the first item that failed, after all have ended
 */
export async function inBranches<Item, Result>(
  items: readonly Item[],
  backoffer: Backoffer,
  step: (item: Item, backoffer: Backoffer) => Promise<Result>,
): Promise<Result[]> {
  const [first] = items;
  if (first !== undefined && items.length === 1) return [await step(first, backoffer)];
  return allEnded(
    items.map(async (item) => {
      const own = backoffer.fork();
      try {
        return await step(item, own);
      } finally {
        backoffer.merge(own);
      }
    }),
  );
}
