import { loadClient } from '../../client/load-client.ts';
import { loadAdminRpcs } from '../../wire/codec/rpcs.ts';
import { checkSimulation } from '../check-options.ts';
import { Cluster } from '../cluster.ts';
import type { ClusterOptions } from '../cluster-options.ts';
import type { NetworkEvent, NetworkFaults } from './network-faults.ts';
import { SeededRandom } from './seeded-random.ts';
import { SimulatedNetwork } from './simulated-network.ts';
import { SimulatedProcess } from './simulated-process.ts';
import { VirtualClock } from './virtual-clock.ts';

/** What a simulation begins with. */
export interface SimulationOptions {
  /** Decides everything: equal seeds and programs give equal runs. */
  readonly seed: number;
  /** The cluster, as `startCluster` takes it. Default: as there. */
  readonly cluster?:
    | Omit<ClusterOptions, 'listen' | 'environment' | 'tls' | 'pdPort' | 'storePort'>
    | undefined;
  /** What may happen to messages from the beginning. Default: they only take time. */
  readonly network?: Partial<NetworkFaults> | undefined;
  /** Sees every message when it leaves and when it arrives. */
  readonly onMessage?: ((event: NetworkEvent) => void) | undefined;
  /** What the wall clock of PD shows at the start, in milliseconds since the epoch. */
  readonly startMs?: number | undefined;
}

/** Some day in 2026: a timestamp of today's size. */
const START_MS = 1_780_000_000_000;

/**
 * A cluster and the processes that use it, in virtual time and in one seed's hands: hours pass in seconds, and every
 * run can be had again. Nothing but the clock moves it on, so await only what `run` is given.
 *
 * @example
 * import { Simulation } from 'tikv-client/testing';
 *
 * const simulation = await Simulation.start({ seed: 7, cluster: { stores: 3 }, network: { loseAnswer: 0.1 } });
 * const { endpoints } = simulation;
 * await simulation.run(async () => {
 *   await using tikv = await connect({ endpoints, runtime: simulation.process('till') });
 *   await tikv.transact((txn) => txn.put('k', 'v'));
 * });
 */
export class Simulation implements AsyncDisposable {
  /** The generator that everything is drawn from. */
  readonly random: SeededRandom;
  /** The time of everything. */
  readonly clock: VirtualClock;
  /** The servers. */
  readonly cluster: Cluster;
  /** What lies between processes and servers. */
  readonly network: SimulatedNetwork;

  private constructor(options: SimulationOptions) {
    this.random = new SeededRandom(options.seed);
    this.clock = new VirtualClock();
    const startMs = (options.startMs ?? START_MS) - this.clock.now();
    const clusterRandom = this.random.fork();
    this.cluster = new Cluster({
      ...options.cluster,
      listen: false,
      environment: {
        clock: this.clock,
        wallMs: () => startMs + this.clock.now(),
        random: () => clusterRandom.next(),
        defer: (task) => this.clock.defer(task),
      },
    });
    this.network = new SimulatedNetwork(
      this.clock,
      this.random.fork(),
      (address) => this.cluster.serviceAt(address),
      options.onMessage,
    );
    Object.assign(this.network.faults, options.network);
  }

  /** @throws UsageError for options that are unknown, missing or cannot be meant */
  static async start(options: SimulationOptions): Promise<Simulation> {
    checkSimulation('Simulation.start', options);
    const simulation = new Simulation(options);
    // Virtual time would pass by a `connect`, or a verb of `tikv.admin`, that waits for the disk.
    await Promise.all([loadClient(), loadAdminRpcs(), simulation.cluster.start()]);
    return simulation;
  }

  /** PD's addresses, as `connect` takes them. */
  get endpoints(): readonly string[] {
    return this.cluster.addresses.pds;
  }

  /** A process of its own, with a name that no other has: one client's runtime. */
  process(name: string): SimulatedProcess {
    return new SimulatedProcess(this.network, name, this.random.fork(), this.random.below(1_000_000));
  }

  /** Resolves after so much virtual time. */
  sleep(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.setTimeout(() => resolve(), durationMs);
    });
  }

  /** Stops a store as a crash does; connections to it break. Options as of `Cluster.stop`. */
  async stopStore(store: number, options?: Parameters<Cluster['stop']>[1]): Promise<void> {
    const address = this.cluster.addresses.stores[store - 1];
    await this.cluster.stop(store, options);
    if (address !== undefined) this.network.cut(address);
  }

  /** Stops a member of PD; connections to it break. */
  async stopPd(member: number): Promise<void> {
    await this.cluster.pd.stop(member);
    const address = this.endpoints[member];
    if (address !== undefined) this.network.cut(address);
  }

  /**
   * Lets time pass until the body is over.
   * @param limitMs of virtual time
   * @throws Error when nothing is left that could happen, or the limit has passed; what the body throws
   */
  run<Result>(body: () => Promise<Result>, limitMs?: number): Promise<Result> {
    return this.clock.run(body(), limitMs);
  }

  /** @throws what went wrong inside the cluster, if anything did */
  [Symbol.asyncDispose](): Promise<void> {
    return this.cluster.close();
  }
}
