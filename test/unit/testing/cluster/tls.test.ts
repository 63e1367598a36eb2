import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { credentials } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { startCluster } from '../../../../src/testing/index.ts';
import { pdRpcs } from '../../../../src/wire/codec/rpcs.ts';
import { RawClient } from './raw-client.ts';

const pem = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../support/tls/${name}`, import.meta.url)));

describe('a cluster that serves by TLS', () => {
  const tls = { certificate: pem('server.pem'), key: pem('server.key') };
  const trusted = () => credentials.createSsl(pem('ca.pem'));

  it('answers those who trust it, and tells https addresses', async () => {
    await using cluster = await startCluster({ tls });
    using client = new RawClient(trusted());
    const address = cluster.addresses.pds[0] as string;
    const { leader } = await client.call(address, pdRpcs.getMembers, {});
    expect(leader?.clientUrls).toEqual([`https://${address}`]);
  });

  it('answers nobody in plain text', async () => {
    await using cluster = await startCluster({ tls });
    using client = new RawClient();
    expect(await client.failure(cluster.addresses.pds[0] as string, pdRpcs.getMembers, {})).toMatchObject({
      code: 14,
    });
  });

  it('asks clients for a certificate when it is told to', async () => {
    await using cluster = await startCluster({ tls: { ...tls, clientCa: pem('ca.pem') } });
    const address = cluster.addresses.pds[0] as string;
    using stranger = new RawClient(trusted());
    expect(await stranger.failure(address, pdRpcs.getMembers, {})).toMatchObject({ code: 14 });
    const own = credentials.createSsl(pem('ca.pem'), pem('client.key'), pem('client.pem'));
    using known = new RawClient(own);
    expect((await known.call(address, pdRpcs.getMembers, {})).members).toHaveLength(1);
  });
});
