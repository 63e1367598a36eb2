import { describe, expect, it } from 'vitest';
import { type PartialWriteError, type RawClient, UndeterminedError, UsageError } from '../../src/index.ts';
import { list, startWorld, text, type World, type WorldOptions } from './support.ts';
import { startVirtualWorld } from './virtual-world.ts';

/* What befalls raw calls between a client and its stores, in an embedded cluster with regions at b, d and m. */

const BORDERS = ['b', 'd', 'm'];
const NAMES = 'abcdemxz';

async function withRaw(
  run: (raw: RawClient, world: World) => Promise<void>,
  options: WorldOptions = {},
  start: (options: WorldOptions) => Promise<World> = startWorld,
) {
  await using world = await start({ splitRaw: BORDERS, ...options });
  await run(world.tikv.raw, world);
}

const withVirtualRaw = (run: (raw: RawClient, world: World) => Promise<void>) =>
  withRaw(run, {}, startVirtualWorld);

const fill = (raw: RawClient) => raw.batchPut([...NAMES].map((key) => ({ key, value: key.toUpperCase() })));
const keysOf = async (raw: RawClient) =>
  (await list(raw.scan({ keysOnly: true }))).join('').replaceAll('=', '');
const failure = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

describe('many regions', () => {
  it('are read, scanned in both directions, summed up and deleted as one', () =>
    withRaw(async (raw) => {
      await fill(raw);
      expect((await raw.batchGet([...NAMES])).map(text).join('')).toBe(NAMES.toUpperCase());
      expect(await keysOf(raw)).toBe(NAMES);
      expect((await list(raw.scan({ reverse: true, batchSize: 2 }))).map(([key]) => key).join('')).toBe(
        'zxmedcba',
      );
      expect((await list(raw.scan({ start: 'b', end: 'm', reverse: true, limit: 3 }))).join()).toBe(
        'e=E,d=D,c=C',
      );
      const [low, high] = [await raw.checksum({ end: 'd' }), await raw.checksum({ start: 'd' })];
      expect(await raw.checksum()).toEqual({ crc64xor: low.crc64xor ^ high.crc64xor, keys: 8n, bytes: 16n });
      await raw.deleteRange({ start: 'c', end: 'n' });
      expect(await keysOf(raw)).toBe('abxz');
      await raw.deleteRange({ start: '' });
      expect(await keysOf(raw)).toBe('');
    }));

  it('S094 S095: split, merged and led by another store while they are known otherwise', () =>
    withRaw(async (raw, { cluster }) => {
      await fill(raw);
      cluster.split(['a5', 'c', 'x'], { raw: true });
      expect(await keysOf(raw)).toBe(NAMES);
      cluster.merge('c', { raw: true });
      cluster.transferLeader('x', 2, { raw: true });
      cluster.transferLeader('a', 3, { raw: true });
      await fill(raw);
      expect((await raw.batchGet([...NAMES])).map(text).join('')).toBe(NAMES.toUpperCase());
      cluster.merge('a', { raw: true });
      await raw.batchDelete([...NAMES].slice(1));
      expect(await keysOf(raw)).toBe('a');
    }));

  it('a scan goes on behind its last pair when regions change between its pages', () =>
    withRaw(async (raw, { cluster }) => {
      await fill(raw);
      const seen: string[] = [];
      for await (const { key } of raw.scan({ batchSize: 1 })) {
        seen.push(text(key) ?? '');
        if (seen.length === 2) cluster.split(['c', 'x'], { raw: true });
        if (seen.length === 4) cluster.merge('c', { raw: true });
      }
      expect(seen.join('')).toBe(NAMES);
    }));
});

describe('answers that are lost', () => {
  it('S117: a lost answer of a swap is undetermined, and it was sent once', () =>
    withVirtualRaw(async (raw, { cluster }) => {
      const atomic = raw.atomic();
      cluster.fail({ rpc: 'RawCompareAndSwap', at: 'answered', action: 'breakStream' });
      expect(await failure(atomic.putIfAbsent('k', 'v'))).toBeInstanceOf(UndeterminedError);
      expect(cluster.log.messages('RawCompareAndSwap').length).toBe(1);
      expect(text(await raw.get('k'))).toBe('v');
      cluster.fail({ rpc: 'RawCompareAndSwap', action: 'dropRequest' });
      const swap = atomic.compareAndSwap('k', { expected: 'v', delete: true, timeoutMs: 200 });
      expect(await failure(swap)).toBeInstanceOf(UndeterminedError);
      expect(text(await raw.get('k'))).toBe('v');
    }));

  it('S117: a swap that a store refused before it did anything is sent again', () =>
    withRaw(async (raw, { cluster }) => {
      cluster.fail({
        rpc: 'RawCompareAndSwap',
        action: { regionError: { maxTimestampNotSynced: {} } },
      });
      expect(await raw.atomic().putIfAbsent('k', 'v')).toEqual({ swapped: true, previous: undefined });
      expect(cluster.log.messages('RawCompareAndSwap').length).toBe(2);
    }));

  it('S117: a swap caught by a change of leader is undetermined, whether it was applied or not', () =>
    withRaw(async (raw, { cluster }) => {
      for (const inFlight of ['applied', 'lost'] as const) {
        const pause = cluster.fail({ rpc: 'RawCompareAndSwap', at: 'proposed', action: 'pause' });
        const swap = failure(raw.atomic().putIfAbsent(inFlight, 'v'));
        await pause.waitForHit();
        cluster.loseLeader(inFlight, { raw: true, inFlight });
        pause.remove();
        expect(await swap).toBeInstanceOf(UndeterminedError);
        expect(text(await raw.get(inFlight))).toBe(inFlight === 'applied' ? 'v' : undefined);
      }
    }));

  it('F16: a put is sent again, unless it may be sent once only', () =>
    withRaw(async (raw, { cluster }) => {
      cluster.fail({ rpc: 'RawPut', at: 'answered', action: 'breakStream' });
      await raw.put('k', 'v');
      expect(cluster.log.messages('RawPut').length).toBe(2);
      cluster.fail({ rpc: 'RawPut', at: 'answered', action: 'breakStream' });
      expect(await failure(raw.put('k', 'w', { resend: false }))).toBeInstanceOf(UndeterminedError);
      expect(cluster.log.messages('RawPut').length).toBe(3);
      expect(text(await raw.get('k'))).toBe('w');
    }));

  it('a batch tells which of its parts are done', () =>
    withVirtualRaw(async (raw, { cluster }) => {
      cluster.fail({ rpc: 'RawBatchPut', key: 'e', action: 'dropResponse' });
      const entries = ['a', 'e', 'z'].map((key) => ({ key, value: key }));
      const error = (await failure(raw.batchPut(entries, { timeoutMs: 500 }))) as PartialWriteError;
      expect(error.parts.map(({ outcome, indexes }) => ({ outcome, indexes }))).toEqual([
        { outcome: 'done', indexes: [0] },
        { outcome: 'unknown', indexes: [1] },
        { outcome: 'done', indexes: [2] },
      ]);
      expect(await keysOf(raw)).toBe('aez');
    }));
});

describe('S119 raw-ttl', () => {
  it('a cluster without TTLs refuses them by a typed error, and survives the question for one', () =>
    withRaw(async (raw) => {
      expect(await failure(raw.put('k', 'v', { ttlSeconds: 1 }))).toBeInstanceOf(UsageError);
      expect(await failure(raw.batchPut([{ key: 'k', value: 'v', ttlSeconds: 1 }]))).toBeInstanceOf(
        UsageError,
      );
      expect(await failure(raw.atomic().putIfAbsent('k', 'v', { ttlSeconds: 1 }))).toBeInstanceOf(UsageError);
      expect(await failure(raw.ttl('k'))).toBeInstanceOf(UsageError);
      expect(await raw.get('k')).toBeUndefined();
    }));

  it('expired keys are gone for every read', async () => {
    let wallMs = 1_700_000_000_000;
    await withRaw(
      async (raw) => {
        const atomic = raw.atomic();
        await raw.put('a', '1', { ttlSeconds: 10 });
        await raw.batchPut(
          [
            { key: 'b', value: '2', ttlSeconds: 20 },
            { key: 'c', value: '3' },
          ],
          { ttlSeconds: 30 },
        );
        await raw.put('d', '4');
        await atomic.putIfAbsent('e', '5', { ttlSeconds: 10 });
        const ttls = () => Promise.all([...'abcdex'].map((key) => raw.ttl(key)));
        expect(await ttls()).toEqual([10, 20, 30, Number.POSITIVE_INFINITY, 10, undefined]);
        wallMs += 10_000;
        expect(await ttls()).toEqual([undefined, 10, 20, Number.POSITIVE_INFINITY, undefined, undefined]);
        expect(await raw.get('a')).toBeUndefined();
        expect((await raw.batchGet([...'abcde'])).map(text)).toEqual([undefined, '2', '3', '4', undefined]);
        expect(await keysOf(raw)).toBe('bcd');
        expect((await raw.checksum()).keys).toBe(3n);
        expect(await atomic.putIfAbsent('a', '6')).toEqual({ swapped: true, previous: undefined });
        expect(await raw.ttl('a')).toBe(Number.POSITIVE_INFINITY);
      },
      { apiVersion: 'v1ttl', environment: { wallMs: () => wallMs } },
    );
  });
});

describe('compare-and-swap', () => {
  it('S117: removes, and succeeds at removing what is absent', () =>
    withRaw(async (raw) => {
      const atomic = raw.atomic();
      await atomic.put('k', 'v');
      const previous = new TextEncoder().encode('v');
      expect(await atomic.compareAndSwap('k', { expected: 'w', delete: true })).toEqual({
        swapped: false,
        previous,
      });
      expect(await atomic.compareAndSwap('k', { expected: 'v', delete: true })).toEqual({
        swapped: true,
        previous,
      });
      expect(await atomic.compareAndSwap('k', { expected: undefined, delete: true })).toEqual({
        swapped: true,
        previous: undefined,
      });
      expect(await raw.get('k')).toBeUndefined();
    }));
});
