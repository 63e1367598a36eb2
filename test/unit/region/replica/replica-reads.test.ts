import { describe, expect, it } from 'vitest';
import { LEADER_READ, type ReplicaRead } from '../../../../src/region/replica/replica-read.ts';
import type { errorpb } from '../../../../src/wire/codec/messages.ts';
import {
  bytes,
  FakeRegionServers,
  type FakeRegionServersOptions,
  peerOn,
  type Reply,
  toWireRegion,
} from '../../../support/fake-region-servers.ts';

type Mode = ReplicaRead['mode'];
const reading = (mode: Mode, over: Partial<ReplicaRead> = {}): ReplicaRead => ({
  ...LEADER_READ,
  mode,
  ...over,
});
const stale = (over: Partial<ReplicaRead> = {}) => reading('mixed', { isStale: true, ...over });
const inZone = (zone: string): Partial<ReplicaRead> => ({ labels: [['zone', zone]] });

const refused = (regionError: Partial<errorpb.Error.Decoded>): Reply => ({ regionError });
const notReady = refused({ dataIsNotReady: { regionId: 1n, peerId: 20n, safeTs: 3n } });
const readIndexNotReady = refused({ readIndexNotReady: { reason: 'merge', regionId: 1n } });
const flashback = refused({ flashbackInProgress: { regionId: 1n, flashbackStartTs: 9n } });
const notFound = refused({ regionNotFound: { regionId: 1n } });
const busy = (estimatedWaitMs = 0) =>
  refused({ serverIsBusy: { reason: '', backoffMs: 0n, estimatedWaitMs, appliedIndex: 0n } });
const notLeader = (storeId: bigint) =>
  refused({ notLeader: { regionId: 1n, leader: { ...peerOn(storeId), role: 0 } } });
const tooLate: Reply = { status: 4, sent: 'maybe' };

interface Situation extends FakeRegionServersOptions {
  readonly prepare?: (servers: FakeRegionServers) => void;
  /** Of the request, in milliseconds. Default 30000. */
  readonly timeoutMs?: number;
}

describe.each(['on-demand', 'always'] as const)('replica reads, actors %s', (actors) => {
  /** Which stores a read asks, and how; with the busy threshold where it says one. Chance prefers the first. */
  async function asked(read: ReplicaRead, script: Reply[] = [], situation: Situation = {}) {
    const { prepare, timeoutMs = 30_000, ...options } = situation;
    const servers = new FakeRegionServers({ actors, read, ...options });
    const backoffer = servers.backoffer();
    const region = await servers.cache.locate(new Uint8Array(), backoffer);
    servers.rpc.script = [...script];
    prepare?.(servers);
    const { value, tookMs } = await servers.timed(servers.send('k', { backoffer, region, timeoutMs }));
    expect(servers.actorErrors).toEqual([]);
    servers.stores.close();
    const attempts = servers.rpc.sent.map(({ address, request }) => {
      const { replicaRead, staleRead, busyThresholdMs } = request.context ?? {};
      const how = staleRead ? 'stale' : replicaRead ? 'replica' : 'plain';
      return `${address} ${how}${busyThresholdMs ? ` ${busyThresholdMs}` : ''}`;
    });
    return { attempts, value, tookMs, leader: region.leader.store.id, servers };
  }

  const zones = ['a', 'b', 'c'];
  const learners = [{ id: 1n, start: '', end: '', learners: [3n] }];
  const slow = (...ids: bigint[]) => ({
    prepare: ({ stores }: FakeRegionServers) => {
      for (const id of ids) stores.markBusy(stores.get(id));
    },
  });

  it.each<[string, ReplicaRead, string, Situation?]>([
    ['a follower before the leader', reading('follower'), 's2 replica'],
    ['any, the leader by chance', reading('mixed'), 's1 plain'],
    ['any, another by chance', reading('mixed'), 's3 replica', { random: () => 0.99 }],
    ['a learner before voters', reading('learner'), 's3 replica', { regions: learners }],
    ['any where there is no learner', reading('learner'), 's1 plain'],
    ['the leader that is preferred', reading('prefer-leader'), 's1 plain', { random: () => 0.99 }],
    ['another while the leader is slow', reading('prefer-leader'), 's2 replica', slow(1n)],
    ['a slow leader before slow others', reading('prefer-leader'), 's1 plain', slow(1n, 2n, 3n)],
    ['one with the label', reading('mixed', inZone('c')), 's3 replica', { zones }],
    ['a follower with the label', reading('follower', inZone('a')), 's1 plain', { zones }],
    [
      'the leader of those with the label',
      reading('mixed', inZone('b')),
      's2 plain',
      { zones: ['b', 'b', 'b'], regions: [{ id: 1n, start: '', end: '', leader: 2n }], random: () => 0.99 },
    ],
    [
      'the leader when none has the label',
      reading('mixed', inZone('d')),
      's1 plain',
      { zones, random: () => 0.99 },
    ],
    [
      'a fast one before one with the label',
      reading('mixed', inZone('c')),
      's1 plain',
      { zones, ...slow(3n) },
    ],
    ['one of the stores wanted', reading('mixed', { stores: [3n] }), 's3 replica'],
    [
      'no witness',
      reading('follower'),
      's3 replica',
      { regions: [{ id: 1n, start: '', end: '', witnesses: [2n] }] },
    ],
  ])('SEL-5 asks %s', async (_, read, first, situation = {}) => {
    expect((await asked(read, [], situation)).attempts).toEqual([first]);
  });

  it('a store whose labels are not known is looked up before it is passed over', async () => {
    const read = reading('mixed', inZone('c'));
    const regions = [{ id: 1n, start: '', end: '', stores: [1n, 2n] }];
    const servers = new FakeRegionServers({ actors, read, zones, regions });
    const region = await servers.cache.locate(new Uint8Array(), servers.backoffer());
    // As a store tells of it: PD is not asked about the stores.
    const epoch = { version: 1n, confVer: 2n };
    const peers = [1n, 2n, 3n].map((id) => peerOn(id));
    const { startKey, endKey } = region;
    servers.cache.adopt(region, [{ id: 1n, epoch, startKey, endKey, peers }], 1n);
    await servers.until(servers.send());
    expect(servers.rpc.addresses).toEqual(['s3']);
  });

  it('SEL-3 each replica is asked once, the leader as such; an answer of another makes it no leader', async () => {
    const { attempts, leader, value } = await asked(reading('follower'), [
      refused({ message: 'what is this' }),
      refused({ message: 'what is this' }),
    ]);
    expect(attempts).toEqual(['s2 replica', 's3 replica', 's1 plain']);
    expect(value).toMatchObject({ kind: 'succeeded', attempts: 3 });
    expect((await asked(reading('follower'))).leader).toBe(1n);
    expect((await asked(stale({ stores: [2n] }))).leader).toBe(1n);
    expect(leader).toBe(1n);
  });

  it('a write goes to the leader, whatever is said of reads', async () => {
    const servers = new FakeRegionServers({ actors, read: reading('follower') });
    await servers.until(servers.write());
    expect(servers.rpc.addresses).toEqual(['s1']);
  });

  it('SEL-11 a busy replica is left for another at once, and waited for when none is left', async () => {
    const all = await asked(reading('follower'), [busy(), busy()]);
    expect(all.attempts).toEqual(['s2 replica', 's3 replica', 's1 plain']);
    expect(all.tookMs).toBe(0);
    const none = await asked(reading('follower'), [busy(), busy(), busy()]);
    expect(none.value).toMatchObject({ kind: 'moved', attempts: 3 });
    expect(none.tookMs).toBeGreaterThanOrEqual(1_000);
  });

  it('a leader that is one no more: its hint is followed, as of every read at a leader', async () => {
    const { attempts, leader } = await asked(reading('mixed'), [notLeader(3n)]);
    expect(attempts).toEqual(['s1 plain', 's3 plain']);
    expect(leader).toBe(3n);
  });

  it('S093 epoch-not-match: a replica that names a newer version is not taken for its leader', async () => {
    const currentRegions = [toWireRegion({ id: 1n, start: '', end: 'x', version: 2n })];
    const { value, servers } = await asked(reading('follower'), [
      refused({ epochNotMatch: { currentRegions } }),
    ]);
    expect(value.kind).toBe('moved');
    const now = servers.cache.peek(bytes('k'));
    expect([now?.epoch.version, now?.leader.store.id]).toEqual([2n, 1n]);
  });

  it('a store that another has the address of now is passed over for a while', async () => {
    const read = reading('follower', { stores: [2n] });
    const storeNotMatch = { requestStoreId: 2n, actualStoreId: 9n };
    const { value, attempts, servers } = await asked(read, [refused({ storeNotMatch })]);
    expect([attempts, value.kind]).toEqual([['s2 replica'], 'moved']);
    await servers.until(servers.send());
    expect(servers.rpc.addresses).toEqual(['s2', 's3']);
  });

  it('a region that cannot tell how far it is: waits, and asks another replica', async () => {
    const { attempts, tookMs } = await asked(reading('follower'), [readIndexNotReady]);
    expect(attempts).toEqual(['s2 replica', 's3 replica']);
    expect(tookMs).toBeGreaterThan(0);
  });

  it.each<[string, ReplicaRead, string]>([
    ['its own data', reading('follower'), 's2 replica'],
    ['stale data', stale({ stores: [2n] }), 's2 stale'],
  ])('a flashback, or no region, at a replica asked for %s: the leader is asked', async (_, read, first) => {
    expect((await asked(read, [flashback])).attempts).toEqual([first, 's1 plain']);
    expect((await asked(read, [notFound])).attempts).toEqual([first, 's1 plain']);
  });

  it('a read that is late at the leader is served by another replica', async () => {
    const { attempts } = await asked(reading('prefer-leader'), [tooLate], { timeoutMs: 100 });
    expect(attempts).toEqual(['s1 plain', 's2 replica']);
  });

  describe('stale reads (SEL-6, S104 follower-stale-read, F36)', () => {
    const leaderless: Situation = {
      prepare: ({ stores }) => {
        stores.get(1n).liveness = 'unreachable';
      },
    };

    it.each<[string, Reply[], string[], Situation?]>([
      ['one answer', [], ['s2 stale']],
      ['not that far: the leader is asked plainly', [notReady], ['s2 stale', 's1 plain']],
      [
        'the leader late: others by what they have',
        [notReady, tooLate],
        ['s2 stale', 's1 plain', 's3 stale'],
        { timeoutMs: 100 },
      ],
      ['the leader busy: others by what they have', [notReady, busy()], ['s2 stale', 's1 plain', 's3 stale']],
      [
        'the leader refuses: replicas ask it how far to be, what had not all included',
        [notReady, refused({}), refused({})],
        ['s2 stale', 's1 plain', 's2 replica', 's3 replica'],
      ],
      ['no leader to be had: others by what they have', [notReady], ['s2 stale', 's3 stale'], leaderless],
      [
        'a leader that falls silent: others by what they have',
        [notReady, { status: 14, sent: 'maybe' }],
        ['s2 stale', 's1 plain', 's3 stale'],
        { prepare: ({ rpc }) => rpc.healthy.delete('s1') },
      ],
      [
        'no leader to be had, and none has all data: they ask a leader that they may reach',
        [notReady, notReady, notReady],
        ['s2 stale', 's3 stale', 's2 replica', 's3 replica'],
        leaderless,
      ],
    ])('%s', async (_, script, attempts, situation = {}) => {
      expect((await asked(stale({ stores: [2n] }), script, situation)).attempts).toEqual(attempts);
    });

    it('the leader is asked plainly where it is chosen, and when it fails replicas ask it how far to be', async () => {
      expect((await asked(stale(), [refused({})])).attempts).toEqual(['s1 plain', 's2 replica']);
    });
  });

  describe('busy threshold (SEL-2)', () => {
    const within = (busyThresholdMs: number) => reading('leader', { busyThresholdMs });
    const waits = (...stores: [bigint, number][]) => ({
      prepare: (servers: FakeRegionServers) => {
        for (const [id, waitMs] of stores) servers.stores.get(id).noteWait(waitMs, servers.clock.now());
      },
    });

    it('the leader serves while it is not too busy', async () => {
      expect((await asked(within(50), [], waits([1n, 50]))).attempts).toEqual(['s1 plain 50']);
    });

    it('a replica serves while a read would wait longer at the leader', async () => {
      expect((await asked(within(50), [], waits([1n, 51]))).attempts).toEqual(['s2 replica 50']);
      expect((await asked(within(50), [], waits([1n, 51], [2n, 51]))).attempts).toEqual(['s3 replica 50']);
    });

    it('what a store told of its wait passes with the time', async () => {
      const { servers } = await asked(within(50), [busy(200)]);
      expect(servers.stores.get(1n).estimatedWaitMs(servers.clock.now() + 140)).toBe(60);
      expect(servers.stores.get(1n).estimatedWaitMs(servers.clock.now() + 300)).toBe(0);
    });

    it('a leader that refuses: an idle replica is asked at once', async () => {
      const { attempts, tookMs } = await asked(within(50), [busy(80)]);
      expect(attempts).toEqual(['s1 plain 50', 's2 replica 50']);
      expect(tookMs).toBe(0);
    });

    it('all busy: the leader is asked after a wait, without a threshold', async () => {
      const script = [busy(80), busy(80), busy(80)];
      const { attempts, tookMs, value } = await asked(within(50), script);
      expect(attempts).toEqual(['s1 plain 50', 's2 replica 50', 's3 replica 50', 's1 plain']);
      expect(tookMs).toBeGreaterThanOrEqual(1_000);
      expect(value.kind).toBe('succeeded');
    });

    it('a replica that was thought idle refuses: the next is asked at once, in the end the leader', async () => {
      const { attempts, tookMs } = await asked(within(50), [busy(80), busy(80)], waits([1n, 51]));
      expect(attempts).toEqual(['s2 replica 50', 's3 replica 50', 's1 plain']);
      expect(tookMs).toBe(0);
    });

    it('an estimate means nothing to reads without a threshold', async () => {
      const { attempts, tookMs } = await asked(reading('leader'), [busy(80)]);
      expect(attempts).toEqual(['s1 plain', 's1 plain']);
      expect(tookMs).toBeGreaterThanOrEqual(1_000);
    });
  });

  it('SND-8 the source tells of a stale read, and of a retry what was asked first', async () => {
    const context = { fields: {}, source: 'external_orders', tagOf: undefined };
    const { servers } = await asked(stale({ stores: [2n] }), [notReady], { context });
    expect(servers.rpc.contexts.map(({ requestSource }) => requestSource)).toEqual([
      'stale_follower_external_orders',
      'retry_stale_follower_leader_external_orders',
    ]);
  });
});
