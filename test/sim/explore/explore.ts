import type { Anomaly } from '../history.ts';
import { ChoiceTree, type TreeCounts } from './choice-tree.ts';
import { Interleaving, type InterleavingOptions } from './interleaving.ts';
import { SCENES, type Scene } from './scenes.ts';

export interface Exploration {
  readonly counts: TreeCounts;
  /** What the runs have come to: see `outcomeOf`. */
  readonly outcomes: ReadonlySet<string>;
  /** Whether every way was gone. */
  readonly isExhausted: boolean;
  /** The first way that went wrong. */
  readonly bad: { readonly choices: readonly string[]; readonly anomalies: readonly Anomaly[] } | undefined;
}

export interface ExploreOptions extends Omit<InterleavingOptions, 'scene'> {
  readonly mostRuns?: number | undefined;
  /** How many of the runs that come to where another was before go on, to check that states are told apart enough. */
  readonly rechecked?: number;
}

/** Goes every way in which the messages of two transactions can come, until one goes wrong. */
export async function explore(name: string, options: ExploreOptions): Promise<Exploration> {
  const tree = new ChoiceTree(options.rechecked);
  const scene = SCENES[name] as Scene;
  const outcomes = new Set<string>();
  let bad: Exploration['bad'];
  await tree.walk(async () => {
    const { anomalies, outcome } = await Interleaving.run(tree, { scene, ...options });
    if (outcome !== undefined) outcomes.add(outcome);
    if (anomalies.length === 0) return;
    bad = { choices: tree.choices, anomalies };
    tree.stop();
  }, options.mostRuns);
  return { counts: tree.counts, outcomes, isExhausted: tree.isExhausted, bad };
}
