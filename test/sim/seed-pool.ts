import { type ChildProcess, fork } from 'node:child_process';
import { NO_COUNTS, reportSeed, type SeedOptions, type SeedReport } from './seed-report.ts';

/** A seed that takes longer than this, in real time, never ends. */
const HANG_MS = 10 * 60_000;

/** Runs seeds in so many processes at a time, and gives each report as it comes: not in the order of the seeds. */
export async function runInProcesses(
  jobs: number,
  next: () => SeedOptions | undefined,
  onReport: (report: SeedReport) => void,
): Promise<void> {
  const work = async () => {
    let worker: Worker | undefined;
    for (let options = next(); options !== undefined; options = next()) {
      worker ??= new Worker();
      const report = await worker.run(options);
      onReport(report);
      if (worker.isOver) worker = undefined;
    }
    worker?.end();
  };
  await Promise.all(Array.from({ length: jobs }, work));
}

/** The other side: runs what it is told to until its parent goes away. */
export function serveAsWorker(): void {
  process.on('message', (options: SeedOptions) => {
    void reportSeed(options).then((report) => process.send?.(report));
  });
  process.on('disconnect', () => process.exit());
}

class Worker {
  readonly #child: ChildProcess = fork(process.argv[1] as string, ['--worker']);
  isOver = false;

  /** The report of a seed; of one that ended or hung its process, that it did. */
  run(options: SeedOptions): Promise<SeedReport> {
    return new Promise((resolve) => {
      const lost = (name: string) => {
        clearTimeout(timer);
        this.isOver = true;
        this.end();
        resolve(lostReport(options.seed, name));
      };
      const timer = setTimeout(() => lost('hung'), HANG_MS);
      const onExit = () => lost('crashed');
      this.#child.once('exit', onExit);
      this.#child.once('message', (report: SeedReport) => {
        clearTimeout(timer);
        this.#child.off('exit', onExit);
        resolve(report);
      });
      this.#child.send(options);
    });
  }

  end(): void {
    this.#child.removeAllListeners();
    this.#child.kill('SIGKILL');
  }
}

function lostReport(seed: number, name: string): SeedReport {
  return {
    seed,
    anomalies: [name],
    lines: [`seed ${seed}: npm run sim -- --seed ${seed}`, `  ${name}: its process gave no report`],
    counts: NO_COUNTS,
    marks: [],
  };
}
