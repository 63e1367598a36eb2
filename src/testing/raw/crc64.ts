// The polynomial of CRC-64/XZ, reflected, in two halves: numbers of 32 bits are much faster than bigints.
const POLYNOMIAL_HIGH = 0xc96c5795;
const POLYNOMIAL_LOW = 0xd7870f42;
const tableHigh = new Uint32Array(256);
const tableLow = new Uint32Array(256);
for (let byte = 0; byte < 256; byte += 1) {
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    const odd = (low & 1) === 1;
    low = ((low >>> 1) | (high << 31)) >>> 0;
    high >>>= 1;
    if (odd) {
      low = (low ^ POLYNOMIAL_LOW) >>> 0;
      high = (high ^ POLYNOMIAL_HIGH) >>> 0;
    }
  }
  tableHigh[byte] = high;
  tableLow[byte] = low;
}

/** CRC-64/XZ of the parts, one after the other. */
export function crc64(...parts: readonly Uint8Array[]): bigint {
  let high = 0xffff_ffff;
  let low = 0xffff_ffff;
  for (const part of parts) {
    for (const byte of part) {
      const at = (low ^ byte) & 0xff;
      low = (((low >>> 8) | (high << 24)) ^ (tableLow[at] ?? 0)) >>> 0;
      high = ((high >>> 8) ^ (tableHigh[at] ?? 0)) >>> 0;
    }
  }
  return (BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0);
}
