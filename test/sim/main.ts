import { parseArgs } from 'node:util';
import { runSeed } from './run-seed.ts';
import { drawSwarm } from './swarm.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '1000' },
    first: { type: 'string' },
    minutes: { type: 'string' },
  },
});

const startedMs = performance.now();
const first = Number(values.seed ?? values.first ?? 1);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const untilMs = values.minutes === undefined ? Number.POSITIVE_INFINITY : Number(values.minutes) * 60_000;
let bad = 0;
let current = 0;
process.on('unhandledRejection', (error) => console.log('UNHANDLED', current, error));
for (let seed = first; seed < first + count && performance.now() - startedMs < untilMs; seed++) {
  const began = performance.now();
  current = seed;
  const result = await runSeed({ swarm: drawSwarm(seed) });
  const by = { ok: 0, failed: 0, unknown: 0 };
  for (const { outcome } of result.history.transactions) by[outcome]++;
  if (result.anomalies.length > 0 || values.seed) {
    bad++;
    console.log(
      seed,
      JSON.stringify(by),
      result.swarm.workloads.join(),
      result.swarm.nemeses.join(),
      `${Math.round(performance.now() - began)} ms`,
      `${Math.round(result.virtualMs / 1000)} s`,
      result.messages,
      result.traceHash,
    );
    for (const { name, detail } of result.anomalies.slice(0, 5))
      console.log('   ', name, detail.slice(0, 1500));
  }
}
console.log(
  `${count} seeds, ${bad} bad, ${(count / ((performance.now() - startedMs) / 1000)).toFixed(2)} seeds/s`,
);
