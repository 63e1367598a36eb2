import type { Anomaly } from '../history.ts';
import { runSeed } from '../run-seed.ts';
import { drawSwarm } from '../swarm.ts';
import { type Bug, planted } from './bugs.ts';

export interface Catch {
  /** How many seeds it took; undefined when none found the bug. */
  readonly seeds: number | undefined;
  readonly anomaly: Anomaly | undefined;
}

/** Runs seeds with a planted bug until one of them complains. */
export async function hunt(bug: Bug, firstSeed: number, mostSeeds: number): Promise<Catch> {
  for (let seeds = 1; seeds <= mostSeeds; seeds++) {
    const swarm = drawSwarm(firstSeed + seeds - 1, {
      workloads: bug.workloads,
      operations: 80,
      watched: true,
      ...bug.given,
    });
    const { anomalies } = await runSeed({ swarm, substitution: planted(bug) });
    if (anomalies.length === 0) continue;
    // The bug is caught when the same seed is well without it.
    const control = await runSeed({ swarm });
    if (control.anomalies.length === 0) return { seeds, anomaly: mostTelling(anomalies) };
    console.log(`seed ${swarm.seed} of ${bug.workloads} is bad by itself: ${control.anomalies[0]?.name}`);
  }
  return { seeds: undefined, anomaly: undefined };
}

/** A broken cluster explains what failed because of it. */
function mostTelling(anomalies: readonly Anomaly[]): Anomaly | undefined {
  return anomalies.find(({ name }) => name === 'broken-cluster') ?? anomalies[0];
}
