import { expect, describe as group, it } from 'vitest';
import { TikvError, UndeterminedError } from '../../src/index.ts';
import { failure, text } from '../contract/support.ts';
import { eventually } from '../support/eventually.ts';
import { FAST_KEEPALIVE, LONG_MS, type Proxied, serverTls, startProxied, TOGETHER } from './proxied.ts';

/* What becomes of calls when the bytes between client and servers do: broken, stopped, delayed, damaged. */

const KINDS = [
  ['plain text', {}],
  ['TLS', { tls: serverTls }],
] as const;

const keysOf = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

/** Every code but those that say: a defect of the library. */
function expectTyped(error: unknown): void {
  expect(error).toBeInstanceOf(TikvError);
  expect((error as TikvError).code).not.toBe('TIKV_INTERNAL');
}

/** Larger than all else that a connection carries with it. */
const VALUE = 'new'.repeat(1000);

/** Runs a swap that must fail while `during` happens, and tells whether it was done all the same. */
async function lostSwap(world: Proxied, key: string, during: () => void | Promise<void>) {
  const raw = (await world.connect({}, { connectionsPerAddress: 1 })).raw.atomic();
  const direct = await world.connectDirectly();
  await raw.get(key);
  const ended = failure(raw.compareAndSwap(key, { expected: undefined, value: VALUE, timeoutMs: LONG_MS }));
  await during();
  world.skip(LONG_MS);
  const error = await ended;
  return { error, isDone: text(await direct.raw.get(key)) === VALUE };
}

group.concurrent.each(KINDS)('through %s', TOGETHER, (_, options) => {
  it('S113, F29: a reset in the middle of a batch, both ways: reads and writes that may be sent again are', async () => {
    await using world = await startProxied(options);
    const tikv = await world.connect({ connectionsPerStore: 1 });
    const keys = keysOf('k', 200);
    const value = Buffer.alloc(500, 7);
    await tikv.raw.get('k');
    for (const towards of ['server', 'client'] as const) {
      world.stores[0].cutAfter(towards, 20_001);
      await Promise.all(keys.map((key) => tikv.raw.put(key, value)));
      world.stores[0].cutAfter(towards, 20_001);
      expect(await Promise.all(keys.map((key) => tikv.raw.get(key)))).toEqual(
        keys.map(() => new Uint8Array(value)),
      );
    }
  });

  it('S113, F09: a swap whose answer does not come is undetermined, done or not', async () => {
    await using world = await startProxied(options);
    using answered = world.cluster.fail({ rpc: 'RawCompareAndSwap', at: 'answered', action: { delayMs: 0 } });
    const answerLost = await lostSwap(world, 'a', async () => {
      world.stores[0].hold('client');
      await answered.waitForHit();
    });
    expect(answerLost).toMatchObject({ error: { code: 'TIKV_UNDETERMINED' }, isDone: true });
    const requestLost = await lostSwap(world, 'b', async () => {
      world.stores[0].hold('server');
      await eventually(() => expect(world.stores[0].heldBytes('server')).toBeGreaterThan(VALUE.length));
    });
    expect(requestLost).toMatchObject({ error: { code: 'TIKV_UNDETERMINED' }, isDone: false });
  });

  it('S113: a swap whose connection breaks under it is undetermined at once, and never sent again', async () => {
    await using world = await startProxied(options);
    const held = world.cluster.fail({ rpc: 'RawCompareAndSwap', action: 'pause' });
    const lost = await lostSwap(world, 'a', async () => {
      await held.waitForHit();
      world.stores[0].reset();
      held.remove();
    });
    expect(lost).toMatchObject({ error: { code: 'TIKV_UNDETERMINED' } });
    expect(world.cluster.log.messages('RawCompareAndSwap')).toHaveLength(1);
  });

  it('F41, F09: a connection that died without a word is found out and replaced', async () => {
    await using world = await startProxied(options);
    const tikv = await world.connect({}, FAST_KEEPALIVE);
    await tikv.raw.put('k', 'v');
    world.stores[0].hold('client', 'server');
    world.pd.hold('client', 'server');
    expect(text(await tikv.raw.get('k'))).toBe('v');
    await tikv.begin();
  });

  it('F37: damaged bytes cost typed errors at most, and the client goes on', async () => {
    await using world = await startProxied(options);
    const tikv = await world.connect({}, { connectionsPerAddress: 1 });
    await tikv.raw.put('k', 'v'.repeat(1000));
    // A bit of plain text can turn the id of the cluster into that of another, which is final: PD's stays whole there.
    const damaged = 'tls' in options ? [world.pd, ...world.stores] : world.stores;
    for (let i = 0; i < 2; i++) {
      for (const proxy of damaged) proxy.corrupt('client');
      const ends = await Promise.allSettled([tikv.raw.get('k'), tikv.raw.get(`k${i}`), tikv.begin()]);
      for (const end of ends) if (end.status === 'rejected') expectTyped(end.reason);
    }
    for (const proxy of damaged) proxy.reset();
    expect((await tikv.raw.get('k'))?.length).toBe(1000);
  });
});

group.concurrent('through plain text', TOGETHER, () => {
  it('F29: connections that were cut while idle are made anew, with no error for anybody', async () => {
    await using world = await startProxied();
    const tikv = await world.connect();
    await tikv.raw.put('k', 'v');
    for (const proxy of [world.pd, ...world.stores]) proxy.reset();
    expect(text(await tikv.raw.get('k'))).toBe('v');
    const txn = await tikv.begin();
    txn.put('t', 'w');
    await txn.commit();
    expect(text(await tikv.get('t'))).toBe('w');
  });

  it('F06: a swap that no connection could carry plainly failed, and works when there is one', async () => {
    await using world = await startProxied();
    const tikv = await world.connect();
    world.stores[0].refusing = true;
    world.stores[0].reset();
    // So that the client knows of it.
    await failure(tikv.raw.get('k', { timeoutMs: 300 }));
    const swap = (timeoutMs: number) =>
      tikv.raw.atomic().compareAndSwap('k', { expected: undefined, value: 'v', timeoutMs });
    const error = await failure(swap(400));
    expectTyped(error);
    expect(error).not.toBeInstanceOf(UndeterminedError);
    world.stores[0].refusing = false;
    expect(await swap(25_000)).toMatchObject({ swapped: true });
  });

  it('F06: one good connection among refused ones serves everybody', async () => {
    await using world = await startProxied();
    const tikv = await world.connect({ connectionsPerStore: 4 });
    await tikv.raw.put('k', 'v');
    world.stores[0].refusing = true;
    const silent: unknown[] = [];
    tikv.on('store.unreachable', (event) => silent.push(event));
    // More than the streams of a store, each of which wants a connection of its own.
    for (let i = 0; i < 10; i++) expect(text(await tikv.raw.get('k'))).toBe('v');
    expect(silent).toEqual([]);
  });

  it('S008, F09: a commit whose answer is lost with all connections is undetermined, and settle finds out', async () => {
    await using world = await startProxied();
    const tikv = await world.connect({ asyncCommit: false, onePhaseCommit: false });
    const direct = await world.connectDirectly();
    using held = world.cluster.fail({ rpc: 'KvCommit', at: 'answered', action: 'pause' });
    const txn = await tikv.begin();
    txn.put('k', 'v');
    const ended = failure(txn.commit({ timeoutMs: LONG_MS }));
    await held.waitForHit();
    world.stores[0].refusing = true;
    world.stores[0].reset();
    world.skip(LONG_MS);
    const error = await ended;
    expect(error).toBeInstanceOf(UndeterminedError);
    expect(await direct.settle(error as { startTs: bigint; primary: Uint8Array })).toMatchObject({
      outcome: 'committed',
    });
  });

  it('F10: a deadline ends what waits on a dead network, and all is well when it is back', async () => {
    await using world = await startProxied();
    const tikv = await world.connect();
    await tikv.raw.put('k', 'v');
    for (const proxy of [world.pd, ...world.stores]) {
      proxy.hold('client', 'server');
      proxy.refusing = true;
    }
    const ends = await Promise.all(
      [
        tikv.raw.get('k', { timeoutMs: 300 }),
        tikv.get('k', { timeoutMs: 300 }),
        tikv.begin({ timeoutMs: 300 }),
        tikv.raw.put('k', 'w', { timeoutMs: 300 }),
      ].map(failure),
    );
    for (const error of ends) expectTyped(error);
    for (const proxy of [world.pd, ...world.stores]) {
      proxy.reset();
      proxy.refusing = false;
    }
    expect(text(await tikv.raw.get('k'))).toMatch(/^[vw]$/);
    await tikv.begin();
  });

  it('F08: a slow and thin network changes no answer', async () => {
    await using world = await startProxied();
    const tikv = await world.connect();
    const value = Buffer.alloc(50_000, 'v');
    world.stores[0].bytesPerSecond = 2_000_000;
    world.stores[0].delayMs = 1;
    world.pd.delayMs = 20;
    await tikv.transact((txn) => txn.put('k', value));
    expect(Buffer.from((await tikv.get('k')) ?? [])).toEqual(value);
  });

  it('S107, F22: timestamps go on and up while the connections to PD break', async () => {
    await using world = await startProxied();
    const tikv = await world.connect();
    let last = 0n;
    for (let i = 0; i < 5; i++) {
      const asked = Promise.all([tikv.begin(), tikv.begin()]);
      world.pd.reset();
      for (const { startTs } of await asked) {
        expect(startTs).toBeGreaterThan(last);
        last = startTs;
      }
    }
  });

  it('F43: another cluster behind the address of PD ends all work with a typed error', async () => {
    await using world = await startProxied();
    await using other = await startProxied({ clusterId: 99n });
    const tikv = await world.connect();
    world.pd.target = other.cluster.addresses.pds[0] as string;
    world.pd.reset();
    expect(await failure(tikv.begin())).toMatchObject({ code: 'TIKV_CLUSTER_MISMATCH' });
    expect(await failure(tikv.begin())).toMatchObject({ code: 'TIKV_CLUSTER_MISMATCH' });
  });
});
