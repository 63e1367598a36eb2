import { setTimeout as sleep } from 'node:timers/promises';
import { decodeBatchFrame } from '../../src/wire/batch-frame.ts';
import { decodeMessage } from '../../src/wire/codec/message.ts';
import { decoderOf } from './damaged.ts';
import { onlyTyped } from './targets.ts';

/** What is decoded, and how much more memory than its input the result may take. */
interface MemoryCase {
  readonly name: string;
  readonly bytes: () => Uint8Array;
  readonly decode: (bytes: Uint8Array) => unknown;
  /** 2 where the input is mostly content. Where it is all structure, each byte or two become an object. */
  readonly factor: number;
}

const SIZE_BYTES = 8 * 1024 * 1024;

const repeated = (unit: readonly number[]): Uint8Array =>
  Uint8Array.from(
    { length: Math.floor(SIZE_BYTES / unit.length) * unit.length },
    (_, i) => unit[i % unit.length] as number,
  );

/** A length-delimited field with a length of four bytes. */
function delimited(tag: number, body: Uint8Array): Uint8Array {
  const { length } = body;
  const head = [
    tag,
    (length & 127) | 128,
    ((length >> 7) & 127) | 128,
    ((length >> 14) & 127) | 128,
    length >> 21,
  ];
  return Buffer.concat([Uint8Array.from(head), body]);
}

const codecOf = (name: string) => (bytes: Uint8Array) => decodeMessage(decoderOf(name).codec, 'fuzz', bytes);

export const MEMORY_CASES: readonly MemoryCase[] = [
  {
    name: 'one large value',
    bytes: () => delimited(0x1a, new Uint8Array(SIZE_BYTES)),
    decode: codecOf('kvrpcpb.GetResponse'),
    factor: 2,
  },
  {
    name: 'pairs of 1 KiB',
    bytes: () => repeated([0x12, 0x83, 0x08, 0x1a, 0x80, 0x08, ...Array<number>(1024).fill(7)]),
    decode: codecOf('kvrpcpb.ScanResponse'),
    factor: 2,
  },
  {
    name: 'a length that lies',
    bytes: () => Uint8Array.from([0x1a, 0xff, 0xff, 0xff, 0xff, 0x07, 1, 2, 3]),
    decode: codecOf('kvrpcpb.GetResponse'),
    factor: 2,
  },
  {
    name: 'a frame of one large answer',
    bytes: () =>
      Buffer.concat([delimited(0x0a, delimited(0x0a, new Uint8Array(SIZE_BYTES))), Uint8Array.of(0x10, 1)]),
    decode: decodeBatchFrame,
    factor: 2,
  },
  {
    name: 'a frame of nothing but ids',
    bytes: () => delimited(0x12, repeated([1])),
    decode: decodeBatchFrame,
    factor: 16,
  },
  {
    name: 'a frame of empty answers',
    bytes: () => repeated([0x0a, 0x00, 0x10, 0x01]),
    decode: decodeBatchFrame,
    factor: 16,
  },
  {
    name: 'empty pairs',
    bytes: () => repeated([0x12, 0x00]),
    decode: codecOf('kvrpcpb.ScanResponse'),
    factor: 64,
  },
  {
    name: 'packed numbers',
    bytes: () => delimited(0x6a, repeated([1])),
    decode: codecOf('kvrpcpb.Context'),
    factor: 64,
  },
];

/** Bytes held outside and inside of the heap after a collection. */
async function held(): Promise<number> {
  // What finalizers give back counts only a turn later.
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await sleep(5);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * How many times the size of its input the result takes, beyond a constant.
 * Needs --expose-gc: without, it would measure garbage.
 */
export async function memoryFactor({ bytes, decode }: MemoryCase): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('Run with --expose-gc');
  const input = bytes();
  const before = await held();
  const result = onlyTyped(() => decode(input));
  const after = await held();
  // Keeps both alive to here.
  if (result === input) throw new Error('Decoding gave its input');
  return Math.max(0, after - before - 64 * 1024) / input.length;
}
