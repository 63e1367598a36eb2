import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createWebSocketInspector } from '@statelyai/inspect';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { createMachine } from 'xstate';
import { connect } from '../../src/index.ts';
import { stately } from '../../src/inspector/index.ts';
import { type Cluster, startCluster } from '../../src/testing/index.ts';
import { eventually } from '../support/eventually.ts';

/** A message of Stately's protocol, as it comes over the wire. */
interface Frame {
  readonly type: string;
  readonly sessionId: string;
  readonly name?: string;
  readonly definition?: string;
  readonly parentId?: string;
  readonly event?: { readonly type: string };
  readonly snapshot?: { readonly value?: unknown; readonly status?: string; readonly context?: Context };
}
type Context = Readonly<Record<string, unknown>>;

let cluster: Cluster;
let server: WebSocketServer;
let texts: string[];
let inspector: ReturnType<typeof createWebSocketInspector>;

beforeEach(async () => {
  cluster = await startCluster();
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  texts = [];
  server.on('connection', (socket) => socket.on('message', (data) => texts.push(String(data))));
  const connected = once(server, 'connection');
  inspector = createWebSocketInspector({ url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` });
  await connected;
});

afterEach(async () => {
  inspector.stop();
  server.close();
  await cluster.close();
});

const frames = () => texts.map((text) => JSON.parse(text) as Frame);
const actorsNamed = (prefix: string) =>
  frames().filter(({ type, name }) => type === '@xstate.actor' && name?.startsWith(prefix));
const framesOf = ({ sessionId }: Frame) => frames().filter((frame) => frame.sessionId === sessionId);

/** Every state that an actor was told to be in. */
function statesOf(actor: Frame): readonly unknown[] {
  const values = framesOf(actor).flatMap(({ type, snapshot }) =>
    type === '@xstate.snapshot' ? snapshot?.value : [],
  );
  return values.filter((value, nth) => JSON.stringify(value) !== JSON.stringify(values[nth - 1]));
}

const WAY_OF_A_COMMIT = [
  'active',
  { committing: 'prewriting' },
  { committing: 'fetchingCommitTs' },
  { committing: 'committingPrimary' },
  'committed',
];

async function transactionTold(): Promise<Frame> {
  await eventually(() => {
    const [transaction] = actorsNamed('transaction');
    expect(transaction && framesOf(transaction).at(-1)?.snapshot?.status).toBe('done');
  });
  return actorsNamed('transaction')[0] as Frame;
}

describe("Stately's WebSocket inspector", () => {
  it('is what connect takes as inspect, as its documentation says', async () => {
    await using tikv = await connect({ endpoints: cluster.pd.addresses, inspect: inspector.inspect });
    await tikv.transact((txn) => txn.put('k', 'v'), { onePhaseCommit: false, asyncCommit: false });
    const transaction = await transactionTold();
    expect(statesOf(transaction)).toEqual(WAY_OF_A_COMMIT);
    expect(createMachine(JSON.parse(transaction.definition ?? '')).id).toBe('transaction');
  });

  it('gets by stately() what it can show: timestamps in full, keys as text, no values', async () => {
    const startTs = vi.fn();
    await using tikv = await connect({ endpoints: cluster.pd.addresses, inspect: stately(inspector) });
    await tikv.transact((txn) => {
      startTs(txn.startTs);
      txn.put('account/ann', 'a secret value');
    });
    const transaction = await transactionTold();
    expect(createMachine(JSON.parse(transaction.definition ?? '')).id).toBe('transaction');
    const [start] = startTs.mock.calls[0] as [bigint];
    const { context } = framesOf(transaction).at(-1)?.snapshot ?? {};
    expect(context?.startTs).toBe(String(start));
    expect(BigInt(context?.commitTs as string)).toBeGreaterThan(start);
    expect(texts.filter((text) => text.includes('account/ann'))).not.toEqual([]);
    expect(texts.filter((text) => text.includes('a secret value'))).toEqual([]);
    // The tree of actors: requests below their transaction, which is below the client.
    const [client] = actorsNamed('client');
    expect(transaction.parentId).toBe(client?.sessionId);
    const requests = actorsNamed('regionRequest').filter(
      ({ parentId }) => parentId === transaction.sessionId,
    );
    expect(requests.map(({ name }) => name)).toContain('regionRequest KvPrewrite');
  });

  it('gets no key when told so', async () => {
    const inspect = stately(inspector, { showKeys: false });
    await using tikv = await connect({ endpoints: cluster.pd.addresses, inspect });
    await tikv.transact((txn) => txn.put('account/ann', 'v'));
    await transactionTold();
    expect(texts.filter((text) => text.includes('account/ann'))).toEqual([]);
  });

  it('gets whole transactions up to a limit, and is told how many actors were left out', async () => {
    const inspect = stately(inspector, { maxMessagesPerSecond: 40 });
    await using tikv = await connect({ endpoints: cluster.pd.addresses, inspect });
    for (let nth = 0; nth < 100; nth++) await tikv.transact((txn) => txn.put(`k${nth}`, 'v'));
    expect(inspect.leftOut).toBeGreaterThan(0);
    await eventually(() => expect(actorsNamed('left out')).toHaveLength(1));
    const [note] = actorsNamed('left out');
    expect(framesOf(note as Frame)[0]?.snapshot?.context?.actorsLeftOut).toBeGreaterThan(0);
    const told = actorsNamed('transaction');
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThan(100);
    await eventually(() => {
      for (const transaction of told) expect(statesOf(transaction).at(-1)).toBe('committed');
    });
  });

  it('gets a note in the place of what is too large', async () => {
    const inspect = stately(inspector, { maxMessageBytes: 10 });
    await using tikv = await connect({ endpoints: cluster.pd.addresses, inspect });
    await tikv.transact((txn) => txn.put('k', 'v'));
    const transaction = await transactionTold();
    expect(framesOf(transaction).at(-1)?.snapshot?.context).toEqual({
      leftOut: expect.stringMatching(/^\(\d+ bytes are not shown\)$/),
    });
    expect(statesOf(transaction).at(-1)).toBe('committed');
  });
});

it('stately() tells every option that cannot be meant', () => {
  const options = { showKeys: 'no', maxMessagesPerSecond: 0, more: 1 } as never;
  expect(() => stately({ inspect: {} }, options)).toThrow(
    /Unknown option "more".*showKeys must be a boolean.*maxMessagesPerSecond must be a whole number above 0/s,
  );
});
