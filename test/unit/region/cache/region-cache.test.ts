import { describe, expect, it } from 'vitest';
import { keyspaceCodec } from '../../../../src/keyspace/keyspace-codec.ts';
import { memcomparableCodec } from '../../../../src/keyspace/memcomparable-codec.ts';
import { ProtocolError } from '../../../../src/model/errors.ts';
import type { RegionMeta } from '../../../../src/model/region.ts';
import type { CachedRegion } from '../../../../src/region/cache/cached-region.ts';
import {
  bytes,
  type FakeRegion,
  FakeRegionServers,
  type FakeRegionServersOptions,
  peerOn,
  retriesOf,
  text,
} from '../../../support/fake-region-servers.ts';

const ABCD: FakeRegion[] = [
  { id: 1n, start: '', end: 'b' },
  { id: 2n, start: 'b', end: 'c' },
  { id: 3n, start: 'c', end: 'd' },
  { id: 4n, start: 'd', end: '' },
];

const bounds = (region: CachedRegion | undefined) =>
  region && `${region.id}:${text(region.startKey)}..${text(region.endKey)}`;

function setUp(options: FakeRegionServersOptions = {}) {
  const servers = new FakeRegionServers({ regions: ABCD, ...options });
  const locate = (key: string, backoffer = servers.backoffer()) =>
    servers.until(servers.cache.locate(bytes(key), backoffer));
  const peek = (key: string) => bounds(servers.cache.peek(bytes(key)));
  return { servers, pd: servers.pd, cache: servers.cache, clock: servers.clock, locate, peek };
}

const meta = (region: Partial<RegionMeta>): RegionMeta => ({
  id: 1n,
  epoch: { version: 2n, confVer: 1n },
  startKey: new Uint8Array(),
  endKey: new Uint8Array(),
  peers: [peerOn(1n)],
  ...region,
});

describe('looking up', () => {
  it('asks PD once for a region, and then never again while it is used (REG-2)', async () => {
    const { pd, locate, peek } = setUp();
    expect(peek('b')).toBeUndefined();
    expect(bounds(await locate('b'))).toBe('2:b..c');
    expect([peek('b'), peek('bz'), peek('c'), peek('a')]).toEqual(['2:b..c', '2:b..c', undefined, undefined]);
    await locate('bb');
    expect(pd.regionCalls).toEqual(['getRegion b']);
  });

  it('F46 a lookup that fails leaves none of its questions behind', async () => {
    const { servers, pd, locate } = setUp({ regions: [{ id: 1n, start: '', end: '', stores: [1n, 2n] }] });
    pd.stores.set(1n, { id: 1n, address: '', state: 'up', labels: {} });
    let isAnswered = false;
    const getStore = pd.getStore.bind(pd);
    pd.getStore = async (id) => {
      if (id === 2n) {
        await new Promise((resolve) => servers.clock.setTimeout(() => resolve(undefined), 1000));
        isAnswered = true;
      }
      return getStore(id);
    };
    await expect(locate('a')).rejects.toThrow('PD has no address for store 1');
    expect(isAnswered).toBe(true);
  });

  it('finds by an exclusive end, for scans downward (REG-2)', async () => {
    const { servers, pd, cache } = setUp();
    const locateEnd = (key: string) => servers.until(cache.locateEnd(bytes(key), servers.backoffer()));
    expect(bounds(await locateEnd('c'))).toBe('2:b..c');
    expect(bounds(await locateEnd('cc'))).toBe('3:c..d');
    expect(bounds(cache.peekEnd(bytes('d')))).toBe('3:c..d');
    expect(bounds(cache.peekEnd(bytes('b')))).toBeUndefined();
    expect(pd.regionCalls).toEqual(['getRegion c', 'getPrevRegion c', 'getRegion cc']);
  });

  it('finds the last region for the end of all keys', async () => {
    const { servers, cache, pd } = setUp();
    const end = new Uint8Array();
    expect(cache.peekEnd(end)).toBeUndefined();
    expect(bounds(await servers.until(cache.locateEnd(end, servers.backoffer())))).toBe('4:d..');
    expect(bounds(cache.peekEnd(end))).toBe('4:d..');
    expect(pd.regionCalls.length).toBe(1);
  });

  it('goes on to the right for the end of all keys when keys are larger than any usual one', async () => {
    const large = String.fromCodePoint(0x10ffff);
    const regions = [{ id: 1n, start: '', end: '' }];
    const { servers, cache, pd } = setUp({ regions });
    const huge = new Uint8Array(80).fill(0xff);
    const left = { meta: meta({ id: 1n, endKey: huge }), leader: peerOn(1n) };
    const right = { meta: meta({ id: 2n, startKey: huge }), leader: peerOn(1n) };
    pd.getRegion = async (key) => ({
      ...(key.length < 80 ? left : right),
      downPeers: [],
    });
    const found = await servers.until(cache.locateEnd(new Uint8Array(), servers.backoffer()));
    expect([found.id, large.length]).toEqual([2n, 2]);
  });

  it('asks in PD’s encoding and gives user keys', async () => {
    const { servers, pd, cache } = setUp({ codec: memcomparableCodec });
    pd.regions = [
      { id: 1n, start: '', end: 'm\0\0\0\0\0\0\0\u00f8' },
      { id: 2n, start: 'm', end: '' },
    ];
    pd.getRegion = async (key) => {
      expect(key).toEqual(memcomparableCodec.encodeRegionKey(bytes('k')));
      const endKey = memcomparableCodec.encodeRegionKey(bytes('m'));
      return {
        meta: meta({ endKey }),
        leader: peerOn(1n),
        downPeers: [],
      };
    };
    expect(bounds(await servers.until(cache.locate(bytes('k'), servers.backoffer())))).toBe('1:..m');
  });

  it('S103: PD is asked again when it names a region outside the keyspace, as between two questions with a merge', async () => {
    const { servers, pd, cache } = setUp({ codec: keyspaceCodec('txn', { id: 2, name: 'two' }) });
    const outside = meta({ id: 9n, endKey: memcomparableCodec.encodeRegionKey(bytes('x\0\0\u0002')) });
    const answers = [outside, outside, meta({})];
    let asked = 0;
    pd.getRegion = async () => ({ meta: answers[asked++] as RegionMeta, leader: peerOn(1n), downPeers: [] });
    const found = await servers.until(cache.locate(bytes('k'), servers.backoffer()));
    expect([bounds(found), asked]).toEqual(['1:..', 3]);
  });

  it('a bound of PD that is not in the encoding is a typed error at once (REG-10)', async () => {
    const { pd, locate } = setUp({ codec: memcomparableCodec, regions: [{ id: 1n, start: '', end: 'zz' }] });
    await expect(locate('k')).rejects.toMatchObject({ code: 'TIKV_PROTOCOL' });
    expect(pd.regionCalls.length).toBe(1);
  });
});

describe('S103 cached-region-stale-ttl', () => {
  it('an idle region is asked for again; one in use is kept (REG-3)', async () => {
    const { pd, clock, locate, peek } = setUp({ cache: { ttlMs: 1_000, ttlJitterMs: 0 } });
    await locate('b');
    clock.advance(1_000);
    expect(peek('b')).toBeDefined();
    clock.advance(1_000);
    expect(peek('b')).toBeDefined();
    clock.advance(1_001);
    expect(peek('b')).toBeUndefined();
    await locate('b');
    expect(pd.regionCalls.length).toBe(2);
  });

  it('regions loaded together expire apart (REG-3)', async () => {
    const values = [0.1, 0.9];
    const { clock, locate, peek } = setUp({
      cache: { ttlMs: 1_000, ttlJitterMs: 1_000 },
      random: () => values.shift() ?? 0,
    });
    await locate('b');
    await locate('c');
    clock.advance(1_500);
    expect([peek('b'), peek('c')]).toEqual([undefined, '3:c..d']);
  });

  it('a region with a peer down, or a store given up, is not kept beyond its TTL (REG-6, REG-8)', async () => {
    const regions = [
      { id: 1n, start: '', end: 'm', down: [3n] },
      { id: 2n, start: 'm', end: '' },
    ];
    const { servers, clock, locate, peek } = setUp({ regions, cache: { ttlMs: 1_000, ttlJitterMs: 0 } });
    await locate('a');
    await locate('z');
    servers.stores.get(3n).epoch++;
    clock.advance(900);
    expect([peek('a'), peek('z')]).toEqual(['1:..m', '2:m..']);
    clock.advance(200);
    expect([peek('a'), peek('z')]).toEqual([undefined, undefined]);
  });

  it('concurrent misses for one region make one PD call', async () => {
    const { servers, pd, cache } = setUp();
    const located = Promise.all(
      ['b', 'bb', 'bc', 'b'].map((key) => cache.locate(bytes(key), servers.backoffer())),
    );
    expect(new Set((await servers.until(located)).map(bounds))).toEqual(new Set(['2:b..c']));
    expect(pd.regionCalls).toEqual(['getRegion b']);
  });

  it.each(['locate', 'locateEnd'] as const)(
    'concurrent misses for several regions share two PD calls: %s',
    async (locating) => {
      const { servers, pd, cache } = setUp();
      const keys = ['a', 'cc', 'bb', 'dd', 'aa', 'bbb', 'ccc', 'ddd'];
      const located = Promise.all(keys.map((key) => cache[locating](bytes(key), servers.backoffer())));
      expect((await servers.until(located)).map(({ id }) => id)).toEqual([1n, 3n, 2n, 4n, 1n, 2n, 3n, 4n]);
      expect(pd.regionCalls.map((call) => call.split(' ')[0])).toEqual(['getRegion', 'batchScanRegions']);
    },
  );

  it('concurrent misses downward find the region that ends at the key, and that of the end of all keys', async () => {
    const { servers, pd, cache } = setUp();
    const keys = ['a', '', 'd', 'c', 'c\0', 'b'];
    const located = Promise.all(keys.map((key) => cache.locateEnd(bytes(key), servers.backoffer())));
    expect((await servers.until(located)).map(({ id }) => id)).toEqual([1n, 4n, 3n, 2n, 3n, 1n]);
    expect(pd.regionCalls.length).toBe(2);
  });

  it('one caller that stops waiting disturbs no other', async () => {
    const { servers, pd, cache } = setUp();
    let open: () => void = () => undefined;
    pd.gate = new Promise((resolve) => {
      open = resolve;
    });
    const controller = new AbortController();
    const patient = cache.locate(bytes('b'), servers.backoffer());
    const hasty = cache.locate(bytes('bb'), servers.backoffer({ signal: controller.signal }));
    controller.abort();
    await expect(hasty).rejects.toMatchObject({ code: 'TIKV_ABORTED', stage: 'locating a region' });
    open();
    expect(bounds(await servers.until(patient))).toBe('2:b..c');
  });

  it('a caller whose own deadline ends the shared call leaves it to the others to ask again', async () => {
    const { servers, pd, cache } = setUp();
    pd.script = ['hole', 'hole'];
    const hasty = cache.locate(bytes('b'), servers.backoffer({ timeoutMs: 3 }));
    const patient = cache.locate(bytes('b'), servers.backoffer());
    await expect(servers.until(hasty)).rejects.toMatchObject({ code: 'TIKV_DEADLINE' });
    expect(bounds(await servers.until(patient))).toBe('2:b..c');
  });

  it('an error of PD is told to whoever asked; those who waited ask again, together', async () => {
    const { servers, pd, cache } = setUp();
    pd.script = [new Error('no PD')];
    const located = ['b', 'bb', 'cc', 'dd'].map((key) => cache.locate(bytes(key), servers.backoffer()));
    const results = await servers.until(Promise.allSettled(located));
    expect(results.map(({ status }) => status)).toEqual(['rejected', ...Array(3).fill('fulfilled')]);
    expect(pd.regionCalls).toEqual(['getRegion b', 'batchScanRegions bb..bb\0,cc..cc\0,dd..dd\0 128']);
  });
});

describe('many callers at once', () => {
  const COUNT = 300;
  const name = (i: number) => String(i).padStart(3, '0');
  const regions: FakeRegion[] = Array.from({ length: COUNT }, (_, i) => ({
    id: BigInt(i + 1),
    start: i === 0 ? '' : name(i),
    end: i === COUNT - 1 ? '' : name(i + 1),
  }));

  function setUpSlowly() {
    const world = setUp({ regions });
    const { pd, servers } = world;
    Object.defineProperty(pd, 'gate', {
      get: () => new Promise<void>((resolve) => servers.clock.setTimeout(() => resolve(), 100)),
    });
    return world;
  }

  it('find 300 unknown regions with a few questions to PD, one after the other', async () => {
    const { servers, pd, cache } = setUpSlowly();
    const located = Promise.all(
      regions.map((_, i) => cache.locate(bytes(`${name((i * 7) % COUNT)}x`), servers.backoffer())),
    );
    const { value, tookMs } = await servers.timed(located);
    expect(value.map(({ id }) => Number(id) - 1)).toEqual(regions.map((_, i) => (i * 7) % COUNT));
    expect(pd.regionCalls.length).toBe(4);
    expect(tookMs).toBeLessThan(700);
  });

  it.each(['up', 'down'] as const)(
    'find 300 unknown regions (%s) with a few questions, though another caller finds the last of them meanwhile',
    async (direction) => {
      const { servers, pd, cache } = setUpSlowly();
      const find = (key: string) =>
        direction === 'up'
          ? cache.locate(bytes(key), servers.backoffer())
          : cache.locateEnd(bytes(key), servers.backoffer());
      const scan = pd.batchScanRegions.bind(pd);
      pd.batchScanRegions = async (ranges, limit) => {
        const answer = await scan(ranges, limit);
        await find('298x');
        return answer;
      };
      const { value, tookMs } = await servers.timed(Promise.all(regions.map((_, i) => find(`${name(i)}x`))));
      expect(value.map(({ id }) => id)).toEqual(regions.map(({ id }) => id));
      expect(pd.regionCalls.length).toBeLessThan(7);
      expect(tookMs).toBeLessThan(1_000);
    },
  );

  it('of one region ask once', async () => {
    const { servers, pd, cache } = setUpSlowly();
    const located = Promise.all(regions.map((_, i) => cache.locate(bytes(`007${i}`), servers.backoffer())));
    expect(new Set((await servers.until(located)).map(({ id }) => id))).toEqual(new Set([8n]));
    expect(pd.regionCalls).toEqual(['getRegion 0070']);
  });

  it('do not wait for one whose region PD does not know', async () => {
    const { servers, pd, cache } = setUp({ regions: regions.filter(({ id }) => id !== 8n) });
    const lost = cache.locate(bytes('007x'), servers.backoffer({ budgetMs: 1_000 }));
    const others = [9, 10, 11].map((i) => cache.locate(bytes(name(i)), servers.backoffer({ timeoutMs: 10 })));
    expect((await servers.until(Promise.all(others))).map(({ id }) => id)).toEqual([10n, 11n, 12n]);
    expect(pd.regionCalls.length).toBe(2);
    await expect(servers.until(lost)).rejects.toMatchObject({ code: 'TIKV_REGION_UNAVAILABLE' });
  });

  it('of a region that PD does not know ask little more than one does', async () => {
    const asked = async (callers: number) => {
      const { servers, pd, cache } = setUp({ regions: regions.filter(({ id }) => id !== 8n) });
      const located = Array.from({ length: callers }, (_, i) =>
        cache.locate(bytes(`007${i}`), servers.backoffer({ budgetMs: 1_000, timeoutMs: 1_000 })),
      );
      await servers.until(Promise.allSettled(located));
      return pd.regionCalls.length;
    };
    expect(await asked(30)).toBeLessThanOrEqual(2 * (await asked(1)) + 2);
  });

  it('do not wait for thousands whose region PD does not know', async () => {
    const { servers, pd, cache } = setUp({ regions: regions.filter(({ id }) => id !== 8n) });
    const locate = (key: string) => cache.locate(bytes(key), servers.backoffer({ timeoutMs: 10 }));
    const lost = Promise.allSettled(Array.from({ length: 2_100 }, (_, i) => locate(`007${i}`)));
    const others = Promise.all([9, 10, 11].map((i) => locate(name(i))));
    expect((await servers.until(others)).map(({ id }) => id)).toEqual([10n, 11n, 12n]);
    expect(pd.regionCalls.length).toBe(3);
    await servers.until(lost);
  });

  it('of whom one is in no hurry and one has a region that PD is behind with: both get what PD has', async () => {
    const { servers, cache, pd, locate } = setUp({ regions: ABCD.filter(({ id }) => id !== 3n) });
    const region = meta({ id: 2n, startKey: bytes('b'), endKey: bytes('c') });
    cache.adopt(await locate('b'), [{ ...region, epoch: { version: 99n, confVer: 99n } }], 1n);
    (cache.peek(bytes('b')) as CachedRegion).invalidate();
    const lost = cache.locate(bytes('c'), servers.backoffer({ budgetMs: 1_000 }));
    const other = cache.locate(bytes('b'), servers.backoffer({ timeoutMs: 10 }));
    expect((await servers.until(other)).epoch.version).toBe(1n);
    expect(pd.regionCalls.slice(1, 4)).toEqual([
      'getRegion c',
      'batchScanRegions b..b\0 128',
      'batchScanRegions b..b\0 128',
    ]);
    await expect(servers.until(lost)).rejects.toMatchObject({ code: 'TIKV_REGION_UNAVAILABLE' });
  });

  it('of whom one has a region that cannot be right: it alone is told, and nobody waits for another', async () => {
    const broken = { id: 4n, start: 'd', end: '', stores: [9n] };
    const { servers, cache, pd } = setUp({ regions: [...ABCD.slice(0, 2), broken] });
    pd.stores.set(9n, { id: 9n, address: '', state: 'up', labels: {} });
    const lost = cache.locate(bytes('c'), servers.backoffer({ budgetMs: 1_000 }));
    const others = ['a', 'b', 'd', 'd', 'bb'].map((key) =>
      cache.locate(bytes(key), servers.backoffer({ timeoutMs: 10 })),
    );
    expect(await servers.until(Promise.allSettled(others))).toMatchObject([
      { value: { id: 1n } },
      { value: { id: 2n } },
      { reason: { code: 'TIKV_PROTOCOL' } },
      { reason: { code: 'TIKV_PROTOCOL' } },
      { value: { id: 2n } },
    ]);
    expect(pd.regionCalls.filter((call) => call === 'getRegion d').length).toBe(1);
    await expect(servers.until(lost)).rejects.toMatchObject({ code: 'TIKV_REGION_UNAVAILABLE' });
  });

  it('of one region that PD always gives wrongly are told so together', async () => {
    const { servers, pd, cache } = setUpSlowly();
    pd.regions = [];
    pd.script = Array.from({ length: 100 }, () => new ProtocolError('Malformed'));
    const located = Array.from({ length: 30 }, (_, i) =>
      cache.locate(bytes(`007${i % 10}`), servers.backoffer()),
    );
    const { value, tookMs } = await servers.timed(Promise.allSettled(located));
    expect(value.every((result) => result.status === 'rejected')).toBe(true);
    expect(pd.regionCalls.length).toBeLessThanOrEqual(1 + 1 + 10);
    expect(tookMs).toBeLessThan(500);
  });

  it('end at once when the client closes', async () => {
    const { servers, cache } = setUp({ regions });
    servers.pd.gate = new Promise(() => {});
    const located = regions.map((_, i) => cache.locate(bytes(name(i)), servers.backoffer()));
    const waiting = Promise.allSettled(located.slice(1));
    await servers.settle();
    servers.deadlines.close();
    const results = await servers.until(waiting);
    expect(
      results.every((result) => result.status === 'rejected' && result.reason.code === 'TIKV_CLOSED'),
    ).toBe(true);
  });
});

describe('verbs that want the same region', () => {
  const locateBoth = async (failure: Error | undefined) => {
    const servers = new FakeRegionServers();
    const [poor, rich] = [servers.backoffer({ budgetMs: 0 }), servers.backoffer()];
    servers.pd.script = [failure ?? 'hole'];
    const both = [poor, rich].map((backoffer) => servers.cache.locate(bytes('k'), backoffer));
    return servers.until(Promise.allSettled(both));
  };

  it('one whose retry budget is used up ends alone', async () => {
    expect(await locateBoth(undefined)).toMatchObject([
      { reason: { code: 'TIKV_REGION_UNAVAILABLE' } },
      { value: { id: 1n } },
    ]);
  });

  it('an answer that cannot be right is told to whoever asked', async () => {
    const broken = new ProtocolError('Malformed');
    expect(await locateBoth(broken)).toMatchObject([{ reason: broken }, { value: { id: 1n } }]);
  });
});

describe('S096 region-hole, F26', () => {
  it('no region at PD: asked again after waits, then found', async () => {
    const { servers, pd, locate } = setUp();
    pd.script = ['hole', 'hole'];
    const backoffer = servers.backoffer();
    expect(bounds(await locate('b', backoffer))).toBe('2:b..c');
    expect(retriesOf(backoffer)).toMatchObject({ regionMiss: { times: 2 } });
  });

  it('no region at PD to the end of the budget: a typed error', async () => {
    const { servers, locate } = setUp({ regions: [] });
    await expect(locate('b', servers.backoffer({ budgetMs: 1_000 }))).rejects.toMatchObject({
      code: 'TIKV_REGION_UNAVAILABLE',
      cause: { code: 'TIKV_REGION', kind: 'noRegion' },
    });
  });

  it('a hole in the middle of a range is filled or an error, never skipped', async () => {
    const { servers, pd, cache } = setUp();
    const range = { start: bytes('a'), end: bytes('e') };
    pd.regions = ABCD.filter(({ id }) => id !== 2n);
    const locating = cache.locateRange(range, servers.backoffer());
    await servers.clock.advanceAsync(50);
    pd.regions = ABCD;
    expect((await servers.until(locating)).map(bounds)).toEqual(['1:..b', '2:b..c', '3:c..d', '4:d..']);

    const other = setUp({ regions: ABCD.filter(({ id }) => id !== 2n) });
    const failing = other.cache.locateRange(range, other.servers.backoffer({ budgetMs: 500 }));
    await expect(other.servers.until(failing)).rejects.toMatchObject({ code: 'TIKV_REGION_UNAVAILABLE' });
  });

  it('a region that does not have the key is not believed', async () => {
    const { servers, pd, locate } = setUp();
    pd.script = [ABCD[3] as FakeRegion];
    expect(bounds(await locate('b'))).toBe('2:b..c');
    expect(pd.regionCalls.length).toBe(2);
    pd.script = Array.from({ length: 100 }, () => ABCD[3] as FakeRegion);
    await expect(locate('a', servers.backoffer({ budgetMs: 100 }))).rejects.toMatchObject({
      cause: { code: 'TIKV_PROTOCOL' },
    });
  });

  it('a region that ends before it starts is not believed', async () => {
    const { pd, locate } = setUp();
    pd.script = [{ id: 9n, start: 'b', end: 'a' }];
    expect(bounds(await locate('b'))).toBe('2:b..c');
  });
});

describe('building a region (REG-8)', () => {
  const replicas = (region: CachedRegion) => region.replicas.map(({ store }) => store.id);

  it('a leader that PD does not know is the first peer', async () => {
    const { locate } = setUp({ regions: [{ id: 1n, start: '', end: '', leader: 0n }] });
    expect((await locate('k')).leader.store.id).toBe(1n);
  });

  it('peers that are down, witnesses that do not lead, and columnar stores are left out', async () => {
    const { servers, locate } = setUp({
      regions: [
        { id: 1n, start: '', end: 'b', down: [2n] },
        { id: 2n, start: 'b', end: 'c', witnesses: [2n] },
        { id: 3n, start: 'c', end: 'd', witnesses: [2n], leader: 2n },
        { id: 4n, start: 'd', end: '', stores: [1n, 5n] },
      ],
    });
    servers.pd.stores.set(5n, { id: 5n, address: 's5', state: 'up', labels: { engine: 'tiflash' } });
    expect(replicas(await locate('a'))).toEqual([1n, 3n]);
    expect(replicas(await locate('b'))).toEqual([1n, 3n]);
    expect(replicas(await locate('c'))).toEqual([1n, 2n, 3n]);
    expect(replicas(await locate('d'))).toEqual([1n]);
  });

  it('S101 store-removed: peers on stores that are gone are left out; none left is waited out, then an error', async () => {
    const { servers, pd, locate } = setUp({
      regions: [
        { id: 1n, start: '', end: 'm', stores: [1n, 8n] },
        { id: 2n, start: 'm', end: '', stores: [8n, 9n] },
      ],
    });
    pd.stores.set(9n, { id: 9n, address: 's9', state: 'tombstone', labels: {} });
    expect(replicas(await locate('a'))).toEqual([1n]);
    await expect(locate('z', servers.backoffer({ budgetMs: 100 }))).rejects.toMatchObject({
      code: 'TIKV_REGION_UNAVAILABLE',
      cause: { kind: 'noPeer' },
    });
  });

  it.each([
    ['another store', { id: 3n, address: 's3', state: 'up', labels: {} }],
    ['a store without an address', { id: 1n, address: '', state: 'up', labels: {} }],
  ] as const)('PD answers with %s: a typed error', async (_, store) => {
    const { pd, locate } = setUp();
    pd.stores.set(1n, store);
    await expect(locate('k')).rejects.toMatchObject({ code: 'TIKV_PROTOCOL' });
  });
});

describe('newer and older versions (REG-9)', () => {
  it('S094 split-between-cache-and-send: a split takes the place of what it was split from', async () => {
    const { servers, pd, locate, peek } = setUp({ regions: [{ id: 1n, start: '', end: '' }] });
    const old = await locate('k');
    pd.regions = [
      { id: 1n, start: '', end: 'm', version: 2n },
      { id: 2n, start: 'm', end: '', version: 2n },
    ];
    old.invalidate();
    expect(bounds(await locate('k'))).toBe('1:..m');
    expect(peek('z')).toBeUndefined();
    expect(bounds(await locate('z'))).toBe('2:m..');
    expect(servers.cache.size).toBe(2);
  });

  it('S095 merge: a merged region takes the place of both', async () => {
    const { pd, cache, locate, peek } = setUp();
    const old = await locate('b');
    await locate('c');
    pd.regions = [{ id: 3n, start: 'b', end: 'd', version: 3n }];
    old.invalidate();
    await locate('b');
    expect([peek('b'), peek('c'), cache.size]).toEqual(['3:b..d', '3:b..d', 1]);
  });

  it('an older version from PD does not replace a usable one; PD is asked again at once', async () => {
    const { servers, pd, cache, locate, peek } = setUp();
    cache.adopt(
      await locate('b'),
      [meta({ id: 2n, startKey: bytes('b'), endKey: bytes('bm'), epoch: { version: 5n, confVer: 1n } })],
      1n,
    );
    pd.script = [ABCD[1] as FakeRegion, { id: 9n, start: 'bm', end: 'c', version: 5n }];
    const backoffer = servers.backoffer();
    expect(bounds(await locate('bz', backoffer))).toBe('9:bm..c');
    expect(peek('b')).toBe('2:b..bm');
    expect(retriesOf(backoffer)).toEqual({});
  });

  it('an older version that PD insists on is waited out', async () => {
    const { servers, pd, cache, locate } = setUp();
    cache.adopt(
      await locate('b'),
      [meta({ id: 2n, startKey: bytes('b'), endKey: bytes('bm'), epoch: { version: 5n, confVer: 1n } })],
      1n,
    );
    await expect(locate('bz', servers.backoffer({ budgetMs: 100 }))).rejects.toMatchObject({
      code: 'TIKV_REGION_UNAVAILABLE',
    });
    expect(pd.regionCalls.length).toBeGreaterThan(3);
  });

  it('what cannot be used any more does not keep out what PD says twice', async () => {
    const { cache, pd, locate } = setUp();
    const region = await locate('b');
    cache.adopt(
      region,
      [meta({ id: 2n, startKey: bytes('b'), endKey: bytes('c'), epoch: { version: 99n, confVer: 99n } })],
      1n,
    );
    (cache.peek(bytes('b')) as CachedRegion).invalidate();
    expect((await locate('b')).epoch.version).toBe(1n);
    expect(pd.regionCalls.length).toBe(3);
  });

  it('a region whose id moved elsewhere leaves nothing behind', async () => {
    const { cache, locate, peek } = setUp();
    const region = await locate('b');
    cache.adopt(region, [meta({ id: 2n, startKey: bytes('x'), endKey: bytes('y') })], 1n);
    expect([peek('b'), peek('x'), cache.size]).toEqual([undefined, '2:x..y', 1]);
  });

  it('EpochNotMatch: regions that cannot be right are passed over, and the old one is given up', async () => {
    const { cache, locate, peek } = setUp();
    const region = await locate('b');
    cache.adopt(
      region,
      [
        meta({ id: 2n, startKey: bytes('z'), endKey: bytes('b') }),
        meta({ id: 7n, startKey: bytes('bm'), endKey: bytes('c') }),
      ],
      1n,
    );
    expect([peek('b'), peek('bz')]).toEqual([undefined, '7:bm..c']);
    expect(region.isUsable(0)).toBe(false);
  });

  it('the responding store leads the regions it names, where it has a peer', async () => {
    const { cache, locate } = setUp();
    const region = await locate('b');
    const peers = [peerOn(1n), peerOn(2n)];
    cache.adopt(region, [meta({ id: 2n, startKey: bytes('b'), endKey: bytes('c'), peers })], 2n);
    expect(cache.peek(bytes('b'))?.leader.store.id).toBe(2n);
  });
});

describe('asking again about a usable region (REG-4)', () => {
  it('happens in the background after a while, once, and the old one serves until then', async () => {
    const { servers, pd, cache, clock, locate, peek } = setUp();
    const region = await locate('b');
    cache.reloadSoon(region);
    expect(peek('b')).toBe('2:b..c');
    clock.advance(1_000);
    pd.regions = [{ id: 2n, start: 'b', end: 'c', version: 2n }];
    expect(cache.peek(bytes('b'))).toBe(region);
    expect(cache.peek(bytes('b'))).toBe(region);
    await servers.settle();
    expect(cache.peek(bytes('b'))?.epoch.version).toBe(2n);
    expect(pd.regionCalls.length).toBe(2);
    expect(region.isUsable(clock.now())).toBe(false);
  });

  it('that gives the same version leaves the old object usable for those who hold it', async () => {
    const { servers, cache, clock, locate } = setUp();
    const region = await locate('b');
    cache.reloadSoon(region);
    clock.advance(1_000);
    cache.peek(bytes('b'));
    await servers.settle();
    expect(cache.peek(bytes('b'))).not.toBe(region);
    expect(region.isUsable(clock.now())).toBe(true);
  });

  it('that fails harms nobody', async () => {
    const { servers, pd, cache, clock, locate } = setUp();
    const region = await locate('b');
    cache.reloadSoon(region);
    clock.advance(1_000);
    pd.script = [new Error('no PD')];
    cache.peek(bytes('b'));
    await servers.settle();
    expect(cache.peek(bytes('b'))).toBe(region);
  });
});

describe('grouping keys', () => {
  const group = async (keys: string[], options: FakeRegionServersOptions = {}) => {
    const { servers, cache, pd } = setUp(options);
    const groups = await servers.until(cache.groupKeys(keys.map(bytes), servers.backoffer()));
    return { groups: groups.map(({ region, indexes }) => [region.id, ...indexes]), pd };
  };

  it('sorted or not, each key once, one group for each region in order of first use', async () => {
    expect((await group(['a', 'ab', 'b', 'd', 'e'])).groups).toEqual([
      [1n, 0, 1],
      [2n, 2],
      [4n, 3, 4],
    ]);
    expect((await group(['d', 'a', 'c', 'a', 'dd', 'b'])).groups).toEqual([
      [4n, 0, 4],
      [1n, 1, 3],
      [3n, 2],
      [2n, 5],
    ]);
    expect((await group([])).groups).toEqual([]);
  });

  it('of many regions nobody knows yet asks PD for many at once', async () => {
    const regions: FakeRegion[] = Array.from({ length: 300 }, (_, i) => ({
      id: BigInt(i + 1),
      start: i === 0 ? '' : String(i).padStart(3, '0'),
      end: i === 299 ? '' : String(i + 1).padStart(3, '0'),
    }));
    const { groups, pd } = await group(
      regions.map((_, i) => `${String(i).padStart(3, '0')}x`),
      { regions },
    );
    expect(groups).toEqual(regions.map(({ id }, i) => [id, i]));
    expect(pd.regionCalls.length).toBeLessThan(10);
  });

  it('of many regions asks PD for many at once, though another caller finds the last of them meanwhile', async () => {
    const name = (i: number) => String(i).padStart(3, '0');
    const regions: FakeRegion[] = Array.from({ length: 300 }, (_, i) => ({
      id: BigInt(i + 1),
      start: i === 0 ? '' : name(i),
      end: i === 299 ? '' : name(i + 1),
    }));
    const { servers, cache, pd } = setUp({ regions });
    const scan = pd.batchScanRegions.bind(pd);
    pd.batchScanRegions = async (ranges, limit) => {
      const answer = await scan(ranges, limit);
      await cache.locate(bytes('298x'), servers.backoffer());
      return answer;
    };
    const keys = regions.map((_, i) => bytes(`${name(i)}x`));
    const groups = await servers.until(cache.groupKeys(keys, servers.backoffer()));
    expect(groups.map(({ region }) => region.id)).toEqual(regions.map(({ id }) => id));
    expect(pd.regionCalls.length).toBeLessThan(10);
  });

  it('of very many keys looks at each a few times, not at all of them for each question', async () => {
    const REGIONS = 1_000;
    const KEYS = 20;
    const name = (i: number) => String(i).padStart(4, '0');
    const regions: FakeRegion[] = Array.from({ length: REGIONS }, (_, i) => ({
      id: BigInt(i + 1),
      start: name(i),
      end: name(i + 1),
    }));
    const { servers, cache, pd } = setUp({ regions });
    const scan = pd.batchScanRegions.bind(pd);
    pd.batchScanRegions = async (ranges, limit) => {
      // The script's PD looks at all its regions for each range.
      const [first, last] = [ranges[0], ranges.at(-1)].map((range) =>
        Number(text(range?.start.slice(0, 4) as Uint8Array)),
      );
      pd.regions = regions.slice(first, (last as number) + 1);
      return scan(ranges, limit);
    };
    const peek = cache.peek.bind(cache);
    let looks = 0;
    cache.peek = (key) => {
      looks++;
      return peek(key);
    };
    const keys = Array.from({ length: REGIONS * KEYS }, (_, i) => bytes(`${name(i % REGIONS)}${i}`));
    const groups = await servers.until(cache.groupKeys(keys, servers.backoffer()));
    expect(groups.map(({ indexes }) => indexes.length)).toEqual(Array(REGIONS).fill(KEYS));
    expect(looks).toBeLessThan(5 * keys.length);
  });
});

describe('locating a range', () => {
  it('gives its regions in order, from what is known and from PD (REG-12)', async () => {
    const { servers, pd, cache, locate } = setUp();
    await locate('b');
    const range = { start: bytes('a'), end: bytes('cc') };
    const found = await servers.until(cache.locateRange(range, servers.backoffer()));
    expect(found.map(bounds)).toEqual(['1:..b', '2:b..c', '3:c..d']);
    expect(pd.regionCalls).toEqual(['getRegion b', 'batchScanRegions a..cc 128']);
  });

  it('without an end goes to the last region; no more than asked for', async () => {
    const { servers, cache } = setUp();
    const range = { start: new Uint8Array(), end: new Uint8Array() };
    const all = await servers.until(cache.locateRange(range, servers.backoffer()));
    expect(all.map(({ id }) => id)).toEqual([1n, 2n, 3n, 4n]);
    const two = await servers.until(cache.locateRange(range, servers.backoffer(), 2));
    expect(two.map(({ id }) => id)).toEqual([1n, 2n]);
  });

  it('that ends where a region does, does not touch the next', async () => {
    const { servers, cache } = setUp();
    const found = await servers.until(
      cache.locateRange({ start: bytes('b'), end: bytes('c') }, servers.backoffer()),
    );
    expect(found.map(bounds)).toEqual(['2:b..c']);
  });
});

describe('bounds of memory (F48)', () => {
  const many = (count: number): FakeRegion[] =>
    Array.from({ length: count }, (_, i) => ({
      id: BigInt(i + 1),
      start: i === 0 ? '' : String(i).padStart(4, '0'),
      end: i === count - 1 ? '' : String(i + 1).padStart(4, '0'),
    }));

  it('no more regions are held than allowed', async () => {
    const { servers, cache, locate } = setUp({ regions: many(200), cache: { maxRegions: 50 } });
    for (let i = 0; i < 200; i++)
      await servers.cache.locate(bytes(`${String(i).padStart(4, '0')}x`), servers.backoffer());
    expect(cache.size).toBeLessThanOrEqual(50);
    expect(bounds(await locate('0007x'))).toBe('8:0007..0008');
  });

  it('what expired goes away while others come (REG-6)', async () => {
    const { servers, cache, clock } = setUp({ regions: many(200), cache: { ttlMs: 1_000, ttlJitterMs: 0 } });
    const load = async (from: number, to: number) => {
      for (let i = from; i < to; i++)
        await cache.locate(bytes(`${String(i).padStart(4, '0')}x`), servers.backoffer());
    };
    await load(0, 100);
    clock.advance(1_001);
    await load(100, 200);
    expect(cache.size).toBe(100);
  });
});
