import { describe, expect, it } from 'vitest';
import type { RegionResult } from '../../../../src/region/request/region-call.ts';
import type { errorpb } from '../../../../src/wire/codec/messages.ts';
import {
  type FakeRegion,
  FakeRegionServers,
  peerOn,
  type Reply,
  retriesOf,
  toWireRegion,
} from '../../../support/fake-region-servers.ts';

const leader = (storeId: bigint) => ({ ...peerOn(storeId), role: 0 });
const refused = (regionError: Partial<errorpb.Error.Decoded>): Reply => ({ regionError });
const notFound = { regionError: { message: '', regionNotFound: { regionId: 1n } } };
const notLeader = (storeId?: bigint) =>
  refused({ notLeader: { regionId: 1n, leader: storeId === undefined ? undefined : leader(storeId) } });
const busy = (over: Partial<errorpb.ServerIsBusy.Decoded> = {}) =>
  refused({ serverIsBusy: { reason: '', backoffMs: 0n, estimatedWaitMs: 0, appliedIndex: 0n, ...over } });
const epochNotMatch = (...regions: FakeRegion[]) =>
  refused({ epochNotMatch: { currentRegions: regions.map(toWireRegion) } });

/** What a script of replies led to. */
interface Outcome {
  /** Stores asked, in order. */
  readonly asked: string[];
  /** `succeeded`, or what came instead with the kind of the region error or the code of another. */
  readonly result: string;
  /** Waits by kind. */
  readonly waits: Record<string, number>;
  readonly lost: string | undefined;
  /** Whether the region that was asked may still be used. */
  readonly usable: boolean;
}

interface Options {
  readonly atMostOnce?: boolean;
  readonly timeoutMs?: number;
  readonly write?: boolean;
  readonly prepare?: (servers: FakeRegionServers) => void;
}

describe.each(['on-demand', 'always'] as const)('region errors, actors %s', (actors) => {
  async function outcome(script: Reply[], options: Options = {}): Promise<Outcome> {
    const servers = new FakeRegionServers({ actors });
    const backoffer = servers.backoffer();
    const region = await servers.cache.locate(new Uint8Array(), backoffer);
    servers.rpc.script = script;
    options.prepare?.(servers);
    const { atMostOnce = false, timeoutMs = 30_000 } = options;
    const call = { region, backoffer, atMostOnce, timeoutMs };
    const result = await servers.until<RegionResult<unknown>>(
      options.write ? servers.write(call) : servers.send('k', call),
    );
    expect(servers.actorErrors).toEqual([]);
    expect(servers.root.liveCount).toBe(0);
    expect(result.attempts).toBe(servers.rpc.sent.length);
    const resends = servers.rpc.contexts.map((context) => context.isRetryRequest);
    expect(resends).toEqual(resends.map((_, index) => index > 0));
    const why =
      result.kind === 'moved' ? result.cause.kind : result.kind === 'failed' ? result.error.code : '';
    return {
      asked: servers.rpc.addresses,
      result: `${result.kind} ${why}`.trim(),
      waits: Object.fromEntries(
        Object.entries(retriesOf(backoffer)).map(([kind, { times }]) => [kind, times]),
      ),
      lost: result.lost?.code,
      usable: region.isUsable(servers.clock.now()),
    };
  }

  const succeeded = { result: 'succeeded', waits: {}, lost: undefined, usable: true };

  it('UndeterminedResult: back to the caller, as a lost answer (F20)', async () => {
    expect(await outcome([refused({ undeterminedResult: { message: 'timed out' } })])).toEqual({
      asked: ['s1'],
      result: 'moved undeterminedResult',
      waits: {},
      lost: 'TIKV_REGION',
      usable: true,
    });
  });

  it('UndeterminedResult: the end of what must not be sent again', async () => {
    const refusal = refused({ undeterminedResult: { message: 'timed out' } });
    expect(await outcome([refusal], { atMostOnce: true })).toMatchObject({
      asked: ['s1'],
      result: 'failed TIKV_REGION',
      lost: 'TIKV_REGION',
    });
  });

  it('NotLeader without a leader: waits, then asks the others (F02)', async () => {
    expect(await outcome([notLeader(), { response: {} }])).toEqual({
      ...succeeded,
      asked: ['s1', 's2'],
      waits: { regionScheduling: 1 },
    });
  });

  it('S098 not-leader-hint: a hint is followed with no wait (F01)', async () => {
    expect(await outcome([notLeader(3n), { response: {} }])).toEqual({ ...succeeded, asked: ['s1', 's3'] });
  });

  it('S098 not-leader-hint: the hint is remembered for later requests', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = [notLeader(3n)];
    await servers.until(servers.send());
    await servers.until(servers.send());
    expect(servers.rpc.addresses).toEqual(['s1', 's3', 's3']);
  });

  it('S098 not-leader-hint: two peers that name each other are asked with waits between, until the budget ends', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = Array.from({ length: 1000 }, (_, i) => notLeader(i % 2 === 0 ? 2n : 1n));
    const backoffer = servers.backoffer({ budgetMs: 2_000 });
    const result = await servers.until(servers.send('k', { backoffer }));
    expect(result).toMatchObject({ kind: 'failed', error: { code: 'TIKV_REGION_UNAVAILABLE' } });
    // One free hint, then 2, 4, 8 ... 500 ms.
    expect(servers.rpc.sent.length).toBe((retriesOf(backoffer).regionScheduling?.times ?? 0) + 2);
    expect(servers.rpc.sent.length).toBeLessThan(20);
  });

  it('S098 not-leader-hint: a peer that names itself is asked again after a wait', async () => {
    expect(await outcome([notLeader(1n), notLeader(1n), { response: {} }])).toEqual({
      ...succeeded,
      asked: ['s1', 's1', 's1'],
      waits: { regionScheduling: 2 },
    });
  });

  it('NotLeader that names a peer the region does not have: the region is out of date', async () => {
    expect(await outcome([notLeader(9n)])).toEqual({
      asked: ['s1'],
      result: 'moved notLeader',
      waits: {},
      lost: undefined,
      usable: false,
    });
  });

  it('NotLeader that names a store known to be silent: the others are asked instead', async () => {
    const prepare = (servers: FakeRegionServers) => {
      servers.stores.get(3n).liveness = 'unreachable';
    };
    expect(await outcome([notLeader(3n), { response: {} }], { prepare })).toEqual({
      ...succeeded,
      asked: ['s1', 's2'],
    });
  });

  it('every replica denies: the region is given up', async () => {
    expect(await outcome([notLeader(), notLeader(), notLeader()])).toEqual({
      asked: ['s1', 's2', 's3'],
      result: 'moved notLeader',
      waits: { regionScheduling: 3 },
      lost: undefined,
      usable: false,
    });
  });

  it('DiskFull: waits and asks again (F33)', async () => {
    expect(await outcome([refused({ diskFull: { storeId: [1n], reason: '' } })])).toEqual({
      ...succeeded,
      asked: ['s1', 's1'],
      waits: { diskFull: 1 },
    });
  });

  it('RecoveryInProgress: the region is given up after a wait (F31)', async () => {
    expect(await outcome([refused({ recoveryInProgress: { regionId: 1n } })])).toEqual({
      asked: ['s1'],
      result: 'moved recoveryInProgress',
      waits: { recoveryInProgress: 1 },
      lost: undefined,
      usable: false,
    });
  });

  it('IsWitness: the region is given up after a wait', async () => {
    expect(await outcome([refused({ isWitness: { regionId: 1n } })])).toEqual({
      asked: ['s1'],
      result: 'moved isWitness',
      waits: { isWitness: 1 },
      lost: undefined,
      usable: false,
    });
  });

  it('FlashbackInProgress: an error at once (F35)', async () => {
    const flashback = refused({ flashbackInProgress: { regionId: 1n, flashbackStartTs: 9n } });
    expect(await outcome([flashback])).toEqual({
      ...succeeded,
      asked: ['s1'],
      result: 'failed TIKV_REGION',
    });
  });

  it('FlashbackInProgress at a replica that was to serve a read: the leader is asked', async () => {
    const flashback = refused({ flashbackInProgress: { regionId: 1n, flashbackStartTs: 9n } });
    const script: Reply[] = ['silence', flashback, { response: {} }];
    expect(await outcome(script, { timeoutMs: 1_000 })).toEqual({
      ...succeeded,
      asked: ['s1', 's2', 's1'],
      lost: 'TIKV_NETWORK',
    });
  });

  it('FlashbackNotPrepared: an error at once (F35)', async () => {
    expect(await outcome([refused({ flashbackNotPrepared: { regionId: 1n } })])).toEqual({
      ...succeeded,
      asked: ['s1'],
      result: 'failed TIKV_REGION',
    });
  });

  it('S097 region-not-found: the region is given up at once', async () => {
    expect(await outcome([refused({ regionNotFound: { regionId: 1n } })])).toEqual({
      asked: ['s1'],
      result: 'moved regionNotFound',
      waits: {},
      lost: undefined,
      usable: false,
    });
  });

  it('RegionNotFound at another replica: the region is given up, but the leader is asked once', async () => {
    const servers = new FakeRegionServers({ actors });
    const region = await servers.cache.locate(new Uint8Array(), servers.backoffer());
    const { store } = region.leader;
    store.liveness = 'unreachable';
    servers.rpc.script = ['silence', notFound];
    const sending = servers.send('k', { region });
    await servers.settle();
    store.liveness = 'reachable';
    servers.rpc.sent[0]?.respond({ regionError: notFound.regionError });
    expect(await servers.until(sending)).toMatchObject({ kind: 'moved', cause: { kind: 'regionNotFound' } });
    expect(servers.rpc.addresses).toEqual(['s2', 's1']);
    expect(servers.cache.peek(new Uint8Array())).toBeUndefined();
  });

  it('KeyNotInRegion: the region is given up', async () => {
    const keyNotInRegion = {
      key: new Uint8Array(),
      regionId: 1n,
      startKey: new Uint8Array(),
      endKey: new Uint8Array(),
    };
    expect(await outcome([refused({ keyNotInRegion })])).toEqual({
      asked: ['s1'],
      result: 'moved keyNotInRegion',
      waits: {},
      lost: undefined,
      usable: false,
    });
  });

  it('S093 epoch-not-match: the regions named are taken over, with no question to PD (F03)', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = [
      epochNotMatch(
        { id: 1n, start: '', end: 'g', version: 2n },
        { id: 2n, start: 'g', end: '', version: 2n },
      ),
    ];
    expect(await servers.until(servers.send())).toMatchObject({
      kind: 'moved',
      cause: { kind: 'epochNotMatch' },
    });
    const asked = servers.pd.regionCalls.length;
    const [lower, upper] = [servers.cache.peek(Buffer.from('a')), servers.cache.peek(Buffer.from('k'))];
    expect([lower?.id, upper?.id]).toEqual([1n, 2n]);
    expect(upper?.leader.store.id).toBe(1n);
    expect(servers.pd.regionCalls.length).toBe(asked);
  });

  it('S093 epoch-not-match: an older version than ours is waited out, at the same region (F05)', async () => {
    const servers = new FakeRegionServers({ actors, regions: [{ id: 1n, start: '', end: '', version: 5n }] });
    const older = epochNotMatch({ id: 1n, start: '', end: 'g', version: 4n });
    servers.rpc.script = [older, older];
    const backoffer = servers.backoffer();
    expect(await servers.until(servers.send('k', { backoffer }))).toMatchObject({
      kind: 'succeeded',
      attempts: 3,
    });
    expect(retriesOf(backoffer)).toEqual({ regionMiss: { times: 2, sleptMs: 6 } });
    expect(servers.cache.peek(Buffer.from('k'))?.epoch.version).toBe(5n);
  });

  it.each<[string, FakeRegion[]]>([
    ['no region', []],
    ['another region alone', [{ id: 5n, start: 'x', end: '' }]],
  ])('EpochNotMatch that names %s: the region is given up, and the caller has to wait', async (_, named) => {
    expect(await outcome([epochNotMatch(...named)])).toEqual({
      asked: ['s1'],
      result: 'moved epochUnknown',
      waits: {},
      lost: undefined,
      usable: false,
    });
  });

  it('what a refusal adds and cannot be right is not believed (F38)', async () => {
    const { regionEpoch: _, ...withoutEpoch } = toWireRegion({ id: 1n, start: '', end: 'g', version: 9n });
    const strange = { ...leader(2n), role: 77 };
    expect(
      await outcome([
        refused({ notLeader: { regionId: 1n, leader: strange } }),
        refused({ epochNotMatch: { currentRegions: [withoutEpoch] } }),
      ]),
    ).toMatchObject({
      asked: ['s1', 's2'],
      result: 'moved epochUnknown',
      waits: { regionScheduling: 1 },
      usable: false,
    });
  });

  it('BucketVersionNotMatch: back to the caller', async () => {
    expect(await outcome([refused({ bucketVersionNotMatch: { version: 2n, keys: [] } })])).toMatchObject({
      asked: ['s1'],
      result: 'moved bucketVersionNotMatch',
    });
  });

  it('S102 server-busy: waits and asks again (F32)', async () => {
    expect(await outcome([busy()])).toEqual({ ...succeeded, asked: ['s1', 's1'], waits: { serverBusy: 1 } });
  });

  it('S102 server-busy: the wait is as long as the store asks for, to the limit of its kind', async () => {
    const took = async (backoffMs: bigint) => {
      const servers = new FakeRegionServers({ actors });
      servers.rpc.script = [busy({ backoffMs })];
      return (await servers.timed(servers.send())).tookMs;
    };
    expect(await took(0n)).toBe(1_000);
    expect(await took(4_000n)).toBe(4_000);
    expect(await took(2n ** 64n - 1n)).toBe(10_000);
  });

  it('S102 server-busy: all of it is bounded by the deadline', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = Array.from({ length: 1000 }, () => busy());
    const backoffer = servers.backoffer({ timeoutMs: 5_000 });
    const { value, tookMs } = await servers.timed(servers.send('k', { backoffer }));
    expect(value).toMatchObject({ kind: 'failed', error: { code: 'TIKV_DEADLINE', stage: 'backing off' } });
    expect(tookMs).toBeGreaterThanOrEqual(5_000);
    expect(tookMs).toBeLessThanOrEqual(5_020);
  });

  it('a leader twice too busy to say when is suspected once: another replica is asked who leads (SEL-12)', async () => {
    expect(await outcome([busy(), busy(), notLeader(1n), busy(), busy()])).toEqual({
      ...succeeded,
      asked: ['s1', 's1', 's2', 's1', 's1', 's1'],
      waits: { serverBusy: 4 },
    });
  });

  it('a leader that says how busy it is, is not suspected', async () => {
    const patient = busy({ estimatedWaitMs: 10 });
    expect(await outcome([patient, patient, patient])).toMatchObject({ asked: ['s1', 's1', 's1', 's1'] });
  });

  it('busy while the leader is out: the next replica is asked at once, and the wait comes at the end (SEL-11)', async () => {
    const script = [notLeader(), busy(), busy()];
    expect(await outcome(script)).toEqual({
      asked: ['s1', 's2', 's3'],
      result: 'moved serverIsBusy',
      waits: { regionScheduling: 1, serverBusy: 1 },
      lost: undefined,
      usable: false,
    });
  });

  it('ServerIsBusy because a limited read ran out of time: another replica serves it at once', async () => {
    const servers = new FakeRegionServers({ actors });
    servers.rpc.script = [busy({ reason: 'deadline is exceeded' })];
    const backoffer = servers.backoffer();
    await servers.until(servers.send('k', { backoffer, timeoutMs: 500 }));
    expect(servers.rpc.addresses).toEqual(['s1', 's2']);
    expect(servers.rpc.contexts.map((context) => context.replicaRead)).toEqual([false, true]);
    expect(retriesOf(backoffer)).toEqual({});
  });

  it('ServerIsBusy because a write ran out of time came before proposing: waits and asks again (F32)', async () => {
    const script = [busy({ reason: 'deadline is exceeded' })];
    expect(await outcome(script, { timeoutMs: 500, write: true })).toEqual({
      ...succeeded,
      asked: ['s1', 's1'],
      waits: { serverBusy: 1 },
    });
  });

  it('StaleCommand: asks again at once, as a lost answer (F20)', async () => {
    expect(await outcome([refused({ staleCommand: {} })])).toEqual({
      ...succeeded,
      asked: ['s1', 's1'],
      lost: 'TIKV_REGION',
    });
  });

  it('StaleCommand: a request that may be executed once only ends there', async () => {
    expect(await outcome([refused({ staleCommand: {} })], { atMostOnce: true })).toEqual({
      ...succeeded,
      asked: ['s1'],
      result: 'failed TIKV_REGION',
      lost: 'TIKV_REGION',
    });
  });

  it('S100 store-replaced-address: StoreNotMatch asks PD where the store is, and closes the old connection (F07)', async () => {
    const servers = new FakeRegionServers({ actors });
    await servers.cache.locate(new Uint8Array(), servers.backoffer());
    servers.rpc.script = [refused({ storeNotMatch: { requestStoreId: 1n, actualStoreId: 9n } })];
    const sending = servers.send();
    servers.pd.stores.set(1n, { id: 1n, address: 's1-moved', state: 'up', labels: {} });
    expect(await servers.until(sending)).toMatchObject({ kind: 'moved', cause: { kind: 'storeNotMatch' } });
    await servers.settle();
    expect(servers.rpc.closedAddresses).toEqual(['s1']);
    await servers.until(servers.send());
    expect(servers.rpc.addresses).toEqual(['s1', 's1-moved']);
  });

  it('RaftEntryTooLarge: an error at once (F34)', async () => {
    expect(await outcome([refused({ raftEntryTooLarge: { regionId: 1n, entrySize: 9n } })])).toEqual({
      ...succeeded,
      asked: ['s1'],
      result: 'failed TIKV_REGION',
    });
  });

  it.each<[string, Partial<errorpb.Error.Decoded>, string]>([
    ['MaxTimestampNotSynced', { maxTimestampNotSynced: {} }, 'maxTsNotSynced'],
    ['RegionNotInitialized', { regionNotInitialized: { regionId: 1n } }, 'regionNotInitialized'],
    ['ReadIndexNotReady', { readIndexNotReady: { reason: '', regionId: 1n } }, 'regionScheduling'],
    ['ProposalInMergingMode (F04)', { proposalInMergingMode: { regionId: 1n } }, 'regionScheduling'],
  ])('%s: waits and asks again (F31)', async (_, regionError, kind) => {
    expect(await outcome([refused(regionError)])).toEqual({
      ...succeeded,
      asked: ['s1', 's1'],
      waits: { [kind]: 1 },
    });
  });

  it('DataIsNotReady: asks again at once (F36)', async () => {
    const dataIsNotReady = { regionId: 1n, peerId: 10n, safeTs: 0n };
    expect(await outcome([refused({ dataIsNotReady })])).toEqual({ ...succeeded, asked: ['s1', 's1'] });
  });

  it('a deadline that only the text tells of: another replica serves a limited read', async () => {
    expect(await outcome([refused({ message: 'Deadline is exceeded' })], { timeoutMs: 500 })).toEqual({
      ...succeeded,
      asked: ['s1', 's2'],
    });
  });

  it('MismatchPeerId: the region is given up', async () => {
    expect(await outcome([refused({ mismatchPeerId: { requestPeerId: 1n, storePeerId: 2n } })])).toEqual({
      asked: ['s1'],
      result: 'moved mismatchPeerId',
      waits: {},
      lost: undefined,
      usable: false,
    });
  });

  it('a max_ts that the store refuses: an error at once', async () => {
    expect(await outcome([refused({ message: 'invalid max_ts update: 9' })])).toEqual({
      ...succeeded,
      asked: ['s1'],
      result: 'failed TIKV_REGION',
    });
  });

  it('a region error of no known kind: asks again at once, ten times the leader and once each other', async () => {
    const unknown = refused({ message: 'TiKV is Closing' });
    expect(await outcome([unknown])).toEqual({ ...succeeded, asked: ['s1', 's1'] });
    expect(await outcome(Array.from({ length: 100 }, () => unknown))).toEqual({
      asked: [...Array.from({ length: 10 }, () => 's1'), 's2', 's3'],
      result: 'moved unknown',
      waits: {},
      lost: undefined,
      usable: false,
    });
  });

  it('a region error together with an answer cannot be right (F38)', async () => {
    const both = { regionError: { message: '', notLeader: { regionId: 1n } }, value: new Uint8Array([1]) };
    expect(await outcome([{ response: both }])).toEqual({
      ...succeeded,
      asked: ['s1'],
      result: 'failed TIKV_PROTOCOL',
      lost: 'TIKV_PROTOCOL',
    });
  });
});
