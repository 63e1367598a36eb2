import { ProtocolError } from '../model/errors.ts';

const GROUP_SIZE = 8;
const ENCODED_GROUP_SIZE = GROUP_SIZE + 1;
const FULL_GROUP = 0xff;
const TIMESTAMP_BYTES = 8;

/**
 * Encodes a byte string so that encoded strings sort as the plain ones do and none is a prefix of another:
 * groups of 8 bytes, the last padded with zeros, each followed by 0xff minus the number of padding bytes. The
 * last group is never full. Follows client-go's util/codec EncodeBytes (parity row COD-8).
 */
export function encodeMemcomparable(plain: Uint8Array): Uint8Array {
  const groups = Math.floor(plain.length / GROUP_SIZE) + 1;
  const encoded = new Uint8Array(groups * ENCODED_GROUP_SIZE);
  for (let group = 0; group < groups; group++) {
    const from = group * GROUP_SIZE;
    const part = plain.subarray(from, from + GROUP_SIZE);
    const at = group * ENCODED_GROUP_SIZE;
    encoded.set(part, at);
    encoded[at + GROUP_SIZE] = FULL_GROUP - (GROUP_SIZE - part.length);
  }
  return encoded;
}

/** @throws {ProtocolError} when the bytes are not the encoding of any string, or more follows it */
export function decodeMemcomparable(encoded: Uint8Array): Uint8Array {
  const groups = encoded.length / ENCODED_GROUP_SIZE;
  if (!Number.isInteger(groups) || groups === 0) throw malformed(encoded);
  const plain = new Uint8Array(groups * GROUP_SIZE);
  let length = 0;
  for (let group = 0; group < groups; group++) {
    const at = group * ENCODED_GROUP_SIZE;
    const padding = FULL_GROUP - (encoded[at + GROUP_SIZE] as number);
    const isLast = group === groups - 1;
    if (padding > GROUP_SIZE || padding > 0 !== isLast) throw malformed(encoded);
    const end = at + GROUP_SIZE - padding;
    for (let i = end; i < at + GROUP_SIZE; i++) if (encoded[i] !== 0) throw malformed(encoded);
    plain.set(encoded.subarray(at, end), length);
    length += GROUP_SIZE - padding;
  }
  return plain.subarray(0, length);
}

/** The bytes in front of a commit timestamp. @throws {ProtocolError} as `decodeMemcomparable` */
export function decodeVersioned(encoded: Uint8Array): Uint8Array {
  return decodeMemcomparable(encoded.subarray(0, Math.max(0, encoded.length - TIMESTAMP_BYTES)));
}

function malformed(encoded: Uint8Array): ProtocolError {
  return new ProtocolError(`A key of ${encoded.length} bytes is not in memcomparable encoding`);
}
