// What the generated codecs run on: protobufjs' Reader and Writer, with 64-bit integers as bigint, bytes as
// plain Uint8Arrays of their own, and stricter limits. No Buffer and no Long comes out of a decoder.
import protobuf from 'protobufjs/minimal.js';

const words = new Uint32Array(2);
const unsignedWord = new BigUint64Array(words.buffer);
const signedWord = new BigInt64Array(words.buffer);
const LOW = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;

const MAX_UNSIGNED = 2n ** 64n - 1n;
const MIN_SIGNED = -(2n ** 63n);
const MAX_SIGNED = 2n ** 63n - 1n;

/** The default of every bytes field: one empty array for all messages. */
const emptyBytes = new Uint8Array(0);

function truncated(reader) {
  return new RangeError(`Message ends at byte ${reader.len}, inside a field`);
}

/** Reads a varint of at most ten bytes into `words`. */
function readWords(reader) {
  const { buf, len } = reader;
  let pos = reader.pos;
  let low = 0;
  let high = 0;
  let byte = 128;
  for (let shift = 0; shift < 28 && byte > 127; shift += 7) {
    if (pos >= len) throw truncated(reader);
    byte = buf[pos++];
    low |= (byte & 127) << shift;
  }
  if (byte > 127) {
    if (pos >= len) throw truncated(reader);
    byte = buf[pos++];
    low |= (byte & 127) << 28;
    high = (byte & 127) >>> 4;
    for (let shift = 3; shift < 32 && byte > 127; shift += 7) {
      if (pos >= len) throw truncated(reader);
      byte = buf[pos++];
      high |= (byte & 127) << shift;
    }
    if (byte > 127) throw new RangeError(`Varint at byte ${reader.pos} is longer than ten bytes`);
  }
  reader.pos = pos;
  words[LOW] = low;
  words[HIGH] = high;
}

/** Writes `words` as a varint; room for ten bytes is reserved. */
function writeWords(buf, start) {
  let low = words[LOW];
  let high = words[HIGH];
  let pos = start;
  while (high !== 0) {
    buf[pos++] = (low & 127) | 128;
    low = ((low >>> 7) | (high << 25)) >>> 0;
    high >>>= 7;
  }
  while (low > 127) {
    buf[pos++] = (low & 127) | 128;
    low >>>= 7;
  }
  buf[pos++] = low;
  return pos;
}

function setUnsigned(value) {
  if (value < 0n || value > MAX_UNSIGNED) throw new RangeError(`${value} is not an unsigned 64-bit integer`);
  unsignedWord[0] = value;
}

function setSigned(value) {
  if (value < MIN_SIGNED || value > MAX_SIGNED)
    throw new RangeError(`${value} is not a signed 64-bit integer`);
  signedWord[0] = value;
}

/**
 * How many fields of one message are read that take more memory than bytes: messages, byte strings, 64-bit integers.
 * The longest answer asked for has some ten thousand; one that is all structure would grow thirtyfold in memory.
 */
const MAX_FIELDS = 1 << 21;

export class Reader extends protobuf.Reader {
  static create(bytes) {
    return new Reader(bytes);
  }

  constructor(bytes) {
    // A Buffer would hand out Buffers: its memory is read through a plain view.
    super(Buffer.isBuffer(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : bytes);
    this.fieldsLeft = MAX_FIELDS;
  }

  /** The length of what follows: of a message or a byte string. */
  size() {
    if (--this.fieldsLeft < 0) throw tooManyFields();
    return super.size();
  }

  uint64() {
    if (--this.fieldsLeft < 0) throw tooManyFields();
    readWords(this);
    return unsignedWord[0];
  }

  int64() {
    if (--this.fieldsLeft < 0) throw tooManyFields();
    readWords(this);
    return signedWord[0];
  }

  /** A copy: a view would keep the whole message alive for as long as one value is kept. */
  bytes() {
    const length = this.size();
    const start = this.pos;
    const end = start + length;
    if (end > this.len) throw truncated(this);
    this.pos = end;
    if (length === 0) return emptyBytes;
    return this.buf.slice(start, end);
  }

  skip(length) {
    if (length === undefined) readWords(this);
    else super.skip(length);
    return this;
  }
}

function tooManyFields() {
  return new RangeError(`more than ${MAX_FIELDS} fields in one message`);
}

export class Writer extends protobuf.BufferWriter {
  static create() {
    return new Writer();
  }

  /** Forgets what was written, and keeps the memory for the next message. */
  clear() {
    this.pos = 0;
    this.states = null;
  }

  uint64(value) {
    setUnsigned(value);
    this._reserve(10);
    this.pos = writeWords(this.buf, this.pos);
    return this;
  }

  int64(value) {
    setSigned(value);
    this._reserve(10);
    this.pos = writeWords(this.buf, this.pos);
    return this;
  }

  uint64s(values) {
    this.fork();
    for (const value of values) this.uint64(value);
    return this.ldelim();
  }

  int64s(values) {
    this.fork();
    for (const value of values) this.int64(value);
    return this.ldelim();
  }

  /** Texts are refused: protobufjs would take them for base64. */
  bytes(value) {
    if (!(value instanceof Uint8Array)) throw new TypeError('A bytes field takes a Uint8Array');
    const { length } = value;
    this.uint32(length);
    this._reserve(length);
    this.buf.set(value, this.pos);
    this.pos += length;
    return this;
  }
}

export const util = { ...protobuf.util, emptyBytes };
