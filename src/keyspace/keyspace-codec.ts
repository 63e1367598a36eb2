import { compareBytes, concatBytes, EMPTY_BYTES, prefixEnd } from '../model/bytes.ts';
import { ProtocolError } from '../model/errors.ts';
import type { KeyRange } from '../model/region.ts';
import { kvrpcpb } from '../wire/codec/messages.ts';
import type { Rpc } from '../wire/codec/rpc.ts';
import type { KeyCodec, KeyspaceContext } from './key-codec.ts';
import { changeKeys, type Fields, type KeyChange } from './key-shape.ts';
import { decodeVersioned } from './memcomparable.ts';
import { memcomparableCodec } from './memcomparable-codec.ts';
import { REQUEST_SHAPES } from './request-shapes.ts';
import { RESPONSE_SHAPES } from './response-shapes.ts';

/** How many bytes longer a key is in the cluster than for the user. */
export const KEYSPACE_PREFIX_BYTES = 4;

/** First byte of a key, by its API. */
const MODE_PREFIXES = { raw: 'r'.charCodeAt(0), txn: 'x'.charCodeAt(0) } as const;

/**
 * API V2, one keyspace: every key begins with its mode, one byte, and the keyspace's id, 3 bytes, big-endian.
 * Region bounds at PD are memcomparable in both modes. Answers with keys of other keyspaces are refused.
 * Follows client-go's codecV2 (internal/apicodec; parity rows COD-2 to COD-7).
 *
 * @param keyspace its id, 0 to 0xffffff, and its name
 */
export function keyspaceCodec(
  mode: 'raw' | 'txn',
  keyspace: { readonly id: number; readonly name: string },
): KeyCodec {
  return new KeyspaceCodec(mode, keyspace.id, keyspace.name);
}

class KeyspaceCodec implements KeyCodec {
  readonly context: KeyspaceContext;
  readonly #prefix: Uint8Array;
  /** The first key after the keyspace, as short as possible: TiKV requires that at the end of a mode. */
  readonly #end: Uint8Array;
  readonly #encoding: KeyChange = {
    own: (request) => ({ ...request }),
    key: (key) => (key.length === 0 ? key : this.#withPrefix(key)),
    range: (range) => this.#encodeRange(range),
    region: (range) => this.encodeRegionRange(range),
  };
  readonly #decoding: KeyChange = {
    own: (response) => response,
    key: (key) => this.#withoutPrefix(key),
    range: (range) => inKeyspace(this.#clamp(range)),
    region: (range) => inKeyspace(this.decodeRegionRange(range)),
  };

  constructor(mode: keyof typeof MODE_PREFIXES, id: number, keyspaceName: string) {
    this.context = { apiVersion: kvrpcpb.APIVersion.V2, keyspaceId: id, keyspaceName };
    this.#prefix = Uint8Array.of(MODE_PREFIXES[mode], id >>> 16, (id >>> 8) & 0xff, id & 0xff);
    this.#end = prefixEnd(this.#prefix);
  }

  encodeKey(key: Uint8Array): Uint8Array {
    return this.#withPrefix(key);
  }

  /** The prefix is half a group of the encoding, so it was taken off as if the key were plain. */
  decodeVersionedKey(stored: Uint8Array): Uint8Array {
    return decodeVersioned(this.#withPrefix(stored)).subarray(KEYSPACE_PREFIX_BYTES);
  }

  encodeRegionKey(key: Uint8Array): Uint8Array {
    return memcomparableCodec.encodeRegionKey(this.#withPrefix(key));
  }

  encodeRegionRange(range: KeyRange): KeyRange {
    return memcomparableCodec.encodeRegionRange(this.#encodeRange(range));
  }

  decodeRegionRange(range: KeyRange): KeyRange | undefined {
    return this.#clamp(memcomparableCodec.decodeRegionRange(range) as KeyRange);
  }

  encodeRequest<Request, Response>({ name }: Rpc<Request, Response>, request: Request): Request {
    const shape = REQUEST_SHAPES[name];
    return shape === undefined ? request : (changeKeys(shape, request as Fields, this.#encoding) as Request);
  }

  decodeResponse<Request, Response>({ name }: Rpc<Request, Response>, response: Response): Response {
    const shape = RESPONSE_SHAPES[name];
    return shape === undefined
      ? response
      : (changeKeys(shape, response as Fields, this.#decoding) as Response);
  }

  #withPrefix(key: Uint8Array): Uint8Array {
    return concatBytes(this.#prefix, key);
  }

  #withoutPrefix(key: Uint8Array): Uint8Array {
    if (key.length === 0) return key;
    if (!this.#has(key)) throw new ProtocolError('A store answered with a key outside the keyspace');
    return key.subarray(KEYSPACE_PREFIX_BYTES);
  }

  #encodeRange({ start, end }: KeyRange): KeyRange {
    return { start: this.#withPrefix(start), end: end.length === 0 ? this.#end : this.#withPrefix(end) };
  }

  /** The part of a range of the cluster that lies in the keyspace, in the user's keys. */
  #clamp({ start, end }: KeyRange): KeyRange | undefined {
    if (compareBytes(start, this.#end) >= 0) return undefined;
    if (end.length > 0 && compareBytes(end, this.#prefix) <= 0) return undefined;
    return { start: this.#bound(start), end: this.#bound(end) };
  }

  #bound(bound: Uint8Array): Uint8Array {
    return this.#has(bound) ? bound.subarray(KEYSPACE_PREFIX_BYTES) : EMPTY_BYTES;
  }

  #has(key: Uint8Array): boolean {
    return this.#prefix.every((byte, index) => key[index] === byte);
  }
}

function inKeyspace(range: KeyRange | undefined): KeyRange {
  if (range === undefined) throw new ProtocolError('A store answered with a range outside the keyspace');
  return range;
}
