import { expect, it } from 'vitest';
import type { ChartCoverage, CoverageReport } from '../../src/testing/index.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** For the table that `npm run machines:coverage` prints. */
    machineCoverage?: CoverageReport;
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
    expect(report.missing.toSorted()).toEqual(Object.keys(unreached).toSorted());
  });
}
