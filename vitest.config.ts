import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/cluster/**'],
    testTimeout: 30_000,
    pool: 'forks',
    // As Node itself imports CommonJS: `default` is module.exports.
    deps: { interopDefault: false },
  },
});
