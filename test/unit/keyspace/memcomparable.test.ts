import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMemcomparable, encodeMemcomparable } from '../../../src/keyspace/memcomparable.ts';
import { memcomparableCodec } from '../../../src/keyspace/memcomparable-codec.ts';
import { plainCodec } from '../../../src/keyspace/plain-codec.ts';
import { compareBytes } from '../../../src/model/bytes.ts';
import { ProtocolError } from '../../../src/model/errors.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('memcomparable encoding (COD-8)', () => {
  it.each([
    ['', '0000000000000000 f7'],
    ['01', '0100000000000000 f8'],
    ['010203', '0102030000000000 fa'],
    ['0102030405060708', '0102030405060708 ff 0000000000000000 f7'],
    ['00', '0000000000000000 f8'],
    ['ffffffffffffffff00', 'ffffffffffffffff ff 0000000000000000 f8'],
  ])('%s', (plain, encoded) => {
    expect(encodeMemcomparable(hex(plain))).toEqual(hex(encoded));
    expect(decodeMemcomparable(hex(encoded))).toEqual(hex(plain));
  });

  it('decodes what it encodes, and keeps the order', () => {
    // Few byte values, so that one string often begins another.
    const strings = fc
      .array(fc.constantFrom(0, 1, 0xf7, 0xff), { maxLength: 20 })
      .map((values) => Uint8Array.from(values));
    fc.assert(
      fc.property(strings, strings, (a, b) => {
        expect(decodeMemcomparable(encodeMemcomparable(a))).toEqual(a);
        const order = Math.sign(compareBytes(encodeMemcomparable(a), encodeMemcomparable(b)));
        expect(order).toBe(Math.sign(compareBytes(a, b)));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['nothing', ''],
    ['a part of a group', '0100000000000000'],
    ['more than a group', '0100000000000000 f8 00'],
    ['a marker below the range', '0100000000000000 f6'],
    ['padding that is not zero', '0100000000000001 f8'],
    ['a full group at the end', '0102030405060708 ff'],
    ['a group after the last', '0100000000000000 f8 0000000000000000 f7'],
  ])('refuses %s', (_, encoded) => {
    expect(() => decodeMemcomparable(hex(encoded))).toThrow(ProtocolError);
  });
});

describe('codecs of API v1 (COD-1)', () => {
  it('transactional keys are memcomparable at PD, and plain in requests', () => {
    const key = hex('01');
    expect(memcomparableCodec.encodeRegionKey(key)).toEqual(hex('0100000000000000 f8'));
    expect(memcomparableCodec.encodeRegionRange({ start: key, end: new Uint8Array() })).toEqual({
      start: hex('0100000000000000 f8'),
      end: new Uint8Array(),
    });
    const range = { start: new Uint8Array(), end: hex('0200000000000000 f8') };
    expect(memcomparableCodec.decodeRegionRange(range)).toEqual({ start: new Uint8Array(), end: hex('02') });
    expect(() => memcomparableCodec.decodeRegionRange({ start: hex('01'), end: key })).toThrow(ProtocolError);
    expect(memcomparableCodec.encodeKey(key)).toBe(key);
    const request = { key };
    expect(memcomparableCodec.encodeRequest({} as never, request)).toBe(request);
    expect(memcomparableCodec.decodeResponse({} as never, request)).toBe(request);
  });

  it('raw keys are plain everywhere', () => {
    const range = { start: hex('01'), end: new Uint8Array() };
    expect(plainCodec.encodeKey(range.start)).toBe(range.start);
    expect(plainCodec.decodeVersionedKey(range.start)).toBe(range.start);
    expect(plainCodec.encodeRegionKey(range.start)).toBe(range.start);
    expect(plainCodec.encodeRegionRange(range)).toEqual(range);
    expect(plainCodec.decodeRegionRange(range)).toEqual(range);
  });

  it.each([plainCodec, memcomparableCodec])('requests belong to no keyspace (COD-3)', ({ context }) => {
    expect(context).toEqual({ apiVersion: 0, keyspaceId: 0xffff_ffff });
  });
});
