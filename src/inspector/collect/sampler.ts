const WINDOW_MS = 250;
/** How much of the news about a kind of unit counts: high enough to follow a load, low enough not to flutter. */
const SMOOTHING = 0.3;

interface Kind {
  /** Begun in this window. */
  begun: number;
  /** What one makes, on average. */
  entriesEach: number;
  oneOf: number;
  /** Counts up to `oneOf`. */
  turn: number;
}

/**
 * Decides which units are recorded: transactions with all that happens on their behalf, and requests that belong to
 * none. While there is room all of them are; else one of so many, evenly over time, each kind with its share of the
 * room, so that a flood of reads does not wash the transactions away.
 */
export class Sampler {
  readonly #roomPerWindow: number;
  readonly #kinds = new Map<string, Kind>();
  #windowEndsAt = 0;
  /** Entries promised to the units of this window. */
  #promised = 0;

  /** @param maxPerSecond entries a second to be recorded, about */
  constructor(maxPerSecond: number) {
    this.#roomPerWindow = (maxPerSecond * WINDOW_MS) / 1000;
  }

  /** A unit begins. True when it is to be recorded. */
  admit(kind: string, now: number): boolean {
    if (now >= this.#windowEndsAt) this.#startWindow(now);
    const own = this.#kind(kind);
    own.begun++;
    if (++own.turn < own.oneOf) return false;
    // A flood that begins in the middle of a window: nothing is known of it yet.
    if (this.#promised > 2 * this.#roomPerWindow) return false;
    own.turn = 0;
    this.#promised += own.entriesEach;
    return true;
  }

  /** A recorded unit has ended. */
  learn(kind: string, entries: number): void {
    const own = this.#kind(kind);
    own.entriesEach += SMOOTHING * (entries - own.entriesEach);
  }

  /** Of so many of the kind one is recorded. */
  oneOf(kind: string): number {
    return this.#kind(kind).oneOf;
  }

  /** The same of every kind there was. */
  rates(now: number): Readonly<Record<string, number>> {
    if (now >= this.#windowEndsAt) this.#startWindow(now);
    return Object.fromEntries([...this.#kinds].map(([name, { oneOf }]) => [name, oneOf]));
  }

  #kind(name: string): Kind {
    let kind = this.#kinds.get(name);
    if (kind === undefined) {
      kind = { begun: 0, entriesEach: 8, oneOf: 1, turn: 0 };
      this.#kinds.set(name, kind);
    }
    return kind;
  }

  #startWindow(now: number): void {
    // Several windows without a unit are an empty one.
    if (now >= this.#windowEndsAt + WINDOW_MS) for (const kind of this.#kinds.values()) kind.begun = 0;
    this.#windowEndsAt = now + WINDOW_MS;
    this.#promised = 0;
    // Who needs less than an equal share leaves the rest to the others.
    const byNeed = [...this.#kinds.values()].sort((a, b) => need(a) - need(b));
    let room = this.#roomPerWindow;
    for (const [place, kind] of byNeed.entries()) {
      const share = room / (byNeed.length - place);
      kind.oneOf = Math.max(1, Math.ceil(need(kind) / share));
      room -= Math.min(share, need(kind));
      kind.begun = 0;
    }
  }
}

function need({ begun, entriesEach }: Kind): number {
  return begun * entriesEach;
}
