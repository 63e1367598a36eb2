import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Tests that replay what a running TiKV answered: the recordings lie beside the repository, not in it. */
const ofRecordings = ['test/conformance/conformance.test.ts', 'test/unit/proto-conformance.test.ts'];
const hasRecordings = existsSync(at('../shared/conformance'));
if (!hasRecordings) console.log(`Without the recordings of TiKV, not run: ${ofRecordings.join(', ')}`);

export default defineConfig({
  // As tsconfig.json: examples import the package by its name, without a build.
  resolve: {
    alias: [
      { find: /^tikv-client$/, replacement: at('src/index.ts') },
      { find: /^tikv-client\/testing$/, replacement: at('src/testing/index.ts') },
      { find: /^tikv-client\/inspector$/, replacement: at('src/inspector/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts', 'docs/examples/**/*.test.ts'],
    exclude: ['test/cluster/**', ...(hasRecordings ? [] : ofRecordings)],
    testTimeout: 30_000,
    pool: 'forks',
    // Files share what they import: nothing here keeps state in a module, and loading it anew took half of a run.
    isolate: false,
    // Every core: most of a test's time is spent waiting, and the default leaves one out, of two.
    maxWorkers: '100%',
    // As Node itself imports CommonJS: `default` is module.exports.
    deps: { interopDefault: false },
  },
});
