import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { addReached, belowLine } from './coverage/line.ts';
import { printMatrix } from './report.ts';
import type { SeedResult } from './run-seed.ts';
import { runInProcesses } from './seed-pool.ts';
import { reportSeed, type SeedOptions, type SeedReport } from './seed-report.ts';
import type { SwarmOverrides } from './swarm.ts';
import { Tally } from './tally.ts';

export interface SimulateOptions {
  readonly first: number;
  readonly seeds: number;
  readonly minutes: number | undefined;
  /** Processes at a time. */
  readonly jobs: number;
  readonly overrides: SwarmOverrides;
  readonly isReplay: boolean;
  /** Prints what was reached, and what never was. */
  readonly showsCoverage: boolean;
  /** Whether all that is on the line must be reached. */
  readonly holdsLine: boolean;
  /** Gets what was reached by each seed run, added to what it has. */
  readonly reachedFile: string | undefined;
  /** Gets a line for each seed that is done; seeds that it has already are counted, not run. */
  readonly logFile: string | undefined;
  readonly onResult?: ((result: SeedResult) => void) | undefined;
}

/** Every so many seeds, one runs twice: both must go the same way. */
const TWICE_EVERY = 50;
const PROGRESS_EVERY_MS = 10_000;

/** Runs seeds, tells of each that is bad, and sums up; the last line printed is the sum as JSON. Gives whether all is well. */
export async function simulate(options: SimulateOptions): Promise<boolean> {
  const { first, seeds, jobs, logFile, reachedFile, isReplay, overrides } = options;
  const startedMs = performance.now();
  const endMs = startedMs + (options.minutes ?? Number.POSITIVE_INFINITY) * 60_000;
  const tally = new Tally();
  const done = new Set<number>();
  for (const report of earlierReports(logFile)) {
    if (report.seed < first || report.seed >= first + seeds) continue;
    done.add(report.seed);
    tally.add(report);
  }
  const doneBefore = done.size;
  console.log(`seeds from ${first}${doneBefore > 0 ? `, ${doneBefore} of them done before` : ''}`);

  let seed = first;
  const next = (): SeedOptions | undefined => {
    while (done.has(seed)) seed++;
    if (seed >= first + seeds || performance.now() >= endMs) return undefined;
    const isTwice = isReplay || seed % TWICE_EVERY === 0;
    return { seed: seed++, overrides, isTwice, isReplay };
  };
  let toldMs = startedMs;
  const onReport = (report: SeedReport) => {
    tally.add(report);
    if (logFile !== undefined)
      appendFileSync(logFile, `${JSON.stringify({ ...report, lines: [], marks: [] })}\n`);
    for (const line of report.lines) console.log(line);
    if (performance.now() - toldMs < PROGRESS_EVERY_MS) return;
    toldMs = performance.now();
    const speed = rate(tally.seeds - doneBefore, startedMs);
    console.log(`${tally.seeds} of ${seeds} seeds, ${tally.badSeeds.length} bad, ${speed} seeds/s`);
  };
  if (jobs > 1) await runInProcesses(jobs, next, onReport);
  else {
    for (let one = next(); one !== undefined; one = next()) onReport(await reportSeed(one, options.onResult));
  }
  if (reachedFile !== undefined) addReached(reachedFile, tally.seeds - doneBefore, tally.coverage);
  return sumUp(tally, options, rate(tally.seeds - doneBefore, startedMs));
}

function earlierReports(logFile: string | undefined): SeedReport[] {
  if (logFile === undefined || !existsSync(logFile)) return [];
  const lines = readFileSync(logFile, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as SeedReport);
}

function rate(count: number, sinceMs: number): string {
  return ((count / (performance.now() - sinceMs)) * 1000).toFixed(1);
}

function sumUp(
  tally: Tally,
  { first, showsCoverage, holdsLine }: SimulateOptions,
  seedsPerSecond: string,
): boolean {
  const { counts, badSeeds, coverage, seeds } = tally;
  console.log(
    `${seeds} seeds from ${first}, ${seedsPerSecond} seeds/s: ` +
      `${counts.transactions} transactions (${counts.unknown} of unknown outcome, ${counts.writeSkews} write skews, ${counts.deadlocks} deadlocks), ` +
      `${counts.strikes} faults struck, ${counts.messages} messages, ` +
      `${(counts.virtualMs / 3_600_000).toFixed(1)} hours of virtual time`,
  );
  console.log(`reached: ${coverage.summary}${showsCoverage ? '' : '; --coverage lists them'}`);
  if (showsCoverage) {
    printMatrix(
      ['reached', 'in seeds'],
      coverage.seedsOf.map(([mark, times]) => [mark, `${times}`]),
    );
    for (const mark of coverage.missing()) console.log(`never: ${mark}`);
  }
  const below = holdsLine ? belowLine(coverage) : [];
  for (const mark of below) console.log(`BELOW THE LINE, not reached: ${mark}`);
  console.log(badSeeds.length === 0 ? 'no anomaly' : `${badSeeds.length} BAD SEEDS`);
  if (!tally.showsWhatIsAllowed)
    console.log('no write skew at all: either we pay for serialisability, or nothing was tested');
  console.log(
    `summary ${JSON.stringify({ first, seeds, seedsPerSecond: Number(seedsPerSecond), badSeeds, ...counts })}`,
  );
  return badSeeds.length === 0 && tally.showsWhatIsAllowed && below.length === 0;
}
