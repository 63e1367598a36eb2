import type { Bug } from './bugs.ts';

/** Bugs of reads and of bulk transactions, which were found and fixed: each is the client without its fix. */
export const UNDONE_READ_FIXES: Readonly<Record<string, Bug>> = {
  'a lock in memory is the only row of its page': {
    scenario: 'S087',
    workloads: ['mixed', 'set'],
    given: { client: { asyncCommit: true, onePhaseCommit: true } },
    undone: [
      {
        file: 'src/txn/reads/snapshot-scan.ts',
        now: 'if (error !== undefined) {',
        before: 'if (error !== undefined && pairs.length === 0) {',
      },
    ],
  },
  'a bulk transaction that goes between two requests of a read reads an empty value': {
    scenario: 'S120',
    scene: 'bulk, a writer of what it reads',
    undone: [
      {
        file: 'src/txn/bulk/flushed-reads.ts',
        now: 'value === undefined ? DELETED : value.length === 0 ? EMPTY : NONE',
        before: 'value === undefined ? DELETED : EMPTY',
      },
    ],
  },
  'a value that was put while its time to live is asked for never expires': {
    scenario: 'S119',
    workloads: ['raw-batches'],
    given: { calm: true, keyspace: true, raw: { ttl: 0.8, resend: 0 } },
    undone: [
      {
        file: 'src/raw/raw-ttl.ts',
        now: 'const between = await timeLeft(environment, key, backoffer);',
        before:
          'return Number.POSITIVE_INFINITY; const between = await timeLeft(environment, key, backoffer);',
      },
    ],
  },
  'a bulk transaction that was given up meanwhile reads what was there before': {
    scenario: 'S120',
    verb: { name: 'a value that was flushed, in a transaction that is given up', cut: 'signal' },
    undone: [
      {
        file: 'src/txn/bulk/bulk-transaction.ts',
        now: "if (this.state === 'rolledBack' || (isPassingFlushed && this.state !== 'active')) throw this.#whyNotOpen(); return values;",
        before: 'return values;',
      },
    ],
  },
  'a merge between the two questions of a scan downward leaves its keyspace': {
    scenario: 'S103',
    workloads: ['bank'],
    given: {
      calm: false,
      keyspace: true,
      nemeses: ['merge', 'split', 'epoch-not-match', 'region-not-initialized'],
      nemesisIntervalMs: 2,
    },
    undone: [
      {
        file: 'src/region/cache/region-loader.ts',
        now: 'return range === undefined ? outsideKeyspace(meta) :',
        before: 'if (range === undefined) throw outsideKeyspace(meta); return',
      },
    ],
  },
};
