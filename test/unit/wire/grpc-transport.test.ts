import { once } from 'node:events';
import http2 from 'node:http2';
import net from 'node:net';
import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import type { ByteStream, CallFailure, CallResult, Clock, Sent } from '../../../src/model/runtime.ts';
import type { GrpcOptions } from '../../../src/wire/grpc-options.ts';
import { GrpcTransport } from '../../../src/wire/grpc-transport.ts';
import { turnOfEventLoop, VirtualClock } from '../../support/virtual-clock.ts';

const UNARY = '/test.Service/Unary';
const STREAM = '/test.Service/Stream';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
});

function open(options: GrpcOptions = {}, clock: Clock = new VirtualClock()): GrpcTransport {
  const transport = new GrpcTransport({ connectionsPerAddress: 1, ...options }, clock);
  closers.push(() => transport.close());
  return transport;
}

const identity = (bytes: Buffer) => bytes;

/** Echoes both kinds of call, and counts its connections. */
async function echoServer() {
  const server = new Server({ 'grpc.max_receive_message_length': -1 });
  const streams: ServerDuplexStream<Buffer, Buffer>[] = [];
  const metadata: unknown[] = [];
  const service = (path: string, isStream: boolean) => ({
    path,
    requestStream: isStream,
    responseStream: isStream,
    requestSerialize: identity,
    requestDeserialize: identity,
    responseSerialize: identity,
    responseDeserialize: identity,
  });
  server.addService(
    { unary: service(UNARY, false), stream: service(STREAM, true) },
    {
      unary: (
        call: { request: Buffer; metadata: { getMap(): unknown } },
        done: (e: null, r: Buffer) => void,
      ) => {
        metadata.push(call.metadata.getMap());
        if (call.request.toString() !== 'mute') done(null, call.request);
      },
      stream: (stream: ServerDuplexStream<Buffer, Buffer>) => {
        streams.push(stream);
        stream.on('data', (message: Buffer) => stream.write(message));
        stream.on('end', () => stream.end());
        stream.on('error', () => {});
      },
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  closers.push(() => server.forceShutdown());
  return { address: `127.0.0.1:${port}`, server, streams, metadata };
}

/** An HTTP/2 server that does as told with each stream. */
async function http2Server(
  onStream: (stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders) => void,
): Promise<string> {
  const server = http2.createServer();
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    onStream(stream, headers);
  });
  server.on('sessionError', () => {});
  const sessions = new Set<http2.ServerHttp2Session>();
  server.on('session', (session) => sessions.add(session));
  closers.push(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  return listen(server);
}

async function tcpServer(onSocket: (socket: net.Socket) => void): Promise<string> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onSocket(socket);
  });
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return listen(server);
}

function listen(server: net.Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`127.0.0.1:${(server.address() as net.AddressInfo).port}`));
  });
}

function unary(transport: GrpcTransport, address: string, request = 'ping'): Promise<CallResult> {
  return new Promise((resolve) => {
    transport.unary(address, UNARY, Buffer.from(request), {}, resolve);
  });
}

async function failureOf(call: Promise<CallResult>): Promise<CallFailure> {
  const result = await call;
  if (result.ok) throw new Error('The call succeeded');
  return result.failure;
}

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}

/** Opens a stream and collects what becomes of it. */
function stream(transport: GrpcTransport, address: string) {
  const messages: string[] = [];
  let wake = () => {};
  const ended = deferred<CallFailure | undefined>();
  const bytes: ByteStream = transport.stream(
    address,
    STREAM,
    {},
    {
      onMessage: (message) => {
        messages.push(Buffer.from(message).toString());
        wake();
      },
      onEnd: (failure) => ended.resolve(failure),
    },
  );
  const received = async (count: number) => {
    while (messages.length < count) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return messages;
  };
  return { bytes, messages, received, ended: ended.promise };
}

describe('calls', () => {
  it('carry bytes as they are, with metadata', async () => {
    const { address, metadata } = await echoServer();
    const transport = open();
    const result = await new Promise<CallResult>((resolve) => {
      transport.unary(address, UNARY, Uint8Array.of(0, 255), { metadata: { 'x-host': 'h' } }, resolve);
    });
    expect(result.ok && [...result.message]).toEqual([0, 255]);
    expect(metadata).toMatchObject([{ 'x-host': 'h' }]);
  });

  it('stream many messages each way, in order, whether sent before or after it is connected', async () => {
    const { address } = await echoServer();
    const { bytes, received, ended } = stream(open(), address);
    for (let i = 0; i < 50; i++) bytes.send(Buffer.from(`early ${i}`));
    await received(50);
    for (let i = 0; i < 50; i++) bytes.send(Buffer.from(`late ${i}`));
    bytes.end();
    expect(await ended).toBeUndefined();
    expect(await received(100)).toEqual([
      ...Array.from({ length: 50 }, (_, i) => `early ${i}`),
      ...Array.from({ length: 50 }, (_, i) => `late ${i}`),
    ]);
  });

  it('spread streams over the connections of an address', async () => {
    const peers = new Set<string>();
    const address = await http2Server((opened) => {
      peers.add(`${opened.session?.socket.remotePort}`);
      opened.respond({ ':status': 200, 'content-type': 'application/grpc' });
      opened.write(Buffer.from([0, 0, 0, 0, 0]));
    });
    const transport = open({ connectionsPerAddress: 3 });
    const streams = Array.from({ length: 3 }, () => stream(transport, address));
    for (const { received } of streams) await received(1);
    expect(peers.size).toBe(3);
    streams[1]?.bytes.cancel();
    await stream(transport, address).received(1);
    expect(peers.size).toBe(3);
  });

  it('make as many connections as they are worth', async () => {
    const ports: (number | undefined)[] = [];
    let wake = () => {};
    const address = await tcpServer((socket) => {
      ports.push(socket.remotePort);
      wake();
    });
    // Connections are accepted in the order in which they were asked for: once this is, all others are.
    const connections = async () => {
      await turnOfEventLoop();
      const last = net.connect(Number(address.split(':')[1]), '127.0.0.1');
      await once(last, 'connect');
      while (!ports.includes(last.localPort)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      ports.splice(ports.indexOf(last.localPort), 1);
      last.destroy();
      return ports.length;
    };
    const transport = open({ connectionsPerAddress: 4 });
    void unary(transport, address);
    expect(await connections()).toBe(1);
    for (let i = 0; i < 16; i++) void unary(transport, address);
    expect(await connections()).toBe(1);
    void unary(transport, address);
    expect(await connections()).toBe(2);
  });

  it('go where the dial option says', async () => {
    const { address } = await echoServer();
    const dial = (asked: string) => (asked === 'pd.inside:2379' ? address : asked);
    expect(await unary(open({ dial }), 'pd.inside:2379')).toMatchObject({ ok: true });
  });

  it('may be compressed', async () => {
    const { address } = await echoServer();
    const text = 'again and '.repeat(1000);
    const result = await unary(open({ compression: 'gzip' }), address, text);
    expect(result.ok && Buffer.from(result.message).toString()).toBe(text);
  });
});

describe('what certainly never left', () => {
  it('F06: a refused connection says why', async () => {
    const failure = await failureOf(unary(open(), '127.0.0.1:1'));
    expect(failure).toEqual({
      status: 14,
      message: expect.stringMatching(/ECONNREFUSED [0-9.:]+$/),
      sent: 'no',
    });
  });

  it('an unknown host, and an address that is none', async () => {
    const transport = open();
    expect(await failureOf(unary(transport, 'no-such-host.invalid:1'))).toMatchObject({
      status: 14,
      sent: 'no',
    });
    expect(await failureOf(unary(transport, '%%%'))).toMatchObject({ status: 14, sent: 'no' });
  });

  it('TO-1: a server that accepts and never speaks is given up in time', async () => {
    const clock = new VirtualClock();
    const address = await tcpServer(() => {});
    const transport = open({ connectTimeoutMs: 700 }, clock);
    const call = unary(transport, address);
    const { ended } = stream(transport, address);
    clock.advance(700);
    const expected = { status: 14, message: 'The connection could not be made within 700 ms', sent: 'no' };
    expect([await failureOf(call), await ended]).toEqual([expected, expected]);
    expect(clock.pending).toBe(0);
  });

  describe('F06: an attempt to connect that hangs', () => {
    /** In front of an echo server: what becomes of each connection in turn; all later ones come through. */
    async function gate(...fates: readonly ('hangs' | 'fails')[]) {
      const { address } = await echoServer();
      const sockets: net.Socket[] = [];
      const proxy = await tcpServer((socket) => {
        sockets.push(socket);
        const fate = fates[sockets.length - 1];
        if (fate === 'fails') socket.destroy();
        else if (fate === 'hangs') socket.resume();
        else {
          const upstream = net.connect(Number(address.split(':')[1]), '127.0.0.1');
          upstream.on('error', () => {});
          socket.pipe(upstream).pipe(socket);
          closers.push(() => upstream.destroy());
        }
      });
      const accepted = async (count: number) => {
        while (sockets.length < count) await turnOfEventLoop();
        return sockets[count - 1] as net.Socket;
      };
      return { proxy, accepted };
    }

    it('is given up with its socket, though every call that waited for it has left', async () => {
      const { proxy, accepted } = await gate('hangs');
      const clock = new VirtualClock();
      const transport = open({}, clock);
      for (let check = 0; check < 4; check++) {
        const cancel = transport.unary(proxy, UNARY, Buffer.from('ping'), {}, () => {});
        clock.advance(1000);
        cancel();
      }
      const closed = once(await accepted(1), 'close');
      const last = unary(transport, proxy);
      clock.advance(1000);
      expect(await failureOf(last)).toMatchObject({
        message: 'The connection could not be made within 5000 ms',
        sent: 'no',
      });
      await closed;
      expect(await unary(transport, proxy)).toMatchObject({ ok: true });
      expect(clock.pending).toBe(0);
    });

    it('is given up by itself', async () => {
      const { proxy, accepted } = await gate('hangs');
      const clock = new VirtualClock();
      const transport = open({}, clock);
      transport.unary(proxy, UNARY, Buffer.from('ping'), {}, () => {})();
      const closed = once(await accepted(1), 'close');
      clock.advance(5000);
      await closed;
      expect(clock.pending).toBe(0);
      expect(await unary(transport, proxy)).toMatchObject({ ok: true });
    });

    it('is given up after one that failed, too, which grpc-js makes anew by itself', async () => {
      const { proxy, accepted } = await gate('fails', 'hangs');
      const clock = new VirtualClock();
      const transport = open({}, clock);
      expect(await failureOf(unary(transport, proxy))).toMatchObject({ status: 14, sent: 'no' });
      await accepted(2);
      clock.advance(8000);
      expect(await failureOf(unary(transport, proxy))).toMatchObject({ status: 14, sent: 'no' });
      clock.advance(1);
      expect(await unary(transport, proxy)).toMatchObject({ ok: true });
    });
  });

  it('a call cancelled while it waits for its connection', async () => {
    const clock = new VirtualClock();
    const address = await tcpServer(() => {});
    const cancel = open({}, clock).unary(address, UNARY, Buffer.from('x'), {}, () => {
      throw new Error('called after cancel');
    });
    expect([cancel(), cancel()]).toEqual(['no', 'maybe']);
    clock.advance(5000);
    expect(clock.pending).toBe(0);
  });

  it('F30: a stream that the server refused', async () => {
    const address = await http2Server((opened) => opened.close(http2.constants.NGHTTP2_REFUSED_STREAM));
    expect(await failureOf(unary(open(), address))).toMatchObject({ status: 14, sent: 'no' });
  });

  it('F30: but not one whose server only says so', async () => {
    const status = { 'grpc-status': '14', 'grpc-message': 'Stream refused by server' };
    const headers = { ':status': 200, 'content-type': 'application/grpc' };
    const atOnce = await http2Server((opened) =>
      opened.respond({ ...headers, ...status }, { endStream: true }),
    );
    const afterwards = await http2Server((opened) => {
      opened.respond(headers, { waitForTrailers: true });
      opened.on('wantTrailers', () => opened.sendTrailers(status));
      opened.end();
    });
    for (const address of [atOnce, afterwards]) {
      expect(await failureOf(unary(open(), address))).toMatchObject({ status: 14, sent: 'maybe' });
    }
  });

  it.each([
    ['breaks', (opened: http2.ServerHttp2Stream) => opened.session?.destroy()],
    ['is ended with OK', (opened: http2.ServerHttp2Stream) => opened.end()],
  ])('the messages of a stream that wait behind one another when it %s', async (_, finish) => {
    // A window of HTTP/2's least size: what is beyond 64 kB stays here.
    const address = await http2Server((opened) => {
      opened.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      opened.on('wantTrailers', () => opened.sendTrailers({ 'grpc-status': '0' }));
      opened.pause();
      setImmediate(() => finish(opened));
    });
    const { bytes, ended } = stream(open(), address);
    for (let i = 0; i < 20; i++) bytes.send(Buffer.alloc(1024 * 1024));
    const failure = (await ended) as CallFailure;
    expect(failure).toMatchObject({ status: 14, sent: 'maybe' });
    expect(failure.unsentMessages).toBeGreaterThan(0);
    expect(failure.unsentMessages).toBeLessThan(20);
  });
});

describe('what may have been sent', () => {
  it('F29: a connection that drops under a call', async () => {
    const address = await http2Server((opened) => opened.session?.destroy());
    expect(await failureOf(unary(open(), address))).toMatchObject({ status: 14, sent: 'maybe' });
  });

  it('a call cancelled while it is under way', async () => {
    const { promise, resolve } = deferred<void>();
    const address = await http2Server(() => resolve());
    const cancel = open().unary(address, UNARY, Buffer.from('x'), {}, () => {
      throw new Error('called after cancel');
    });
    await promise;
    expect(cancel()).toBe('maybe');
  });

  it.each(['none', 'gzip'] as const)(
    'S034: a call cancelled in any microtask after its start is not sent when that is what was said, compression %s',
    async (compression) => {
      const received: (string | undefined)[] = [];
      const address = await http2Server((opened, headers) => {
        received.push(headers[':path']);
        opened.respond({ ':status': 200, 'content-type': 'application/grpc' });
        if (headers[':path'] === UNARY) opened.end(Buffer.of(0, 0, 0, 0, 0));
      });
      const transport = open({ compression });
      await unary(transport, address);
      const said = new Map<string, Sent>();
      for (let microtasks = 0; microtasks < 40; microtasks++) {
        const path = `${UNARY}${microtasks}`;
        const cancel = transport.unary(address, path, Buffer.of(1), {}, () => {}) as () => Sent;
        for (let i = 0; i < microtasks; i++) await undefined;
        said.set(path, cancel());
        await turnOfEventLoop();
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect([...new Set(said.values())]).toEqual(['no', 'maybe']);
      expect(received.filter((path) => said.get(path as string) === 'no')).toEqual([]);
    },
  );

  it('a status of the server', async () => {
    const address = await http2Server((opened) =>
      opened.respond(
        {
          ':status': 200,
          'content-type': 'application/grpc',
          'grpc-status': '9',
          'grpc-message': 'not%20now',
        },
        { endStream: true },
      ),
    );
    expect(await failureOf(unary(open(), address))).toEqual({ status: 9, message: 'not now', sent: 'maybe' });
  });

  it('F41: of a server that stops reading it is told how much waits, and when less does', async () => {
    const reading = deferred<() => void>();
    const address = await http2Server((opened) => {
      opened.respond({ ':status': 200, 'content-type': 'application/grpc' });
      opened.pause();
      reading.resolve(() => opened.resume());
    });
    const drained = deferred<void>();
    const bytes: ByteStream = open().stream(
      address,
      STREAM,
      {},
      {
        onMessage: () => {},
        onEnd: () => {},
        onSent: () => {
          if (bytes.unsentBytes === 0) drained.resolve();
        },
      },
    );
    for (let i = 0; i < 80; i++) bytes.send(Buffer.alloc(1024 * 1024));
    const resume = await reading.promise;
    expect(bytes.unsentBytes).toBeGreaterThan(70 * 1024 * 1024);
    resume();
    await drained.promise;
  });
});

describe('servers that are none', () => {
  for (const [status, expected] of [
    [404, 12],
    [502, 14],
    [503, 14],
  ] as const) {
    it(`F40: HTTP ${status} with a page is not read as a message`, async () => {
      const address = await http2Server((opened) => {
        opened.respond({ ':status': status, 'content-type': 'text/html' });
        opened.end('<html>no such thing here</html>');
      });
      const failure = await failureOf(unary(open(), address));
      expect(failure).toEqual({
        status: expected,
        message: `Received HTTP status code ${status}`,
        sent: 'maybe',
      });
    });
  }

  it('F40: an answer without trailers', async () => {
    const address = await http2Server((opened) => {
      opened.respond({ ':status': 200, 'content-type': 'application/grpc' });
      opened.end(Buffer.from([0, 0, 0, 0, 0]));
    });
    expect(await failureOf(unary(open(), address))).toMatchObject({ status: 13, sent: 'maybe' });
  });

  it('F40: OK with no answer, and with two', async () => {
    let answers = 0;
    const address = await http2Server((opened) => {
      opened.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      opened.on('wantTrailers', () => opened.sendTrailers({ 'grpc-status': '0' }));
      opened.end(Buffer.alloc(5 * answers));
    });
    const transport = open();
    expect(await failureOf(unary(transport, address))).toEqual({
      status: 13,
      message: 'Call ended with no answer',
      sent: 'maybe',
    });
    answers = 2;
    expect(await failureOf(unary(transport, address))).toEqual({
      status: 13,
      message: 'Call was answered more than once',
      sent: 'maybe',
    });
  });

  it('F40: HTTP/1 is no connection at all', async () => {
    const address = await tcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await failureOf(unary(open(), address))).toMatchObject({ status: 14, sent: 'no' });
  });

  it('F39: a length beyond the limit ends the call before its bytes come, and no other', async () => {
    let length = Buffer.from([0, 0xff, 0xff, 0xff, 0xff]);
    const address = await http2Server((opened) => {
      opened.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      opened.on('wantTrailers', () => opened.sendTrailers({ 'grpc-status': '0' }));
      opened.end(length);
    });
    const transport = open({ maxReceiveSizeBytes: 1000 });
    expect(await failureOf(unary(transport, address))).toEqual({
      status: 8,
      message: 'Received message larger than max (4294967295 vs 1000)',
      sent: 'maybe',
      tooLarge: { sizeBytes: 4_294_967_295, limitBytes: 1000, isShared: false },
    });
    expect(await stream(transport, address).ended).toMatchObject({ tooLarge: { isShared: true } });
    length = Buffer.from([0, 0, 0, 0, 0]);
    expect(await unary(transport, address)).toMatchObject({ ok: true });
  });

  it('F39: a message that claims to be compressed and is not is an error of its call', async () => {
    const address = await http2Server((opened) => {
      opened.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      opened.on('wantTrailers', () => opened.sendTrailers({ 'grpc-status': '0' }));
      opened.end(Buffer.from([1, 0, 0, 0, 1, 7]));
    });
    expect(await failureOf(unary(open(), address))).toMatchObject({ status: 13, sent: 'maybe' });
  });
});

describe('closing', () => {
  it('ends every call, and later ones', async () => {
    const { address } = await echoServer();
    const transport = open();
    const { received, bytes, ended } = stream(transport, address);
    bytes.send(Buffer.from('hello'));
    await received(1);
    const call = unary(transport, address, 'mute');
    const waiting = unary(transport, '127.0.0.1:1');
    transport.close();
    transport.close();
    expect(await ended).toMatchObject({ status: 14, message: 'Connection closed', sent: 'maybe' });
    expect(await failureOf(call)).toMatchObject({ status: 14, message: 'Connection closed' });
    expect(await failureOf(waiting)).toEqual({ status: 14, message: 'Connection closed', sent: 'no' });
    const expected = { status: 14, message: 'The transport is closed', sent: 'no' };
    expect(await failureOf(unary(transport, address))).toEqual(expected);
    expect(await stream(transport, address).ended).toEqual(expected);
  });

  it('one address leaves others alone, and it can be used again', async () => {
    const [first, second] = [await echoServer(), await echoServer()];
    const transport = open();
    const closed = stream(transport, first.address);
    const kept = stream(transport, second.address);
    for (const { bytes } of [closed, kept]) bytes.send(Buffer.from('hello'));
    await closed.received(1);
    transport.closeAddress(first.address);
    expect(await closed.ended).toMatchObject({ status: 14, sent: 'maybe' });
    kept.bytes.send(Buffer.from('again'));
    expect(await kept.received(2)).toEqual(['hello', 'again']);
    expect(await unary(transport, first.address)).toMatchObject({ ok: true });
  });

  it('who hears that an address was closed can call there at once', async () => {
    const { address } = await echoServer();
    const transport = open();
    const again = new Promise((resolve) => {
      transport.unary(address, '/test.Test/Mute', Buffer.from('x'), {}, () =>
        resolve(unary(transport, address)),
      );
    });
    transport.closeAddress(address);
    expect(await again).toMatchObject({ ok: true });
  });

  it('a connection that was lost is made again', async () => {
    const { address } = await echoServer();
    const sockets: net.Socket[] = [];
    const proxy = await tcpServer((socket) => {
      const upstream = net.connect(Number(address.split(':')[1]), '127.0.0.1');
      upstream.on('error', () => {});
      socket.pipe(upstream).pipe(socket);
      sockets.push(socket, upstream);
      closers.push(() => upstream.destroy());
    });
    const transport = open();
    expect(await unary(transport, proxy)).toMatchObject({ ok: true });
    const call = failureOf(unary(transport, proxy, 'mute'));
    for (const socket of sockets) socket.destroy();
    expect(await call).toMatchObject({ status: 14, sent: 'maybe' });
    expect(await unary(transport, proxy)).toMatchObject({ ok: true });
  });
});
