/**
 * Runs `run` for each batch, `concurrency` of them at once, and gives the results in the order of the batches.
 * @param firstAlone none of the others is begun before the first has ended
 */
export async function runBatches<Batch, Result>(
  batches: readonly Batch[],
  concurrency: number,
  run: (batch: Batch) => Promise<Result>,
  firstAlone = false,
): Promise<Result[]> {
  // Most commits have one batch: no worker for it.
  if (batches.length === 1) return [await run(batches[0] as Batch)];
  const results: Result[] = new Array(batches.length);
  const pending = batches.entries();
  if (firstAlone) {
    results[0] = await run(batches[0] as Batch);
    pending.next();
  }
  const worker = async () => {
    for (const [index, batch] of pending) results[index] = await run(batch);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, batches.length) }, worker));
  return results;
}
