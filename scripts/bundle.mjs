// Bundles the entry points of the package into dist, with what they share in chunks: loading 180 modules one by one
// costs more than running them. Packages under "dependencies" stay imports, those under "devDependencies" go inside.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'rolldown';
import { buildPage } from './build-page.mjs';

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const outside = Object.keys(dependencies);

rmSync('dist', { recursive: true, force: true });
const { output } = await build({
  cwd: process.cwd(),
  platform: 'node',
  input: {
    'src/index': 'src/index.ts',
    'src/testing/index': 'src/testing/index.ts',
    'machines/index': 'machines/index.ts',
    'src/inspector/index': 'src/inspector/index.ts',
    'src/inspector/cli/main': 'src/inspector/cli/main.ts',
    // Not exported: a program, which the benchmark runs.
    'src/testing/main': 'src/testing/main.ts',
  },
  external: (id) => outside.some((name) => id === name || id.startsWith(`${name}/`)),
  output: {
    dir: 'dist',
    format: 'esm',
    sourcemap: true,
    sourcemapExcludeSources: true,
    chunkFileNames: ({ name }) => `chunks/${name.replace(/~.*/, '')}-[hash].js`,
    // Few files, since each costs a millisecond: the charts (not their index, which makes all machines) and the model,
    // which others want without the client, and all else that importing the client loads.
    codeSplitting: {
      groups: [
        { name: 'charts', test: /\/machines\/(?!index)/, priority: 2, entriesAware: true },
        { name: 'model', test: /\/src\/model\//, priority: 1 },
        { name: 'connect', test: /\/src\/index\.ts$/ },
      ],
    },
  },
});

const eager = output.flatMap((chunk) => (chunk.name === 'connect' ? chunk.moduleIds : []));
const late = eager.filter((id) => /\/proto\/gen\/(hot|admin)\.js$|\/src\/(txn|lock|raw)\//.test(id));
if (eager.length === 0 || late.length > 0)
  throw new Error(`Importing the client loads what connecting should load: ${late.join(', ')}`);

const page = await buildPage();
mkdirSync('dist/inspector-page', { recursive: true });
for (const [name, text] of page.files) writeFileSync(`dist/inspector-page/${name}`, text);

const inside = new Set(
  [...output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : [])), ...page.moduleIds].flatMap(
    (id) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? [],
  ),
);
const notices = [...inside]
  .sort()
  .map((name) => `${name}\n\n${readFileSync(`node_modules/${name}/LICENSE`, 'utf8')}`);
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', notices.join('\n\n'));
