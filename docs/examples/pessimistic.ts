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
  await second.lock([rich], { waitMs: 'no-wait' });
} catch (error) {
  if (!(error instanceof LockNotAvailableError)) throw error;
  console.log('taken:', error.code);
}
const waiting = second.getForUpdate(rich);
first.put(rich, 'of the first');
await first.commit();
console.log('the second sees what is', text(await waiting));
await second.rollback();

// A statement looks before it knows what to lock, and looks again when that was written meanwhile.
await tikv.transact((txn) => {
  for (const job of [1, 2, 3]) txn.put(`example/job/${job}`, 'free');
});
await using worker = await tikv.begin({ mode: 'pessimistic' });
await worker.statement(async (statement) => {
  for await (const { key, value } of statement.scan({ prefix: 'example/job/' })) {
    if (text(value) !== 'free') continue;
    if (statement.attempt === 1) await tikv.transact((other) => other.put(key, 'taken by another'));
    await statement.lock([key]);
    statement.put(key, 'taken');
    console.log('took', text(key), 'in run', statement.attempt);
    return;
  }
});
await worker.commit();
