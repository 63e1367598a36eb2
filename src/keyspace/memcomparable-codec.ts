import { EMPTY_BYTES } from '../model/bytes.ts';
import { type KeyCodec, NULL_KEYSPACE_ID } from './key-codec.ts';
import { decodeMemcomparable, decodeVersioned, encodeMemcomparable } from './memcomparable.ts';

/**
 * API V1, transactions: keys in requests are the user's, region bounds at PD are memcomparable (parity rows
 * COD-1 and COD-8). An empty bound means no bound and stays empty.
 */
export const memcomparableCodec: KeyCodec = {
  context: { apiVersion: 0, keyspaceId: NULL_KEYSPACE_ID },
  encodeKey: (key) => key,
  decodeVersionedKey: decodeVersioned,
  encodeRegionKey: encodeMemcomparable,
  encodeRegionRange: ({ start, end }) => ({
    start: encodeMemcomparable(start),
    end: end.length === 0 ? end : encodeMemcomparable(end),
  }),
  decodeRegionRange: ({ start, end }) => ({ start: decodeBound(start), end: decodeBound(end) }),
  encodeRequest: (_rpc, request) => request,
  decodeResponse: (_rpc, response) => response,
};

function decodeBound(bound: Uint8Array): Uint8Array {
  return bound.length === 0 ? EMPTY_BYTES : decodeMemcomparable(bound);
}
