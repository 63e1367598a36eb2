// Runs in a page: a transaction's chart, watched by Stately's browser inspector in a frame of the same page.
import { createBrowserInspector } from '@statelyai/inspect';
import { createActor } from 'xstate';
import { transactionMachine } from '../../../machines/index.ts';

const page = globalThis as unknown as {
  readonly document: { querySelector(selector: string): never };
};
const inspector = createBrowserInspector({
  iframe: page.document.querySelector('iframe'),
  url: '/viewer.html',
  // Timestamps are bigints, which no JSON has.
  serialize: (event) =>
    JSON.parse(JSON.stringify(event, (_, value) => (typeof value === 'bigint' ? String(value) : value))),
});
const nothing = () => {};
const machine = transactionMachine.provide({
  actions: {
    prewrite: nothing,
    fetchCommitTs: nothing,
    commitPrimary: nothing,
    stopKeepingAlive: nothing,
    answerCommitted: nothing,
  },
});
const input = { startTs: 1n, task: undefined };
const transaction = createActor(machine, { input, inspect: inspector.inspect }).start();
transaction.send({
  type: 'commit.requested',
  protocol: '2pc',
  asyncIfSplit: false,
  needsMinCommitTs: false,
  needsLatches: false,
});
transaction.send({ type: 'prewrite.finished' });
transaction.send({ type: 'commitTs.fetched', commitTs: 450_000_000_000_000_001n });
transaction.send({
  type: 'outcome.committed',
  commitTs: 450_000_000_000_000_001n,
  protocol: '2pc',
  locksRemain: false,
});
