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
    chunkFileNames: 'chunks/[name]-[hash].js',
    // Few files, since each costs an import a millisecond: the charts (not their index, which makes all machines) and
    // the model, which others want without the client, and all the rest of what importing the client loads.
    codeSplitting: {
      groups: [
        { name: 'charts', test: /\/machines\/(?!index)/, priority: 2 },
        { name: 'model', test: /\/src\/model\//, priority: 1 },
        { name: 'client', test: /\/src\/index\.ts$/ },
      ],
    },
  },
});

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
