import { type KeyCodec, NULL_KEYSPACE_ID } from './key-codec.ts';

/** API V1, raw API: keys are the same everywhere (parity row COD-1). */
export const plainCodec: KeyCodec = {
  context: { apiVersion: 0, keyspaceId: NULL_KEYSPACE_ID },
  encodeKey: (key) => key,
  decodeVersionedKey: (stored) => stored,
  encodeRegionKey: (key) => key,
  encodeRegionRange: (range) => range,
  decodeRegionRange: (range) => range,
  encodeRequest: (_rpc, request) => request,
  decodeResponse: (_rpc, response) => response,
};
