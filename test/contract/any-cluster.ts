/** Files of this folder whose tests ask nothing of a cluster but to be one. All others command it. */
export const filesForAnyCluster: readonly string[] = [
  'administration.test.ts',
  'bad-input.test.ts',
  'bulk.test.ts',
  'locks.test.ts',
  'pessimistic-inserts.test.ts',
  'pessimistic.test.ts',
  'raw.test.ts',
  'reads.test.ts',
  'replica-reads.test.ts',
  'statements.test.ts',
  'transact-ends.test.ts',
  'transact.test.ts',
  'transactions.test.ts',
];
