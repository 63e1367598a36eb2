import { describe, expect, it } from 'vitest';
import { EMPTY_BYTES } from '../../../src/model/bytes.ts';
import { ProtocolError, UsageError } from '../../../src/model/errors.ts';
import { rawScanner } from '../../../src/raw/raw-scanner.ts';
import type { Reply } from '../../support/fake-region-servers.ts';
import { answer, bytes, RawServers, text } from '../../support/raw-servers.ts';

const ALL = {
  range: { start: EMPTY_BYTES, end: EMPTY_BYTES },
  reverse: false,
  keysOnly: false,
  batchSize: 2,
  limit: undefined as number | undefined,
  maxBytes: undefined as number | undefined,
  maxKeyBytes: 3,
};

function setUp(script: Reply[], fields: Partial<typeof ALL> = {}, borders: string[] = []) {
  const servers = new RawServers({ borders });
  servers.rpc.script = script;
  const scanner = rawScanner(servers.environment, { ...ALL, ...fields }, (fetch) =>
    fetch(servers.backoffer()),
  );
  const collect = async () => {
    const seen: string[] = [];
    for await (const { key } of scanner.pairs()) seen.push(text(key));
    return seen;
  };
  return { servers, scanner, all: () => servers.outcome(collect()) };
}

const rest = ({ scanner }: Pick<ReturnType<typeof setUp>, 'scanner'>) =>
  scanner.rest && `${text(scanner.rest.start)}..${text(scanner.rest.end)}`;

describe('raw scan', () => {
  it('RAW-14: takes pages, each of one region, until the range is used up', async () => {
    const script = [
      answer.scanned('a', 'b'),
      answer.scanned('c'),
      answer.scanned('m', 'n'),
      answer.scanned(),
    ];
    const scan = setUp(script, { range: { start: bytes('a'), end: bytes('x') } }, ['m']);
    expect(await scan.all()).toEqual(['a', 'b', 'c', 'm', 'n']);
    expect(scan.servers.log).toEqual(['RawScan a..m', 'RawScan b\0..m', 'RawScan m..x', 'RawScan n\0..x']);
    expect(scan.servers.requests[0]).toMatchObject({ limit: 2, keyOnly: false, reverse: false, cf: '' });
    expect(rest(scan)).toBeUndefined();
  });

  it('S118: goes downward from an exclusive upper bound', async () => {
    const script = [answer.scanned('n', 'm'), answer.scanned(), answer.scanned('b')];
    const scan = setUp(script, { reverse: true, range: { start: bytes('a'), end: bytes('x') } }, ['k']);
    expect(await scan.all()).toEqual(['n', 'm', 'b']);
    expect(scan.servers.log).toEqual(['RawScan x..k', 'RawScan m..k', 'RawScan k..a']);
    expect(scan.servers.requests[0]).toMatchObject({ reverse: true });
  });

  it('S118: without an upper bound begins behind the longest key there can be', async () => {
    const scan = setUp([answer.scanned(), answer.scanned('a')], { reverse: true }, ['k']);
    expect(await scan.all()).toEqual(['a']);
    expect(scan.servers.requests.map(({ startKey }) => startKey)).toEqual([
      new Uint8Array([255, 255, 255, 255]),
      bytes('k'),
    ]);
  });

  it('asks for no more than the limit, and for nothing when it is 0', async () => {
    const scan = setUp([answer.scanned('a', 'b'), answer.scanned('c')], { limit: 3 });
    expect(await scan.all()).toEqual(['a', 'b', 'c']);
    expect(scan.servers.requests.map(({ limit }) => limit)).toEqual([2, 1]);
    expect(rest(scan)).toBe('c\0..');
    const none = setUp([], { limit: 0 });
    expect(await none.all()).toEqual([]);
    expect(none.servers.log).toEqual([]);
  });

  it('asks again where the region is now', async () => {
    const scan = setUp([answer.split('b'), answer.scanned('a'), answer.scanned('b')], { batchSize: 5 });
    expect(await scan.all()).toEqual(['a', 'b']);
    expect(scan.servers.log).toEqual(['RawScan ..', 'RawScan ..b', 'RawScan b..']);
  });

  it('knows what is left behind each pair, and keeps it when a page fails', async () => {
    const script = [answer.scanned('a', 'b'), { malformed: 'Nonsense' }] as Reply[];
    const scan = setUp(script);
    expect(rest(scan)).toBe('..');
    const pairs = scan.scanner.pairs();
    await scan.servers.until(pairs.next());
    expect(rest(scan)).toBe('a\0..');
    await scan.servers.until(pairs.next());
    expect(rest(scan)).toBe('b\0..');
    expect(await scan.servers.outcome(pairs.next())).toBeInstanceOf(ProtocolError);
    expect(rest(scan)).toBe('b\0..');
  });

  it('fetches the next page while one is taken; leaving early leaves nothing behind', async () => {
    const scan = setUp([answer.scanned('a', 'b'), { malformed: 'Nonsense' }]);
    const pairs = scan.scanner.pairs();
    await scan.servers.until(pairs.next());
    expect(scan.servers.log.length).toBe(2);
    await pairs.return();
    await scan.servers.settle();
    expect(await pairs.next()).toEqual({ done: true, value: undefined });
  });

  it.each([
    ['out of order', ['b', 'a']],
    ['outside its range', ['z']],
    ['more than asked for', ['b', 'c', 'd']],
  ])('refuses pairs that are %s', async (_, names) => {
    const scan = setUp([answer.scanned(...names)], { range: { start: bytes('a'), end: bytes('x') } });
    expect(await scan.all()).toBeInstanceOf(ProtocolError);
  });

  it('throws the error that stands in the first pair', async () => {
    const kvs = [
      {
        key: EMPTY_BYTES,
        value: EMPTY_BYTES,
        error: { abort: 'Error(CfDeprecated("lock"))', retryable: '' },
      },
    ];
    expect(await setUp([{ response: { kvs } }]).all()).toBeInstanceOf(UsageError);
  });
});
