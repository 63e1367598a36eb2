import { EMPTY_BYTES } from '../model/bytes.ts';
import { ProtocolError } from '../model/errors.ts';
import type { BatchCommand } from './codec/rpc.ts';

/** Field numbers of the oneof in BatchCommandsRequest.Request and Response. @see kvproto tikvpb.proto */
const COMMAND_FIELDS: Record<BatchCommand, number> = {
  get: 1,
  scan: 2,
  prewrite: 3,
  commit: 4,
  cleanup: 6,
  batchGet: 7,
  batchRollback: 8,
  scanLock: 9,
  resolveLock: 10,
  gc: 11,
  deleteRange: 12,
  rawGet: 13,
  rawBatchGet: 14,
  rawPut: 15,
  rawBatchPut: 16,
  rawDelete: 17,
  rawBatchDelete: 18,
  rawScan: 19,
  rawDeleteRange: 20,
  rawBatchScan: 21,
  coprocessor: 22,
  pessimisticLock: 23,
  pessimisticRollback: 24,
  checkTxnStatus: 25,
  txnHeartBeat: 26,
  checkSecondaryLocks: 33,
  rawCoprocessor: 34,
  flashbackToVersion: 35,
  prepareFlashbackToVersion: 36,
  flush: 37,
  bufferBatchGet: 38,
  getHealthFeedback: 39,
  broadcastTxnStatus: 40,
  empty: 255,
};

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

const REQUESTS_TAG = (1 << 3) | BYTES;
const REQUEST_IDS_TAG = (2 << 3) | BYTES;

const RESPONSES = 1;
const RESPONSE_IDS = 2;
const TRANSPORT_LAYER_LOAD = 3;
const HEALTH_FEEDBACK = 4;

/** The tag before a request's body; its answer's body has the same. */
export function commandTag(command: BatchCommand): number {
  return (COMMAND_FIELDS[command] << 3) | BYTES;
}

/** A request already encoded: it is copied into its frame, and encoded only once. */
export interface FramedRequest {
  /** From `commandTag`. */
  readonly tag: number;
  readonly body: Uint8Array;
}

/** The bytes of one BatchCommandsRequest. Its requests get the ids from `firstId` on, in order. */
export function encodeBatchFrame(requests: readonly FramedRequest[], firstId: number): Uint8Array {
  let idsSize = 0;
  let size = 0;
  for (let i = 0; i < requests.length; i++) {
    const { tag, body } = requests[i] as FramedRequest;
    const innerSize = varintSize(tag) + varintSize(body.length) + body.length;
    size += 1 + varintSize(innerSize) + innerSize;
    idsSize += varintSize(firstId + i);
  }
  size += 1 + varintSize(idsSize) + idsSize;

  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (let i = 0; i < requests.length; i++) {
    const { tag, body } = requests[i] as FramedRequest;
    bytes[at++] = REQUESTS_TAG;
    at = writeVarint(bytes, at, varintSize(tag) + varintSize(body.length) + body.length);
    at = writeVarint(bytes, at, tag);
    at = writeVarint(bytes, at, body.length);
    bytes.set(body, at);
    at += body.length;
  }
  bytes[at++] = REQUEST_IDS_TAG;
  at = writeVarint(bytes, at, idsSize);
  for (let i = 0; i < requests.length; i++) at = writeVarint(bytes, at, firstId + i);
  return bytes;
}

/**
 * One BatchCommandsResponse, its answers not yet decoded. `tags`, `bodies` and `ids` belong together by
 * position.
 */
export interface BatchAnswers {
  readonly ids: readonly number[];
  /** 0 for an answer without a body. */
  readonly tags: readonly number[];
  readonly bodies: readonly Uint8Array[];
  /** How busy the store's transport is; undefined when it did not say. */
  readonly transportLayerLoad: number | undefined;
  /** An encoded kvrpcpb.HealthFeedback. */
  readonly healthFeedback: Uint8Array | undefined;
}

/**
 * @throws ProtocolError when the bytes are not such a message, or have different numbers of ids and answers
 */
export function decodeBatchFrame(bytes: Uint8Array): BatchAnswers {
  const ids: number[] = [];
  const tags: number[] = [];
  const bodies: Uint8Array[] = [];
  let transportLayerLoad: number | undefined;
  let healthFeedback: Uint8Array | undefined;

  // Every part of a Buffer would be a Buffer, which costs several times a plain view.
  const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cursor = new Cursor(view, 0, view.length);
  while (cursor.at < cursor.end) {
    const tag = cursor.varint();
    const field = tag >>> 3;
    const wireType = tag & 7;
    if (field === RESPONSES && wireType === BYTES) {
      const end = cursor.lengthDelimitedEnd();
      readAnswer(cursor, end, tags, bodies);
    } else if (field === RESPONSE_IDS && wireType === BYTES) {
      const end = cursor.lengthDelimitedEnd();
      while (cursor.at < end) ids.push(cursor.varint());
      if (cursor.at !== end) throw malformed('ids end in the middle of a number');
    } else if (field === RESPONSE_IDS && wireType === VARINT) {
      ids.push(cursor.varint());
    } else if (field === TRANSPORT_LAYER_LOAD && wireType === VARINT) {
      transportLayerLoad = cursor.varint();
    } else if (field === HEALTH_FEEDBACK && wireType === BYTES) {
      healthFeedback = cursor.bytesUntil(cursor.lengthDelimitedEnd());
    } else {
      cursor.skip(wireType);
    }
  }
  if (ids.length !== tags.length) throw malformed(`${ids.length} ids for ${tags.length} answers`);
  return { ids, tags, bodies, transportLayerLoad, healthFeedback };
}

/** Reads one BatchCommandsResponse.Response: the last member of its oneof counts. */
function readAnswer(cursor: Cursor, end: number, tags: number[], bodies: Uint8Array[]): void {
  let tag = 0;
  let body: Uint8Array = EMPTY_BYTES;
  while (cursor.at < end) {
    const next = cursor.varint();
    if ((next & 7) === BYTES) {
      tag = next;
      body = cursor.bytesUntil(cursor.lengthDelimitedEnd());
    } else {
      cursor.skip(next & 7);
    }
  }
  if (cursor.at !== end) throw malformed('an answer is longer than its length');
  tags.push(tag);
  bodies.push(body);
}

/** Reads protobuf fields and refuses to pass the end. */
class Cursor {
  readonly #bytes: Uint8Array;
  at: number;
  readonly end: number;

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.#bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** Numbers above 2^53 lose their low bits: as ids they are unknown anyway. */
  varint(): number {
    const bytes = this.#bytes;
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 10; i++) {
      if (this.at >= this.end) throw malformed('it is truncated');
      const byte = bytes[this.at++] as number;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw malformed('a number is longer than ten bytes');
  }

  lengthDelimitedEnd(): number {
    const end = this.varint() + this.at;
    if (end > this.end) throw malformed('it is truncated');
    return end;
  }

  bytesUntil(end: number): Uint8Array {
    const part = this.#bytes.subarray(this.at, end);
    this.at = end;
    return part;
  }

  skip(wireType: number): void {
    if (wireType === VARINT) this.varint();
    else if (wireType === BYTES) this.at = this.lengthDelimitedEnd();
    else if (wireType === FIXED64) this.at += 8;
    else if (wireType === FIXED32) this.at += 4;
    else throw malformed(`wire type ${wireType} has no place in it`);
    if (this.at > this.end) throw malformed('it is truncated');
  }
}

function malformed(reason: string): ProtocolError {
  return new ProtocolError(`Undecodable message of BatchCommands: ${reason}`);
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 128; rest /= 128) size++;
  return size;
}

function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let rest = value;
  let position = at;
  while (rest >= 128) {
    bytes[position++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  bytes[position++] = rest;
  return position;
}
