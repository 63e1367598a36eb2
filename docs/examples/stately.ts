// Transactions, watched in Stately's inspector: open the address that it prints while it runs.
import { setTimeout as pause } from 'node:timers/promises';
import { createWebSocketInspector } from '@statelyai/inspect';
import { createInspectorServer } from '@statelyai/inspect/server';
import { connect } from 'tikv-client';
import { stately } from 'tikv-client/inspector';
import { exampleCluster } from './cluster.ts';

const { PORT = '8080', TRANSACTIONS = '60' } = process.env;

// Passes messages on from the process to the page, which is Stately's.
const server = createInspectorServer({ port: Number(PORT), autoOpen: false });
const inspector = createWebSocketInspector({ url: `ws://localhost:${PORT}` });
console.log(`watch at http://localhost:${PORT}`);

{
  await using cluster = await exampleCluster();
  await using tikv = await connect({ endpoints: endpointsOf(cluster.url), inspect: stately(inspector) });
  for (let nth = 1; nth <= Number(TRANSACTIONS); nth++) {
    await tikv.transact((txn) => txn.put('example/stately', String(nth)));
    console.log('committed', nth);
    if (nth < Number(TRANSACTIONS)) await pause(1000);
  }
}
inspector.stop();
server.stop();

function endpointsOf(url: string): string[] {
  return (/^tikv:\/\/([^/?]+)/.exec(url)?.[1] ?? '').split(',');
}
