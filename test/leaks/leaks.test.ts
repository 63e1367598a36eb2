import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

it('F45, F46: calls under faults, cancelled and closed at any moment, leave nothing behind, and the process ends', async () => {
  const args = ['--expose-gc', '--import', 'tsx', MAIN, '--calls', '800'];
  // What it found is what it printed, also when it failed.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args).catch((failure) => failure);
  expect(stdout).toBe('800 calls left nothing behind\n');
  // Node.js warns of listeners that pile up.
  expect(stderr).not.toContain('MaxListenersExceededWarning');
}, 60_000);
