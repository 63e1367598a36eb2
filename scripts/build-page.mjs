// Bundles the page of the local inspector, with the libraries it uses inside: what it needs is in its own files.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const folder = fileURLToPath(new URL('../src/inspector/page/', import.meta.url));

/** The files of the page by name, and the packages inside. */
export async function buildPage() {
  const { output } = await build({
    input: `${folder}main.tsx`,
    platform: 'browser',
    write: false,
    tsconfig: `${folder}tsconfig.json`,
    output: { format: 'esm', minify: true },
  });
  const [script] = output;
  const read = (name) => readFileSync(folder + name, 'utf8');
  const files = new Map([
    ['index.html', read('index.html')],
    ['page.js', script.code],
    ['page.css', read('page.css')],
    ['icon.svg', read('icon.svg')],
  ]);
  return { files, moduleIds: script.moduleIds };
}
