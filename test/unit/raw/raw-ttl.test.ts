import { describe, expect, it } from 'vitest';
import { plainCodec } from '../../../src/keyspace/plain-codec.ts';
import { ServerError, UsageError } from '../../../src/model/errors.ts';
import { rawTtl, requireTtl } from '../../../src/raw/raw-ttl.ts';
import { kvrpcpb } from '../../../src/wire/codec/messages.ts';
import type { Reply } from '../../support/fake-region-servers.ts';
import { answer, bytes, RawServers } from '../../support/raw-servers.ts';

const KEY = bytes('k');
const v2 = { ...plainCodec, context: { apiVersion: kvrpcpb.APIVersion.V2, keyspaceId: 1 } };

function setUp(script: Reply[], options = {}) {
  const servers = new RawServers(options);
  servers.rpc.script = script;
  return servers;
}

const ttl = (servers: RawServers) => servers.outcome(rawTtl(servers.environment, KEY, servers.backoffer()));
const ask = (servers: RawServers) =>
  servers.outcome(requireTtl(servers.environment, KEY, servers.backoffer()));

describe('S119 raw-ttl', () => {
  it('gives the seconds left, Infinity for never, undefined for absent', async () => {
    expect(await ttl(setUp([answer.ttl(7n)]))).toBe(7);
    expect(await ttl(setUp([answer.ttl(0n)]))).toBe(Number.POSITIVE_INFINITY);
    expect(await ttl(setUp([{ response: { error: '', ttl: 0n, notFound: true } }]))).toBeUndefined();
  });

  it('tells a removed key of API V2 from one that never expires', async () => {
    const there = setUp([answer.ttl(0n), answer.value('v'), answer.ttl(0n), answer.value('v')], {
      codec: v2,
    });
    expect(await ttl(there)).toBe(Number.POSITIVE_INFINITY);
    const gone = setUp([answer.ttl(0n), answer.absent], { codec: v2 });
    expect(await ttl(gone)).toBeUndefined();
    expect(gone.log).toEqual(['RawGetKeyTTL k', 'RawGet k']);
  });

  it('does not take what it is told of a removed key for the time of a value that others put meanwhile', async () => {
    const expiring = setUp([answer.ttl(0n), answer.value('v'), answer.ttl(7n)], { codec: v2 });
    expect(await ttl(expiring)).toBe(7);
    const again = setUp(
      [answer.ttl(0n), answer.value('v'), answer.ttl(0n), answer.value('w'), answer.ttl(0n), answer.absent],
      { codec: v2 },
    );
    expect(await ttl(again)).toBeUndefined();
  });

  it('finds out whether the cluster keeps TTLs by a request that any store refuses', async () => {
    const yes = setUp([answer.refused('The length of ttls does not equal to the length of pairs')]);
    expect(await ask(yes)).toBeUndefined();
    expect(yes.requests).toEqual([{ rpc: 'RawBatchPut', pairs: [], ttls: [1n, 1n] }]);
    const no = setUp([answer.refused('ttl is not enabled, but get put request with ttl')]);
    expect(await ask(no)).toBeInstanceOf(UsageError);
  });

  it('takes no other answer for a yes: the wrong store would end its process', async () => {
    expect(await ask(setUp([answer.refused('an empty request')]))).toBeInstanceOf(ServerError);
    expect(await ask(setUp([answer.done]))).toBeInstanceOf(ServerError);
  });

  it('asks nothing of API V2, which keeps them always', async () => {
    const servers = setUp([], { codec: v2 });
    expect(await ask(servers)).toBeUndefined();
    expect(servers.log).toEqual([]);
  });
});
