import type { KeyRange } from '../model/region.ts';
import type { kvrpcpb } from '../wire/codec/messages.ts';
import type { Rpc } from '../wire/codec/rpc.ts';

/** What a codec adds to the context of every request (parity row COD-3). */
export interface KeyspaceContext {
  readonly apiVersion: kvrpcpb.APIVersion;
  readonly keyspaceId: number;
  /** Only under API V2. */
  readonly keyspaceName?: string;
}

/** The keyspace id of requests outside any keyspace, those of API V1. */
export const NULL_KEYSPACE_ID = 0xffff_ffff;

/**
 * Translates between the user's keys and those of the cluster. Codecs encode region bounds at PD in different
 * ways, so a region cache belongs to one codec. Follows client-go's apicodec.Codec.
 */
export interface KeyCodec {
  readonly context: KeyspaceContext;
  /** The key as requests carry it. */
  encodeKey(key: Uint8Array): Uint8Array;
  /**
   * The user's key in one that a store has told as it keeps it, memcomparable, with a commit timestamp after it.
   * @param stored as `decodeResponse` has left it, which takes it for a plain key
   * @throws {ProtocolError} when it is not in that encoding
   */
  decodeVersionedKey(stored: Uint8Array): Uint8Array;
  /** The key as PD orders it. */
  encodeRegionKey(key: Uint8Array): Uint8Array;
  /** The bounds as PD orders them. An empty `end` stands for the end of the keys that the codec covers. */
  encodeRegionRange(range: KeyRange): KeyRange;
  /**
   * The bounds of a region as user keys, cut to the part that the codec covers; an empty `end` means no
   * bound. Undefined when the codec covers no part of the region.
   *
   * @throws {ProtocolError} when a bound is not in the codec's encoding
   */
  decodeRegionRange(range: KeyRange): KeyRange | undefined;
  /** The request with its keys as the store expects them. Does not change its argument. */
  encodeRequest<Request, Response>(rpc: Rpc<Request, Response>, request: Request): Request;
  /**
   * The response, or one message of a stream, with its keys as the user knows them. The response belongs to
   * the receiver, so it may be changed in place.
   *
   * @throws {ProtocolError} when a key is not in the codec's encoding
   */
  decodeResponse<Request, Response>(rpc: Rpc<Request, Response>, response: Response): Response;
}
