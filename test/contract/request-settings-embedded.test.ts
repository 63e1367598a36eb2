import { describe, expect, it } from 'vitest';
import type { BeginOptions } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { failure, startWorld, TWO_PHASES, text } from './support.ts';

const SETTINGS: BeginOptions = {
  priority: 'low',
  resourceGroup: 'reports',
  resourceGroupTag: (rpc) => new TextEncoder().encode(rpc),
  requestSource: { type: 'orders' },
  diskFull: 'almostFull',
  syncLog: true,
  txnSource: 9n,
};

describe('settings of a transaction', () => {
  it('are in the context of every request that it sends, and in no other', async () => {
    await using world = await startWorld();
    const { cluster, tikv } = world;
    const txn = await tikv.begin({ ...SETTINGS, ...TWO_PHASES });
    await txn.get('a');
    await txn.batchGet(['a', 'b']);
    txn.put('a', '1');
    await txn.commit();
    const own = ['KvGet', 'KvBatchGet', 'KvPrewrite', 'KvCommit'];
    expect(
      cluster.log.messages(...own).map(({ rpc, request }) => ({ rpc, ...(request.context as object) })),
    ).toMatchObject(
      own.map((rpc) => ({
        rpc,
        priority: 1,
        resourceControlContext: { resourceGroupName: 'reports' },
        resourceGroupTag: new Uint8Array(Buffer.from(rpc)),
        requestSource: 'leader_external_orders',
        diskFullOpt: 1,
        syncLog: true,
        txnSource: 9n,
      })),
    );
    cluster.log.clear();
    await tikv.transact((other) => other.put('a', '2'));
    expect(cluster.log.messages('KvPrewrite').map(({ request }) => request.context)).toMatchObject([
      { priority: 0, requestSource: '', txnSource: 0n, syncLog: false },
    ]);
  });

  it('SNP-17: those of a snapshot, or of a single read, are in its requests, and in no other', async () => {
    await using world = await startWorld();
    const { cluster, tikv } = world;
    const { priority, resourceGroup, resourceGroupTag, requestSource } = SETTINGS;
    const settings = { priority, resourceGroup, resourceGroupTag, requestSource };
    const snapshot = tikv.snapshot({ ...settings, fillCache: false });
    const told = { priority: 1, requestSource: 'leader_external_orders' };
    const contexts = () =>
      cluster.log.messages('KvGet', 'KvBatchGet', 'KvScan').map(({ request }) => request.context);
    await snapshot.get('a');
    await snapshot.batchGet(['b', 'c']);
    for await (const _ of snapshot.scan());
    expect(contexts()).toMatchObject([1, 2, 3].map(() => ({ ...told, notFillCache: true })));
    cluster.log.clear();
    await tikv.get('a', settings);
    await tikv.batchGet(['a', 'b'], settings);
    for await (const _ of tikv.scan(settings));
    expect(contexts()).toMatchObject([told, told, told]);
    cluster.log.clear();
    await tikv.get('a');
    expect(contexts()).toMatchObject([{ priority: 0, requestSource: '' }]);
  });

  it.each(['write', 'read'])(
    'LCK-4: requests about locks met say whose they are, and no more: by a %s',
    async (by) => {
      await using world = await startWorld();
      const { cluster, tikv, writer } = world;
      await writer.lock(await writer.longAgo(), { p: 'dead', a: 'dead' }, { primary: 'p', ttlMs: 1 });
      if (by === 'read')
        await tikv
          .snapshot({ requestSource: { type: 'orders' }, resourceGroup: 'reports', priority: 'low' })
          .get('a');
      else await tikv.transact((txn) => txn.put('a', '1'), SETTINGS);
      await eventually(() => expect(cluster.locks().map(({ key }) => text(key))).not.toContain('a'));
      const own = cluster.log
        .messages('KvCheckTxnStatus', 'KvResolveLock')
        .map(({ request }) => request.context);
      expect(own.length).toBeGreaterThan(1);
      expect(own).toMatchObject(
        own.map(() => ({
          requestSource: 'leader_external_orders',
          resourceControlContext: { resourceGroupName: 'reports' },
          priority: 0,
          resourceGroupTag: new Uint8Array(),
          txnSource: 0n,
        })),
      );
    },
  );

  it('the source of what is sent again says so', async () => {
    await using world = await startWorld();
    const { cluster, tikv } = world;
    const txn = await tikv.begin(SETTINGS);
    txn.put('a', '1');
    using _ = cluster.fail({ rpc: 'KvPrewrite', action: 'breakStream' });
    await txn.commit();
    const sources = cluster.log
      .messages('KvPrewrite')
      .map(({ request }) => (request.context as { readonly requestSource: string }).requestSource);
    expect(sources[0]).toBe('leader_external_orders');
    expect(sources[1]).toMatch(/^retry_leader_(leader|follower)_external_orders$/);
  });

  it('a tag that cannot be had ends the call before it is sent', async () => {
    await using world = await startWorld();
    const txn = await world.tikv.begin({ resourceGroupTag: () => undefined as never });
    txn.put('a', '1');
    expect(await failure(txn.commit())).toMatchObject({ code: 'TIKV_USAGE' });
    expect(world.cluster.log.messages('KvPrewrite')).toEqual([]);
  });

  it.each([
    { priority: 'highest' },
    { resourceGroup: '' },
    { resourceGroupTag: 'text' },
    { requestSource: 'orders' },
    { requestSource: { kind: 'orders' } },
    { diskFull: true },
    { syncLog: 'yes' },
    { txnSource: 9 },
    { asyncCommit: 'on' },
    { onePhaseCommit: 1 },
    { causalConsistency: 'yes' },
  ])('%j is refused', async (options) => {
    await using world = await startWorld();
    const error = await failure(world.tikv.begin(options as never));
    expect(error).toMatchObject({
      code: 'TIKV_USAGE',
      message: expect.stringContaining(Object.keys(options)[0] as string),
    });
    expect(world.cluster.log.messages()).toEqual([]);
  });
});
