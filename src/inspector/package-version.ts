import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Version of this package. */
export const PACKAGE_VERSION: string = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('tikv-client/package.json'), 'utf8'),
).version;
