import { describe, expect } from 'vitest';
import { type Scan, type Tikv, WriteConflictError } from '../../src/index.ts';
import { failure, freshPrefix, it, list, put, text, withCluster } from './support.ts';

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

describe('commit timestamps of values', () => {
  const shown = (entry: { value: Uint8Array; commitTs: bigint | undefined } | undefined) =>
    entry && [text(entry.value), entry.commitTs];

  it('come with each value, at the newest state and in a snapshot', async () => {
    const prefix = freshPrefix();
    const [a, b, x] = [`${prefix}a`, `${prefix}b`, `${prefix}x`] as const;
    const first = await put(client(), { [a]: '1', [b]: '' });
    const before = client().snapshot();
    expect(text(await before.get(a))).toBe('1');
    const second = await put(client(), { [a]: '2' });
    const withCommitTs = true;
    expect(shown(await client().get(a, { withCommitTs }))).toEqual(['2', second]);
    expect(await client().get(x, { withCommitTs })).toBeUndefined();
    expect((await client().batchGet([b, x, a, b], { withCommitTs })).map(shown)).toEqual([
      ['', first],
      undefined,
      ['2', second],
      ['', first],
    ]);
    expect(shown(await before.get(a, { withCommitTs }))).toEqual(['1', first]);
    expect(
      [...(await before.batchGetMap([x, a], { withCommitTs }))].map(([key, entry]) => [key, shown(entry)]),
    ).toEqual([[a, ['1', first]]]);
  });

  it('in a transaction, its own writes have none', async () => {
    const prefix = freshPrefix();
    const [a, b, c] = [`${prefix}a`, `${prefix}b`, `${prefix}c`] as const;
    const commitTs = await put(client(), { [a]: '1', [b]: '1', [c]: '1' });
    await using txn = await client().begin();
    txn.put(b, 'own');
    txn.delete(c);
    const withCommitTs = true;
    expect(shown(await txn.get(a, { withCommitTs }))).toEqual(['1', commitTs]);
    expect(shown(await txn.get(b, { withCommitTs }))).toEqual(['own', undefined]);
    expect(await txn.get(c, { withCommitTs })).toBeUndefined();
    expect((await txn.batchGet([c, b, a], { withCommitTs })).map(shown)).toEqual([
      undefined,
      ['own', undefined],
      ['1', commitTs],
    ]);
  });

  it('S077 committed-lock-access-list: a value still in its lock is waited for, as the lock has none', async () => {
    const prefix = freshPrefix();
    const { writer } = connected();
    const [p, s] = [`${prefix}p`, `${prefix}s`] as const;
    const startTs = await writer.timestamp();
    await writer.lock(startTs, { [p]: 'new', [s]: 'new' });
    const commitTs = await writer.timestamp();
    await writer.commit(startTs, commitTs, p);
    const snapshot = client().snapshot();
    expect((await snapshot.batchGet([s, p], { withCommitTs: true })).map(shown)).toEqual([
      ['new', commitTs],
      ['new', commitTs],
    ]);
  });
});

describe('isolation', () => {
  /** A committed key under a lock of a transaction that is open. */
  async function locked(): Promise<string> {
    const key = freshPrefix();
    await put(client(), { [key]: 'old' });
    const { writer } = connected();
    await writer.lock(await writer.timestamp(), { [key]: 'new' });
    return key;
  }

  it('readCommitted: does not heed locks, in any kind of read', async () => {
    const key = await locked();
    const options = { isolation: 'readCommitted', timeoutMs: 5_000 } as const;
    expect(text(await client().get(key, options))).toBe('old');
    expect((await client().batchGet([key], options)).map(text)).toEqual(['old']);
    expect(await list(client().scan({ ...options, prefix: key }), key)).toEqual(['=old']);
    const snapshot = client().snapshot({ isolation: 'readCommitted' });
    expect(text(await snapshot.get(key, { timeoutMs: 5_000 }))).toBe('old');
    expect(snapshot.cacheStatistics.keys).toBe(0);
  });

  it('rcCheckTs: a newer version is a conflict, in any kind of read', async () => {
    const prefix = freshPrefix();
    const key = `${prefix}a key`;
    await put(client(), { [key]: 'old' });
    const snapshot = client().snapshot({ isolation: 'rcCheckTs' });
    expect(text(await snapshot.get(key))).toBe('old');
    await put(client(), { [key]: 'new' });
    for (const read of [
      () => snapshot.get(key),
      () => snapshot.batchGet([key]),
      () => list(snapshot.scan({ prefix })),
    ]) {
      const error = await failure(read());
      expect(error).toBeInstanceOf(WriteConflictError);
      expect(error).toMatchObject({ reason: 'rcCheckTs', key: new TextEncoder().encode(key) });
    }
    expect(text(await client().snapshot({ isolation: 'rcCheckTs' }).get(key))).toBe('new');
  });
});

describe('scans that go on', () => {
  const names = 'abcdefg';

  /** Names in pages of two, each page of a scan of its own. */
  async function pages(prefix: string, begin: (after: string | undefined) => Scan): Promise<string[]> {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = begin(after);
      seen.push((await list(page, prefix)).map(([name]) => name).join(''));
      after = page.token;
    } while (after !== undefined);
    return seen;
  }

  it.each([
    [false, ['ab', 'cd', 'ef', 'g']],
    [true, ['gf', 'ed', 'cb', 'a']],
  ] as const)('from a token, reverse: %s', async ([reverse, expected]) => {
    const prefix = freshPrefix();
    await fill(prefix, names, 'ce');
    const snapshot = client().snapshot();
    const options = { prefix, reverse, limit: 2 };
    expect((await pages(prefix, (after) => snapshot.scan({ ...options, after }))).filter(Boolean)).toEqual(
      expected,
    );
  });

  it('from a token, at the same moment', async () => {
    const prefix = freshPrefix();
    await fill(prefix, names);
    const first = client().snapshot();
    const page = first.scan({ prefix, limit: 2 });
    expect(await list(page, prefix)).toEqual(['a=A', 'b=B']);
    await put(client(), { [`${prefix}c`]: 'changed' });
    const again = client().snapshot({ at: await first.timestamp() });
    expect(await list(again.scan({ prefix, limit: 1, after: page.token }), prefix)).toEqual(['c=C']);
  });

  it('from a token, in a transaction, over its own writes', async () => {
    const prefix = freshPrefix();
    await fill(prefix, 'aceg', 'e');
    await using txn = await client().begin();
    for (const name of 'bdf') txn.put(prefix + name, 'own');
    txn.delete(`${prefix}c`);
    const seen = await pages(prefix, (after) => txn.scan({ prefix, limit: 2, after }));
    expect(seen.filter(Boolean)).toEqual(['ab', 'de', 'fg']);
  });

  it('end with so many bytes', async () => {
    const prefix = freshPrefix();
    await fill(prefix, names, 'd');
    const maxBytes = 3 * (prefix.length + 2);
    const scan = client().scan({ prefix, maxBytes });
    expect(await list(scan, prefix)).toEqual(['a=A', 'b=B', 'c=C']);
    await using txn = await client().begin();
    const long = 'long'.repeat(25);
    txn.put(`${prefix}b`, long);
    expect(await list(txn.scan({ prefix, maxBytes }), prefix)).toEqual(['a=A', `b=${long}`]);
  });

  it('give a sample', async () => {
    const prefix = freshPrefix();
    await fill(prefix, names);
    expect(await list(client().scan({ prefix, sampleStep: 3 }), prefix)).toEqual(['a=A', 'd=D', 'g=G']);
    expect(await list(client().scan({ prefix, sampleStep: 3, limit: 2, reverse: true }), prefix)).toEqual([
      'g=G',
      'd=D',
    ]);
  });
});

describe('what a snapshot remembers', () => {
  it('S089 snapshot-cache-correct: is counted, and can be forgotten', async () => {
    const prefix = freshPrefix();
    await fill(prefix, 'ab');
    const [a, b, x] = [`${prefix}a`, `${prefix}b`, `${prefix}x`] as const;
    const snapshot = client().snapshot();
    expect(snapshot.cacheStatistics).toEqual({ hits: 0, keys: 0, sizeBytes: 0 });
    await snapshot.batchGet([a, x]);
    await snapshot.batchGet([a, b, x]);
    await snapshot.get(b);
    expect(snapshot.cacheStatistics).toMatchObject({ hits: 3, keys: 3 });
    snapshot.clearCache([a]);
    expect(snapshot.cacheStatistics.keys).toBe(2);
    snapshot.clearCache();
    expect(snapshot.cacheStatistics).toEqual({ hits: 3, keys: 0, sizeBytes: 0 });
    expect(text(await snapshot.get(a))).toBe('A');
  });

  it('nothing, if told so', async () => {
    const key = freshPrefix();
    await put(client(), { [key]: '1' });
    const snapshot = client().snapshot({ cacheSizeBytes: 0 });
    expect(text(await snapshot.get(key))).toBe('1');
    expect(text(await snapshot.get(key))).toBe('1');
    expect(snapshot.cacheStatistics).toEqual({ hits: 0, keys: 0, sizeBytes: 0 });
  });
});
