// Bundles the simulation into .cache/sim: what runs a million times should not pay for being transpiled as it is loaded.
import { rmSync } from 'node:fs';
import { build } from 'rolldown';

rmSync('.cache/sim', { recursive: true, force: true });
await build({
  platform: 'node',
  input: 'test/sim/main.ts',
  // A hunt for a fix that was taken back bundles the simulation anew.
  external: ['rolldown'],
  logLevel: 'warn',
  transform: { target: 'node20' },
  output: { dir: '.cache/sim', format: 'esm', sourcemap: true, sourcemapExcludeSources: true },
});
