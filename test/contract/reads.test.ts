import { describe, expect } from 'vitest';
import type { Tikv } from '../../src/index.ts';
import { freshPrefix, it, list, put, text, withCluster } from './support.ts';

const connected = withCluster({ stores: 3 });
const client = (): Tikv => connected().tikv;

/** Puts a letter each, its value in capitals, and splits regions before some of them. */
async function fill(prefix: string, names: string, split = ''): Promise<void> {
  connected().cluster?.split([...split].map((name) => prefix + name));
  await put(client(), Object.fromEntries([...names].map((name) => [prefix + name, name.toUpperCase()])));
}

describe('reads', () => {
  it('gets one, many, and a map of those that exist', async () => {
    const prefix = freshPrefix();
    await fill(prefix, 'abc', 'b');
    const keys = ['c', 'x', 'a', 'c'].map((name) => prefix + name);
    expect(text(await client().get(`${prefix}a`))).toBe('A');
    expect((await client().batchGet(keys)).map(text)).toEqual(['C', undefined, 'A', 'C']);
    const map = await client().batchGetMap(keys);
    expect([...map].map(([key, value]) => [key.slice(prefix.length), text(value)])).toEqual([
      ['c', 'C'],
      ['a', 'A'],
    ]);
    expect(await client().batchGet([])).toEqual([]);
  });

  it('reads an empty value as such, and an absent one as undefined', async () => {
    const prefix = freshPrefix();
    await put(client(), { [`${prefix}a`]: '' });
    expect(await client().get(`${prefix}a`)).toEqual(new Uint8Array(0));
    expect(await client().get(`${prefix}b`)).toBeUndefined();
    expect(await list(client().scan({ prefix }), prefix)).toEqual(['a=']);
  });

  it('scans up and down, over regions, with bounds, limits and small pages', async () => {
    const prefix = freshPrefix();
    await fill(prefix, 'abcdefg', 'cf');
    const scan = (options: object) => list(client().scan({ prefix, ...options }), prefix);
    const within = (options: object) =>
      list(client().scan({ start: `${prefix}b`, end: `${prefix}f`, ...options }), prefix);
    const up = ['a=A', 'b=B', 'c=C', 'd=D', 'e=E', 'f=F', 'g=G'];
    expect(await scan({})).toEqual(up);
    expect(await scan({ reverse: true })).toEqual(up.toReversed());
    expect(await scan({ batchSize: 1 })).toEqual(up);
    expect(await scan({ batchSize: 2, reverse: true })).toEqual(up.toReversed());
    expect(await scan({ limit: 4, batchSize: 3 })).toEqual(up.slice(0, 4));
    expect(await scan({ limit: 0 })).toEqual([]);
    expect(await within({})).toEqual(up.slice(1, 5));
    expect(await within({ reverse: true, limit: 3 })).toEqual(['e=E', 'd=D', 'c=C']);
    expect(await list(client().scan({ start: `${prefix}c`, end: `${prefix}c` }), prefix)).toEqual([]);
  });

  it('scans keys only', async () => {
    const prefix = freshPrefix();
    await fill(prefix, 'abc', 'b');
    expect(await list(client().scan({ prefix, keysOnly: true }), prefix)).toEqual(['a=', 'b=', 'c=']);
    expect(await list(client().scan({ prefix, keysOnly: true, reverse: true, limit: 1 }), prefix)).toEqual([
      'c=',
    ]);
  });

  it('a scan left early ends, and the client goes on', async () => {
    const prefix = freshPrefix();
    await fill(prefix, 'abcdef', 'd');
    const seen: (string | undefined)[] = [];
    for await (const { value } of client().scan({ prefix, batchSize: 2 })) {
      seen.push(text(value));
      if (seen.length === 3) break;
    }
    expect(seen).toEqual(['A', 'B', 'C']);
    expect(await list(client().scan({ prefix, limit: 1 }), prefix)).toEqual(['a=A']);
  });

  it('a snapshot takes its timestamp with its first read, and keeps it', async () => {
    const prefix = freshPrefix();
    await fill(prefix, 'a');
    const snapshot = client().snapshot();
    expect(text(await snapshot.get(`${prefix}a`))).toBe('A');
    await put(client(), { [`${prefix}a`]: 'changed', [`${prefix}b`]: 'new' });
    expect(await list(snapshot.scan({ prefix }), prefix)).toEqual(['a=A']);
    expect((await snapshot.batchGet([`${prefix}a`, `${prefix}b`])).map(text)).toEqual(['A', undefined]);
    const again = client().snapshot({ at: await snapshot.timestamp() });
    expect(await list(again.scan({ prefix }), prefix)).toEqual(['a=A']);
    expect(await list(client().scan({ prefix }), prefix)).toEqual(['a=changed', 'b=new']);
  });

  it('reads of one snapshot at once share its timestamp', async () => {
    const prefix = freshPrefix();
    await fill(prefix, 'ab');
    const snapshot = client().snapshot();
    const [a, b, at] = await Promise.all([
      snapshot.get(`${prefix}a`),
      snapshot.get(`${prefix}b`),
      snapshot.timestamp(),
    ]);
    expect([text(a), text(b)]).toEqual(['A', 'B']);
    expect(await snapshot.timestamp()).toBe(at);
  });

  it('S107 tso-batching-monotonic: timestamps asked for at once are distinct and in the order of the calls', async () => {
    const before = await client().timestamp();
    const many = await Promise.all(Array.from({ length: 100 }, () => client().timestamp()));
    for (const [index, timestamp] of many.entries()) {
      expect(timestamp).toBeGreaterThan(index === 0 ? before : (many[index - 1] as bigint));
    }
  });
});
