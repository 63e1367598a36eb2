import { describe, expect, it } from 'vitest';
import type { Request } from '../../../../src/testing/mvcc/messages.ts';
import type { Sabotage } from '../../../../src/testing/mvcc/sabotage.ts';
import { at, bytes, Harness, putRequest } from './engine-harness.ts';

const [START, READ] = [at(10), at(30)];
const asyncPut = putRequest('k', 'v', START, { useAsyncCommit: true });

/** What a step of a good server prevents, and a sabotaged one lets happen. */
const cases: readonly {
  readonly sabotage: Sabotage;
  readonly breaks: string;
  readonly run: (harness: Harness) => unknown;
  readonly good: unknown;
  readonly bad: unknown;
}[] = [
  {
    sabotage: { noMaxTs: true },
    breaks: 'an async commit below a read',
    run: (harness) => {
      harness.get('k', READ);
      return harness.prewrite(asyncPut);
    },
    good: { minCommitTs: READ + 1n },
    bad: { minCommitTs: START + 1n },
  },
  {
    sabotage: { noMemoryLocks: true },
    breaks: 'a read that misses a prewrite about to be applied',
    run: (harness) => {
      harness.propose('KvPrewrite', asyncPut);
      return 'error' in harness.get('k', READ);
    },
    good: true,
    bad: false,
  },
  {
    sabotage: { reversedReadOrder: true },
    breaks: 'a read that looks for locks too late',
    run: (harness) => {
      harness.propose('KvPrewrite', asyncPut);
      return 'error' in harness.get('k', READ);
    },
    good: true,
    bad: false,
  },
  {
    sabotage: { noRollbackProtection: true },
    breaks: 'a prewrite that comes after its rollback',
    run: (harness) => {
      harness.call('KvBatchRollback', { keys: [bytes('k')], startVersion: START } as Request);
      return 'errors' in harness.prewrite(putRequest('k', 'v', START));
    },
    good: true,
    bad: false,
  },
  {
    sabotage: { nonIdempotentPrewrite: true },
    breaks: 'a prewrite sent twice',
    run: (harness) => {
      harness.prewrite(putRequest('k', 'v', START));
      return 'errors' in harness.prewrite(putRequest('k', 'v', START));
    },
    good: false,
    bad: true,
  },
];

describe('sabotage switches', () => {
  it.each(cases)('$sabotage lets happen: $breaks', ({ sabotage, run, good, bad }) => {
    expect(run(new Harness())).toEqual(good);
    expect(run(new Harness({ sabotage }))).toEqual(bad);
  });
});
