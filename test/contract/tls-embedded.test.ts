import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connect, PdUnreachableError, type TlsOptions } from '../../src/index.ts';
import { startCluster } from '../../src/testing/index.ts';
import { failure, list, put } from './support.ts';

const path = (name: string): string => join(import.meta.dirname, '../support/tls', name);
const pem = (name: string): Buffer => readFileSync(path(name));
const server = { certificate: pem('server.pem'), key: pem('server.key') };
const ca = path('ca.pem');
const own = { cert: path('client.pem'), key: path('client.key') };

/** A cluster that serves by TLS, and asks for certificates where it is told whose. */
const startTls = (clientCa?: Buffer) =>
  startCluster({ stores: 3, tls: { ...server, ...(clientCa !== undefined && { clientCa }) } });

describe('TLS', () => {
  it.each([
    ['with an authority', undefined, { ca }],
    ['with certificates on both sides', pem('ca.pem'), { ca, ...own }],
    [
      'with bytes in the place of files',
      pem('ca.pem'),
      { ca: pem('ca.pem'), cert: pem('client.pem'), key: pem('client.key') },
    ],
  ] as const)('%s: PD and stores are reached, and data goes there and back', async (_, clientCa, tls) => {
    await using cluster = await startTls(clientCa);
    await using tikv = await connect({ endpoints: cluster.pd.addresses, tls });
    await put(tikv, { a: '1', b: '2' });
    expect(await list(tikv.scan())).toEqual(['a=1', 'b=2']);
  });

  it.each<readonly [string, TlsOptions | undefined, Buffer | undefined]>([
    ['another authority', { ca: path('other-ca.pem') }, undefined],
    ['the authorities of Node.js', {}, undefined],
    ['plain text', undefined, undefined],
    ['no certificate where one is asked for', { ca }, pem('ca.pem')],
    ['a name that the certificate does not carry', { ca, serverName: 'elsewhere.example' }, undefined],
  ])('F42 %s: refused with the reason, and nothing is sent', async (_, tls, clientCa) => {
    await using cluster = await startTls(clientCa);
    const endpoints = cluster.pd.addresses;
    const error = await failure(connect({ endpoints, timeoutMs: 20_000, ...(tls !== undefined && { tls }) }));
    expect(error).toBeInstanceOf(PdUnreachableError);
    const { message, attempts } = error as PdUnreachableError;
    expect(message + attempts.join()).toContain(endpoints[0]);
    expect(cluster.log.rpcs()).toEqual([]);
  });

  it('TLS to a port without it: asks whether the server speaks it, in one line', async () => {
    await using cluster = await startCluster();
    const error = await failure(connect({ endpoints: cluster.pd.addresses, timeoutMs: 20_000, tls: { ca } }));
    const told = (error as PdUnreachableError).attempts.map((attempt) => (attempt as Error).message);
    expect(told).toContainEqual(
      expect.stringMatching(/^.*TLS handshake failed \(.*\): does the server speak TLS\?.*$/),
    );
    expect(told.join()).not.toContain('\n');
  });
});
