import { describe, expect, it } from 'vitest';
import { BUGS, planted } from '../sabotage/bugs.ts';
import { explore } from './explore.ts';

/** All of them are gone by `npm run sim -- --explore`. */
const mostRuns = 20;

describe('explore', () => {
  it.each([
    '2pc, a reader',
    'async, a writer',
    'async, a reader of what is committed',
    '1pc, a writer',
    'locks, a circle',
    'bulk, a reader',
  ])('%s: nothing wrong in the first ways', async (name) => {
    const { counts, bad } = await explore(name, { disturbances: 2, mostRuns });
    expect(bad).toBeUndefined();
    expect(counts.runs).toBe(mostRuns);
  });

  it('S023 1pc-then-split-retry: finds a client that tries again in two phases', async () => {
    const bug = BUGS['what was tried in one phase is tried again in two'] as (typeof BUGS)[string];
    const options = { disturbances: 1, mostRuns: 100, substitution: planted(bug) };
    const { bad } = await explore('1pc, a writer', options);
    expect(bad?.anomalies.map(({ name }) => name)).toContain('wrong-commit-ts');
  });

  it('SNP-16: finds a client that does not say that a read is to be checked', async () => {
    const bug = BUGS['a read that is to be checked does not say so'] as (typeof BUGS)[string];
    const options = { disturbances: 0, mostRuns: 100, substitution: planted(bug) };
    const { bad } = await explore('2pc, a checked reader', options);
    expect(bad?.anomalies.map(({ name }) => name)).toContain('checked-read');
  });
});
