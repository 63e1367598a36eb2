// Two keyspaces of one cluster (API V2): the same key in each, and neither sees the other's.
import { connect } from 'tikv-client';
import { exampleCluster, text } from './cluster.ts';

await using cluster = await exampleCluster({ apiVersion: 'v2', keyspaces: ['orders', 'customers'] });
await using orders = await connect(`${cluster.url}?keyspace=orders`);
await using customers = await connect(`${cluster.url}?keyspace=customers`);

await orders.transact((txn) => txn.put('1', 'three pears'));
await customers.transact((txn) => txn.put('1', 'Ann'));
console.log('order 1:', text(await orders.get('1')), '- customer 1:', text(await customers.get('1')));

// Under API V2 raw keys and those of transactions are kept apart as well.
await orders.raw.put('1', 'raw');
console.log('order 1 is still:', text(await orders.get('1')));
for await (const { key } of orders.scan()) console.log('all of orders:', text(key));
