import { describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../../../../src/testing/index.ts';
import { tikvRpcs } from '../../../../src/wire/codec/tikv-rpcs.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { addressOf, bytes, contextOf, RawClient } from './raw-client.ts';

describe('faults of messages', () => {
  it('drops a request: nothing is done, nothing answered', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const fault = cluster.fail({ rpc: 'RawPut', action: 'dropRequest' });
    expect(await isAnswered(put(cluster, client, 'k'), client, cluster)).toBe(false);
    expect([fault.hits, cluster.dump().raw]).toEqual([1, []]);
    expect(outcomes(cluster)).toEqual(['lost']);
  });

  it('drops an answer: it is done all the same', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    cluster.fail({ rpc: 'RawPut', action: 'dropResponse' });
    expect(await isAnswered(put(cluster, client, 'k'), client, cluster)).toBe(false);
    expect(cluster.dump().raw).toHaveLength(1);
    expect(outcomes(cluster)).toEqual(['lost']);
  });

  it('F17 does a request twice and answers once', async () => {
    await using cluster = await startCluster({ journal: true });
    using client = new RawClient();
    cluster.fail({ rpc: 'RawPut', action: 'duplicate' });
    expect((await put(cluster, client, 'k')).error).toBe('');
    expect(cluster.journal).toHaveLength(2);
  });

  it('F17 does no second time what it has refused: the refusal tells the client that it is not done', async () => {
    await using cluster = await startCluster({ raftEntryMaxBytes: 1 });
    using client = new RawClient();
    const fault = cluster.fail({ rpc: 'RawPut', action: 'duplicate' });
    expect((await put(cluster, client, 'k')).regionError?.raftEntryTooLarge).toBeDefined();
    expect(fault.hits).toBe(0);
  });

  it('delays by the clock of the cluster', async () => {
    const clock = new VirtualClock();
    await using cluster = await startCluster({ environment: { clock } });
    using client = new RawClient();
    const fault = cluster.fail({ rpc: 'RawPut', action: { delayMs: 500 } });
    const answer = put(cluster, client, 'k');
    await fault.waitForHit();
    clock.advance(499);
    expect(cluster.dump().raw).toEqual([]);
    clock.advance(1);
    await answer;
    expect(cluster.dump().raw).toHaveLength(1);
  });

  it('pauses at a stage until released', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const fault = cluster.fail({ rpc: 'RawPut', at: 'applied', action: 'pause' });
    const answer = put(cluster, client, 'k');
    const message = await fault.waitForHit();
    expect(message.stages.map(({ stage }) => stage)).toEqual(['received', 'proposed', 'applied']);
    expect(cluster.dump().raw).toHaveLength(1);
    fault.release();
    expect((await answer).error).toBe('');
  });

  it('answers with a region error, a key error, or a made answer', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    cluster.fail({ rpc: 'RawPut', action: { regionError: { serverIsBusy: { reason: 'test' } } } });
    expect((await put(cluster, client, 'k')).regionError?.serverIsBusy?.reason).toBe('test');
    cluster.fail({ rpc: 'RawPut', action: { response: (true_: object) => ({ ...true_, error: 'made' }) } });
    expect((await put(cluster, client, 'k')).error).toBe('made');
    cluster.fail({ rpc: 'KvGet', action: { keyError: { abort: 'test' } } });
    const context = contextOf(cluster.regionAt('k'));
    const read = await client.call(addressOf(cluster, 1n), tikvRpcs.kvGet, { context, key: bytes('k') });
    expect(read.error?.abort).toBe('test');
  });

  it('fails a call with a gRPC status, or resets its connection', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    cluster.fail({ rpc: 'RawPut', action: { status: 8, message: 'too much' } });
    await expect(put(cluster, client, 'k')).rejects.toMatchObject({ code: 8, details: 'too much' });
    cluster.fail({ rpc: 'RawPut', action: 'breakStream' });
    await expect(put(cluster, client, 'k')).rejects.toMatchObject({ code: 14 });
  });

  it('F37 answers with bytes that are no message', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    cluster.fail({ rpc: 'RawPut', action: { malformed: new Uint8Array([0xff, 0xff, 0xff]) } });
    await expect(put(cluster, client, 'k')).rejects.toThrow('Undecodable message of RawPut');
  });
});

describe('the choice of messages', () => {
  it('goes by RPC, store, region, key and condition', async () => {
    await using cluster = await startCluster();
    cluster.split('m', { raw: true });
    using client = new RawClient();
    const region = cluster.regionAt('x', { raw: true }).id;
    const rules = [
      { rpc: ['RawGet', 'RawPut'], key: 'x' },
      { store: 1, region },
      { when: ({ request }: { request: { [name: string]: unknown } }) => request.cf === '' },
      { rpc: 'RawGet' },
      { store: 2 },
      { pd: 0 },
      { key: bytes('a') },
    ];
    const handles = rules.map((rule) => cluster.fail({ ...rule, action: { delayMs: 0 } }));
    await put(cluster, client, 'x');
    expect(handles.map(({ hits }) => hits)).toEqual([1, 1, 1, 0, 0, 0, 0]);
  });

  it('skips, counts, and ends', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const fault = cluster.fail({ rpc: 'RawPut', skip: 1, times: 2, action: { status: 14 } });
    const results = [];
    for (let i = 0; i < 4; i++) {
      results.push(
        await put(cluster, client, 'k').then(
          () => 'ok',
          () => 'failed',
        ),
      );
    }
    expect(results).toEqual(['ok', 'failed', 'failed', 'ok']);
    expect(fault.hits).toBe(2);
  });

  it('hits by the randomness of the cluster', async () => {
    const draws = [0.6, 0.4];
    await using cluster = await startCluster({ environment: { random: () => draws.shift() ?? 0 } });
    using client = new RawClient();
    cluster.fail({ rpc: 'RawPut', probability: 0.5, action: { status: 14 } });
    await put(cluster, client, 'k');
    await expect(put(cluster, client, 'k')).rejects.toMatchObject({ code: 14 });
  });

  it('ends when its handle is disposed, and lets go of what it holds', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    let answer: Promise<unknown>;
    {
      using fault = cluster.fail({ rpc: 'RawPut', times: 10, action: 'pause' });
      answer = put(cluster, client, 'k');
      await fault.waitForHit();
    }
    await answer;
    await put(cluster, client, 'k');
    expect(outcomes(cluster)).toEqual(['answered', 'answered']);
  });
});

it('keeps the newest messages of its log', async () => {
  await using cluster = await startCluster({ logMessages: 2 });
  using client = new RawClient();
  for (const key of ['a', 'b', 'c', 'd', 'e']) await put(cluster, client, key);
  expect(cluster.log.messages().map(({ sequence }) => sequence)).toEqual([4, 5]);
  expect(cluster.log.total).toBe(5);
});

it('fails every later call, and its end, after a request that would crash TiKV', async () => {
  const cluster = await startCluster();
  using client = new RawClient();
  const context = contextOf(cluster.regionAt('k'));
  const empty = client.call(addressOf(cluster, 1n), tikvRpcs.kvCommit, {
    context,
    startVersion: 1n,
    commitVersion: 2n,
  });
  await expect(empty).rejects.toMatchObject({ code: 13 });
  await expect(put(cluster, client, 'k')).rejects.toMatchObject({
    code: 13,
    details: expect.stringContaining('the cluster is broken'),
  });
  await expect(cluster.close()).rejects.toThrow('This request kills TiKV');
  await cluster.close();
});

function put(cluster: Cluster, client: RawClient, key: string) {
  const context = contextOf(cluster.regionAt(key, { raw: true }));
  return client.call(addressOf(cluster, 1n), tikvRpcs.rawPut, {
    context,
    key: bytes(key),
    value: bytes('v'),
  });
}

function outcomes(cluster: Cluster) {
  return cluster.log.messages('RawPut').map(({ outcome }) => outcome);
}

/** Whether a call is answered before another one that was sent after it. */
async function isAnswered(call: Promise<unknown>, client: RawClient, cluster: Cluster): Promise<boolean> {
  let answered = false;
  call.then(
    () => {
      answered = true;
    },
    () => {},
  );
  const context = contextOf(cluster.regionAt('k', { raw: true }));
  for (let i = 0; i < 2; i++) {
    await client.call(addressOf(cluster, 1n), tikvRpcs.rawGet, { context, key: bytes('k') });
  }
  return answered;
}
