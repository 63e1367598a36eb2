// Transactions by `transact`, which runs a function again after conflicts, and by hand.
import { AlreadyExistsError, connect, WriteConflictError } from 'tikv-client';
import { exampleCluster, text } from './cluster.ts';

await using cluster = await exampleCluster();
await using tikv = await connect(cluster.url);

const add = (name: string) =>
  tikv.transact(async (txn) => {
    const count = Number(text(await txn.get(name)) ?? 0);
    txn.put(name, String(count + 1));
  });
await tikv.transact((txn) => txn.delete('example/txn/counter'));
await Promise.all(Array.from({ length: 5 }, () => add('example/txn/counter')));
console.log('five increments at once make', text(await tikv.get('example/txn/counter')));

const txn = await tikv.begin();
txn.put('example/txn/a', '1');
txn.put('example/txn/b', '2');
console.log('seen inside:', text(await txn.get('example/txn/a')));
const { commitTs, protocol } = await txn.commit();
console.log('committed later than it began:', commitTs > txn.startTs, 'by', protocol);

try {
  await tikv.transact((txn) => txn.insert('example/txn/a', 'again'));
} catch (error) {
  if (!(error instanceof AlreadyExistsError)) throw error;
  console.log('a is there already:', error.code);
}

await using late = await tikv.begin();
late.put('example/txn/b', 'of the loser');
await tikv.transact((txn) => txn.put('example/txn/b', 'of the winner'));
try {
  await late.commit();
} catch (error) {
  if (!(error instanceof WriteConflictError)) throw error;
  console.log('the first to commit wins:', text(await tikv.get('example/txn/b')));
}
