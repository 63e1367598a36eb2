import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeKey } from '../../../../../src/testing/mvcc/key.ts';
import { borderOf, firstKeyFrom, userRange } from '../../../../../src/testing/topology/key-bounds.ts';

// Few distinct characters, so that zeros, paddings and markers meet.
const characters = fc.constantFrom('\0', '\u0001', 'a', '\u00f7', '\u00fe', '\u00ff');
const text = (maxLength: number) => fc.array(characters, { maxLength }).map((list) => list.join(''));

describe('user keys of region borders', () => {
  it('gives the key back for the border that a key makes', () => {
    fc.assert(
      fc.property(text(20), (key) => {
        expect(firstKeyFrom(encodeKey(key))).toBe(key);
      }),
    );
  });

  it('gives the smallest key at or above any border at all', () => {
    fc.assert(
      fc.property(text(12), text(9), (border, key) => {
        const first = firstKeyFrom(border);
        expect(encodeKey(first) >= border).toBe(true);
        if (encodeKey(key) >= border) expect(first <= key).toBe(true);
      }),
    );
  });

  it('leaves plain borders and open ends as they are', () => {
    expect(borderOf('k', 'plain')).toBe('k');
    expect(borderOf('', 'encoded')).toBe('');
    expect(userRange('', encodeKey('m'), 'encoded')).toEqual({ start: undefined, end: 'm' });
    expect(userRange('a', '', 'plain')).toEqual({ start: 'a', end: undefined });
  });
});
