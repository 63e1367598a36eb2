import { describe, expect, it, vi } from 'vitest';
import {
  type ClientEvents,
  type EventName,
  type Tikv,
  UsageError,
  WriteConflictError,
} from '../../src/index.ts';
import { failure, put, startWorld, text } from './support.ts';
import { startVirtualWorld } from './virtual-world.ts';

/** What one listener for each of these events hears. */
function heard<Name extends EventName>(tikv: Tikv, ...names: readonly Name[]) {
  const events: { readonly name: Name; readonly payload: ClientEvents[Name] }[] = [];
  for (const name of names) tikv.on(name, (payload) => events.push({ name, payload }));
  return events;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('events of transactions', () => {
  it('committed, failed, rolled back: each once, with what the caller was told', async () => {
    await using world = await startWorld();
    const { tikv } = world;
    const events = heard(tikv, 'transaction.committed', 'transaction.failed', 'transaction.rolledBack');
    const first = await tikv.begin();
    const second = await tikv.begin();
    const third = await tikv.begin();
    first.put('a', '1');
    second.put('a', '2');
    const { commitTs } = await first.commit();
    const error = await failure(second.commit());
    await third.rollback();
    await turn();
    expect(error).toBeInstanceOf(WriteConflictError);
    expect(events).toEqual([
      { name: 'transaction.committed', payload: { startTs: first.startTs, commitTs, protocol: '1pc' } },
      { name: 'transaction.failed', payload: { startTs: second.startTs, error } },
      { name: 'transaction.rolledBack', payload: { startTs: third.startTs } },
    ]);
  });

  it('TXN-33 grew: from a mebibyte on, once for each doubling', async () => {
    await using world = await startWorld();
    const { tikv } = world;
    const events = heard(tikv, 'transaction.grew');
    await using txn = await tikv.begin();
    for (let i = 0; i < 7; i++) txn.put(`k${i}`, new Uint8Array(1024 * 1024));
    await turn();
    const { startTs, length } = txn;
    expect(events.map(({ payload }) => payload.length)).toEqual([1, 2, 4]);
    txn.put('k7', new Uint8Array(2 * 1024 * 1024));
    await turn();
    expect(events.at(-1)?.payload).toEqual({ startTs, length: length + 1, memoryBytes: txn.memoryBytes });
  });

  it('undetermined: with the error that the caller got', async () => {
    await using world = await startVirtualWorld();
    const { tikv, cluster } = world;
    const events = heard(tikv, 'transaction.undetermined');
    const lost = { rpc: 'KvPrewrite', times: Number.POSITIVE_INFINITY, action: 'dropResponse' } as const;
    const fault = cluster.fail(lost);
    const txn = await tikv.begin();
    txn.put('a', '1');
    const error = await failure(txn.commit({ timeoutMs: 300 }));
    fault.remove();
    await turn();
    expect(events).toEqual([{ name: 'transaction.undetermined', payload: { startTs: txn.startTs, error } }]);
  });
});

describe('events of locks', () => {
  it("tell of another's lock when it is met and when its fate is known", async () => {
    await using world = await startWorld({ split: ['m'] });
    const { tikv, writer } = world;
    const events = heard(tikv, 'lock.met', 'lock.resolved');
    const startTs = await writer.timestamp();
    await writer.lock(startTs, { a: '1', z: '2' });
    const commitTs = await writer.timestamp();
    await writer.commit(startTs, commitTs, 'a');
    expect(text(await tikv.snapshot().get('z'))).toEqual('2');
    await turn();
    expect(events).toEqual([
      { name: 'lock.met', payload: { startTs, keys: 1, by: 'read' } },
      { name: 'lock.resolved', payload: { startTs, outcome: 'committed', commitTs } },
    ]);
  });
});

describe('events of routing', () => {
  it('regions that are learnt, leaders that moved, and the wait before a retry', async () => {
    await using world = await startWorld();
    const { tikv, cluster } = world;
    await put(tikv, { a: '1' });
    const events = heard(tikv, 'region.refreshed', 'region.leaderMoved', 'retry.planned');
    const { id } = cluster.regionAt('a');
    cluster.transferLeader('a', 2);
    expect(text(await tikv.get('a'))).toEqual('1');
    await turn();
    expect(events).toEqual([{ name: 'region.leaderMoved', payload: { regionId: id, leaderStoreId: 2n } }]);
    events.length = 0;
    cluster.split('m');
    expect(await tikv.get('z')).toBeUndefined();
    await turn();
    expect(new Set(events.map(({ name }) => name))).toEqual(new Set(['region.refreshed']));
    const refreshed = events.flatMap(({ payload }) => ('leaderStoreId' in payload ? [payload.regionId] : []));
    expect(new Set(refreshed)).toEqual(new Set(cluster.regions().map((region) => region.id)));
    events.length = 0;
    cluster.fail({ rpc: 'KvGet', action: { regionError: { diskFull: { storeId: [2n], reason: 'full' } } } });
    expect(text(await tikv.get('a'))).toEqual('1');
    await turn();
    expect(events).toMatchObject([{ name: 'retry.planned', payload: { kind: 'diskFull', sleepMs: 500 } }]);
  });

  it('a store that stops and comes back', async () => {
    await using world = await startWorld();
    const { tikv, cluster } = world;
    await put(tikv, { a: '1' });
    const address = cluster.addresses.stores[0];
    const events = heard(tikv, 'store.unreachable', 'store.reachable', 'store.busy');
    await cluster.stop(1);
    expect(text(await tikv.get('a'))).toEqual('1');
    await cluster.restart(1);
    await vi.waitFor(() => expect(events.length).toEqual(2), { timeout: 20_000 });
    expect(events).toEqual([
      { name: 'store.unreachable', payload: { storeId: 1n, address } },
      { name: 'store.reachable', payload: { storeId: 1n, address } },
    ]);
  });

  it('a store that is busy', async () => {
    await using world = await startWorld();
    const { tikv, cluster } = world;
    await put(tikv, { a: '1' });
    const events = heard(tikv, 'store.busy');
    cluster.fail({ rpc: 'KvGet', store: 1, action: { regionError: { serverIsBusy: { reason: 'busy' } } } });
    expect(text(await tikv.get('a'))).toEqual('1');
    await turn();
    expect(events).toEqual([
      { name: 'store.busy', payload: { storeId: 1n, address: cluster.addresses.stores[0] } },
    ]);
  });

  it("PD's leader that changed", async () => {
    await using world = await startWorld({ pds: 3 });
    const { tikv, cluster } = world;
    const events = heard(tikv, 'pd.leaderChanged');
    cluster.pd.transferLeader(1);
    await tikv.timestamp();
    await turn();
    expect(events).toEqual([{ name: 'pd.leaderChanged', payload: { address: cluster.pd.addresses[1] } }]);
  });
});

describe('listening', () => {
  it('one that throws harms no call and no other listener', async () => {
    await using world = await startWorld();
    const { tikv } = world;
    tikv.on('transaction.committed', () => {
      throw new Error('mine');
    });
    const events = heard(tikv, 'transaction.committed', 'background.failed');
    await put(tikv, { a: '1' });
    await turn();
    await turn();
    expect(events.map(({ name }) => name)).toEqual(['transaction.committed', 'background.failed']);
    expect(text(await tikv.get('a'))).toEqual('1');
  });

  it('of the end of the client, once', async () => {
    await using world = await startWorld();
    const events = heard(world.tikv, 'client.closed');
    await world.tikv.close();
    await world.tikv.close();
    await turn();
    expect(events).toEqual([{ name: 'client.closed', payload: {} }]);
  });

  it('to what there is not is refused', async () => {
    await using world = await startWorld();
    expect(() => world.tikv.on('toString' as never, () => {})).toThrow(UsageError);
    expect(() => world.tikv.on('client.closed', undefined as never)).toThrow(UsageError);
  });
});
