import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  // As tsconfig.json: examples import the package by its name, without a build.
  resolve: {
    alias: [
      { find: /^tikv-client$/, replacement: at('src/index.ts') },
      { find: /^tikv-client\/testing$/, replacement: at('src/testing/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/cluster/**'],
    testTimeout: 30_000,
    pool: 'forks',
    // As Node itself imports CommonJS: `default` is module.exports.
    deps: { interopDefault: false },
  },
});
