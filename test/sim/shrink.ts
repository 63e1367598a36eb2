import { runSeed } from './run-seed.ts';
import { drawSwarm, type Swarm, type SwarmOverrides } from './swarm.ts';

/** A smaller run of a seed that goes wrong in the same way. */
export interface Shrunk {
  readonly operations: number;
  readonly without: readonly string[];
  readonly runs: number;
}

/** Tries fewer operations, then fewer faults, for as long as the same anomaly remains. */
export async function shrink(swarm: Swarm, drawn: SwarmOverrides, anomaly: string): Promise<Shrunk> {
  let runs = 0;
  let best = { operations: swarm.operations, without: [] as readonly string[] };
  const attempt = async (
    overrides: SwarmOverrides & { readonly without: readonly string[]; readonly operations: number },
  ) => {
    runs++;
    const { anomalies } = await runSeed({ swarm: drawSwarm(swarm.seed, { ...drawn, ...overrides }) });
    if (!anomalies.some(({ name }) => name === anomaly)) return;
    best = { operations: overrides.operations, without: overrides.without };
  };
  for (let step = Math.floor(swarm.operations / 2); step >= 5; step = Math.floor(step / 2)) {
    await attempt({ operations: best.operations - step, without: best.without });
  }
  const faults = [
    ...swarm.nemeses,
    ...Object.entries(swarm.network).flatMap(([name, value]) =>
      value > 0 && !name.includes('atency') ? [name] : [],
    ),
    ...swarm.workloads.slice(1),
  ];
  for (const fault of faults)
    await attempt({ operations: best.operations, without: [...best.without, fault] });
  return { ...best, runs };
}
