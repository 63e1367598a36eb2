import type { Anomaly } from '../history.ts';
import type { Cut, Verb } from '../interrupt/verbs.ts';
import { RejectionWatch } from '../rejection-watch.ts';
import { drawSwarm } from '../swarm.ts';
import type { WorldOptions } from '../world.ts';
import { type Bug, planted } from './bugs.ts';
import { type Hunted, hunted as sound } from './hunted.ts';
import { simulationWithout } from './undone-fix.ts';

export interface Catch {
  /** Where the bug was found, such as `seed 3`. */
  readonly by: string;
  readonly anomaly: Anomaly;
}

/** Ways of one scene: those of a small one are fewer. */
const MOST_RUNS = 3_000;

/**
 * Hunts for a planted bug. Undefined when it is not found; a client without it is well wherever it is.
 * @throws when what changes messages fails by itself: any seed would be bad then
 */
export async function hunt(bug: Bug, firstSeed: number, mostSeeds: number): Promise<Catch | undefined> {
  const bad = bug.undone === undefined ? sound : await simulationWithout(bug.undone);
  if (bug.scene !== undefined) return huntInScene(bad, bug.scene);
  if (bug.verb !== undefined) return huntByVerb(bad, bug.verb);
  return huntBySeeds(bad, bug, firstSeed, mostSeeds);
}

async function huntBySeeds(
  bad: Hunted,
  bug: Bug,
  firstSeed: number,
  mostSeeds: number,
): Promise<Catch | undefined> {
  for (let seed = firstSeed; seed < firstSeed + mostSeeds; seed++) {
    const { workloads = [], given } = bug;
    const swarm = drawSwarm(seed, { workloads, operations: 80, watched: true, ...given });
    const broken: unknown[] = [];
    const substitution = planted(bug, (error) => broken.push(error));
    const anomalies = await anomaliesOf(bad, { swarm, substitution });
    if (broken.length > 0) throw new Error('The planted bug fails by itself', { cause: broken[0] });
    const anomaly = mostTelling(anomalies);
    if (anomaly === undefined) continue;
    // The bug is caught when the same seed is well without it.
    const [own] = await anomaliesOf(sound, { swarm });
    if (own === undefined) return { by: `seed ${seed}`, anomaly };
    console.log(`seed ${seed} of ${workloads} is bad by itself: ${own.name}`);
  }
  return undefined;
}

async function huntInScene(bad: Hunted, scene: string): Promise<Catch | undefined> {
  const options = { disturbances: 1, mostRuns: MOST_RUNS };
  const found = await bad.explore(scene, options);
  const anomaly = mostTelling(found.bad?.anomalies ?? []);
  if (anomaly === undefined || (await sound.explore(scene, options)).bad !== undefined) return undefined;
  return { by: `run ${found.counts.runs} of ${scene}`, anomaly };
}

async function huntByVerb(
  bad: Hunted,
  { name, cut }: Exclude<Bug['verb'], undefined>,
): Promise<Catch | undefined> {
  const verb = bad.VERBS[name] as Verb;
  // That a client without the bug is well there is tested (`interrupt/*.test.ts`).
  const detail = await wrongOf(bad, verb, cut);
  if (detail === undefined) return undefined;
  return { by: `${name}, ${cut}`, anomaly: { name: 'interrupted', detail } };
}

/** Also where it never ends, since a promise that rejects is heard by nobody. */
async function wrongOf({ interruptEverywhere }: Hunted, verb: Verb, cut: Cut): Promise<string | undefined> {
  const rejections = new RejectionWatch();
  let wrong: string | undefined;
  try {
    wrong = await interruptEverywhere(verb, cut);
  } catch (error) {
    wrong = String(error);
  }
  return rejections.end()[0]?.detail ?? wrong;
}

async function anomaliesOf({ runSeed }: Hunted, options: WorldOptions): Promise<readonly Anomaly[]> {
  const rejections = new RejectionWatch();
  const { anomalies } = await runSeed(options);
  return [...anomalies, ...rejections.end()];
}

/** A broken cluster explains what failed because of it. */
function mostTelling(anomalies: readonly Anomaly[]): Anomaly | undefined {
  return anomalies.find(({ name }) => name === 'broken-cluster') ?? anomalies[0];
}
