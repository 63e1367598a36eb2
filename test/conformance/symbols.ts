import { fingerprint64 } from '../../src/model/farmhash.ts';
import { bytesOf, encodeKey, keyOf, MAX_TS } from '../../src/testing/mvcc/key.ts';
import type { Json } from './document.ts';

/** Answers name timestamps with an offset of at most this. */
const MAX_OFFSET = 7n;
/** Integers from here on are timestamps. */
export const SMALLEST_TS = 1n << 50n;

/** What the symbols of one document stand for while it is replayed. */
export class Symbols {
  readonly #prefix: string;
  readonly #timestamps: bigint[] = [];

  /** @param prefix of all keys of the document, one character per byte */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  get prefixLength(): number {
    return this.#prefix.length;
  }

  /** How many of $t1, $t2, ... are taken. */
  get taken(): number {
    return this.#timestamps.length;
  }

  /** Gives the next symbol its timestamp. */
  take(ts: bigint): void {
    this.#timestamps.push(ts);
  }

  /** A number of a request: plain, "$t3", "$t3+1" or "max". */
  numberOf(json: Json): bigint {
    if (typeof json === 'number') return BigInt(json);
    if (json === 'max') return MAX_TS;
    const match = /^\$t(\d+)(?:\+(\d+))?$/.exec(String(json));
    const ts = match === null ? undefined : this.#timestamps[Number(match[1]) - 1];
    if (match === null || ts === undefined) throw new Error(`Not a number: ${JSON.stringify(json)}`);
    return ts + BigInt(match[2] ?? 0);
  }

  /** The form of a number in answers. */
  numberToJson(value: bigint, keysForHash?: readonly string[]): Json {
    if (keysForHash !== undefined) {
      const hashed = keysForHash.find((key) => fingerprint64(bytesOf(this.#prefix + key)) === value);
      if (hashed !== undefined) return `$hash(${hashed})`;
    }
    if (value === MAX_TS) return 'max';
    if (value < SMALLEST_TS) return Number(value);
    for (let index = this.#timestamps.length - 1; index >= 0; index -= 1) {
      const offset = value - (this.#timestamps[index] ?? 0n);
      if (offset >= 0n && offset <= MAX_OFFSET) return `$t${index + 1}${offset === 0n ? '' : `+${offset}`}`;
    }
    return `unknown timestamp ${value}`;
  }

  /** Bytes of a key of a request. */
  keyBytes(json: Json): Uint8Array {
    if (typeof json === 'string') return bytesOf(this.#prefix + Buffer.from(json, 'utf8').toString('latin1'));
    const { abs } = json as { readonly abs: string };
    return bytesOf(Buffer.from(abs, 'utf8').toString('latin1'));
  }

  /** The form of a key in answers; undefined for the empty key. */
  keyToJson(bytes: Uint8Array): Json | undefined {
    const key = keyOf(bytes);
    if (key === '') return undefined;
    if (key.startsWith(this.#prefix)) {
      const encoded = this.#encodedForm(key);
      return encoded ?? textOf(key.slice(this.#prefix.length));
    }
    return this.#encodedForm(key) ?? { abs: textOf(key) };
  }

  // Encoded groups of eight bytes end in their fill count, so a prefix of 16 bytes shows at once.
  #encodedForm(key: string): Json | undefined {
    const encodedPrefix = encodeKey(this.#prefix).slice(0, Math.floor(this.#prefix.length / 8) * 9);
    if (!key.startsWith(encodedPrefix) || key.length <= 8) return undefined;
    const ts = MAX_TS - Buffer.from(key.slice(-8), 'latin1').readBigUInt64BE();
    const raw = decodeKey(key.slice(0, -8));
    return { enc: textOf(raw.slice(this.#prefix.length)), ts: this.numberToJson(ts) };
  }
}

/** Bytes of a value of a request. */
export function valueBytes(json: Json): Uint8Array {
  if (typeof json === 'string') return new Uint8Array(Buffer.from(json, 'utf8'));
  const form = json as { readonly rep?: string; readonly n?: number; readonly hex?: string };
  if (form.hex !== undefined) return new Uint8Array(Buffer.from(form.hex, 'hex'));
  return new Uint8Array(Buffer.from((form.rep ?? '').repeat(form.n ?? 0), 'utf8'));
}

/** Whether two forms of a value are the same bytes. */
export function sameValue(one: Json, other: Json): boolean {
  return Buffer.compare(valueBytes(one), valueBytes(other)) === 0;
}

/** The form of a value in answers, always in hexadecimal: compare with sameValue. */
export function valueToJson(bytes: Uint8Array): Json {
  return { hex: Buffer.from(bytes).toString('hex') };
}

function textOf(key: string): string {
  return Buffer.from(key, 'latin1').toString('utf8');
}

/** Inverse of encodeKey without a timestamp. */
function decodeKey(encoded: string): string {
  let key = '';
  for (let at = 0; at < encoded.length; at += 9) {
    const fill = 0xff - encoded.charCodeAt(at + 8);
    key += encoded.slice(at, at + 8 - fill);
  }
  return key;
}
