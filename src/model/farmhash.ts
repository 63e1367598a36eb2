const MASK = 0xffff_ffff_ffff_ffffn;
const K0 = 0xc3a5c85c97cb3127n;
const K1 = 0xb492b66fbe98f273n;
const K2 = 0x9ae16a3b2f90404fn;

/** A pair of 64-bit words. */
type Pair = readonly [bigint, bigint];

/**
 * FarmHash's fingerprint64, by which TiKV names keys in deadlock errors.
 *
 * @see Google FarmHash, namespace farmhashna
 */
export function fingerprint64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length <= 16) return hashUpTo16(view);
  if (bytes.length <= 32) return hashUpTo32(view);
  if (bytes.length <= 64) return hashUpTo64(view);
  return hashLonger(view);
}

function hashUpTo16(view: DataView): bigint {
  const length = view.byteLength;
  const size = BigInt(length);
  const multiplier = wrap(K2 + size * 2n);
  if (length >= 8) {
    const a = wrap(word(view, 0) + K2);
    const b = word(view, length - 8);
    const c = wrap(rotate(b, 37) * multiplier + a);
    const d = wrap((rotate(a, 25) + b) * multiplier);
    return combine(c, d, multiplier);
  }
  if (length >= 4) {
    const a = BigInt(view.getUint32(0, true));
    return combine(wrap(size + (a << 3n)), BigInt(view.getUint32(length - 4, true)), multiplier);
  }
  if (length === 0) return K2;
  const a = view.getUint8(0);
  const b = view.getUint8(length >> 1);
  const c = view.getUint8(length - 1);
  const y = BigInt(a + (b << 8));
  const z = BigInt(length + (c << 2));
  return wrap(mix(wrap(y * K2) ^ wrap(z * K0)) * K2);
}

function hashUpTo32(view: DataView): bigint {
  const length = view.byteLength;
  const multiplier = wrap(K2 + BigInt(length) * 2n);
  const a = wrap(word(view, 0) * K1);
  const b = word(view, 8);
  const c = wrap(word(view, length - 8) * multiplier);
  const d = wrap(word(view, length - 16) * K2);
  return combine(
    wrap(rotate(wrap(a + b), 43) + rotate(c, 30) + d),
    wrap(a + rotate(wrap(b + K2), 18) + c),
    multiplier,
  );
}

function hashUpTo64(view: DataView): bigint {
  const length = view.byteLength;
  const multiplier = wrap(K2 + BigInt(length) * 2n);
  const a = wrap(word(view, 0) * K2);
  const b = word(view, 8);
  const c = wrap(word(view, length - 8) * multiplier);
  const d = wrap(word(view, length - 16) * K2);
  const y = wrap(rotate(wrap(a + b), 43) + rotate(c, 30) + d);
  const z = combine(y, wrap(a + rotate(wrap(b + K2), 18) + c), multiplier);
  const e = wrap(word(view, 16) * multiplier);
  const f = word(view, 24);
  const g = wrap((y + word(view, length - 32)) * multiplier);
  const h = wrap((z + word(view, length - 24)) * multiplier);
  return combine(
    wrap(rotate(wrap(e + f), 43) + rotate(g, 30) + h),
    wrap(e + rotate(wrap(f + a), 18) + g),
    multiplier,
  );
}

function hashLonger(view: DataView): bigint {
  const length = view.byteLength;
  let x = 81n;
  let y = wrap(81n * K1 + 113n);
  let z = wrap(mix(wrap(y * K2 + 113n)) * K2);
  let v: Pair = [0n, 0n];
  let w: Pair = [0n, 0n];
  x = wrap(x * K2 + word(view, 0));
  const end = ((length - 1) >> 6) * 64;
  for (let at = 0; at < end; at += 64) {
    x = wrap(rotate(wrap(x + y + v[0] + word(view, at + 8)), 37) * K1);
    y = wrap(rotate(wrap(y + v[1] + word(view, at + 48)), 42) * K1);
    x ^= w[1];
    y = wrap(y + v[0] + word(view, at + 40));
    z = wrap(rotate(wrap(z + w[0]), 33) * K1);
    v = weakHash(view, at, wrap(v[1] * K1), wrap(x + w[0]));
    w = weakHash(view, at + 32, wrap(z + w[1]), wrap(y + word(view, at + 16)));
    [z, x] = [x, z];
  }
  const multiplier = wrap(K1 + ((z & 0xffn) << 1n));
  const last = length - 64;
  w = [wrap(w[0] + BigInt((length - 1) & 63)), w[1]];
  v = [wrap(v[0] + w[0]), v[1]];
  w = [wrap(w[0] + v[0]), w[1]];
  x = wrap(rotate(wrap(x + y + v[0] + word(view, last + 8)), 37) * multiplier);
  y = wrap(rotate(wrap(y + v[1] + word(view, last + 48)), 42) * multiplier);
  x ^= wrap(w[1] * 9n);
  y = wrap(y + v[0] * 9n + word(view, last + 40));
  z = wrap(rotate(wrap(z + w[0]), 33) * multiplier);
  v = weakHash(view, last, wrap(v[1] * multiplier), wrap(x + w[0]));
  w = weakHash(view, last + 32, wrap(z + w[1]), wrap(y + word(view, last + 16)));
  [z, x] = [x, z];
  return combine(
    wrap(combine(v[0], w[0], multiplier) + mix(y) * K0 + z),
    wrap(combine(v[1], w[1], multiplier) + x),
    multiplier,
  );
}

function weakHash(view: DataView, at: number, seedA: bigint, seedB: bigint): Pair {
  const first = word(view, at);
  const last = word(view, at + 24);
  let a = wrap(seedA + first);
  let b = rotate(wrap(seedB + a + last), 21);
  const kept = a;
  a = wrap(a + word(view, at + 8) + word(view, at + 16));
  b = wrap(b + rotate(a, 44));
  return [wrap(a + last), wrap(b + kept)];
}

function combine(u: bigint, v: bigint, multiplier: bigint): bigint {
  let a = wrap((u ^ v) * multiplier);
  a ^= a >> 47n;
  let b = wrap((v ^ a) * multiplier);
  b ^= b >> 47n;
  return wrap(b * multiplier);
}

function word(view: DataView, at: number): bigint {
  return view.getBigUint64(at, true);
}

function mix(value: bigint): bigint {
  return value ^ (value >> 47n);
}

function rotate(value: bigint, bits: number): bigint {
  const wrapped = wrap(value);
  return wrap((wrapped >> BigInt(bits)) | (wrapped << BigInt(64 - bits)));
}

function wrap(value: bigint): bigint {
  return value & MASK;
}
