import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kvrpcpb, tikvpb } from '#proto';
import { pdpb as adminPdpb, keyspacepb } from '#proto/admin';
import { metapb, pdpb } from '#proto/connect';
import { ProtocolError } from '../../../../src/model/errors.ts';
import { decodeMessage, encodeMessage, encodeWithFirst } from '../../../../src/wire/codec/message.ts';
import { type AnyCodec, generated, loadContract } from './contract.ts';
import { messageArbitrary } from './message-arbitrary.ts';
import { readAll, referenceEncode } from './reference-codec.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const decodeGet = (message: Uint8Array) => decodeMessage(kvrpcpb.GetRequest, 'KvGet', message);
const root = loadContract();

describe('encodeMessage', () => {
  test('leaves out defaults, and writes a member of a oneof even when it is one', () => {
    const context = { regionId: 0n, staleRead: false, requestSource: '', resolvedLocks: [], keyspaceId: 0 };
    expect(Uint8Array.from(encodeMessage(kvrpcpb.Context, context))).toEqual(bytes(0x80, 0x02, 0x00));
  });

  test('takes undefined for absent', () => {
    expect(encodeMessage(kvrpcpb.GetRequest, { context: undefined, key: undefined })).toHaveLength(0);
  });

  test.each([2n ** 64n, -1n])('refuses %s as an unsigned integer', (version) => {
    expect(() => encodeMessage(kvrpcpb.GetRequest, { version })).toThrow(RangeError);
  });

  test.each([2n ** 63n, -(2n ** 63n) - 1n])('refuses %s as a signed integer', (physical) => {
    expect(() => encodeMessage(pdpb.TsoResponse, { timestamp: { physical } })).toThrow(RangeError);
  });

  test('refuses a text where bytes are due', () => {
    const request = { key: 'AAAA' as unknown as Uint8Array };
    expect(() => encodeMessage(kvrpcpb.GetRequest, request)).toThrow(TypeError);
  });

  test('a message that failed half way leaves nothing behind', () => {
    const requests = [{ get: { key: bytes(1), version: -1n } }];
    expect(() => encodeMessage(tikvpb.BatchCommandsRequest, { requests })).toThrow(RangeError);
    expect(Uint8Array.from(encodeMessage(metapb.Peer, { id: 3n }))).toEqual(bytes(8, 3));
  });

  test('what it gave stays as it is when the next message is written', () => {
    const first = encodeMessage(metapb.Peer, { id: 3n });
    const large = encodeMessage(kvrpcpb.RawPutRequest, { value: new Uint8Array(3 << 20) });
    const last = encodeMessage(metapb.Peer, { id: 4n });
    expect([[...first], large.length, [...last]]).toEqual([[8, 3], (3 << 20) + 5, [8, 4]]);
  });
});

test('encodeWithFirst writes what encodeMessage would, had the message its first field, all of it', () => {
  const known = { regionId: 7n, peer: { id: 3n } };
  const rest = { isRetryRequest: true };
  const request = { key: bytes(1, 2), version: 5n };
  const encoded = encodeMessage(kvrpcpb.Context, known);
  const apart = encodeWithFirst(kvrpcpb.Context, { encoded, rest }, kvrpcpb.GetRequest, request);
  const context = { ...known, ...rest };
  expect([...apart]).toEqual([...encodeMessage(kvrpcpb.GetRequest, { context, ...request })]);
});

describe('decodeMessage', () => {
  test('gives defaults for what is absent, and undefined for absent messages', () => {
    const decoded = decodeGet(bytes());
    expect([decoded.context, decoded.key, decoded.version, decoded.needCommitTs]).toEqual([
      undefined,
      bytes(),
      0n,
      false,
    ]);
    expect(decodeMessage(kvrpcpb.BatchGetRequest, 'KvBatchGet', bytes()).keys).toEqual([]);
  });

  test('gives plain Uint8Arrays that share no memory with the message', () => {
    const message = Buffer.from([0x12, 0x02, 7, 8]);
    const { key } = decodeGet(message);
    message.fill(0);
    expect(key).toEqual(bytes(7, 8));
    expect(key.constructor).toBe(Uint8Array);
    expect(key.buffer.byteLength).toBe(2);
  });

  test('reads a part of a larger buffer', () => {
    expect(decodeGet(Buffer.from([9, 9, 0x12, 0x01, 7, 9]).subarray(2, 5)).key).toEqual(bytes(7));
  });

  test('defaults and empty lists cannot be changed for others', () => {
    const { keys } = decodeMessage(kvrpcpb.BatchGetRequest, 'KvBatchGet', bytes());
    expect(() => (keys as Uint8Array[]).push(bytes(1))).toThrow(TypeError);
  });

  test('skips fields it does not know, of every wire type, groups too', () => {
    const unknown = [0xa0, 6, 1, 0xa1, 6, 1, 2, 3, 4, 5, 6, 7, 8, 0xa2, 6, 1, 9, 0xa5, 6, 1, 2, 3, 4];
    const group = [0xa3, 6, ...unknown, 0xa4, 6];
    expect(decodeGet(bytes(...unknown, ...group, 0x18, 5, ...unknown)).version).toBe(5n);
  });

  test('a field of another wire type counts as unknown', () => {
    expect(decodeGet(bytes(0x1a, 1, 9, 0x10, 3, 0x18, 5))).toEqual({ version: 5n });
  });

  test('the last of a repeated scalar and the union of a repeated message count', () => {
    const decoded = decodeGet(bytes(0x18, 4, 0x0a, 2, 0x08, 1, 0x18, 5, 0x0a, 2, 0x28, 2));
    expect(decoded).toEqual({ version: 5n, context: { regionId: 1n, term: 2n } });
    expect(decodeGet(bytes(0x18, 4, 0x18, 0)).version).toBe(0n);
  });

  test('repeated numbers may be packed or not', () => {
    const decoded = decodeMessage(kvrpcpb.Context, 'test', bytes(0x68, 1, 0x6a, 3, 2, 0x80, 1, 0x68, 3));
    expect(decoded.resolvedLocks).toEqual([1n, 2n, 128n, 3n]);
  });

  test('the last member of a oneof wins', () => {
    const decoded = decodeMessage(
      tikvpb.BatchCommandsResponse.Response,
      'BatchCommands',
      bytes(0x0a, 2, 0x20, 1, 0x12, 0),
    );
    expect(decoded).toEqual({ get: undefined, scan: {}, cmd: 'scan' });
  });

  test('the keys of a map are data', () => {
    const entry = (key: string) => [
      0x3a,
      key.length + 5,
      0x0a,
      key.length,
      ...Buffer.from(key),
      0x12,
      1,
      0x76,
    ];
    const { config } = decodeMessage(
      keyspacepb.KeyspaceMeta,
      'LoadKeyspace',
      bytes(...entry('__proto__'), ...entry('constructor')),
    );
    expect(Object.entries(config)).toEqual([
      ['__proto__', 'v'],
      ['constructor', 'v'],
    ]);
    expect(config.toString).toBeUndefined();
  });

  test('64-bit keys of a map are their decimal texts', () => {
    const id = 2n ** 64n - 1n;
    const encoded = encodeMessage(adminPdpb.QueryRegionResponse, { regionsById: { [String(id)]: {} } });
    const decoded = decodeMessage(adminPdpb.QueryRegionResponse, 'QueryRegion', encoded);
    expect(Object.keys(decoded.regionsById)).toEqual(['18446744073709551615']);
  });
});

/** A lock holding a lock, `depth` levels deep. */
function nestedLock(depth: number): Uint8Array {
  let lock = bytes();
  for (let level = 0; level < depth; level++) {
    const length = lock.length < 128 ? [lock.length] : [(lock.length & 127) | 128, lock.length >>> 7];
    lock = bytes(0x62, ...length, ...lock);
  }
  return lock;
}

describe('malformed messages give a ProtocolError', () => {
  const tenBytes = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

  test.each([
    ['a varint that ends too early', [0x18, 0x80]],
    ['a varint of eleven bytes', [0x18, ...tenBytes, 0x80, 0x01]],
    ['an unknown varint of eleven bytes', [0xa0, 6, ...tenBytes, 0x80, 0x01]],
    ['a length beyond the end', [0x12, 5, 1, 2]],
    ['a length of nearly 4 GiB', [0x12, 0xff, 0xff, 0xff, 0xff, 0x0f, 1]],
    ['a negative length', [0x12, ...tenBytes, 0x01, 1]],
    ['a message beyond the end', [0x0a, 3, 8, 1]],
    ['a message that ends inside a field', [0x0a, 2, 8, 0x80, 0x18, 1]],
    ['packed numbers that end inside one', [0x0a, 4, 0x6a, 1, 0x80, 0x01]],
    ['an unknown fixed64 beyond the end', [0xa1, 6, 1, 2, 3]],
    ['field number 0', [0x00, 0x01]],
    ['wire type 7', [0x1f, 0x01]],
    ['a group without an end', [0xa3, 6, 0x08, 1]],
    ['a group with the end of another', [0xa3, 6, 0xac, 6]],
    ['an end without a group', [0xa4, 6]],
    ['groups in groups without end', Array<number>(5_000).fill(0x0b)],
    ['a text that is not UTF-8', [0x0a, 5, 0xc2, 0x01, 2, 0xc3, 0x28]],
  ])('%s', (_, message) => {
    expect(() => decodeGet(bytes(...message))).toThrow(ProtocolError);
  });

  test('messages nested deeper than 100', () => {
    const decode = (depth: number) => decodeMessage(kvrpcpb.LockInfo, 'test', nestedLock(depth));
    expect(decode(100).sharedLockInfos).toHaveLength(1);
    expect(() => decode(101)).toThrow(ProtocolError);
  });

  test('the largest varint is ten bytes', () => {
    expect(decodeGet(bytes(0x18, ...tenBytes, 0x01)).version).toBe(2n ** 64n - 1n);
  });

  const type = root.lookupType('tikvpb.BatchCommandsResponse');
  const [codec] = generated(type.fullName) as [AnyCodec];
  const tryDecode = (message: Uint8Array) => {
    try {
      readAll(type, decodeMessage(codec, 'fuzz', message));
    } catch (error) {
      expect(error).toBeInstanceOf(ProtocolError);
    }
  };

  test('random bytes decode or are refused', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), tryDecode), { numRuns: 2_000 });
  });

  test('damaged messages decode or are refused', () => {
    const damaged = fc
      .tuple(messageArbitrary(type, 4), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }), fc.nat())
      .map(([message, changes, cut]) => {
        const encoded = Uint8Array.from(referenceEncode(type, message));
        for (const [at, value] of changes) if (encoded.length > 0) encoded[at % encoded.length] = value;
        return cut % 2 === 0 ? encoded : encoded.subarray(0, cut % (encoded.length + 1));
      });
    fc.assert(fc.property(damaged, tryDecode), { numRuns: 300 });
  });
});

describe('F39: a message that is all structure', () => {
  const repeated = (count: number, ...unit: number[]) => {
    const message = new Uint8Array(count * unit.length);
    for (let at = 0; at < message.length; at += unit.length) message.set(unit, at);
    return message;
  };

  test('is refused before it fills the memory: of empty pairs', () => {
    const decode = (count: number) =>
      decodeMessage(kvrpcpb.ScanResponse, 'KvScan', repeated(count, 0x12, 0x00));
    expect(decode(20_000).pairs).toHaveLength(20_000);
    expect(() => decode(3_000_000)).toThrow(ProtocolError);
  });

  test('and of timestamps', () => {
    const packed = new Uint8Array(5 + 3_000_000);
    packed.set([0x6a, 0xc0, 0x8d, 0xb7, 0x01]);
    expect(() => decodeMessage(kvrpcpb.Context, 'Context', packed)).toThrow(ProtocolError);
    const locks = repeated(3_000_000, 0x68, 0x01);
    expect(() => decodeMessage(kvrpcpb.Context, 'Context', locks)).toThrow(ProtocolError);
  });
});
