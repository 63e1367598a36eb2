import type { Anomaly } from '../history.ts';
import { RejectionWatch } from '../rejection-watch.ts';
import { runSeed } from '../run-seed.ts';
import { drawSwarm } from '../swarm.ts';
import type { WorldOptions } from '../world.ts';
import { type Bug, planted } from './bugs.ts';
import { simulationWithout } from './undone-fix.ts';

export interface Catch {
  /** How many seeds it took; undefined when none found the bug. */
  readonly seeds: number | undefined;
  readonly anomaly: Anomaly | undefined;
}

/** Runs seeds with a planted bug until one of them complains. */
export async function hunt(bug: Bug, firstSeed: number, mostSeeds: number): Promise<Catch> {
  const runBad = bug.undone === undefined ? runSeed : await simulationWithout(bug.undone);
  for (let seeds = 1; seeds <= mostSeeds; seeds++) {
    const swarm = drawSwarm(firstSeed + seeds - 1, {
      workloads: bug.workloads,
      operations: 80,
      watched: true,
      ...bug.given,
    });
    const anomalies = await anomaliesOf(runBad, { swarm, substitution: planted(bug) });
    if (anomalies.length === 0) continue;
    // The bug is caught when the same seed is well without it.
    const [own] = await anomaliesOf(runSeed, { swarm });
    if (own === undefined) return { seeds, anomaly: mostTelling(anomalies) };
    console.log(`seed ${swarm.seed} of ${bug.workloads} is bad by itself: ${own.name}`);
  }
  return { seeds: undefined, anomaly: undefined };
}

async function anomaliesOf(run: typeof runSeed, options: WorldOptions): Promise<readonly Anomaly[]> {
  const rejections = new RejectionWatch();
  const { anomalies } = await run(options);
  return [...anomalies, ...rejections.end()];
}

/** A broken cluster explains what failed because of it. */
function mostTelling(anomalies: readonly Anomaly[]): Anomaly | undefined {
  return anomalies.find(({ name }) => name === 'broken-cluster') ?? anomalies[0];
}
