// Opens the inspector of the package as it was built, and a recording with its command: they find their page.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startInspector } from 'tikv-client/inspector';

const inspector = await startInspector({ quiet: true });
await check(inspector.url);
const folder = await mkdtemp(join(tmpdir(), 'tikv-client-'));
const file = join(folder, 'recording.json');
await writeFile(file, JSON.stringify(inspector.recording()));
await inspector.close();

const { bin } = (await import('tikv-client/package.json', { with: { type: 'json' } })).default;
const child = spawn(process.execPath, [bin['tikv-client'], 'inspect', file], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const [line] = await once(child.stdout, 'data');
  await check(/http:\S+/.exec(String(line))[0]);
} finally {
  child.kill();
  await rm(folder, { recursive: true });
}
console.log('tikv-client/inspector and its command find their page');

async function check(url) {
  for (const name of ['', 'page.js', 'page.css', 'icon.svg', 'recording.json']) {
    const { status } = await fetch(url + name);
    if (status !== 200) throw new Error(`${url}${name} is answered with ${status}`);
  }
}
