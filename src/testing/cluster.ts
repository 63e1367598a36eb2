import type { ClusterOptions, KeyLike } from './cluster-options.ts';
import { combineServices } from './combine-services.ts';
import { type DataDump, dumpColumns, dumpLocks } from './data-dump.ts';
import { type ClusterEnvironment, systemEnvironment } from './environment.ts';
import type { FaultHandle, FaultRule } from './faults/fault.ts';
import { Faults } from './faults/faults.ts';
import { MessageDesk } from './faults/message-desk.ts';
import { MessageLog } from './faults/message-log.ts';
import { healthService } from './health-service.ts';
import { Leadership, requirePeer } from './leadership.ts';
import type { JournalEntry } from './mvcc/change.ts';
import { DeadlockDetector } from './mvcc/deadlock-detector.ts';
import { KvEngine } from './mvcc/engine.ts';
import { type Key, keyOf } from './mvcc/key.ts';
import { pdAdminRoutes } from './pd/pd-admin-routes.ts';
import { PdCluster } from './pd/pd-cluster.ts';
import { PdControl } from './pd/pd-control.ts';
import { pdRoutes } from './pd/pd-routes.ts';
import { sideServiceRoutes } from './pd/side-service-routes.ts';
import { RoutedService } from './routed-service.ts';
import { ServerNode } from './server-node.ts';
import type { Service } from './service.ts';
import { LockWaiters } from './store/lock-waiters.ts';
import { type InFlight, Proposals } from './store/proposals.ts';
import { regionError, withSiblings } from './store/region-errors.ts';
import type { StoreContext } from './store/store-context.ts';
import { newStoreLife, type StoreLife } from './store/store-life.ts';
import type { StoreNode } from './store/store-node.ts';
import { TikvService } from './store/tikv-service.ts';
import { type BorderMode, borderOf } from './topology/key-bounds.ts';
import { keyspaceBorders } from './topology/keyspace-borders.ts';
import { describeRegion, type RegionInfo } from './topology/region-info.ts';
import { type PeerState, type RegionState, wholeRegion } from './topology/region-state.ts';
import { Topology } from './topology/topology.ts';
import { TrackedClock } from './tracked-clock.ts';

/** How a key stands to region borders: transactional keys (default), or raw keys of API V1. */
export interface KeyOptions {
  readonly raw?: boolean;
}

/** What becomes of writes in the raft log of a leader that loses its region: `lost` by default. */
export interface InFlightOptions {
  readonly inFlight?: InFlight;
}

/**
 * A TiKV cluster in this process: PD and stores, over real gRPC on loopback, following TiKV's own rules. Its
 * data lives in memory. Its verbs bring about what befalls real clusters; `log` tells what it saw.
 *
 * An error inside the cluster (a broken invariant, a request that would crash TiKV) makes every later call
 * fail, and `close` throws it.
 */
export class Cluster implements AsyncDisposable {
  /** Every message that stores and PD got. */
  readonly log: MessageLog;
  /** Every change of the data, when asked for by the option `journal`. */
  readonly journal: readonly JournalEntry[];
  /** PD: its members, its timestamps, what it knows of regions. */
  readonly pd: PdControl;
  readonly #environment: ClusterEnvironment & { readonly clock: TrackedClock };
  readonly #faults: Faults;
  readonly #topology: Topology;
  readonly #engine: KvEngine;
  readonly #leadership: Leadership;
  readonly #deadlocks = new DeadlockDetector();
  readonly #stores: readonly StoreNode[];
  readonly #storeServers: readonly ServerNode[];
  readonly #rightDerive: boolean;
  readonly #rawBorders: BorderMode;
  #poison: unknown;

  /** Use `startCluster`. */
  constructor(options: ClusterOptions) {
    const { stores = 1, pds = 1, apiVersion = 'v1', keyspaces = [] } = options;
    const environment = { ...systemEnvironment(), ...options.environment };
    this.#environment = { ...environment, clock: new TrackedClock(environment.clock) };
    this.#rightDerive = options.rightDerive ?? true;
    this.#rawBorders = apiVersion === 'v2' ? 'encoded' : 'plain';
    const journal: JournalEntry[] = [];
    this.journal = journal;
    this.#engine = new KvEngine({
      apiVersion,
      ...(options.journal && { journal }),
      inMemoryPessimisticLocks: options.inMemoryPessimisticLocks ?? false,
      checkInvariants: options.checkInvariants ?? true,
      sabotage: options.sabotage ?? {},
    });
    this.log = new MessageLog(options.logMessages ?? 10_000);
    this.#faults = new Faults(this.#environment);
    const desk = new MessageDesk(this.log, this.#faults, this.#environment, (error) => {
      this.#poison ??= error;
    });
    const storeIds = Array.from({ length: stores }, (_, index) => BigInt(index + 1));
    this.#topology = firstTopology(storeIds, options.replicas ?? Math.min(3, stores));
    this.#stores = storeIds.map((id, index) => this.#newStore(id, options.storeLabels?.[index] ?? {}));
    const pd = new PdCluster(
      {
        topology: this.#topology,
        environment: this.#environment,
        stores: () => this.#stores,
        splitAt: (borders) => this.#splitAt(borders),
        scatter: (regionId) => this.#scatter(regionId),
        collectGarbage: (keyspaceId, safePoint) => this.#collectGarbage(keyspaceId, safePoint),
      },
      {
        clusterId: 7_000_000_000_000_000_001n,
        members: pds,
        keyspaces: keyspaces.map((keyspace) =>
          typeof keyspace === 'string' ? { name: keyspace } : keyspace,
        ),
      },
    );
    const electionDelayMs = options.electionDelayMs ?? 50;
    this.#leadership = new Leadership({
      topology: this.#topology,
      engine: this.#engine,
      environment: this.#environment,
      electionDelayMs,
      maxTsSyncDelayMs: options.maxTsSyncDelayMs ?? 0,
      store: (storeId) => this.#stores.find(({ id }) => id === storeId),
      tso: () => pd.tso.next(),
    });
    const listen = (port: number | undefined, index: number) =>
      options.listen === false
        ? undefined
        : { port: port === undefined ? 0 : port + index, tls: options.tls };
    const pdServers = pd.members.map((_, member) => {
      const routes = [
        ...pdRoutes(pd, member),
        ...pdAdminRoutes(pd, member),
        ...sideServiceRoutes(pd, member),
      ];
      const service = new RoutedService(routes, desk, { kind: 'pd', member });
      return new ServerNode(
        combineServices([service, healthService()]),
        `pd-${member}:2379`,
        () => this.pd.isPartitioned(member),
        listen(options.pdPort, member),
      );
    });
    const scheme = options.tls === undefined ? 'http' : 'https';
    this.pd = new PdControl(pd, pdServers, this.#environment.clock, electionDelayMs, scheme);
    this.#storeServers = this.#stores.map((node, index) => {
      const service = new TikvService(this.#contextOf(node, pd, desk, options));
      return new ServerNode(
        combineServices([service, healthService()]),
        `store-${node.id}:20160`,
        () => node.partitioned,
        listen(options.storePort, index),
      );
    });
    if (apiVersion === 'v2') this.#splitAt(pd.keyspaces.list(0, 0).flatMap(({ id }) => keyspaceBorders(id)));
  }

  /** Opens the ports. */
  async start(): Promise<this> {
    for (const [index, server] of this.#storeServers.entries()) {
      await server.start();
      (this.#stores[index] as StoreNode).address = server.address;
    }
    await this.pd.start();
    return this;
  }

  /** `host:port` of each PD member and of each store. */
  get addresses(): { readonly pds: readonly string[]; readonly stores: readonly string[] } {
    return { pds: this.pd.addresses, stores: this.#storeServers.map(({ address }) => address) };
  }

  /** What `connect` takes: `tikv://127.0.0.1:2379,...`. */
  get url(): string {
    return `tikv://${this.pd.addresses.join(',')}`;
  }

  /** What answers at an address, as bytes in and out: for transports without sockets. */
  serviceAt(address: string): Service | undefined {
    return [...this.#storeServers, ...this.pd.servers].find((server) => server.address === address)?.service;
  }

  /** The regions in key order. */
  regions(options: KeyOptions = {}): readonly RegionInfo[] {
    const mode = this.#mode(options);
    return this.#topology.regions.map((region) => describeRegion(region, mode));
  }

  /** The region a key lies in. */
  regionAt(key: KeyLike, options: KeyOptions = {}): RegionInfo {
    return describeRegion(this.#regionAt(key, options), this.#mode(options));
  }

  /** Splits regions so that each key becomes the first of its region; where it is one already, nothing happens. */
  split(keys: KeyLike | readonly KeyLike[], options: KeyOptions = {}): void {
    const list = typeof keys === 'string' || keys instanceof Uint8Array ? [keys] : keys;
    this.#splitAt(list.map((key) => borderOf(bytesKey(key), this.#mode(options))));
  }

  /**
   * Merges the region of a key with its right neighbour, which goes away.
   * @throws RangeError when there is none
   */
  merge(key: KeyLike, options: KeyOptions = {}): void {
    this.prepareMerge(key, options).commit();
  }

  /** The first half of `merge`: the right neighbour refuses proposals until the merge is committed or rolled back. */
  prepareMerge(key: KeyLike, options: KeyOptions = {}): { commit(): void; rollback(): void } {
    const target = this.#regionAt(key, options);
    const source = this.#topology.rightOf(target);
    if (source === undefined) throw new RangeError(`region ${target.id} has no right neighbour`);
    const prepared = this.#topology.prepareMerge(source.id);
    this.#interruptByEpoch([source], prepared);
    return {
      commit: () => {
        const merged = this.#topology.commitMerge(source.id, target.id);
        this.#interruptByEpoch([target], merged);
        this.#leadership.syncMaxTs(merged);
      },
      rollback: () => {
        this.#topology.rollbackMerge(source.id);
      },
    };
  }

  /** Makes the peer on a store the leader of the region of a key. */
  transferLeader(key: KeyLike, store: number | bigint, options: KeyOptions & InFlightOptions = {}): void {
    const region = this.#regionAt(key, options);
    const target = requirePeer(region, BigInt(store));
    this.#leadership.transfer(region, target, options.inFlight ?? 'lost');
  }

  /** Leaves the region of a key without a leader until the next election. */
  loseLeader(key: KeyLike, options: KeyOptions & InFlightOptions = {}): void {
    const region = this.#regionAt(key, options);
    const old = region.leader && this.#store(region.leader.storeId).life;
    old?.proposals.interrupt(region.id, options.inFlight ?? 'lost', regionError.staleCommand());
    this.#topology.setLeader(region.id, undefined);
    this.#leadership.scheduleElections('lost');
  }

  /** Puts a copy of the region of a key on a store. */
  addPeer(
    key: KeyLike,
    store: number | bigint,
    options: KeyOptions & { readonly learner?: boolean } = {},
  ): void {
    const region = this.#regionAt(key, options);
    this.#topology.addPeer(region.id, this.#store(store).id, options.learner ? 'learner' : 'voter');
  }

  /** Takes the copy of the region of a key from a store, which must not lead it. */
  removePeer(key: KeyLike, store: number | bigint, options: KeyOptions = {}): void {
    this.#topology.removePeer(this.#regionAt(key, options).id, BigInt(store));
  }

  /**
   * Stops a store: its connections are cut, what it held in memory is gone, and after the election delay
   * others lead its regions.
   */
  async stop(store: number | bigint, options: InFlightOptions = {}): Promise<void> {
    const node = this.#store(store);
    const { life } = node;
    if (life === undefined) return;
    const inFlight = options.inFlight ?? 'lost';
    for (const region of this.#topology.regions) {
      if (region.leader?.storeId === node.id) {
        life.proposals.interrupt(region.id, inFlight, regionError.staleCommand());
      }
    }
    life.waiters.abandon();
    node.life = undefined;
    this.#leadership.scheduleElections(inFlight);
    await this.#serverOf(node).stop();
  }

  /** Starts a stopped store again, at its old address. */
  async restart(store: number | bigint): Promise<void> {
    const node = this.#store(store);
    if (node.life !== undefined) return;
    node.life = this.#newLife();
    this.#leadership.scheduleElections('lost');
    await this.#serverOf(node).start();
  }

  /** Cuts a store off from everybody, its connections left open; after the election delay others lead. */
  partition(store: number | bigint): void {
    this.#store(store).partitioned = true;
    this.#leadership.scheduleElections('lost');
  }

  /** Ends a partition. */
  heal(store: number | bigint): void {
    this.#store(store).partitioned = false;
    this.#leadership.scheduleElections('lost');
  }

  /** Makes everything at a store take so much longer, until the handle is removed. */
  slow(store: number | bigint, delayMs: number): FaultHandle {
    const { id } = this.#store(store);
    return this.fail({ store: id, times: Number.POSITIVE_INFINITY, action: { delayMs } });
  }

  /** What the store says of its health: 1 is well, 100 as slow as can be. */
  setSlowScore(store: number | bigint, slowScore: number): void {
    this.#store(store).slowScore = slowScore;
  }

  /** Holds a store's safe timestamp for stale reads at a value; undefined lets it advance again. */
  holdSafeTs(store: number | bigint, safeTs: bigint | undefined): void {
    this.#store(store).heldSafeTs = safeTs;
  }

  /** What PD tells of a store. */
  setStore(store: number | bigint, fields: Partial<Pick<StoreNode, 'state' | 'labels' | 'address'>>): void {
    Object.assign(this.#store(store), fields);
  }

  /** Sets a fault for messages to come. */
  fail(rule: FaultRule): FaultHandle {
    return this.#faults.add(rule);
  }

  /** Removes all versions that nobody at or above the safe point can see. */
  gc(safePoint: bigint): void {
    this.#applyGarbage(safePoint, () => true);
  }

  /** All data as it is, in key order. */
  dump(): DataDump {
    return dumpColumns(this.#engine.columns);
  }

  /** All locks, in key order. */
  locks(): DataDump['locks'] {
    return dumpLocks(this.#engine.columns);
  }

  /** Stops everything. @throws what went wrong inside the cluster, if anything did */
  async close(): Promise<void> {
    this.#faults.clear();
    for (const node of this.#stores) {
      node.life?.waiters.abandon();
      node.life = undefined;
    }
    await Promise.all([...this.#storeServers, ...this.pd.servers].map((server) => server.stop()));
    this.#environment.clock.clearAll();
    const poison = this.#poison;
    this.#poison = undefined;
    if (poison !== undefined) throw poison;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #contextOf(node: StoreNode, pd: PdCluster, desk: MessageDesk, options: ClusterOptions): StoreContext {
    return {
      node,
      clusterId: pd.clusterId,
      topology: this.#topology,
      engine: this.#engine,
      desk,
      environment: this.#environment,
      settings: {
        rightDerive: this.#rightDerive,
        raftEntryMaxBytes: options.raftEntryMaxBytes ?? 8 * 1024 * 1024,
        rawBorders: this.#rawBorders,
      },
      tso: () => pd.tso.next(),
      storeById: (storeId) => this.#stores.find(({ id }) => id === storeId),
      serviceAt: (address) => this.serviceAt(address),
      split: (regionId, borders) => this.#split(regionId, borders),
      poison: () => this.#poison,
    };
  }

  #newStore(id: bigint, labels: Readonly<Record<string, string>>): StoreNode {
    return {
      id,
      address: '',
      labels,
      state: 'up',
      partitioned: false,
      slowScore: 1,
      heldSafeTs: undefined,
      life: this.#newLife(),
    };
  }

  #newLife(): StoreLife {
    const waiters = new LockWaiters(this.#environment, this.#deadlocks);
    const proposals = new Proposals((plan) => {
      const atMs = this.#environment.clock.now();
      this.#engine.apply(plan.changes, { messageId: String(this.log.total), atMs });
      plan.afterApply();
      waiters.onApplied(plan);
    });
    return newStoreLife({ proposals, waiters });
  }

  #store(store: number | bigint): StoreNode {
    const node = this.#stores.find(({ id }) => id === BigInt(store));
    if (node === undefined) throw new RangeError(`no store ${store}`);
    return node;
  }

  #serverOf(node: StoreNode): ServerNode {
    return this.#storeServers[this.#stores.indexOf(node)] as ServerNode;
  }

  #mode({ raw = false }: KeyOptions): BorderMode {
    return raw ? this.#rawBorders : 'encoded';
  }

  #regionAt(key: KeyLike, options: KeyOptions): RegionState {
    return this.#topology.at(borderOf(bytesKey(key), this.#mode(options)));
  }

  #splitAt(borders: readonly Key[]): void {
    const byRegion = new Map<bigint, Key[]>();
    for (const border of new Set(borders)) {
      const region = this.#topology.at(border);
      if (region.start === border) continue;
      byRegion.set(region.id, [...(byRegion.get(region.id) ?? []), border]);
    }
    for (const [regionId, cuts] of byRegion) this.#split(regionId, cuts);
  }

  #split(regionId: bigint, borders: readonly Key[]): readonly RegionState[] {
    const before = this.#topology.byId(regionId) as RegionState;
    const parts = this.#topology.split(regionId, borders, this.#rightDerive);
    this.#interruptByEpoch([before], this.#topology.byId(regionId) as RegionState);
    return parts;
  }

  /** Writes in the log of regions whose epoch has risen meet the new epoch when they are applied. */
  #interruptByEpoch(before: readonly RegionState[], now: RegionState): void {
    for (const { id, version, leader } of before) {
      const life = leader && this.#store(leader.storeId).life;
      const error = regionError.epochNotMatch(
        now,
        withSiblings(this.#topology, now, version, this.#rightDerive),
      );
      life?.proposals.interrupt(id, 'lost', error);
    }
  }

  #scatter(regionId: bigint): boolean {
    const region = this.#topology.byId(regionId);
    if (region === undefined) return false;
    const [target] = [...region.peers].sort(
      (one, other) => this.#leadership.leaderCount(one.storeId) - this.#leadership.leaderCount(other.storeId),
    );
    if (target !== undefined) this.#leadership.transfer(region, target, 'applied');
    return true;
  }

  #collectGarbage(keyspaceId: number, safePoint: bigint): void {
    const isOwn = (id: number) => this.pd.hasOwnGc(id);
    this.#applyGarbage(safePoint, (key) => {
      const id = keyspaceOfKey(key);
      return id !== undefined && isOwn(id) ? id === keyspaceId : !isOwn(keyspaceId);
    });
  }

  #applyGarbage(safePoint: bigint, isWanted: (key: Key) => boolean): void {
    const changes = this.#engine
      .garbage({ start: undefined, end: undefined }, safePoint)
      .filter((change) => change.column !== 'range' && isWanted(change.key));
    this.#engine.apply(changes, { messageId: 'gc', atMs: this.#environment.clock.now() });
  }
}

/** Starts a cluster. */
export function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  return new Cluster(options).start();
}

function firstTopology(storeIds: readonly bigint[], replicas: number): Topology {
  const regionId = BigInt(storeIds.length + 1);
  const peers = storeIds.slice(0, replicas).map((storeId, index): PeerState => {
    return { id: regionId + BigInt(index + 1), storeId, role: 'voter', isWitness: false };
  });
  const leader = peers[0];
  if (leader === undefined) throw new RangeError('a cluster has at least one store and one replica');
  return new Topology([wholeRegion(regionId, peers, leader)], regionId + BigInt(peers.length));
}

/** The keyspace a transactional key of API V2 is in. */
function keyspaceOfKey(key: Key): number | undefined {
  if (!key.startsWith('x') || key.length < 4) return undefined;
  return (key.charCodeAt(1) << 16) | (key.charCodeAt(2) << 8) | key.charCodeAt(3);
}

function bytesKey(key: KeyLike): Key {
  return keyOf(typeof key === 'string' ? new TextEncoder().encode(key) : key);
}
