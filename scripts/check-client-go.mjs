// Compares docs/client-go.md with docs/client-go-symbols.tsv (what client-go exports) and docs/client-go-answers.tsv
// (what is ours, or why nothing is), and the answers with our code. `--write` writes the page.
import { readFileSync, writeFileSync } from 'node:fs';
import { publicApi } from './docs/public-api.mjs';
import { brokenReferences } from './docs/references.mjs';

const docs = new URL('../docs/', import.meta.url);
const read = (name) => readFileSync(new URL(name, docs), 'utf8');
const rows = (name) =>
  read(name)
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));

const STATES = { here: 'ours', inside: 'inside', later: 'planned', none: 'none' };
const problems = [];

const answers = rows('client-go-answers.tsv').map(([of, symbols, state, text]) => ({
  of,
  state,
  text,
  patterns: symbols.split(' ').map((pattern) => ({ pattern, used: false, matches: matcher(pattern) })),
}));
const symbols = rows('client-go-symbols.tsv').map(([of, kind, name]) => ({ of, kind, name }));

/** The first row whose pattern fits answers: `*` stands for any characters. */
function matcher(pattern) {
  const parts = pattern.split('*').map((part) => part.replaceAll('.', '\\.'));
  const expression = new RegExp(`^${parts.join('.*')}$`);
  return (name) => expression.test(name);
}

function answerOf({ of, name }) {
  for (const answer of answers) {
    if (answer.of !== of) continue;
    const pattern = answer.patterns.find(({ matches }) => matches(name));
    if (pattern === undefined) continue;
    pattern.used = true;
    return answer;
  }
  problems.push(`docs/client-go-answers.tsv says nothing of ${of} ${name}`);
  return { state: 'none', text: '' };
}

function page() {
  const answered = symbols.map((symbol) => ({ ...symbol, ...answerOf(symbol) }));
  const packages = [...new Set(symbols.map(({ of }) => of))];
  const count = (of, state) => answered.filter((row) => row.of === of && row.state === state).length;
  const summary = packages.map(
    (of) =>
      `| [${of}](#${of.replaceAll('/', '')}) | ${Object.keys(STATES)
        .map((state) => count(of, state))
        .join(' | ')} |`,
  );
  const sections = packages.map((of) =>
    [
      `## ${of}`,
      '',
      '| client-go | kind | state | here |',
      '|---|---|---|---|',
      ...answered
        .filter((row) => row.of === of)
        .map(({ name, kind, state, text }) => `| ${name} | ${kind} | ${STATES[state]} | ${text} |`),
      '',
    ].join('\n'),
  );
  return [
    '# From client-go',
    '',
    'Every exported symbol of client-go v2 that is not deprecated, and what takes its place here. Written by',
    '`node scripts/check-client-go.mjs --write` from `client-go-symbols.tsv` and `client-go-answers.tsv`; checked by',
    '`npm run check:docs`.',
    '',
    '- **ours**: the names in code type are exports of `tikv-client`, `tikv-client/machines` or `tikv-client/testing`',
    '- **inside**: the client does it by itself, in the file named; there is nothing to call',
    '- **planned**: not there yet',
    '- **none**: there will be nothing, for the reason given',
    '',
    '| package | ours | inside | planned | none |',
    '|---|---|---|---|---|',
    ...summary,
    '',
    ...sections,
  ].join('\n');
}

const written = page();
const api = publicApi();
for (const { of, state, text, patterns } of answers) {
  for (const { pattern, used } of patterns) {
    if (!used) problems.push(`docs/client-go-answers.tsv answers ${of} ${pattern}, which no symbol needs`);
  }
  if (STATES[state] === undefined)
    problems.push(`docs/client-go-answers.tsv has the unknown state "${state}"`);
  for (const name of brokenReferences(text, api)) {
    problems.push(
      `docs/client-go-answers.tsv names ${name}, which is not there: ${of} ${patterns[0].pattern}`,
    );
  }
  if (state === 'here' && !/`[^`/]+`/.test(text)) {
    problems.push(`docs/client-go-answers.tsv names nothing of ours: ${of} ${patterns[0].pattern}`);
  }
}
if (process.argv.includes('--write')) writeFileSync(new URL('client-go.md', docs), written);
else if (read('client-go.md') !== written) {
  problems.push('docs/client-go.md is stale: run node scripts/check-client-go.mjs --write');
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`docs/client-go.md: ${symbols.length} symbols of client-go are answered`);
