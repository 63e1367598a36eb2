// Writes the pages of docs that tables in the code make up: `npm run generate:docs`. With --check it writes nothing,
// and fails when what is there differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { errorsPage } from './docs/errors-page.ts';
import { eventsPage } from './docs/events-page.ts';
import { optionsPage } from './docs/options-page.ts';

const pages = {
  'docs/errors.md': errorsPage,
  'docs/options.md': optionsPage,
  'docs/guide/events.md': eventsPage,
};
const check = process.argv.includes('--check');

function read(file: URL): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

for (const [path, page] of Object.entries(pages)) {
  const file = new URL(`../${path}`, import.meta.url);
  const text = page();
  if (read(file) === text) continue;
  if (check) {
    console.error(`${path} is stale: run npm run generate:docs`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log(path);
  }
}
