import { describe, expect, it } from 'vitest';
import {
  PartialWriteError,
  ProtocolError,
  ServerError,
  UndeterminedError,
  UsageError,
} from '../../../src/model/errors.ts';
import { rawBatchGet } from '../../../src/raw/raw-batch-get.ts';
import { rawBatchDelete, rawBatchPut } from '../../../src/raw/raw-batch-write.ts';
import type { Reply } from '../../support/fake-region-servers.ts';
import { answer, bytes, RawServers, text } from '../../support/raw-servers.ts';

const RESEND = { atMostOnce: false };
const ONCE = { atMostOnce: true };
const entry = (key: string, value = key, ttlSeconds = 0n) => ({
  key: bytes(key),
  value: bytes(value),
  ttlSeconds,
});

function setUp(script: Reply[], borders: string[] = []) {
  const servers = new RawServers({ borders });
  servers.rpc.script = script;
  return servers;
}

describe('raw batch get', () => {
  const get = async (servers: RawServers, keys: string[]) => {
    const end = await servers.outcome(rawBatchGet(servers.environment, keys.map(bytes), servers.backoffer()));
    return Array.isArray(end) ? end.map((value) => value && text(value)) : end;
  };

  it('asks each region once for each key, and gives a value for each place', async () => {
    const servers = setUp([answer.pairs('b', 'a'), answer.pairs('m')], ['m']);
    expect(await get(servers, ['b', 'm', 'x', 'a', 'b'])).toEqual(['B', 'M', undefined, 'A', 'B']);
    expect(servers.log).toEqual(['RawBatchGet b,a', 'RawBatchGet m,x']);
  });

  it('gives repeated keys bytes of their own', async () => {
    const servers = setUp([answer.pairs('a')]);
    const keys = [bytes('a'), bytes('a')];
    const [one, other] = await servers.until(rawBatchGet(servers.environment, keys, servers.backoffer()));
    one?.fill(0);
    expect(other).toEqual(bytes('A'));
  });

  it('RAW-18: asks for 512 keys at once', async () => {
    const servers = setUp([]);
    servers.rpc.script = Array.from({ length: 3 }, () => answer.pairs());
    const keys = Array.from({ length: 1025 }, (_, index) => `k${index}`);
    await get(servers, keys);
    expect(servers.requests.map(({ keys: sent }) => (sent as unknown[]).length)).toEqual([512, 512, 1]);
  });

  it('asks again for the keys of a region that moved', async () => {
    const servers = setUp([answer.split('b'), answer.pairs('a'), answer.pairs('b')]);
    expect(await get(servers, ['a', 'b'])).toEqual(['A', 'B']);
    expect(servers.log).toEqual(['RawBatchGet a,b', 'RawBatchGet a', 'RawBatchGet b']);
  });

  it('refuses an answer with another key', async () => {
    expect(await get(setUp([answer.pairs('z')]), ['a'])).toBeInstanceOf(ProtocolError);
  });

  it('throws the error that stands in the first pair', async () => {
    const pair = {
      key: bytes(''),
      value: bytes(''),
      error: { abort: 'Error(InvalidCf("x"))', retryable: '' },
    };
    expect(await get(setUp([{ response: { pairs: [pair] } }]), ['a'])).toBeInstanceOf(UsageError);
    const other = { ...pair, error: { abort: 'Error(Other("key a"))', retryable: '' } };
    expect(await get(setUp([{ response: { pairs: [other] } }]), ['a'])).toBeInstanceOf(ServerError);
  });
});

describe('raw batch writes', () => {
  it('RAW-11: the last of equal keys counts; TTLs go along, the first in the old field too', async () => {
    const servers = setUp([answer.done]);
    const entries = [entry('a', '1', 5n), entry('b', '2'), entry('a', '3', 6n)];
    await servers.until(rawBatchPut(servers.environment, entries, RESEND, servers.backoffer()));
    expect(servers.requests).toEqual([
      {
        rpc: 'RawBatchPut',
        pairs: [
          { key: bytes('a'), value: bytes('3') },
          { key: bytes('b'), value: bytes('2') },
        ],
        ttls: [6n, 0n],
        ttl: 6n,
        cf: '',
        forCas: false,
      },
    ]);
  });

  it('RAW-18: a request is full at 16 KiB of keys and values', async () => {
    const servers = setUp([answer.done, answer.done, answer.done]);
    const entries = ['a', 'b', 'c', 'd', 'e'].map((key) => entry(key, 'x'.repeat(8191)));
    await servers.until(rawBatchPut(servers.environment, entries, RESEND, servers.backoffer()));
    expect(servers.log).toEqual(['RawBatchPut a,b', 'RawBatchPut c,d', 'RawBatchPut e']);
  });

  it('deletes 512 keys at once, each once', async () => {
    const servers = setUp([answer.done, answer.done]);
    const keys = Array.from({ length: 513 }, (_, index) => bytes(`k${index}`));
    await servers.until(rawBatchDelete(servers.environment, [...keys, ...keys], RESEND, servers.backoffer()));
    expect(servers.requests.map(({ keys: sent }) => (sent as unknown[]).length)).toEqual([512, 1]);
  });

  it('tells what became of each part: done, not done, unknown', async () => {
    const busy = answer.refused('max key size exceeded, size: 1, limit: 0');
    const servers = setUp([answer.done, busy, answer.lost], ['b', 'c']);
    const keys = ['a', 'c', 'b', 'c'].map(bytes);
    const error = (await servers.outcome(
      rawBatchDelete(servers.environment, keys, ONCE, servers.backoffer()),
    )) as PartialWriteError;
    expect(error).toBeInstanceOf(PartialWriteError);
    expect(error.parts.map(({ outcome, indexes }) => ({ outcome, indexes }))).toEqual([
      { outcome: 'done', indexes: [0] },
      { outcome: 'notDone', indexes: [1, 3] },
      { outcome: 'unknown', indexes: [2] },
    ]);
    expect(error.cause).toBe(error.parts[1]?.error);
    expect(error.retryable).toBe(false);
    expect(Object.keys(error)).not.toContain('parts');
    expect(error.message).toBe('The write was done in part: 1 of 3 parts are done, 1 are not, 1 are unknown');
  });

  it('throws an ordinary error when no part is done, and UndeterminedError when of none it is known', async () => {
    const refusal = answer.refused('invalid cf name: x');
    const put = (script: Reply[]) => {
      const servers = setUp(script, ['b']);
      return servers.outcome(
        rawBatchPut(servers.environment, [entry('a'), entry('b')], ONCE, servers.backoffer()),
      );
    };
    expect(await put([refusal, refusal])).toBeInstanceOf(UsageError);
    expect(await put([answer.lost, answer.lost])).toBeInstanceOf(UndeterminedError);
    expect(await put([answer.refused('?'), answer.refused('?')])).toBeInstanceOf(UndeterminedError);
  });

  it('is not sent again after UndeterminedResult when it may be sent once only', async () => {
    const servers = setUp([answer.undetermined]);
    const put = rawBatchPut(servers.environment, [entry('a')], ONCE, servers.backoffer());
    expect(await servers.outcome(put)).toBeInstanceOf(UndeterminedError);
    expect(servers.log).toEqual(['RawBatchPut a']);
  });

  it('counts the waits of the part that waited longest', async () => {
    const busy = { regionError: { readIndexNotReady: {} } } as Reply;
    const servers = setUp([answer.done, busy, busy, answer.done], ['b']);
    const backoffer = servers.backoffer();
    await servers.until(rawBatchPut(servers.environment, [entry('a'), entry('b')], RESEND, backoffer));
    expect(backoffer.totalSleepMs).toBe(2 + 4);
  });

  it('sends what moved again to where it is now, and remembers what was lost before', async () => {
    const servers = setUp([
      answer.undetermined,
      answer.split('b'),
      answer.done,
      answer.refused('invalid cf name: x'),
    ]);
    const error = (await servers.outcome(
      rawBatchPut(servers.environment, [entry('a'), entry('b')], RESEND, servers.backoffer()),
    )) as PartialWriteError;
    expect(servers.log).toEqual([
      'RawBatchPut a,b',
      'RawBatchPut a,b again',
      'RawBatchPut a again',
      'RawBatchPut b again',
    ]);
    expect(error.parts.map(({ outcome }) => outcome)).toEqual(['done', 'unknown']);
  });

  it('reports keys whose region cannot be found', async () => {
    const servers = setUp([]);
    servers.pd.script = Array.from({ length: 50 }, () => 'hole' as const);
    const put = rawBatchPut(servers.environment, [entry('a')], RESEND, servers.backoffer({ budgetMs: 10 }));
    expect(await servers.outcome(put)).toMatchObject({ code: 'TIKV_REGION_UNAVAILABLE' });
    expect(servers.log).toEqual([]);
  });

  it('does nothing for an empty list', async () => {
    const servers = setUp([]);
    await servers.until(rawBatchPut(servers.environment, [], RESEND, servers.backoffer()));
    expect(servers.log).toEqual([]);
  });
});
