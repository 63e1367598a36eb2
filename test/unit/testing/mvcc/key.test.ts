import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  contains,
  encodedLength,
  encodeKey,
  intersect,
  keyOf,
} from '../../../../src/testing/mvcc/key.ts';

const anyBytes = fc.uint8Array({ maxLength: 40 });

describe('keys', () => {
  it('hold every byte and compare as bytes do', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (one, other) => {
        expect(bytesOf(keyOf(one))).toEqual(one);
        expect(Math.sign(Buffer.compare(one, other))).toBe(
          keyOf(one) < keyOf(other) ? -1 : keyOf(one) > keyOf(other) ? 1 : 0,
        );
      }),
    );
  });

  it('keep their order when encoded, newer versions first', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (one, other) => {
        const [a, b] = [encodeKey(keyOf(one)), encodeKey(keyOf(other))];
        expect(a < b).toBe(keyOf(one) < keyOf(other));
        expect(a).toHaveLength(encodedLength(keyOf(one)));
      }),
    );
    expect(encodeKey('k', 2n) < encodeKey('k', 1n)).toBe(true);
  });

  it('are encoded in groups of eight with their fill count', () => {
    expect(Buffer.from(encodeKey('abc'), 'latin1').toString('hex')).toBe('6162630000000000fa');
    expect(Buffer.from(encodeKey('abcdefgh'), 'latin1').toString('hex')).toBe(
      '6162636465666768ff0000000000000000f7',
    );
  });

  it('lie in the common part of two ranges when they lie in both', () => {
    const bound = fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: undefined });
    const range = fc.record({ start: bound, end: bound });
    fc.assert(
      fc.property(range, range, fc.constantFrom('a', 'b', 'bb', 'c'), (one, other, key) => {
        expect(contains(intersect(one, other), key)).toBe(contains(one, key) && contains(other, key));
      }),
    );
  });
});
