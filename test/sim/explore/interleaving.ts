import { Simulation } from '../../../src/testing/index.ts';
import { checkIsolation } from '../checkers/isolation.ts';
import { checkLocks } from '../checkers/locks.ts';
import { checkOracle } from '../checkers/oracle.ts';
import { Versions } from '../checkers/versions.ts';
import { type Anomaly, History } from '../history.ts';
import { Session } from '../session.ts';
import { SimulatedClient, type Substitution } from '../simulated-client.ts';
import type { ChoiceTree } from './choice-tree.ts';
import { type HeldMessage, HeldNetwork } from './held-network.ts';
import { Places } from './places.ts';
import { KEYS, type Scene } from './scenes.ts';

/** Of a whole run, in virtual time. */
const LIMIT_MS = 10 * 60_000;
/** Longer than the client waits for one answer: what is lost is asked again. */
const CALL_TIMEOUT_MS = 120_000;
/** Longer than any lock lives. */
const EXPIRY_MS = 60_000;
const STORES = 3;

/** What may be done to a run besides delivering its messages, each of it once. */
export type Disturbance = 'lose' | 'duplicate' | 'leader' | 'clock';

export interface InterleavingOptions {
  readonly scene: Scene;
  /** Disturbances of one run, at most. */
  readonly disturbances: number;
  readonly substitution?: Substitution | undefined;
}

interface Action {
  readonly name: string;
  /** Where it happens. */
  readonly places: readonly string[];
  readonly disturbance?: Disturbance;
  run(): void;
}

/** One run of a scene: whatever could happen next is chosen by a tree. */
export class Interleaving {
  readonly #tree: ChoiceTree;
  readonly #options: InterleavingOptions;
  readonly #simulation: Simulation;
  readonly #network: HeldNetwork;
  readonly #history = new History();
  readonly #places = new Places();
  readonly #used = new Set<Disturbance>();
  /** Copies that arrive when all else is over. */
  readonly #kept = new Set<string>();
  #running = 0;
  #secondWaits = true;

  private constructor(tree: ChoiceTree, options: InterleavingOptions, simulation: Simulation) {
    this.#tree = tree;
    this.#options = options;
    this.#simulation = simulation;
    this.#network = new HeldNetwork(simulation.clock, (address) => simulation.cluster.serviceAt(address));
  }

  /** Goes one way, and gives what was wrong with it. @throws SeenBefore */
  static async run(tree: ChoiceTree, options: InterleavingOptions): Promise<readonly Anomaly[]> {
    const { isOneRegion } = options.scene;
    const simulation = await Simulation.start({
      seed: 1,
      cluster: { stores: STORES, journal: true, logMessages: 0 },
    });
    const { cluster } = simulation;
    if (!isOneRegion) cluster.split(KEYS[1]);
    for (const [index, key] of KEYS.entries()) cluster.transferLeader(key, isOneRegion ? 1 : index + 1);
    return new Interleaving(tree, options, simulation).#run();
  }

  async #run(): Promise<readonly Anomaly[]> {
    const { scene } = this.#options;
    const { clock } = this.#simulation;
    const anomalies: Anomaly[] = [];
    const [first, second] = (await this.#simulation.run(() => this.#connect())) as [Session, Session];
    this.#network.isHolding = true;
    this.#start(scene.first, first);
    for (;;) {
      await clock.advanceAsync(0);
      if (this.#running === 0 && !this.#secondWaits) break;
      if (clock.now() > LIMIT_MS) {
        anomalies.push({ name: 'liveness', detail: 'not over after ten minutes' });
        break;
      }
      const actions = this.#actions(() => this.#start(scene.second, second));
      if (actions.length > 0) this.#take(actions);
      else clock.advance((clock.nextMs ?? LIMIT_MS) - clock.now());
    }
    this.#tree.end(this.#state);
    this.#network.isHolding = false;
    try {
      await this.#simulation.run(() => this.#finish(first), LIMIT_MS);
      await this.#simulation.cluster.close();
    } catch (error) {
      anomalies.push({ name: 'broken', detail: String(error) });
    }
    const { cluster } = this.#simulation;
    for (const { key } of cluster.locks()) anomalies.push({ name: 'orphan-lock', detail: String(key) });
    const versions = new Versions(cluster.journal);
    return [
      ...anomalies,
      ...checkOracle(this.#history, versions),
      ...checkIsolation(this.#history, versions),
      ...checkLocks(this.#history, versions, false),
    ];
  }

  async #connect(): Promise<Session[]> {
    const { scene, substitution } = this.#options;
    const options = { ...scene.client, maxBatchSize: 0 };
    const sessions: Session[] = [];
    for (const name of ['c1', 'c2']) {
      const client = await SimulatedClient.connect(this.#simulation, name, options, {
        ...substitution,
        transport: (_, process) => {
          const held = this.#network.transportOf(name);
          return substitution?.transport?.(held, process) ?? held;
        },
      });
      // What is known from here on: regions, stores, the leader of PD.
      await client.tikv.batchGet(KEYS);
      sessions.push(this.#session(name, client));
    }
    return sessions;
  }

  #session(name: string, client: SimulatedClient): Session {
    const { cluster, random } = this.#simulation;
    return new Session({
      name,
      random: random.fork(),
      history: this.#history,
      client: async () => client,
      nowTs: () => cluster.pd.tso.next(),
      changes: () => cluster.journal.length,
      timeoutMs: () => CALL_TIMEOUT_MS,
      firstAttemptTimeoutMs: () => undefined,
      nextAbortMs: () => undefined,
      beginOptions: () => ({}),
      snapshotOptions: () => ({}),
      beginsAfterMs: () => undefined,
      settlesSoon: () => false,
      locking: () => 0,
      sleep: (durationMs) => this.#simulation.sleep(durationMs),
    });
  }

  #start(transaction: Scene['first'], session: Session): void {
    this.#running++;
    void transaction(session).finally(() => {
      this.#running--;
    });
  }

  /** Takes one of the actions: any, unless that is the only one. */
  #take(actions: readonly Action[]): void {
    const { clock } = this.#simulation;
    const names = actions.map(({ name }) => name);
    const chosen = actions.length === 1 ? names[0] : this.#tree.choose(this.#state, names);
    const action = actions[names.indexOf(chosen as string)] as Action;
    if (action.disturbance !== undefined) this.#used.add(action.disturbance);
    for (const place of action.places) this.#places.note(place, `${clock.now()} ${action.name};`);
    action.run();
  }

  get #state(): string {
    return [this.#places, [...this.#used].sort(), [...this.#kept], this.#simulation.clock.now()].join('|');
  }

  #actions(startSecond: () => void): Action[] {
    const { held } = this.#network;
    const alone = held.find((message) => this.#isAlone(message));
    if (alone !== undefined) return [this.#delivery(alone), ...this.#disturbancesOf([alone])];
    const fresh = held.filter(({ name }) => !name.endsWith('again'));
    const copies = held.filter(
      ({ name }) => name.endsWith('again') && !(fresh.length === 0 && this.#kept.has(name)),
    );
    const actions = [...fresh, ...copies].map((message) => this.#delivery(message));
    if (this.#secondWaits) {
      actions.push({
        name: 'the second begins',
        places: ['c2'],
        run: () => {
          this.#secondWaits = false;
          startSecond();
        },
      });
    }
    if (actions.length === 0) return [];
    if (fresh.length === 0 && copies.length > 0) {
      const [{ name }] = copies as [HeldMessage];
      actions.push({ name: `${name} is late`, places: [], run: () => this.#kept.add(name) });
    }
    return [...actions, ...this.#disturbancesOf(fresh), ...this.#disturbancesOfCluster()];
  }

  /** Nothing else can come to its client before it: it may as well come now. */
  #isAlone({ kind, client, name }: HeldMessage): boolean {
    return (
      kind === 'answer' && !this.#network.held.some((other) => other.client === client && other.name !== name)
    );
  }

  #delivery(message: HeldMessage): Action {
    const { name, kind, place } = message;
    return {
      name: `${name} ${kind === 'request' ? '->' : '<-'}`,
      places: [place],
      run: () => {
        this.#network.take(message);
        message.deliver();
      },
    };
  }

  #disturbancesOf(messages: readonly HeldMessage[]): Action[] {
    const toStores = messages.filter(({ place }) => place !== 'pd');
    const lose = (message: HeldMessage): Action => ({
      name: `${message.name} ${message.kind} lost`,
      places: [message.client],
      disturbance: 'lose',
      run: () => this.#network.take(message),
    });
    const duplicate = (message: HeldMessage): Action => ({
      name: `${message.name} twice`,
      places: [message.place],
      disturbance: 'duplicate',
      run: () => {
        this.#network.take(message);
        message.duplicate();
      },
    });
    return [
      ...(this.#may('lose') ? toStores.map(lose) : []),
      ...(this.#may('duplicate') ? toStores.filter(({ kind }) => kind === 'request').map(duplicate) : []),
    ];
  }

  #disturbancesOfCluster(): Action[] {
    const { cluster } = this.#simulation;
    const actions: Action[] = [];
    if (this.#may('leader')) {
      const keys = this.#options.scene.isOneRegion ? KEYS.slice(0, 1) : KEYS;
      for (const key of keys) {
        actions.push({
          name: `the leader of ${key} moves`,
          places: cluster.addresses.stores,
          disturbance: 'leader',
          run: () => cluster.transferLeader(key, STORES),
        });
      }
    }
    if (this.#may('clock')) {
      actions.push({
        name: 'all locks expire',
        places: ['pd'],
        disturbance: 'clock',
        run: () => cluster.pd.tso.jumpForward(EXPIRY_MS),
      });
    }
    return actions;
  }

  #may(disturbance: Disturbance): boolean {
    return !this.#used.has(disturbance) && this.#used.size < this.#options.disturbances;
  }

  /** All that is still on its way arrives, what is unknown is settled, and readers clear every lock away. */
  async #finish(session: Session): Promise<void> {
    for (const message of this.#network.held.splice(0)) {
      message.deliver();
      await this.#simulation.sleep(1);
    }
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
