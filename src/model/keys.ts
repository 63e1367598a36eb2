import { compareBytes, EMPTY_BYTES, prefixEnd } from './bytes.ts';
import { TooLargeError, UsageError } from './errors.ts';
import type { KeyRange } from './region.ts';
import { describeType } from './show-value.ts';

/** A key or value as callers give it: bytes, or a string, which is encoded as UTF-8. */
export type BytesInput = Uint8Array | string;

const encoder = new TextEncoder();

/** As much as Node.js's own pool for small buffers. */
const POOL_BYTES = 8 * 1024;
let pool = new ArrayBuffer(POOL_BYTES);
let pooledBytes = 0;

/**
 * Copies or encodes what the caller gave, so that the caller may reuse its buffer.
 * @throws UsageError for anything but bytes or a well-formed string: two strings with different lone
 * surrogates would become the same key.
 */
export function toBytes(input: BytesInput, what: string): Uint8Array {
  if (typeof input === 'string') {
    if (!isWellFormed(input)) {
      throw new UsageError(`${what} is a string with a lone surrogate; give it as a Uint8Array`);
    }
    return encoder.encode(input);
  }
  if (input instanceof Uint8Array) return copyOf(input, what);
  throw new UsageError(`${what} must be a Uint8Array or a string, not ${describeType(input)}`);
}

/**
 * As `toBytes`, in memory shared with other values: only for bytes that are never handed out. Most values are
 * larger than what V8 keeps on its own heap, and separate memory costs several times as much as the copy.
 */
export function toPooledBytes(input: BytesInput, what: string): Uint8Array {
  if (!(input instanceof Uint8Array)) return toBytes(input, what);
  const { length } = input;
  if (length === 0 || length > POOL_BYTES / 2) return copyOf(input, what);
  if (length > POOL_BYTES - pooledBytes) {
    pool = new ArrayBuffer(POOL_BYTES);
    pooledBytes = 0;
  }
  const bytes = new Uint8Array(pool, pooledBytes, length);
  bytes.set(input);
  pooledBytes += length;
  return bytes;
}

/** @throws UsageError for bytes whose memory was transferred away */
function copyOf(input: Uint8Array, what: string): Uint8Array {
  try {
    return new Uint8Array(input);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new UsageError(`${what} is a Uint8Array whose memory was transferred away`, { cause });
  }
}

/** @throws UsageError also when the key is empty; TooLargeError when it is longer than `maxBytes` */
export function toKey(input: BytesInput, maxBytes: number, what = 'The key'): Uint8Array {
  const key = toBytes(input, what);
  if (key.length === 0) throw new UsageError(`${what} must not be empty`);
  if (key.length > maxBytes) throw new TooLargeError(what, key.length, maxBytes);
  return key;
}

/**
 * A range of keys: all with a prefix, or from `start` (included) to `end` (not included). Without a bound it
 * is open on that side.
 */
export interface RangeInput {
  /** All keys that begin with this; excludes `start` and `end`. */
  readonly prefix?: BytesInput | undefined;
  /** The first key, included. Default: none, the range begins with the first key there is. */
  readonly start?: BytesInput | undefined;
  /** Where the range ends, not included. Default: none, it ends with the last key there is. */
  readonly end?: BytesInput | undefined;
}

/**
 * @throws UsageError when bounds are reversed, or given together with a prefix; TooLargeError when one is too
 * long.
 */
export function toRange(input: RangeInput, maxBytes: number): KeyRange {
  const { prefix, start, end } = input;
  if (prefix !== undefined) {
    if (start !== undefined || end !== undefined) {
      throw new UsageError('Give either a prefix or start and end, not both');
    }
    const bytes = bound(prefix, maxBytes, 'The prefix');
    return { start: bytes, end: prefixEnd(bytes) };
  }
  const range = {
    start: start === undefined ? EMPTY_BYTES : bound(start, maxBytes, 'The start key'),
    end: end === undefined ? EMPTY_BYTES : bound(end, maxBytes, 'The end key'),
  };
  if (range.end.length > 0 && compareBytes(range.start, range.end) > 0) {
    throw new UsageError('The start key is after the end key; for descending order give reverse: true');
  }
  return range;
}

/**
 * A bound may be one byte longer than a key: with a zero byte appended it is where a scan goes on after the
 * longest key.
 */
function bound(input: BytesInput, maxBytes: number, what: string): Uint8Array {
  const bytes = toBytes(input, what);
  if (bytes.length > maxBytes + 1) throw new TooLargeError(what, bytes.length, maxBytes + 1);
  return bytes;
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Whether it can be encoded as UTF-8 and decoded again. */
export function isWellFormed(text: string): boolean {
  return !LONE_SURROGATE.test(text);
}
