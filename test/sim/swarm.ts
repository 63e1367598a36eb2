import type { ConnectOptions } from '../../src/index.ts';
import { type ClusterOptions, type NetworkFaults, SeededRandom } from '../../src/testing/index.ts';
import { ADMIN_NEMESES } from './faults/admin-nemeses.ts';
import { COMMON_NEMESES, type NemesisName } from './faults/nemeses.ts';
import { REPLICA_NEMESES } from './faults/replica-nemeses.ts';
import { drawKeyspace } from './keyspace.ts';
import { drawRaw, type RawSettings } from './raw-settings.ts';
import { type DrawnReplicaReads, drawReplicaReads, type ReplicaReads } from './replica-reads.ts';
import { WORKLOADS, type WorkloadName } from './workloads/workloads.ts';

/** What one seed has drawn: which faults, features, topologies and workloads are on. */
export interface Swarm {
  readonly seed: number;
  readonly cluster: Pick<
    ClusterOptions,
    | 'stores'
    | 'pds'
    | 'electionDelayMs'
    | 'maxTsSyncDelayMs'
    | 'rightDerive'
    | 'inMemoryPessimisticLocks'
    | 'safeTsIntervalMs'
    | 'storeLabels'
    | 'apiVersion'
    | 'keyspaces'
  >;
  readonly extraPeers: DrawnReplicaReads['extraPeers'];
  readonly client: Omit<ConnectOptions, 'endpoints' | 'runtime'>;
  readonly clients: number;
  readonly sessions: number;
  readonly operations: number;
  /** Whether nothing goes wrong but what the callers do to each other. */
  readonly isCalm: boolean;
  readonly network: Partial<NetworkFaults>;
  readonly nemeses: readonly NemesisName[];
  /** Between two strikes, in milliseconds on average. */
  readonly nemesisIntervalMs: number;
  readonly workloads: readonly WorkloadName[];
  /** Of keys that borders of regions are laid at, at the start. */
  readonly borders: readonly string[];
  /** Of the sessions' calls. */
  readonly timeoutsMs: readonly [low: number, high: number];
  /** Of a session, between two operations, on average. */
  readonly thinkMs: number;
  readonly keysPerWorkload: number;
  /** How likely a transaction is begun with other options than its client's. */
  readonly begin: {
    /** Whether it may commit asynchronously, or in one phase. */
    readonly otherProtocols: number;
    readonly causal: number;
    readonly pessimistic: number;
    /** Of reads in transactions: whether they lock. */
    readonly locking: number;
    /** Whether the commit waits for PD's clock. */
    readonly commitWait: number;
    /** Whether the caller looks at the commit timestamp first, or wants no waiting for locks at commit. */
    readonly picky: number;
    /** Whether its requests say whose they are and how urgent, and go through interceptors. */
    readonly settings: number;
    /** Whether it begins at a timestamp that was taken before. */
    readonly given: number;
  };
  readonly reads: ReplicaReads;
  readonly raw: RawSettings;
  /** What stores put before each key, in a keyspace. */
  readonly keyPrefix: string;
  /** How likely a caller asks at once what became of a transaction of unknown outcome. */
  readonly settlesSoon: number;
  /** How likely a call is aborted by its signal, and when on average. */
  readonly abort: { readonly chance: number; readonly meanMs: number };
  /** Whether every message of clients is looked at too, which costs time. */
  readonly watched: boolean;
  /** Whether machines are inspected, which makes every request an actor and costs time. */
  readonly inspected: boolean;
}

export interface SwarmOverrides {
  readonly operations?: number;
  readonly workloads?: readonly WorkloadName[];
  readonly nemeses?: readonly NemesisName[];
  readonly nemesisIntervalMs?: number;
  readonly calm?: boolean;
  readonly abort?: Swarm['abort'];
  readonly pessimistic?: number;
  readonly reads?: Partial<ReplicaReads>;
  readonly raw?: Partial<RawSettings>;
  /** Whether all is in a keyspace. Default: drawn, where workloads are. */
  readonly keyspace?: boolean;
  readonly timeoutsMs?: Swarm['timeoutsMs'];
  readonly cluster?: Partial<Swarm['cluster']>;
  /** Faults of the network, nemeses and workloads that are left out, by name: for shrinking. */
  readonly without?: readonly string[];
  readonly watched?: boolean;
  /** Options of the clients that are not drawn. */
  readonly client?: Swarm['client'];
}

export const RAW_WORKLOADS: ReadonlySet<WorkloadName> = new Set([
  'raw-register',
  'raw-batches',
  'raw-ranges',
]);

/** Draws what a seed is about: half of the faults are off in any one seed, so that those left can do more. */
export function drawSwarm(seed: number, overrides: SwarmOverrides = {}): Swarm {
  const drawn = drawAll(seed, overrides);
  const without = new Set(overrides.without);
  if (without.size === 0) return drawn;
  const network = Object.entries(drawn.network).map(([name, value]) => [name, without.has(name) ? 0 : value]);
  return {
    ...drawn,
    network: Object.fromEntries(network),
    nemeses: drawn.nemeses.filter((name) => !without.has(name)),
    workloads: drawn.workloads.filter((name) => !without.has(name)),
  };
}

function drawAll(seed: number, overrides: SwarmOverrides): Swarm {
  const random = new SeededRandom(seed ^ 0x5eed);
  const first = overrides.workloads ?? drawWorkloads(random);
  const isRaw = first.some((name) => RAW_WORKLOADS.has(name));
  const raw = drawRaw(seed, isRaw, overrides);
  const workloads = [...first, ...raw.workloads];
  const isInKeyspace = overrides.keyspace ?? (overrides.workloads === undefined ? undefined : false);
  const keyspace = drawKeyspace(seed, isRaw, isInKeyspace);
  const sometimes = (most: number) => (random.chance(0.4) ? random.next() ** 2 * most : 0);
  const drawn: NetworkFaults = {
    minLatencyMs: random.between(0.1, 2),
    meanLatencyMs: random.chance(0.2) ? random.between(5, 60) : random.between(0.2, 5),
    loseRequest: sometimes(0.1),
    loseAnswer: sometimes(0.1),
    // TCP carries nothing twice: what is done twice is the cluster's to do (a nemesis), or the client's own resends.
    duplicateRequest: 0,
    duplicateAnswer: sometimes(0.3),
    spike: sometimes(0.3),
    spikeMs: random.between(10, 2_000),
    malformAnswer: sometimes(0.03),
    breakConnection: sometimes(0.06),
  };
  const isCalm = overrides.calm ?? random.chance(0.08);
  const keysPerWorkload = random.pick([2, 3, 5, 8]);
  const drawnStores = random.pick([1, 2, 3, 3, 3, 5]);
  const pds = random.pick([1, 3]);
  const allNemeses = Object.keys(COMMON_NEMESES) as NemesisName[];
  const slowest = random.pick([1_000, 5_000, 20_000, 60_000]);
  const { stores = drawnStores } = overrides.cluster ?? {};
  const replicas = drawReplicaReads(seed, stores, overrides.reads);
  const ofReplicas = (Object.keys(REPLICA_NEMESES) as NemesisName[]).filter(replicas.isOn);
  return {
    seed,
    cluster: {
      stores: drawnStores,
      pds,
      electionDelayMs: random.between(10, 500),
      maxTsSyncDelayMs: random.chance(0.3) ? random.between(1, 300) : 0,
      rightDerive: random.chance(0.5),
      inMemoryPessimisticLocks: random.chance(0.5),
      ...replicas.cluster,
      ...raw.cluster,
      ...keyspace.cluster,
      ...overrides.cluster,
    },
    extraPeers: replicas.extraPeers,
    client: {
      actors: random.chance(0.5) ? 'always' : 'on-demand',
      scanBatchSize: random.pick([2, 3, 256]),
      connectionsPerStore: random.pick([1, 2, 4]),
      maxBatchSize: random.pick([1, 2, 128]),
      asyncCommit: random.chance(0.6),
      onePhaseCommit: random.chance(0.5),
      localLatches: random.chance(0.3) ? random.pick([1, 4, 256]) : 0,
      ...replicas.client,
      ...keyspace.client,
      ...overrides.client,
    },
    clients: random.pick([1, 2, 3, 4]),
    sessions: random.pick([3, 5, 8]),
    operations: overrides.operations ?? 200,
    isCalm,
    network: isCalm ? {} : drawn,
    nemeses:
      overrides.nemeses ??
      (isCalm
        ? []
        : [
            ...allNemeses.filter(() => random.chance(0.25)),
            ...ofReplicas,
            ...drawAdministration(seed, workloads),
          ]),
    nemesisIntervalMs: overrides.nemesisIntervalMs ?? random.pick([100, 500, 2_000, 5_000]),
    workloads,
    borders: [...drawBorders(random, first, keysPerWorkload), ...raw.bordersOf(keysPerWorkload)],
    timeoutsMs: overrides.timeoutsMs ?? [Math.min(500, slowest), slowest],
    thinkMs: random.pick([0, 1, 10, 100]),
    keysPerWorkload,
    begin: {
      otherProtocols: random.chance(0.3) ? 0.5 : 0,
      causal: random.chance(0.3) ? random.next() : 0,
      pessimistic: overrides.pessimistic ?? (random.chance(0.5) ? random.pick([0.2, 0.5, 1]) : 0),
      locking: random.chance(0.5) ? random.next() : 0,
      commitWait: random.chance(0.15) ? random.next() * 0.5 : 0,
      picky: random.chance(0.2) ? 0.3 : 0,
      settings: random.chance(0.25) ? random.next() : 0,
      given: random.chance(0.15) ? 0.5 : 0,
    },
    reads: replicas.reads,
    raw: raw.settings,
    keyPrefix: keyspace.prefix,
    settlesSoon: random.chance(0.3) ? 0.5 : 0,
    abort: overrides.abort ?? {
      chance: random.chance(0.3) ? random.next() * 0.3 : 0,
      meanMs: random.pick([1, 20, 1_000]),
    },
    watched: overrides.watched ?? seed % 4 === 0,
    inspected: seed % 10 === 0,
  };
}

/** Draws with a generator of its own: what else the seed is about stays as it was. */
function drawAdministration(seed: number, workloads: readonly WorkloadName[]): readonly NemesisName[] {
  if (workloads.some((name) => RAW_WORKLOADS.has(name))) return [];
  const random = new SeededRandom(seed ^ 0xad317);
  return (Object.keys(ADMIN_NEMESES) as NemesisName[]).filter(() => random.chance(0.15));
}

/** Raw values and transactions do not share a cluster of API V1. */
function drawWorkloads(random: SeededRandom): readonly WorkloadName[] {
  const all = Object.keys(WORKLOADS) as WorkloadName[];
  if (random.chance(0.08)) return ['raw-register'];
  return drawSome(
    random,
    all.filter((name) => !RAW_WORKLOADS.has(name)),
    1,
    4,
  );
}

function drawBorders(random: SeededRandom, workloads: readonly string[], keys: number): string[] {
  const candidates = workloads.flatMap((name) =>
    Array.from({ length: keys }, (_, index) => `${name}/${index}`),
  );
  return candidates.filter(() => random.chance(0.3));
}

function drawSome<Item>(random: SeededRandom, items: readonly Item[], low: number, high: number): Item[] {
  const left = [...items];
  const some: Item[] = [];
  const count = low + random.below(high - low + 1);
  while (some.length < count && left.length > 0) some.push(...left.splice(random.below(left.length), 1));
  return some;
}
