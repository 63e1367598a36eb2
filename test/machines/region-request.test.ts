import { describe, expect, it } from 'vitest';
import { type StateValue, transition } from 'xstate';
import { adjacencyMapToArray, getAdjacencyMap, getShortestPaths } from 'xstate/graph';
import { type RegionRequestEvent, regionRequestMachine } from '../../machines/index.ts';
import { ChartCoverage } from '../../src/testing/index.ts';
import type { errorpb } from '../../src/wire/codec/messages.ts';
import { FakeRegionServers, peerOn, regionErrorOf, toWireRegion } from '../support/fake-region-servers.ts';
import { regionRequestEvents } from '../support/region-request-events.ts';
import { expectFullCoverage } from './coverage.ts';

const coverage = new ChartCoverage(regionRequestMachine);

type Snapshot = ReturnType<typeof regionRequestMachine.resolveState>;
type ChartEvent = RegionRequestEvent | { readonly type: typeof SLEPT };

/** The end of a sleep, as XState names it. */
const SLEPT = 'xstate.after.backoff.regionRequest.backingOff.sleeping';
const EVENTS = [...regionRequestEvents, { type: SLEPT }] as readonly ChartEvent[];
/** What the shortest paths are made of: a replica can rest only after another event. */
const SHORT_CUTS = EVENTS.filter(({ type }) => type !== 'replica.resting');
/** These lead through states whose only way on is taken at once, before anything could end the verb. */
const NOT_REALISABLE = new Set(['backingOff.planning request.stopped']);

const nameOf = (value: StateValue): string =>
  typeof value === 'string'
    ? value
    : (Object.entries(value).map(([outer, inner]) => `${outer}.${inner}`)[0] ?? '');
const labelOf = (event: ChartEvent) => `${event.type}${'lost' in event && event.lost ? ' lost' : ''}`;

/** What the store answers for an event, in the situation that its path made. */
const REFUSALS: Readonly<Record<string, Partial<errorpb.Error.Decoded>>> = {
  'region.undetermined': { undeterminedResult: { message: '' } },
  'region.leaderUnknown': { notLeader: { regionId: 1n } },
  'region.leaderElsewhere': { notLeader: { regionId: 1n, leader: { ...peerOn(2n), role: 0 } } },
  'region.leaderDisputed': { notLeader: { regionId: 1n, leader: { ...peerOn(1n), role: 0 } } },
  'region.diskFull': { diskFull: { storeId: [], reason: '' } },
  'region.recovering': { recoveryInProgress: { regionId: 1n } },
  'region.isWitness': { isWitness: { regionId: 1n } },
  'region.flashback': { flashbackInProgress: { regionId: 1n, flashbackStartTs: 1n } },
  'region.flashbackAtReplica': { flashbackInProgress: { regionId: 1n, flashbackStartTs: 1n } },
  'region.flashbackNotPrepared': { flashbackNotPrepared: { regionId: 1n } },
  'region.notFound': { regionNotFound: { regionId: 1n } },
  'region.notFoundAtReplica': { regionNotFound: { regionId: 1n } },
  'region.keyOutside': { keyNotInRegion: {} as never },
  'region.epochChanged': {
    epochNotMatch: { currentRegions: [toWireRegion({ id: 1n, start: '', end: 'm', version: 9n })] },
  },
  'region.epochBehind': {
    epochNotMatch: { currentRegions: [toWireRegion({ id: 1n, start: '', end: '', version: 0n })] },
  },
  'region.bucketsChanged': { bucketVersionNotMatch: { version: 1n, keys: [] } },
  'region.readTimedOut': { message: 'Deadline is exceeded' },
  'region.busy': { serverIsBusy: { reason: '', backoffMs: 0n, estimatedWaitMs: 0, appliedIndex: 0n } },
  'region.busyButOthers': {
    serverIsBusy: { reason: '', backoffMs: 0n, estimatedWaitMs: 0, appliedIndex: 0n },
  },
  'region.staleCommand': { staleCommand: {} },
  'region.storeMismatch': { storeNotMatch: { requestStoreId: 1n, actualStoreId: 2n } },
  'region.entryTooLarge': { raftEntryTooLarge: { regionId: 1n, entrySize: 1n } },
  'region.maxTsNotSynced': { maxTimestampNotSynced: {} },
  'region.notInitialized': { regionNotInitialized: { regionId: 1n } },
  'region.readIndexNotReady': { readIndexNotReady: { reason: '', regionId: 1n } },
  'region.merging': { proposalInMergingMode: { regionId: 1n } },
  'region.dataNotReady': { dataIsNotReady: { regionId: 1n, peerId: 1n, safeTs: 0n } },
  'region.peerMismatch': { mismatchPeerId: { requestPeerId: 1n, storePeerId: 2n } },
  'region.maxTsInvalid': { message: 'invalid max_ts update' },
  'region.unknownRefusal': { message: 'TiKV is Closing' },
};

const STATUSES: Readonly<Record<string, number>> = {
  'rpc.readTimedOut': 4,
  'rpc.cancelled': 1,
  'rpc.closed': 1,
  'rpc.misdirected': 3,
  'rpc.refused': 12,
  'rpc.failed': 14,
};

const MESSAGES: Readonly<Record<string, string>> = {
  'rpc.misdirected': 'cluster of request=7 does not match TiKV cluster id=9',
};

/** Events that need a situation which the shortest path to their state does not make: the path that does. */
const DETOURS: Readonly<Record<string, readonly string[]>> = {
  'replica.resting': [
    'replica.chosen',
    'region.leaderUnknown',
    'backoff.planned',
    SLEPT,
    'replica.chosen',
    'region.busyButOthers',
    'replica.chosen',
    'region.busyButOthers',
  ],
  'region.leaderDisputed': ['replica.chosen', 'region.leaderElsewhere', 'replica.chosen'],
  'region.flashbackAtReplica': ['replica.chosen', 'region.readTimedOut', 'replica.chosen'],
  'region.busyButOthers': [
    'replica.chosen',
    'region.leaderUnknown',
    'backoff.planned',
    SLEPT,
    'replica.chosen',
  ],
};

interface Edge {
  readonly atMostOnce: boolean;
  readonly events: readonly ChartEvent[];
  readonly from: string;
  readonly to: string;
}

const serializeState = ({ value }: { value: unknown }) => JSON.stringify(value);

/** Every edge of the chart, at the end of a path that leads there. */
function edges(atMostOnce: boolean): Edge[] {
  const options = {
    events: EVENTS as never,
    input: { request: 'request', atMostOnce },
    serializeState: serializeState as never,
    serializeEvent: (event: object) => labelOf(event as ChartEvent),
  };
  const paths = new Map(
    getShortestPaths(regionRequestMachine, { ...options, events: SHORT_CUTS as never }).map(
      ({ state, steps }) => [serializeState(state), steps.slice(1).map(({ event }) => event as ChartEvent)],
    ),
  );
  const found = adjacencyMapToArray(getAdjacencyMap(regionRequestMachine, options));
  return found
    .filter(({ state, event }) => state.status === 'active' && (state as Snapshot).can(event))
    .map(({ state, event, nextState }) => {
      const from = nameOf(state.value);
      const last = event as ChartEvent;
      const detour = DETOURS[last.type]?.map(
        (type) => EVENTS.find((sample) => sample.type === type) as ChartEvent,
      );
      const events = [...(detour ?? paths.get(serializeState(state)) ?? []), last];
      return { atMostOnce, events, from, to: nameOf(nextState.value) };
    })
    .filter(({ from, events }) => !NOT_REALISABLE.has(`${from} ${events.at(-1)?.type}`));
}

const ALL_EDGES = [...edges(false), ...edges(true)];

/** A chart, its stores and its PD in the situation that a path begins in. */
async function begin(edge: Edge, actors: 'on-demand' | 'always') {
  const types = edge.events.map(({ type }) => type);
  const has = (type: string) => types.includes(type as never);
  const seen: string[] = [];
  const servers = new FakeRegionServers({
    actors,
    inspect: (event) => {
      coverage.inspect(event);
      if (event.type === '@xstate.event') seen.push(event.event.type);
    },
  });
  const { stores, rpc, clock } = servers;
  let region = await servers.cache.locate(new Uint8Array(), servers.backoffer());
  const first = region.leader.store;
  if (has('store.silent')) rpc.healthy.clear();
  if (has('region.notFoundAtReplica')) first.liveness = 'unreachable';
  const initial = types[0];
  if (initial === 'region.stale') region.invalidate();
  if (initial === 'replica.none') for (const id of [1n, 2n, 3n]) stores.get(id).epoch++;
  if (initial === 'request.stopped') {
    const bounds = { startKey: new Uint8Array(), endKey: new Uint8Array() };
    const meta = { id: 1n, epoch: { version: 2n, confVer: 2n }, peers: [peerOn(4n)], ...bounds };
    servers.cache.adopt(region, [meta], 4n);
    servers.pd.gate = new Promise(() => undefined);
    region = servers.cache.peek(new Uint8Array()) as typeof region;
  }
  if (edge.from === 'probing' && types.at(-1) === 'request.stopped') rpc.neverProbed = true;
  rpc.script = Array.from({ length: 10 }, () => 'silence');
  const controller = new AbortController();
  const budgetMs = has('backoff.exhausted') ? 0 : 40_000;
  const backoffer = servers.backoffer({ signal: controller.signal, budgetMs });
  const isLimited = types.some((type) => type.endsWith('eadTimedOut'));
  const timeoutMs = isLimited ? 20_000 : 30_000;
  const sending = servers.send('k', { region, backoffer, timeoutMs, atMostOnce: edge.atMostOnce });

  /** Makes an event happen, unless it follows by itself from the one before. */
  const realise = async (event: ChartEvent) => {
    const attempt = rpc.sent.at(-1);
    const refusal = REFUSALS[event.type];
    const status = STATUSES[event.type];
    // What another request met on the connection.
    if (event.type === 'rpc.closed') attempt?.connection.close();
    if (refusal !== undefined) attempt?.respond({ regionError: regionErrorOf(refusal) });
    else if (status !== undefined)
      attempt?.fail(
        status,
        'lost' in event && event.lost !== undefined ? 'maybe' : 'no',
        MESSAGES[event.type],
      );
    else if (event.type === 'answer.received') attempt?.respond({});
    else if (event.type === 'answer.malformed') attempt?.malformed();
    else if (event.type === 'request.stopped') controller.abort();
    else if (event.type === SLEPT) await clock.advanceAsync(10_000);
    await servers.settle();
  };
  return { servers, seen, sending, realise, backoffer };
}

describe.each(['on-demand', 'always'] as const)(
  'every edge of the region-request chart, actors %s',
  (actors) => {
    it.each(ALL_EDGES.map((edge) => [describeEdge(edge), edge] as const))('%s', async (name, edge) => {
      coverage.begin(`${name}, ${actors}`);
      const { servers, seen, sending, realise, backoffer } = await begin(edge, actors);
      await servers.settle();
      for (const event of edge.events) await realise(event);

      // What happened is what the path says. Without an actor the first steps are not seen.
      const path = edge.events.map(({ type }) => type);
      const unseen = actors === 'on-demand' && path[0] === 'replica.chosen' ? 1 : 0;
      const happened = seen
        .filter((type) => path.includes(type as never) || type.includes('.'))
        .filter(isOfChart);
      const isUneventful = actors === 'on-demand' && path[1] === 'answer.received';
      expect(happened.slice(0, path.length - unseen)).toEqual(isUneventful ? [] : path.slice(unseen));

      const sends = path.filter((type) => type === 'replica.chosen').length;
      if (edge.to === 'succeeded' || edge.to === 'moved' || edge.to === 'failed') {
        const result = await sending;
        expect([result.kind, result.attempts, servers.rpc.sent.length]).toEqual([edge.to, sends, sends]);
        const isLost = edge.events.some((event) => 'lost' in event && event.lost !== undefined);
        const stoppedInFlight = edge.from === 'sending' && path.at(-1) === 'request.stopped';
        expect(result.lost !== undefined).toBe(isLost || stoppedInFlight);
      } else {
        // From wherever it is, the request comes to an end once the stores answer.
        servers.rpc.script = [];
        servers.rpc.sent.at(-1)?.respond({});
        const { kind } = await servers.until(sending);
        expect(['succeeded', 'moved']).toContain(kind);
      }
      expect(servers.actorErrors).toEqual([]);
      expect(servers.root.liveCount).toBe(0);
      backoffer.deadline.release();
      servers.stores.close();
      expect(servers.clock.pending).toBe(0);
    });
  },
);

describe('the region-request chart', () => {
  it('paths that take a detour are paths of the chart', () => {
    for (const { atMostOnce, events, to } of ALL_EDGES) {
      let snapshot = regionRequestMachine.resolveState({
        value: 'locating',
        context: {
          request: 'request',
          atMostOnce,
          attempts: 0,
          error: undefined,
          lost: undefined,
          sleepMs: 0,
        },
      });
      for (const event of events)
        [snapshot] = transition(regionRequestMachine, snapshot, event as never) as [Snapshot, never];
      expect(nameOf(snapshot.value)).toBe(to);
    }
  });

  it('every outcome of an attempt has an edge that is tried', () => {
    const tried = new Set(ALL_EDGES.map(({ from, events }) => `${from} ${events.at(-1)?.type}`));
    const sending = regionRequestEvents
      .map(({ type }) => type)
      .filter((type) => /^(answer|region|rpc)\./.test(type));
    for (const type of new Set(sending))
      if (type !== 'region.stale') expect(tried).toContain(`sending ${type}`);
  });

  it('the trouble of the last attempt is the error in the end, and a lost answer stays', () => {
    const events = regionRequestEvents.filter(
      (event) => event.type === 'rpc.failed' || event.type === 'region.keyOutside',
    );
    const [, lostFailure, keyOutside] = [events[1], events[2], events[0]];
    const context = {
      request: 'request',
      atMostOnce: false,
      attempts: 1,
      error: undefined,
      lost: undefined,
      sleepMs: 0,
    };
    let snapshot: Snapshot = regionRequestMachine.resolveState({ value: 'sending', context });
    for (const event of [
      lostFailure,
      { type: 'store.answers' },
      { type: 'backoff.planned', sleepMs: 1 },
      { type: SLEPT },
      { type: 'replica.chosen' },
      keyOutside,
    ])
      [snapshot] = transition(regionRequestMachine, snapshot, event as never) as [Snapshot, never];
    expect(snapshot.value).toBe('moved');
    expect(snapshot.context).toMatchObject({
      attempts: 2,
      error: (keyOutside as { error: unknown }).error,
      lost: (lostFailure as { lost: unknown }).lost,
    });
  });
});

expectFullCoverage(coverage);

function describeEdge({ atMostOnce, events, from, to }: Edge): string {
  return `${from} -> ${to} by ${labelOf(events.at(-1) as ChartEvent)}${atMostOnce ? ', at most once' : ''}`;
}

function isOfChart(type: string): boolean {
  return type === SLEPT || EVENTS.some((event) => event.type === type);
}
