import * as fc from 'fast-check';
import type protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { keyspaceCodec } from '../../../src/keyspace/keyspace-codec.ts';
import { encodeMemcomparable } from '../../../src/keyspace/memcomparable.ts';
import { compareBytes, concatBytes, EMPTY_BYTES } from '../../../src/model/bytes.ts';
import { ProtocolError } from '../../../src/model/errors.ts';
import type { KeyRange } from '../../../src/model/region.ts';
import type { Rpc } from '../../../src/wire/codec/rpc.ts';
import { tikvRpcs } from '../../../src/wire/codec/tikv-rpcs.ts';
import { type AnyMessage, loadContract, messageType, methodTypes } from '../wire/codec/contract.ts';
import { messageArbitrary } from '../wire/codec/message-arbitrary.ts';

const codec = keyspaceCodec('txn', { id: 0x01_02_03, name: 'orders' });
const PREFIX = hex('78 01 02 03');
const END = hex('78 01 02 04');

function hex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
}
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const prefixed = (text: string): Uint8Array => concatBytes(PREFIX, bytes(text));

const service = loadContract().lookupService('tikvpb.Tikv');
const rpcs = Object.values(tikvRpcs)
  .filter((rpc) => !('streams' in rpc))
  .map((rpc) => rpc as unknown as Rpc<AnyMessage, AnyMessage>);
const typesOf = (rpc: { readonly name: string }) => methodTypes(service.methods[rpc.name] as protobuf.Method);

const SINGLE_KEYS: ReadonlySet<string> = new Set(
  'key keys primaryLock primaryKey primary secondaries lockKey deadlockKey splitKeys'.split(' '),
);
const BOUNDS = [
  ['startKey', 'endKey'],
  ['start', 'end'],
] as const;

interface Server {
  key(key: Uint8Array): Uint8Array;
  bounds(range: KeyRange): KeyRange;
  regionBounds(range: KeyRange): KeyRange;
}

/** What the other end makes of keys, found by the names of fields in the contract: the shapes are not asked. */
function atServer(type: protobuf.Type, message: AnyMessage, server: Server, isReverse = message.reverse) {
  const changed: AnyMessage = { ...message };
  const many = (value: unknown, change: (one: never) => unknown) =>
    Array.isArray(value) ? value.map((one) => change(one as never)) : change(value as never);
  for (const field of type.fieldsArray) {
    const value = message[field.jsonName];
    const nested = messageType(field);
    if (value === undefined || field.jsonName === 'regionError') continue;
    if (nested) {
      changed[field.jsonName] = many(value, (one) => atServer(nested, one, server, isReverse));
    } else if (field.type === 'bytes' && SINGLE_KEYS.has(field.jsonName)) {
      changed[field.jsonName] = many(value, server.key);
    }
  }
  for (const [start, end] of BOUNDS) {
    if (type.name === 'PhysicalScanLockRequest' && message.startKey !== undefined) {
      changed.startKey = server.key(message.startKey as Uint8Array);
    }
    if (type.fields[snake(start)] === undefined || type.fields[snake(end)] === undefined) continue;
    const [from, to] = isReverse === true ? [end, start] : [start, end];
    const change = type.name === 'Region' ? server.regionBounds : server.bounds;
    const range = change({
      start: (message[from] as Uint8Array | undefined) ?? EMPTY_BYTES,
      end: (message[to] as Uint8Array | undefined) ?? EMPTY_BYTES,
    });
    changed[from] = range.start;
    changed[to] = range.end;
  }
  return changed;
}

/** Pairs to be put have the type of those that were read, and never an error. */
function withoutAnswers(request: AnyMessage): AnyMessage {
  const pairs = request.pairs as readonly AnyMessage[] | undefined;
  return pairs === undefined ? request : { ...request, pairs: pairs.map(({ error: _, ...pair }) => pair) };
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function strip(key: Uint8Array): Uint8Array {
  expect([...key.subarray(0, 4)]).toEqual([...PREFIX]);
  return key.slice(4);
}

/** Takes the keyspace off what a request says. */
const reading: Server = {
  key: (key) => (key.length === 0 ? key : strip(key)),
  bounds: ({ start, end }) => ({
    start: strip(start),
    end: compareBytes(end, END) === 0 ? EMPTY_BYTES : strip(end),
  }),
  regionBounds: () => {
    throw new Error('No request has the bounds of a region');
  },
};

/** Puts the keyspace on what an answer says. */
const answering: Server = {
  key: (key) => (key.length === 0 ? key : concatBytes(PREFIX, key)),
  bounds: ({ start, end }) => ({
    start: concatBytes(PREFIX, start),
    end: end.length === 0 ? END : concatBytes(PREFIX, end),
  }),
  regionBounds: (range) => {
    const { start, end } = answering.bounds(range);
    return { start: encodeMemcomparable(start), end: encodeMemcomparable(end) };
  },
};

/** Changes nothing but bounds that were left out, which become empty ones. */
const identity: Server = {
  key: (key) => key,
  bounds: (range) => range,
  regionBounds: (range) => range,
};

/** Enough to reach the keys of the mvcc information of a key error of a pair. */
const DEPTH = 4;

describe('requests and answers', () => {
  it.each(rpcs)(
    '$name: a request is read by the server as it was meant, and is not changed itself',
    (rpc) => {
      const { request: type } = typesOf(rpc);
      fc.assert(
        fc.property(messageArbitrary(type, DEPTH).map(withoutAnswers), (request) => {
          const before = structuredClone(request);
          const sent = codec.encodeRequest(rpc, request);
          expect(atServer(type, sent, reading)).toEqual(atServer(type, request, identity));
          expect(request).toEqual(before);
        }),
        { numRuns: 10 },
      );
    },
  );

  it.each(rpcs)('$name: an answer is read as the server meant it', (rpc) => {
    const { response: type } = typesOf(rpc);
    fc.assert(
      fc.property(messageArbitrary(type, DEPTH), (answer) => {
        const meant = atServer(type, answer, identity);
        const received = atServer(type, answer, answering);
        expect(codec.decodeResponse(rpc, received)).toEqual(meant);
      }),
      { numRuns: 10 },
    );
  });

  it('a scan in reverse begins at the end of the keyspace and ends at its start', () => {
    const request = { startKey: EMPTY_BYTES, endKey: EMPTY_BYTES, reverse: true };
    expect(codec.encodeRequest(tikvRpcs.kvScan, request)).toEqual({
      startKey: END,
      endKey: PREFIX,
      reverse: true,
    });
  });

  it('keys of another keyspace or mode in an answer are refused', () => {
    for (const key of ['72 01 02 03 6b', '78 01 02 04 6b', '78 01 02', '6b']) {
      const response = tikvRpcs.kvScan.decode(tikvRpcs.kvScan.encodeResponse({ pairs: [{ key: hex(key) }] }));
      expect(() => codec.decodeResponse(tikvRpcs.kvScan, response)).toThrow(ProtocolError);
    }
    const range = { start: END, end: EMPTY_BYTES };
    const response = tikvRpcs.coprocessor.decode(tikvRpcs.coprocessor.encodeResponse({ range }));
    expect(() => codec.decodeResponse(tikvRpcs.coprocessor, response)).toThrow(ProtocolError);
  });
});

describe('the context of requests', () => {
  it('names the API version and the keyspace', () => {
    expect(codec.context).toEqual({ apiVersion: 2, keyspaceId: 0x010203, keyspaceName: 'orders' });
  });
});

describe('a single key', () => {
  it('has the prefix of the keyspace in requests', () => {
    expect(codec.encodeKey(bytes('k'))).toEqual(prefixed('k'));
  });

  it('a store has told as it keeps it, and decodeResponse has taken for a plain one', () => {
    const kept = concatBytes(encodeMemcomparable(prefixed('key')), new Uint8Array(8));
    expect(codec.decodeVersionedKey(kept.subarray(4))).toEqual(bytes('key'));
    expect(() => codec.decodeVersionedKey(kept.subarray(5))).toThrow(ProtocolError);
  });
});

describe('region bounds', () => {
  const bounds = (start: Uint8Array, end: Uint8Array): KeyRange => ({
    start: start.length === 0 ? start : encodeMemcomparable(start),
    end: end.length === 0 ? end : encodeMemcomparable(end),
  });
  const range = (start: string, end: string): KeyRange => ({ start: bytes(start), end: bytes(end) });

  it('are memcomparable in both modes, the end of the keyspace where there is none', () => {
    expect(codec.encodeRegionKey(bytes('k'))).toEqual(hex('78 01 02 03 6b 00 00 00 fc'));
    expect(keyspaceCodec('raw', { id: 0, name: 'DEFAULT' }).encodeRegionKey(bytes('k'))).toEqual(
      hex('72 00 00 00 6b 00 00 00 fc'),
    );
    expect(codec.encodeRegionRange(range('a', 'b'))).toEqual(bounds(prefixed('a'), prefixed('b')));
    expect(codec.encodeRegionRange(range('', ''))).toEqual(bounds(PREFIX, END));
  });

  it.each([
    ['within the keyspace', prefixed('a'), prefixed('b'), range('a', 'b')],
    ['all of it', PREFIX, END, range('', '')],
    ['from before it', hex('78 01 02 02 ff'), prefixed('b'), range('', 'b')],
    ['beyond it', prefixed('a'), hex('78 01 02 04 00'), range('a', '')],
    ['without bounds', EMPTY_BYTES, EMPTY_BYTES, range('', '')],
    ['before it', EMPTY_BYTES, PREFIX, undefined],
    ['behind it', END, EMPTY_BYTES, undefined],
    ['of the other mode', hex('72 01 02 03'), hex('72 01 02 04'), undefined],
  ])('of a region %s', (_, start, end, expected) => {
    expect(codec.decodeRegionRange(bounds(start, end))).toEqual(expected);
  });

  it('that are not memcomparable are refused', () => {
    expect(() => codec.decodeRegionRange({ start: PREFIX, end: EMPTY_BYTES })).toThrow(ProtocolError);
  });

  it('of the last keyspace end as TiKV wants the end of a mode', () => {
    const last = keyspaceCodec('raw', { id: 0xff_ff_ff, name: 'last' });
    expect(last.encodeRequest(tikvRpcs.rawDeleteRange, {})).toEqual({
      startKey: hex('72 ff ff ff'),
      endKey: hex('73'),
    });
  });
});
