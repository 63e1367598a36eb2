import { describe, expect, it } from 'vitest';
import { TooLargeError } from '../../../../src/model/errors.ts';
import { sendByKey } from '../../../../src/region/send-by-key.ts';
import { tikvRpcs } from '../../../../src/wire/codec/tikv-rpcs.ts';
import {
  FakeRegionServers,
  peerOn,
  type Reply,
  regionErrorOf,
  retriesOf,
} from '../../../support/fake-region-servers.ts';

const refusedConnection: Reply = { status: 14, sent: 'no' };
const lostConnection: Reply = { status: 14, sent: 'maybe' };
const pointer = (storeId: bigint): Reply => ({
  regionError: { notLeader: { regionId: 1n, leader: { ...peerOn(storeId), role: 0 } } },
});

describe.each(['on-demand', 'always'] as const)('send failures, actors %s', (actors) => {
  it('an answer is given as it came, with no wait and one attempt', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = [{ response: { value: new Uint8Array([7]), notFound: false } }];
    const { value, tookMs } = await servers.timed(servers.send());
    expect(value).toEqual({
      kind: 'succeeded',
      response: { value: new Uint8Array([7]), notFound: false },
      region: servers.cache.peek(new Uint8Array()),
      lost: undefined,
      attempts: 1,
    });
    expect(tookMs).toBe(0);
  });

  it('a request carries region, peer, cluster, keyspace and limit, and what its caller put into the context', async () => {
    const servers = new FakeRegionServers({ actors });
    const request = { key: new Uint8Array([1]), version: 5n, context: { notFillCache: true, priority: 2 } };
    await servers.until(servers.send('k', { request, timeoutMs: 1_234 }));
    expect(servers.rpc.sent.map(({ request: sent }) => sent)).toMatchObject([
      {
        key: new Uint8Array([1]),
        version: 5n,
        context: {
          notFillCache: true,
          priority: 2,
          regionId: 1n,
          regionEpoch: { version: 1n, confVer: 1n },
          peer: { id: 10n, storeId: 1n, role: 0, isWitness: false },
          clusterId: 7n,
          apiVersion: 0,
          keyspaceId: 0xffff_ffff,
          maxExecutionDurationMs: 1_234n,
          isRetryRequest: false,
          replicaRead: false,
        },
      },
    ]);
    expect(request.context).toEqual({ notFillCache: true, priority: 2 });
  });

  it('the execution limit is the least of the attempt, the deadline and the caller’s wish', async () => {
    const servers = new FakeRegionServers({ actors });
    const limit = async (executionLimitMs: number | undefined, timeoutMs: number, deadlineMs: number) => {
      const backoffer = servers.backoffer({ timeoutMs: deadlineMs });
      await servers.until(servers.send('k', { executionLimitMs, timeoutMs, backoffer }));
      return servers.rpc.contexts.at(-1)?.maxExecutionDurationMs;
    };
    expect(await limit(undefined, 30_000, 60_000)).toBe(30_000n);
    expect(await limit(20_000, 30_000, 60_000)).toBe(20_000n);
    expect(await limit(undefined, 30_000, 10_000)).toBe(10_000n);
    expect(await limit(20_000, 30_000, 10_000)).toBe(10_000n);
  });

  it('a request that was sent before says so from its first attempt on', async () => {
    const servers = new FakeRegionServers({ actors });
    await servers.until(servers.send('k', { resend: true }));
    expect(servers.rpc.contexts.map((context) => context.isRetryRequest)).toEqual([true]);
  });

  it('a failure of a store that serves: waits and asks it again (F29)', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = [lostConnection];
    const backoffer = servers.backoffer();
    const result = await servers.until(servers.send('k', { backoffer }));
    expect(result).toMatchObject({
      kind: 'succeeded',
      attempts: 2,
      lost: { code: 'TIKV_NETWORK', sent: 'maybe' },
    });
    expect(servers.rpc.addresses).toEqual(['s1', 's1']);
    expect(servers.rpc.contexts.map((context) => context.isRetryRequest)).toEqual([false, true]);
    expect(retriesOf(backoffer)).toEqual({ tikvRpc: { times: 1, sleptMs: 50 } });
    expect(servers.rpc.probed).toEqual(['s1']);
  });

  it('what never left is no lost answer', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = [refusedConnection];
    expect(await servers.until(servers.send())).toMatchObject({ kind: 'succeeded', lost: undefined });
  });

  it('S099 leader-down-try-followers: a silent store is given up, another names the new leader (F06)', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.healthy.delete('s1');
    servers.rpc.script = [refusedConnection, pointer(3n), { response: {} }];
    expect(await servers.until(servers.send())).toMatchObject({ kind: 'succeeded', attempts: 3 });
    expect(servers.rpc.addresses).toEqual(['s1', 's2', 's3']);
    // Later requests go to the new leader at once.
    await servers.until(servers.send());
    expect(servers.rpc.addresses.at(-1)).toBe('s3');
    servers.stores.close();
  });

  it('SEL-10: another peer that answers, with nobody to name it, is the leader from then on', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = [{ regionError: { notLeader: { regionId: 1n } } }, { response: {} }];
    expect(await servers.until(servers.write())).toMatchObject({ kind: 'succeeded', attempts: 2 });
    await servers.until(servers.write());
    expect(servers.rpc.addresses).toEqual(['s1', 's2', 's2']);
  });

  it('S099 leader-down-try-followers: a dead store costs other regions a probe, not a timeout each', async () => {
    const regions = [
      { id: 1n, start: '', end: 'm' },
      { id: 2n, start: 'm', end: '' },
    ];
    const servers = new FakeRegionServers({ actors, regions });
    await servers.cache.locate(Buffer.from('z'), servers.backoffer());
    servers.rpc.healthy.delete('s1');
    servers.rpc.script = [refusedConnection, pointer(2n)];
    await servers.until(servers.send('a'));
    servers.rpc.script = [pointer(3n)];
    const { tookMs } = await servers.timed(servers.send('z'));
    expect(servers.rpc.addresses.slice(3)).toEqual(['s2', 's3']);
    expect(tookMs).toBe(0);
    servers.stores.close();
  });

  it('all stores silent: ends with a typed error when the budget does, and recovers by itself (F10)', async () => {
    const servers = new FakeRegionServers({ actors });
    for (const store of ['s1', 's2', 's3']) servers.rpc.healthy.delete(store);
    servers.rpc.script = Array.from({ length: 3 }, () => lostConnection);
    const result = await servers.until(servers.send());
    expect(result).toMatchObject({ kind: 'moved', cause: { kind: 'noReplica' }, attempts: 3 });
    for (const store of ['s1', 's2', 's3']) servers.rpc.healthy.add(store);
    await servers.clock.advanceAsync(1_000);
    expect(servers.stores.get(1n).liveness).toBe('reachable');
    expect(await servers.until(servers.send())).toMatchObject({ kind: 'succeeded', attempts: 1 });
    servers.stores.close();
    expect(servers.clock.pending).toBe(0);
  });

  it('all stores silent to the end of the budget: the error names each store with what keeps it from being asked', async () => {
    const servers = new FakeRegionServers({ actors });
    for (const store of ['s1', 's2', 's3']) servers.rpc.healthy.delete(store);
    servers.rpc.script = Array.from({ length: 100 }, () => refusedConnection);
    const backoffer = servers.backoffer();
    const key = new Uint8Array([1]);
    const request = { key, version: 5n };
    const asking = sendByKey(servers.client, key, {
      rpc: tikvRpcs.kvGet,
      request,
      timeoutMs: 30_000,
      backoffer,
    });
    const message =
      'Region 1: noReplica (store 1 (s1) does not answer, store 2 (s2) does not answer, store 3 (s3) does not answer)';
    await expect(servers.until(asking)).rejects.toMatchObject({
      code: 'TIKV_REGION_UNAVAILABLE',
      message: 'Region unavailable: no replica can be asked',
      attempts: [{ message }, { message }, { message }],
    });
    servers.stores.close();
  });

  it('the budget ends: the error of what was waited for longest, with the causes', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = Array.from({ length: 100 }, () => lostConnection);
    const backoffer = servers.backoffer({ budgetMs: 500 });
    const result = await servers.until(servers.send('k', { backoffer }));
    expect(result).toMatchObject({
      kind: 'failed',
      error: { code: 'TIKV_REGION_UNAVAILABLE', attempts: [{}, {}, { code: 'TIKV_NETWORK' }] },
      lost: { code: 'TIKV_NETWORK' },
    });
  });

  it('no answer in time to a write: a lost answer, the same leader again (F08)', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = ['silence'];
    const { value, tookMs } = await servers.timed(servers.write({ timeoutMs: 1_000 }));
    expect(value).toMatchObject({
      kind: 'succeeded',
      lost: { code: 'TIKV_NETWORK', status: 4, sent: 'maybe' },
    });
    expect(servers.rpc.addresses).toEqual(['s1', 's1']);
    expect(servers.rpc.sent[0]?.cancelled).toBe(true);
    expect(tookMs).toBeGreaterThanOrEqual(1_050);
    expect(tookMs).toBeLessThanOrEqual(1_070);
  });

  it('no answer in time to a limited read: another replica serves it at once (F08)', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = ['silence', { status: 4, sent: 'maybe' }];
    const backoffer = servers.backoffer();
    const result = await servers.until(servers.send('k', { backoffer, timeoutMs: 500 }));
    expect(result).toMatchObject({ kind: 'succeeded', attempts: 3 });
    expect(servers.rpc.addresses).toEqual(['s1', 's2', 's3']);
    expect(servers.rpc.contexts.map((context) => context.replicaRead)).toEqual([false, true, true]);
    expect(retriesOf(backoffer)).toEqual({});
    // A replica that served a read in the leader's stead is not the leader.
    expect(servers.cache.peek(new Uint8Array())?.leader.store.id).toBe(1n);
  });

  it('no replica answers a limited read in time: the region stays, the caller waits', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = ['silence', 'silence', 'silence'];
    const result = await servers.until(servers.send('k', { timeoutMs: 500 }));
    const message =
      'Region 1: noReplica (store 1 (s1) did not answer in time, store 2 (s2) did not answer in time, store 3 (s3) did not answer in time)';
    expect(result).toMatchObject({ kind: 'moved', cause: { kind: 'noReplica', message }, attempts: 3 });
    expect(servers.cache.peek(new Uint8Array())).toBeDefined();
  });

  it('S099 leader-down-try-followers: one that answers health checks and nothing else is asked ten times', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = [...Array.from({ length: 10 }, () => lostConnection), pointer(3n)];
    const backoffer = servers.backoffer({ budgetMs: 80_000 });
    expect(await servers.until(servers.write({ backoffer }))).toMatchObject({ kind: 'succeeded' });
    expect(servers.rpc.addresses).toEqual([...Array.from({ length: 10 }, () => 's1'), 's2', 's3']);
    expect(servers.cache.peek(new Uint8Array())?.leader.store.id).toBe(3n);
  });

  it('a request given up after a long silence: PD is asked who leads, and the next one goes there', async () => {
    const servers = new FakeRegionServers({ actors });
    await servers.until(servers.send());
    servers.pd.regions = [{ id: 1n, start: '', end: '', leader: 2n }];
    servers.rpc.script = ['silence', 'silence'];
    const short = servers.backoffer({ timeoutMs: 200 });
    expect(await servers.until(servers.write({ backoffer: short }))).toMatchObject({ kind: 'failed' });
    await servers.settle();
    expect(servers.cache.peek(new Uint8Array())?.leader.store.id).toBe(1n);
    const long = servers.backoffer({ timeoutMs: 5_000 });
    expect(await servers.until(servers.write({ backoffer: long }))).toMatchObject({ kind: 'failed' });
    await servers.settle();
    await servers.until(servers.write());
    expect(servers.rpc.addresses).toEqual(['s1', 's1', 's1', 's2']);
  });

  it('a request given up after a long silence: a store that is dead is passed over from then on', async () => {
    const servers = new FakeRegionServers({ actors });
    await servers.until(servers.send());
    servers.rpc.healthy.delete('s1');
    servers.rpc.script = ['silence', pointer(3n)];
    const backoffer = servers.backoffer({ timeoutMs: 2_000 });
    expect(await servers.until(servers.write({ backoffer }))).toMatchObject({ kind: 'failed' });
    await servers.settle();
    expect(await servers.timed(servers.write())).toMatchObject({ value: { kind: 'succeeded' }, tookMs: 0 });
    expect(servers.rpc.addresses).toEqual(['s1', 's1', 's2', 's3']);
    servers.stores.close();
  });

  it('an attempt given up after a long silence: the next one goes to who leads by then', async () => {
    const servers = new FakeRegionServers({ actors });
    await servers.until(servers.send());
    servers.pd.regions = [{ id: 1n, start: '', end: '', leader: 2n }];
    servers.rpc.script = ['silence'];
    expect(await servers.until(servers.write({ timeoutMs: 1_000 }))).toMatchObject({ kind: 'succeeded' });
    expect(servers.rpc.addresses).toEqual(['s1', 's1', 's2']);
  });

  it('many requests given up at once: PD is asked once', async () => {
    const servers = new FakeRegionServers({ actors });
    await servers.until(servers.send());
    const asked = servers.pd.regionCalls.length;
    servers.rpc.script = Array.from({ length: 5 }, () => 'silence');
    const sending = Array.from({ length: 5 }, (_, nth) =>
      servers.write({ backoffer: servers.backoffer({ timeoutMs: 2_000 + 100 * nth }) }),
    );
    await servers.until(Promise.all(sending));
    await servers.settle();
    expect(servers.pd.regionCalls.length).toBe(asked + 1);
  });

  it('cancelled by the other side: the connection is closed before the next attempt', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = [{ status: 1, sent: 'maybe' }];
    expect(await servers.until(servers.send())).toMatchObject({ kind: 'succeeded', attempts: 2 });
    expect(servers.rpc.closedAddresses).toEqual(['s1']);
  });

  it.each([7, 12, 16])('gRPC status %i: an error at once', async (status) => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = [{ status, sent: 'maybe' }];
    expect(await servers.until(servers.send())).toMatchObject({
      kind: 'failed',
      error: { code: 'TIKV_NETWORK', status },
      attempts: 1,
    });
  });

  it.each([
    'the cluster id of the request does not match the TiKV cluster',
    'RpcFailure: 3-INVALID_ARGUMENT cluster of request=7 does not match TiKV cluster id=9',
  ])(
    'S100 store-replaced-address: another cluster at the address has executed nothing: %s',
    async (message) => {
      const servers = new FakeRegionServers({ actors });
      await servers.until(servers.send());
      servers.pd.stores.set(1n, { id: 1n, address: 's1-moved', state: 'up', labels: {} });
      servers.rpc.script = [{ status: 3, sent: 'maybe', message }];
      const refused = await servers.until(servers.write({ atMostOnce: true }));
      expect(refused).toMatchObject({ kind: 'moved', lost: undefined, attempts: 1 });
      // The name of the store may lead elsewhere by now.
      expect([servers.rpc.probed, servers.rpc.closedAddresses]).toEqual([[], ['s1']]);
      await servers.until(servers.write({ atMostOnce: true }));
      expect(servers.rpc.addresses).toEqual(['s1', 's1', 's1-moved']);
    },
  );

  it.each([
    ['an argument that is refused for another reason', 3, 'the cluster id is odd'],
    ['the same text with another status', 2, 'the cluster id of the request does not match the TiKV cluster'],
  ])('%s is a lost answer', async (_, status, message) => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = [{ status, sent: 'maybe', message }];
    const result = await servers.until(servers.write({ atMostOnce: true }));
    expect(result).toMatchObject({ kind: 'failed', lost: { code: 'TIKV_NETWORK' } });
  });

  it.each([
    ['answers health checks alone', 13],
    ['knows none of the commands', 12],
  ])('STO-2: a store that %s may be another: PD is asked, every 15 seconds', async (_, status) => {
    const servers = new FakeRegionServers({ actors });
    await servers.until(servers.send());
    const asked = () => servers.pd.calls.filter((call) => call === 'getStore 1').length;
    const failing = async (times: number) => {
      for (let i = 0; i < times; i++) {
        servers.rpc.script = [{ status, sent: 'maybe' }];
        await servers.until(servers.send());
        await servers.settle();
      }
    };
    const first = asked();
    await failing(2);
    expect(asked()).toBe(first);
    await servers.clock.advanceAsync(15_000);
    await failing(2);
    expect(asked()).toBe(first + 1);
    expect(servers.stores.get(1n).isSlow(servers.clock.now())).toBe(false);
  });

  it('an answer larger than is taken: an error at once that says what helps, and no word about the store', async () => {
    const servers = new FakeRegionServers({ actors });
    const tooLarge = { sizeBytes: 70, limitBytes: 64, isShared: false };
    servers.rpc.script = [{ status: 8, sent: 'maybe', tooLarge }];
    const result = await servers.until(servers.send());
    expect(result).toMatchObject({ kind: 'failed', lost: { code: 'TIKV_NETWORK' }, attempts: 1 });
    const { error } = result as { readonly error?: unknown } as { readonly error: TooLargeError };
    expect(error).toBeInstanceOf(TooLargeError);
    expect(error).toMatchObject({ sizeBytes: 70, limitBytes: 64, retryable: false });
    expect(error.message).toMatch(/^The answer to KvGet has 70 bytes.*ask for less.*maxReceiveSizeBytes$/);
    expect([servers.rpc.closedAddresses, servers.rpc.probed]).toEqual([[], []]);
  });

  it('one on its stream, to whichever request: it is asked for by itself, and no word about the store', async () => {
    const servers = new FakeRegionServers({ actors });
    const tooLarge = { sizeBytes: 70, limitBytes: 64, isShared: true };
    servers.rpc.script = [{ status: 8, sent: 'maybe', tooLarge }];
    expect(await servers.until(servers.send())).toMatchObject({ kind: 'succeeded', attempts: 2 });
    expect(servers.rpc.sent.map(({ alone }) => alone)).toEqual([false, true]);
    expect([servers.rpc.closedAddresses, servers.rpc.probed]).toEqual([[], []]);
    servers.rpc.script = [{ status: 8, sent: 'maybe', tooLarge }];
    expect(await servers.until(servers.write({ atMostOnce: true }))).toMatchObject({
      kind: 'failed',
      error: { code: 'TIKV_NETWORK' },
      attempts: 1,
    });
  });

  it('cancelled with others in flight: one close, one health check, and the store stays reachable', async () => {
    const servers = new FakeRegionServers({ actors });
    await servers.until(servers.send());
    servers.rpc.script = ['silence', 'silence', 'silence'];
    const sending = [servers.send(), servers.send(), servers.send()];
    await servers.settle();
    for (const attempt of servers.rpc.sent.slice(1)) attempt.fail(1, 'maybe');
    const results = await servers.until(Promise.all(sending));
    expect(results.map(({ kind, attempts }) => [kind, attempts])).toEqual(
      sending.map(() => ['succeeded', 2]),
    );
    expect([servers.rpc.closedAddresses, servers.rpc.probed]).toEqual([['s1'], ['s1']]);
    expect(servers.stores.get(1n)).toMatchObject({ liveness: 'reachable', epoch: 0 });
  });

  it('a late refusal does not close the connection that came after its own', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = ['silence', 'silence'];
    const sending = [servers.send(), servers.send()];
    await servers.settle();
    const mismatch = { storeNotMatch: { requestStoreId: 1n, actualStoreId: 2n } };
    for (const attempt of servers.rpc.sent) attempt.respond({ regionError: regionErrorOf(mismatch) });
    await servers.until(Promise.all(sending));
    expect(servers.rpc.closedAddresses).toEqual(['s1']);
  });

  it('an undecodable answer: an error at once, and a lost answer (F37)', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = [{ malformed: 'nonsense' }];
    const result = await servers.until(servers.send());
    expect(result).toMatchObject({ kind: 'failed', error: { code: 'TIKV_PROTOCOL' }, attempts: 1 });
    expect(result.lost).toBe(result.kind === 'failed' && result.error);
  });

  it.each<[string, Reply]>([
    ['lost connection', lostConnection],
    ['cancelled by the other side', { status: 1, sent: 'maybe' }],
    ['no answer', 'silence'],
  ])('a request that may be executed once only ends at a lost answer: %s (F16)', async (_, reply) => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = [refusedConnection, reply];
    const result = await servers.until(servers.write({ atMostOnce: true, timeoutMs: 1_000 }));
    expect(result).toMatchObject({
      kind: 'failed',
      error: { code: 'TIKV_NETWORK' },
      lost: { sent: 'maybe' },
      attempts: 2,
    });
  });

  it('a lost answer is reported with the definite answer of a later attempt', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = [lostConnection, { regionError: { keyNotInRegion: {} as never } }];
    expect(await servers.until(servers.send())).toMatchObject({
      kind: 'moved',
      cause: { kind: 'keyNotInRegion' },
      lost: { code: 'TIKV_NETWORK' },
    });
  });

  it('an error of the codec is a typed error, nothing is sent', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.send = () => {
      throw new TooLargeError('The request', 9, 8);
    };
    expect(await servers.until(servers.send())).toMatchObject({
      kind: 'failed',
      error: { code: 'TIKV_TOO_LARGE' },
      lost: undefined,
    });
    expect(servers.actorErrors).toEqual([]);
  });

  it('a leader that cannot be resolved yet is resolved before it is asked', async () => {
    const servers = new FakeRegionServers({ actors });
    const old = await servers.cache.locate(new Uint8Array(), servers.backoffer());
    const peers = [peerOn(4n), peerOn(1n)];
    servers.pd.stores.set(4n, { id: 4n, address: 's4', state: 'up', labels: {} });
    const bounds = { startKey: new Uint8Array(), endKey: new Uint8Array() };
    servers.cache.adopt(old, [{ id: 1n, epoch: { version: 2n, confVer: 2n }, peers, ...bounds }], 4n);
    expect(await servers.until(servers.send())).toMatchObject({ kind: 'succeeded', attempts: 1 });
    expect(servers.rpc.addresses).toEqual(['s4']);
  });

  it('S101 store-removed: a leader whose store is gone is passed over', async () => {
    const servers = new FakeRegionServers({ actors });
    const old = await servers.cache.locate(new Uint8Array(), servers.backoffer());
    const peers = [peerOn(4n), peerOn(1n)];
    const bounds = { startKey: new Uint8Array(), endKey: new Uint8Array() };
    servers.cache.adopt(old, [{ id: 1n, epoch: { version: 2n, confVer: 2n }, peers, ...bounds }], 4n);
    expect(await servers.until(servers.send())).toMatchObject({ kind: 'succeeded', attempts: 1 });
    expect(servers.rpc.addresses).toEqual(['s1']);
  });
});

describe.each(['on-demand', 'always'] as const)('the end of a verb, actors %s', (actors) => {
  const stages = {
    answer: { script: ['silence'] as Reply[], afterMs: 0, stage: 'waiting for an answer' },
    backoff: {
      script: [{ regionError: { diskFull: {} as never } }] as Reply[],
      afterMs: 100,
      stage: 'backing off',
    },
  };

  it.each(['answer', 'backoff'] as const)('its deadline, in the stage of %s', async (at) => {
    const servers = new FakeRegionServers({ actors });
    const { script, stage } = stages[at];
    servers.rpc.script = [...script];
    const backoffer = servers.backoffer({ timeoutMs: 200 });
    const { value, tookMs } = await servers.timed(servers.send('k', { backoffer }));
    expect(value).toMatchObject({ kind: 'failed', error: { code: 'TIKV_DEADLINE', stage }, attempts: 1 });
    expect(value.lost?.code).toBe(at === 'answer' ? 'TIKV_NETWORK' : undefined);
    expect(tookMs).toBeGreaterThanOrEqual(200);
    expect(tookMs).toBeLessThanOrEqual(212);
    backoffer.deadline.release();
    expect(servers.clock.pending).toBe(0);
  });

  it.each(['answer', 'backoff'] as const)('its caller aborts it, in the stage of %s (F45)', async (at) => {
    const servers = new FakeRegionServers({ actors });
    const { script, stage, afterMs } = stages[at];
    servers.rpc.script = [...script];
    const controller = new AbortController();
    const backoffer = servers.backoffer({ signal: controller.signal });
    const sending = servers.send('k', { backoffer });
    await servers.clock.advanceAsync(afterMs);
    controller.abort('enough');
    expect(await sending).toMatchObject({
      kind: 'failed',
      error: { code: 'TIKV_ABORTED', stage, cause: 'enough' },
    });
    backoffer.deadline.release();
    expect(servers.clock.pending).toBe(0);
    expect(servers.root.liveCount).toBe(0);
  });

  it.each(['answer', 'backoff'] as const)('the client closes, in the stage of %s (F46)', async (at) => {
    const servers = new FakeRegionServers({ actors });
    const { script, afterMs } = stages[at];
    servers.rpc.script = [...script];
    const sending = servers.send();
    await servers.clock.advanceAsync(afterMs);
    servers.deadlines.close();
    servers.root.stop();
    expect(await sending).toMatchObject({ kind: 'failed', error: { code: 'TIKV_CLOSED' } });
    expect(servers.clock.pending).toBe(0);
  });

  it('the actors are stopped under it: a typed error, and a lost answer', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = [{ regionError: { staleCommand: {} } }, 'silence'];
    const sending = servers.send();
    await servers.settle();
    servers.root.stop();
    expect(await sending).toMatchObject({
      kind: 'failed',
      error: { code: 'TIKV_CLOSED' },
      lost: { code: 'TIKV_NETWORK' },
      attempts: 2,
    });
  });

  it('it had ended before: nothing is sent', async () => {
    const servers = new FakeRegionServers({ actors });
    const region = await servers.cache.locate(new Uint8Array(), servers.backoffer());
    const backoffer = servers.backoffer({ timeoutMs: 10 });
    servers.clock.advance(10);
    expect(await servers.send('k', { backoffer, region })).toMatchObject({
      kind: 'failed',
      error: { code: 'TIKV_DEADLINE', stage: 'queued for sending' },
      attempts: 0,
    });
    expect(servers.rpc.sent).toEqual([]);
  });

  it('a request that never left when it ended is no lost answer', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.cancelTells = 'no';
    servers.rpc.script = ['silence'];
    const backoffer = servers.backoffer({ timeoutMs: 100 });
    const result = await servers.until(servers.send('k', { backoffer }));
    expect(result).toMatchObject({ kind: 'failed', error: { code: 'TIKV_DEADLINE' }, lost: undefined });
  });

  it('an answer that comes afterwards disturbs nobody', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = ['silence'];
    const result = await servers.until(
      servers.send('k', { backoffer: servers.backoffer({ timeoutMs: 50 }) }),
    );
    servers.rpc.sent[0]?.respond({});
    expect(result.kind).toBe('failed');
    expect(servers.actorErrors).toEqual([]);
  });
});
