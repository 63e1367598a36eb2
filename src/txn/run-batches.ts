/** Batches of one transaction under way at once (client-go's CommitterConcurrency; parity row GRP-7). */
export const BATCH_CONCURRENCY = 128;

/** Runs `run` for each batch, so many at once, and gives the results in the order of the batches. */
export async function runBatches<Batch, Result>(
  batches: readonly Batch[],
  run: (batch: Batch) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(batches.length);
  const pending = batches.entries();
  const worker = async () => {
    for (const [index, batch] of pending) results[index] = await run(batch);
  };
  await Promise.all(Array.from({ length: Math.min(BATCH_CONCURRENCY, batches.length) }, worker));
  return results;
}
