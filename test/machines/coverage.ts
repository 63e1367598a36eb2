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

const reason =
  'takes locks before commit: walked in transaction.test.ts, and by the lock calls of pessimistic-lock.test.ts';

/** What no optimistic transaction can meet. */
export const ofPessimisticTransactions = {
  locking: reason,
  'active: lock.requested -> locking': reason,
  'active: lock.lost -> rollingBack': reason,
  'active: rollback.requested #1 -> rollingBack': reason,
  'locking: lock.acquired -> active': reason,
  'locking: lock.refused -> active': reason,
  'locking: lock.lost -> rollingBack': reason,
  'locking: rollback.requested -> rollingBack': reason,
};

const ofOneClient = 'nothing that a cluster has part in: walked in transaction.test.ts';

/** What only transactions of a client with latches meet. */
export const ofLatchedTransactions = {
  'committing.latching': ofOneClient,
  'active: commit.requested #2 -> committing.latching': ofOneClient,
  'committing.latching: latches.acquired #1 -> committing.fetchingMinCommitTs': ofOneClient,
  'committing.latching: latches.acquired #2 -> committing.onePhaseCommitting': ofOneClient,
  'committing.latching: latches.acquired #3 -> committing.asyncCommitting': ofOneClient,
  'committing.latching: latches.acquired #4 -> committing.prewriting': ofOneClient,
};
