import { describe, expect, it } from 'vitest';
import type { LevelRead } from '../history.ts';
import { historyOf, type Sketch, write } from './bad-history.ts';
import { checkIsolation } from './isolation.ts';
import { journalOf, type WrittenVersion } from './journal.ts';
import { Versions } from './versions.ts';

/** `x` was 1 at 6, and 2 at 16; `y` was 1 at 6, and is deleted at 16. Each is a change of the data of its own. */
const versions: readonly WrittenVersion[] = [
  ['x', 1n, 6n, '1'],
  ['y', 1n, 6n, '1'],
  ['x', 11n, 16n, '2'],
  ['y', 11n, 16n, undefined],
];
const writers: readonly Sketch[] = [
  { steps: [write('x', '1'), write('y', '1')] },
  { steps: [write('x', '2'), write('y', undefined)] },
  { steps: [write('x', '3')], outcome: 'failed' },
];

type Read = Partial<LevelRead>;
type Given = LevelRead['given'];

const namesOf = (read: Read) => {
  const history = historyOf('levels', writers);
  const end = versions.length;
  const given: Given = [];
  const about = { process: 's', isolation: 'readCommitted', at: 20n } as const;
  const rest = { range: undefined, refusal: undefined, changesBefore: end, changesAfter: end };
  history.levelReads.push({ ...about, given, ...rest, ...read });
  return checkIsolation(history, new Versions(journalOf(versions))).map(({ name }) => name);
};

const range = { start: 'a', end: 'z', reverse: false, limit: undefined };
const checked = { isolation: 'rcCheckTs' } as const;
const both: Given = [
  ['x', '1'],
  ['y', '1'],
];

describe('checkIsolation', () => {
  it.each<[string, Read]>([
    ['the newest that is committed', { given: [['x', '2']] }],
    ['what was the newest before it was answered', { given: [['x', '1']], changesBefore: 2 }],
    ['what was committed while it was asked for', { given: [['x', '2']], changesBefore: 2 }],
    ['what is newest below its timestamp', { given: [['x', '1']], at: 15n }],
    ['nothing, where nothing was yet', { given: [['x', undefined]], changesBefore: 0, changesAfter: 0 }],
    ['a part of a transaction', { given: [...both.slice(1), ['x', '2']], changesBefore: 3, changesAfter: 3 }],
    ['a scan', { given: [['x', '2']], range }],
    ['a scan to its limit', { given: [['x', '2']], range: { ...range, limit: 1 } }],
    ['a scan from the end', { given: [...both].reverse(), range: { ...range, reverse: true }, at: 6n }],
    ['rcCheckTs: as of its timestamp', { ...checked, given: both, at: 6n, changesBefore: 2 }],
    [
      'rcCheckTs: refused for what is newer',
      { ...checked, at: 6n, refusal: { key: 'x', conflictStartTs: 0n, conflictCommitTs: 16n } },
    ],
    [
      'rcCheckTs: refused for what is being written',
      {
        ...checked,
        at: 6n,
        changesBefore: 2,
        refusal: { key: 'x', conflictStartTs: 11n, conflictCommitTs: 0n },
      },
    ],
    [
      'rcCheckTs: refused for what was given up later',
      { ...checked, refusal: { key: 'x', conflictStartTs: 21n, conflictCommitTs: 0n } },
    ],
  ])('allowed: %s', (_, read) => {
    expect(namesOf(read)).toEqual([]);
  });

  it.each<[string, string, Read]>([
    ['read-committed', 'an old value', { given: [['x', '1']] }],
    ['read-committed', 'a key as absent that is there', { given: [['x', undefined]] }],
    ['read-committed', 'a value of after its timestamp', { given: [['x', '2']], at: 15n }],
    ['read-committed', 'a value before it was out of its lock', { given: [['x', '2']], changesAfter: 2 }],
    ['read-committed', 'a key that was deleted', { given: [['y', '1']] }],
    ['read-uncommitted', 'what was rolled back', { given: [['x', '3']] }],
    ['read-uncommitted', 'what nobody wrote', { given: [['x', '4']] }],
    ['read-committed', 'a scan that passes by a key', { given: [], range }],
    ['read-uncommitted', 'a row of nowhere', { given: [...both, ['z', '1']], range, at: 6n }],
    ['level-scan', 'a row out of its range', { given: [['x', '2']], range: { ...range, end: 'x' } }],
    ['level-scan', 'a row twice', { given: [both[0], ...both] as Given, range, at: 6n }],
    ['level-scan', 'rows from the end', { given: [...both].reverse(), range, at: 6n }],
    ['level-scan', 'more rows than wanted', { given: both, range: { ...range, limit: 1 }, at: 6n }],
    [
      'read-refused',
      'readCommitted, refused',
      { refusal: { key: 'x', conflictStartTs: 21n, conflictCommitTs: 0n } },
    ],
    ['checked-read', 'rcCheckTs: not as of its timestamp', { ...checked, given: [['x', '1']] }],
    ['checked-read', 'rcCheckTs: not told of what is newer', { ...checked, given: [['x', '1']], at: 6n }],
    [
      'read-refused',
      'rcCheckTs: for what is older',
      { ...checked, refusal: { key: 'x', conflictStartTs: 0n, conflictCommitTs: 16n } },
    ],
    [
      'read-refused',
      'rcCheckTs: for what nobody committed',
      { ...checked, at: 6n, refusal: { key: 'x', conflictStartTs: 0n, conflictCommitTs: 17n } },
    ],
    [
      'read-refused',
      'rcCheckTs: for a lock that was gone',
      { ...checked, refusal: { key: 'x', conflictStartTs: 11n, conflictCommitTs: 0n } },
    ],
    [
      'read-refused',
      'rcCheckTs: for somebody who writes something else',
      { ...checked, refusal: { key: 'y', conflictStartTs: 21n, conflictCommitTs: 0n } },
    ],
  ])('%s: %s', (name, _, read) => {
    expect(namesOf(read)).toContain(name);
  });
});
