import { SeededRandom } from '../../../src/testing/index.ts';

/** Thrown out of a run that has come to where another was before. */
export class SeenBefore extends Error {}

/** A choice that a run has made, and those before it. */
interface Path {
  readonly before: Path | undefined;
  readonly choice: string;
}

export interface TreeCounts {
  /** Runs in all. */
  runs: number;
  /** Different states in which all was over. */
  ends: number;
  /** Different states in which something was to be chosen. */
  states: number;
  /** Choices of the longest run. */
  depth: number;
}

/**
 * Runs something again and again until it has gone every way there is. A run is repeatable: the same
 * choices lead to the same state. States are told apart by what the run says of them. Whether that says enough can be
 * checked: then some runs go on from where another was before, and have to come where that has come.
 */
export class ChoiceTree {
  readonly counts: TreeCounts = { runs: 0, ends: 0, states: 0, depth: 0 };
  readonly #random = new SeededRandom(1);
  readonly #seen = new Set<string>();
  readonly #open: (Path | undefined)[] = [undefined];
  readonly #rechecked: number;
  /** What was seen to follow a state, when that is checked: its choices, and where each of them leads. */
  readonly #options = new Map<string, string>();
  readonly #next = new Map<string, string>();
  /** The last choice of this run, with the state it was made in. */
  #last: string | undefined;
  #planned: readonly string[] = [];
  #path: Path | undefined;
  #taken = 0;
  #isStopped = false;

  /** @param rechecked how many of the runs that come to where another was before go on, from 0 to 1 */
  constructor(rechecked = 0) {
    this.#rechecked = rechecked;
  }

  /** Goes every way there is. @param run makes all its choices by `choose` */
  async walk(run: () => Promise<void>, mostRuns = Number.POSITIVE_INFINITY): Promise<void> {
    while (!this.isExhausted && !this.#isStopped && this.counts.runs < mostRuns) {
      this.#path = undefined;
      this.#planned = choicesOf(this.#pick());
      this.#taken = 0;
      this.#last = undefined;
      this.counts.runs++;
      try {
        await run();
      } catch (error) {
        if (!(error instanceof SeenBefore)) throw error;
      }
      this.counts.depth = Math.max(this.counts.depth, this.#taken);
    }
  }

  /** Leaves all other ways ungone. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Whether every way was gone. */
  get isExhausted(): boolean {
    return this.#open.length === 0;
  }

  /** What this run has chosen so far. */
  get choices(): readonly string[] {
    return choicesOf(this.#path);
  }

  /**
   * @param stateOf what tells the state of the run from others; called only where no other run is known to have been
   * @param options at least one, each with a name of its own
   * @throws SeenBefore when another run has been here
   */
  choose(stateOf: () => string, options: readonly string[]): string {
    const planned = this.#planned[this.#taken];
    const isChecked = this.#rechecked > 0;
    const state = planned === undefined || isChecked ? stateOf() : '';
    if (isChecked) this.#check(state, options);
    const chosen = planned ?? this.#explore(state, options);
    if (isChecked) this.#last = `${state} ${chosen}`;
    if (!options.includes(chosen))
      throw new Error(`Not repeatable: ${chosen} is not among ${options.join(', ')}`);
    this.#path = { before: this.#path, choice: chosen };
    this.#taken++;
    return chosen;
  }

  /** @throws Error when a state was told from others too little: what follows it is not what followed it before */
  #check(state: string, options: readonly string[]): void {
    const before = this.#options.get(state);
    const now = options.toSorted().join(', ');
    const after = `after ${this.choices.join(', ')}`;
    if (before !== undefined && before !== now) {
      throw new Error(`Another state, though told alike: ${now}, not ${before}, ${after}`);
    }
    this.#options.set(state, now);
    if (this.#last === undefined) return;
    const next = this.#next.get(this.#last);
    if (next !== undefined && next !== state)
      throw new Error(`Led elsewhere before, though told alike: ${after}`);
    this.#next.set(this.#last, state);
  }

  /** Tells that there is nothing more to choose. @throws SeenBefore when another run has ended so */
  end(stateOf: () => string): void {
    if (this.#taken < this.#planned.length) throw new Error('Not repeatable: over before its choices are');
    const state = `end ${stateOf()}`;
    if (this.#rechecked > 0) this.#check(state, []);
    this.#meet(state);
    this.counts.ends++;
  }

  /** From anywhere: who does not go every way has been everywhere. */
  #pick(): Path | undefined {
    const index = this.#random.below(this.#open.length);
    const picked = this.#open[index];
    const last = this.#open.pop();
    if (index < this.#open.length) this.#open[index] = last;
    return picked;
  }

  #meet(state: string): void {
    if (this.#seen.has(state)) throw new SeenBefore();
    this.#seen.add(state);
  }

  #explore(state: string, options: readonly string[]): string {
    if (this.#seen.has(state) && this.#random.chance(this.#rechecked)) return this.#random.pick(options);
    this.#meet(state);
    this.counts.states++;
    const [first, ...others] = options as readonly [string, ...string[]];
    for (const choice of others) this.#open.push({ before: this.#path, choice });
    return first;
  }
}

function choicesOf(path: Path | undefined): readonly string[] {
  const choices: string[] = [];
  for (let at = path; at !== undefined; at = at.before) choices.push(at.choice);
  return choices.reverse();
}
