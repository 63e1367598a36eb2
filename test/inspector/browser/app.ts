// Runs in a page: a transaction's chart, watched by Stately's browser inspector in a frame of the same page, by our
// adapter when the address ends with #stately.
import { createBrowserInspector } from '@statelyai/inspect';
import { createActor } from 'xstate';
import { transactionMachine } from '../../../machines/index.ts';
import { stately } from '../../../src/inspector/stately.ts';

const page = globalThis as unknown as {
  readonly document: { querySelector(selector: string): never };
  readonly location: { readonly hash: string };
};
const where = { iframe: page.document.querySelector('iframe'), url: '/viewer.html' };

function inspect() {
  if (page.location.hash === '#stately') return stately(createBrowserInspector(where));
  // Timestamps are bigints, which no JSON has.
  const serialize = (event: unknown) =>
    JSON.parse(JSON.stringify(event, (_, value) => (typeof value === 'bigint' ? String(value) : value)));
  return createBrowserInspector({ ...where, serialize }).inspect;
}

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
const transaction = createActor(machine, { input, inspect: inspect() }).start();
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
