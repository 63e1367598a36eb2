import { describe, expect, it } from 'vitest';
import { kvrpcpb } from '#proto';
import { type Cluster, startCluster } from '../../../../src/testing/index.ts';
import { tikvRpcs } from '../../../../src/wire/codec/tikv-rpcs.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { addressOf, bytes, contextOf, RawClient } from './raw-client.ts';

describe('a write between its proposal and its apply', () => {
  it('meets the new epoch of a split, and is not applied', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const { answer, release } = await proposedPrewrite(cluster, client);
    cluster.split('m');
    release();
    const { regionError } = await answer;
    expect(regionError?.epochNotMatch?.currentRegions.map(({ regionEpoch }) => regionEpoch?.version)).toEqual(
      [2n, 2n],
    );
    expect(cluster.locks()).toEqual([]);
  });

  it('meets the new epoch of a merge, on either side', async () => {
    for (const key of ['a', 'x']) {
      await using cluster = await startCluster();
      cluster.split('m');
      using client = new RawClient();
      const { answer, release } = await proposedPrewrite(cluster, client, key);
      cluster.merge('a');
      release();
      expect((await answer).regionError?.epochNotMatch).toBeDefined();
      expect(cluster.locks()).toEqual([]);
    }
  });

  for (const inFlight of ['lost', 'applied'] as const) {
    it(`gets StaleCommand from a transfer of the leader, and is ${inFlight}`, async () => {
      await using cluster = await startCluster({ stores: 2 });
      using client = new RawClient();
      const { answer, release } = await proposedPrewrite(cluster, client);
      cluster.transferLeader('k', 2, { inFlight });
      expect(cluster.locks()).toHaveLength(inFlight === 'applied' ? 1 : 0);
      release();
      expect((await answer).regionError?.staleCommand).toEqual({});
      expect(cluster.locks()).toHaveLength(inFlight === 'applied' ? 1 : 0);
    });

    it(`gets no answer from a store that stops, and is ${inFlight}`, async () => {
      await using cluster = await startCluster({ stores: 3 });
      using client = new RawClient();
      const { answer, release } = await proposedPrewrite(cluster, client);
      const failed = expect(answer).rejects.toMatchObject({ code: 14 });
      await cluster.stop(1, { inFlight });
      release();
      await failed;
      expect(cluster.locks()).toHaveLength(inFlight === 'applied' ? 1 : 0);
    });
  }

  it('is refused while its region merges', async () => {
    await using cluster = await startCluster();
    cluster.split('m');
    using client = new RawClient();
    const merge = cluster.prepareMerge('a');
    const { id: regionId } = cluster.regionAt('x');
    const reason = 'can not read index due to merge';
    const { regionError } = await prewrite(cluster, client, 'x');
    expect(regionError?.readIndexNotReady).toEqual({ regionId, reason });
    merge.rollback();
    expect((await prewrite(cluster, client, 'x')).regionError).toBeUndefined();
  });

  it.each([
    [{}, { proposalInMergingMode: {} }],
    [{ forCas: true }, { readIndexNotReady: {} }],
  ])(
    'a raw write with %j is refused there with %j: it looks at nothing first, or does',
    async (how, error) => {
      await using cluster = await startCluster();
      cluster.split('m', { raw: true });
      using client = new RawClient();
      cluster.prepareMerge('a', { raw: true });
      const { regionError } = await client.call(addressOf(cluster, 1n), tikvRpcs.rawPut, {
        context: contextOf(cluster.regionAt('x', { raw: true })),
        key: bytes('x'),
        value: bytes('v'),
        ...how,
      });
      expect(regionError).toMatchObject(error);
    },
  );

  it('nor does its leader lock keys in memory then: they would be left behind', async () => {
    await using cluster = await startCluster({ inMemoryPessimisticLocks: true });
    cluster.split('m');
    using client = new RawClient();
    const lock = () =>
      client.call(addressOf(cluster, 1n), tikvRpcs.kvPessimisticLock, {
        context: contextOf(cluster.regionAt('x')),
        mutations: [{ op: kvrpcpb.Op.PessimisticLock, key: bytes('x') }],
        primaryLock: bytes('x'),
        startVersion: cluster.pd.tso.next(),
        forUpdateTs: cluster.pd.tso.next(),
        lockTtl: 3000n,
      });
    const merge = cluster.prepareMerge('a');
    const { id } = cluster.regionAt('x');
    expect((await lock()).regionError?.readIndexNotReady?.regionId).toEqual(id);
    merge.rollback();
    expect((await lock()).regionError).toBeUndefined();
  });

  it('holds its latches: another write of the key waits for it', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const { answer, release } = await proposedPrewrite(cluster, client);
    const second = prewrite(cluster, client, 'k');
    const elsewhere = await prewrite(cluster, client, 'other');
    expect(elsewhere.errors).toEqual([]);
    expect(cluster.locks().map(({ key }) => new TextDecoder().decode(key))).toEqual(['other']);
    release();
    expect((await answer).errors).toEqual([]);
    expect((await second).errors).toMatchObject([{ locked: { key: bytes('k') } }]);
  });

  it('S023 undetermined: is applied, or not, behind an UndeterminedResult', async () => {
    for (const applies of [true, false]) {
      await using cluster = await startCluster();
      using client = new RawClient();
      cluster.fail({
        rpc: 'KvPrewrite',
        at: 'proposed',
        applies,
        action: { regionError: { undeterminedResult: { message: 'timeout' } } },
      });
      const response = await prewrite(cluster, client, 'k');
      expect(response.regionError?.undeterminedResult).toEqual({ message: 'timeout' });
      expect(cluster.locks()).toHaveLength(applies ? 1 : 0);
    }
  });

  it('is refused when its time ran out before the proposal', async () => {
    const clock = new VirtualClock();
    await using cluster = await startCluster({ environment: { clock } });
    using client = new RawClient();
    const held = cluster.fail({ rpc: 'KvPrewrite', at: 'latched', action: 'pause' });
    const answer = prewrite(cluster, client, 'k', { maxExecutionDurationMs: 100n });
    await held.waitForHit();
    clock.advance(101);
    held.release();
    expect((await answer).regionError?.serverIsBusy?.reason).toBe('deadline is exceeded');
    expect(cluster.locks()).toEqual([]);
  });

  it('is too large for the raft log', async () => {
    await using cluster = await startCluster({ raftEntryMaxBytes: 1_000 });
    using client = new RawClient();
    const response = await prewrite(cluster, client, 'k', {}, new Uint8Array(1_001));
    expect(response.regionError?.raftEntryTooLarge?.regionId).toBe(cluster.regionAt('k').id);
  });

  it('is not too large when TiKV writes it in batches: the locks of a region', async () => {
    await using cluster = await startCluster({ raftEntryMaxBytes: 1_000 });
    using client = new RawClient();
    for (const name of ['a', 'b', 'c']) await prewrite(cluster, client, name.repeat(400));
    const locks = cluster.locks().flatMap(({ lock }) => (lock.type === 'Shared' ? [] : [lock]));
    const { regionError } = await client.call(addressOf(cluster, 1n), tikvRpcs.kvResolveLock, {
      context: contextOf(cluster.regionAt('a')),
      txnInfos: locks.map(({ startTs }) => ({ txn: startTs, status: 0n })),
    });
    expect(regionError).toBeUndefined();
    expect(cluster.locks()).toEqual([]);
  });

  it('answers a pessimistic lock at the proposal, and may lose it', async () => {
    await using cluster = await startCluster();
    using client = new RawClient();
    const held = cluster.fail({ rpc: 'KvPessimisticLock', at: 'proposed', action: 'pause' });
    const startVersion = cluster.pd.tso.next();
    const response = await client.call(addressOf(cluster, 1n), tikvRpcs.kvPessimisticLock, {
      context: contextOf(cluster.regionAt('k')),
      mutations: [{ op: 5, key: bytes('k') }],
      primaryLock: bytes('k'),
      startVersion,
      forUpdateTs: startVersion,
      lockTtl: 3_000n,
    });
    expect(response.errors).toEqual([]);
    expect(cluster.locks()).toEqual([]);
    await cluster.stop(1);
    held.release();
    expect(cluster.locks()).toEqual([]);
  });
});

function prewrite(
  cluster: Cluster,
  client: RawClient,
  key: string,
  more: { readonly maxExecutionDurationMs?: bigint } = {},
  value = bytes('v'),
) {
  return client.call(addressOf(cluster, 1n), tikvRpcs.kvPrewrite, {
    context: { ...contextOf(cluster.regionAt(key)), ...more },
    mutations: [{ key: bytes(key), value }],
    primaryLock: bytes(key),
    startVersion: cluster.pd.tso.next(),
    lockTtl: 3_000n,
  });
}

/** A prewrite that waits between proposal and apply. */
async function proposedPrewrite(cluster: Cluster, client: RawClient, key = 'k') {
  const held = cluster.fail({ rpc: 'KvPrewrite', at: 'proposed', action: 'pause' });
  const answer = prewrite(cluster, client, key);
  await held.waitForHit();
  return { answer, release: () => held.release() };
}
