import { describe, expect, it, vi } from 'vitest';
import { ClosedError, UsageError } from '../../../../src/model/errors.ts';
import {
  Cluster,
  type ClusterOptions,
  type FaultRule,
  Simulation,
  type SimulationOptions,
  startCluster,
} from '../../../../src/testing/index.ts';

/** What the type checker forbids, and plain JavaScript does not. */
const wrong = <Type>(value: unknown): Type => value as Type;

const LISTS_NONE = { listen: false } as const;

describe('options of a cluster', () => {
  it.each([
    ['a name that is none', { store: 3 }, 'startCluster: unknown option "store"; did you mean stores?'],
    [
      'an API that there is none of',
      { apiVersion: 'v3' },
      'startCluster: apiVersion must be "v1" or "v1ttl" or "v2", not "v3"',
    ],
    ['no store', { stores: 0 }, /startCluster: stores must be a whole number .*, not 0/],
    [
      'more copies than stores',
      { stores: 2, replicas: 3 },
      'startCluster: replicas must be at most the number of stores, 2, not 3',
    ],
    ['a keyspace without a name', { keyspaces: [7] }, /keyspaces must be an array of names/],
    [
      'a keyspace with a misspelling',
      { keyspaces: [{ name: 'a', owngc: true }] },
      /keyspace 0: unknown field "owngc"; did you mean ownGc/,
    ],
    [
      'certificates that are none',
      { tls: { cert: 'x' } },
      /tls: unknown field "cert"; did you mean certificate/,
    ],
    ['half an environment', { environment: { now: () => 0 } }, /environment: unknown option "now"/],
    ['a planted fault that is none', { sabotage: { noMaxTS: true, x: 1 } }, /did you mean noMaxTs/],
  ] as [string, object, string | RegExp][])('%s', async (_, options, told) => {
    const error = await startCluster(wrong<ClusterOptions>(options)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toMatch(told);
  });
});

describe('rules of faults', () => {
  it.each([
    [
      'an RPC that there is none of',
      { rpc: 'KvNope', action: 'pause' },
      /serves no RPC "KvNope"; its RPCs are/,
    ],
    [
      'an RPC nearly',
      { rpc: ['KvGet', 'kvPrewrit'], action: 'pause' },
      /no RPC "kvPrewrit"; did you mean KvPrewrite\?/,
    ],
    [
      'a condition that is none',
      { rpcs: 'KvGet', action: 'pause' },
      'fail: unknown option "rpcs"; did you mean rpc?',
    ],
    ['an action that is none', { action: 'dropAnswer' }, /^fail: no action "dropAnswer"/],
    ['no action', { rpc: 'KvGet' }, 'fail: give an action'],
    ['an empty action', { action: {} }, 'fail: an action does one thing, not none'],
    ['an action of two kinds', { action: { delayMs: 1, status: 14 } }, /one thing, not delayMs and status/],
    [
      'an action with a misspelling',
      { action: { delay: 5 } },
      'fail: action: unknown option "delay"; did you mean delayMs?',
    ],
    ['a stage that is none', { action: 'pause', at: 'recieved' }, /at must be "received" or/],
    ['a probability in percent', { action: 'pause', probability: 50 }, /probability must be .* not 50/],
  ] as [string, object, string | RegExp][])('%s', (_, rule, told) => {
    const cluster = new Cluster(LISTS_NONE);
    expect(() => cluster.fail(wrong<FaultRule>(rule))).toThrow(UsageError);
    expect(() => cluster.fail(wrong<FaultRule>(rule))).toThrow(told);
  });

  it('RPCs of stores and of PD are known, and a status has a message', () => {
    const cluster = new Cluster(LISTS_NONE);
    const rpc = ['KvGet', 'RawPut', 'Tso', 'GetRegion', 'UnsafeDestroyRange'];
    expect(
      cluster.fail({ rpc, action: { status: 14, message: 'x' }, times: Number.POSITIVE_INFINITY }).hits,
    ).toBe(0);
  });
});

it('options of verbs', async () => {
  const cluster = new Cluster(LISTS_NONE);
  expect(() => cluster.split('m', wrong({ rwa: true }))).toThrow(
    'split: unknown option "rwa"; expected one of raw',
  );
  expect(() => cluster.loseLeader('m', wrong({ inFlight: 'kept' }))).toThrow(
    /inFlight must be "lost" or "applied"/,
  );
  expect(() => cluster.lag(1, wrong({ cutoff: true }))).toThrow('did you mean cutOff?');
  await expect(cluster.stop(1, wrong({ inflight: 'lost' }))).rejects.toThrow('did you mean inFlight?');
});

it('a cluster that was closed is only told of', async () => {
  const cluster = await startCluster();
  cluster.split('m');
  await cluster.close();
  for (const verb of [
    () => cluster.split('z'),
    () => cluster.merge('a'),
    () => cluster.fail({ action: 'pause' }),
    () => cluster.partition(1),
    () => cluster.lag(1),
    () => cluster.catchUp(1),
    () => cluster.setEstimatedWait(1, 5),
    () => cluster.gc(5n),
  ]) {
    expect(verb).toThrow(ClosedError);
  }
  await expect(cluster.restart(1)).rejects.toThrow('restart: the cluster is closed');
  expect([cluster.regions().length, cluster.dump().raw]).toEqual([2, []]);
  await cluster.close();
});

it.each([
  ['no seed', {}, 'Simulation.start: give a seed'],
  ['a seed in words', { seed: '7' }, /seed must be a whole number, not "7"/],
  ['a name that is none', { seed: 1, clusters: {} }, /unknown option "clusters"; did you mean cluster\?/],
  [
    'a cluster',
    { seed: 1, cluster: { store: 3 } },
    'Simulation.start: cluster: unknown option "store"; did you mean stores?',
  ],
  [
    'what it decides itself',
    { seed: 1, cluster: { listen: true } },
    /cluster cannot have listen in a simulation/,
  ],
  [
    'a fault of the network',
    { seed: 1, network: { loseAnswers: 0.1 } },
    /network: unknown option "loseAnswers"; did you mean loseAnswer\?/,
  ],
  ['a probability in percent', { seed: 1, network: { loseAnswer: 10 } }, /loseAnswer must be a probability/],
] as [string, object, string | RegExp][])('a simulation with %s', async (_, options, told) => {
  await expect(Simulation.start(wrong<SimulationOptions>(options))).rejects.toThrow(told);
  await expect(Simulation.start(wrong<SimulationOptions>(options))).rejects.toThrow(UsageError);
});

it('a cluster whose port is in use is refused, and leaves none open', async () => {
  await using cluster = await startCluster({ stores: 1 });
  const pdPort = Number(/\d+$/.exec(cluster.url)?.[0]);
  const listening = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
  const before = listening();
  await expect(startCluster({ stores: 3, pdPort })).rejects.toThrow(
    new UsageError(
      `The cluster cannot listen: listen EADDRINUSE: address already in use 127.0.0.1:${pdPort}`,
    ),
  );
  // Of tests before it some may be closing.
  await vi.waitFor(() => expect(listening()).toBeLessThanOrEqual(before), 10_000);
});
