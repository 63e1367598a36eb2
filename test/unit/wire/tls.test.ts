import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http2 from 'node:http2';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UsageError } from '../../../src/model/errors.ts';
import type { CallResult } from '../../../src/model/runtime.ts';
import type { TlsOptions } from '../../../src/model/tls-options.ts';
import { GrpcTransport } from '../../../src/wire/grpc-transport.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const pem = (name: string) => fileURLToPath(new URL(`../../support/tls/${name}`, import.meta.url));

const closers: (() => void)[] = [];
let requests = 0;
let lastClient: string | undefined;

beforeEach(() => {
  requests = 0;
  lastClient = undefined;
});

afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
});

/** Answers every call with an empty message; gives its port. */
async function tlsServer(certificate: string, clientCa?: string): Promise<number> {
  const server = http2.createSecureServer({
    cert: readFileSync(pem(`${certificate}.pem`)),
    key: readFileSync(pem(`${certificate}.key`)),
    ...(clientCa !== undefined && {
      ca: readFileSync(pem(clientCa)),
      requestCert: true,
      rejectUnauthorized: true,
    }),
  });
  const sessions = new Set<http2.ServerHttp2Session>();
  server.on('session', (session) => sessions.add(session as http2.ServerHttp2Session));
  server.on('stream', (stream) => {
    requests++;
    const socket = (stream.session as http2.ServerHttp2Session).socket as TLSSocket;
    const certificate = socket.getPeerCertificate();
    lastClient = Object.keys(certificate).length === 0 ? undefined : certificate.fingerprint256;
    stream.on('error', () => {});
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.alloc(5));
  });
  closers.push(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as net.AddressInfo).port));
  });
}

function open(tls: TlsOptions | undefined): GrpcTransport {
  const transport = new GrpcTransport({ tls, connectionsPerAddress: 1 }, new VirtualClock());
  closers.push(() => transport.close());
  return transport;
}

async function call(transport: GrpcTransport, port: number, host = '127.0.0.1'): Promise<unknown> {
  const result = await new Promise<CallResult>((resolve) => {
    transport.unary(`${host}:${port}`, '/test.Service/Unary', Buffer.from('secret'), {}, resolve);
  });
  return result.ok ? 'ok' : result.failure;
}

const refused = (message: string) => ({ status: 14, message: expect.stringContaining(message), sent: 'no' });

describe('TLS', () => {
  it('connects with an authority given as a path or as bytes', async () => {
    const port = await tlsServer('server');
    expect(await call(open({ ca: pem('ca.pem') }), port)).toBe('ok');
    expect(await call(open({ ca: readFileSync(pem('ca.pem')) }), port)).toBe('ok');
    expect(await call(open({ ca: pem('ca.pem') }), port, 'localhost')).toBe('ok');
  });

  it('F42: refuses an unknown authority, an expired certificate and one for another host, and says why', async () => {
    const server = await tlsServer('server');
    expect(await call(open({ ca: pem('other-ca.pem') }), server)).toEqual(refused('unable to verify'));
    expect(await call(open({}), server)).toEqual(refused('unable to verify'));
    expect(await call(open({ ca: pem('ca.pem') }), await tlsServer('expired-server'))).toEqual(
      refused('expired'),
    );
    expect(await call(open({ ca: pem('ca.pem') }), await tlsServer('tikv-server'))).toEqual(
      refused("does not match certificate's altnames"),
    );
    expect(requests).toBe(0);
  });

  it('F42: refuses them also where the environment tells Node.js not to check', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    closers.push(() => vi.unstubAllEnvs());
    const port = await tlsServer('server');
    expect(await call(open({ ca: pem('other-ca.pem') }), port)).toEqual(refused('unable to verify'));
    expect(requests).toBe(0);
  });

  it.each(['grpc_proxy', 'https_proxy', 'http_proxy'])(
    'F42: no proxy of the environment (%s) is used: certificates would be checked against its name',
    async (name) => {
      let asked = 0;
      const proxy = net.createServer((socket) => {
        asked++;
        socket.destroy();
      });
      closers.push(() => proxy.close());
      const proxyPort = await new Promise<number>((resolve) => {
        proxy.listen(0, '127.0.0.1', () => resolve((proxy.address() as net.AddressInfo).port));
      });
      for (const other of ['grpc_proxy', 'https_proxy', 'http_proxy', 'no_grpc_proxy', 'no_proxy']) {
        vi.stubEnv(other, other === name ? `http://127.0.0.1:${proxyPort}` : '');
      }
      closers.push(() => vi.unstubAllEnvs());
      const port = await tlsServer('server');
      expect(await call(open({ ca: pem('ca.pem') }), port, 'localhost')).toBe('ok');
      expect(asked).toBe(0);
    },
  );

  it('takes the name that the certificate must carry', async () => {
    const port = await tlsServer('tikv-server');
    expect(await call(open({ ca: pem('ca.pem'), serverName: 'tikv.internal' }), port)).toBe('ok');
    expect(await call(open({ ca: pem('ca.pem'), serverName: 'tikv.external' }), port)).toEqual(
      refused('altnames'),
    );
  });

  it('shows the certificate of the client to a server that asks for one', async () => {
    const port = await tlsServer('server', 'ca.pem');
    const own = { ca: pem('ca.pem'), cert: pem('client.pem'), key: pem('client.key') };
    expect(await call(open(own), port)).toBe('ok');
    expect(lastClient).toBeDefined();
  });

  it('F42: a client certificate that the server refuses ends the call, before the server sees it', async () => {
    const port = await tlsServer('server', 'ca.pem');
    const foreign = { ca: pem('ca.pem'), cert: pem('other-client.pem'), key: pem('other-client.key') };
    expect(await call(open(foreign), port)).toMatchObject({ status: 14 });
    expect(await call(open({ ca: pem('ca.pem') }), port)).toMatchObject({ status: 14 });
    expect(requests).toBe(0);
  });

  it('F42: never falls back to plaintext, in either direction', async () => {
    let heard = '';
    const plain = net.createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (data) => {
        heard += data.toString('latin1');
        socket.destroy();
      });
    });
    closers.push(() => plain.close());
    const port = await new Promise<number>((resolve) => {
      plain.listen(0, '127.0.0.1', () => resolve((plain.address() as net.AddressInfo).port));
    });
    expect(await call(open({ ca: pem('ca.pem') }), port)).toMatchObject({ status: 14, sent: 'no' });
    expect(heard).not.toContain('secret');
    expect(heard).not.toContain('PRI * HTTP/2.0');
    expect(await call(open(undefined), await tlsServer('server'))).toMatchObject({ status: 14, sent: 'no' });
    expect(requests).toBe(0);
  });

  it('refuses options that cannot work, without showing the key', () => {
    expect(() => open({ cert: pem('client.pem') })).toThrow(UsageError);
    expect(() => open({ ca: '/no/such/file.pem' })).toThrow(UsageError);
    expect(() => open({ ca: fileURLToPath(import.meta.url) })).toThrow(UsageError);
    const key = readFileSync(pem('client.key'), 'utf8');
    try {
      open({ cert: Buffer.from('no certificate'), key: Buffer.from(key) });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      expect((error as UsageError).message).not.toContain(key.split('\n')[1]);
    }
  });

  it.each<readonly [string, TlsOptions, RegExp]>([
    ['a file that is not there', { ca: '/no/such.pem' }, /ca cannot be read from \/no\/such\.pem \(ENOENT/],
    ['a folder', { ca: tmpdir() }, /ca cannot be read from .* \(EISDIR/],
    ['a key for an authority', { ca: pem('client.key') }, /ca has no certificate in PEM/],
    ['a certificate for a key', { cert: pem('client.pem'), key: pem('client.pem') }, /key cannot be used \(/],
    [
      'a key of another certificate',
      { cert: pem('client.pem'), key: pem('other-client.key') },
      /cert and key, together, cannot be used \(.*key values mismatch/,
    ],
  ])('says which file is wrong: %s', (_, tls, reason) => {
    expect(() => open(tls)).toThrow(reason);
  });
});

describe('closing', () => {
  it.each<[string, TlsOptions | undefined]>([
    ['during the TLS handshake', { ca: pem('ca.pem') }],
    ['before the server has spoken HTTP/2', undefined],
  ])('F46: %s, leaves no socket that would keep the process alive', async (_, tls) => {
    const mute = net.createServer();
    const heard = new Promise<net.Socket>((resolve) => {
      mute.on('connection', (socket) => {
        socket.on('error', () => {});
        socket.once('data', () => resolve(socket));
      });
    });
    closers.push(() => mute.close());
    const port = await new Promise<number>((resolve) => {
      mute.listen(0, '127.0.0.1', () => resolve((mute.address() as net.AddressInfo).port));
    });
    const transport = open(tls);
    const failed = call(transport, port);
    const socket = await heard;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    transport.close();
    expect(await failed).toEqual(refused('Connection closed'));
    await closed;
  });
});

describe('reload of TLS files', () => {
  let folder: string;
  const at = (name: string) => path.join(folder, name);
  const install = (name: string) => {
    for (const end of ['pem', 'key']) copyFileSync(pem(`${name}.${end}`), at(`client.${end}`));
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tikv-client-'));
    closers.push(() => rmSync(folder, { recursive: true }));
    install('client');
  });

  it('concerns new connections, and a bad file leaves the last good one in use', async () => {
    const trusting = await tlsServer('server', 'ca.pem');
    const transport = open({ ca: pem('ca.pem'), cert: at('client.pem'), key: at('client.key') });
    expect(await call(transport, trusting)).toBe('ok');
    const first = lastClient;

    install('server');
    expect(await call(transport, trusting)).toBe('ok');
    expect(lastClient).toBe(first);
    transport.closeAddress(`127.0.0.1:${trusting}`);
    expect(await call(transport, trusting)).toBe('ok');
    const second = lastClient;
    expect(second).not.toBe(first);

    writeFileSync(at('client.pem'), 'half a certif');
    transport.closeAddress(`127.0.0.1:${trusting}`);
    expect(await call(transport, trusting)).toBe('ok');
    expect(lastClient).toBe(second);

    rmSync(at('client.pem'));
    transport.closeAddress(`127.0.0.1:${trusting}`);
    expect(await call(transport, trusting)).toBe('ok');
    expect(lastClient).toBe(second);

    install('client');
    transport.closeAddress(`127.0.0.1:${trusting}`);
    expect(await call(transport, trusting)).toBe('ok');
    expect(lastClient).toBe(first);
  });
});
