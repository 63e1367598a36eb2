// Reads of one moment: snapshots, now and in the past, page by page.
import { connect } from 'tikv-client';
import { exampleCluster, text } from './cluster.ts';

await using cluster = await exampleCluster();
await using tikv = await connect(cluster.url);

await tikv.transact((txn) => {
  for (let day = 1; day <= 7; day++) txn.put(`example/log/${day}`, `day ${day}`);
});
const before = await tikv.timestamp();
await tikv.transact((txn) => txn.put('example/log/1', 'rewritten'));

const past = tikv.snapshot({ at: before });
console.log('then:', text(await past.get('example/log/1')), '- now:', text(await tikv.get('example/log/1')));

let start: string | Uint8Array = 'example/log/';
for (let page = 1; ; page++) {
  const keys: (string | undefined)[] = [];
  for await (const { key } of past.scan({ start, end: 'example/log/~', limit: 3, keysOnly: true })) {
    keys.push(text(key));
    start = Uint8Array.of(...key, 0);
  }
  if (keys.length === 0) break;
  console.log(`page ${page}:`, keys.join(' '));
}
