// Deleting many keys: raw ones by their range, those of transactions by a scan, in transactions of bounded size.
import { connect, type Tikv } from 'tikv-client';
import { exampleCluster } from './cluster.ts';

await using cluster = await exampleCluster();

await using rawClient = await connect(cluster.url);
await rawClient.raw.batchPut(
  Array.from({ length: 1000 }, (_, n) => ({ key: `example/range/raw/${n}`, value: 'v' })),
);
const count = async () => Number((await rawClient.raw.checksum({ prefix: 'example/range/raw/' })).keys);
console.log('raw keys:', await count());
await rawClient.raw.deletePrefix('example/range/raw/');
console.log('raw keys left:', await count());

// A client is for raw or for transactional keys.
await using tikv = await connect(cluster.url);
await tikv.transact((txn) => {
  for (let n = 0; n < 1000; n++) txn.put(`example/range/txn/${n}`, 'v');
});
console.log('transactional keys deleted:', await deletePrefix(tikv, 'example/range/txn/'));
console.log('left:', await deletePrefix(tikv, 'example/range/txn/'));

async function deletePrefix(tikv: Tikv, prefix: string): Promise<number> {
  let deleted = 0;
  for (;;) {
    const keys: Uint8Array[] = [];
    for await (const { key } of tikv.scan({ prefix, keysOnly: true, limit: 256 })) keys.push(key);
    if (keys.length === 0) return deleted;
    await tikv.transact((txn) => {
      for (const key of keys) txn.delete(key);
    });
    deleted += keys.length;
  }
}
