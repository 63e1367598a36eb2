// How transactions commit: in one phase, asynchronously, or in two phases. Each takes the best way that it can.
import { connect } from 'tikv-client';
import { exampleCluster, text } from './cluster.ts';

await using cluster = await exampleCluster();
await using tikv = await connect(cluster.url);

const keys = ['example/commit/a', 'example/commit/b'];
const write = async (value: string, options?: Parameters<typeof tikv.begin>[0]) => {
  const txn = await tikv.begin(options);
  for (const key of keys) txn.put(key, value);
  const { protocol } = await txn.commit();
  const waitedForCommit = txn.receipt.durations.commitMs > 0;
  return `${protocol}, ${waitedForCommit ? 'two rounds of requests' : 'one round of requests'}`;
};

// Keys of one region: one request locks and commits all of them.
console.log('by itself:', await write('1'));
// The lock on the last key commits; the caller does not wait for the commits of the locks.
console.log('without one phase:', await write('2', { onePhaseCommit: false }));
console.log('without either:', await write('3', { onePhaseCommit: false, asyncCommit: false }));
console.log('they are', (await tikv.batchGet(keys)).map(text).join(' '));
