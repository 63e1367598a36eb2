// Dropping what a table, a tenant or a test has left, at once and without a trace: no transaction, no version stays.
import { connect, StoresFailedError } from 'tikv-client';
import { exampleCluster, text } from './cluster.ts';

await using cluster = await exampleCluster({ stores: 3 });
await using tikv = await connect(cluster.url);
const prefix = 'example/destroy/tenant-7/';

await tikv.transact((txn) => {
  for (let n = 0; n < 1000; n++) txn.put(`${prefix}${String(n).padStart(4, '0')}`, 'v');
  txn.put('example/destroy/tenant-8/0000', 'of another tenant');
});
const before = await tikv.timestamp();

// Nobody may use these keys any more: whoever does, reads or writes what may be half there.
try {
  const stores = await tikv.admin.unsafeDestroyRange({ prefix });
  console.log('dropped by all stores:', stores.length);
} catch (error) {
  if (!(error instanceof StoresFailedError)) throw error;
  // It does no harm to call again until all stores have done it.
  for (const { address, error: why } of error.failures) console.log(address, 'did not:', why.message);
}

let left = 0;
for await (const _ of tikv.scan({ prefix, keysOnly: true })) left++;
console.log('left:', left, '- and of the past:', await tikv.snapshot({ at: before }).get(`${prefix}0000`));
console.log('tenant 8 has', text(await tikv.get('example/destroy/tenant-8/0000')));

const code = await tikv.admin.unsafeDestroyRange({ prefix: '' }).catch((error) => error.code);
console.log('everything, by mistake:', code);
