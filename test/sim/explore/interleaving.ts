import { type Cluster, Simulation } from '../../../src/testing/index.ts';
import { plainWishes } from '../caller-wishes.ts';
import { checkIsolation } from '../checkers/isolation.ts';
import { checkLocks } from '../checkers/locks.ts';
import { checkOracle } from '../checkers/oracle.ts';
import { Versions } from '../checkers/versions.ts';
import { isExpected } from '../expected-error.ts';
import { type Anomaly, History } from '../history.ts';
import { Session } from '../session.ts';
import { SimulatedClient, type Substitution } from '../simulated-client.ts';
import type { ChoiceTree, Told } from './choice-tree.ts';
import { clusterState } from './cluster-state.ts';
import { digest, textOf, Unordered } from './fingerprint.ts';
import { type Action, CLIENTS, EXPIRY_MS, Happenings, KINDS, type Kind, STORES } from './happenings.ts';
import { HeldNetwork } from './held-network.ts';
import { lockOrder } from './lock-order.ts';
import { Moments } from './moments.ts';
import { callersState, checkSoFar, inOrder, openOrder } from './order.ts';
import { outcomeOf } from './outcome.ts';
import { KEYS, mirrored, READS, type Scene } from './scenes.ts';

/** Of a whole run, in virtual time. */
const LIMIT_MS = 10 * 60_000;
/** Who clears away what is left. */
const READER = 'reader';
/** Longer than the client waits for one answer: what is lost is asked again. */
const CALL_TIMEOUT_MS = 120_000;

export interface InterleavingOptions {
  readonly scene: Scene;
  /** Disturbances of one run, at most. */
  readonly disturbances: number;
  /** Default: all there are. */
  readonly kinds?: readonly Kind[] | undefined;
  readonly substitution?: Substitution | undefined;
  /** Tells states apart also by what does not matter: to check that it does not. */
  readonly tellsAll?: boolean | undefined;
}

/** How a run has ended. */
export interface Ending {
  readonly anomalies: readonly Anomaly[];
  /** See `outcomeOf`; undefined when it has gone wrong before its end. */
  readonly outcome?: string;
}

/** One of those who do what the scene says. */
interface Actor {
  readonly name: string;
  readonly client: SimulatedClient;
  /** Timers of a client that does nothing. */
  readonly idleTimers: number;
  isDone: boolean;
}

/** Thrown out of a run that has gone wrong, though it is not over. */
class Wrong extends Error {
  readonly anomalies: readonly Anomaly[];

  constructor(anomalies: readonly Anomaly[]) {
    super();
    this.anomalies = anomalies;
  }
}

/** One run of a scene: whatever could happen next is chosen by a tree. */
export class Interleaving {
  readonly #tree: ChoiceTree;
  readonly #options: InterleavingOptions;
  readonly #simulation: Simulation;
  readonly #network: HeldNetwork;
  readonly #actors: Actor[] = [];
  readonly #sessions: Session[] = [];
  readonly #history = new History();
  readonly #moments: Moments;
  readonly #happenings: Happenings;
  #lookSince: number | undefined;

  private constructor(tree: ChoiceTree, options: InterleavingOptions, simulation: Simulation) {
    this.#tree = tree;
    this.#options = options;
    this.#simulation = simulation;
    const { clock, cluster } = simulation;
    this.#moments = new Moments(() => this.#writes.length);
    this.#network = new HeldNetwork(clock, (address) => cluster.serviceAt(address), this.#moments);
    const { scene, disturbances, kinds = KINDS } = options;
    this.#happenings = new Happenings(scene, disturbances, kinds, cluster, this.#network);
  }

  /** Goes one way, and gives what it comes to. @throws SeenBefore */
  static async run(tree: ChoiceTree, options: InterleavingOptions): Promise<Ending> {
    const { isOneRegion } = options.scene;
    const simulation = await Simulation.start({
      seed: 1,
      cluster: { stores: STORES, journal: true, logMessages: 0 },
    });
    const { cluster } = simulation;
    cluster.pd.tso.isFreshForStores = false;
    if (!isOneRegion) cluster.split(KEYS[1]);
    for (const [index, key] of KEYS.entries()) cluster.transferLeader(key, isOneRegion ? 1 : index + 1);
    try {
      return await new Interleaving(tree, options, simulation).#run();
    } catch (error) {
      if (error instanceof Wrong) return { anomalies: error.anomalies };
      throw error;
    }
  }

  async #run(): Promise<Ending> {
    const { scene } = this.#options;
    const { clock } = this.#simulation;
    const anomalies: Anomaly[] = [];
    const clients = await this.#simulation.run(async () => [
      await this.#connect(CLIENTS[0], scene.given),
      await this.#connect(CLIENTS[1]),
    ]);
    this.#network.isHolding = true;
    this.#start(scene.first, CLIENTS[0], clients[0] as SimulatedClient);
    // Its first message may wait for as long as any.
    this.#start(scene.second, CLIENTS[1], clients[1] as SimulatedClient);
    for (;;) {
      await clock.advanceAsync(0);
      if (this.#actors.every(({ isDone }) => isDone)) break;
      if (clock.now() > LIMIT_MS) {
        anomalies.push({ name: 'liveness', detail: 'not over after ten minutes' });
        break;
      }
      const actions = this.#happenings.next();
      if (actions.length > 0) this.#take(actions);
      else {
        this.#tree.pass({ name: 'time passes', touches: ['*'] });
        clock.advance((clock.nextMs ?? LIMIT_MS) - clock.now());
      }
    }
    this.#tree.end(() => this.#told);
    this.#network.isHolding = false;
    try {
      await this.#simulation.run(() => this.#finish(), LIMIT_MS);
      await this.#simulation.cluster.close();
    } catch (error) {
      anomalies.push({ name: 'broken', detail: String(error) });
    }
    const { cluster } = this.#simulation;
    for (const { key } of cluster.locks()) anomalies.push({ name: 'orphan-lock', detail: String(key) });
    anomalies.push(...this.#badCalls);
    const versions = new Versions(this.#writes);
    const history = inOrder(this.#history, this.#moments);
    anomalies.push(
      ...checkOracle(history, versions),
      ...checkIsolation(history, versions),
      ...checkLocks(history, versions, false),
    );
    return { anomalies, outcome: outcomeOf(history, versions, scene.isSymmetric ? mirrored : undefined) };
  }

  async #connect(name: string, given: Scene['given'] = {}): Promise<SimulatedClient> {
    const { scene, substitution } = this.#options;
    const options = { ...scene.client, maxBatchSize: 0, lowResolutionIntervalMs: LIMIT_MS };
    const client = await SimulatedClient.connect(this.#simulation, name, options, {
      ...substitution,
      transport: (_, process) => {
        // What has been drawn would be a part of the state.
        process.random = () => 0.5;
        const held = this.#network.transportOf(name);
        return substitution?.transport?.(held, process) ?? held;
      },
    });
    await client.tikv.transact((txn) => {
      for (const [key, value] of Object.entries(given)) txn.put(key, value);
    });
    // What is known from here on: regions, stores, the leader of PD.
    await client.tikv.batchGet(KEYS);
    return client;
  }

  #session(name: string, client: SimulatedClient): Session {
    const session = new Session({
      name,
      random: this.#simulation.random.fork(),
      history: this.#history.withTicks(() => this.#moments.tick(name)),
      client: async () => client,
      nowTs: () => 0n,
      changes: () => this.#look(name),
      wishes: plainWishes(CALL_TIMEOUT_MS),
      // No network delivers twice, long after: a client may complain of what it finds then.
      isExpected: (error) => isExpected(error, this.#happenings.hasHappened('duplicate')),
      sleep: (durationMs) => this.#simulation.sleep(durationMs),
    });
    this.#sessions.push(session);
    return session;
  }

  #start(transaction: Scene['first'], name: string, client: SimulatedClient): void {
    const actor: Actor = { name, client, idleTimers: client.process.pendingTimers, isDone: false };
    this.#actors.push(actor);
    void transaction(this.#session(name, client)).finally(() => {
      actor.isDone = true;
    });
  }

  /** Takes one of the actions: any, unless that is the only one. */
  #take(actions: readonly Action[]): void {
    const [only] = actions;
    if (actions.length === 1 && only !== undefined) {
      this.#tree.pass(only);
      this.#happenings.take(only);
      return;
    }
    const chosen = this.#tree.choose(() => this.#told, actions);
    this.#happenings.take(actions.find(({ name }) => name === chosen) as Action);
  }

  /** Changes that commit something, or give it up; values are so short that they are in them. */
  get #writes(): Cluster['journal'] {
    return this.#simulation.cluster.journal.filter(({ change }) => change.column === 'write');
  }

  /** What was committed before a read that is held against it, and is not over. */
  get #committedBeforeLook(): unknown {
    const arrivedAt = this.#lookSince && this.#moments.arrivalOf(this.#lookSince);
    if (arrivedAt === undefined) return undefined;
    const writes = this.#writes.slice(0, this.#moments.changesAt(arrivedAt));
    return new Unordered(writes.map(({ change }) => change));
  }

  /** A read begins that is held against the changes of the data before and after it, or ends. */
  #look(client: string): number {
    const at = this.#moments.tick(client);
    this.#lookSince = this.#lookSince === undefined ? at : undefined;
    return at;
  }

  /** Whether an actor does nothing any more: what it was told does not matter then. */
  #hasEnded({ name, client, idleTimers, isDone }: Actor): boolean {
    return (
      isDone &&
      Object.keys(client.busy).length === 0 &&
      client.process.pendingTimers === idleTimers &&
      !this.#network.isUnderWay(name, false)
    );
  }

  /** When those began who may still commit at a timestamp that a store works out. */
  #committers(ended: ReadonlySet<string>): readonly bigint[] {
    if (!this.#happenings.usesMaxTs) return [];
    return this.#history.transactions
      .filter(({ workload }) => workload !== READS)
      .filter(({ process }) => !ended.has(process) || this.#network.isUnderWay(process, true))
      .map(({ startTs }) => startTs);
  }

  /** Calls that failed as they may not, or ended late. */
  get #badCalls(): Anomaly[] {
    return this.#sessions.flatMap(({ unexpected, overruns }) => [
      ...unexpected.map((error): Anomaly => ({ name: 'unexpected-error', detail: String(error) })),
      ...overruns.map(({ what, detail }): Anomaly => ({ name: 'overrun', detail: `${what} ${detail}` })),
    ]);
  }

  get #told(): Told {
    const state = this.#state;
    const text = textOf(state);
    const { scene, tellsAll } = this.#options;
    const mirrorImage = scene.isSymmetric && !tellsAll ? textOf(state, mirrored) : text;
    if (text <= mirrorImage) return { state: digest(text) };
    return { state: digest(mirrorImage), rename: mirrored };
  }

  get #state(): unknown {
    const { clock, cluster } = this.#simulation;
    const history = inOrder(this.#history, this.#moments);
    const versions = new Versions(this.#writes);
    // What is not in the state is told here, or never.
    const anomalies = [...this.#badCalls, ...checkSoFar(history, versions)];
    if (anomalies.length > 0) throw new Wrong(anomalies);
    const tellsAll = this.#options.tellsAll === true;
    const idle = this.#actors.filter((actor) => !tellsAll && this.#hasEnded(actor));
    const ended = new Set(idle.map(({ name }) => name));
    return [
      clock.now(),
      clock.dueMs,
      tellsAll
        ? cluster.state({ maxTs: this.#happenings.usesMaxTs })
        : clusterState(cluster, this.#committers(ended)),
      this.#network.state(ended),
      new Unordered(
        this.#actors.map(({ name, client }) => [name, client.busy, client.process.pendingTimers]),
      ),
      callersState(this.#history),
      tellsAll ? this.#moments.order : this.#openOrder(versions),
      this.#committedBeforeLook,
      this.#happenings.state(),
    ];
  }

  #openOrder(versions: Versions): unknown {
    const { transactions } = this.#history;
    // What is committed and has no locks left was held against what locks promise: see `checkSoFar`.
    const isSettled =
      transactions.every(({ outcome }) => outcome !== 'unknown') &&
      this.#simulation.cluster.locks().length === 0;
    return [
      openOrder(this.#history, this.#moments, versions),
      isSettled ? undefined : lockOrder(this.#history, this.#moments),
    ];
  }

  /** All that is still on its way arrives, what is unknown is settled, and readers clear every lock away. */
  async #finish(): Promise<void> {
    const messages = this.#network.held.splice(0);
    // In an order that does not depend on that in which they were sent.
    for (const message of messages.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      message.deliver();
      await this.#simulation.sleep(1);
    }
    // By one that was told nothing before.
    const session = this.#session(READER, await this.#connect(READER));
    for (const record of this.#history.transactions.filter(({ outcome }) => outcome === 'unknown')) {
      await session.settle(record);
    }
    this.#simulation.cluster.pd.tso.jumpForward(EXPIRY_MS);
    await this.#simulation.sleep(3_000);
    for (let round = 0; round < 3; round++) {
      await session.snapshot('explore', async (snapshot) => {
        await snapshot.scan('', '~');
      });
      // Readers do not see what is only locked.
      await session.sweep();
      await this.#simulation.sleep(1_000);
    }
  }
}
