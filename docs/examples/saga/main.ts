// Two orders: one is fulfilled, the other cannot be paid and goes back.
import { connect } from 'tikv-client';
import { createActor, waitFor } from 'xstate';
import { exampleCluster, text } from '../cluster.ts';
import { orderMachine } from './order-machine.ts';
import { orderSteps } from './order-steps.ts';

await using cluster = await exampleCluster();
await using tikv = await connect(cluster.url);
await tikv.transact((txn) => {
  txn.put('stock/lamp', '2');
  txn.put('reserved/lamp', '0');
  txn.put('money/ann', '100');
  txn.put('money/bob', '5');
  txn.put('money/shop', '0');
});

const machine = orderMachine.provide({ actors: orderSteps(tikv) });
for (const customer of ['ann', 'bob']) {
  const input = { id: customer, item: 'lamp', customer, cents: 30 };
  const order = createActor(machine, { input }).start();
  const { value, output } = await waitFor(order, ({ status }) => status === 'done');
  console.log(`${customer}: ${value}`, output?.reason ?? '');
}
console.log(
  'lamps left:',
  text(await tikv.get('stock/lamp')),
  '- the shop has',
  text(await tikv.get('money/shop')),
);
