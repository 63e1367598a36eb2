import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { pdRpcs } from '../../../../src/wire/codec/rpcs.ts';
import { RawClient } from './raw-client.ts';

const MAIN = fileURLToPath(new URL('../../../../src/testing/main.ts', import.meta.url));

it('runs as a process of its own, prints its addresses and ends cleanly on a signal', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, '--pd-port', '0', '--stores', '2'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8');
  while (!output.includes('url')) output += (await once(child.stdout, 'data'))[0];
  const [, address] = /tikv:\/\/(127\.0\.0\.1:\d+)/.exec(output) ?? [];
  using client = new RawClient();
  const { header } = await client.call(address as string, pdRpcs.getMembers, {});
  const { stores } = await client.call(address as string, pdRpcs.getAllStores, {
    header: { clusterId: header?.clusterId ?? 0n },
  });
  expect(stores.map((store) => output.includes(store.address))).toEqual([true, true]);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('refuses arguments that make no sense', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, '--stores', 'many'], { stdio: 'ignore' });
  expect(await once(child, 'exit')).toEqual([1, null]);
});
