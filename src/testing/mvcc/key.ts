/**
 * A key inside the engine: one character per byte (Latin-1). Strings of this kind compare in byte order,
 * hash and hold in sets, which byte arrays do not.
 */
export type Key = string;

/** Timestamp 2^64-1: "latest" for reads, "everything is expired" for status checks. */
export const MAX_TS = 0xffff_ffff_ffff_ffffn;

/** Key of the given bytes; absent bytes are the empty key. */
export function keyOf(bytes: Uint8Array | undefined): Key {
  if (bytes === undefined) return '';
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Bytes of a key, in an array of their own. */
export function bytesOf(key: Key): Uint8Array {
  return new Uint8Array(Buffer.from(key, 'latin1'));
}

/** Half-open range of keys; an undefined bound is open. */
export interface KeyRange {
  readonly start: Key | undefined;
  readonly end: Key | undefined;
}

/** Bound of a range as requests carry it: empty means unbounded. */
export function boundOf(bytes: Uint8Array | undefined): Key | undefined {
  const key = keyOf(bytes);
  return key === '' ? undefined : key;
}

/** The common part of two ranges. */
export function intersect(one: KeyRange, other: KeyRange): KeyRange {
  const start = one.start === undefined ? other.start : laterOf(one.start, other.start);
  const end = one.end === undefined ? other.end : earlierOf(one.end, other.end);
  return { start, end };
}

/** Whether a range holds a key. */
export function contains(range: KeyRange, key: Key): boolean {
  return (range.start === undefined || key >= range.start) && (range.end === undefined || key < range.end);
}

/**
 * Memory-comparable form of a key (groups of eight bytes, each followed by its fill count), optionally with a
 * timestamp appended in descending order. TiKV puts this form into one error and into region borders.
 *
 * @see TiKV components/codec/src/byte.rs, MemComparableByteCodec
 */
export function encodeKey(key: Key, ts?: bigint): Key {
  let encoded = '';
  for (let at = 0; at <= key.length; at += 8) {
    const group = key.slice(at, at + 8);
    encoded += group.padEnd(8, '\0') + String.fromCharCode(0xff - (8 - group.length));
  }
  if (ts === undefined) return encoded;
  const suffix = Buffer.alloc(8);
  suffix.writeBigUInt64BE(MAX_TS - ts);
  return encoded + suffix.toString('latin1');
}

/** Length of the memory-comparable form of a key, without a timestamp. */
export function encodedLength(key: Key): number {
  return (Math.floor(key.length / 8) + 1) * 9;
}

/** Milliseconds since the epoch in a timestamp. */
export function physicalOf(ts: bigint): bigint {
  return ts >> 18n;
}

function laterOf(key: Key, other: Key | undefined): Key {
  return other === undefined || key > other ? key : other;
}

function earlierOf(key: Key, other: Key | undefined): Key {
  return other === undefined || key < other ? key : other;
}
