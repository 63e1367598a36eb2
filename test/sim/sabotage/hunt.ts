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
    });
    const { anomalies } = await runSeed({ swarm, substitution: planted(bug) });
    if (anomalies.length > 0) return { seeds, anomaly: anomalies[0] };
  }
  return { seeds: undefined, anomaly: undefined };
}
