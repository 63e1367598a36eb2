import protobuf from 'protobufjs';
import { type AnyMessage, hasPresence, messageType } from './contract.ts';

// The wire format of protobuf once more, written plainly from its specification and driven by the descriptors:
// what the generated codecs are compared with. https://protobuf.dev/programming-guides/encoding

const text = new TextEncoder();

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return [...bytes, Number(rest)];
}

const delimited = (bytes: ArrayLike<number>): number[] => [
  ...varint(BigInt(bytes.length)),
  ...Array.from(bytes),
];

function double(value: number): number[] {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return [...bytes];
}

const isEnum = (field: protobuf.Field): boolean => field.resolvedType instanceof protobuf.Enum;

function wireType(field: protobuf.Field): number {
  if (field.type === 'double') return 1;
  return field.type === 'string' || field.type === 'bytes' || messageType(field) ? 2 : 0;
}

function encodeValue(field: protobuf.Field, value: unknown): number[] {
  const type = messageType(field);
  if (type) return delimited(referenceEncode(type, value as AnyMessage));
  if (field.type === 'string') return delimited(text.encode(value as string));
  if (field.type === 'bytes') return delimited(value as Uint8Array);
  if (field.type === 'double') return double(value as number);
  return varint(BigInt(value as bigint | number | boolean));
}

const tag = (id: number, wire: number): number[] => varint(BigInt(id * 8 + wire));

function encodeMap(field: protobuf.Field, keyType: string, entries: AnyMessage): number[] {
  return Object.entries(entries).flatMap(([key, value]) => {
    const keyBytes = keyType === 'string' ? delimited(text.encode(key)) : varint(BigInt(key));
    const entry = [
      ...tag(1, keyType === 'string' ? 2 : 0),
      ...keyBytes,
      ...tag(2, wireType(field)),
      ...encodeValue(field, value),
    ];
    return [...tag(field.id, 2), ...delimited(entry)];
  });
}

/** The value of a field that is not on the wire. */
export function defaultOf(field: protobuf.Field): unknown {
  if (field.map) return {};
  if (field.repeated) return [];
  if (hasPresence(field)) return undefined;
  if (isEnum(field)) return 0;
  if (field.type.endsWith('int64')) return 0n;
  if (field.type === 'bytes') return new Uint8Array(0);
  return { string: '', bool: false }[field.type] ?? 0;
}

function isDefault(field: protobuf.Field, value: unknown): boolean {
  if (hasPresence(field)) return value === undefined;
  if (value instanceof Uint8Array) return value.length === 0;
  return Object.is(value, defaultOf(field));
}

function encodeField(field: protobuf.Field, value: unknown): number[] {
  if (field instanceof protobuf.MapField) return encodeMap(field, field.keyType, value as AnyMessage);
  if (!field.repeated) {
    return isDefault(field, value) ? [] : [...tag(field.id, wireType(field)), ...encodeValue(field, value)];
  }
  const values = value as unknown[];
  if (values.length === 0) return [];
  if (wireType(field) === 2) {
    return values.flatMap((one) => [...tag(field.id, 2), ...encodeValue(field, one)]);
  }
  return [...tag(field.id, 2), ...delimited(values.flatMap((one) => encodeValue(field, one)))];
}

/** The bytes of a message: fields in the order of their numbers, repeated numbers packed. */
export function referenceEncode(type: protobuf.Type, message: AnyMessage): number[] {
  return [...type.fieldsArray]
    .sort((left, right) => left.id - right.id)
    .flatMap((field) => encodeField(field, message[field.jsonName] ?? defaultOf(field)));
}

/** All fields of a message as a plain object, defaults included: what decoding its bytes has to give. */
export function complete(type: protobuf.Type, message: AnyMessage): AnyMessage {
  return mapFields(type, (field) => {
    const value = message[field.jsonName] ?? defaultOf(field);
    const nested = messageType(field);
    return nested ? mapMessages(field, value, (one) => complete(nested, one)) : value;
  });
}

/** All fields of a decoded message as a plain object, read one by one: shows what a reader of it sees. */
export function readAll(type: protobuf.Type, decoded: AnyMessage): AnyMessage {
  return mapFields(type, (field) => {
    const value = decoded[field.jsonName];
    const nested = messageType(field);
    return nested ? mapMessages(field, value, (one) => readAll(nested, one)) : value;
  });
}

function mapFields(type: protobuf.Type, read: (field: protobuf.Field) => unknown): AnyMessage {
  return Object.fromEntries(type.fieldsArray.map((field) => [field.jsonName, read(field)]));
}

function mapMessages(
  field: protobuf.Field,
  value: unknown,
  change: (one: AnyMessage) => AnyMessage,
): unknown {
  if (value === undefined) return undefined;
  if (field.repeated) return (value as AnyMessage[]).map(change);
  if (!field.map) return change(value as AnyMessage);
  return Object.fromEntries(
    Object.entries(value as { [key: string]: AnyMessage }).map(([key, one]) => [key, change(one)]),
  );
}
