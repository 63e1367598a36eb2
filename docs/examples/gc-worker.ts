// A garbage collector, one run of it: what is older than a minute goes, as far as nothing needs it. Run it in one process,
// again and again, where no TiDB does.
import { connect, timestampToDate } from 'tikv-client';
import { exampleCluster, text } from './cluster.ts';

await using cluster = await exampleCluster();
await using tikv = await connect(cluster.url);
const { admin } = tikv;
const key = 'example/gc/price';

for (const price of ['1 €', '2 €', '3 €']) await tikv.transact((txn) => txn.put(key, price));

// An export reads one moment for long. Its barrier keeps that readable, and goes by itself should the export die.
const exported = await tikv.timestamp();
await admin.setGcBarrier({ id: 'example-export', at: exported, ttlSeconds: 600 });
await tikv.transact((txn) => txn.put(key, '4 €'));

// In earnest: tikv.staleTimestamp({ ageMs: 10 * 60_000 }), since transactions that are older than the safe point end.
const first = await collect(await tikv.timestamp());
console.log('held back by the export:', first.blocker?.includes('example-export'));
console.log('it still reads', text(await tikv.snapshot({ at: exported }).get(key)));

await admin.deleteGcBarrier('example-export');
const second = await collect(await tikv.timestamp());
console.log(
  'held back:',
  second.blocker !== undefined,
  '- further than before:',
  second.safePoint > exported,
);

const code = await tikv
  .snapshot({ at: exported })
  .get(key)
  .catch((error) => error.code);
console.log('a read of back then:', code, '- and of now:', text(await tikv.get(key)));

async function collect(safePoint: bigint) {
  const collection = await admin.collectGarbage(safePoint, { concurrency: 8 });
  if (process.env.VERBOSE !== undefined) {
    console.log('collected up to', timestampToDate(collection.safePoint), 'locks:', collection.resolvedLocks);
  }
  return collection;
}
