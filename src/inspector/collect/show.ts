import { describeKey } from '../../model/errors/describe-key.ts';
import { TikvError } from '../../model/errors/tikv-error.ts';
import { withoutKeys } from '../../model/errors/without-keys.ts';
import { INSPECTED, type Inspected } from '../../model/inspected.ts';
import type { Json } from '../recording/recording.ts';

/** What is not left out of what is shown. */
export interface Visibility {
  /** Keys in full; else their length and the beginning of their hash, as errors show them. */
  readonly keys: boolean;
  /** Values in full, and all that machines of others hold; else their length. */
  readonly values: boolean;
}

/** Enough for every context of ours; a larger one is cut, and says so. */
const MAX_DEPTH = 7;
const MAX_ITEMS = 32;
const MAX_PARTS = 512;
const MAX_TEXT = 400;
const MAX_BYTES_SHOWN = 256;

/** Fields of contexts, events and requests that hold keys. All other bytes are taken for values. */
const KEY_FIELD = /key|primary|primaries|secondar|^start$|^end$|prefix|split/i;

/** Never shown, whatever was asked for. No context of ours has them; those of others may. */
const SECRET_FIELD =
  /^(tls|ca|cert)$|pass(word|phrase)|secret|credential|authorization|(private|api)_?key|token$/i;
const PEM = '-----BEGIN';

/** Renders what actors hold as JSON: small, readable, and without what is not to be seen. */
export class Shower {
  readonly #visibility: Visibility;
  #parts = 0;

  constructor(visibility: Visibility) {
    this.#visibility = visibility;
  }

  /** @param name of the field that holds it: by it keys are told from values */
  show(value: unknown, name = ''): Json {
    this.#parts = 0;
    try {
      return this.#show(value, name, 0);
    } catch (error) {
      return `(cannot be shown: ${error instanceof Error ? error.name : typeof error})`;
    }
  }

  /** A key, whatever it is called. */
  key(bytes: Uint8Array): string {
    return this.#visibility.keys ? readable(bytes) : describeKey(bytes);
  }

  #show(value: unknown, name: string, depth: number): Json {
    if (SECRET_FIELD.test(name)) return '(secret)';
    switch (typeof value) {
      case 'string':
        return value.includes(PEM) ? '(secret)' : clipped(value);
      case 'bigint':
        return String(value);
      case 'number':
        return Number.isFinite(value) ? value : String(value);
      case 'boolean':
        return value;
      case 'object':
        return value === null ? null : this.#object(value, name, depth);
      default:
        return `(${typeof value})`;
    }
  }

  #object(value: object, name: string, depth: number): Json {
    if (++this.#parts > MAX_PARTS) return '(more is not shown)';
    if (value instanceof Uint8Array) return this.#bytes(value, name);
    if (value instanceof Error) return this.#error(value);
    if (depth >= MAX_DEPTH) return '(deeper is not shown)';
    if (Array.isArray(value)) return this.#list(value, name, depth);
    if (INSPECTED in value) return this.#record((value as Inspected)[INSPECTED](), depth);
    if (value instanceof Map || value instanceof Set) return `(${value.constructor.name} of ${value.size})`;
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) {
      return this.#record(value as Record<string, unknown>, depth);
    }
    return `(${prototype.constructor?.name || 'object'})`;
  }

  #bytes(bytes: Uint8Array, name: string): string {
    if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(PEM)) return '(secret)';
    if (KEY_FIELD.test(name)) return this.key(bytes);
    return this.#visibility.values ? readable(bytes) : `(${bytes.length} bytes)`;
  }

  #error(error: Error): Json {
    if (error instanceof TikvError) return this.#record(error.toJSON(), 1);
    const { name, message } = error;
    return { name, message: clipped(this.#visibility.keys ? message : withoutKeys(message)) };
  }

  #list(list: readonly unknown[], name: string, depth: number): Json {
    const shown = list.slice(0, MAX_ITEMS).map((item) => this.#show(item, name, depth + 1));
    return list.length > MAX_ITEMS ? [...shown, `(${list.length - MAX_ITEMS} more)`] : shown;
  }

  #record(record: Readonly<Record<string, unknown>>, depth: number): Json {
    const shown: Record<string, Json> = {};
    let fields = 0;
    // Not Object.entries: a huge object is not to be walked to its end.
    for (const name in record) {
      const value = record[name];
      if (value === undefined || !Object.hasOwn(record, name)) continue;
      if (fields++ >= MAX_ITEMS) {
        shown['…'] = '(more is not shown)';
        break;
      }
      shown[name] = this.#show(value, name, depth + 1);
    }
    return shown;
  }
}

function clipped(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Co}]/u;

/** Text where the bytes are some, else hexadecimal digits. */
function readable(bytes: Uint8Array): string {
  const cut = bytes.subarray(0, MAX_BYTES_SHOWN);
  const rest = bytes.length > MAX_BYTES_SHOWN ? `… (${bytes.length} bytes)` : '';
  try {
    const text = utf8.decode(cut);
    if (!UNPRINTABLE.test(text)) return text + rest;
  } catch {
    // Not UTF-8.
  }
  return `0x${Buffer.from(cut).toString('hex')}${rest}`;
}
