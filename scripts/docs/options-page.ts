import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { SCALAR_OPTIONS, type ScalarRow } from '../../src/client/options/option-table.ts';
import { code, table } from './markdown.ts';

/** docs/options.md, from the table of options and the comments of their types. */
export function optionsPage(): string {
  const texts = textsOf('src/client/options/connect-options.ts', 'ConnectOptions');
  const tls = textsOf('src/model/tls-options.ts', 'TlsOptions');
  const scalars = Object.entries<ScalarRow>(SCALAR_OPTIONS).map(([name, row]) => [
    code(name),
    rangeOf(row),
    row.byDefault === undefined ? '' : code(String(row.byDefault)),
    unitOf(name),
    withoutDefault(texts.get(name) ?? ''),
    row.clientGo === undefined ? '' : code(row.clientGo),
  ]);
  const others = [...texts].filter(([name]) => !(name in SCALAR_OPTIONS));
  return `# Options

What \`connect\` takes: an object, or a URL, or nothing and the URL in the environment variable \`TIKV_URL\`. Beside a URL
it takes an object of those options that the URL does not give.

\`\`\`ts
await connect('tikv://10.0.0.1:2379,10.0.0.2:2379?timeoutMs=5000&tls.ca=/etc/tikv/ca.pem');
await connect('tikv://10.0.0.1:2379?timeoutMs=5000', { inspect: console.debug });
await connect({ endpoints: ['10.0.0.1:2379'], timeoutMs: 5000, tls: { ca: '/etc/tikv/ca.pem' } });
\`\`\`

Everything is checked before anything is sent; a \`UsageError\` names every problem.

## In options and URL

${table(['Name', 'Values', 'Default', 'Unit', 'What it is for', 'client-go'], scalars)}

## TLS

In a URL: \`tls.ca\` and so on, as file paths. Files that have changed are read again for new connections.

${table(
  ['Name', 'What it is for'],
  [...tls].map(([name, text]) => [code(`tls.${name}`), text]),
)}

## In options only

${table(
  ['Name', 'What it is for'],
  others.map(([name, text]) => [code(name), text]),
)}
`;
}

/** The comment of each member of an interface. */
function textsOf(path: string, name: string): Map<string, string> {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const texts = new Map<string, string>();
  for (const node of source.statements) {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== name) continue;
    for (const member of node.members) {
      const comments = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
      const text = comments.map((comment) => ts.getTextOfJSDocComment(comment.comment) ?? '').join(' ');
      if (member.name !== undefined) texts.set(member.name.getText(source), text.replaceAll(/\s+/g, ' '));
    }
  }
  return texts;
}

function rangeOf(row: ScalarRow): string {
  if (row.kind === 'choice') return row.choices.map(code).join(', ');
  if (row.kind === 'integer') return `${row.min} to ${row.max}`;
  return row.kind === 'flag' ? '`true`, `false`' : 'text';
}

function unitOf(name: string): string {
  if (name.endsWith('Ms')) return 'ms';
  return name.endsWith('Bytes') ? 'bytes' : '';
}

/** The table has a column for it. */
function withoutDefault(text: string): string {
  return text.replace(/(, in (milliseconds|bytes))?\. Default `?[\w-]+`?\.$/, '.');
}
