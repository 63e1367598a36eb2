import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { InternalError } from '../../model/errors.ts';

export interface PageFile {
  readonly type: string;
  readonly body: Uint8Array | string;
}

/** The files of the page by name; the page itself is `index.html`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const TYPES = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
} as const;

const PAGE_FILE_NAMES = ['index.html', 'page.js', 'page.css', 'icon.svg'] as const;

/** Files by their names, with the types that their names say. */
export function pageFiles(bodies: Iterable<readonly [name: string, body: PageFile['body']]>): PageFiles {
  const typeOf = (name: string) => TYPES[name.slice(name.lastIndexOf('.') + 1) as keyof typeof TYPES];
  return new Map([...bodies].map(([name, body]) => [name, { type: typeOf(name), body }]));
}

/** Reads the page that was built with the package. @throws InternalError when it is not there */
export async function builtPage(): Promise<PageFiles> {
  // Wherever this module was bundled to, the package knows where it is.
  const root = pathToFileURL(createRequire(import.meta.url).resolve('tikv-client/package.json'));
  try {
    const read = (name: string) => readFile(new URL(`dist/inspector-page/${name}`, root));
    return pageFiles(
      await Promise.all(PAGE_FILE_NAMES.map(async (name) => [name, await read(name)] as const)),
    );
  } catch (cause) {
    throw new InternalError(
      "The inspector's page is not in the package: in a checkout, npm run build makes it",
      {
        cause,
      },
    );
  }
}
