import { describe, expect, it } from 'vitest';
import { historyOf, write } from './bad-history.ts';
import { journalOf } from './journal.ts';
import { Versions } from './versions.ts';
import { checkWriters } from './writers.ts';

const history = historyOf('register', [{ steps: [write('x', '1')] }]);

describe('checkWriters', () => {
  it('nobodys-write: what was committed is of a transaction that a caller knows', () => {
    const names = (...[versions, locks]: Parameters<typeof journalOf>) =>
      checkWriters(history, new Versions(journalOf(versions, locks))).map(({ name }) => name);
    expect(names([['x', 1n, 6n, '1']])).toEqual([]);
    expect(names([['x', 2n, 6n, '1']])).toEqual(['nobodys-write']);
    expect(names([], [['x', 2n, 6n]])).toEqual(['nobodys-write']);
  });
});
