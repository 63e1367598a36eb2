import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

it('F45, F46: calls under faults, cancelled and closed at any moment, leave nothing behind, and the process ends', async () => {
  const args = ['--expose-gc', '--import', 'tsx', MAIN, '--calls', '1200'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout).toBe('1200 calls left nothing behind\n');
});
