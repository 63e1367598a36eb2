import type { Cluster } from '../../../src/testing/index.ts';
import type { Option } from './choice-tree.ts';
import { Unordered } from './fingerprint.ts';
import type { HeldMessage, HeldNetwork } from './held-network.ts';
import { KEYS, type Scene } from './scenes.ts';

export const STORES = 3;
/** Longer than any lock lives. */
export const EXPIRY_MS = 60_000;

/**
 * What may be done to a run besides delivering its messages: a request or an answer is lost, the latter maybe with its
 * connection, a request is done twice, a leader moves, all locks expire.
 */
export const KINDS = ['request', 'answer', 'break', 'duplicate', 'leader', 'clock'] as const;
export type Kind = (typeof KINDS)[number];

/** Each of them once. */
type Disturbance = 'lose' | 'duplicate' | 'leader' | 'clock';

export interface Action extends Option {
  readonly disturbance?: Disturbance;
  /** What it does matters to nobody until some message notices it. */
  readonly unnoticed?: Unnoticed;
  run(): void;
}

interface Unnoticed {
  readonly name: string;
  readonly isNoticed: (message: HeldMessage) => boolean;
  /** A message that was done before, not something that befell the cluster: that would notice it, too. */
  readonly isCopy: boolean;
}

export const CLIENTS = ['c1', 'c2'] as const;

const EVERYTHING = ['*'];
/** All that use up what a run may have of them. */
const DISTURBANCES = 'disturbances';

const READS: ReadonlySet<string> = new Set(['KvGet', 'KvBatchGet', 'KvScan', 'KvBufferBatchGet']);

/** All that may happen next in a run: messages arrive, and a number of disturbances strike. */
export class Happenings {
  readonly #scene: Scene;
  readonly #disturbances: number;
  readonly #kinds: ReadonlySet<Kind>;
  readonly #cluster: Cluster;
  readonly #network: HeldNetwork;
  readonly #used = new Set<Disturbance>();
  /** Copies that arrive when all else is over. */
  readonly #kept = new Set<string>();
  /** What has happened last, and bears on nothing but the next message: that has to be one that notices it. */
  #unnoticed: Unnoticed | undefined;

  /** @param disturbances of one run, at most, each of another kind */
  constructor(
    scene: Scene,
    disturbances: number,
    kinds: readonly Kind[],
    cluster: Cluster,
    network: HeldNetwork,
  ) {
    this.#scene = scene;
    this.#disturbances = disturbances;
    this.#kinds = new Set(kinds);
    this.#cluster = cluster;
    this.#network = network;
  }

  /** Whether stores work out timestamps of commits. */
  get usesMaxTs(): boolean {
    const { asyncCommit, onePhaseCommit } = this.#scene.client;
    return asyncCommit === true || onePhaseCommit === true;
  }

  hasHappened(disturbance: Disturbance): boolean {
    return this.#used.has(disturbance);
  }

  /** What may happen later depends on it. */
  state(): unknown {
    return [[...this.#used].sort(), new Unordered(this.#kept), this.#unnoticed?.name];
  }

  take(action: Action): void {
    if (action.disturbance !== undefined) this.#used.add(action.disturbance);
    this.#unnoticed = action.unnoticed;
    action.run();
  }

  /** What may happen now; nothing when only time can pass. */
  next(): Action[] {
    const { held } = this.#network;
    if (this.#unnoticed !== undefined) return this.#noticing(this.#unnoticed);
    const alone = held.find((message) => this.#isAlone(message));
    if (alone !== undefined) return [this.#delivery(alone), ...this.#disturbancesOf([alone])];
    const fresh = held.filter(({ isCopy }) => !isCopy);
    const copies = held.filter(({ isCopy, name }) => isCopy && !(fresh.length === 0 && this.#kept.has(name)));
    const actions = fresh.map((message) => this.#delivery(message));
    if (fresh.length > 0) {
      const ofCluster = this.#disturbancesOfCluster();
      return [
        ...actions,
        ...copies.flatMap((copy) => this.#early(copy)),
        ...this.#disturbancesOf(fresh),
        ...ofCluster,
      ];
    }
    const [copy] = copies;
    if (copy === undefined) return [];
    const late = { name: `${copy.name} is late`, touches: EVERYTHING, run: () => this.#kept.add(copy.name) };
    return [...copies.map((message) => this.#delivery(message)), late, ...this.#disturbancesOfCluster()];
  }

  /** What may happen after something that nothing has noticed yet. */
  #noticing({ isNoticed, isCopy }: Unnoticed): Action[] {
    const messages = this.#network.held.filter((message) => !message.isCopy && isNoticed(message));
    const deliveries = messages.map((message) => this.#delivery(message));
    const more = this.#disturbancesOfCluster(isCopy ? undefined : isNoticed);
    return [...deliveries, ...this.#duplicatesOf(messages), ...more];
  }

  /** Nothing else can come to its client before it: it may as well come now. */
  #isAlone({ kind, client, name }: HeldMessage): boolean {
    const { held } = this.#network;
    if (kind !== 'answer' || this.#network.awaits(client)) return false;
    return !held.some((other) => other.client === client && other.name !== name && !other.isCopy);
  }

  #delivery(message: HeldMessage): Action {
    const { name, kind } = message;
    return {
      name: `${name} ${kind === 'request' ? '->' : '<-'}`,
      touches: this.#touchedBy(message),
      run: () => {
        this.#network.take(message);
        message.deliver();
      },
    };
  }

  /** What has nothing in common comes to the same in either order: what happens at different places. */
  #touchedBy({ name, kind, client, place, isFirst }: HeldMessage): readonly string[] {
    if (kind === 'answer') return [name, client, `told ${client}`];
    // It is sure to have begun before what others are told from now on.
    const begins = isFirst()
      ? CLIENTS.filter((other) => other !== client).map((other) => `told ${other}`)
      : [];
    // PD's answers are there at once.
    const answers = place === 'pd' ? [client, `told ${client}`] : [];
    return [name, place, ...answers, ...begins];
  }

  /** A copy arrives before other requests do: it may as well come right before the first at the same place. */
  #early(copy: HeldMessage): Action[] {
    const delivery = this.#delivery(copy);
    if (this.#network.hasWaiters) return [{ ...delivery, touches: EVERYTHING }];
    const isNoticed = ({ kind, place }: HeldMessage) => kind === 'request' && place === copy.place;
    const isDue = this.#network.held.some((message) => !message.isCopy && isNoticed(message));
    if (!isDue && !this.#may('leader')) return [];
    return [
      { ...delivery, touches: EVERYTHING, unnoticed: { name: delivery.name, isNoticed, isCopy: true } },
    ];
  }

  #disturbancesOf(messages: readonly HeldMessage[]): Action[] {
    if (!this.#may('lose')) return this.#duplicatesOf(messages);
    const losses = messages
      .filter(({ place }) => place !== 'pd')
      .flatMap((message) => this.#lossesOf(message));
    return [...losses, ...this.#duplicatesOf(messages)];
  }

  #lossesOf(message: HeldMessage): Action[] {
    const { name, kind, client } = message;
    const loss = (how: string, then?: () => void): Action => ({
      name: `${name} ${kind} ${how}`,
      touches: [name, client, `told ${client}`, DISTURBANCES],
      disturbance: 'lose',
      run: () => {
        this.#network.take(message);
        then?.();
      },
    });
    const losses = this.#kinds.has(kind) ? [loss('lost')] : [];
    const { breakOff } = message;
    if (breakOff !== undefined && this.#kinds.has('break')) losses.push(loss('broken', breakOff));
    return losses;
  }

  /** A read that is done twice is as good as done once. */
  #duplicatesOf(messages: readonly HeldMessage[]): Action[] {
    if (!this.#may('duplicate')) return [];
    return messages
      .filter(({ kind, place, rpc }) => kind === 'request' && place !== 'pd' && !READS.has(rpc))
      .map((message) => ({
        name: `${message.name} twice`,
        touches: [...this.#touchedBy(message), DISTURBANCES],
        disturbance: 'duplicate',
        run: () => {
          this.#network.take(message);
          message.duplicate();
        },
      }));
  }

  /**
   * What befalls the cluster may as well do so right before the first message that notices it.
   * @param alsoNotices what has befallen it before, and was not noticed yet
   */
  #disturbancesOfCluster(alsoNotices: Unnoticed['isNoticed'] = () => true): Action[] {
    const { isOneRegion } = this.#scene;
    const actions: Action[] = [];
    const add = (
      disturbance: Disturbance,
      name: string,
      notices: Unnoticed['isNoticed'],
      run: () => void,
    ) => {
      const isNoticed = (message: HeldMessage) => notices(message) && alsoNotices(message);
      const isDue = this.#network.held.some((message) => !message.isCopy && isNoticed(message));
      if (isDue)
        actions.push({
          name,
          touches: EVERYTHING,
          disturbance,
          unnoticed: { name, isNoticed, isCopy: false },
          run,
        });
    };
    if (this.#may('leader')) {
      for (const [index, key] of (isOneRegion ? KEYS.slice(0, 1) : KEYS).entries()) {
        const elsewhere = isOneRegion ? undefined : this.#cluster.addresses.stores[1 - index];
        // A new leader learns of the timestamps there are: that matters where stores work some out.
        const notices = ({ kind, place, rpc }: HeldMessage) =>
          kind === 'request' && place !== elsewhere && (rpc !== 'Tso' || this.usesMaxTs);
        add('leader', `the leader of ${key} moves`, notices, () => this.#cluster.transferLeader(key, STORES));
      }
    }
    if (this.#may('clock')) {
      add(
        'clock',
        'all locks expire',
        ({ rpc }) => rpc === 'Tso',
        () => this.#cluster.pd.tso.jumpForward(EXPIRY_MS),
      );
    }
    return actions;
  }

  #may(disturbance: Disturbance): boolean {
    const isOfKind = disturbance === 'lose' || this.#kinds.has(disturbance);
    return isOfKind && !this.#used.has(disturbance) && this.#used.size < this.#disturbances;
  }
}
