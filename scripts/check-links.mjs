// Checks the links of README.md, CHANGELOG.md and docs: what one leads to is there, the heading too, and in the package,
// whose readers have no more than that.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const LINK = /\]\(([^)\s#]*)(?:#([^)\s]*))?\)/g;
const { files } = JSON.parse(readFileSync('package.json', 'utf8'));
const packed = files.filter((name) => !name.startsWith('!'));
// Such as `!docs/*.tsv`.
const leftOut = files.filter((name) => name.startsWith('!')).map((name) => name.slice(1).split('*'));

const isPacked = (path) =>
  packed.some((name) => path === name || path.startsWith(`${name}/`)) &&
  !leftOut.some(([start, end = '']) => path.startsWith(start) && path.endsWith(end));

/** Anchors of a page, as GitHub makes them of its headings, and those that it names itself. */
function anchorsOf(page) {
  const text = readFileSync(page, 'utf8').replaceAll(/^```.*?^```/gms, '');
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
  return new Set([...headings, ...[...text.matchAll(/ (?:id|name)="([^"]*)"/g)].map(([, name]) => name)]);
}

const docs = readdirSync('docs', { recursive: true }).filter((name) => name.endsWith('.md'));
const pages = ['README.md', 'CHANGELOG.md', ...docs.map((name) => `docs/${name}`)];
const problems = [];
for (const page of pages) {
  for (const [, target, anchor] of readFileSync(page, 'utf8').matchAll(LINK)) {
    if (/^[a-z]+:/.test(target)) continue;
    const path = target === '' ? page : normalize(join(dirname(page), target)).replace(/\/$/, '');
    if (!existsSync(path)) problems.push(`${page}: there is no ${target}`);
    else if (!isPacked(path)) problems.push(`${page}: ${target} is not in the package`);
    else if (anchor !== undefined && path.endsWith('.md') && !anchorsOf(path).has(anchor))
      problems.push(`${page}: ${target} has no heading for #${anchor}`);
  }
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${pages.length} pages link to what is there`);
