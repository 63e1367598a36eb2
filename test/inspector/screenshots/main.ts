/** Takes the pictures of docs/guide/images, over an embedded cluster: `npx tsx test/inspector/screenshots/main.ts`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connect, type Tikv, TikvError } from '../../../src/index.ts';
import { startCluster } from '../../../src/testing/index.ts';
import { launchChromium } from '../../support/chromium.ts';
import { openInspectorFromSources } from '../../support/inspector-page.ts';

const images = fileURLToPath(new URL('../../../docs/guide/images/', import.meta.url));

const cluster = await startCluster({ stores: 3 });
cluster.split(['account/3', 'account/6']);
const inspector = await openInspectorFromSources({ quiet: true });
const tikv = await connect({ endpoints: cluster.pd.addresses, inspect: inspector.inspect });

void Promise.all([0, 1, 2, 3].map((offset) => work(tikv, offset)));
void shake();
await sleep(4000);

const browser = await launchChromium();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
const take = async (name: string) => {
  await sleep(500);
  await page.screenshot({ path: `${images}${name}.jpg`, type: 'jpeg', quality: 80 });
};
await page.goto(inspector.url);
await page.emulateMedia({ colorScheme: 'dark' });
await page.locator('.overview .stores').waitFor();
await take('inspector-overview');
await page.emulateMedia({ colorScheme: 'light' });
await page.getByRole('tab', { name: 'Transactions', exact: true }).click();
await page.locator('.transactions').hover();
const retried = page.locator('.transaction[data-outcome=committed]').filter({ hasText: '1 retry' });
await retried.first().click();
for (let step = 0; step < 6; step++) await page.keyboard.press('ArrowLeft');
await page.mouse.move(700, 40);
await take('inspector');
await page.setViewportSize({ width: 390, height: 780 });
await take('inspector-narrow');

process.exit(0);

async function work(client: Tikv, offset: number): Promise<void> {
  for (let nth = offset; ; nth += 3) {
    try {
      await client.transact(async (txn) => {
        const keys = [`account/${nth % 9}`, `account/${(nth + 4) % 9}`] as const;
        await txn.batchGet(keys);
        await sleep(5);
        for (const key of keys) txn.put(key, String(nth));
      });
    } catch (error) {
      if (!(error instanceof TikvError)) throw error;
    }
  }
}

async function shake(): Promise<void> {
  for (let store = 1; ; store = (store % 3) + 1) {
    cluster.transferLeader('account/4', store);
    await sleep(300);
  }
}
