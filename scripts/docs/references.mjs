import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/**
 * What a text names in backticks and is not there: paths of files, and names of the public API.
 *
 * @param {string} text
 * @param {ReadonlySet<string>} api
 */
export function brokenReferences(text, api) {
  return [...text.matchAll(/`([^`]+)`/g)]
    .map((match) => match[1])
    .filter((name) =>
      name.includes('/') ? !existsSync(fileURLToPath(new URL(name, root))) : !api.has(name),
    );
}
