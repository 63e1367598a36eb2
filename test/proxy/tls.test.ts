import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { PdUnreachableError } from '../../src/index.ts';
import type { TlsOptions } from '../../src/model/tls-options.ts';
import { startCluster } from '../../src/testing/index.ts';
import { failure, text } from '../contract/support.ts';
import { eventually } from '../support/eventually.ts';
import { FaultProxy } from '../support/fault-proxy.ts';
import { clientTls, LONG_MS, pem, serverTls, startProxied } from './proxied.ts';

/* What a whole client makes of TLS that fails; test/unit/wire/tls.test.ts has its transport. */

const CLIENTS: readonly (readonly [string, TlsOptions | undefined, RegExp])[] = [
  ['another authority', { ...clientTls, ca: pem('other-ca.pem') }, /self-signed|unable to verify/],
  ['another host', { ...clientTls, serverName: 'tikv.internal' }, /altnames/],
  ['no certificate of its own', { ca: pem('ca.pem') }, /certificate/],
  [
    'a certificate of a stranger',
    { ...clientTls, cert: pem('other-client.pem'), key: pem('other-client.key') },
    /another certificate/,
  ],
  ['plain text', undefined, /does it want TLS/],
];

it.concurrent.each(CLIENTS)('F42: with %s connecting fails, and says why', async (_, tls, reason) => {
  await using world = await startProxied({ tls: serverTls });
  const error = await failure(world.connect({ timeoutMs: 20_000 }, { tls }));
  expect(error).toBeInstanceOf(PdUnreachableError);
  expect((error as Error).message).toMatch(reason);
  expect(world.cluster.log.total).toBe(0);
});

it('F42: an expired certificate of PD', async () => {
  const expired = { ...serverTls, certificate: readFileSync(pem('expired-server.pem')) };
  await using world = await startProxied({
    tls: { ...expired, key: readFileSync(pem('expired-server.key')) },
  });
  const error = await failure(world.connect({ timeoutMs: 20_000 }));
  expect(error).toBeInstanceOf(PdUnreachableError);
  expect((error as Error).message).toContain('expired');
});

it('F42: a store that turns to plain text is told nothing', async () => {
  await using world = await startProxied({ tls: serverTls });
  await using plain = await startCluster();
  await using tap = await FaultProxy.start(plain.addresses.stores[0] as string);
  const tikv = await world.connect();
  await tikv.raw.put('k', 'v');
  world.stores[0].target = tap.address;
  world.stores[0].reset();
  // So that the client knows that its connection is lost.
  const read = failure(tikv.raw.get('k', { timeoutMs: LONG_MS }));
  await eventually(() => expect(tap.accepted).toBeGreaterThan(0));
  world.skip(LONG_MS);
  await read;
  const error = await failure(
    tikv.raw.atomic().compareAndSwap('k', { expected: 'v', value: 'w', timeoutMs: 400 }),
  );
  expect(error).toMatchObject({ code: expect.not.stringMatching('TIKV_UNDETERMINED') });
  expect(plain.log.total).toBe(0);
  world.stores[0].target = world.cluster.addresses.stores[0] as string;
  expect(text(await tikv.raw.get('k'))).toBe('v');
});

it('F42: files that change under a client concern its next connections', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tikv-client-'));
  const install = (name: string) => {
    for (const end of ['pem', 'key']) copyFileSync(pem(`${name}.${end}`), path.join(folder, `own.${end}`));
  };
  try {
    await using world = await startProxied({ tls: serverTls });
    install('client');
    const own = { ca: pem('ca.pem'), cert: path.join(folder, 'own.pem'), key: path.join(folder, 'own.key') };
    const tikv = await world.connect({}, { tls: own, connectionsPerAddress: 1 });
    await tikv.raw.put('k', 'v');
    install('other-client');
    expect(text(await tikv.raw.get('k'))).toBe('v');
    world.stores[0].reset();
    expect(await failure(tikv.raw.get('k', { timeoutMs: 400 }))).toMatchObject({ retryable: true });
    install('client');
    expect(text(await tikv.raw.get('k'))).toBe('v');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
