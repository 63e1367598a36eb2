import type { KeyCodec } from '../../keyspace/key-codec.ts';
import type { TikvError } from '../../model/errors.ts';
import { kvrpcpb } from '../../wire/codec/messages.ts';
import { toKeyError } from '../key-errors.ts';

/**
 * The typed error for a key error of a read that is not a lock.
 * @throws ProtocolError when the key of a newer version is malformed
 */
export function toReadError(codec: KeyCodec, error: kvrpcpb.KeyError.Decoded): TikvError {
  const { conflict } = error;
  const isNewer =
    conflict?.reason === kvrpcpb.WriteConflict.Reason.RcCheckTs && conflict.conflictCommitTs !== 0n;
  if (!isNewer) return toKeyError(error);
  // Only the key of a newer version is reported as the store keeps it.
  return toKeyError({ ...error, conflict: { ...conflict, key: codec.decodeVersionedKey(conflict.key) } });
}
