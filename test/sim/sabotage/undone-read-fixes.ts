import type { Bug } from './bugs.ts';

/** Bugs of reads and of bulk transactions, which were found and fixed: each is the client without its fix. */
export const UNDONE_READ_FIXES: Readonly<Record<string, Bug>> = {
  'a lock in memory is the only row of its page': {
    scenario: 'S087',
    workloads: ['mixed', 'set'],
    given: { client: { asyncCommit: true, onePhaseCommit: true } },
    undone: [
      {
        file: 'src/txn/snapshot-scan.ts',
        now: 'if (error !== undefined) {',
        before: 'if (error !== undefined && pairs.length === 0) {',
      },
    ],
  },
};
