import { describe, expect, it } from 'vitest';
import type { Refusal } from '../history.ts';
import { historyOf, insert, type Sketch, write } from './bad-history.ts';
import { journalOf, type WrittenVersion } from './journal.ts';
import { checkRefusals } from './refusals.ts';
import { Versions } from './versions.ts';

const START_TS = 11n;
const written: WrittenVersion = ['x', 1n, 6n, '1'];
const writer: Sketch = { steps: [write('x', '1')] };
const inserter: Sketch = {
  startTs: START_TS,
  outcome: 'failed',
  error: 'TIKV_ALREADY_EXISTS',
  refusal: { key: 'x', conflict: undefined },
  steps: [insert('x', '2')],
};

function namesOf(sketches: readonly Sketch[], versions: readonly WrittenVersion[]): string[] {
  const history = historyOf('register', sketches);
  return checkRefusals(history, new Versions(journalOf(versions))).map(({ name }) => name);
}

describe('exists-for-nothing', () => {
  it('a key exists at some moment of the transaction that it keeps from inserting it', () => {
    expect(namesOf([writer, inserter], [written])).toEqual([]);
    expect(namesOf([inserter], [])).toEqual(['exists-for-nothing']);
    const deleter: Sketch = { startTs: 7n, beganAt: 2, endedAt: 3, steps: [write('x', undefined)] };
    const versions: WrittenVersion[] = [written, ['x', 7n, 9n, undefined]];
    expect(namesOf([writer, deleter, { ...inserter, beganAt: 3 }], versions)).toEqual([]);
    expect(namesOf([writer, deleter, { ...inserter, beganAt: 4 }], versions)).toEqual(['exists-for-nothing']);
  });

  it('or the transaction itself has given it a value before', () => {
    expect(namesOf([{ ...inserter, steps: [write('x', '1'), insert('x', '2')] }], [])).toEqual([]);
    expect(namesOf([{ ...inserter, steps: [write('x', undefined), insert('x', '2')] }], [])).toEqual([
      'exists-for-nothing',
    ]);
  });

  it('an insert that is refused at once is no step, and one before it may be why', () => {
    const never = Number.POSITIVE_INFINITY;
    expect(namesOf([{ ...inserter, committingAt: never }], [])).toEqual([]);
    expect(namesOf([{ ...inserter, committingAt: never, steps: [] }], [])).toEqual(['exists-for-nothing']);
  });
});

describe('conflict-for-nothing', () => {
  const names = (conflict: Partial<Refusal['conflict']>, key = 'x') => {
    const none = { startTs: START_TS, conflictStartTs: 0n, conflictCommitTs: 0n };
    const refusal = { key, conflict: { ...none, ...conflict } };
    const refused = { ...inserter, error: 'TIKV_WRITE_CONFLICT', refusal, endedAt: 5 };
    const later: Sketch = { startTs: 12n, beganAt: 4, steps: [write('x', '3')] };
    const tooLate: Sketch = { startTs: 20n, beganAt: 6, steps: [] };
    return namesOf([writer, refused, later, tooLate], [written, ['x', 12n, 17n, '3']]);
  };

  it.each<[string, Partial<Refusal['conflict']>]>([
    ['with what was committed since', { conflictStartTs: 12n, conflictCommitTs: 17n }],
    ['with whoever may have locked the key', { conflictStartTs: 12n }],
  ])('none %s', (_, conflict) => {
    expect(names(conflict)).toEqual([]);
  });

  it.each<[string, Partial<Refusal['conflict']>, string?]>([
    ['at a timestamp at which nothing was committed', { conflictStartTs: 12n, conflictCommitTs: 16n }],
    ['at another key', { conflictStartTs: 12n, conflictCommitTs: 17n }, 'y'],
    ['with what was committed before', { conflictStartTs: 1n, conflictCommitTs: 6n }],
    ['of another transaction', { startTs: 1n, conflictStartTs: 12n, conflictCommitTs: 17n }],
    ['with nobody', { conflictStartTs: 13n }],
    ['with itself', { conflictStartTs: START_TS }],
    ['with one that began later than it ended', { conflictStartTs: 20n }],
  ])('%s', (_, conflict, key) => {
    expect(names(conflict, key)).toEqual(['conflict-for-nothing']);
  });
});
