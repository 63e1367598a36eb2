import { withConcurrency } from '../../retry/with-concurrency.ts';

/**
 * Runs `run` for each batch, `concurrency` of them at once, and gives the results in the order of the
 * batches.
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
  if (!firstAlone) return withConcurrency(batches, concurrency, run);
  const first = await run(batches[0] as Batch);
  return [first, ...(await withConcurrency(batches.slice(1), concurrency, run))];
}
