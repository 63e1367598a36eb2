// Compiles every TypeScript snippet of README.md and docs, each as a module of its own in which the names of
// docs/snippets.d.ts are known.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../', import.meta.url));
const pages = [
  'README.md',
  ...readdirSync(`${root}docs`, { recursive: true })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`),
];
const snippets = new Map();
for (const page of pages) {
  const text = readFileSync(root + page, 'utf8');
  for (const match of text.matchAll(/^```ts\n(.*?)^```$/gms)) {
    const line = text.slice(0, match.index).split('\n').length;
    snippets.set(`${root}${page}.${line}.ts`, `${match[1]}export {};\n`);
  }
}

const { config } = ts.parseConfigFileTextToJson(
  'tsconfig.json',
  readFileSync(`${root}tsconfig.json`, 'utf8'),
);
const { options } = ts.convertCompilerOptionsFromJson(
  { ...config.compilerOptions, noUncheckedIndexedAccess: false },
  root,
);
const host = ts.createCompilerHost(options);
const { fileExists, readFile, getSourceFile } = host;
host.fileExists = (name) => snippets.has(name) || fileExists(name);
host.readFile = (name) => snippets.get(name) ?? readFile(name);
host.getSourceFile = (name, languageVersion, ...rest) =>
  snippets.has(name)
    ? ts.createSourceFile(name, snippets.get(name), languageVersion)
    : getSourceFile(name, languageVersion, ...rest);
const program = ts.createProgram([`${root}docs/snippets.d.ts`, ...snippets.keys()], options, host);
for (const name of snippets.keys()) {
  const file = program.getSourceFile(name);
  for (const { messageText, start } of [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ]) {
    const [, page, from] = /^(.*)\.(\d+)\.ts$/.exec(name.slice(root.length));
    const line = Number(from) + 1 + file.getLineAndCharacterOfPosition(start ?? 0).line;
    console.error(`${page}:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
    process.exitCode = 1;
  }
}
if (snippets.size === 0) throw new Error('There are no snippets');
if (process.exitCode === undefined) console.log(`${snippets.size} snippets of ${pages.length} pages compile`);
