import { describe, expect, it } from 'vitest';
import { type PartialWriteError, UndeterminedError, UsageError } from '../../../src/model/errors.ts';
import { rawChecksum, rawDeleteRange } from '../../../src/raw/raw-range.ts';
import type { Reply } from '../../support/fake-region-servers.ts';
import { answer, bytes, RawServers, text } from '../../support/raw-servers.ts';

const RANGE = { start: bytes('a'), end: bytes('x') };

function setUp(script: Reply[], borders: string[] = []) {
  const servers = new RawServers({ borders });
  servers.rpc.script = script;
  return servers;
}

async function deleteRange(servers: RawServers, { atMostOnce = false, range = RANGE } = {}) {
  const end = await servers.outcome(
    rawDeleteRange(servers.environment, range, { atMostOnce }, () => servers.backoffer()),
  );
  const parts = (end as PartialWriteError | undefined)?.parts;
  return (
    parts?.map(({ outcome, range: at }) => `${outcome} ${at && `${text(at.start)}..${text(at.end)}`}`) ?? end
  );
}

const sum = (checksum: bigint): Reply => ({
  response: { error: '', checksum, totalKvs: 2n, totalBytes: 10n },
});

describe('raw checksum', () => {
  it('RAW-16: combines those of the regions', async () => {
    const servers = setUp([sum(0b1100n), sum(0b1010n)], ['m']);
    const total = await servers.until(rawChecksum(servers.environment, RANGE, () => servers.backoffer()));
    expect(total).toEqual({ crc64xor: 0b0110n, keys: 4n, bytes: 20n });
    expect(servers.log).toEqual(['RawChecksum a..m', 'RawChecksum m..x']);
  });

  it('counts nothing twice when a region is split meanwhile', async () => {
    const servers = setUp([answer.split('m'), sum(1n), sum(2n)]);
    const total = await servers.until(rawChecksum(servers.environment, RANGE, () => servers.backoffer()));
    expect(total).toEqual({ crc64xor: 3n, keys: 4n, bytes: 20n });
    expect(servers.log).toEqual(['RawChecksum a..x', 'RawChecksum a..m', 'RawChecksum m..x']);
  });

  it('throws what a store refused it with', async () => {
    const servers = setUp([answer.refused('Key mode mismatched with the request mode, cmd: raw_checksum')]);
    const end = await servers.outcome(rawChecksum(servers.environment, RANGE, () => servers.backoffer()));
    expect(end).toBeInstanceOf(UsageError);
  });
});

describe('raw delete range', () => {
  it('RAW-13: goes from region to region', async () => {
    const servers = setUp([answer.done, answer.done], ['m']);
    expect(await deleteRange(servers)).toBeUndefined();
    expect(servers.log).toEqual(['RawDeleteRange a..m', 'RawDeleteRange m..x']);
    expect(servers.rpc.contexts[0]?.maxExecutionDurationMs).toBe(20_000n);
  });

  it('RAW-13: without an end goes to the last region', async () => {
    const servers = setUp([answer.done, answer.done], ['m']);
    expect(await deleteRange(servers, { range: { start: bytes(''), end: bytes('') } })).toBeUndefined();
    expect(servers.log).toEqual(['RawDeleteRange ..m', 'RawDeleteRange m..']);
  });

  it('sends nothing for an empty range', async () => {
    const servers = setUp([]);
    expect(await deleteRange(servers, { range: { start: bytes('a'), end: bytes('a') } })).toBeUndefined();
    expect(servers.log).toEqual([]);
  });

  it('is sent again after a lost answer, unless it may be sent once only', async () => {
    const servers = setUp([answer.lost, answer.done]);
    expect(await deleteRange(servers)).toBeUndefined();
    expect(servers.log).toEqual(['RawDeleteRange a..x', 'RawDeleteRange a..x again']);
    const once = setUp([answer.lost]);
    expect(await deleteRange(once, { atMostOnce: true })).toBeInstanceOf(UndeterminedError);
    expect(once.log.length).toBe(1);
  });

  it('tells which part is done, which is not, and of which it is unknown', async () => {
    const refused = answer.refused('invalid cf name: x');
    expect(await deleteRange(setUp([answer.done, refused], ['m', 'p']))).toEqual([
      'done a..m',
      'notDone m..p',
      'notDone p..x',
    ]);
    const lost = setUp([answer.done, answer.lost], ['m', 'p']);
    expect(await deleteRange(lost, { atMostOnce: true })).toEqual([
      'done a..m',
      'unknown m..p',
      'notDone p..x',
    ]);
    expect(await deleteRange(setUp([refused], ['m']))).toBeInstanceOf(UsageError);
  });

  it('the ranges it tells are the caller’s own, to change', async () => {
    const servers = setUp([answer.done, answer.refused('invalid cf name: x')], ['m']);
    const write = rawDeleteRange(servers.environment, RANGE, { atMostOnce: false }, () =>
      servers.backoffer(),
    );
    const { parts } = (await servers.outcome(write)) as PartialWriteError;
    for (const { range } of parts) range?.end.fill(0);
    expect(servers.cache.peek(bytes('c'))?.endKey).toEqual(bytes('m'));
    expect(RANGE.end).toEqual(bytes('x'));
  });

  it('is not sent again after UndeterminedResult when it may be sent once only', async () => {
    const once = setUp([answer.undetermined]);
    expect(await deleteRange(once, { atMostOnce: true })).toBeInstanceOf(UndeterminedError);
    expect(once.log.length).toBe(1);
  });

  it('remembers all that a lost attempt covered when the region has shrunk since', async () => {
    const refused = answer.refused('invalid cf name: x');
    const first = setUp([answer.undetermined, answer.split('m'), refused]);
    expect(await deleteRange(first)).toBeInstanceOf(UndeterminedError);
    const script = [
      answer.undetermined,
      answer.split('m'),
      answer.done,
      answer.refused('invalid cf name: x'),
    ];
    expect(await deleteRange(setUp(script))).toEqual(['done a..m', 'unknown m..x']);
  });
});
