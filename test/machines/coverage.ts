import { expect, it } from 'vitest';
import type { ChartCoverage, CoverageReport } from '../../src/testing/index.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** For the table that `npm run machines:coverage` prints. */
    machineCoverage?: CoverageReport;
    /** What no path of the file can reach, with the reason. */
    unreached?: Readonly<Record<string, string>>;
  }
}

/**
 * Declares the test that ends a file: everything of the chart was reached but what is listed here, with the reason
 * why. What is listed and was reached after all fails too.
 */
export function expectFullCoverage(
  coverage: ChartCoverage,
  unreached: Readonly<Record<string, string>> = {},
): void {
  it('reaches every state and every edge of the chart', ({ task }) => {
    const report = coverage.report();
    task.meta.machineCoverage = report;
    task.meta.unreached = unreached;
    expect(report.missing.toSorted()).toEqual(Object.keys(unreached).toSorted());
  });
}
