import { describe, expect, it } from 'vitest';
import type { tikvpb } from '#proto';
import { type Cluster, startCluster } from '../../../../src/testing/index.ts';
import { tikvRpcs } from '../../../../src/wire/codec/tikv-rpcs.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { addressOf, bytes, contextOf, RawClient } from './raw-client.ts';

describe('BatchCommands (server rules 68 and 69)', () => {
  it('answers by id, whatever the order of the answers', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const stream = client.stream(addressOf(cluster, 1n), tikvRpcs.batchCommands);
    const slow = cluster.fail({ rpc: 'RawGet', key: 'a', action: 'pause' });
    stream.send({ requests: [rawGet(cluster, 'a'), rawGet(cluster, 'b')], requestIds: [7n, 8n] });
    expect((await stream.next()).requestIds).toEqual([8n]);
    slow.release();
    expect((await stream.next()).requestIds).toEqual([7n]);
    expect(cluster.log.rpcs()).toEqual(['RawGet', 'RawGet']);
  });

  it('gathers the answers of one turn of the event loop', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const stream = client.stream(addressOf(cluster, 1n), tikvRpcs.batchCommands);
    const requests = ['a', 'b', 'c'].map((key) => rawGet(cluster, key));
    stream.send({ requests, requestIds: [1n, 2n, 3n] });
    const { requestIds, responses } = await stream.next();
    expect(requestIds).toEqual([1n, 2n, 3n]);
    expect(responses.map(({ rawGet: answer }) => answer?.notFound)).toEqual([true, true, true]);
  });

  it('zips requests and ids: what is too much on one side is left out', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const stream = client.stream(addressOf(cluster, 1n), tikvRpcs.batchCommands);
    stream.send({ requests: [rawGet(cluster, 'a'), rawGet(cluster, 'b')], requestIds: [1n] });
    stream.send({ requests: [rawGet(cluster, 'c')], requestIds: [2n, 3n] });
    stream.end();
    const ids = [...(await stream.next()).requestIds];
    if (ids.length < 2) ids.push(...(await stream.next()).requestIds);
    expect(ids).toEqual([1n, 2n]);
    expect(await stream.ended).toMatchObject({ code: 0 });
  });

  it('answers a request without a body by an answer without one', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const stream = client.stream(addressOf(cluster, 1n), tikvRpcs.batchCommands);
    stream.send({ requests: [{}], requestIds: [1n] });
    expect(await stream.next()).toMatchObject({ requestIds: [1n], responses: [{}] });
  });

  it('S112 ends the whole stream for another cluster', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const stream = client.stream(addressOf(cluster, 1n), tikvRpcs.batchCommands);
    stream.send({ requests: [rawGet(cluster, 'a', 1n)], requestIds: [1n] });
    expect(await stream.ended).toMatchObject({
      code: 3,
      details: `cluster of request=1 does not match TiKV cluster id=${cluster.pd.clusterId}`,
    });
    // A call of its own is refused in TiKV's other words.
    const { rawGet: request } = rawGet(cluster, 'a', 1n);
    expect(await client.failure(addressOf(cluster, 1n), tikvRpcs.rawGet, request)).toEqual({
      code: 3,
      details: 'the cluster id of the request does not match the TiKV cluster',
    });
  });

  it('answers an empty command after its delay, and not before 10 ms', async () => {
    const clock = new VirtualClock();
    await using cluster = await startCluster({ environment: { clock } });
    using client = new RawClient();
    const stream = client.stream(addressOf(cluster, 1n), tikvRpcs.batchCommands);
    const empty = (testId: bigint, delayTime: bigint) =>
      ({ cmd: 'empty', empty: { testId, delayTime } }) as const;
    stream.send({
      requests: [empty(1n, 50n), empty(2n, 0n), rawGet(cluster, 'a')],
      requestIds: [1n, 2n, 3n],
    });
    expect((await stream.next()).requestIds).toEqual([3n]);
    clock.advance(10);
    expect(await stream.next()).toMatchObject({ requestIds: [2n], responses: [{ empty: { testId: 2n } }] });
    clock.advance(40);
    expect(await stream.next()).toMatchObject({ requestIds: [1n] });
  });

  it('lets the health of the store ride on an answer once a second, and when asked', async () => {
    const clock = new VirtualClock();
    await using cluster = await startCluster({ environment: { clock } });
    using client = new RawClient();
    const stream = client.stream(addressOf(cluster, 1n), tikvRpcs.batchCommands);
    const feedback = async (request: tikvpb.BatchCommandsRequest.Request) => {
      stream.send({ requests: [request], requestIds: [1n] });
      const { healthFeedback } = await stream.next();
      return healthFeedback && [healthFeedback.storeId, healthFeedback.slowScore];
    };
    expect(await feedback(rawGet(cluster, 'a'))).toEqual([1n, 1]);
    expect(await feedback(rawGet(cluster, 'a'))).toBeUndefined();
    cluster.setSlowScore(1, 80);
    expect(await feedback({ cmd: 'getHealthFeedback', getHealthFeedback: {} })).toEqual([1n, 80]);
    clock.advance(1_000);
    expect(await feedback(rawGet(cluster, 'a'))).toEqual([1n, 80]);
  });

  it('ends for a command that is not there, and for nothing else', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const address = addressOf(cluster, 1n);
    const stream = client.stream(address, tikvRpcs.batchCommands);
    stream.send({ requests: [{ cmd: 'coprocessor', coprocessor: {} }], requestIds: [1n] });
    expect(await stream.ended).toMatchObject({ code: 12 });
    const next = client.stream(address, tikvRpcs.batchCommands);
    next.send({ requests: [rawGet(cluster, 'a')], requestIds: [1n] });
    expect((await next.next()).requestIds).toEqual([1n]);
  });

  it('S113 ends when a message on it is cut', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const stream = client.stream(addressOf(cluster, 1n), tikvRpcs.batchCommands);
    cluster.fail({ rpc: 'RawGet', key: 'b', action: 'breakStream' });
    stream.send({ requests: [rawGet(cluster, 'a'), rawGet(cluster, 'b')], requestIds: [1n, 2n] });
    expect(await stream.ended).toMatchObject({ code: 14 });
  });
});

function rawGet(cluster: Cluster, key: string, clusterId = cluster.pd.clusterId) {
  const context = { ...contextOf(cluster.regionAt(key, { raw: true })), clusterId };
  return { cmd: 'rawGet', rawGet: { context, key: bytes(key) } } as const;
}
