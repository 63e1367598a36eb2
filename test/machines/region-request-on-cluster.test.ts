import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { regionRequestMachine } from '../../machines/index.ts';
import { assemble, type ClientParts } from '../../src/client/assemble.ts';
import { ClientCore } from '../../src/client/client-core.ts';
import { closeClient } from '../../src/client/close.ts';
import { parseOptions } from '../../src/client/options/parse-options.ts';
import { connect, type TikvError } from '../../src/index.ts';
import { sendByKey } from '../../src/region/send-by-key.ts';
import { Backoffer } from '../../src/retry/backoffer.ts';
import { ChartCoverage, type Cluster, type FaultAction, startCluster } from '../../src/testing/index.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import { expectFullCoverage } from './coverage.ts';

/*
 * Every edge of the region-request chart, taken by reads of a real client on an embedded cluster: stores refuse, fall
 * silent, stop, and regions move. Judged are the attempts that the cluster saw, and what the caller hears in the end.
 */

interface Scenario {
  readonly name: string;
  /** Default: one of its own, all in the same region. */
  readonly key?: string;
  /** What befalls the attempts, one after the other; the next one is answered. */
  readonly faults?: readonly FaultAction[] | ((cluster: Cluster) => readonly FaultAction[]);
  /** What else is done before it is sent. */
  readonly before?: (cluster: Cluster) => Promise<void> | void;
  readonly atMostOnce?: boolean;
  /** Of one attempt; below 30 s the store may give up a read. */
  readonly timeoutMs?: number;
  readonly budgetMs?: number;
  readonly rpc?: 'KvGet' | 'RawCompareAndSwap';
  /** What the caller hears: the value, or the code of an error. */
  readonly verdict: string;
  /** Attempts that reached a store, where elections do not come between. */
  readonly attempts?: number;
  readonly takes: readonly string[];
}

const refused = (regionError: object): FaultAction => ({ regionError: regionError as never });
const busy = refused({ serverIsBusy: { reason: 'test', backoffMs: 0n } });
const timedOut = refused({ message: 'Deadline is exceeded' });
const OTHER_REGION = 'zzz';
const LIMITED = { timeoutMs: 10_000 };

const backedOff = (event: string) => [
  `sending: ${event} -> backingOff`,
  'backingOff.planning: backoff.planned -> backingOff.sleeping',
  'backingOff.sleeping: after backoff -> locating',
];
const region = (cluster: Cluster) => cluster.regions()[0] as ReturnType<Cluster['regions']>[number];
const peers = (cluster: Cluster) => {
  const { leader, peers: all } = region(cluster);
  const [other, third] = all.filter(({ id }) => id !== leader?.id);
  const wire = (peer: typeof other) => ({ id: peer?.id ?? 0n, storeId: peer?.storeId ?? 0n, role: 0 });
  return { leader: wire(leader), other: wire(other), third: wire(third) };
};
/** A refusal after which it is sent again, to the same region. */
const retried = (name: string, event: string, error: object): Scenario => ({
  name,
  faults: [refused(error)],
  verdict: 'v',
  attempts: 2,
  takes: backedOff(event),
});
const moved = (name: string, event: string, error: object): Scenario => ({
  name,
  faults: [refused(error)],
  verdict: 'v',
  attempts: 2,
  takes: [`sending: ${event} -> moved`],
});
const given = (name: string, event: string, error: object): Scenario => ({
  name,
  faults: [refused(error)],
  verdict: 'TIKV_REGION',
  attempts: 1,
  takes: [`sending: ${event} -> failed`],
});

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'an answer',
    verdict: 'v',
    attempts: 1,
    takes: ['locating: replica.chosen -> sending', 'sending: answer.received -> succeeded'],
  },
  {
    name: 'an answer that is none',
    faults: [{ malformed: Buffer.from([0xff, 0xff, 0xff]) }],
    rpc: 'RawCompareAndSwap',
    verdict: 'TIKV_PROTOCOL',
    attempts: 1,
    takes: ['sending: answer.malformed -> failed'],
  },
  moved('proposed, and then nothing is known', 'region.undetermined #2', {
    undeterminedResult: { message: '' },
  }),
  {
    name: 'proposed, and then nothing is known, and it must not be sent again',
    faults: [refused({ undeterminedResult: { message: '' } })],
    atMostOnce: true,
    verdict: 'TIKV_REGION',
    attempts: 1,
    takes: ['sending: region.undetermined #1 -> failed'],
  },
  {
    name: 'no leader: another replica is asked, and names it',
    faults: [refused({ notLeader: { regionId: 1n } })],
    verdict: 'v',
    attempts: 3,
    takes: backedOff('region.leaderUnknown'),
  },
  {
    name: 'no leader, as every replica says',
    faults: [1, 2, 3].map(() => refused({ notLeader: { regionId: 1n } })),
    verdict: 'v',
    attempts: 4,
    takes: ['sending: region.leaderUnknown -> backingOff', 'locating: replica.none -> moved'],
  },
  {
    name: 'another leader, which says that it is none',
    faults: (cluster) => [refused({ notLeader: { regionId: 1n, leader: peers(cluster).other } })],
    verdict: 'v',
    attempts: 3,
    takes: ['sending: region.leaderElsewhere -> locating', ...backedOff('region.leaderDisputed')],
  },
  retried('a full disk', 'region.diskFull', { diskFull: { storeId: [1n], reason: 'test' } }),
  {
    name: 'a region that recovers: by then it is stale here',
    faults: [refused({ recoveryInProgress: { regionId: 1n } })],
    verdict: 'v',
    attempts: 2,
    takes: ['sending: region.recovering -> backingOff', 'locating: region.stale -> moved'],
  },
  {
    name: 'a witness',
    faults: [refused({ isWitness: { regionId: 1n } })],
    verdict: 'v',
    attempts: 2,
    takes: ['sending: region.isWitness -> backingOff'],
  },
  given('a flashback', 'region.flashback', { flashbackInProgress: { regionId: 1n, flashbackStartTs: 1n } }),
  {
    ...LIMITED,
    name: 'a flashback at a replica: the leader may serve',
    faults: [timedOut, refused({ flashbackInProgress: { regionId: 1n, flashbackStartTs: 1n } })],
    verdict: 'v',
    attempts: 3,
    takes: ['sending: region.readTimedOut -> locating', 'sending: region.flashbackAtReplica -> locating'],
  },
  given('a flashback that was not prepared', 'region.flashbackNotPrepared', {
    flashbackNotPrepared: { regionId: 1n },
  }),
  moved('an unknown region', 'region.notFound', { regionNotFound: { regionId: 1n } }),
  moved('a key outside', 'region.keyOutside', { keyNotInRegion: { regionId: 1n } }),
  {
    name: 'an older epoch than is known here',
    faults: (cluster) => {
      const { id, peers: own } = region(cluster);
      const older = { id, regionEpoch: { confVer: 0n, version: 0n }, peers: own };
      return [refused({ epochNotMatch: { currentRegions: [older] } })];
    },
    verdict: 'v',
    attempts: 2,
    takes: backedOff('region.epochBehind'),
  },
  {
    name: 'a region that was split meanwhile',
    before: (cluster) => void cluster.split('zz'),
    verdict: 'v',
    attempts: 2,
    takes: ['sending: region.epochChanged -> moved'],
  },
  moved('other buckets', 'region.bucketsChanged', { bucketVersionNotMatch: { version: 1n, keys: [] } }),
  retried('a busy store', 'region.busy', { serverIsBusy: { reason: 'test', backoffMs: 0n } }),
  {
    name: 'busy replicas, after a leader that is none: the last one rests',
    faults: [refused({ notLeader: { regionId: 1n } }), busy, busy],
    verdict: 'v',
    attempts: 4,
    takes: ['sending: region.busyButOthers -> locating', 'locating: replica.resting -> backingOff'],
  },
  {
    name: 'a stale command',
    faults: [refused({ staleCommand: {} })],
    verdict: 'v',
    attempts: 2,
    takes: ['sending: region.staleCommand #2 -> locating'],
  },
  {
    name: 'a stale command, which must not be sent again',
    faults: [refused({ staleCommand: {} })],
    atMostOnce: true,
    verdict: 'TIKV_REGION',
    attempts: 1,
    takes: ['sending: region.staleCommand #1 -> failed'],
  },
  moved('another store', 'region.storeMismatch', {
    storeNotMatch: { requestStoreId: 1n, actualStoreId: 2n },
  }),
  given('too large an entry', 'region.entryTooLarge', { raftEntryTooLarge: { regionId: 1n, entrySize: 1n } }),
  retried('a leader that is new', 'region.maxTsNotSynced', { maxTimestampNotSynced: {} }),
  retried('a replica that is new', 'region.notInitialized', { regionNotInitialized: { regionId: 1n } }),
  retried('a read index that is not ready', 'region.readIndexNotReady', {
    readIndexNotReady: { reason: 'test', regionId: 1n },
  }),
  retried('a merge', 'region.merging', { proposalInMergingMode: { regionId: 1n } }),
  {
    name: 'data that is not ready',
    faults: [refused({ dataIsNotReady: { regionId: 1n, peerId: 1n, safeTs: 0n } })],
    verdict: 'v',
    attempts: 2,
    takes: ['sending: region.dataNotReady -> locating'],
  },
  moved('another peer', 'region.peerMismatch', { mismatchPeerId: { requestPeerId: 1n, storePeerId: 2n } }),
  given('a timestamp of the future', 'region.maxTsInvalid', { message: 'invalid max_ts update' }),
  {
    name: 'a refusal that nobody knows',
    faults: [refused({ message: 'TiKV is Closing' })],
    verdict: 'v',
    attempts: 2,
    takes: ['sending: region.unknownRefusal -> locating'],
  },
  {
    ...LIMITED,
    name: 'no answer in the time of a read',
    faults: [{ status: 4 }],
    verdict: 'v',
    attempts: 2,
    takes: ['sending: rpc.readTimedOut -> locating'],
  },
  {
    name: 'a status that stays',
    faults: [{ status: 12 }],
    verdict: 'TIKV_NETWORK',
    attempts: 1,
    takes: ['sending: rpc.refused -> failed'],
  },
  {
    name: 'a store of another cluster, and it must not be sent twice',
    faults: [{ status: 3, message: 'cluster of request=7 does not match TiKV cluster id=9' }],
    atMostOnce: true,
    verdict: 'v',
    attempts: 2,
    takes: ['sending: rpc.misdirected -> backingOff', 'locating: region.stale -> moved'],
  },
  {
    name: 'cancelled by the other side',
    faults: [{ status: 1 }],
    rpc: 'RawCompareAndSwap',
    verdict: 'v',
    attempts: 2,
    takes: ['sending: rpc.cancelled #2 -> probing', 'probing: store.answers -> backingOff'],
  },
  {
    name: 'cancelled by the other side, and must not be sent again',
    faults: [{ status: 1 }],
    rpc: 'RawCompareAndSwap',
    atMostOnce: true,
    verdict: 'TIKV_NETWORK',
    attempts: 1,
    takes: ['sending: rpc.cancelled #1 -> failed'],
  },
  {
    name: 'a broken connection',
    faults: ['breakStream'],
    verdict: 'v',
    attempts: 2,
    takes: ['sending: rpc.failed #2 -> probing', 'probing: store.answers -> backingOff'],
  },
  {
    name: 'a broken connection, and it must not be sent again',
    faults: ['breakStream'],
    atMostOnce: true,
    verdict: 'TIKV_NETWORK',
    attempts: 1,
    takes: ['sending: rpc.failed #1 -> failed'],
  },
  {
    name: 'a budget that is used up',
    faults: [refused({ notLeader: { regionId: 1n } })],
    budgetMs: 0,
    verdict: 'TIKV_REGION_UNAVAILABLE',
    attempts: 1,
    takes: ['backingOff.planning: backoff.exhausted -> failed'],
  },
  {
    name: 'a store that is down',
    before: async (cluster) => {
      // Of two regions with their leaders there, the client learns in one that it is down.
      await read(OTHER_REGION, {});
      await cluster.stop(Number(region(cluster).leader?.storeId));
    },
    verdict: 'v',
    takes: ['sending: rpc.failed #2 -> probing', 'probing: store.silent -> backingOff'],
  },
  {
    name: 'a replica that does not have the region yet, and a leader that is down',
    key: OTHER_REGION,
    faults: [refused({ regionNotFound: { regionId: 1n } })],
    verdict: 'v',
    takes: ['sending: region.notFoundAtReplica -> locating'],
  },
];

let cluster: Cluster;
let parts: ClientParts;
let core: ClientCore;
const coverage = new ChartCoverage(regionRequestMachine);

beforeAll(async () => {
  cluster = await startCluster({ stores: 3, electionDelayMs: 20 });
  await using tikv = await connect(cluster.url);
  await tikv.transact((txn) => {
    for (const nth of SCENARIOS.keys()) txn.put(`k${nth}`, 'v');
    txn.put(OTHER_REGION, 'v');
  });
  parts = assemble(parseOptions({ endpoints: cluster.pd.addresses, inspect: coverage.inspect }));
  core = new ClientCore(parts);
  await read('k0', {});
});
afterAll(async () => {
  await closeClient(core, { drainMs: 0 });
  await cluster.close();
});

/** What the caller of a read hears. */
async function read(
  name: string,
  { rpc = 'KvGet', atMostOnce, timeoutMs = 30_000, budgetMs = 40_000 }: Partial<Scenario>,
  signal?: AbortSignal,
): Promise<string> {
  const key = Buffer.from(name);
  const deadline = core.startDeadline({ timeoutMs: 20_000, signal });
  const backoffer = new Backoffer(parts.runtime, { deadline, budgetMs });
  const call = { timeoutMs, backoffer, atMostOnce };
  try {
    if (rpc === 'RawCompareAndSwap') {
      const request = { key, value: Buffer.from('v'), previousNotExist: true };
      await sendByKey(parts.regions, key, { ...call, rpc: tikvRpcs.rawCompareAndSwap, request });
      return 'v';
    }
    const version = await parts.timestamps.timestamp(deadline);
    const { response } = await sendByKey(parts.regions, key, {
      ...call,
      rpc: tikvRpcs.kvGet,
      request: { key, version },
    });
    return Buffer.from(response.value).toString();
  } catch (error) {
    return (error as TikvError).code;
  } finally {
    deadline.release();
  }
}

const edgesOf = (path: string) =>
  coverage
    .report()
    .edges.filter(({ paths }) => paths.includes(path))
    .map(({ name }) => name);

describe('a read meets', () => {
  it('an end that comes from outside', async () => {
    const controller = new AbortController();
    const held = cluster.fail({ rpc: 'KvGet', action: 'pause' });
    coverage.begin('aborted');
    const verdict = read('k0', {}, controller.signal);
    await held.waitForHit();
    controller.abort();
    expect(await verdict).toBe('TIKV_ABORTED');
    coverage.end();
    held.remove();
    expect(edgesOf('aborted')).toContain('regionRequest: request.stopped -> failed');
  });

  it.each([
    [false, 'v', 'rpc.closed #2 -> backingOff'],
    [true, 'TIKV_NETWORK', 'rpc.closed #1 -> failed'],
  ])('a connection closed for what another met there, at most once %s', async (atMostOnce, verdict, edge) => {
    const held = cluster.fail({ rpc: 'KvGet', action: 'pause' });
    cluster.fail({ rpc: 'RawCompareAndSwap', action: { status: 1 } });
    coverage.begin(edge);
    const heard = read('k0', { atMostOnce });
    await held.waitForHit();
    expect(await read('k0', { rpc: 'RawCompareAndSwap' })).toBe('v');
    expect(await heard).toBe(verdict);
    coverage.end();
    held.remove();
    expect(edgesOf(edge)).toContain(`sending: ${edge}`);
  });

  it.each(SCENARIOS.map((scenario, nth) => [scenario.name, scenario, nth] as const))(
    '%s',
    async (name, scenario, nth) => {
      const { rpc = 'KvGet', faults = [] } = scenario;
      const { key = `k${nth}` } = scenario;
      const handles = (typeof faults === 'function' ? faults(cluster) : faults).map((action) =>
        cluster.fail({ rpc, action }),
      );
      await scenario.before?.(cluster);
      cluster.log.clear();
      coverage.begin(name);
      expect(await read(key, scenario)).toBe(scenario.verdict);
      coverage.end();
      expect(handles.map(({ hits }) => hits)).toEqual(handles.map(() => 1));
      if (scenario.attempts !== undefined) expect(cluster.log.messages(rpc)).toHaveLength(scenario.attempts);
      expect(edgesOf(name)).toEqual(expect.arrayContaining([...scenario.takes]));
    },
  );
});

expectFullCoverage(coverage);
