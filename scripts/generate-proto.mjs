// Writes proto/gen from proto/*.proto: `npm run generate:proto`. With --check it writes nothing, and fails when
// what is there differs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadModules } from './proto/contract.mjs';
import { emitCode } from './proto/emit-code.mjs';
import { emitTypes } from './proto/emit-types.mjs';

const folder = fileURLToPath(new URL('../proto/gen/', import.meta.url));
const check = process.argv.includes('--check');

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

mkdirSync(folder, { recursive: true });
for (const [name, root] of Object.entries(loadModules())) {
  const files = { [`${name}.js`]: await emitCode(root), [`${name}.d.ts`]: emitTypes(root) };
  for (const [file, text] of Object.entries(files)) {
    if (read(folder + file) === text) continue;
    if (check) {
      console.error(`proto/gen/${file} is stale: run npm run generate:proto`);
      process.exitCode = 1;
    } else {
      writeFileSync(folder + file, text);
      console.log(`proto/gen/${file}: ${(text.length / 1024).toFixed(0)} kB`);
    }
  }
}
