/** What one case cost at one number of callers. */
export interface Figures {
  readonly operations: number;
  readonly perSecond: number;
  /** Of this process, user and system, per operation. */
  readonly cpuMicros: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

/** Runs an operation from many callers at once, each starting its next one when the last has ended. */
export async function measure(
  callers: number,
  seconds: number,
  operation: (nth: number) => Promise<unknown>,
): Promise<Figures> {
  let nth = 0;
  const run = async (untilMs: number, latencies: number[] | undefined) => {
    await Promise.all(
      Array.from({ length: callers }, async () => {
        while (performance.now() < untilMs) {
          const began = performance.now();
          await operation(nth++);
          latencies?.push(performance.now() - began);
        }
      }),
    );
  };
  await run(performance.now() + Math.min(500, seconds * 500), undefined);
  const latencies: number[] = [];
  const cpu = process.cpuUsage();
  const began = performance.now();
  await run(began + seconds * 1000, latencies);
  const elapsedMs = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(share * (latencies.length - 1))] ?? 0;
  return {
    operations: latencies.length,
    perSecond: (latencies.length / elapsedMs) * 1000,
    cpuMicros: (user + system) / latencies.length,
    medianMs: at(0.5),
    p99Ms: at(0.99),
  };
}
