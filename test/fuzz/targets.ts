import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import type { ConnectOptions } from '../../src/client/options/connect-options.ts';
import { parseOptions } from '../../src/client/options/parse-options.ts';
import { decodeMemcomparable, encodeMemcomparable } from '../../src/keyspace/memcomparable.ts';
import { toLock } from '../../src/lock/lock.ts';
import { InternalError, TikvError } from '../../src/model/errors.ts';
import { memberAddress } from '../../src/pd/member-address.ts';
import { keyspaceMetaOf, pdRegionOf, storeMetaOf } from '../../src/pd/pd-answers.ts';
import { firstTimestamp } from '../../src/pd/tso-answer.ts';
import { classifyRegionError, type EpochOrder } from '../../src/region/request/classify-region-error.ts';
import { toKeyError } from '../../src/txn/key-errors.ts';
import { decodeBatchFrame } from '../../src/wire/batch-frame.ts';
import type { keyspacepb } from '../../src/wire/codec/admin-rpcs.ts';
import { decodeMessage } from '../../src/wire/codec/message.ts';
import type { errorpb, kvrpcpb, metapb, pdpb } from '../../src/wire/codec/messages.ts';
import { damaged, decoded, decoderOf, decoders } from './damaged.ts';
import { hostileReads } from './hostile-reads.ts';

/** Something that takes what comes from outside, and how to try it. */
export interface FuzzTarget {
  readonly name: string;
  /** Of all cases, for how many it counts: dear ones get fewer. */
  readonly weight: number;
  readonly property: fc.IRawProperty<unknown>;
}

/** Lets errors of the library pass, but for the one that says: a defect. */
export function onlyTyped<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof TikvError && !(error instanceof InternalError)) return undefined;
    throw error;
  }
}

const frame = decoderOf('tikvpb.BatchCommandsResponse');

const situation = fc.record({
  regionId: fc.constant(1n),
  storeId: fc.constant(2n),
  isLimitedRead: fc.boolean(),
  isReplicaRead: fc.boolean(),
  leaderUntried: fc.boolean(),
  passesOver: fc.boolean().map((passes) => () => passes),
  hasDenied: fc.boolean().map((denied) => () => denied),
  compareEpoch: fc.constantFrom<EpochOrder>('other', 'behind', 'same', 'ahead').map((order) => () => order),
});

const url = fc
  .tuple(
    fc.constantFrom('tikv://', 'tikv:', 'http://', ''),
    fc.array(
      fc.oneof(fc.constantFrom('a:2379', '[::1]:1', ',', ':', '@', '127.0.0.1', '?', '&'), fc.string()),
      {
        maxLength: 5,
      },
    ),
    fc.array(
      fc.tuple(
        fc.oneof(fc.constantFrom('timeoutMs', 'keyspace', 'actors', '__proto__', 'tls'), fc.string()),
        fc.oneof(fc.constantFrom('1', '-1', '1e9', '99999999999999999999'), fc.string()),
      ),
      { maxLength: 4 },
    ),
  )
  .map(
    ([scheme, hosts, query]) => `${scheme}${hosts.join('')}?${query.map((pair) => pair.join('=')).join('&')}`,
  );

const OPTION_NAMES = [
  'endpoints',
  'tls',
  'timeoutMs',
  'keyspace',
  'actors',
  'inspect',
  'scanBatchSize',
  'maxKeySizeBytes',
];

const anyOptions = fc.oneof(
  fc.anything(),
  fc.dictionary(fc.oneof(fc.constantFrom(...OPTION_NAMES), fc.string()), fc.anything()),
  fc.dictionary(fc.constantFrom(...OPTION_NAMES.slice(1)), fc.anything()).map((options) => ({
    ...options,
    endpoints: ['127.0.0.1:2379'],
  })),
);

/** All that the library takes from servers and callers and makes sense of. */
export const targets: readonly FuzzTarget[] = [
  {
    name: 'decoders of all messages',
    weight: 6,
    property: fc.property(
      fc
        .constantFrom(...decoders)
        .chain(({ type, codec }) => damaged(type).map((bytes) => ({ codec, bytes }))),
      ({ codec, bytes }) => {
        onlyTyped(() => decodeMessage(codec, 'fuzz', bytes));
      },
    ),
  },
  {
    name: 'frames of batch streams',
    weight: 4,
    property: fc.property(damaged(frame.type, 3), (bytes) => {
      const answers = onlyTyped(() => decodeBatchFrame(bytes));
      if (answers === undefined) return;
      const { ids, tags, bodies } = answers;
      const bodyBytes = bodies.reduce((sum, body) => sum + body.length, 0);
      if (ids.length !== tags.length || tags.length !== bodies.length || bodyBytes > bytes.length) {
        throw new Error('ids, tags and bodies do not belong together');
      }
    }),
  },
  {
    name: 'timestamps of PD',
    weight: 1,
    property: fc.property(
      decoded<pdpb.TsoResponse.Decoded>(decoderOf('pdpb.TsoResponse')),
      fc.integer({ min: 1, max: 10_000 }),
      (answer, count) => {
        const first = onlyTyped(() => firstTimestamp(answer, count));
        if (first !== undefined && (first <= 0n || first >= 2n ** 63n)) throw new Error(`Took ${first}`);
      },
    ),
  },
  {
    name: 'regions, stores, keyspaces and addresses of PD',
    weight: 2,
    property: fc.property(
      decoded<pdpb.GetRegionResponse.Decoded>(decoderOf('pdpb.GetRegionResponse'), 3),
      decoded<metapb.Store.Decoded>(decoderOf('metapb.Store')),
      decoded<keyspacepb.KeyspaceMeta.Decoded>(decoderOf('keyspacepb.KeyspaceMeta')),
      fc.oneof(fc.string(), fc.webUrl()),
      (region, store, keyspace, address) => {
        onlyTyped(() => pdRegionOf(region));
        onlyTyped(() => storeMetaOf(store));
        onlyTyped(() => keyspaceMetaOf(keyspace));
        onlyTyped(() => memberAddress(address));
      },
    ),
  },
  {
    name: 'region errors',
    weight: 2,
    property: fc.property(
      decoded<errorpb.Error.Decoded>(decoderOf('errorpb.Error'), 3),
      situation,
      (error, where) => {
        // A refusal is classified whatever it holds: it must not throw at all.
        const { type } = classifyRegionError(error, where);
        if (!type.startsWith('region.')) throw new Error(`No row: ${type}`);
      },
    ),
  },
  {
    name: 'key errors and locks',
    weight: 2,
    property: fc.property(decoded<kvrpcpb.KeyError.Decoded>(decoderOf('kvrpcpb.KeyError'), 2), (error) => {
      const typed = toKeyError(error);
      if (!(typed instanceof TikvError) || typed instanceof InternalError) throw typed;
      const { locked } = error;
      if (locked !== undefined) onlyTyped(() => toLock(locked));
      JSON.stringify(typed);
    }),
  },
  { name: 'answers to reads', weight: 1, property: hostileReads },
  {
    name: 'memcomparable keys',
    weight: 2,
    property: fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(), (bytes, at) => {
      const encoded = encodeMemcomparable(bytes);
      if (!isDeepStrictEqual(decodeMemcomparable(encoded), bytes)) throw new Error('Not the same');
      encoded[at % encoded.length] = at & 0xff;
      for (const candidate of [bytes, encoded]) {
        const plain = onlyTyped(() => decodeMemcomparable(candidate));
        if (plain !== undefined && !isDeepStrictEqual(encodeMemcomparable(plain), candidate)) {
          throw new Error('Two encodings of one key');
        }
      }
    }),
  },
  {
    name: 'URLs',
    weight: 1,
    property: fc.property(fc.oneof(url, fc.string()), (text) => {
      onlyTyped(() => parseOptions(text));
    }),
  },
  {
    name: 'options',
    weight: 1,
    property: fc.property(anyOptions, (options) => {
      onlyTyped(() => parseOptions(options as ConnectOptions));
    }),
  },
];
