// A hundred thousand keys in one transaction: written to the stores while it runs, visible all at once.
import { connect } from 'tikv-client';
import { exampleCluster } from './cluster.ts';

await using cluster = await exampleCluster();
await using tikv = await connect(cluster.url);

let flushes = 0;
tikv.on('transaction.flushed', () => flushes++);

await using bulk = await tikv.beginBulk({ flushKeys: 20_000 });
for (let n = 0; n < 100_000; n++) {
  // Settled at once while there is room in memory, and waits while the stores are behind.
  await bulk.put(`example/bulk/${String(n).padStart(6, '0')}`, `row ${n}`);
}
await bulk.delete('example/bulk/000007');

const decoder = new TextDecoder();
console.log('it sees its own writes:', decoder.decode(await bulk.get('example/bulk/000008')));
console.log('and its deletions:', await bulk.get('example/bulk/000007'));
console.log('others see nothing yet:', await tikv.get('example/bulk/000008'));

const { protocol } = await bulk.commit({ timeoutMs: 300_000 });
console.log('committed by', protocol, 'after several flushes:', flushes > 1);
console.log('and now they do:', decoder.decode(await tikv.get('example/bulk/099999')));
