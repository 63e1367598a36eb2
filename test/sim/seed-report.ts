import { EdgeWatch, type Marks, marksOf } from './coverage/coverage.ts';
import { Diagram } from './diagram.ts';
import type { Anomaly } from './history.ts';
import { RejectionWatch } from './rejection-watch.ts';
import { runSeed, type SeedResult } from './run-seed.ts';
import { shrink } from './shrink.ts';
import { drawSwarm, type Swarm, type SwarmOverrides } from './swarm.ts';
import { countWriteSkews } from './workloads/write-skew.ts';
import type { Inspect } from './world.ts';

export interface SeedOptions {
  readonly seed: number;
  readonly overrides: SwarmOverrides;
  /** Runs twice: both must go the same way. */
  readonly isTwice: boolean;
  /** Tells every message, also when all is well, and does not shrink. */
  readonly isReplay: boolean;
}

/** What a seed came to, as plain data: it may come from another process. */
export interface SeedReport {
  readonly seed: number;
  /** Names of what was wrong. */
  readonly anomalies: readonly string[];
  /** For people: all there is to say of a bad seed, nothing of a good one. */
  readonly lines: readonly string[];
  readonly counts: Readonly<Record<CountName, number>>;
  readonly marks: Marks;
}

export const COUNT_NAMES = [
  'transactions',
  'unknown',
  'writeSkews',
  'deadlocks',
  'strikes',
  'messages',
  'virtualMs',
] as const;
export type CountName = (typeof COUNT_NAMES)[number];

export const NO_COUNTS: Readonly<Record<CountName, number>> = {
  transactions: 0,
  unknown: 0,
  writeSkews: 0,
  deadlocks: 0,
  strikes: 0,
  messages: 0,
  virtualMs: 0,
};

const FRAMES = 30;
const CORE_LINES = 60;

/** Runs one seed, and finds the smallest run that goes wrong in the same way. */
export async function reportSeed(
  options: SeedOptions,
  onResult?: (result: SeedResult) => void,
): Promise<SeedReport> {
  const { seed, overrides, isTwice, isReplay } = options;
  // Errors are made by the hundred; whoever looks at one looks at a replay.
  Error.stackTraceLimit = isReplay ? FRAMES : 0;
  const drawn = drawSwarm(seed, overrides);
  const swarm = isReplay ? inspected(drawn) : drawn;
  const diagram = isReplay ? new Diagram() : undefined;
  const edges = new EdgeWatch();
  const rejections = new RejectionWatch();
  const inspect: Inspect = (event, ...where) => {
    edges.inspect(event);
    diagram?.addSteps(event, ...where);
  };
  const result = await runSeed({ swarm, inspect, onMessage: diagram?.add });
  const anomalies = [...result.anomalies, ...rejections.end()];
  if (isTwice) {
    const again = await runSeed({ swarm, inspect: () => {} });
    if (again.traceHash !== result.traceHash) {
      anomalies.push({ name: 'not-deterministic', detail: `${result.traceHash}, then ${again.traceHash}` });
    }
  }
  onResult?.(result);
  const lines = [...(diagram?.lines() ?? [])];
  if (anomalies.length > 0 || isReplay) lines.push(...describe({ ...result, anomalies }));
  if (anomalies.length > 0 && !isReplay)
    lines.push(...(await describeCore(swarm, overrides, (anomalies[0] as Anomaly).name)));
  return {
    seed,
    anomalies: [...new Set(anomalies.map(({ name }) => name))],
    lines,
    counts: countsOf(result),
    marks: marksOf(result, edges),
  };
}

function countsOf({ history, strikes, messages, virtualMs }: SeedResult): SeedReport['counts'] {
  const { transactions } = history;
  return {
    transactions: transactions.length,
    unknown: transactions.filter(({ outcome }) => outcome === 'unknown').length,
    writeSkews: countWriteSkews(history),
    deadlocks: history.lockCalls.filter(({ cycle }) => cycle !== undefined).length,
    strikes: strikes.length,
    messages,
    virtualMs: Math.round(virtualMs),
  };
}

function describe({
  swarm,
  anomalies,
  history,
  traceHash,
  messages,
  virtualMs,
  strikes,
}: SeedResult): string[] {
  const by = { ok: 0, failed: 0, unknown: 0 };
  for (const { outcome } of history.transactions) by[outcome]++;
  return [
    `seed ${swarm.seed}: npm run sim -- --seed ${swarm.seed}`,
    `  workloads ${swarm.workloads.join(', ')}; faults ${swarm.nemeses.join(', ') || 'none'}`,
    `  ${by.ok} ok, ${by.failed} failed, ${by.unknown} unknown; ${strikes.length} faults struck; ` +
      `${messages} messages in ${Math.round(virtualMs / 1000)} s; trace ${traceHash}`,
    ...anomalies.slice(0, 8).map(({ name, detail }) => `  ${name}: ${detail.slice(0, 1_500)}`),
    ...(anomalies.length > 8 ? [`  and ${anomalies.length - 8} more`] : []),
  ];
}

/** The same run, seen by an inspector, which changes nothing of it. */
function inspected(swarm: Swarm): Swarm {
  return { ...swarm, inspected: true };
}

/**
 * The smallest run that goes wrong in the same way: how to have it again, and the messages and the steps of machines about
 * what went wrong.
 */
async function describeCore(swarm: Swarm, overrides: SwarmOverrides, name: string): Promise<string[]> {
  const { operations, without, runs } = await shrink(swarm, overrides, name);
  const dropped = without.length > 0 ? ` --without ${without.join()}` : '';
  const diagram = new Diagram();
  Error.stackTraceLimit = FRAMES;
  const core = await runSeed({
    swarm: inspected(drawSwarm(swarm.seed, { ...overrides, operations, without })),
    onMessage: diagram.add,
    inspect: diagram.addSteps,
  });
  const told = core.anomalies.find((one) => one.name === name)?.detail ?? '';
  const about = subjectsOf(told, core);
  return [
    `  shrunk in ${runs} runs: npm run sim -- --seed ${swarm.seed} --operations ${operations}${dropped}`,
    `  ${name}: ${told.slice(0, 300)}`,
    ...diagram.lines(about, CORE_LINES).map((line) => `  ${line}`),
  ];
}

/** What an anomaly tells of: transactions, by their timestamps, or else keys. */
function subjectsOf(told: string, { history }: SeedResult): readonly string[] {
  const timestamps = told.match(/\d{18}/g) ?? [];
  const ids = told.match(/(?<=^|[ ,])\d{1,5}(?= [(a-z])/g) ?? [];
  const named = ids.flatMap((id) => history.transactions[Number(id)]?.startTs ?? []);
  if (timestamps.length + named.length > 0) return [...timestamps, ...named.map(String)];
  return told.match(/[a-z-]+\/\d+(\/\d+)?/g) ?? [];
}
