import protobuf from 'protobufjs';
import type { Json, JsonObject } from './document.ts';
import { type Symbols, valueBytes, valueToJson } from './symbols.ts';

/** A message as the engine and the codecs know it. */
export type Message = Readonly<Record<string, unknown>>;

const keyFields = new Set([
  'key',
  'keys',
  'primary_lock',
  'primary_key',
  'primary',
  'start_key',
  'end_key',
  'secondaries',
  'lock_key',
  'deadlock_key',
]);

const hashFields = new Set(['deadlock_key_hash', 'key_hash']);

/** Fields no answer is compared by. */
const leftOut = new Set([
  'exec_details',
  'exec_details_v2',
  'debug_info',
  'duration_to_last_update_ms',
  'wait_time',
  'resource_group_tag',
]);

/** The message of a type for its recorded form. */
export function toMessage(type: protobuf.Type, json: JsonObject, symbols: Symbols): Message {
  const message: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(json)) {
    const field = type.fields[camelCase(name)];
    if (field === undefined) throw new Error(`${type.name} has no field ${name}`);
    message[field.name] = Array.isArray(value)
      ? value.map((item) => fieldValue(field, name, item, symbols))
      : fieldValue(field, name, value, symbols);
  }
  return message;
}

/** The recorded form of a message: fields at their defaults are left out. */
export function toJson(type: protobuf.Type, message: Message, symbols: Symbols): JsonObject {
  const json: Record<string, Json> = {};
  for (const field of type.fieldsArray) {
    const name = snakeCase(field.name);
    const value = message[field.name];
    if (leftOut.has(name) || value === undefined || value === null) continue;
    const form = field.repeated
      ? repeatedForm(field, name, value as readonly unknown[], symbols)
      : formOf(field, name, value, symbols, false);
    if (form !== undefined) json[name] = form;
  }
  return json;
}

function repeatedForm(
  field: protobuf.Field,
  name: string,
  values: readonly unknown[],
  symbols: Symbols,
): Json | undefined {
  if (values.length === 0) return undefined;
  return values.map((value) => formOf(field, name, value, symbols, true) ?? '');
}

function fieldValue(field: protobuf.Field, name: string, json: Json, symbols: Symbols): unknown {
  const resolved = field.resolvedType;
  if (resolved instanceof protobuf.Type) return toMessage(resolved, json as JsonObject, symbols);
  if (resolved instanceof protobuf.Enum) return enumNumber(resolved, json);
  if (field.type === 'bytes') return keyFields.has(name) ? symbols.keyBytes(json) : valueBytes(json);
  if (isWide(field.type)) return symbols.numberOf(json);
  return json;
}

/** Undefined when the field is at its default and may be left out. */
function formOf(
  field: protobuf.Field,
  name: string,
  value: unknown,
  symbols: Symbols,
  listed: boolean,
): Json | undefined {
  const resolved = field.resolvedType;
  if (resolved instanceof protobuf.Type) {
    if (name === 'region_error') return String((value as { readonly message?: string }).message ?? '');
    return toJson(resolved, value as Message, symbols);
  }
  if (resolved instanceof protobuf.Enum) {
    const first = Object.values(resolved.values)[0];
    return value === first && !listed ? undefined : (resolved.valuesById[value as number] ?? Number(value));
  }
  if (field.type === 'bytes') {
    const bytes = value as Uint8Array;
    if (keyFields.has(name)) return symbols.keyToJson(bytes);
    return bytes.length === 0 && !listed ? undefined : valueToJson(bytes);
  }
  if (isWide(field.type)) {
    if (value === 0n && !listed) return undefined;
    return symbols.numberToJson(value as bigint, hashFields.has(name) ? hashCandidates : undefined);
  }
  if (!listed && (value === false || value === 0 || value === '')) return undefined;
  return value as Json;
}

/** Keys the recordings use in deadlocks. */
const hashCandidates = Array.from({ length: 9 }, (_, index) => `k${index + 1}`);

function enumNumber(type: protobuf.Enum, json: Json): number {
  const number = type.values[String(json)];
  if (number === undefined) throw new Error(`${type.name} has no ${JSON.stringify(json)}`);
  return number;
}

function isWide(type: string): boolean {
  return type === 'uint64' || type === 'int64' || type === 'fixed64';
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
