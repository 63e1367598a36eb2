import { describe, expect, it } from 'vitest';
import { ProtocolError, type Tikv, TikvError, UndeterminedError } from '../../src/index.ts';
import type { Fields } from '../../src/testing/index.ts';
import { failure, list, put, startWorld, TWO_PHASES, text } from './support.ts';

const utf8 = (value: string) => new TextEncoder().encode(value);

/** Stores of four keys; the client knows their region. */
async function filled() {
  const world = await startWorld();
  await put(world.tikv, { a: '1', b: '2', c: '3', d: '4' });
  world.cluster.log.clear();
  return world;
}

interface Pair {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

const pairs = (...keys: string[]): readonly Pair[] =>
  keys.map((key) => ({ key: utf8(key), value: utf8('x') }));

/** The same answer with other pairs. */
const answering = (given: readonly Pair[]) => (response: Fields) => ({ ...response, pairs: given });

interface Lie {
  readonly name: string;
  readonly rpc: string;
  readonly answer: (response: Fields) => Fields;
  readonly run: (tikv: Tikv) => Promise<unknown>;
}

const scan = (tikv: Tikv, options: object = {}) => list(tikv.scan({ start: 'b', end: 'd', ...options }));

const lies: readonly Lie[] = [
  {
    name: 'a scan out of order',
    rpc: 'KvScan',
    answer: answering(pairs('c', 'b')),
    run: (tikv) => scan(tikv),
  },
  {
    name: 'a scan with a key twice',
    rpc: 'KvScan',
    answer: answering(pairs('b', 'b')),
    run: (tikv) => scan(tikv),
  },
  {
    name: 'a scan with a key before its range',
    rpc: 'KvScan',
    answer: answering(pairs('a')),
    run: (tikv) => scan(tikv),
  },
  {
    name: 'a scan with a key behind its range',
    rpc: 'KvScan',
    answer: answering(pairs('d')),
    run: (tikv) => scan(tikv),
  },
  {
    name: 'a reverse scan in the order of the keys',
    rpc: 'KvScan',
    answer: answering(pairs('b', 'c')),
    run: (tikv) => scan(tikv, { reverse: true }),
  },
  {
    name: 'a scan with more than was asked for',
    rpc: 'KvScan',
    answer: answering(pairs('b', 'b1', 'c')),
    run: (tikv) => scan(tikv, { batchSize: 2 }),
  },
  {
    name: 'a batch get of a key that was not asked for',
    rpc: 'KvBatchGet',
    answer: answering(pairs('a', 'c')),
    run: (tikv) => tikv.batchGet(['a', 'b']),
  },
  {
    name: 'a batch get with a key twice',
    rpc: 'KvBatchGet',
    answer: answering(pairs('a', 'a')),
    run: (tikv) => tikv.batchGet(['a', 'b']),
  },
  {
    name: 'a lock of a kind that no lock has',
    rpc: 'KvGet',
    answer: () => ({
      error: { locked: { key: utf8('a'), primaryLock: utf8('a'), lockVersion: 5n, lockType: 77 } },
    }),
    run: (tikv) => tikv.get('a'),
  },
  {
    name: 'a key error that says nothing',
    rpc: 'KvGet',
    answer: () => ({ error: {} }),
    run: (tikv) => tikv.get('a'),
  },
  {
    name: 'no timestamp in an answer of the oracle',
    rpc: 'Tso',
    answer: (response) => ({ ...response, timestamp: undefined }),
    run: (tikv) => tikv.timestamp({ timeoutMs: 3000 }),
  },
  {
    name: 'fewer timestamps than were asked for',
    rpc: 'Tso',
    answer: (response) => ({ ...response, count: 0 }),
    run: (tikv) => tikv.timestamp({ timeoutMs: 3000 }),
  },
];

describe('F38 answers that cannot be right', () => {
  it.each(lies)(
    '$name: that call ends with a typed error, and the client goes on',
    async ({ rpc, answer, run }) => {
      await using world = await filled();
      const { cluster, tikv } = world;
      const fault = cluster.fail({ rpc, times: Number.POSITIVE_INFINITY, action: { response: answer } });
      const error = await failure(run(tikv));
      expect(error).toBeInstanceOf(TikvError);
      expect((error as TikvError).code).not.toBe('TIKV_INTERNAL');
      expect(fault.hits).toBeGreaterThan(0);
      fault.remove();
      expect(await list(tikv.scan())).toEqual(['a=1', 'b=2', 'c=3', 'd=4']);
      await put(tikv, { e: '5' });
    },
  );

  it.each([
    ['the primary commit', 'KvCommit', UndeterminedError],
    ['a prewrite', 'KvPrewrite', ProtocolError],
  ] as const)('an answer to %s that is no message', async (_, rpc, kind) => {
    await using world = await filled();
    const { cluster, tikv } = world;
    const fault = cluster.fail({
      rpc,
      times: Number.POSITIVE_INFINITY,
      action: { malformed: Uint8Array.of(0xff, 0xff, 0xff) },
      at: 'answered',
    });
    const txn = await tikv.begin(TWO_PHASES);
    txn.put('a', 'new');
    expect(await failure(txn.commit({ timeoutMs: 15_000 }))).toBeInstanceOf(kind);
    fault.remove();
    expect(await list(tikv.scan({ end: 'b' }))).toEqual([rpc === 'KvCommit' ? 'a=new' : 'a=1']);
  });

  it('F37, S114: a message that is none is told to the call alone on its stream; among others, all are sent again', async () => {
    await using world = await filled();
    const { cluster, tikv } = world;
    const malformed = { rpc: 'KvGet', key: 'a', action: { malformed: Uint8Array.of(0x0a, 0x7f) } } as const;
    using alone = cluster.fail(malformed);
    expect(await failure(tikv.get('a'))).toMatchObject({ code: 'TIKV_PROTOCOL' });
    expect(alone.hits).toBe(1);
    using among = cluster.fail(malformed);
    expect((await Promise.all(['a', 'b', 'c'].map((key) => tikv.get(key)))).map(text)).toEqual([
      '1',
      '2',
      '3',
    ]);
    expect(among.hits).toBe(1);
  });
});

describe('connections', () => {
  it('S113 batch-stream-reset: reads in flight on it are sent again, no caller notices', async () => {
    await using world = await filled();
    const { cluster, tikv } = world;
    using fault = cluster.fail({ rpc: 'KvGet', action: 'breakStream', skip: 5, times: 3 });
    const keys = Array.from({ length: 40 }, (_, n) => ['a', 'b', 'c', 'd'][n % 4] as string);
    const values = await Promise.all(keys.map((key) => tikv.get(key)));
    expect(values.map(text)).toEqual(keys.map((key) => `${'abcd'.indexOf(key) + 1}`));
    expect(fault.hits).toBe(3);
  });

  it('F19: answers come in any order, and each to its caller', async () => {
    await using world = await filled();
    const { cluster, tikv } = world;
    const slow = cluster.fail({ rpc: 'KvGet', key: 'a', action: 'pause' });
    const first = tikv.get('a');
    await slow.waitForHit();
    expect(text(await tikv.get('b'))).toBe('2');
    slow.remove();
    expect(text(await first)).toBe('1');
  });

  it('a request that is given up when it was sent is answered to nobody', async () => {
    await using world = await filled();
    const { cluster, tikv } = world;
    const held = cluster.fail({ rpc: 'KvGet', key: 'a', action: 'pause' });
    const controller = new AbortController();
    const given = failure(tikv.get('a', { signal: controller.signal }));
    await held.waitForHit();
    controller.abort();
    expect(await given).toMatchObject({ code: 'TIKV_ABORTED' });
    held.remove();
    expect((await tikv.batchGet(['a', 'b'])).map(text)).toEqual(['1', '2']);
  });

  it.each([
    ['UNAVAILABLE', 14],
    ['RESOURCE_EXHAUSTED', 8],
    ['UNKNOWN', 2],
  ])('F30 gRPC status %s at a read: tried again', async (_, status) => {
    await using world = await filled();
    const { cluster, tikv } = world;
    using fault = cluster.fail({ rpc: 'KvGet', action: { status } });
    expect(text(await tikv.get('a'))).toBe('1');
    expect(fault.hits).toBe(1);
  });

  it('F48 ten thousand calls at once', async () => {
    await using world = await filled();
    const values = await Promise.all(Array.from({ length: 10_000 }, () => world.tikv.get('a')));
    expect(new Set(values.map(text))).toEqual(new Set(['1']));
  });
});
