import { describe, expect, it } from 'vitest';
import { OldestEntry } from '../../../src/model/oldest-entry.ts';

describe('OldestEntry', () => {
  it('is the first of those that are left, whatever comes and goes', () => {
    const entries = new Map<string, number>();
    const oldest = new OldestEntry(entries);
    expect(oldest.find()).toBeUndefined();
    entries.set('a', 1).set('b', 2).set('c', 3);
    expect(oldest.find()).toEqual(['a', 1]);
    expect(oldest.find()).toEqual(['a', 1]);
    entries.delete('a');
    entries.delete('b');
    entries.set('d', 4);
    expect(oldest.find()).toEqual(['c', 3]);
    entries.delete('c');
    entries.set('c', 5);
    expect(oldest.find()).toEqual(['d', 4]);
    entries.delete('d');
    expect(oldest.find()).toEqual(['c', 5]);
    entries.clear();
    expect(oldest.find()).toBeUndefined();
    entries.set('e', 6);
    expect(oldest.find()).toEqual(['e', 6]);
  });
});
