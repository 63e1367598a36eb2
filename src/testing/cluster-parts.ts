import type { ClusterOptions } from './cluster-options.ts';
import { combineServices } from './combine-services.ts';
import { type ClusterEnvironment, systemEnvironment } from './environment.ts';
import { Faults } from './faults/faults.ts';
import { MessageDesk } from './faults/message-desk.ts';
import { MessageLog } from './faults/message-log.ts';
import { healthService } from './health-service.ts';
import { Leadership } from './leadership.ts';
import type { Change, JournalEntry } from './mvcc/change.ts';
import { KvEngine } from './mvcc/engine.ts';
import type { Key } from './mvcc/key.ts';
import { pdAdminRoutes } from './pd/pd-admin-routes.ts';
import { PdCluster } from './pd/pd-cluster.ts';
import { PdControl } from './pd/pd-control.ts';
import { pdRoutes } from './pd/pd-routes.ts';
import { sideServiceRoutes } from './pd/side-service-routes.ts';
import { Poison } from './poison.ts';
import { RoutedService } from './routed-service.ts';
import { ServerNode } from './server-node.ts';
import type { Service } from './service.ts';
import { ReplicaControl } from './store/replica-control.ts';
import type { StoreContext } from './store/store-context.ts';
import { StoreFleet } from './store/store-fleet.ts';
import { STORE_RPC_NAMES, TikvService } from './store/tikv-service.ts';
import type { BorderMode } from './topology/key-bounds.ts';
import { keyspaceBorders } from './topology/keyspace-borders.ts';
import { RegionControl } from './topology/region-control.ts';
import { type PeerState, wholeRegion } from './topology/region-state.ts';
import { Topology } from './topology/topology.ts';
import { TrackedClock } from './tracked-clock.ts';

const CLUSTER_ID = 7_000_000_000_000_000_001n;
const RAFT_ENTRY_MAX_BYTES = 8 * 1024 * 1024;
const ELECTION_DELAY_MS = 50;

/** What a cluster consists of, wired together and not yet listening. */
export interface ClusterParts {
  readonly environment: ClusterEnvironment & { readonly clock: TrackedClock };
  readonly log: MessageLog;
  readonly journal: readonly JournalEntry[];
  readonly faults: Faults;
  /** Names of all RPCs that messages are logged and meet faults under. */
  readonly rpcNames: ReadonlySet<string>;
  readonly poison: Poison;
  readonly engine: KvEngine;
  readonly topology: Topology;
  readonly rawBorders: BorderMode;
  readonly fleet: StoreFleet;
  readonly leadership: Leadership;
  readonly replicas: ReplicaControl;
  readonly regions: RegionControl;
  readonly pd: PdControl;
  readonly storeServers: readonly ServerNode[];
  serviceAt(address: string): Service | undefined;
  /** Drops what a safe point makes invisible, on the keys that are wanted. */
  collectGarbage(safePoint: bigint, isWanted: (key: Key) => boolean): void;
}

/** Makes the parts of a cluster. */
export function assemble(options: ClusterOptions): ClusterParts {
  const { stores = 1, apiVersion = 'v1', rightDerive = true } = options;
  const electionDelayMs = options.electionDelayMs ?? ELECTION_DELAY_MS;
  const given = { ...systemEnvironment(), ...options.environment };
  const environment = { ...given, clock: new TrackedClock(given.clock) };
  const rawBorders = apiVersion === 'v2' ? 'encoded' : 'plain';
  const poison = new Poison();
  const journal: JournalEntry[] = [];
  const engine = newEngine(options, journal);
  const log = new MessageLog(options.logMessages ?? 10_000);
  const faults = new Faults(environment);
  const desk = new MessageDesk(log, faults, environment, (error) => poison.add(error));
  const apply = (changes: readonly Change[], messageId: string): void => {
    try {
      engine.apply(changes, { messageId, atMs: environment.clock.now() });
    } catch (error) {
      poison.add(error);
      throw error;
    }
  };
  const labels = Array.from({ length: stores }, (_, index) => options.storeLabels?.[index] ?? {});
  const fleet = new StoreFleet(labels, environment, (changes) => apply(changes, String(log.total)));
  const topology = firstTopology(stores, options.replicas ?? Math.min(3, stores));
  const tso = () => pdCluster.tso.nextForStore();
  const leadership = new Leadership({
    topology,
    environment,
    electionDelayMs,
    maxTsSyncDelayMs: options.maxTsSyncDelayMs ?? 0,
    store: (storeId) => fleet.find(storeId),
    tso,
    apply: (changes) => apply(changes, 'transfer leader'),
  });
  const regions = new RegionControl(topology, leadership, rightDerive, (storeId) => fleet.find(storeId));
  const collectGarbage: ClusterParts['collectGarbage'] = (safePoint, isWanted) => {
    const everything = { start: undefined, end: undefined };
    const changes = engine
      .garbage(everything, safePoint)
      .filter((change) => change.column !== 'range' && isWanted(change.key));
    apply(changes, 'gc');
  };
  const pdCluster: PdCluster = new PdCluster(
    {
      topology,
      environment,
      stores: () => fleet.nodes,
      splitAt: (borders) => regions.splitAt(borders),
      scatter: (regionId) => regions.scatter(regionId),
      collectGarbage: (keyspaceId, safePoint) => {
        const governing = (id: number | undefined) =>
          id !== undefined && pdCluster.gcStates.hasOwnState(id) ? id : undefined;
        collectGarbage(safePoint, (key) => governing(keyspaceOf(key)) === governing(keyspaceId));
      },
    },
    {
      clusterId: options.clusterId ?? CLUSTER_ID,
      members: options.pds ?? 1,
      keyspaces: (options.keyspaces ?? []).map((one) => (typeof one === 'string' ? { name: one } : one)),
    },
  );
  if (apiVersion === 'v2') {
    regions.splitAt(pdCluster.keyspaces.list(0, 0).flatMap(({ id }) => keyspaceBorders(id)));
  }
  const listenOn = (port: number | undefined, index: number) =>
    options.listen === false ? undefined : { port: port === undefined ? 0 : port + index, tls: options.tls };
  const rpcNames = new Set(STORE_RPC_NAMES);
  const pdServers = pdCluster.members.map((_, member) => {
    const routes = [pdRoutes, pdAdminRoutes, sideServiceRoutes].flatMap((make) => make(pdCluster, member));
    for (const { name } of routes) rpcNames.add(name);
    const service = new RoutedService(routes, desk, { kind: 'pd', member });
    return new ServerNode(
      combineServices([service, healthService()]),
      `pd-${member}:2379`,
      () => pd.isPartitioned(member),
      listenOn(options.pdPort, member),
    );
  });
  const scheme = options.tls === undefined ? 'http' : 'https';
  const pd: PdControl = new PdControl(pdCluster, pdServers, environment.clock, electionDelayMs, scheme);
  const shared: Omit<StoreContext, 'node'> = {
    clusterId: options.clusterId ?? CLUSTER_ID,
    topology,
    engine,
    desk,
    environment,
    settings: {
      rightDerive,
      raftEntryMaxBytes: options.raftEntryMaxBytes ?? RAFT_ENTRY_MAX_BYTES,
      electionDelayMs,
      safeTsIntervalMs: options.safeTsIntervalMs ?? 0,
      rawBorders,
    },
    applied: () => fleet.applied,
    tso,
    storeById: (storeId) => fleet.find(storeId),
    serviceAt: (address) => serviceAt(address),
    split: (regionId, borders) => regions.split(regionId, borders),
    poison: () => poison.error,
  };
  const storeServers = fleet.nodes.map((node, index) => {
    const service = new TikvService({ ...shared, node });
    return new ServerNode(
      combineServices([service, healthService()]),
      `store-${node.id}:20160`,
      () => node.partitioned,
      listenOn(options.storePort, index),
    );
  });
  const serviceAt = (address: string) =>
    [...storeServers, ...pdServers].find((server) => server.address === address)?.service;
  return {
    environment,
    log,
    journal,
    faults,
    rpcNames,
    poison,
    engine,
    topology,
    rawBorders,
    fleet,
    leadership,
    replicas: new ReplicaControl({ ...shared, leadership }),
    regions,
    pd,
    storeServers,
    serviceAt,
    collectGarbage,
  };
}

function newEngine(options: ClusterOptions, journal: JournalEntry[]): KvEngine {
  return new KvEngine({
    apiVersion: options.apiVersion ?? 'v1',
    ...(options.journal && { journal }),
    inMemoryPessimisticLocks: options.inMemoryPessimisticLocks ?? false,
    checkInvariants: options.checkInvariants ?? true,
    sabotage: options.sabotage ?? {},
  });
}

/** One region over everything, led from the first store; ids count on from those of the stores. */
function firstTopology(stores: number, replicas: number): Topology {
  const regionId = BigInt(stores + 1);
  const peers = Array.from({ length: replicas }, (_, index): PeerState => {
    const id = regionId + BigInt(index + 1);
    return { id, storeId: BigInt(index + 1), role: 'voter', isWitness: false };
  });
  return new Topology([wholeRegion(regionId, peers, peers[0] as PeerState)], regionId + BigInt(replicas));
}

/** The keyspace of a transactional key of API V2. */
function keyspaceOf(key: Key): number | undefined {
  if (!key.startsWith('x') || key.length < 4) return undefined;
  return (key.charCodeAt(1) << 16) | (key.charCodeAt(2) << 8) | key.charCodeAt(3);
}
