import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { AlreadyExistsError, Scan, ScanOptions, Tikv, Transaction } from '../../src/index.ts';
import { failure, list, put, startWorld, text, type World } from './support.ts';

/** What a caller gave is its own again as soon as the verb has returned, whatever the verb still waits for. */
let world: World;
let tikv: Tikv;
let rawClient: Tikv;

beforeAll(async () => {
  world = await startWorld();
  tikv = world.tikv;
  rawClient = await world.connect();
  const scanned = ['s1', 's2', 's3', 's4', 's5'];
  await put(tikv, { k1: 'one', k2: 'two', ...Object.fromEntries(scanned.map((key) => [key, 'any'])) });
  await rawClient.raw.batchPut([
    { key: 'r1', value: 'one' },
    { key: 'r2', value: 'two' },
    ...scanned.map((key) => ({ key, value: 'any' })),
  ]);
});
afterAll(() => world[Symbol.asyncDispose]());

const modes = ['optimistic', 'pessimistic'] as const;

/** Calls a verb with what can be changed, and changes it behind its back. */
function given<Argument, Result>(
  argument: Argument,
  call: (argument: Argument) => Promise<Result>,
  change: (argument: Argument) => void,
): Promise<Result> {
  const called = call(argument);
  change(argument);
  return called;
}

describe('keys', () => {
  const buffer = () => Buffer.from('k1');
  const toSecond = (key: Buffer) => {
    key[1] = '2'.charCodeAt(0);
  };

  it.each(modes)('getForUpdate, mode %s: of a key that the transaction has not written', async (mode) => {
    await using txn = await tikv.begin({ mode });
    txn.put('k2', 'own value of k2');
    expect(text(await given(buffer(), (key) => txn.getForUpdate(key), toSecond))).toBe('one');
  });

  it.each(modes)('batchGetForUpdate, mode %s: values aligned with the keys', async (mode) => {
    await using txn = await tikv.begin({ mode });
    const values = await given(
      ['k1', 'k2', 'none'],
      (keys) => txn.batchGetForUpdate(keys),
      (keys) => keys.reverse().push('k1'),
    );
    expect(values.map(text)).toEqual(['one', 'two', undefined]);
  });

  const mappers: Readonly<Record<string, () => Promise<MapReader>>> = {
    'a client': async () => tikv,
    'a snapshot': async () => tikv.snapshot(),
    'a transaction': () => tikv.begin(),
    'a bulk transaction': () => tikv.beginBulk(),
  };
  it.each(Object.entries(mappers))('batchGetMap of %s: each key with its own value', async (_, reader) => {
    expect(await mapOf(await reader(), ['k1', 'k2', 'none'])).toEqual({ k1: 'one', k2: 'two' });
  });

  it('batchGetMap of raw values: each key with its own value', async () => {
    expect(await mapOf(rawClient.raw, ['r1', 'r2', 'none'])).toEqual({ r1: 'one', r2: 'two' });
  });
});

interface MapReader {
  batchGetMap(keys: readonly string[]): Promise<Map<string, Uint8Array>>;
}

async function mapOf(reader: MapReader, keys: string[]): Promise<Record<string, string | undefined>> {
  const map = await given(
    keys,
    (all) => reader.batchGetMap(all),
    (all) => all.unshift('other'),
  );
  return Object.fromEntries([...map].map(([key, value]) => [key, text(value)]));
}

describe('keys of errors', () => {
  it('are the caller’s: a transaction that goes on keeps its own', async () => {
    await using txn = await tikv.begin();
    txn.put('e1', 'own');
    const { key } = (await failure(
      Promise.resolve().then(() => txn.insert('e1', 'other')),
    )) as AlreadyExistsError;
    key[1] = '2'.charCodeAt(0);
    expect(text(await txn.get('e1'))).toBe('own');
    await txn.commit();
    expect(text(await tikv.get('e1'))).toBe('own');
  });
});

describe('keys that a scan gave', () => {
  const readers: Readonly<Record<string, () => Promise<{ scan(options: ScanOptions): Scan }>>> = {
    'a snapshot': async () => tikv.snapshot(),
    'raw values': async () => rawClient.raw,
    'a transaction': async () => {
      const txn = await tikv.begin();
      onTestFinished(() => txn.rollback());
      txn.put('s6', 'own');
      return txn;
    },
  };
  const scans = Object.entries(readers).flatMap(([name, reader]) =>
    [false, true].map((reverse) => ({ name, reverse, reader })),
  );
  it.each(scans)('$name, reverse: $reverse: it stands where it stood', async ({ reverse, reader }) => {
    const from = await reader();
    const whole = await list(from.scan({ prefix: 's', reverse }));
    const scan = from.scan({ prefix: 's', reverse, batchSize: 2 });
    let seen = 0;
    for await (const { key } of scan) {
      expect(whole[seen++]).toContain(`${text(key)}=`);
      key.fill('t'.charCodeAt(0));
      const { token: after } = scan;
      const rest = after === undefined ? [] : await list(from.scan({ prefix: 's', reverse, after }));
      expect(rest).toEqual(whole.slice(seen));
    }
    expect(seen).toBe(whole.length);
  });
});

describe('empty values', () => {
  beforeAll(async () => {
    await put(tikv, { v1: '', v2: '' });
    await rawClient.raw.batchPut(['w1', 'w2'].map((key) => ({ key, value: '' })));
  });

  const both = (values: Iterable<Uint8Array | undefined>) => [...values] as Uint8Array[];
  const scanned = async (scan: Scan) => both((await scan.toArray()).map(({ value }) => value));
  const reads: Readonly<Record<string, () => Promise<Uint8Array[]>>> = {
    get: async () => both([await tikv.get('v1'), await tikv.get('v2')]),
    batchGet: async () => both(await tikv.batchGet(['v1', 'v2'])),
    'batchGet with the timestamps of commits': async () => {
      const entries = await tikv.batchGet(['v1', 'v2'], { withCommitTs: true });
      return both(entries.map((entry) => entry?.value));
    },
    scan: () => scanned(tikv.scan({ prefix: 'v' })),
    'scan of own writes': async () => {
      await using txn = await tikv.begin();
      txn.put('v1', 'own');
      txn.put('v2', 'own');
      return scanned(txn.scan({ prefix: 'v', keysOnly: true }));
    },
    'raw.get': async () => both([await rawClient.raw.get('w1'), await rawClient.raw.get('w2')]),
    'raw.batchGet': async () => both(await rawClient.raw.batchGet(['w1', 'w2'])),
    'raw.scan': () => scanned(rawClient.raw.scan({ prefix: 'w' })),
  };
  it.each(Object.entries(reads))('of %s are arrays of their own: one can be transferred', async (_, read) => {
    const [first, second] = await read();
    expect([first?.length, second?.length]).toEqual([0, 0]);
    expect(first?.buffer).not.toBe(second?.buffer);
    const [later] = await read();
    expect(later?.buffer).not.toBe(first?.buffer);
  });
});

describe('options', () => {
  const noTime = (options: object) => {
    Object.assign(options, { signal: AbortSignal.abort() });
  };

  it('of reads in a snapshot whose timestamp is still to be fetched', async () => {
    const change = (options: { withCommitTs?: boolean }) => {
      options.withCommitTs = true;
    };
    const options = (): { withCommitTs?: false } => ({});
    const one = await given(options(), (own) => tikv.snapshot().get('k1', own), change);
    const [many] = await given(options(), (own) => tikv.snapshot().batchGet(['k1'], own), change);
    expect([one, many].map(text)).toEqual(['one', 'one']);
  });

  const scans: Readonly<Record<string, () => Promise<{ scan(options: ScanOptions): Scan }>>> = {
    'a snapshot': async () => tikv.snapshot(),
    'a transaction': () => tikv.begin(),
    'raw values': async () => rawClient.raw,
  };
  it.each(Object.entries(scans))('of a scan of %s, whose pages are yet to come', async (_, reader) => {
    const from = await reader();
    const pairs = given({ limit: 2, batchSize: 1 }, (own) => list(from.scan(own)), noTime);
    expect(await pairs).toHaveLength(2);
  });

  it('of a scan of locks', async () => {
    const locks = await given({}, async (own) => tikv.locks.scan(own), noTime);
    expect(await locks.next()).toEqual({ done: true, value: undefined });
  });

  it('of a transaction, in each of its runs', async () => {
    const seen: unknown[] = [];
    await given(
      { mode: 'pessimistic' as 'pessimistic' | 'optimistic' },
      (options) =>
        tikv.transact(async (txn: Transaction) => {
          seen.push(txn.mode);
          if (txn.attempt > 1) return;
          options.mode = 'optimistic';
          await txn.get('k1');
          await put(tikv, { k1: 'one' });
          txn.put('k1', 'one');
        }, options),
      () => {},
    );
    expect(seen).toEqual(['pessimistic', 'pessimistic']);
  });

  it('of a transaction that is being begun', async () => {
    const txn = await given<{ mode: 'pessimistic' | 'optimistic' }, Transaction>(
      { mode: 'pessimistic' },
      (options) => tikv.begin(options),
      (options) => {
        options.mode = 'optimistic';
      },
    );
    expect(txn.mode).toBe('pessimistic');
    const bulk = await given({}, (options) => tikv.beginBulk(options), noTime);
    expect(bulk.state).toBe('active');
    await bulk.rollback();
    await txn.rollback();
  });

  it('of a garbage collection, and of a barrier to it', async () => {
    const { admin } = tikv;
    const at = await tikv.timestamp();
    const barrier = { id: 'mine', at, ttlSeconds: 60 };
    await given(
      { global: false },
      (options) => admin.setGcBarrier(barrier, options),
      (options) => {
        options.global = true;
      },
    );
    expect(await admin.deleteGcBarrier('mine')).toMatchObject({ id: 'mine' });
    expect(await given({}, (options) => admin.collectGarbage(at, options), noTime)).toBeDefined();
  });
});
