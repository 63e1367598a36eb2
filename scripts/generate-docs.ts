// Writes what tables, machines and docstrings in the code make up, pages of docs and the drawings for the inspector:
// `npm run generate:docs`. With --check it writes nothing, and fails when what is there differs.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { MACHINE_FOLDERS, machineFiles } from './charts/machine-files.ts';
import { API_FOLDER, apiPages } from './docs/api-pages.ts';
import { errorsPage } from './docs/errors-page.ts';
import { eventsPage } from './docs/events-page.ts';
import { optionsPage } from './docs/options-page.ts';

const files: Readonly<Record<string, string>> = {
  'docs/errors.md': errorsPage(),
  'docs/options.md': optionsPage(),
  'docs/guide/events.md': eventsPage(),
  ...(await machineFiles()),
  ...(await apiPages()),
};
const check = process.argv.includes('--check');
const urlOf = (path: string) => new URL(`../${path}`, import.meta.url);

function read(file: URL): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function settle(path: string, change: () => void): void {
  if (check) {
    console.error(`${path} is stale: run npm run generate:docs`);
    process.exitCode = 1;
  } else {
    change();
    console.log(path);
  }
}

function write(path: string, text: string): void {
  mkdirSync(new URL('./', urlOf(path)), { recursive: true });
  writeFileSync(urlOf(path), text);
}

for (const folder of [...MACHINE_FOLDERS, API_FOLDER]) {
  mkdirSync(urlOf(folder), { recursive: true });
  const left = readdirSync(urlOf(folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((path) => statSync(urlOf(path)).isFile());
  for (const path of left.filter((each) => !(each in files))) settle(path, () => rmSync(urlOf(path)));
}
for (const [path, text] of Object.entries(files)) {
  if (read(urlOf(path)) !== text) settle(path, () => write(path, text));
}
