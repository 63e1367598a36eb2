// Turns one module of the contract into declarations: for each message an interface to write it, another for what
// decoding gives, and its codec.
import protobuf from 'protobufjs';

const scalars = {
  uint64: 'bigint',
  int64: 'bigint',
  uint32: 'number',
  int32: 'number',
  double: 'number',
  bool: 'boolean',
  string: 'string',
  bytes: 'Uint8Array',
};

const head = `// Written by scripts/generate-proto.mjs from proto/*.proto. Do not edit.

/** Collects encoded bytes. */
export class Writer {
  /** Number of bytes written so far. */
  readonly pos: number;
  /** A copy of what was written. */
  finish(): Uint8Array;
  /** Forgets what was written, and keeps the memory for the next message. */
  clear(): void;
  /** Appends a number, such as the tag of a field. */
  uint32(value: number): this;
  /** Appends what is encoded already. */
  raw(bytes: Uint8Array): this;
  /** What follows is a message within the message, until ldelim. */
  fork(): this;
  /** Ends it, and puts its length before it. */
  ldelim(): this;
}

/** Reads and writes one type of message: what stands beside each interface under the same name. */
export interface Codec<Message, Decoded> {
  /** Appends a message to a writer (a new one by default). Fields that hold their default are left out. */
  encode(message: Message, writer?: Writer): Writer;
  /** Reads a message. Throws whatever protobufjs throws when the bytes are no such message. */
  decode(bytes: Uint8Array): Decoded;
}
`;

/** The declarations of one module. */
export function emitTypes(root) {
  return `${head}${root.nestedArray.map((namespace) => emitNamespace(namespace, '')).join('')}`;
}

function emitNamespace(namespace, indent) {
  const members = namespace.nestedArray.map((object) => emitObject(object, `${indent}  `)).join('');
  return `\n${indent}export ${indent ? '' : 'declare '}namespace ${namespace.name} {${members}${indent}}\n`;
}

function emitObject(object, indent) {
  if (object instanceof protobuf.Enum) return emitEnum(object, indent);
  return object instanceof protobuf.Type ? emitType(object, indent) : emitNamespace(object, indent);
}

function emitEnum({ name, values }, indent) {
  const members = Object.entries(values).map(([key, value]) => `readonly ${key}: ${value}`);
  return `\n${indent}const ${name}: { ${members.join('; ')} };\n${indent}type ${name} = (typeof ${name})[keyof typeof ${name}];\n`;
}

function emitType(type, indent) {
  const inner = `${indent}  `;
  const fields = [...type.fieldsArray].sort((left, right) => left.id - right.id);
  const choices = type.oneofsArray.filter((oneof) => oneof.fieldsArray.length > 1).map(emitChoice);
  const written = [
    ...fields.map((field) => `${field.name}?: ${valueType(field, '')} | undefined;`),
    ...choices,
  ];
  const decoded = [...fields.map(decodedField), ...choices];
  const nested = type.nestedArray.map((object) => emitObject(object, inner)).join('');
  const block = (lines, space) =>
    lines.length ? `{\n${lines.map((line) => `${space}  ${line}\n`).join('')}${space}}` : '{}';
  return [
    `\n${indent}interface ${type.name} ${block(written, indent)}\n`,
    `${indent}namespace ${type.name} {\n`,
    `${inner}interface Decoded ${block(decoded, inner)}\n`,
    `${inner}function encode(message: ${type.name}, writer?: Writer): Writer;\n`,
    `${inner}function decode(bytes: Uint8Array): Decoded;\n`,
    `${nested}${indent}}\n`,
  ].join('');
}

/** The member of a oneof that was decoded last; ignored when encoding. */
function emitChoice({ name, fieldsArray }) {
  return `${name}?: ${fieldsArray.map((field) => `'${field.name}'`).join(' | ')} | undefined;`;
}

function decodedField(field) {
  const absent =
    field.partOf || (field.resolvedType instanceof protobuf.Type && !field.repeated && !field.map);
  return `${field.name}${absent ? '?' : ''}: ${valueType(field, '.Decoded')}${absent ? ' | undefined' : ''};`;
}

function valueType(field, suffix) {
  const one =
    field.resolvedType instanceof protobuf.Type
      ? `${field.resolvedType.fullName.slice(1)}${suffix}`
      : field.resolvedType
        ? 'number'
        : scalars[field.type];
  if (field.map) return `{ readonly [key: string]: ${one} }`;
  return field.repeated ? `readonly ${one}[]` : one;
}
