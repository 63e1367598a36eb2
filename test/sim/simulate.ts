import { writeFileSync } from 'node:fs';
import { Coverage } from './coverage.ts';
import { Diagram } from './diagram.ts';
import { elleHistory } from './elle.ts';
import { NEMESES } from './faults/nemeses.ts';
import type { Anomaly } from './history.ts';
import { printMatrix } from './report.ts';
import { runSeed, type SeedResult } from './run-seed.ts';
import { shrink } from './shrink.ts';
import { drawSwarm, type Swarm, type SwarmOverrides } from './swarm.ts';
import { countWriteSkews } from './workloads/write-skew.ts';

export interface SimulateOptions {
  readonly first: number;
  readonly seeds: number;
  readonly minutes: number | undefined;
  readonly overrides: SwarmOverrides;
  /** Tells what happened, also when all is well, with every message. */
  readonly isReplay: boolean;
  /** Prints what was never reached. */
  readonly showsCoverage: boolean;
  /** Gets the list-append history of the last seed. */
  readonly elleFile: string | undefined;
}

/** Every so many seeds, one runs twice: both must go the same way. */
const TWICE_EVERY = 50;
const PROGRESS_EVERY_MS = 10_000;

/** Runs seeds, tells of each that is bad, and sums up. Gives whether all were well. */
export async function simulate(options: SimulateOptions): Promise<boolean> {
  const { first, seeds, overrides, isReplay } = options;
  const coverage = new Coverage();
  const startedMs = performance.now();
  const endMs = startedMs + (options.minutes ?? Number.POSITIVE_INFINITY) * 60_000;
  const sum = {
    done: 0,
    bad: 0,
    transactions: 0,
    unknown: 0,
    messages: 0,
    strikes: 0,
    skews: 0,
    virtualMs: 0,
  };
  const rejections: unknown[] = [];
  const onRejection = (error: unknown) => rejections.push(error);
  process.on('unhandledRejection', onRejection);
  let toldMs = startedMs;
  console.log(`seeds from ${first}`);
  for (let seed = first; seed < first + seeds && performance.now() < endMs; seed++) {
    const swarm = drawSwarm(seed, overrides);
    const diagram = isReplay ? new Diagram() : undefined;
    const { inspect } = coverage;
    const result = await runSeed({ swarm, inspect, onMessage: diagram?.add });
    coverage.addMessages(result.log);
    if (options.elleFile !== undefined) writeFileSync(options.elleFile, elleHistory(result.history));
    for (const { name } of result.strikes) coverage.addStrike(name);
    const anomalies = [...result.anomalies];
    for (const error of rejections.splice(0)) {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      anomalies.push({ name: 'unhandled-rejection', detail });
    }
    if (isReplay || (seed - first) % TWICE_EVERY === 0) {
      const again = await runSeed({ swarm, inspect });
      if (again.traceHash !== result.traceHash) {
        anomalies.push({ name: 'not-deterministic', detail: `${result.traceHash}, then ${again.traceHash}` });
      }
    }
    sum.done++;
    sum.transactions += result.history.transactions.length;
    sum.unknown += result.history.transactions.filter(({ outcome }) => outcome === 'unknown').length;
    sum.messages += result.messages;
    sum.strikes += result.strikes.length;
    sum.skews += countWriteSkews(result.history);
    sum.virtualMs += result.virtualMs;
    if (anomalies.length > 0) sum.bad++;
    for (const line of diagram?.lines() ?? []) console.log(line);
    if (anomalies.length > 0 || isReplay) tell({ ...result, anomalies });
    if (anomalies.length > 0 && !isReplay) await tellCore(swarm, (anomalies[0] as Anomaly).name);
    if (performance.now() - toldMs > PROGRESS_EVERY_MS) {
      toldMs = performance.now();
      console.log(`${sum.done} of ${seeds} seeds, ${sum.bad} bad, ${rate(sum.done, startedMs)} seeds/s`);
    }
  }
  process.off('unhandledRejection', onRejection);
  const hours = (sum.virtualMs / 3_600_000).toFixed(1);
  console.log(
    `${sum.done} seeds (${first} to ${first + sum.done - 1}), ${rate(sum.done, startedMs)} seeds/s: ` +
      `${sum.transactions} transactions (${sum.unknown} of unknown outcome, ${sum.skews} write skews), ` +
      `${sum.strikes} faults struck, ${sum.messages} messages, ${hours} hours of virtual time`,
  );
  if (options.showsCoverage) tellCoverage(coverage);
  console.log(sum.bad === 0 ? 'no anomaly' : `${sum.bad} BAD SEEDS`);
  const showsSkew = sum.skews > 0 || sum.done < 100;
  if (!showsSkew)
    console.log('no write skew at all: either we pay for serialisability, or nothing was tested');
  return sum.bad === 0 && showsSkew;
}

function rate(count: number, sinceMs: number): string {
  return ((count / (performance.now() - sinceMs)) * 1000).toFixed(1);
}

function tell({ swarm, anomalies, history, traceHash, messages, virtualMs, strikes }: SeedResult): void {
  const by = { ok: 0, failed: 0, unknown: 0 };
  for (const { outcome } of history.transactions) by[outcome]++;
  console.log(`seed ${swarm.seed}: npm run sim -- --seed ${swarm.seed}`);
  console.log(`  workloads ${swarm.workloads.join(', ')}; faults ${swarm.nemeses.join(', ') || 'none'}`);
  console.log(
    `  ${by.ok} ok, ${by.failed} failed, ${by.unknown} unknown; ${strikes.length} faults struck; ` +
      `${messages} messages in ${Math.round(virtualMs / 1000)} s; trace ${traceHash}`,
  );
  for (const { name, detail } of anomalies.slice(0, 8)) console.log(`  ${name}: ${detail.slice(0, 1_500)}`);
  if (anomalies.length > 8) console.log(`  and ${anomalies.length - 8} more`);
}

const CORE_LINES = 24;

/** The smallest run that goes wrong in the same way: how to have it again, and the messages about what went wrong. */
async function tellCore(swarm: Swarm, name: string): Promise<void> {
  const { operations, without, runs } = await shrink(swarm, name);
  const dropped = without.length > 0 ? ` --without ${without.join()}` : '';
  console.log(
    `  shrunk in ${runs} runs: npm run sim -- --seed ${swarm.seed} --operations ${operations}${dropped}`,
  );
  const diagram = new Diagram();
  const core = await runSeed({
    swarm: drawSwarm(swarm.seed, { operations, without }),
    onMessage: diagram.add,
  });
  const anomaly = core.anomalies.find((one) => one.name === name);
  console.log(`  ${name}: ${anomaly?.detail.slice(0, 300)}`);
  const told = anomaly?.detail ?? '';
  const keys = told.match(/\d{18}/g) ?? told.match(/[a-z-]+\/\d+(\/\d+)?/g) ?? [];
  for (const line of diagram.lines(keys, CORE_LINES)) console.log(`  ${line}`);
}

function tellCoverage(coverage: Coverage): void {
  const counted = (counts: ReadonlyMap<string, number>) =>
    [...counts].sort().map(([what, times]) => [what, `${times}`]);
  printMatrix(['RPC and answer', 'times'], counted(coverage.answers));
  printMatrix(['fault', 'times'], counted(coverage.strikes));
  for (const { machine, walked, all, missing } of coverage.edges()) {
    console.log(`${machine}: ${walked} of ${all} edges`);
    for (const edge of missing) console.log(`  never: ${edge}`);
  }
  const idle = Object.keys(NEMESES).filter((name) => !coverage.strikes.has(name));
  if (idle.length > 0) console.log(`faults that never struck: ${idle.join(', ')}`);
}
