import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../src/testing/mvcc/change.ts';
import { checkKeyspace, drawKeyspace, journalIn } from './keyspace.ts';

const { prefix } = drawKeyspace(1, false, true);
const lockOf = (key: string): JournalEntry => ({
  messageId: 'm',
  atMs: 0,
  change: { column: 'lock', key, lock: undefined },
});
const rangeFrom = (start: string): JournalEntry => ({
  messageId: 'm',
  atMs: 0,
  change: { column: 'range', scope: 'transactional', start, end: undefined },
});

describe('keyspaces of seeds', () => {
  it('shows changes as their callers know them', () => {
    const [{ change }] = journalIn(prefix, [lockOf(`${prefix}bank/0`)]) as [JournalEntry];
    expect(change).toMatchObject({ key: 'bank/0' });
  });

  it('finds what was changed outside', () => {
    const inside = [lockOf(`${prefix}bank/0`), rangeFrom(prefix)];
    expect(checkKeyspace(prefix, inside)).toEqual([]);
    const outside = [lockOf('bank/0'), lockOf('x\0\0\x03bank/0'), rangeFrom('')];
    expect(checkKeyspace(prefix, [...inside, ...outside]).map(({ name }) => name)).toEqual(
      outside.map(() => 'outside-keyspace'),
    );
    expect(checkKeyspace('', outside)).toEqual([]);
  });
});
