import { describe, expect, it } from 'vitest';
import type { ClientParts } from '../../../src/client/assemble.ts';
import { ClientCore } from '../../../src/client/client-core.ts';
import { parseOptions } from '../../../src/client/options/parse-options.ts';
import { RawClient } from '../../../src/client/raw-client.ts';
import { AbortedError, ClosedError, TooLargeError, UsageError } from '../../../src/model/errors.ts';
import type { Reply } from '../../support/fake-region-servers.ts';
import { answer, bytes, RawServers, text } from '../../support/raw-servers.ts';

function setUp(script: Reply[] = [], borders: string[] = [], apiVersion: 'v1' | 'v2' = 'v1') {
  const servers = new RawServers({ borders });
  servers.rpc.script = script;
  const { client: rawRegions, deadlines, runtime } = servers;
  const limits = { maxKeySizeBytes: apiVersion === 'v2' ? 24 : 20, maxEntrySizeBytes: 30 };
  const options = parseOptions({ endpoints: ['pd'], apiVersion, ...limits });
  const raw = new RawClient(
    new ClientCore({ options, rawRegions, deadlines, runtime } as unknown as ClientParts),
  );
  return { servers, raw };
}

const swapped: Reply = {
  response: { error: '', succeed: true, previousNotExist: true, previousValue: new Uint8Array() },
};

/** What a verb makes of arguments that cannot be meant. */
async function refusal(verb: (raw: RawClient) => unknown, apiVersion?: 'v1' | 'v2'): Promise<unknown> {
  const { raw, servers } = setUp([], [], apiVersion);
  let end: unknown;
  try {
    end = await verb(raw);
  } catch (error) {
    end = error;
  }
  expect(servers.rpc.sent).toEqual([]);
  return end;
}

describe('arguments', () => {
  const wrong: [string, (raw: RawClient) => unknown, string | RegExp][] = [
    ['an empty key', (raw) => raw.get(''), 'The key must not be empty'],
    ['a lone surrogate', (raw) => raw.put('\ud800', 'v'), /lone surrogate/],
    ['no key', (raw) => raw.get(undefined as never), /^The key must be/],
    ['no value', (raw) => raw.put('k', undefined as never), /^The value must be/],
    ['an unknown option', (raw) => raw.get('k', { cf: 'x' } as never), /unknown option "cf"/],
    [
      'an option named as what every object has',
      (raw) => raw.get('k', { constructor: 1 } as never),
      /unknown option "constructor"/,
    ],
    [
      'an unknown column family',
      (raw) => raw.get('k', { columnFamily: 'x' as never }),
      /columnFamily must be "default" or/,
    ],
    [
      'an unknown column family of a view',
      (raw) => raw.columnFamily('x' as never),
      /columnFamily must be "default" or/,
    ],
    [
      'a TTL of 0',
      (raw) => raw.put('k', 'v', { ttlSeconds: 0 }),
      /ttlSeconds must be a whole number of seconds above 0, not 0/,
    ],
    ['half a second', (raw) => raw.put('k', 'v', { ttlSeconds: 1.5 }), /ttlSeconds must be/],
    ['an endless TTL', (raw) => raw.put('k', 'v', { ttlSeconds: 1e300 }), /ttlSeconds must be/],
    [
      'a TTL of an entry',
      (raw) => raw.batchPut([{ key: 'k', value: 'v', ttlSeconds: -1 }]),
      /entry 0: ttlSeconds must be/,
    ],
    ['keys that are no list', (raw) => raw.batchGet('k' as never), /keys must be an array/],
    ['entries that are no list', (raw) => raw.batchPut({} as never), /entries must be an array/],
    ['an entry that is none', (raw) => raw.batchPut([null as never]), /entry 0/],
    [
      'a pair for an entry',
      (raw) => raw.batchPut([['a', '1'] as never]),
      'batchPut: entry 0 must be { key, value }, not an array',
    ],
    [
      'an option in an entry',
      (raw) => raw.batchPut([{ key: 'k', value: 'v', timeoutMs: 5 } as never]),
      'batchPut: entry 0: unknown field "timeoutMs"; expected one of key, value, ttlSeconds',
    ],
    [
      'a TTL in words',
      (raw) => raw.put('k', 'v', { ttlSeconds: '60' as never }),
      'put: ttlSeconds must be a whole number of seconds above 0, not "60"',
    ],
    [
      'nothing expected of a swap',
      (raw) => raw.atomic().compareAndSwap('k', undefined as never),
      /give expected/,
    ],
    [
      'an entry that a hole stands for',
      (raw) => raw.batchPut(Object.assign(new Array(2), { 1: { key: 'k', value: 'v' } })),
      'batchPut: entry 0 must be { key, value }, not undefined',
    ],
    [
      'keys with a hole',
      (raw) => raw.batchDelete(Object.assign(new Array(2), { 1: 'k' })),
      /^batchDelete: key 0: The key must be/,
    ],
    [
      'options of no ranges',
      (raw) => raw.batchScan([], { fast: true } as never),
      /batchScan: unknown option "fast"/,
    ],
    [
      'bounds beside ranges',
      (raw) => raw.batchScan([{ start: 'a' }], { end: 'b' } as never),
      /batchScan: unknown option "end"/,
    ],
    [
      'no column family of a view',
      (raw) => raw.columnFamily(undefined as never),
      /must be "default" or .*, not undef/,
    ],
    [
      'a put if absent of nothing, which would be a removal',
      (raw) => raw.atomic().putIfAbsent('k', undefined as never),
      /^The value must be/,
    ],
    [
      'keys of a map that are no list',
      (raw) => raw.batchGetMap('k' as never),
      'batchGetMap: keys must be an array, not a string',
    ],
    ['ranges that are no list', (raw) => raw.batchScan({} as never), /ranges must be an array/],
    [
      'a range with a limit of its own',
      (raw) => raw.batchScan([{ limit: 1 } as never]),
      /range 0: unknown field "limit"/,
    ],
    ['reversed bounds', (raw) => raw.scan({ start: 'b', end: 'a' }), /reverse: true/],
    ['a range of everything to delete', (raw) => raw.deleteRange({}), /give a prefix, a start or an end/],
    ['an empty prefix of a range to delete', (raw) => raw.deleteRange({ prefix: '' }), /start: ""/],
    ['an empty end alone of a range to delete', (raw) => raw.deleteRange({ end: bytes('') }), /start: ""/],
    ['no range to delete', (raw) => raw.deleteRange(undefined as never), /give a prefix, a start or an end/],
    ['null for a range to delete', (raw) => raw.deleteRange(null as never), /an object, not null/],
    [
      'an empty prefix to delete',
      (raw) => raw.deletePrefix(''),
      'deletePrefix: the prefix must not be empty',
    ],
    ['no prefix to delete', (raw) => raw.deletePrefix(undefined as never), /^The prefix must be/],
    [
      'a swap that expects nothing said',
      (raw) => raw.atomic().compareAndSwap('k', { value: 'v' } as never),
      /give expected/,
    ],
    [
      'a swap with two changes',
      (raw) => raw.atomic().compareAndSwap('k', { expected: 'x', value: 'v', delete: true } as never),
      /either a value or delete/,
    ],
    [
      'a swap without change',
      (raw) => raw.atomic().compareAndSwap('k', { expected: 'x' } as never),
      /either a value or delete/,
    ],
    [
      'a removal with a TTL',
      (raw) => raw.atomic().compareAndSwap('k', { expected: 'x', delete: true, ttlSeconds: 1 } as never),
      /ttlSeconds is for a value/,
    ],
    [
      'a swap by a view that is not atomic',
      (raw) => raw.compareAndSwap('k', { expected: 'x', value: 'v' }),
      /raw\.atomic\(\)/,
    ],
    ['a put if absent by a view that is not atomic', (raw) => raw.putIfAbsent('k', 'v'), /raw\.atomic\(\)/],
    [
      'a checksum of another column family',
      (raw) => raw.columnFamily('lock').checksum(),
      /default column family/,
    ],
    ['a token that is none', (raw) => raw.scan({ after: '?' }), /not the token of a scan/],
    ['a token of the other direction', (raw) => raw.scan({ after: '-YQ' }), /other direction/],
    ['a token of another range', (raw) => raw.scan({ after: '+YQ', start: 'b' }), /another range/],
    ['a token behind the range', (raw) => raw.scan({ after: '+Yw', end: 'b' }), /another range/],
    [
      'a token behind a range downward',
      (raw) => raw.scan({ after: '-', end: 'b', reverse: true }),
      /another range/,
    ],
    [
      'a token before a range downward',
      (raw) => raw.scan({ after: '-YQ', start: 'b', reverse: true }),
      /another range/,
    ],
    [
      'a token at the end of a range downward',
      (raw) => raw.scan({ after: '-Yg', start: 'b', reverse: true }),
      /another range/,
    ],
    ['a token behind the longest key', (raw) => raw.scan({ after: `+${'YWFh'.repeat(8)}` }), /another range/],
  ];

  it.each(wrong)('are refused before anything is sent: %s', async (_, verb, message) => {
    const end = await refusal(verb);
    expect(end).toBeInstanceOf(UsageError);
    expect((end as UsageError).message).toMatch(message);
  });

  it.each<[string, (raw: RawClient) => unknown]>([
    ['of a view', (raw) => raw.columnFamily('default')],
    ['of a read', (raw) => raw.get('k', { columnFamily: 'lock' })],
    ['of a scan', (raw) => raw.scan({ columnFamily: 'write' })],
    ['of a write', (raw) => raw.batchPut([{ key: 'k', value: 'v' }], { columnFamily: 'default' })],
  ])('RAW-6: under API V2 a column family %s is refused before anything is sent', async (_, verb) => {
    const end = await refusal(verb, 'v2');
    expect(end).toBeInstanceOf(UsageError);
    expect((end as UsageError).message).toMatch('leave columnFamily out');
  });

  it.each<[string, (raw: RawClient) => unknown]>([
    ['put', (raw) => raw.put('k', 'v'.repeat(30))],
    ['batchPut', (raw) => raw.batchPut([{ key: 'k', value: 'v'.repeat(30) }])],
    ['putIfAbsent', (raw) => raw.atomic().putIfAbsent('k', 'v'.repeat(30))],
  ])('S116: an entry above the limit is refused by %s before anything is sent', async (_, verb) => {
    const end = await refusal(verb);
    expect(end).toBeInstanceOf(TooLargeError);
    expect(end).toMatchObject({ sizeBytes: 31, limitBytes: 30 });
  });

  it.each<[string, (raw: RawClient) => unknown]>([
    ['get', (raw) => raw.get('k'.repeat(21))],
    ['put', (raw) => raw.put('k'.repeat(21), 'v')],
    ['delete', (raw) => raw.delete('k'.repeat(21))],
    ['batchPut', (raw) => raw.batchPut([{ key: 'k'.repeat(21), value: 'v' }])],
  ])('S116: a key above the limit is refused by %s before anything is sent', async (_, verb) => {
    expect(await refusal(verb)).toEqual(new TooLargeError('The key', 21, 20));
  });

  it('are copied: buffers may be used again at once', async () => {
    const { raw, servers } = setUp([answer.done]);
    const [key, value] = [bytes('k'), bytes('v')];
    const done = raw.put(key, value);
    key.fill(0);
    value.fill(0);
    await servers.until(done);
    expect(servers.requests[0]).toMatchObject({ key: bytes('k'), value: bytes('v') });
  });
});

describe('views', () => {
  it('RAW-5: an atomic one says so in every put and delete, and may swap', async () => {
    const { raw, servers } = setUp([answer.done, answer.done, answer.done, answer.done, swapped]);
    const atomic = raw.atomic();
    await servers.until(atomic.put('k', 'v'));
    await servers.until(atomic.delete('k'));
    await servers.until(atomic.batchPut([{ key: 'k', value: 'v' }]));
    await servers.until(atomic.batchDelete(['k']));
    expect(servers.requests.map(({ forCas }) => forCas)).toEqual([true, true, true, true]);
    expect(await servers.until(atomic.putIfAbsent('k', 'v', { ttlSeconds: 9 }))).toEqual({
      swapped: true,
      previous: undefined,
    });
    expect(servers.requests[4]).toMatchObject({ previousNotExist: true, ttl: 9n, delete: false });
  });

  it('RAW-6: a column family goes along with every request; a call may name another', async () => {
    const { raw, servers } = setUp([
      answer.value('v'),
      answer.absent,
      answer.done,
      answer.pairs(),
      answer.done,
      answer.done,
      answer.scanned(),
      answer.done,
      swapped,
    ]);
    const view = raw.columnFamily('write');
    await servers.until(view.get('k'));
    await servers.until(view.get('k', { columnFamily: 'default' }));
    await servers.until(view.put('k', 'v'));
    await servers.until(view.batchGet(['k']));
    await servers.until(view.batchPut([{ key: 'k', value: 'v' }]));
    await servers.until(view.batchDelete(['k']));
    await servers.until(view.scan().next());
    await servers.until(view.deletePrefix('k'));
    await servers.until(view.atomic().putIfAbsent('k', 'v'));
    expect(servers.requests.map(({ cf }) => cf)).toEqual([
      'write',
      'default',
      'write',
      'write',
      'write',
      'write',
      'write',
      'write',
      'write',
    ]);
    expect(servers.requests[8]).toMatchObject({ rpc: 'RawCompareAndSwap', cf: 'write' });
  });
});

describe('resend', () => {
  it.each<[string, (raw: RawClient) => Promise<unknown>]>([
    ['put', (raw) => raw.put('k', 'v', { resend: false })],
    ['delete', (raw) => raw.delete('k', { resend: false })],
    ['batchPut', (raw) => raw.batchPut([{ key: 'k', value: 'v' }], { resend: false })],
    ['batchDelete', (raw) => raw.batchDelete(['k'], { resend: false })],
    ['deletePrefix', (raw) => raw.deletePrefix('k', { resend: false })],
    ['compareAndSwap', (raw) => raw.atomic().compareAndSwap('k', { expected: 'v', delete: true })],
  ])('F16: a lost answer of %s, sent once, is undetermined', async (_, verb) => {
    const { raw, servers } = setUp([answer.lost]);
    expect(await servers.outcome(verb(raw))).toMatchObject({ code: 'TIKV_UNDETERMINED', retryable: false });
    expect(servers.log.length).toBe(1);
  });

  it('F16: put is sent again by default', async () => {
    const { raw, servers } = setUp([answer.lost, answer.done]);
    await servers.until(raw.put('k', 'v', { ttlSeconds: 3 }));
    expect(servers.log).toEqual(['RawPut k', 'RawPut k again']);
    expect(servers.requests[1]).toMatchObject({ ttl: 3n });
  });
});

describe('retries', () => {
  /** Longer than half of what one backoffer waits in all. */
  const away: Reply[] = Array.from({ length: 60 }, () => ({
    regionError: { regionNotFound: { regionId: 1n } },
  }));
  const sum: Reply = { response: { error: '', checksum: 1n, totalKvs: 1n, totalBytes: 1n } };

  it.each<[string, Reply, (raw: RawClient) => Promise<unknown>]>([
    ['checksum', sum, (raw) => raw.checksum({ timeoutMs: 1_000_000 })],
    ['deleteRange', answer.done, (raw) => raw.deleteRange({ start: '', timeoutMs: 1_000_000 })],
    ['batchScan', answer.scanned(), (raw) => raw.batchScan([{}], { timeoutMs: 1_000_000 })],
  ])('BO-30: each region has its own, in %s', async (_, ok, verb) => {
    const { raw, servers } = setUp([...away, ok, ...away, ok, ...away, ok], ['h', 'p']);
    expect(await servers.outcome(verb(raw))).not.toBeInstanceOf(Error);
    expect(servers.log.length).toBe(3 * 61);
  });
});

describe('TTL', () => {
  it('S119: asks once, whatever the view, whether the cluster keeps any', async () => {
    const keeps = answer.refused('The length of ttls does not equal to the length of pairs');
    const { raw, servers } = setUp([keeps, answer.ttl(5n), answer.ttl(0n)]);
    expect(await servers.until(raw.ttl('k'))).toBe(5);
    expect(await servers.until(raw.atomic().ttl('k'))).toBe(Number.POSITIVE_INFINITY);
    expect(servers.requests.map(({ rpc }) => rpc)).toEqual(['RawBatchPut', 'RawGetKeyTTL', 'RawGetKeyTTL']);
  });

  it('S119: never asks a cluster that keeps none for the TTL of a key', async () => {
    const { raw, servers } = setUp([answer.refused('ttl is not enabled, but get put request with ttl')]);
    expect(await servers.outcome(raw.ttl('k'))).toBeInstanceOf(UsageError);
    expect(servers.requests.map(({ rpc }) => rpc)).toEqual(['RawBatchPut']);
  });

  it('S119: a batch with some is not begun in a cluster that keeps none', async () => {
    const { raw, servers } = setUp(
      [answer.refused('ttl is not enabled, but get put request with ttl')],
      ['b'],
    );
    const entries = [
      { key: 'a', value: '1' },
      { key: 'b', value: '2', ttlSeconds: 1 },
    ];
    expect(await servers.outcome(raw.batchPut(entries))).toBeInstanceOf(UsageError);
    expect(servers.requests).toEqual([expect.objectContaining({ rpc: 'RawBatchPut', pairs: [] })]);
  });

  it('an entry of a batch may have its own', async () => {
    const { raw, servers } = setUp([answer.done]);
    const entries = [
      { key: 'a', value: '1', ttlSeconds: 1 },
      { key: 'b', value: '2' },
    ];
    await servers.until(raw.batchPut(entries, { ttlSeconds: 7 }));
    expect(servers.requests[0]).toMatchObject({ ttls: [1n, 7n] });
  });
});

describe('scan', () => {
  it('RAW-14: asks for 10240 pairs at once at most', async () => {
    const { raw } = setUp([]);
    const tooMany = { batchSize: 10_241 };
    expect(() => raw.scan(tooMany)).toThrow('batchSize must be a whole number from 1 to 10240, not 10241');
    await expect(raw.batchScan([{}], tooMany)).rejects.toThrow('batchSize must be');
  });

  it('gives each page a deadline of its own', async () => {
    const { raw, servers } = setUp([answer.scanned('a'), 'silence']);
    const scan = raw.scan({ batchSize: 1, timeoutMs: 100 });
    expect(text((await servers.until(scan.next())).value?.key as Uint8Array)).toBe('a');
    expect(await servers.outcome(scan.next())).toMatchObject({ code: 'TIKV_DEADLINE' });
    expect(scan.token).toBe('+YQA');
  });

  it('goes on from a token, which says nothing when the range is used up', async () => {
    const { raw, servers } = setUp([answer.scanned('a', 'b'), answer.scanned('c'), answer.scanned('d')]);
    const first = raw.scan({ batchSize: 2, limit: 2 });
    expect(first.token).toBe('+');
    await servers.until(first.next());
    await servers.until(first.next());
    const second = raw.scan({ after: first.token });
    await servers.until(second.next());
    expect(servers.log).toEqual(['RawScan ..', 'RawScan b\0..']);
    await servers.until(second.next());
    expect(second.token).toBeUndefined();
  });

  it('many ranges at once, under one deadline', async () => {
    const { raw, servers } = setUp([answer.scanned('a', 'b'), answer.scanned('p'), answer.scanned('c')]);
    const lists = await servers.until(
      raw.batchScan([{ end: 'm' }, { prefix: 'p' }], { batchSize: 2, limit: 3 }),
    );
    expect(lists.map((pairs) => pairs.map(({ key }) => text(key)))).toEqual([['a', 'b', 'c'], ['p']]);
    expect(servers.log).toEqual(['RawScan ..m', 'RawScan p..q', 'RawScan b\0..m']);
    const slow = setUp([answer.scanned('a', 'b'), 'silence']);
    expect(
      await slow.servers.outcome(slow.raw.batchScan([{}], { batchSize: 2, timeoutMs: 50 })),
    ).toMatchObject({
      code: 'TIKV_DEADLINE',
    });
  });
});

describe('the end of a call', () => {
  it('a signal that has fired sends nothing', async () => {
    const signal = AbortSignal.abort('no more');
    const end = await refusal((raw) => raw.put('k', 'v', { signal }));
    expect(end).toBeInstanceOf(AbortedError);
    expect((end as AbortedError).cause).toBe('no more');
  });

  it('a closed client sends nothing', async () => {
    const { raw, servers } = setUp();
    servers.deadlines.close();
    expect(await servers.outcome(raw.get('k'))).toBeInstanceOf(ClosedError);
    expect(await servers.outcome(raw.scan().next())).toBeInstanceOf(ClosedError);
    expect(servers.log).toEqual([]);
  });

  it('leaves no timer behind', async () => {
    const { raw, servers } = setUp([answer.done, answer.scanned('a')]);
    await servers.until(raw.put('k', 'v'));
    await servers.until(raw.scan().next());
    await servers.clock.advanceAsync(1000);
    expect(servers.clock.pending).toBe(0);
  });
});
