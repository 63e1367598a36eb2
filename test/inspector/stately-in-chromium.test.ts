import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'rolldown';
import { expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';

interface Told {
  readonly type: string;
  readonly name?: string;
  readonly event?: { readonly type: string; readonly commitTs?: unknown };
  readonly snapshot?: { readonly value?: unknown };
}

/** For a page, where Node's modules are empty, as bundlers make them. */
async function bundled(name: string): Promise<string> {
  const input = fileURLToPath(new URL(`browser/${name}.ts`, import.meta.url));
  const nothingOfNode: Plugin = {
    name: 'nothing of Node',
    resolveId: (id) => (id.startsWith('node:') ? `\0${id}` : null),
    load: (id) =>
      id.startsWith('\0node:') ? 'export const createHash = undefined, randomBytes = undefined;' : null,
  };
  const { output } = await build({
    input,
    platform: 'browser',
    write: false,
    output: { format: 'iife' },
    plugins: [nothingOfNode],
  });
  return output[0].code;
}

it.each([
  ['as it is', ''],
  ['by stately()', '#stately'],
])(
  "Stately's browser inspector, %s, shows a transaction of tikv-client/machines in a page",
  async (_, hash) => {
    const origin = 'http://page.test';
    const scripts = { app: await bundled('app'), viewer: await bundled('viewer') };
    const pages: Readonly<Record<string, readonly [type: string, body: string]>> = {
      '/': ['text/html', '<iframe></iframe><script src="/app.js"></script>'],
      '/app.js': ['text/javascript', scripts.app],
      '/viewer.html': ['text/html', '<script src="/viewer.js"></script>'],
      '/viewer.js': ['text/javascript', scripts.viewer],
    };
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const outside: string[] = [];
      await page.route('**/*', async (route) => {
        const { pathname, origin: from } = new URL(route.request().url());
        const [contentType, body] = pages[pathname] ?? [];
        if (from !== origin || body === undefined) {
          outside.push(route.request().url());
          return route.abort();
        }
        return route.fulfill({ contentType: contentType as string, body });
      });
      const problems: string[] = [];
      page.on('pageerror', ({ message }) => problems.push(message));
      await page.goto(`${origin}/${hash}`);
      await page.waitForFunction("frames[0]?.told?.at(-1)?.snapshot?.status === 'done'");
      const told = (await page.evaluate('frames[0].told')) as readonly Told[];
      expect(told.find(({ type }) => type === '@xstate.actor')?.name).toBe('transaction');
      const values = told.flatMap(({ type, snapshot }) =>
        type === '@xstate.snapshot' ? snapshot?.value : [],
      );
      expect(values).toEqual([
        'active',
        { committing: 'prewriting' },
        { committing: 'fetchingCommitTs' },
        { committing: 'committingPrimary' },
        'committed',
      ]);
      const fetched = told.find(
        ({ type, event }) => type === '@xstate.event' && event?.type === 'commitTs.fetched',
      );
      expect(fetched?.event?.commitTs).toBe('450000000000000001');
      expect(problems).toEqual([]);
      expect(outside.filter((url) => !url.endsWith('/favicon.ico'))).toEqual([]);
    } finally {
      await browser.close();
    }
  },
);
