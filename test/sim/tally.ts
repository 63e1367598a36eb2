import { Coverage } from './coverage/coverage.ts';
import { COUNT_NAMES, type CountName, NO_COUNTS, type SeedReport } from './seed-report.ts';

/** Sums up what seeds came to. */
export class Tally {
  readonly coverage = new Coverage();
  readonly badSeeds: number[] = [];
  readonly counts: Record<CountName, number> = { ...NO_COUNTS };
  seeds = 0;

  add({ seed, anomalies, counts, marks }: SeedReport): void {
    this.seeds++;
    if (anomalies.length > 0) this.badSeeds.push(seed);
    for (const name of COUNT_NAMES) this.counts[name] += counts[name] ?? 0;
    this.coverage.add(marks);
  }

  /** Whether what is allowed has happened: a long run without write skew or deadlocks pays for more, or tests nothing. */
  get showsWhatIsAllowed(): boolean {
    return (this.counts.writeSkews > 0 && this.counts.deadlocks > 0) || this.seeds < 400;
  }
}
