import * as fc from 'fast-check';
import type protobuf from 'protobufjs';
import { type AnyCodec, generated, loadContract, typesOf } from '../unit/wire/codec/contract.ts';
import { messageArbitrary } from '../unit/wire/codec/message-arbitrary.ts';
import { referenceEncode } from '../unit/wire/codec/reference-codec.ts';

/** A message type with its codec. */
export interface Decoder {
  readonly type: protobuf.Type;
  readonly codec: AnyCodec;
}

/** Every message of the contract that the generated modules decode. */
export const decoders: readonly Decoder[] = typesOf(loadContract()).flatMap((type) =>
  generated(type.fullName)
    .filter((codec) => typeof (codec as Partial<AnyCodec>).decode === 'function')
    .map((codec) => ({ type, codec: codec as AnyCodec })),
);

export function decoderOf(fullName: string): Decoder {
  const found = decoders.find(({ type }) => type.fullName === `.${fullName}`);
  if (found === undefined) throw new Error(`No message ${fullName}`);
  return found;
}

/** Bytes that say little: some of them make whole fields by chance. */
const noise = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.array(fc.constantFrom(0x00, 0x01, 0x08, 0x0a, 0x12, 0x1a, 0x22, 0x7f, 0x80, 0xff), { maxLength: 60 }),
);

type Change = readonly [kind: number, at: number, value: number];

/** Overwrites, inserts, removes or repeats a byte, or cuts. */
function change(bytes: number[], [kind, at, value]: Change): void {
  const position = at % (bytes.length + 1);
  if (kind === 0 && bytes.length > 0) bytes[at % bytes.length] = value;
  else if (kind === 1) bytes.splice(position, 0, value);
  else if (kind === 2) bytes.splice(position, 1 + (value % 4));
  else if (kind === 3) bytes.splice(position, 0, ...bytes.slice(position, position + value));
  else bytes.length = Math.min(bytes.length, position);
}

const changes = fc.array(fc.tuple(fc.nat(4), fc.nat(), fc.nat(255)), { maxLength: 6 });

/** A message that is whole, damaged, or noise. */
export function damaged(type: protobuf.Type, depth = 2): fc.Arbitrary<Uint8Array> {
  const mutated = fc.tuple(messageArbitrary(type, depth), changes).map(([message, list]) => {
    const bytes = [...referenceEncode(type, message)];
    for (const each of list) change(bytes, each);
    return bytes;
  });
  return fc
    .oneof({ arbitrary: mutated, weight: 3 }, { arbitrary: noise, weight: 1 })
    .map((bytes) => Uint8Array.from(bytes));
}

/** What decoding a random message of a type gives: any content, in the right form. */
export function decoded<Decoded>({ type, codec }: Decoder, depth = 2): fc.Arbitrary<Decoded> {
  return messageArbitrary(type, depth).map(
    (message) => codec.decode(Uint8Array.from(referenceEncode(type, message))) as Decoded,
  );
}
