import type { KeyCodec } from '../keyspace/key-codec.ts';
import { KEYSPACE_PREFIX_BYTES } from '../keyspace/keyspace-codec.ts';
import { concatBytes, EMPTY_BYTES } from '../model/bytes.ts';
import { ProtocolError, type TikvError } from '../model/errors.ts';
import { kvrpcpb } from '../wire/codec/messages.ts';
import { toKeyError } from './key-errors.ts';

const TIMESTAMP_BYTES = 8;

/** The typed error for a key error of a read that is no lock. */
export function toReadRefusal(codec: KeyCodec, error: kvrpcpb.KeyError.Decoded): TikvError {
  const { conflict } = error;
  const isNewer =
    conflict?.reason === kvrpcpb.WriteConflict.Reason.RcCheckTs && conflict.conflictCommitTs !== 0n;
  if (!isNewer) return toKeyError(error);
  return toKeyError({ ...error, conflict: { ...conflict, key: toUserKey(codec, conflict.key) } });
}

/** The key of a newer version is told as it lies in the store: memcomparable, its commit timestamp behind it. */
function toUserKey(codec: KeyCodec, stored: Uint8Array): Uint8Array {
  const encoded = stored.subarray(0, Math.max(0, stored.length - TIMESTAMP_BYTES));
  const isInKeyspace = codec.context.apiVersion === kvrpcpb.APIVersion.V2;
  // Eight bytes make a group, so the keyspace's prefix was taken off as if the key were plain.
  const prefix = isInKeyspace
    ? codec.encodeRegionKey(EMPTY_BYTES).subarray(0, KEYSPACE_PREFIX_BYTES)
    : EMPTY_BYTES;
  const range = codec.decodeRegionRange({ start: concatBytes(prefix, encoded), end: EMPTY_BYTES });
  if (range === undefined) throw new ProtocolError('A conflict was told for a key outside of the keyspace');
  return range.start;
}
