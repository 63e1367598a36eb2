import * as fc from 'fast-check';
import protobuf from 'protobufjs';
import { type AnyMessage, messageType } from './contract.ts';

const MAX_UNSIGNED = 2n ** 64n - 1n;
const MAX_SIGNED = 2n ** 63n - 1n;

const scalars: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  uint64: fc.oneof(
    fc.constantFrom(0n, 1n, 127n, 128n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 63n, MAX_UNSIGNED),
    fc.bigInt({ min: 0n, max: MAX_UNSIGNED }),
  ),
  int64: fc.oneof(
    fc.constantFrom(0n, -1n, 2n ** 32n, -(2n ** 31n), -MAX_SIGNED - 1n, MAX_SIGNED),
    fc.bigInt({ min: -MAX_SIGNED - 1n, max: MAX_SIGNED }),
  ),
  uint32: fc.oneof(fc.constantFrom(0, 127, 128, 2 ** 31, 2 ** 32 - 1), fc.nat(2 ** 31 - 1)),
  int32: fc.oneof(fc.constantFrom(0, -1, -(2 ** 31), 2 ** 31 - 1), fc.integer()),
  double: fc.double(),
  bool: fc.boolean(),
  string: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.string({ minLength: 120, maxLength: 150 }),
  ),
  bytes: fc.oneof(fc.uint8Array({ maxLength: 12 }), fc.uint8Array({ minLength: 60, maxLength: 140 })),
};

const mapKeys: Readonly<Record<string, fc.Arbitrary<string>>> = {
  string: fc.oneof(fc.constantFrom('', '__proto__', 'constructor'), fc.string({ maxLength: 8 })),
  uint64: fc.bigInt({ min: 0n, max: MAX_UNSIGNED }).map(String),
};

function valueArbitrary(field: protobuf.Field, depth: number): fc.Arbitrary<unknown> {
  const nested = messageType(field);
  if (nested) return messageArbitrary(nested, depth - 1);
  if (field.resolvedType instanceof protobuf.Enum) {
    return fc.constantFrom(...Object.values(field.resolvedType.values), 77);
  }
  const scalar = scalars[field.type];
  if (!scalar) throw new Error(`No arbitrary for ${field.type}`);
  return scalar;
}

function fieldArbitrary(field: protobuf.Field, depth: number): fc.Arbitrary<unknown> {
  const value = valueArbitrary(field, depth);
  if (field instanceof protobuf.MapField) {
    const key = mapKeys[field.keyType];
    if (!key) throw new Error(`No arbitrary for ${field.keyType}`);
    return fc.array(fc.tuple(key, value), { maxLength: 3 }).map((entries) => Object.fromEntries(entries));
  }
  return field.repeated ? fc.array(value, { maxLength: 4 }) : value;
}

const made = new Map<string, fc.Arbitrary<AnyMessage>>();

/**
 * Messages of a type, as a caller would write them: any field may be left out, at most one member of a oneof is
 * set. Messages inside messages go `depth` levels deep.
 */
export function messageArbitrary(type: protobuf.Type, depth = 1): fc.Arbitrary<AnyMessage> {
  const key = `${type.fullName}/${depth}`;
  const arbitrary = made.get(key) ?? makeArbitrary(type, depth);
  made.set(key, arbitrary);
  return arbitrary;
}

function makeArbitrary(type: protobuf.Type, depth: number): fc.Arbitrary<AnyMessage> {
  const fields = type.fieldsArray.filter((field) => depth > 0 || !messageType(field));
  const isChoice = (field: protobuf.Field) => (field.partOf?.fieldsArray.length ?? 0) > 1;
  const plain = fields.filter((field) => !isChoice(field));
  const record = fc.record(
    Object.fromEntries(plain.map((field) => [field.jsonName, fieldArbitrary(field, depth)])),
    { requiredKeys: [] },
  );
  const choices = fields
    .filter(isChoice)
    .map((field) => fieldArbitrary(field, depth).map((value) => ({ [field.jsonName]: value })));
  const choice = choices.length > 0 ? fc.oneof(...choices) : fc.constant({});
  return fc.tuple(record, choice).map(([rest, chosen]) => ({ ...rest, ...chosen }));
}
