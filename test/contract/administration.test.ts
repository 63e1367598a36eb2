import { describe, expect } from 'vitest';
import { connect, UsageError } from '../../src/index.ts';
import { failure, freshPrefix, it, put, text, withCluster } from './support.ts';

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
    ['no region', () => admin().waitForScatter([0n])],
  ] as const)('%s', async ([, verb]) => {
    expect(await failure(verb())).toBeInstanceOf(UsageError);
  });

  it('administration after the client was closed', async () => {
    const tikv = await connect(connected().url);
    await tikv.close();
    expect(await failure(tikv.admin.splitRegions(['a']))).toMatchObject({ code: 'TIKV_CLOSED' });
    expect(await failure(tikv.admin.isScattering(1n))).toMatchObject({ code: 'TIKV_CLOSED' });
  });
});
