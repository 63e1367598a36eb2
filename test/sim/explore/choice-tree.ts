import { SeededRandom } from '../../../src/testing/index.ts';
import type { Rename } from './fingerprint.ts';

/** Thrown out of a run that has come to where another was before. */
export class SeenBefore extends Error {}

/** Something that may be chosen. */
export interface Option {
  /** No other option of the state has it. */
  readonly name: string;
  /** What it has to do with: options with nothing in common come to the same in either order. `*` is everything. */
  readonly touches: readonly string[];
}

/** What tells a state from others. */
export interface Told {
  readonly state: string;
  /** When it is told as that of which it is the mirror image: gives the names that options have there, and back. */
  readonly rename?: Rename | undefined;
}

type Sleeping = ReadonlyMap<string, Option>;

/** A choice that a run has made, and those before it. */
interface Path {
  readonly before: Path | undefined;
  readonly choice: string;
}

/** A choice that is to be made. */
interface Open {
  readonly path: Path | undefined;
  /** What need not be chosen next: it was before, or is elsewhere, and comes to the same. */
  readonly sleeping: Sleeping;
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
 *
 * Of choices that have nothing to do with each other only one order is gone, where possible.
 *
 * @see Godefroid, Partial-Order Methods for the Verification of Concurrent Systems, sleep sets with state matching
 */
export class ChoiceTree {
  readonly counts: TreeCounts = { runs: 0, ends: 0, states: 0, depth: 0 };
  readonly #random = new SeededRandom(1);
  /** States, each with what was not chosen there. */
  readonly #seen = new Map<string, Sleeping>();
  readonly #open: Open[] = [{ path: undefined, sleeping: new Map() }];
  #sleeping: Sleeping = new Map();
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
      const { path, sleeping } = this.#pick();
      this.#planned = choicesOf(path);
      this.#sleeping = sleeping;
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
  choose(stateOf: () => Told, options: readonly Option[]): string {
    const planned = this.#planned[this.#taken];
    const isChecked = this.#rechecked > 0;
    const told = planned === undefined || isChecked ? stateOf() : { state: '' };
    const { state, rename = same } = told;
    const names = options.map(({ name }) => name);
    if (isChecked) this.#check(state, names.map(rename));
    const chosen = planned ?? this.#explore(told, options);
    if (isChecked) this.#last = `${state} ${rename(chosen)}`;
    if (!names.includes(chosen))
      throw new Error(`Not repeatable: ${chosen} is not among ${names.join(', ')}`);
    this.#path = { before: this.#path, choice: chosen };
    this.#taken++;
    return chosen;
  }

  /** Tells what happens without a choice. @throws SeenBefore when that comes to what comes of another choice */
  pass(option: Option): void {
    if (this.#taken < this.#planned.length) return;
    if (this.#sleeping.has(option.name)) throw new SeenBefore();
    this.#sleeping = stillSleeping(this.#sleeping, option);
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
  end(stateOf: () => Told): void {
    if (this.#taken < this.#planned.length) throw new Error('Not repeatable: over before its choices are');
    const state = `end ${stateOf().state}`;
    if (this.#rechecked > 0) this.#check(state, []);
    if (this.#seen.has(state)) throw new SeenBefore();
    this.#seen.set(state, new Map());
    this.counts.ends++;
  }

  /** From anywhere: who does not go every way has been everywhere. */
  #pick(): Open {
    const index = this.#random.below(this.#open.length);
    const picked = this.#open[index] as Open;
    const last = this.#open.pop() as Open;
    if (index < this.#open.length) this.#open[index] = last;
    return picked;
  }

  #explore({ state, rename = same }: Told, choices: readonly Option[]): string {
    const options = choices.map((option) => renamed(option, rename));
    const before = this.#seen.get(state);
    if (before !== undefined && this.#random.chance(this.#rechecked)) {
      const picked = this.#random.pick(choices);
      this.#sleeping = stillSleeping(this.#sleeping, picked);
      return picked.name;
    }
    const sleeping = allRenamed(this.#sleeping, rename);
    const kept = new Map([...sleeping].filter(([name]) => before?.has(name) ?? true));
    this.#seen.set(state, kept);
    if (before === undefined) this.counts.states++;
    const wanted = options.filter(({ name }) => !kept.has(name) && isWanted(name, options, before, kept));
    const chosen = new Map(kept);
    const opens = wanted.map((option) => {
      const then = stillSleeping(chosen, option);
      chosen.set(option.name, apart(option));
      const path = { before: this.#path, choice: rename(option.name) };
      return { path, sleeping: allRenamed(then, rename) };
    });
    const [first, ...others] = opens;
    if (first === undefined) throw new SeenBefore();
    this.#open.push(...others);
    this.#sleeping = first.sleeping;
    return first.path.choice;
  }
}

/** Whether an option is to be chosen in a state, now that `kept` may stay unchosen there, not all of `before`. */
function isWanted(
  name: string,
  options: readonly Option[],
  before: Sleeping | undefined,
  kept: Sleeping,
): boolean {
  if (before === undefined || before.has(name)) return true;
  // What has woken and cannot be chosen here yet is to be chosen behind all that can.
  return [...before.keys()].some(
    (other) => !kept.has(other) && options.every((option) => option.name !== other),
  );
}

/** What need not be chosen before something need not be chosen after it, unless the two have to do with each other. */
function stillSleeping(sleeping: Sleeping, { touches }: Option): Sleeping {
  const isFree = (other: Option) =>
    ![...touches, ...other.touches].includes('*') && !touches.some((one) => other.touches.includes(one));
  return new Map([...sleeping].filter(([, other]) => isFree(other)));
}

const same: Rename = (text) => text;

function renamed({ name, touches }: Option, rename: Rename): Option {
  return { name: rename(name), touches: touches.map(rename) };
}

function allRenamed(options: Sleeping, rename: Rename): Sleeping {
  if (rename === same) return options;
  return new Map([...options.values()].map((option) => [rename(option.name), renamed(option, rename)]));
}

/** Without all else that an option is, which would keep its whole run in memory. */
function apart({ name, touches }: Option): Option {
  return { name, touches };
}

function choicesOf(path: Path | undefined): readonly string[] {
  const choices: string[] = [];
  for (let at = path; at !== undefined; at = at.before) choices.push(at.choice);
  return choices.reverse();
}
