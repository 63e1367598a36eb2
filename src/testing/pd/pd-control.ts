import type { Clock } from '../../model/runtime.ts';
import type { ServerNode } from '../server-node.ts';
import type { PdCluster, PdMember } from './pd-cluster.ts';
import type { RegionView } from './region-view.ts';
import type { TimestampOracle } from './tso.ts';

/** The verbs for PD of a cluster; members are counted from 0. */
export class PdControl {
  /** The servers of the members. */
  readonly servers: readonly ServerNode[];
  readonly #pd: PdCluster;
  readonly #clock: Clock;
  readonly #electionDelayMs: number;
  readonly #scheme: string;
  readonly #partitioned = new Set<number>();

  constructor(
    pd: PdCluster,
    servers: readonly ServerNode[],
    clock: Clock,
    electionDelayMs: number,
    scheme: string,
  ) {
    this.#pd = pd;
    this.servers = servers;
    this.#clock = clock;
    this.#electionDelayMs = electionDelayMs;
    this.#scheme = scheme;
  }

  /** The id that requests carry. */
  get clusterId(): bigint {
    return this.#pd.clusterId;
  }

  /** `host:port` of each member. */
  get addresses(): readonly string[] {
    return this.servers.map(({ address }) => address);
  }

  /** The leading member; undefined during an election. */
  get leader(): number | undefined {
    return this.#pd.leader;
  }

  /** The oracle: takes timestamps, and its faults. */
  get tso(): TimestampOracle {
    return this.#pd.tso;
  }

  /** What PD knows of the regions, and its faults. */
  get regions(): RegionView {
    return this.#pd.regions;
  }

  /** Moves the safe points of every garbage collection forward, barriers or not, and collects nothing. */
  advanceSafePoints(safePoint: bigint): void {
    this.#pd.gcStates.advanceAll(safePoint);
  }

  /** Opens the ports. */
  async start(): Promise<void> {
    for (const member of this.servers.keys()) await this.#startServer(member);
  }

  /** Makes a member the leader; without one, there is none until the next transfer, or until a member comes back. */
  transferLeader(member: number | undefined): void {
    if (member !== undefined && !this.#member(member).alive) throw new RangeError(`PD ${member} is stopped`);
    this.#pd.setLeader(member);
  }

  /**
   * Stops a member; when it leads, another does after the election delay. Without a majority that is there and not cut
   * off, nobody leads.
   */
  async stop(member: number): Promise<void> {
    this.#member(member).alive = false;
    if (this.#pd.leader === member || !this.#hasMajority()) {
      this.#pd.setLeader(undefined);
      this.#scheduleElection();
    }
    await (this.servers[member] as ServerNode).stop();
  }

  /** Starts a stopped member again, at its old address. */
  async restart(member: number): Promise<void> {
    if (this.#member(member).alive) return;
    this.#member(member).alive = true;
    if (this.#pd.leader === undefined) this.#scheduleElection();
    await this.#startServer(member);
  }

  /** Cuts a member off, its connections left open, until healed. Its role stays. */
  partition(member: number): void {
    this.#partitioned.add(member);
  }

  /** Connects a member again that was cut off. */
  heal(member: number): void {
    this.#partitioned.delete(member);
    if (this.#pd.leader === undefined) this.#scheduleElection();
  }

  /** Whether a member is cut off. */
  isPartitioned(member: number): boolean {
    return this.#partitioned.has(member);
  }

  /** Whether a keyspace has safe points of its own. */
  hasOwnGc(keyspaceId: number): boolean {
    return this.#pd.gcStates.hasOwnState(keyspaceId);
  }

  /** Creates a resource group, or replaces its settings. Fill rate in request units a second. */
  setResourceGroup(name: string, fillRate: bigint, burstLimit: bigint): void {
    const settings = { fillRate, burstLimit };
    this.#pd.resourceGroups.put({ name, mode: 1, ruSettings: { ru: { settings } } });
  }

  async #startServer(member: number): Promise<void> {
    const server = this.servers[member] as ServerNode;
    await server.start();
    this.#member(member).url = `${this.#scheme}://${server.address}`;
  }

  #scheduleElection(): void {
    this.#clock.setTimeout(() => {
      if (this.#pd.leader === undefined && this.#hasMajority()) this.#pd.setLeader(this.#connected()[0]);
    }, this.#electionDelayMs);
  }

  #hasMajority(): boolean {
    return this.#connected().length * 2 > this.#pd.members.length;
  }

  #connected(): readonly number[] {
    return [...this.#pd.members.keys()].filter(
      (member) => this.#member(member).alive && !this.#partitioned.has(member),
    );
  }

  #member(member: number): PdMember {
    const found = this.#pd.members[member];
    if (found === undefined) throw new RangeError(`no PD member ${member}`);
    return found;
  }
}
