import { checkNamed } from '../client/options/check-options.ts';
import { type Rules, rules } from '../client/options/option-rules.ts';
import { ClosedError, UsageError } from '../model/errors.ts';
import { checkCluster } from './check-options.ts';
import type { ClusterOptions, KeyLike } from './cluster-options.ts';
import { assemble, type ClusterParts } from './cluster-parts.ts';
import { type DataDump, dumpColumns, dumpLocks } from './data-dump.ts';
import { checkFault } from './faults/check-fault.ts';
import type { FaultHandle, FaultRule } from './faults/fault.ts';
import type { MessageLog } from './faults/message-log.ts';
import type { JournalEntry } from './mvcc/change.ts';
import { keyOf } from './mvcc/key.ts';
import type { PdControl } from './pd/pd-control.ts';
import type { Service } from './service.ts';
import type { InFlight } from './store/proposals.ts';
import { regionError } from './store/region-errors.ts';
import type { StoreNode } from './store/store-node.ts';
import { type BorderMode, borderOf } from './topology/key-bounds.ts';
import type { PreparedMerge } from './topology/region-control.ts';
import { describeRegion, type RegionInfo } from './topology/region-info.ts';
import type { RegionState } from './topology/region-state.ts';

/** How a key stands to region borders: transactional keys (default), or raw keys of API V1. */
export interface KeyOptions {
  /** Whether the key is one of raw verbs. Default false: one of transactions. */
  readonly raw?: boolean | undefined;
}

/** What a copy of a region is. */
export interface PeerOptions {
  /** It has no vote and never leads. Default false. */
  readonly learner?: boolean | undefined;
  /** It has a vote and no data: it refuses all requests and never leads. Default false. */
  readonly witness?: boolean | undefined;
}

/** What becomes of writes in the raft log of a leader that loses its region: `lost` by default. */
export interface InFlightOptions {
  /** What becomes of writes that were proposed to the leader and are not applied yet. Default `lost`. */
  readonly inFlight?: InFlight | undefined;
}

const IN_FLIGHT: Rules = { inFlight: rules.oneOf('lost', 'applied') };
const OF_KEYS: Rules = { raw: rules.flag };
const OF_LEADERS: Rules = { ...OF_KEYS, ...IN_FLIGHT };
const OF_PEERS: Rules = { ...OF_KEYS, learner: rules.flag, witness: rules.flag };
const OF_LAGS: Rules = { cutOff: rules.flag };

/**
 * A TiKV cluster in this process: PD and stores, over real gRPC on loopback, following TiKV's own rules. Its
 * data lives in memory. Its verbs bring about what befalls real clusters; `log` tells what it saw.
 *
 * An error inside the cluster (a broken invariant, a request that would crash TiKV) makes every later call
 * fail, and `close` throws it.
 *
 * @example
 * await using cluster = await startCluster({ stores: 3 });
 * cluster.split('m');
 * cluster.fail({ rpc: 'KvCommit', action: 'dropResponse' });
 */
export class Cluster implements AsyncDisposable {
  readonly #parts: ClusterParts;
  #isClosed = false;

  /** Use `startCluster`. @throws UsageError for options that are unknown, or cannot be meant */
  constructor(options: ClusterOptions) {
    checkCluster('startCluster', options);
    this.#parts = assemble(options);
  }

  /** Opens the ports. @throws UsageError when one is in use; nothing is left open then */
  async start(): Promise<this> {
    this.#open('start');
    try {
      await this.#parts.fleet.start(this.#parts.storeServers);
      await this.pd.start();
    } catch (cause) {
      await this.close().catch(() => {});
      throw new UsageError(`The cluster cannot listen: ${(cause as Error).message}`, { cause });
    }
    return this;
  }

  /** PD: its members, its timestamps, what it knows of regions. */
  get pd(): PdControl {
    return this.#parts.pd;
  }

  /** Every message that stores and PD got. */
  get log(): MessageLog {
    return this.#parts.log;
  }

  /** Every change of the data, when asked for by the option `journal`. */
  get journal(): readonly JournalEntry[] {
    return this.#parts.journal;
  }

  /** `host:port` of each PD member and of each store. */
  get addresses(): { readonly pds: readonly string[]; readonly stores: readonly string[] } {
    return { pds: this.pd.addresses, stores: this.#parts.storeServers.map(({ address }) => address) };
  }

  /** What `connect` takes: `tikv://127.0.0.1:2379,...`. */
  get url(): string {
    return `tikv://${this.pd.addresses.join(',')}`;
  }

  /** What answers at an address, as bytes in and out: for transports without sockets. */
  serviceAt(address: string): Service | undefined {
    return this.#parts.serviceAt(address);
  }

  /** The regions in key order. */
  regions(options: KeyOptions = {}): readonly RegionInfo[] {
    const mode = this.#mode(options);
    return this.#parts.topology.regions.map((region) => describeRegion(region, mode));
  }

  /** The region a key lies in. */
  regionAt(key: KeyLike, options: KeyOptions = {}): RegionInfo {
    return describeRegion(this.#regionAt(key, options), this.#mode(options));
  }

  /**
   * Splits regions so that each key becomes the first of its region; where it is one already, nothing happens.
   * @throws RangeError when a region is being merged away
   */
  split(keys: KeyLike | readonly KeyLike[], options: KeyOptions = {}): void {
    const parts = this.#open('split', options, OF_KEYS);
    const list = typeof keys === 'string' || keys instanceof Uint8Array ? [keys] : keys;
    parts.regions.splitAt(list.map((key) => this.#border(key, options)));
  }

  /**
   * Merges the region of a key with its right neighbour, which goes away.
   * @throws RangeError when there is none
   */
  merge(key: KeyLike, options: KeyOptions = {}): void {
    this.prepareMerge(key, options).commit();
  }

  /** The first half of `merge`: the right neighbour refuses proposals until the merge is committed or rolled back. */
  prepareMerge(key: KeyLike, options: KeyOptions = {}): PreparedMerge {
    const parts = this.#open('prepareMerge', options, OF_KEYS);
    return parts.regions.prepareMerge(this.#regionAt(key, options));
  }

  /**
   * Makes the peer on a store the leader of the region of a key.
   * @throws RangeError when there is none, or it cannot lead: it has no vote or no data, or nothing reaches it
   */
  transferLeader(key: KeyLike, store: number | bigint, options: KeyOptions & InFlightOptions = {}): void {
    const parts = this.#open('transferLeader', options, OF_LEADERS);
    const { inFlight = 'lost' } = options;
    parts.regions.transferLeader(this.#regionAt(key, options), BigInt(store), inFlight);
  }

  /** Takes the leader from the region of a key; the next election gives it another. */
  loseLeader(key: KeyLike, options: KeyOptions & InFlightOptions = {}): void {
    const parts = this.#open('loseLeader', options, OF_LEADERS);
    parts.leadership.lose(this.#regionAt(key, options), options.inFlight ?? 'lost');
  }

  /** Puts a copy of the region of a key on a store. By default it has a vote, and data. */
  addPeer(key: KeyLike, store: number | bigint, options: KeyOptions & PeerOptions = {}): void {
    const parts = this.#open('addPeer', options, OF_PEERS);
    const { learner = false, witness = false } = options;
    const { id } = parts.fleet.get(store);
    parts.topology.addPeer(this.#regionAt(key, options).id, id, learner ? 'learner' : 'voter', witness);
  }

  /** Takes the copy of the region of a key from a store, which must not lead it. */
  removePeer(key: KeyLike, store: number | bigint, options: KeyOptions = {}): void {
    const parts = this.#open('removePeer', options, OF_KEYS);
    parts.topology.removePeer(this.#regionAt(key, options).id, BigInt(store));
  }

  /** What PD tells as the buckets of the region of a key: keys strictly inside it, in order. */
  setBuckets(key: KeyLike, keys: readonly KeyLike[], options: KeyOptions = {}): void {
    const parts = this.#open('setBuckets', options, OF_KEYS);
    const region = this.#regionAt(key, options);
    const version = (region.buckets?.version ?? 0n) + 1n;
    const borders = keys.map((inner) => this.#border(inner, options));
    parts.topology.update(region.id, { buckets: { version, keys: borders } });
  }

  /**
   * Stops a store: its connections are cut, what it held in memory is gone, and after the election delay
   * others lead its regions.
   */
  async stop(store: number | bigint, options: InFlightOptions = {}): Promise<void> {
    const parts = this.#open('stop', options, IN_FLIGHT);
    const { fleet, leadership, topology } = parts;
    const node = fleet.get(store);
    const { life } = node;
    if (life === undefined) return;
    const inFlight = options.inFlight ?? 'lost';
    for (const { id, leader } of topology.regions) {
      if (leader?.storeId === node.id) life.proposals.interrupt(id, inFlight, regionError.staleCommand());
    }
    leadership.scheduleElections();
    await fleet.stop(node);
  }

  /** Starts a stopped store again, at its old address. */
  async restart(store: number | bigint): Promise<void> {
    const { fleet, leadership } = this.#open('restart');
    const node = fleet.get(store);
    if (node.life !== undefined) return;
    leadership.forgetStore(node.id);
    await fleet.restart(node);
  }

  /**
   * Cuts a store off from everybody, its connections left open; after the election delay others lead. What is
   * sent in between, either way, is lost.
   */
  partition(store: number | bigint): void {
    const parts = this.#open('partition');
    parts.fleet.get(store).partitioned = true;
    parts.leadership.scheduleElections();
  }

  /** Ends a partition. */
  heal(store: number | bigint): void {
    const parts = this.#open('heal');
    parts.fleet.get(store).partitioned = false;
    parts.leadership.scheduleElections();
  }

  /** Makes everything at a store take so much longer, until the handle is removed. */
  slow(store: number | bigint, delayMs: number): FaultHandle {
    const { id } = this.#parts.fleet.get(store);
    return this.fail({ store: id, times: Number.POSITIVE_INFINITY, action: { delayMs } });
  }

  /** What the store says of its health: 1 is well, 100 as slow as can be. */
  setSlowScore(store: number | bigint, slowScore: number): void {
    this.#open('setSlowScore').fleet.get(store).slowScore = slowScore;
  }

  /**
   * The followers and learners of a store fall behind: they apply nothing more until `catchUp`, and know neither new
   * regions nor new leaders. Reads of replicas wait there, and are refused with ReadIndexNotReady once a hundred writes are
   * missing; stale reads are answered up to the safe timestamp of this moment. What becomes the leader has caught up before.
   * @param options.cutOff true when the leaders do not reach it at all: it hands over what it leads, and after the election
   * delay its replicas know of no leader. Default false
   */
  lag(store: number | bigint, options: { readonly cutOff?: boolean | undefined } = {}): void {
    const { fleet, replicas } = this.#open('lag', options, OF_LAGS);
    replicas.lag(fleet.get(store), options.cutOff ?? false);
  }

  /** Ends what `lag` began. */
  catchUp(store: number | bigint): void {
    const { fleet, replicas } = this.#open('catchUp');
    replicas.catchUp(fleet.get(store));
  }

  /**
   * How long a read is said to wait in a store's queue, 0 for not at all. It does not wait so long, but is refused with
   * ServerIsBusy, which tells of the wait, when that is longer than the request allows (`busyThresholdMs`).
   */
  setEstimatedWait(store: number | bigint, waitMs: number): void {
    this.#open('setEstimatedWait').fleet.get(store).estimatedWaitMs = waitMs;
  }

  /** Holds a store's safe timestamp for stale reads at a value; undefined lets it advance again. */
  holdSafeTs(store: number | bigint, safeTs: bigint | undefined): void {
    this.#open('holdSafeTs').fleet.get(store).heldSafeTs = safeTs;
  }

  /** What PD tells of a store: its labels too, such as `{ zone: 'a' }`. */
  setStore(store: number | bigint, fields: Partial<Pick<StoreNode, 'state' | 'labels' | 'address'>>): void {
    Object.assign(this.#open('setStore').fleet.get(store), fields);
  }

  /** Sets a fault for messages to come. @throws UsageError for a rule that cannot be meant */
  fail(rule: FaultRule): FaultHandle {
    const { faults, rpcNames } = this.#open('fail');
    checkFault(rule, rpcNames);
    return faults.add(rule);
  }

  /**
   * Removes all versions that nobody at or above the safe point can see, in all keyspaces, after telling PD, whose
   * safe points never go back.
   */
  gc(safePoint: bigint): void {
    const { pd, collectGarbage } = this.#open('gc');
    pd.advanceSafePoints(safePoint);
    collectGarbage(safePoint, () => true);
  }

  /** All data as it is, in key order. */
  dump(): DataDump {
    return dumpColumns(this.#parts.engine.columns);
  }

  /** All locks, in key order. */
  locks(): DataDump['locks'] {
    return dumpLocks(this.#parts.engine.columns);
  }

  /**
   * All of it that can bear on a later answer, as plain values: for explorers, that clusters of equal state go on in the
   * same way, given the same messages at the same times. Without faults of `fail`, and of PD with timestamps and regions alone.
   * @param options.maxTs false when nobody commits asynchronously or in one phase: only then it matters up to what a store
   * was read
   */
  state(options: { readonly maxTs?: boolean } = {}): unknown {
    const { engine, fleet, pd, poison, topology } = this.#parts;
    const usesMaxTs = (storeId: bigint) =>
      options.maxTs !== false && topology.regions.some(({ leader }) => leader?.storeId === storeId);
    return {
      data: dumpColumns(engine.columns),
      regions: topology.regions,
      ...(fleet.state(usesMaxTs) as object),
      pd: { leader: pd.leader, tso: pd.tso.state() },
      poison: poison.error && String(poison.error),
    };
  }

  /**
   * Stops everything. What it saw and what its data were can still be asked for; all else throws ClosedError from then on.
   * @throws what went wrong inside the cluster, if anything did
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    const { faults, fleet, storeServers, environment } = this.#parts;
    faults.clear();
    for (const node of fleet.nodes) {
      node.life?.waiters.abandon();
      node.life = undefined;
    }
    await Promise.all([...storeServers, ...this.pd.servers].map((server) => server.stop()));
    environment.clock.clearAll();
    const poison = this.#parts.poison.take();
    if (poison !== undefined) throw poison;
  }

  /** As `close`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** @throws ClosedError; UsageError for options that are unknown, or cannot be meant */
  #open(verb: string, options: unknown = {}, known: Rules = {}): ClusterParts {
    if (this.#isClosed) throw new ClosedError(`${verb}: the cluster is closed`);
    checkNamed(verb, options, known);
    return this.#parts;
  }

  #mode({ raw = false }: KeyOptions): BorderMode {
    return raw ? this.#parts.rawBorders : 'encoded';
  }

  #border(key: KeyLike, options: KeyOptions) {
    const bytes = typeof key === 'string' ? new TextEncoder().encode(key) : key;
    return borderOf(keyOf(bytes), this.#mode(options));
  }

  #regionAt(key: KeyLike, options: KeyOptions): RegionState {
    return this.#parts.topology.at(this.#border(key, options));
  }
}

/** Starts a cluster. @throws UsageError for options that are unknown, or cannot be meant */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  return new Cluster(options).start();
}
