import { expect, it } from 'vitest';
import { ClosedError } from '../../src/index.ts';
import { failure, put, startWorld } from './support.ts';

it('a client that drains refuses new calls at once, and those of its open transactions', async () => {
  await using world = await startWorld({ split: ['m'] });
  const { cluster } = world;
  const tikv = await world.connect();
  const txn = await tikv.begin();
  txn.put('b', '1');
  const held = cluster.fail({ rpc: 'KvCommit', key: 'z', action: 'pause' });
  await put(tikv, { a: '1', z: '2' });
  await held.waitForHit();
  const closing = tikv.close({ drainMs: 10_000 });
  const refused = [tikv.get('a'), tikv.begin(), txn.commit(), tikv.transact(() => 1), tikv.raw.get('a')];
  expect((await Promise.all(refused.map(failure))).map((error) => (error as Error).constructor)).toEqual(
    refused.map(() => ClosedError),
  );
  held.remove();
  await closing;
  expect([cluster.locks(), cluster.log.messages('KvPrewrite').length]).toEqual([[], 2]);
});

it('draining ends when its time is up; others finish what is left', async () => {
  await using world = await startWorld({ split: ['m'] });
  const { cluster } = world;
  const tikv = await world.connect();
  const held = cluster.fail({ rpc: 'KvCommit', key: 'z', times: Number.POSITIVE_INFINITY, action: 'pause' });
  await put(tikv, { a: '1', z: '2' });
  await held.waitForHit();
  const heard: string[] = [];
  for (const name of ['background.failed', 'client.closed'] as const) tikv.on(name, () => heard.push(name));
  await tikv.close({ drainMs: 20 });
  await new Promise((resolve) => setImmediate(resolve));
  expect(heard).toEqual(['background.failed', 'client.closed']);
  expect(cluster.locks().length).toEqual(1);
  expect(Buffer.from((await world.tikv.get('z')) ?? []).toString()).toEqual('2');
  held.remove();
});
