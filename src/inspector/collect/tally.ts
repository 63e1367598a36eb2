import type { Stats } from '../recording/recording.ts';

/** More machines than a program has, unless it makes them on the way: those count as one then. */
const MAX_MACHINES = 100;
const OTHERS = '(others)';

/** Counts of one machine's actors. */
export interface MachineTally {
  readonly live: Map<string, number>;
  readonly ended: Map<string, number>;
}

/** How many actors of each machine are in each state, and how many ended in which: of all there are. */
export class Tally {
  readonly #machines = new Map<string, MachineTally>();

  of(machine: string): MachineTally {
    const known = this.#machines.get(machine);
    if (known !== undefined) return known;
    if (this.#machines.size > MAX_MACHINES && machine !== OTHERS) return this.of(OTHERS);
    const made = { live: new Map(), ended: new Map() };
    this.#machines.set(machine, made);
    return made;
  }

  toJSON(): Pick<Stats, 'live' | 'ended'> {
    const counts = (which: keyof MachineTally) =>
      Object.fromEntries(
        [...this.#machines].map(([machine, tally]) => [
          machine,
          Object.fromEntries([...tally[which]].filter(([, count]) => count > 0)),
        ]),
      );
    return { live: counts('live'), ended: counts('ended') };
  }
}

export function count(counts: Map<string, number>, state: string, by: 1 | -1): void {
  counts.set(state, (counts.get(state) ?? 0) + by);
}
