import type { HeapProfiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';

export type Operation = (nth: number) => Promise<unknown>;

/** What one round of an operation cost. */
interface Round {
  readonly operations: number;
  readonly perSecond: number;
  /** Of this process, user and system, per operation. */
  readonly cpuMicros: number;
  /** Of each operation, ascending. */
  readonly latenciesMs: readonly number[];
}

/** What an operation costs, and how its cost stands to that of its ceiling. */
export interface Figures {
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly ceilingMicros: number;
  /** Of the rounds' own ratios the median: a neighbour on the machine slows both of a round. */
  readonly ratio: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

/** Many and short: what a neighbour on the machine takes falls on one or two of them. */
const ROUNDS = 15;

/** What is held to a limit is measured for longer than a neighbour is noisy. */
export const ROUNDS_OF_HELD = 60;

/** So often V8 has run what it is to compile well; what is slow gets less of it. */
const WARM_OPERATIONS = 20_000;
const WARM_UP_MS = 8_000;

async function warmUp(callers: number, operation: Operation): Promise<void> {
  const endsAtMs = performance.now() + WARM_UP_MS;
  for (let operations = 0; operations < WARM_OPERATIONS && performance.now() < endsAtMs; ) {
    operations += (await round(callers, 300, operation)).operations;
  }
}

/** Runs an operation and its ceiling by turns, so that both meet the same machine. */
export async function compare(
  callers: number,
  roundMs: number,
  operation: Operation,
  ceiling: Operation,
  rounds = ROUNDS,
): Promise<Figures> {
  await warmUp(callers, ceiling);
  await warmUp(callers, operation);
  const own: Round[] = [];
  const low: Round[] = [];
  for (let nth = 0; nth < rounds; nth++) {
    low.push(await round(callers, roundMs, ceiling));
    own.push(await round(callers, roundMs, operation));
  }
  const latencies = own.flatMap(({ latenciesMs }) => latenciesMs).sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(share * (latencies.length - 1))] ?? 0;
  return {
    perSecond: median(own.map(({ perSecond }) => perSecond)),
    cpuMicros: median(own.map(({ cpuMicros }) => cpuMicros)),
    ceilingMicros: median(low.map(({ cpuMicros }) => cpuMicros)),
    ratio: median(own.map(({ cpuMicros }, nth) => cpuMicros / (low[nth]?.cpuMicros ?? 0))),
    medianMs: at(0.5),
    p99Ms: at(0.99),
  };
}

/** Bytes that an operation allocates on V8's heap, whether collected since or not; a sample. */
export async function allocatedBytes(
  callers: number,
  roundMs: number,
  operation: Operation,
): Promise<number> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: 16_384,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  } as object);
  const { operations } = await round(callers, roundMs, operation);
  const { profile } = await session.post('HeapProfiler.stopSampling');
  session.disconnect();
  return sizeOf(profile.head) / operations;
}

function sizeOf({ selfSize, children }: HeapProfiler.SamplingHeapProfileNode): number {
  return children.reduce((sum, child) => sum + sizeOf(child), selfSize);
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Many callers at once, each starting its next operation when the last has ended. */
async function round(callers: number, durationMs: number, operation: Operation): Promise<Round> {
  const latenciesMs: number[] = [];
  const cpu = process.cpuUsage();
  const beganMs = performance.now();
  let nth = 0;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      for (let sinceMs = beganMs; sinceMs - beganMs < durationMs; ) {
        await operation(nth++);
        const nowMs = performance.now();
        latenciesMs.push(nowMs - sinceMs);
        sinceMs = nowMs;
      }
    }),
  );
  const elapsedMs = performance.now() - beganMs;
  const { user, system } = process.cpuUsage(cpu);
  const operations = latenciesMs.length;
  return {
    operations,
    perSecond: (operations / elapsedMs) * 1000,
    cpuMicros: (user + system) / operations,
    latenciesMs,
  };
}
