import { describe, expect } from 'vitest';
import { connect, FutureTimestampError, MAX_TIMESTAMP, PdError, UsageError } from '../../src/index.ts';
import { failure, freshPrefix, it, list, put, text, withCluster } from './support.ts';

const connected = withCluster({ stores: 3 });
const admin = () => connected().tikv.admin;

describe('regions', () => {
  it('KVS-5: begin where they are told to, and not again', async () => {
    const prefix = freshPrefix();
    const keys = ['b', 'a', 'b'].map((key) => prefix + key);
    const { regionIds, notScattered } = await admin().splitRegions(keys);
    expect(new Set(regionIds).size).toBe(2);
    expect(notScattered).toEqual([]);
    expect(await admin().splitRegions(keys)).toEqual({ regionIds: [], notScattered: [] });
    const entries = Object.fromEntries(['', '0', 'a', 'a0', 'b', 'b0'].map((key) => [prefix + key, key]));
    await put(connected().tikv, entries);
    const values = await connected().tikv.batchGet(Object.keys(entries));
    expect(values.map(text)).toEqual(Object.values(entries));
  });

  it('KVS-6: a region that nobody moves is not waited for', async () => {
    const noRegion = 1n << 40n;
    expect(await admin().isScattering(noRegion)).toBe(false);
    await admin().waitForScatter([noRegion, noRegion]);
  });

  it('PDR-5: PD scatters a region that it knows', async () => {
    const { regionIds } = await admin().splitRegions([freshPrefix()], { scatter: true, group: 'a test' });
    await admin().waitForScatter(regionIds);
  });
});

describe('data', () => {
  it('KVS-9: a destroyed range is empty, and its neighbours are not', async () => {
    const prefix = freshPrefix();
    const { tikv } = connected();
    await put(tikv, { [`${prefix}a1`]: 'one', [`${prefix}a2`]: 'two', [`${prefix}b`]: 'three' });
    const stores = await admin().unsafeDestroyRange({ prefix: `${prefix}a` });
    expect(stores.length).toBeGreaterThan(0);
    expect(await list(tikv.scan({ prefix }), prefix)).toEqual(['b=three']);
  });

  it('PDG-1: PD tells how far its collection has come, or that it is too old to', async () => {
    const status = await admin()
      .gcStatus()
      .catch((error: unknown) => error);
    if (status instanceof PdError) expect(status.message).toContain('9.0');
    else expect(status).toMatchObject({ scope: 'cluster', barriers: expect.any(Array) });
  });

  it('S105: a safe point that PD has not given yet is refused before anything is moved', async () => {
    const future = (await connected().tikv.timestamp()) + (1n << 40n);
    expect(await failure(admin().collectGarbage(future))).toBeInstanceOf(FutureTimestampError);
    const barrier = { id: 'from the future', at: future, ttlSeconds: 60 };
    expect(await failure(admin().setGcBarrier(barrier))).toBeInstanceOf(FutureTimestampError);
  });
});

describe('administration that cannot be meant', () => {
  it.each([
    ['keys that are no list', () => admin().splitRegions('key' as never)],
    ['a key of a border that is none', () => admin().splitRegions([''])],
    ['an API that is none', () => admin().splitRegions(['a'], { api: 'sql' as never })],
    ['a group that is not scattered', () => admin().splitRegions(['a'], { group: 'orders' })],
    ['a group without a name', () => admin().splitRegions(['a'], { scatter: true, group: '' })],
    [
      'an option of administration that is none',
      () => admin().splitRegions(['a'], { spread: true } as never),
    ],
    ['regions that are no list', () => admin().waitForScatter(7n as never)],
    ['a region by number', () => admin().isScattering(7 as never)],
    ['a safe point that is no timestamp', () => admin().collectGarbage(7 as never)],
    ['a safe point above all', () => admin().collectGarbage(MAX_TIMESTAMP)],
    ['no safe point', () => admin().collectGarbage(0n)],
    ['half a part of the key space', () => admin().collectGarbage(1n, { concurrency: 0.5 })],
    ['a barrier without a name', () => admin().setGcBarrier({ id: '', at: 1n, ttlSeconds: 1 })],
    ['a barrier without a timestamp', () => admin().setGcBarrier({ id: 'a', ttlSeconds: 1 } as never)],
    ['a barrier for no time', () => admin().setGcBarrier({ id: 'a', at: 1n, ttlSeconds: 0 })],
    ['a barrier for half a second', () => admin().setGcBarrier({ id: 'a', at: 1n, ttlSeconds: 0.5 })],
    ["a barrier of PD's own name", () => admin().setGcBarrier({ id: 'gc_worker', at: 1n, ttlSeconds: 1 })],
    ['no barrier', () => admin().deleteGcBarrier('')],
    ['nothing to destroy', () => admin().unsafeDestroyRange({})],
    ['a range to destroy without its end', () => admin().unsafeDestroyRange({ start: 'a' })],
    ['a range to destroy without its start', () => admin().unsafeDestroyRange({ end: 'a' })],
    ['a reversed range to destroy', () => admin().unsafeDestroyRange({ start: 'b', end: 'a' })],
    ['a range to destroy that is empty', () => admin().unsafeDestroyRange({ start: 'a', end: 'a' })],
    ['everything, by an empty prefix', () => admin().unsafeDestroyRange({ prefix: '' })],
    ['everything, by an empty bound', () => admin().unsafeDestroyRange({ start: '', end: 'b' })],
    ['everything, and a prefix', () => admin().unsafeDestroyRange({ prefix: 'a', everything: true })],
    ['everything of a cluster of API V1', () => admin().unsafeDestroyRange({ everything: true })],
    [
      'a prefix that has no end, under API V1',
      () => admin().unsafeDestroyRange({ prefix: Uint8Array.of(255) }),
    ],
    ['raw keys of API V1, to destroy', () => admin().unsafeDestroyRange({ prefix: 'a', api: 'raw' })],
    ['no region', () => admin().waitForScatter([0n])],
  ] as const)('%s', async ([, verb]) => {
    expect(await failure(verb())).toBeInstanceOf(UsageError);
  });

  it('administration after the client was closed', async () => {
    const tikv = await connect(connected().url);
    await tikv.close();
    expect(await failure(tikv.admin.splitRegions(['a']))).toMatchObject({ code: 'TIKV_CLOSED' });
    expect(await failure(tikv.admin.isScattering(1n))).toMatchObject({ code: 'TIKV_CLOSED' });
    expect(await failure(tikv.admin.collectGarbage(1n))).toMatchObject({ code: 'TIKV_CLOSED' });
    expect(await failure(tikv.admin.unsafeDestroyRange({ prefix: 'a' }))).toMatchObject({
      code: 'TIKV_CLOSED',
    });
  });
});
