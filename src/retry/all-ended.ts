/**
 * Waits until all have ended, where `Promise.all` would leave the others running after a failure.
 * @returns the results, in order
 * @throws the first failure, in order
 */
export async function allEnded<Result>(running: readonly (Promise<Result> | Result)[]): Promise<Result[]> {
  const ends = await Promise.allSettled(running);
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
}
