import { describe, expect, it } from 'vitest';
import { startCluster } from '../../../../../src/testing/index.ts';
import { TimestampOracle } from '../../../../../src/testing/pd/tso.ts';
import { pdRpcs } from '../../../../../src/wire/codec/rpcs.ts';
import { RawClient } from '../raw-client.ts';

describe('TimestampOracle', () => {
  it('gives the last of a batch, and goes on behind it', () => {
    const oracle = new TimestampOracle(() => 5_000);
    expect(oracle.take(3)).toEqual({ physicalMs: 5_000, logical: 3 });
    expect(oracle.take(1)).toEqual({ physicalMs: 5_000, logical: 4 });
  });

  it('follows the wall clock to the millisecond and never back', () => {
    let wallMs = 5_000;
    const oracle = new TimestampOracle(() => wallMs);
    oracle.take(1);
    wallMs = 5_001.9;
    expect(oracle.take(1)).toEqual({ physicalMs: 5_001, logical: 1 });
    wallMs = 1_000;
    expect(oracle.take(1)).toEqual({ physicalMs: 5_001, logical: 2 });
  });

  it('never lets the logical part of an answer overflow its 18 bits', () => {
    const oracle = new TimestampOracle(() => 5_000);
    expect(oracle.take(262_143)).toEqual({ physicalMs: 5_000, logical: 262_143 });
    expect(oracle.take(1)).toEqual({ physicalMs: 5_001, logical: 1 });
  });

  it('S108 tso-fallback: goes back when it is told to, and only then', () => {
    const oracle = new TimestampOracle(() => 5_000);
    oracle.take(10);
    oracle.goBack(1_000);
    expect(oracle.take(1)).toEqual({ physicalMs: 4_000, logical: 1 });
    oracle.jumpForward(3_600_000);
    expect(oracle.take(1)).toEqual({ physicalMs: 3_604_000, logical: 1 });
  });

  it('starts a new leader above all that the old one can have given', () => {
    const oracle = new TimestampOracle(() => 5_000);
    oracle.take(1);
    oracle.changeLeader();
    expect(oracle.take(1)).toEqual({ physicalMs: 8_000, logical: 1 });
  });

  it('stands still after a change of leaders until the clock has caught up', () => {
    let nowMs = 5_000;
    const oracle = new TimestampOracle(() => nowMs);
    oracle.take(1);
    expect(oracle.aheadMs).toBe(0);
    oracle.changeLeader();
    nowMs += 1_000;
    expect(oracle.aheadMs).toBe(2_000);
    expect(oracle.take(1).physicalMs).toBe(8_000);
    nowMs += 2_001;
    expect(oracle.take(1).physicalMs).toBe(8_001);
    expect(oracle.aheadMs).toBe(0);
  });
});

describe('the timestamp stream', () => {
  const environment = { wallMs: () => 5_000 };

  it('answers each request with the last timestamp of its count', async () => {
    await using cluster = await startCluster({ environment });
    using client = new RawClient();
    const stream = client.stream(cluster.addresses.pds[0] as string, pdRpcs.tso);
    const header = { clusterId: cluster.pd.clusterId };
    stream.send({ header, count: 5 });
    stream.send({ header, count: 2 });
    const { suffixBits: _, ...first } = (await stream.next()).timestamp ?? { suffixBits: 0 };
    expect(first).toEqual({ physical: 5_000n, logical: 5n });
    expect(await stream.next()).toMatchObject({ count: 2, timestamp: { physical: 5_000n, logical: 7n } });
    stream.end();
    expect(await stream.ended).toMatchObject({ code: 0 });
  });

  it('ends for a count of zero and for another cluster', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const address = cluster.addresses.pds[0] as string;
    const empty = client.stream(address, pdRpcs.tso);
    empty.send({ header: { clusterId: cluster.pd.clusterId }, count: 0 });
    expect(await empty.ended).toMatchObject({
      code: 2,
      details: expect.stringContaining('tso count should be positive'),
    });
    const foreign = client.stream(address, pdRpcs.tso);
    foreign.send({ header: { clusterId: 1n }, count: 1 });
    expect(await foreign.ended).toMatchObject({
      code: 9,
      details: expect.stringContaining('mismatch cluster id'),
    });
  });

  it('is held while the oracle stalls, then answered in order', async () => {
    await using cluster = await startCluster({ environment });
    using client = new RawClient();
    const stream = client.stream(cluster.addresses.pds[0] as string, pdRpcs.tso);
    const stalled = cluster.fail({ rpc: 'Tso', action: { delayMs: 0 } });
    cluster.pd.tso.stall();
    stream.send({ header: { clusterId: cluster.pd.clusterId }, count: 1 });
    await stalled.waitForHit();
    expect(cluster.log.messages('Tso').map(({ outcome }) => outcome)).toEqual(['pending']);
    cluster.pd.tso.resume();
    expect(await stream.next()).toMatchObject({ timestamp: { physical: 5_000n, logical: 1n } });
  });

  it('S109 tso-stream-reset: the old leader refuses, the new one goes on above it', async () => {
    await using cluster = await startCluster({ pds: 3, environment });
    using client = new RawClient();
    const header = { clusterId: cluster.pd.clusterId };
    const [old, next] = cluster.addresses.pds.map((address) => client.stream(address, pdRpcs.tso));
    old?.send({ header, count: 1 });
    await old?.next();
    cluster.pd.transferLeader(1);
    old?.send({ header, count: 1 });
    expect(await old?.ended).toMatchObject({ code: 2, details: expect.stringContaining('is not leader') });
    next?.send({ header, count: 1 });
    expect(await next?.next()).toMatchObject({ timestamp: { physical: 8_000n, logical: 1n } });
  });

  it('is forwarded to the leader by a follower that is asked to', async () => {
    await using cluster = await startCluster({ pds: 2 });
    using client = new RawClient();
    const [leader, follower] = cluster.addresses.pds as [string, string];
    const stream = client.stream(follower, pdRpcs.tso, { 'pd-forwarded-host': `http://${leader}` });
    stream.send({ header: { clusterId: cluster.pd.clusterId }, count: 1 });
    expect(await stream.next()).toMatchObject({ count: 1 });
  });
});
