/**
 * Runs `run` for each item, in order and at most `concurrency` of them at once. After a failure no further
 * item is begun.
 * @returns the results, in the order of the items
 * @throws the first failure, when nothing is under way any more
 */
export async function withConcurrency<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  const failures: unknown[] = [];
  const pending = items.entries();
  const worker = async () => {
    for (const [index, item] of pending) {
      if (failures.length > 0) return;
      try {
        results[index] = await run(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
