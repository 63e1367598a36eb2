import type { InspectionEvent } from 'xstate';
import {
  type Admin,
  composeTimestamp,
  TikvError,
  type Timestamp,
  type VerbOptions,
} from '../../src/index.ts';
import {
  type KeyOptions,
  type NetworkEvent,
  SeededRandom,
  type SimulatedProcess,
  Simulation,
} from '../../src/testing/index.ts';
import { ConductWatch } from './checkers/conduct/conduct-watch.ts';
import { ClientDied } from './client-died.ts';
import { DrawnWishes } from './drawn-wishes.ts';
import { isExpected } from './expected-error.ts';
import { AnswerWatch } from './faults/answer-watch.ts';
import { type NemesisName, strike } from './faults/nemeses.ts';
import { type Anomaly, History } from './history.ts';
import { locksOf } from './locks-of.ts';
import { rewritingTransport } from './rewriting-transport.ts';
import { Session } from './session.ts';
import { SimulatedClient, type Substitution } from './simulated-client.ts';
import { RAW_WORKLOADS, type Swarm } from './swarm.ts';

/** A fault that struck. */
export interface Strike {
  readonly atMs: number;
  readonly name: NemesisName;
}

export interface WorldOptions {
  readonly swarm: Swarm;
  readonly substitution?: Substitution | undefined;
  readonly onMessage?: ((event: NetworkEvent) => void) | undefined;
  /** For seeds that are inspected: sees what the machines of each client do. */
  readonly inspect?: Inspect | undefined;
}

export type Inspect = (event: InspectionEvent, process: string, atMs: number) => void;

/** What follows on an answer within a client takes less, mostly. */
const MOMENT_MICROTASKS = 16;
/** How long an answer is waited for before a client is closed all the same. */
const LONGEST_MOMENT_MS = 1_000;

/** One simulated cluster with its clients, sessions, faults and history. */
export class World {
  readonly swarm: Swarm;
  readonly simulation: Simulation;
  /** For faults and topology; sessions have generators of their own. */
  readonly random: SeededRandom;
  /** For what was added since: all else stays as it was. */
  readonly moreRandom: SeededRandom;
  readonly history = new History();
  readonly conduct = new ConductWatch();
  readonly sessions: Session[] = [];
  readonly anomalies: Anomaly[] = [];
  clients: SimulatedClient[] = [];
  /** All that have connected, those that are gone too, and the processes of those that have not. */
  readonly everyClient: SimulatedClient[] = [];
  readonly everyProcess: SimulatedProcess[] = [];
  /** What struck, and when. */
  readonly strikes: Strike[] = [];
  readonly #options: WorldOptions;
  readonly #answers: AnswerWatch;
  readonly #undos = new Map<number, () => unknown>();
  readonly #taken = new Set<string>();
  #undoIds = 0;
  /** Up to where garbage was collected, or is to be. */
  #safePoint: Timestamp = composeTimestamp(0, 0);
  #clientIds = 0;
  #areFaultsOn = false;
  #healed = false;

  /** Notes something that must not be. */
  readonly report = (name: string, error: unknown): void => {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.anomalies.push({ name, detail });
  };

  private constructor(options: WorldOptions, simulation: Simulation, answers: AnswerWatch) {
    this.swarm = options.swarm;
    this.#answers = answers;
    this.#options = options;
    this.simulation = simulation;
    this.random = new SeededRandom(options.swarm.seed ^ 0xfa017);
    this.moreRandom = new SeededRandom(options.swarm.seed ^ 0x304e5);
  }

  static async create(options: WorldOptions): Promise<World> {
    const { swarm, onMessage } = options;
    const answers = new AnswerWatch();
    const simulation = await Simulation.start({
      seed: swarm.seed,
      network: swarm.network,
      cluster: { ...swarm.cluster, journal: true, logMessages: 20_000 },
      onMessage: (event) => {
        onMessage?.(event);
        answers.note(event);
      },
    });
    for (const { store, is } of swarm.extraPeers) {
      simulation.cluster.addPeer('', store, { [is]: true, ...keyOptionsOf(swarm) });
    }
    const borders = swarm.borders.map((key) => swarm.keyPrefix + key);
    if (borders.length > 0) simulation.cluster.split(borders, keyOptionsOf(swarm));
    return new World(options, simulation, answers);
  }

  /** Connects the clients, and gives each session one. */
  async populate(): Promise<void> {
    const { swarm } = this;
    const { clients, sessions, seed } = swarm;
    // Before that, the regions that were split off let nothing commit asynchronously.
    await this.simulation.sleep(swarm.cluster.maxTsSyncDelayMs ?? 0);
    this.clients = await Promise.all(Array.from({ length: clients }, () => this.connect()));
    const random = new SeededRandom(seed ^ 0xc11e47);
    const ofScans = new SeededRandom(seed ^ 0x5ca45);
    for (let index = 0; index < sessions; index++) {
      const own = random.fork();
      this.sessions.push(
        new Session({
          name: `s${index}`,
          random: own,
          history: this.history,
          client: () => this.#living(index % clients),
          nowTs: () => this.simulation.cluster.pd.tso.next(),
          changes: () => this.simulation.cluster.journal.length,
          wishes: new DrawnWishes(this, own, ofScans.fork()),
          isExpected: (error) => this.#isExpected(error),
          hasAsked: (startTs) => !swarm.watched || this.conduct.hasAsked(startTs),
          sleep: (durationMs) => this.simulation.sleep(durationMs),
        }),
      );
    }
  }

  #isExpected(error: TikvError): boolean {
    return isExpected(error, (this.swarm.network.malformAnswer ?? 0) > 0);
  }

  get areFaultsOn(): boolean {
    return this.#areFaultsOn;
  }

  get isHealed(): boolean {
    return this.#healed;
  }

  async #living(index: number): Promise<SimulatedClient> {
    for (;;) {
      const client = this.clients[index] as SimulatedClient;
      if (client.isUsable) return client;
      await this.simulation.sleep(20);
    }
  }

  /** A client in a process of its own. */
  async connect(): Promise<SimulatedClient> {
    const { substitution, inspect: see = () => {} } = this.#options;
    const name = `c${++this.#clientIds}`;
    const inspect = (event: InspectionEvent) => see(event, name, this.simulation.clock.now());
    const options = { ...this.swarm.client, ...(this.swarm.inspected && { inspect }) };
    const transport: Substitution['transport'] = (network, process) => {
      this.everyProcess.push(process);
      const watched = this.swarm.watched
        ? rewritingTransport(network, process, this.conduct.of(process))
        : network;
      return substitution?.transport?.(watched, process) ?? watched;
    };
    const replaced = { ...substitution, transport };
    const client = await SimulatedClient.connect(this.simulation, name, options, replaced);
    this.everyClient.push(client);
    return client;
  }

  get addresses(): readonly string[] {
    const { pds, stores } = this.simulation.cluster.addresses;
    return [...pds, ...stores];
  }

  /** How keys stand to borders of regions. */
  get keyOptions(): KeyOptions {
    return keyOptionsOf(this.swarm);
  }

  /** A key that some workload uses, or one between two of them, as stores know it. */
  aKey(): string {
    return this.swarm.keyPrefix + this.aCallersKey();
  }

  /** The same as callers know it. */
  aCallersKey(): string {
    const workload = this.random.pick(this.swarm.workloads);
    const index = this.random.below(this.swarm.keysPerWorkload);
    return `${workload}/${index}${this.random.chance(0.2) ? '+' : ''}`;
  }

  /**
   * The highest timestamp up to which versions may be collected: nothing older is open or undecided. None when that is behind
   * what was collected before.
   * @param options.overLocks whether whoever collects resolves older locks first
   */
  takeSafePoint({ overLocks }: { readonly overLocks: boolean }): Timestamp | undefined {
    // Those that were settled are asked about again at the end.
    const undecided = this.history.transactions.filter(({ outcome }) => outcome === 'unknown');
    const locks = locksOf(this.simulation.cluster).map(({ startTs }) => startTs);
    let lowest = this.simulation.cluster.pd.tso.next();
    const open = [...this.history.open.values(), ...undecided.map(({ startTs }) => startTs)];
    for (const ts of [...open, ...(overLocks ? [] : locks)]) if (ts < lowest) lowest = ts;
    if (lowest - 1n <= this.#safePoint) return undefined;
    this.#safePoint = lowest - 1n;
    return this.#safePoint;
  }

  /** Has a client do something to the cluster. That may fail as everything may. */
  async administer(run: (admin: Admin, options: VerbOptions) => Promise<unknown>): Promise<void> {
    const client = this.random.pick(this.clients);
    const timeoutMs = this.random.pick([500, 5_000, 20_000]);
    if (!client.isUsable) return;
    try {
      await Promise.race([run(client.tikv.admin, { timeoutMs }), client.death]);
    } catch (error) {
      const isExpectedHere =
        error instanceof TikvError && error.code !== 'TIKV_USAGE' && this.#isExpected(error);
      if (!(error instanceof ClientDied) && !isExpectedHere) this.report('unexpected-error', error);
    }
  }

  /**
   * Resolves when PD's time moves with the clock. Each change of its leader puts it three seconds ahead, and it stands
   * still until the clock has caught up.
   */
  async oracleRuns(): Promise<void> {
    const { tso } = this.simulation.cluster.pd;
    while (tso.aheadMs > 0) await this.simulation.sleep(tso.aheadMs);
  }

  /** Whether nobody else has it, from now on until `release`. */
  take(what: string): boolean {
    if (this.#taken.has(what)) return false;
    this.#taken.add(what);
    return true;
  }

  release(what: string): void {
    this.#taken.delete(what);
  }

  isTaken(what: string): boolean {
    return this.#taken.has(what);
  }

  /** Undoes a fault after a while, or when the faults end, whichever is sooner. */
  undoLater(delayMs: number, undo: () => unknown): void {
    const id = ++this.#undoIds;
    this.#undos.set(id, undo);
    this.simulation.clock.setTimeout(() => {
      if (this.#undos.delete(id)) void undo();
    }, delayMs);
  }

  /** A region without a neighbour, a stopped member: a strike that finds nothing to hit has missed. */
  ignoreRangeErrors(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }

  /** Ends a client with calls in flight, or right behind an answer: they end with it, and nothing is left. */
  async closeClient(): Promise<void> {
    const index = this.random.below(this.clients.length);
    const client = this.clients[index] as SimulatedClient;
    if (!client.isUsable || !this.take(`client ${index}`)) return;
    const drainMs = this.random.pick([0, 100, 5_000]);
    if (this.random.chance(0.5)) {
      const answered = this.#answers.next(client.process.name, this.random.below(MOMENT_MICROTASKS));
      await Promise.race([answered, this.simulation.sleep(LONGEST_MOMENT_MS)]);
      if (this.#healed) return;
    }
    const replaced = this.connect();
    try {
      await Promise.race([client.leave({ drainMs }, this.report), client.death]);
    } catch (error) {
      if (!(error instanceof ClientDied)) this.report('unexpected-error', error);
    }
    this.clients[index] = await replaced;
    this.release(`client ${index}`);
  }

  killClient(): void {
    const index = this.random.below(this.clients.length);
    const victim = this.clients[index] as SimulatedClient;
    if (victim.dead || !this.take(`client ${index}`)) return;
    victim.die();
    void this.connect().then((client) => {
      this.clients[index] = client;
      this.release(`client ${index}`);
    });
  }

  /** Lets faults strike until `heal`. */
  async unleash(): Promise<void> {
    const { nemeses, nemesisIntervalMs } = this.swarm;
    this.#areFaultsOn = true;
    while (nemeses.length > 0) {
      await this.simulation.sleep(this.random.exponential(nemesisIntervalMs));
      if (this.#healed) return;
      const name = this.random.pick(nemeses);
      this.strikes.push({ atMs: this.simulation.clock.now(), name });
      await strike(name, this);
    }
  }

  /** Ends all faults, and undoes what they did. */
  async heal(): Promise<void> {
    this.#healed = true;
    this.#areFaultsOn = false;
    this.simulation.network.heal();
    for (const [id, undo] of [...this.#undos]) {
      this.#undos.delete(id);
      await undo();
    }
  }
}

function keyOptionsOf({ workloads }: Swarm): KeyOptions {
  return { raw: workloads.some((name) => RAW_WORKLOADS.has(name)) };
}
