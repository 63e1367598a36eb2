import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import type net from 'node:net';

/** What is done to a call instead of passing it on. */
export type Misdeed = (stream: http2.ServerHttp2Stream) => void;

interface Rule {
  readonly path: string;
  readonly misdeed: Misdeed;
  timesLeft: number;
}

/** PEM files of the gateway, and of the authority that it trusts its server by. */
export interface GatewayTls {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/**
 * An HTTP/2 proxy, as companies put before their servers: each call passes through it, or meets what the rules say.
 * Given certificates it ends TLS at both sides.
 */
export class FaultGateway implements AsyncDisposable {
  /** `host:port` of the server. */
  readonly target: string;
  readonly #tls: GatewayTls | undefined;
  readonly #server: http2.Http2Server | http2.Http2SecureServer;
  readonly #sessions = new Set<http2.ServerHttp2Session>();
  readonly #streams = new Set<http2.ServerHttp2Stream>();
  #rules: Rule[] = [];
  #upstream: http2.ClientHttp2Session | undefined;

  private constructor(target: string, tls: GatewayTls | undefined) {
    this.target = target;
    this.#tls = tls;
    this.#server =
      tls === undefined
        ? http2.createServer()
        : http2.createSecureServer({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) });
    this.#server.on('session', (session: http2.ServerHttp2Session) => {
      this.#sessions.add(session);
      session.on('error', () => {});
      session.on('close', () => this.#sessions.delete(session));
    });
    this.#server.on('stream', (stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders) => {
      stream.on('error', () => {});
      const misdeed = this.#misdeedFor(String(headers[':path']));
      if (misdeed === undefined) this.#forward(stream, headers);
      else misdeed(stream);
    });
  }

  static async start(target: string, tls?: GatewayTls): Promise<FaultGateway> {
    const gateway = new FaultGateway(target, tls);
    await new Promise<void>((resolve) => gateway.#server.listen(0, '127.0.0.1', () => resolve()));
    return gateway;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as net.AddressInfo).port}`;
  }

  /** Lets a misdeed befall the next calls of a path, such as `/tikvpb.Tikv/BatchCommands`. */
  fail(path: string, misdeed: Misdeed, times = 1): void {
    this.#rules.push({ path, misdeed, timesLeft: times });
  }

  /** Takes all rules back. */
  clear(): void {
    this.#rules = [];
  }

  /**
   * Sends GOAWAY on every connection.
   * @param lastStreamId later calls were not looked at; undefined takes all that arrived for done
   */
  goAway(code: number, lastStreamId?: number): void {
    for (const session of this.#sessions) session.goaway(code, lastStreamId);
  }

  /** Ends every call that goes through, with a code of HTTP/2. */
  resetStreams(code: number): void {
    for (const stream of this.#streams) stream.close(code);
  }

  async close(): Promise<void> {
    for (const session of this.#sessions) session.destroy();
    this.#upstream?.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #misdeedFor(path: string): Misdeed | undefined {
    const rule = this.#rules.find((each) => each.path === path && each.timesLeft > 0);
    if (rule !== undefined) rule.timesLeft--;
    return rule?.misdeed;
  }

  #session(): http2.ClientHttp2Session {
    if (this.#upstream === undefined || this.#upstream.destroyed || this.#upstream.closed) {
      const tls = this.#tls;
      this.#upstream =
        tls === undefined
          ? http2.connect(`http://${this.target}`)
          : http2.connect(`https://${this.target}`, { ca: readFileSync(tls.ca) });
      this.#upstream.on('error', () => {});
    }
    return this.#upstream;
  }

  #forward(down: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders): void {
    const up = this.#session().request(headers, { endStream: false });
    this.#streams.add(down);
    down.on('close', () => {
      this.#streams.delete(down);
      up.close(http2.constants.NGHTTP2_CANCEL);
    });
    up.on('error', () => {});
    up.on('close', () => {
      if (!down.headersSent || up.rstCode !== http2.constants.NGHTTP2_NO_ERROR) down.close(up.rstCode);
    });
    up.on('response', (answer, flags) => {
      if (down.closed) return;
      const endStream = (flags & http2.constants.NGHTTP2_FLAG_END_STREAM) !== 0;
      down.respond(answer, endStream ? { endStream } : { waitForTrailers: true });
    });
    let trailers: http2.IncomingHttpHeaders = {};
    up.on('trailers', (received) => {
      trailers = received;
    });
    down.on('wantTrailers', () => down.sendTrailers(trailers));
    down.pipe(up);
    up.pipe(down);
  }
}

const GRPC = { ':status': 200, 'content-type': 'application/grpc' } as const;

/** A message of gRPC: its head, which may lie about the length, and its body. */
function framed(body: Uint8Array, length = body.length): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, body]);
}

/** What servers that are no gRPC servers, or bad ones, do with a call. */
export const misdeeds = {
  /** Resets the stream with a code of HTTP/2. */
  reset:
    (code: number): Misdeed =>
    (stream) =>
      stream.close(code),
  /** A web page instead of an answer. */
  page:
    (status: number): Misdeed =>
    (stream) => {
      stream.respond({ ':status': status, 'content-type': 'text/html' });
      stream.end('<html><h1>No such page, and this is no message of gRPC</h1></html>');
    },
  /** 200, but a page all the same. */
  foreignContentType: ((stream) => {
    stream.respond({ ':status': 200, 'content-type': 'text/html' });
    stream.end('<html></html>');
  }) satisfies Misdeed,
  /** The stream ends after its headers, with no status. */
  noTrailers: ((stream) => {
    stream.respond(GRPC);
    stream.end();
  }) satisfies Misdeed,
  /** A message that says it has nearly 4 GiB. */
  hugeLength: ((stream) => {
    stream.respond(GRPC);
    stream.write(framed(Buffer.from('little'), 0xffff_fff0));
  }) satisfies Misdeed,
  /** A message that ends before the length it told. */
  cutMessage: ((stream) => {
    stream.respond(GRPC, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(framed(Buffer.from('half'), 8));
  }) satisfies Misdeed,
  /** Bytes that are no protobuf. */
  noise: ((stream) => {
    stream.respond(GRPC, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(framed(Buffer.from([0xff, 0xff, 0xff, 0xff])));
  }) satisfies Misdeed,
  /** Takes the call and never says a word. */
  silence: (() => {}) satisfies Misdeed,
} as const;
