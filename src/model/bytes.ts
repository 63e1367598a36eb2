/** Orders byte strings as TiKV does: bytes unsigned, lexicographic, a prefix before longer strings. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** The keys in order, without repetitions. */
export function inOrderOnce(
  keys: readonly Uint8Array[],
  compare: (a: Uint8Array, b: Uint8Array) => number = compareBytes,
): readonly Uint8Array[] {
  const sorted = keys.toSorted(compare);
  return sorted.filter((key, index) => index === 0 || compare(sorted[index - 1] as Uint8Array, key) !== 0);
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && compareBytes(a, b) === 0;
}

/**
 * Never handed out: a caller who transferred it to another thread would take it away from everybody. See
 * `ownBytes`.
 */
export const EMPTY_BYTES = new Uint8Array(0);

/** Bytes of an answer for a caller to keep: all empty ones of decoded messages are one array. */
export function ownBytes(decoded: Uint8Array): Uint8Array {
  return decoded.length === 0 ? new Uint8Array(0) : decoded;
}

/** The smallest key after `key`: `key` followed by a zero byte. */
export function nextKey(key: Uint8Array): Uint8Array {
  const next = new Uint8Array(key.length + 1);
  next.set(key);
  return next;
}

/** The smallest key that does not begin with `prefix`; empty (no bound) when every byte is 0xff. */
export function prefixEnd(prefix: Uint8Array): Uint8Array {
  for (let i = prefix.length - 1; i >= 0; i--) {
    const byte = prefix[i] as number;
    if (byte !== 0xff) {
      const end = prefix.slice(0, i + 1);
      end[i] = byte + 1;
      return end;
    }
  }
  return EMPTY_BYTES;
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** The bytes as a string with one character for each, for use as a key of a Map. */
export function bytesName(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/**
 * Whether the name (`bytesName`) of some bytes is in a set. Costs nothing when the set is empty, as it mostly
 * is.
 */
export function namesHave(names: ReadonlySet<string>, bytes: Uint8Array): boolean {
  return names.size > 0 && names.has(bytesName(bytes));
}
