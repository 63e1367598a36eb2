import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createService } from '../../docs/examples/accounts/service.ts';
import { connect } from '../../src/index.ts';
import { startCluster } from '../../src/testing/index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What an example prints while it runs here, over an embedded cluster of its own. */
async function linesOf(run: () => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((...values) => void lines.push(format(...values)));
  await run();
  return lines;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A program of docs/examples in a process of its own. */
function start(path: string, environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', `docs/examples/${path}`], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe('examples', () => {
  beforeEach(() => void vi.stubEnv('TIKV_URL', undefined));

  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it('raw', async () => {
    expect(await linesOf(() => import('../../docs/examples/raw.ts'))).toEqual([
      'greeting: hello',
      'apple: red - cherry: undefined',
      'from the end: example/raw/fruit/plum blue',
      'from the end: example/raw/fruit/banana yellow',
      'the session ends within a minute: true',
      'swapped: true then: false since it is 2',
    ]);
  });

  it('transaction', async () => {
    expect(await linesOf(() => import('../../docs/examples/transaction.ts'))).toEqual([
      'five increments at once make 5',
      'seen inside: 1',
      'committed later than it began: true by 1pc',
      'a is there already: TIKV_ALREADY_EXISTS',
      'the first to commit wins: of the winner',
    ]);
  });

  it('commit-protocols', async () => {
    expect(await linesOf(() => import('../../docs/examples/commit-protocols.ts'))).toEqual([
      'by itself: 1pc, one round of requests',
      'without one phase: async, one round of requests',
      'without either: 2pc, two rounds of requests',
      'they are 3 3',
    ]);
  });

  it('resolve-locks', async () => {
    expect(await linesOf(() => import('../../docs/examples/resolve-locks.ts'))).toEqual([
      'locked: example/locks/a pessimistic',
      'locked: example/locks/b pessimistic',
      'resolved: 2 left to the living: 0',
      'it hears: TIKV_LOCK_LOST - the key is of another',
    ]);
  });

  it('gc-worker', async () => {
    expect(await linesOf(() => import('../../docs/examples/gc-worker.ts'))).toEqual([
      'held back by the export: true',
      'it still reads 3 €',
      'held back: false - further than before: true',
      'a read of back then: TIKV_READ_BELOW_SAFE_POINT - and of now: 4 €',
    ]);
  });

  it('unsafe-destroy-range', async () => {
    expect(await linesOf(() => import('../../docs/examples/unsafe-destroy-range.ts'))).toEqual([
      'dropped by all stores: 3',
      'left: 0 - and of the past: undefined',
      'tenant 8 has of another tenant',
      'everything, by mistake: TIKV_USAGE',
    ]);
  });

  it('bulk', async () => {
    expect(await linesOf(() => import('../../docs/examples/bulk.ts'))).toEqual([
      'it sees its own writes: row 8',
      'and its deletions: undefined',
      'others see nothing yet: undefined',
      'committed by 2pc after several flushes: true',
      'and now they do: row 99999',
    ]);
  });

  it('pessimistic', async () => {
    expect(await linesOf(() => import('../../docs/examples/pessimistic.ts'))).toEqual([
      'all in their first attempt: 1 1 1',
      'left: 40 60',
      'taken: TIKV_LOCK_NOT_AVAILABLE',
      'the second sees what is of the first',
      'took example/job/2 in run 2',
    ]);
  });

  it('snapshot', async () => {
    expect(await linesOf(() => import('../../docs/examples/snapshot.ts'))).toEqual([
      'then: day 1 - now: rewritten',
      'page 1: example/log/1 example/log/2 example/log/3',
      'page 2: example/log/4 example/log/5 example/log/6',
      'page 3: example/log/7',
    ]);
  });

  it('delete-range', async () => {
    expect(await linesOf(() => import('../../docs/examples/delete-range.ts'))).toEqual([
      'raw keys: 1000',
      'raw keys left: 0',
      'transactional keys deleted: 1000',
      'left: 0',
    ]);
  });

  it('keyspace', async () => {
    expect(await linesOf(() => import('../../docs/examples/keyspace.ts'))).toEqual([
      'order 1: three pears - customer 1: Ann',
      'order 1 is still: three pears',
      'all of orders: 1',
    ]);
  });

  it('stately', async () => {
    const port = await freePort();
    vi.stubEnv('PORT', String(port));
    vi.stubEnv('TRANSACTIONS', '1');
    expect(await linesOf(() => import('../../docs/examples/stately.ts'))).toEqual([
      `watch at http://localhost:${port}`,
      'committed 1',
    ]);
  });

  it('saga', async () => {
    expect(await linesOf(() => import('../../docs/examples/saga/main.ts'))).toEqual([
      'ann: fulfilled ',
      'bob: refused Too little of money/bob',
      'lamps left: 1 - the shop has 30',
    ]);
  });

  it('accounts: a service and its client, in processes of their own', async () => {
    await using cluster = await startCluster();
    const service = start('accounts/main.ts', { TIKV_URL: cluster.url, PORT: '0' });
    const exited = once(service, 'exit');
    try {
      const lines = createInterface({ input: service.stdout as NodeJS.ReadableStream });
      const [first] = (await Promise.race([once(lines, 'line'), exited])) as [string];
      const url = /^accounts at (http:\S+)$/.exec(first)?.[1] as string;

      const client = start('accounts/client.ts', { SERVICE_URL: url });
      expect(await text(client.stdout as NodeJS.ReadableStream)).toBe(
        [
          'opened: 201 201',
          'opened again: 409',
          'transfers done: 20',
          'too much: 422',
          'nonsense: 400',
          'nobody: 404',
          'balances: 9000 11000',
          'the page after ann has bob: true',
          '',
        ].join('\n'),
      );

      const last = once(lines, 'line');
      service.kill('SIGTERM');
      expect(await last).toEqual(['closed']);
      expect(await exited).toEqual([0, null]);
    } finally {
      service.kill('SIGKILL');
    }
    await using tikv = await connect(cluster.url);
    const transfers: unknown[] = [];
    for await (const { key } of tikv.scan({ prefix: 'transfer/', keysOnly: true })) transfers.push(key);
    expect(transfers).toHaveLength(10);
  });

  it('accounts: a transfer of unknown outcome is asked for again, and done once', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    await using cluster = await startCluster();
    await using tikv = await connect(cluster.url);
    const service = createService(tikv).listen(0, '127.0.0.1');
    await once(service, 'listening');
    const post = async (path: string, body: unknown) => {
      const { port } = service.address() as AddressInfo;
      const init = { method: 'POST', body: JSON.stringify(body) };
      return (await fetch(`http://127.0.0.1:${port}${path}`, init)).status;
    };
    await post('/accounts', { id: 'ann', balanceCents: 100 });
    await post('/accounts', { id: 'bob', balanceCents: 100 });

    const unknown = { regionError: { undeterminedResult: { message: '' } } };
    cluster.fail({ rpc: 'KvPrewrite', at: 'applied', action: unknown });
    const transfer = { id: '1', from: 'ann', to: 'bob', cents: 30 };
    expect(await post('/transfers', transfer)).toBe(504);
    expect(await post('/transfers', transfer)).toBe(200);

    const balances = await tikv.batchGet(['account/ann', 'account/bob']);
    expect(balances.map((bytes) => JSON.parse(String(bytes && Buffer.from(bytes))).balanceCents)).toEqual([
      70, 130,
    ]);
    service.closeAllConnections();
    service.close();
  });
});
