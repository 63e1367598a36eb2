// Checks docs/parity.md: every id of docs/parity-ids.txt has one row, states are known, what is done names code and
// tests that are there, and the tests of a scenario or fault name it, or the one that its state refers to, in a title: a
// comment does not count.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brokenReferences } from './docs/references.mjs';

const root = new URL('../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const pathsIn = (text) => [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1]);

const ids = read('docs/parity-ids.txt').trimEnd().split('\n');
const problems = [];
const rows = new Map();
for (const line of read('docs/parity.md').split('\n')) {
  const [id, , state, ...paths] = line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
  if (!/^[A-Z]+-?\d+$/.test(id ?? '')) continue;
  if (rows.has(id)) problems.push(`${id} has two rows`);
  rows.set(id, { state, paths, tests: pathsIn(paths.at(-1)) });
}

for (const id of ids) if (!rows.has(id)) problems.push(`${id} has no row`);
for (const [id, { state, paths, tests }] of rows) {
  if (!ids.includes(id)) problems.push(`${id} is not in docs/parity-ids.txt`);
  const [word, ...reason] = state.split(':');
  if (!['done', 'partly', 'later', 'not for us'].includes(word))
    problems.push(`${id} has the unknown state "${state}"`);
  if ((word === 'partly' || word === 'not for us') && reason.length === 0)
    problems.push(`${id} says "${word}" and not why`);
  for (const path of brokenReferences(paths.join(' '), new Set()))
    problems.push(`${id} names ${path}, which is not there`);
  if (word !== 'done') continue;
  if (paths.some((cell) => cell === ''))
    problems.push(`${id} is done and names no ${tests.length === 0 ? 'test' : 'code'}`);
  if (/^[SF]\d/.test(id)) checkScenario(id, state, tests);
}

function checkScenario(id, state, tests) {
  const names = [id, ...(state.match(/\b[SF]\d+/g) ?? [])];
  const there = tests.filter((path) => existsSync(fileURLToPath(new URL(path, root)))).map(read);
  const titles = there.flatMap((text) => text.split('\n').filter((line) => !/^\s*(\/\/|\/?\*)/.test(line)));
  const isNamed = (name) => titles.some((line) => new RegExp(`['"\`].*\\b${name}\\b`).test(line));
  if (!names.some(isNamed)) problems.push(`${id} is named by none of its tests`);
}

for (const problem of problems) console.error(`docs/parity.md: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else console.log(`docs/parity.md: ${ids.length} ids have their rows`);
