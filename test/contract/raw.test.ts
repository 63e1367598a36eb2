import { describe, expect } from 'vitest';
import { UsageError } from '../../src/index.ts';
import { crc64 } from '../../src/testing/raw/crc64.ts';
import { freshPrefix, it, list, text, withCluster } from './support.ts';

const connected = withCluster({ stores: 3 });
const raw = () => connected().tikv.raw;

async function fill(prefix: string, names: string): Promise<void> {
  await raw().batchPut([...names].map((name) => ({ key: prefix + name, value: name.toUpperCase() })));
}

describe('raw values', () => {
  it('puts, gets and deletes', async () => {
    const key = freshPrefix();
    expect(await raw().get(key)).toBeUndefined();
    await raw().put(key, 'one');
    expect(text(await raw().get(key))).toBe('one');
    await raw().put(key, new Uint8Array([0, 255]));
    expect(await raw().get(key)).toEqual(new Uint8Array([0, 255]));
    await raw().delete(key);
    await raw().delete(key);
    expect(await raw().get(key)).toBeUndefined();
  });

  it('tells an empty value from an absent one', async () => {
    const prefix = freshPrefix();
    await raw().put(`${prefix}a`, '');
    expect(await raw().get(`${prefix}a`)).toEqual(new Uint8Array(0));
    expect(await raw().batchGet([`${prefix}a`, `${prefix}b`])).toEqual([new Uint8Array(0), undefined]);
    expect(await list(raw().scan({ prefix }), prefix)).toEqual(['a=']);
  });

  it('gets many: aligned, repeated and absent keys, or as a map', async () => {
    const prefix = freshPrefix();
    await fill(prefix, 'ab');
    const keys = ['b', 'x', 'a', 'b'].map((name) => prefix + name);
    expect((await raw().batchGet(keys)).map(text)).toEqual(['B', undefined, 'A', 'B']);
    const map = await raw().batchGetMap(keys);
    expect([...map].map(([key, value]) => [key.slice(prefix.length), text(value)])).toEqual([
      ['b', 'B'],
      ['a', 'A'],
    ]);
    expect(await raw().batchGet([])).toEqual([]);
  });

  it('puts many, the last of equal keys counts, and deletes many', async () => {
    const prefix = freshPrefix();
    const big = 'x'.repeat(5000);
    const entries = Array.from({ length: 20 }, (_, index) => ({
      key: `${prefix}${String(index).padStart(2, '0')}`,
      value: `${index}${big}`,
    }));
    await raw().batchPut([{ key: entries[3]?.key ?? '', value: 'overwritten' }, ...entries]);
    const keys = entries.map((entry) => entry.key);
    expect((await raw().batchGet(keys)).map(text)).toEqual(entries.map((entry) => entry.value));
    await raw().batchDelete(keys.slice(1));
    expect(await list(raw().scan({ prefix, keysOnly: true }), prefix)).toEqual(['00=']);
    await raw().batchPut([]);
    await raw().batchDelete([]);
  });

  it('keeps column families apart', async () => {
    const key = freshPrefix();
    const other = raw().columnFamily('write');
    await other.put(key, 'other');
    expect(await raw().get(key)).toBeUndefined();
    expect(text(await raw().get(key, { columnFamily: 'write' }))).toBe('other');
    expect(await other.get(key, { columnFamily: 'default' })).toBeUndefined();
    await other.delete(key);
    expect(await other.get(key)).toBeUndefined();
  });
});

describe('raw scans', () => {
  it('S118 raw-scan-reverse-bounds: [start, end) in both directions, limits and keys only', async () => {
    const prefix = freshPrefix();
    await fill(prefix, 'abcde');
    const range = { start: `${prefix}b`, end: `${prefix}d` };
    expect(await list(raw().scan(range), prefix)).toEqual(['b=B', 'c=C']);
    expect(await list(raw().scan({ ...range, reverse: true }), prefix)).toEqual(['c=C', 'b=B']);
    expect(await list(raw().scan({ prefix, reverse: true, limit: 2, batchSize: 1 }), prefix)).toEqual([
      'e=E',
      'd=D',
    ]);
    expect(await list(raw().scan({ prefix, limit: 0 }), prefix)).toEqual([]);
    expect(await list(raw().scan({ prefix, keysOnly: true, batchSize: 2 }), prefix)).toEqual([
      'a=',
      'b=',
      'c=',
      'd=',
      'e=',
    ]);
    expect(await list(raw().scan({ start: `${prefix}c`, end: `${prefix}c` }), prefix)).toEqual([]);
  });

  it.each([false, true])('goes on from a token, reverse: %s', async (reverse) => {
    const prefix = freshPrefix();
    await fill(prefix, 'abcde');
    const pages: string[][] = [];
    let after: string | undefined;
    do {
      const page = raw().scan({ prefix, reverse, limit: 2, after });
      pages.push(await list(page, prefix));
      after = page.token;
    } while (after !== undefined);
    const up = [['a=A', 'b=B'], ['c=C', 'd=D'], ['e=E']];
    const down = [['e=E', 'd=D'], ['c=C', 'b=B'], ['a=A']];
    expect(pages).toEqual(reverse ? down : up);
  });

  it('scans many ranges in one call, overlapping ones too', async () => {
    const prefix = freshPrefix();
    await fill(prefix, 'abcde');
    const ranges = [
      { start: `${prefix}d`, end: `${prefix}z` },
      { prefix: `${prefix}a` },
      { prefix },
      { prefix: `${prefix}x` },
    ];
    const lists = await raw().batchScan(ranges, { limit: 3 });
    expect(lists.map((pairs) => pairs.map(({ value }) => text(value)))).toEqual([
      ['D', 'E'],
      ['A'],
      ['A', 'B', 'C'],
      [],
    ]);
  });
});

describe('raw ranges', () => {
  it('deletes ranges and prefixes', async () => {
    const prefix = freshPrefix();
    await fill(prefix, 'abcde');
    await raw().deleteRange({ start: `${prefix}b`, end: `${prefix}d` });
    expect(await list(raw().scan({ prefix }), prefix)).toEqual(['a=A', 'd=D', 'e=E']);
    await raw().deletePrefix(`${prefix}d`);
    expect(await list(raw().scan({ prefix }), prefix)).toEqual(['a=A', 'e=E']);
    await raw().deletePrefix(prefix);
    expect(await list(raw().scan({ prefix }), prefix)).toEqual([]);
  });

  it('adds up checksums', async () => {
    const prefix = freshPrefix();
    expect(await raw().checksum({ prefix })).toEqual({ crc64xor: 0n, keys: 0n, bytes: 0n });
    await fill(prefix, 'ab');
    const both = await raw().checksum({ prefix });
    const [a, b] = ['aA', 'bB'].map((entry) => crc64(Buffer.from(prefix + entry))) as [bigint, bigint];
    expect(both).toEqual({ crc64xor: a ^ b, keys: 2n, bytes: BigInt(2 * (prefix.length + 2)) });
    expect(await raw().checksum({ prefix: `${prefix}a` })).toMatchObject({ crc64xor: a });
  });
});

describe('raw compare-and-swap', () => {
  it('S117 raw-cas-contract: swaps what is expected, tells what was there', async () => {
    const key = freshPrefix();
    const atomic = raw().atomic();
    const absent = { swapped: true, previous: undefined };
    expect(await atomic.putIfAbsent(key, 'one')).toEqual(absent);
    const one = new TextEncoder().encode('one');
    expect(await atomic.putIfAbsent(key, 'two')).toEqual({ swapped: false, previous: one });
    expect(await atomic.compareAndSwap(key, { expected: undefined, value: 'two' })).toEqual({
      swapped: false,
      previous: one,
    });
    expect(await atomic.compareAndSwap(key, { expected: 'x', value: 'two' })).toEqual({
      swapped: false,
      previous: one,
    });
    expect(await atomic.compareAndSwap(key, { expected: 'one', value: '' })).toEqual({
      swapped: true,
      previous: one,
    });
    expect(await atomic.get(key)).toEqual(new Uint8Array(0));
    expect(await atomic.compareAndSwap(key, { expected: '', value: 'three' })).toEqual({
      swapped: true,
      previous: new Uint8Array(0),
    });
    expect(text(await raw().get(key))).toBe('three');
  });

  it('S117 raw-cas-contract: one of many wins', async () => {
    const key = freshPrefix();
    const atomic = raw().atomic();
    await atomic.put(key, '0');
    const increment = async () => {
      for (;;) {
        const expected = (await atomic.get(key)) as Uint8Array;
        const { swapped } = await atomic.compareAndSwap(key, {
          expected,
          value: `${Number(text(expected)) + 1}`,
        });
        if (swapped) return;
      }
    };
    await Promise.all(Array.from({ length: 8 }, increment));
    expect(text(await atomic.get(key))).toBe('8');
  });

  it('is refused by a view that is not atomic, before anything is sent', async () => {
    await expect(raw().compareAndSwap('k', { expected: undefined, value: 'v' })).rejects.toThrow(UsageError);
    await expect(raw().putIfAbsent('k', 'v')).rejects.toThrow(/raw\.atomic\(\)/);
  });
});
