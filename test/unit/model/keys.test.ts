import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBytes, nextKey, prefixEnd } from '../../../src/model/bytes.ts';
import { TooLargeError, UsageError } from '../../../src/model/errors.ts';
import { toBytes, toKey, toPooledBytes, toRange } from '../../../src/model/keys.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('toKey', () => {
  it('encodes strings as UTF-8 and copies bytes', () => {
    const given = bytes(1, 2);
    const key = toKey(given, 10);
    given[0] = 9;
    expect([key, toKey('é', 10)]).toEqual([bytes(1, 2), bytes(0xc3, 0xa9)]);
  });

  it('a Buffer comes out as a plain Uint8Array', () => {
    expect(Object.getPrototypeOf(toKey(Buffer.from('ab'), 10))).toBe(Uint8Array.prototype);
  });

  it.each([
    ['', 'The key must not be empty'],
    ['a\ud800', 'lone surrogate'],
    ['\udc00b', 'lone surrogate'],
    [5, 'must be a Uint8Array or a string, not a number'],
    [undefined, 'not undefined'],
    [null, 'not null'],
    [[1], 'not an array'],
    [new Uint16Array(1), 'not an object of class Uint16Array'],
  ])('refuses %j', (input, message) => {
    expect(() => toKey(input as never, 10)).toThrow(message);
    expect(() => toKey(input as never, 10)).toThrow(UsageError);
  });

  it('one that is too long is too large, as is a bound, which may be a byte longer', () => {
    expect(() => toKey('12345678901', 10)).toThrow(new TooLargeError('The key', 11, 10));
    expect(() => toRange({ start: '1234' }, 2)).toThrow(new TooLargeError('The start key', 4, 3));
    expect(() => toRange({ end: '1234' }, 2)).toThrow(new TooLargeError('The end key', 4, 3));
    expect(() => toRange({ prefix: '1234' }, 2)).toThrow(new TooLargeError('The prefix', 4, 3));
  });

  it('every well-formed string keeps its own key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(new TextDecoder().decode(toBytes(text, 'x'))).toBe(text);
      }),
    );
  });
});

describe('toRange', () => {
  it('a prefix covers exactly the keys that begin with it', () => {
    const prefixArbitrary = fc.uint8Array({ minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(prefixArbitrary, fc.uint8Array({ maxLength: 5 }), (prefix, key) => {
        const { start, end } = toRange({ prefix }, 100);
        const inside = compareBytes(key, start) >= 0 && (end.length === 0 || compareBytes(key, end) < 0);
        expect(inside).toBe(compareBytes(key.slice(0, prefix.length), prefix) === 0);
      }),
    );
  });

  it('bounds may be absent, and a start may be the key behind the longest', () => {
    expect(toRange({}, 2)).toEqual({ start: bytes(), end: bytes() });
    expect(toRange({ start: nextKey(bytes(1, 1)) }, 2)).toEqual({ start: bytes(1, 1, 0), end: bytes() });
  });

  it.each([
    [{ prefix: 'a', start: 'a' }, 'either a prefix or start and end'],
    [{ start: 'b', end: 'a' }, 'give reverse: true'],
  ])('refuses %j', (input, message) => {
    expect(() => toRange(input, 2)).toThrow(message);
  });
});

it.each([toBytes, toPooledBytes])('%o: bytes that were transferred to somebody else are refused', (copy) => {
  const bytes = new Uint8Array(3);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  expect(() => copy(bytes, 'The value')).toThrow(UsageError);
  expect(copy(new Uint8Array(0), 'The value')).toHaveLength(0);
});

it('toPooledBytes: a copy each, of any length, that no later one touches', () => {
  const lengths = [0, 1, 4095, 3000, 2000, 4096, 4097, 8192, 8193, 100_000, 5];
  const given = lengths.map((length, index) => new Uint8Array(length).fill(index));
  const copies = given.map((each) => toPooledBytes(each, 'x'));
  for (const each of given) each.fill(0xff);
  expect(copies).toEqual(lengths.map((length, index) => new Uint8Array(length).fill(index)));
});

describe('prefixEnd', () => {
  it('carries over 0xff, and has no end when all bytes are 0xff', () => {
    expect([prefixEnd(bytes(1, 0xff)), prefixEnd(bytes(0xff, 0xff))]).toEqual([bytes(2), bytes()]);
  });
});
