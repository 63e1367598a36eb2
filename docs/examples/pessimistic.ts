// Pessimistic transactions: who comes second waits, and finds what the first has written.
import { connect, LockNotAvailableError } from 'tikv-client';
import { exampleCluster, text } from './cluster.ts';

await using cluster = await exampleCluster();
await using tikv = await connect(cluster.url);
const [rich, poor] = ['example/lock/rich', 'example/lock/poor'];

await tikv.transact((txn) => {
  txn.put(rich, '100');
  txn.put(poor, '0');
});

const give = (amount: number) =>
  tikv.transact(
    async (txn) => {
      const [from, to] = await txn.batchGetForUpdate([rich, poor]);
      txn.put(rich, String(Number(text(from)) - amount));
      txn.put(poor, String(Number(text(to)) + amount));
      return txn.attempt;
    },
    { mode: 'pessimistic' },
  );
const attempts = await Promise.all([10, 20, 30].map(give));
console.log('all in their first attempt:', attempts.join(' '));
console.log('left:', (await tikv.batchGet([rich, poor])).map(text).join(' '));

await using first = await tikv.begin({ mode: 'pessimistic' });
await first.lock([rich]);
await using second = await tikv.begin({ mode: 'pessimistic' });
try {
  await second.lock([rich], { waitMs: 0 });
} catch (error) {
  if (!(error instanceof LockNotAvailableError)) throw error;
  console.log('taken:', error.code);
}
const waiting = second.getForUpdate(rich);
first.put(rich, 'of the first');
await first.commit();
console.log('the second sees what is', text(await waiting));
