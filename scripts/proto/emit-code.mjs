// Turns one module of the contract into JavaScript: pbjs' static code, adapted to bigint and made smaller.
import { promisify } from 'node:util';
import pbjs from 'protobufjs-cli/pbjs.js';
import { typesOf } from './contract.mjs';

const unsupported = new Set(['fixed64', 'sfixed64', 'sint64', 'fixed32', 'sfixed32', 'sint32', 'float']);

const options = {
  target: 'static-module',
  wrap: 'esm',
  dependency: '../runtime.js',
  es6: true,
  encode: true,
  decode: true,
  create: false,
  verify: false,
  convert: false,
  delimited: false,
  typeurl: false,
  beautify: false,
  comments: false,
  service: false,
  lint: '',
};

/** What is changed in the code of pbjs, and why. Each must match: a new pbjs that writes otherwise is noticed. */
const changes = [
  // Each module stands alone: no registry shared by all users of protobufjs in the process.
  [/import \$protobuf from/g, 'import * as $protobuf from'],
  [/\$protobuf\.roots\[.*;/g, '{};'],
  // 64-bit integers are bigint: their default is 0n.
  [/\$util\.Long \? \$util\.Long\.fromBits\(0,0,(?:true|false)\) : 0;/g, '0n;'],
  [/\(typeof (m\.\w+) === "object" \? \1\.low \|\| \1\.high : \1 !== 0\)/g, '$1 !== 0n'],
  [/typeof \(v = (r\.u?int64\(\))\) === "object" \? v\.low \|\| v\.high : v !== 0\)/g, '(v = $1) !== 0n)'],
  // The defaults stand on the prototypes, so looking at own properties alone tells nothing more.
  [/ && \$Object\.hasOwnProperty\.call\(m, "[\w$]+"\)/g, ''],
  [/\$util\.newBuffer\(\[\]\)/g, '$util.emptyBytes'],
  // An absent message is undefined.
  [/^ *\w+\.prototype\.\w+ = null;\n/gm, ''],
  // Messages are made by decoders alone, and empty lists are shared.
  [/const (\w+) = function \(p\) \{\n[\s\S]*?\n\s*\};\n/g, 'const $1 = function () {};\n'],
  // Fields that we do not know are dropped.
  [/^ *if \(m\.\$unknowns != null\)\n.*\n.*\n/gm, ''],
  [/^ *if \(!r\.discardUnknown\) \{\n.*\n.*\n *\}\n/gm, ''],
  [/^ *var s = r\.pos;\n/gm, ''],
  // The name of a oneof is a plain property that holds the name of the member met last. One with a single member,
  // which only gives that field presence, needs none.
  [/^ *let \$oneOfFields;\n/gm, ''],
  [/^ *\$Object\.defineProperty\(\w+\.prototype, "\w+", \{\n.*\n.*\n *\}\);\n/gm, ''],
  // Enumerations are plain frozen objects.
  [
    /\(function\(\) \{\n *const valuesById = .*\n([\s\S]*?) *return values;\n *\}\)\(\)/g,
    (_, lines) =>
      `$Object.freeze({ ${[...lines.matchAll(/"(\w+)"\] = (-?\d+);/g)].map(([, name, value]) => `${name}: ${value}`).join(', ')} })`,
  ],
];

const mapChanges = [
  [/\$util\.longFromKey\((ks\[i\]), true\)/g, 'BigInt($1)'],
  [/\[typeof k === "object" \? \$util\.longToHash\(k\) : k\]/g, '[k]'],
  // A map has no prototype: its keys come from outside.
  [
    /if \((m\.\w+) === \$util\.emptyObject\)\n *\1 = \{\};/g,
    'if ($1 === $util.emptyObject) $1 = $Object.create(null);',
  ],
  [/^ *if \(k === "__proto__"\)\n.*\n/gm, ''],
];

/** The JavaScript of one module. @throws Error when pbjs writes something that this does not know how to adapt. */
export async function emitCode(root) {
  for (const type of typesOf(root)) refuseUnsupported(type);
  let code = await promisify(pbjs.generate)(root, options);
  code = code.replace(/(m\.(\w+) = "(\w+)";)/g, (_, __, oneof, member) => onMember(root, oneof, member));
  for (const [pattern, replacement] of changes) {
    const changed = code.replace(pattern, replacement);
    if (changed === code) throw new Error(`pbjs wrote no ${pattern}`);
    code = changed;
  }
  for (const [pattern, replacement] of mapChanges) code = code.replace(pattern, replacement);
  const left = code.match(
    /.*(\$util\.(?!empty|recursionLimit|global)|\blow\b|\$unknowns|hasOwnProperty|oneOf).*/,
  );
  if (left) throw new Error(`pbjs wrote what nobody adapted: ${left[0]}`);
  const body = code
    .replace(/^\/\*eslint.*\n/, '')
    .replace(/\nexport \{[\s\S]*$/, '')
    .replace(/^ +/gm, '')
    .replace(/\n{2,}/g, '\n');
  return `// Written by scripts/generate-proto.mjs from proto/*.proto. Do not edit.\n${body}\nexport { Writer } from "../runtime.js";\n`;
}

function onMember(root, oneof, member) {
  const members = typesOf(root).flatMap((type) => type.oneofs?.[oneof] ?? []);
  if (members.every(({ fieldsArray }) => fieldsArray.length === 1)) return '';
  return `if (m.${oneof} !== "${member}") { if (m.${oneof}) m[m.${oneof}] = $undefined; m.${oneof} = "${member}"; }`;
}

function refuseUnsupported(type) {
  for (const field of type.fieldsArray) {
    if (unsupported.has(field.type))
      throw new Error(`${field.fullName}: our runtime does not read ${field.type}`);
  }
}
