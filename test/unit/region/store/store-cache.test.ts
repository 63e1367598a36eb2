import { describe, expect, it } from 'vitest';
import { NO_CONNECTION } from '../../../../src/wire/rpc-client.ts';
import { FakeRegionServers } from '../../../support/fake-region-servers.ts';

async function setUp() {
  const servers = new FakeRegionServers();
  const { stores, rpc, pd, clock } = servers;
  const store = stores.get(1n);
  await stores.resolve(store, servers.backoffer());
  return { servers, stores, rpc, pd, clock, store };
}

describe('addresses (STO-1)', () => {
  it('are asked of PD once, whoever wants to know', async () => {
    const servers = new FakeRegionServers();
    const store = servers.stores.get(1n);
    await Promise.all([1, 2, 3].map(() => servers.stores.resolve(store, servers.backoffer())));
    await servers.stores.resolve(store, servers.backoffer());
    expect([store.address, store.resolveState]).toEqual(['s1', 'resolved']);
    expect(servers.pd.calls).toEqual(['getStore 1']);
    expect(servers.stores.get(1n)).toBe(store);
  });

  it('S101 store-removed: a store that PD does not know is a tombstone, and its regions look elsewhere', async () => {
    const servers = new FakeRegionServers();
    const store = servers.stores.get(8n);
    await servers.stores.resolve(store, servers.backoffer());
    expect([store.resolveState, store.epoch]).toEqual(['tombstone', 1]);
  });

  it('S100 store-replaced-address: a doubtful one is asked again in the background, and used until then', async () => {
    const { servers, stores, pd, store } = await setUp();
    pd.stores.set(1n, { id: 1n, address: 's1-moved', state: 'up', labels: { zone: 'z' } });
    stores.recheck(store);
    stores.recheck(store);
    expect([store.address, store.resolveState]).toEqual(['s1', 'needsCheck']);
    await servers.settle();
    expect([store.address, store.resolveState, store.labels]).toEqual([
      's1-moved',
      'resolved',
      { zone: 'z' },
    ]);
    expect(pd.calls).toEqual(['getStore 1', 'getStore 1']);
  });

  it('S100 store-replaced-address, S101 store-removed: an address that no store has any more is left', async () => {
    const { servers, stores, pd, rpc, store } = await setUp();
    const tell = async (id: bigint, address: string, state: 'up' | 'tombstone' = 'up') => {
      pd.stores.set(id, { id, address, state, labels: {} });
      stores.recheck(stores.get(id));
      await servers.settle();
    };
    await stores.resolve(stores.get(2n), servers.backoffer());
    await tell(1n, 's1');
    expect(rpc.leftAddresses).toEqual([]);
    await tell(1n, 's2');
    expect(rpc.leftAddresses).toEqual(['s1']);
    await tell(2n, 's2-moved');
    expect([rpc.leftAddresses, store.address]).toEqual([['s1'], 's2']);
    await tell(1n, 's2', 'tombstone');
    expect(rpc.leftAddresses).toEqual(['s1', 's2']);
    expect(rpc.closedAddresses).toEqual([]);
  });

  it('an error of PD leaves what is known in use', async () => {
    const { servers, stores, pd, store, clock } = await setUp();
    pd.stores.set(1n, { id: 1n, address: '', state: 'up', labels: {} });
    stores.recheck(store);
    await servers.settle();
    expect([store.address, store.resolveState]).toEqual(['s1', 'resolved']);
    stores.close();
    expect(clock.pending).toBe(0);
  });
});

describe('giving a store up (STO-3)', () => {
  it('raises its epoch once for those who saw the same one, marks it slow, and asks PD', async () => {
    const { servers, stores, pd, store, clock } = await setUp();
    stores.giveUp(store, 0);
    stores.giveUp(store, 0);
    expect([store.epoch, store.isSlow(clock.now())]).toEqual([1, true]);
    await servers.settle();
    expect(pd.calls.length).toBe(2);
    clock.advance(120_000);
    expect(store.isSlow(clock.now())).toBe(false);
  });
});

describe('liveness (STO-5)', () => {
  it('is asked of the store itself, once for all who want to know', async () => {
    const { stores, rpc, store } = await setUp();
    expect(await Promise.all([stores.probe(store), stores.probe(store)])).toEqual(['reachable', 'reachable']);
    expect(rpc.probed).toEqual(['s1']);
  });

  it('a check that fails says unreachable', async () => {
    const { stores, rpc, store } = await setUp();
    rpc.healthy.clear();
    expect(await stores.probe(store)).toBe('unreachable');
    stores.close();
  });

  it('a check that is not answered within a second says unreachable, and is cancelled', async () => {
    const { servers, stores, rpc, store, clock } = await setUp();
    let isCancelled = false;
    rpc.send = () => ({
      connection: NO_CONNECTION,
      cancel: () => {
        isCancelled = true;
        return 'maybe';
      },
    });
    const { value, tookMs } = await servers.timed(stores.probe(store));
    expect([value, tookMs, isCancelled]).toEqual(['unreachable', 1_000, true]);
    stores.close();
    expect(clock.pending).toBe(0);
  });

  it.each([
    [0, 'unknown'],
    [1, 'reachable'],
    [2, 'unreachable'],
    [3, 'unknown'],
    [9, 'unreachable'],
  ])('a health status of %i says %s', async (status, liveness) => {
    const { stores, rpc, store } = await setUp();
    rpc.send = (_address, _rpc, _request, _call, listener) => {
      queueMicrotask(() => listener.answered({ ok: true, response: { status } as never, sizeBytes: 0 }));
      return { connection: NO_CONNECTION, cancel: () => 'maybe' };
    };
    expect(await stores.probe(store)).toBe(liveness);
    stores.close();
  });

  it('a check that ends with its connection, closed for what a request met there, is made again', async () => {
    const { stores, rpc, store } = await setUp();
    rpc.healthy.clear();
    const probe = stores.probe(store);
    rpc.connectionTo('s1').close();
    rpc.healthy.add('s1');
    expect(await probe).toBe('reachable');
    expect(rpc.probed).toEqual(['s1', 's1']);
  });

  it('of a store with no address is unknown, and nobody is asked', async () => {
    const servers = new FakeRegionServers();
    expect(await servers.stores.probe(servers.stores.get(1n))).toBe('unknown');
    expect(servers.rpc.probed).toEqual([]);
    servers.stores.close();
  });
});

describe('watching a silent store (STO-6)', () => {
  it('each second, until it answers', async () => {
    const { stores, rpc, store, clock } = await setUp();
    rpc.healthy.clear();
    await stores.probe(store);
    await stores.probe(store);
    await clock.advanceAsync(3_000);
    expect([store.liveness, rpc.probed.length]).toEqual(['unreachable', 5]);
    rpc.healthy.add('s1');
    await clock.advanceAsync(1_000);
    expect([store.liveness, clock.pending]).toEqual(['reachable', 0]);
  });

  it('asks PD every 30 seconds where it is; the address that comes is the one watched', async () => {
    const { stores, rpc, pd, store, clock } = await setUp();
    rpc.healthy.delete('s1');
    await stores.probe(store);
    pd.stores.set(1n, { id: 1n, address: 's1-moved', state: 'up', labels: {} });
    rpc.healthy.add('s1-moved');
    await clock.advanceAsync(32_000);
    expect([store.address, store.liveness]).toEqual(['s1-moved', 'reachable']);
    expect(pd.calls.length).toBe(2);
  });

  it('goes on while PD does not say where it is, and what PD says later counts', async () => {
    const { stores, rpc, pd, store, clock } = await setUp();
    rpc.healthy.delete('s1');
    await stores.probe(store);
    const getStore = pd.getStore.bind(pd);
    let answer = () => {};
    const answering = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let asked = 0;
    pd.getStore = async (...question) => {
      asked++;
      await answering;
      return getStore(...question);
    };
    await clock.advanceAsync(32_000);
    expect(asked).toBe(1);
    rpc.healthy.add('s1');
    await clock.advanceAsync(2_000);
    expect(store.liveness).toBe('reachable');
    pd.stores.set(1n, { id: 1n, address: 's1-moved', state: 'up', labels: {} });
    answer();
    await clock.advanceAsync(0);
    expect(store.address).toBe('s1-moved');
    stores.close();
    expect(clock.pending).toBe(0);
  });

  it('S101 store-removed: stops when PD says that it is gone', async () => {
    const { stores, rpc, pd, store, clock } = await setUp();
    rpc.healthy.delete('s1');
    await stores.probe(store);
    pd.stores.delete(1n);
    await clock.advanceAsync(32_000);
    expect([store.resolveState, clock.pending]).toEqual(['tombstone', 0]);
  });

  it('stops when the client closes, in whatever state (F46)', async () => {
    const { stores, rpc, store, clock } = await setUp();
    rpc.healthy.delete('s1');
    await stores.probe(store);
    const probing = stores.probe(store);
    stores.close();
    await probing;
    await clock.advanceAsync(5_000);
    expect(clock.pending).toBe(0);
  });
});

describe('how slow a store says it is (STO-8, STO-9)', () => {
  it('a high score makes it slow until it is lower, or was not said again for as long as it takes to sink', async () => {
    const { stores, store, clock } = await setUp();
    stores.noteSlowScore(1n, 79);
    expect(store.isSlow(clock.now())).toBe(false);
    stores.noteSlowScore(1n, 80);
    expect(store.isSlow(clock.now())).toBe(true);
    stores.noteSlowScore(1n, 1);
    expect(store.isSlow(clock.now())).toBe(false);
    stores.noteSlowScore(1n, 100);
    await clock.advanceAsync(62_999);
    expect(store.isSlow(clock.now())).toBe(true);
    await clock.advanceAsync(1);
    expect([store.isSlow(clock.now()), clock.pending]).toEqual([false, 0]);
  });

  it('a low score does not make up for an answer that did not come', async () => {
    const { stores, store, clock } = await setUp();
    stores.markBusy(store);
    stores.noteSlowScore(1n, 1);
    expect(store.isSlow(clock.now())).toBe(true);
    stores.close();
  });

  it('of a store that nobody asked for is no matter', async () => {
    const { stores, clock } = await setUp();
    stores.noteSlowScore(99n, 100);
    expect(clock.pending).toBe(0);
  });
});
