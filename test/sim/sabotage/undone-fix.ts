import { mkdtempSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Hunted } from './hunted.ts';

/** A fix of the client that is taken back. */
export interface Fix {
  /** Where it is. */
  readonly file: string;
  /** A part of that file that it has made, and that is there once. One space stands for any number, and for line breaks. */
  readonly now: string;
  /** What was there before, or what does as that did. */
  readonly before: string;
}

const BUNDLES = '.cache/sim';

/** The simulation with another client: one that has not been fixed. */
export async function simulationWithout(fixes: readonly Fix[]): Promise<Hunted> {
  const { build } = await import('rolldown');
  const dir = mkdtempSync(join(BUNDLES, 'undone-'));
  await build({
    platform: 'node',
    input: 'test/sim/sabotage/hunted.ts',
    logLevel: 'warn',
    transform: { target: 'node20' },
    output: { dir, format: 'esm' },
    plugins: [
      {
        name: 'undone-fix',
        transform: (code, id) =>
          fixes
            .filter(({ file }) => id === resolve(file))
            .reduce((undoneSoFar, fix) => undone(fix, undoneSoFar), code),
      },
    ],
  });
  const bundle = (await import(pathToFileURL(resolve(dir, 'hunted.js')).href)) as { readonly hunted: Hunted };
  return bundle.hunted;
}

/** @throws when the part is not there just once: whoever has changed it says what it has become */
export function undone({ file, now, before }: Fix, code: string): string {
  const words = now.trim().split(/\s+/);
  const part = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+'), 'g');
  const count = code.match(part)?.length ?? 0;
  if (count !== 1) throw new Error(`${file} has ${count} times what a planted bug takes back: ${now}`);
  return code.replace(part, () => before);
}
