import { type History, isCommitted, writesOf } from '../history.ts';
import { uniqueValue } from './register.ts';
import type { Workload } from './workloads.ts';

/** Two keys read, one of them written: snapshot isolation lets two such transactions pass each other (S005). */
export const writeSkew: Workload = {
  operate: (session) =>
    session.run('write-skew', async (txn) => {
      await txn.batchGet(['write-skew/0', 'write-skew/1']);
      txn.put(`write-skew/${session.random.below(2)}`, uniqueValue(session));
    }),
};

/** How many pairs of transactions each missed what the other wrote. Must not be zero over many seeds. */
export function countWriteSkews({ transactions }: History): number {
  const mine = transactions.filter((one) => one.workload === 'write-skew' && isCommitted(one));
  let count = 0;
  for (const [index, one] of mine.entries()) {
    for (const other of mine.slice(index + 1)) {
      const [first] = writesOf(one).keys();
      const [second] = writesOf(other).keys();
      if (one.commitTs === undefined || other.commitTs === undefined || first === second) continue;
      if (one.startTs < other.commitTs && other.startTs < one.commitTs) count++;
    }
  }
  return count;
}
