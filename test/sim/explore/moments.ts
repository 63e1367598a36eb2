import { Unordered } from './fingerprint.ts';

/** A moment at which a caller asked for something, or was told something. */
interface Tick {
  readonly at: number;
  /** When the first message arrived that was sent after it. */
  arrivedAt: number | undefined;
}

/**
 * The order of events as the outside world sees it. What happens in a client alone has no place in it: whatever a caller
 * does is as good as done later, up to the arrival of the first message that comes of it. So a call is taken to begin
 * there, and to end when it ends, and answers that can come at any time may come at once.
 */
export class Moments {
  readonly #changes: () => number;
  readonly #ticks = new Map<string, Tick[]>();
  /** Of each client: how many of its ticks have arrived. */
  readonly #arrived = new Map<string, number>();
  /** How many changes of the data there had been at each moment. */
  readonly #changesAt: number[] = [0];

  /** @param changes how many changes of the data there have been */
  constructor(changes: () => number) {
    this.#changes = changes;
  }

  /** The next moment, at which a client asks, or is told. */
  tick(client: string): number {
    const at = this.#next();
    const ticks = this.#ticks.get(client) ?? [];
    this.#ticks.set(client, ticks);
    ticks.push({ at, arrivedAt: undefined });
    return at;
  }

  /** A client sends a message: what it did before has happened when that arrives. Gives what `arrive` is given. */
  mark(client: string): number {
    return this.#ticks.get(client)?.length ?? 0;
  }

  /** Whether something that its client did is sure to have begun only when the message arrives. */
  isFirst(client: string, mark: number): boolean {
    return mark > (this.#arrived.get(client) ?? 0);
  }

  arrive(client: string, mark: number): void {
    const before = this.#arrived.get(client) ?? 0;
    if (mark <= before) return;
    const at = this.#next();
    for (const tick of this.#ticks.get(client)?.slice(before, mark) ?? []) tick.arrivedAt = at;
    this.#arrived.set(client, mark);
  }

  /** The latest moment that something that began at one moment, and ended at another, can be said to have begun at. */
  latest(began: number, ended: number): number {
    return Math.min(this.arrivalOf(began) ?? began, ended);
  }

  /** When something is sure to have begun: not before a message of it has arrived. */
  arrivalOf(moment: number): number | undefined {
    return this.#tickAt(moment)?.arrivedAt;
  }

  /** When the last thing that a client did is sure to have begun; undefined when it may begin later. */
  lastArrivalOf(client: string): number | undefined {
    return this.#ticks.get(client)?.at(-1)?.arrivedAt;
  }

  /**
   * Whether something begins behind another moment (see `latest`), as far as that is known: all that it may depend on yet.
   * @param ended infinite when it is not over
   */
  isBehind(began: number, ended: number, other: number): unknown {
    const arrivedAt = this.arrivalOf(began);
    if (arrivedAt !== undefined) return Math.min(arrivedAt, ended) > other;
    return [began > other, ended > other];
  }

  /** Which of the ticks of one client had arrived at which of those of another. */
  get order(): unknown {
    const ticks = [...this.#ticks].flatMap(([client, own]) =>
      own.map(({ at, arrivedAt }, nth) => ({ client, name: `${client} ${nth}`, at, arrivedAt })),
    );
    const pairs = ticks.flatMap(({ client, name, arrivedAt }) =>
      ticks.flatMap((other) =>
        other.client !== client && arrivedAt !== undefined && arrivedAt < other.at
          ? [`${name} < ${other.name}`]
          : [],
      ),
    );
    return new Unordered(pairs);
  }

  changesAt(moment: number): number {
    return this.#changesAt[moment] ?? this.#changes();
  }

  #tickAt(moment: number): Tick | undefined {
    for (const ticks of this.#ticks.values()) {
      const tick = ticks.find(({ at }) => at === moment);
      if (tick !== undefined) return tick;
    }
    return undefined;
  }

  #next(): number {
    return this.#changesAt.push(this.#changes()) - 1;
  }
}
