import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InspectorEnvironment } from '../environment.ts';
import { admit, urlHost } from './admission.ts';
import type { PageFiles } from './page-files.ts';

/** What is behind the page: entries that come, or a recording that is there. */
export interface Source {
  /** Answers `stream` with server-sent events. @param after the last entry that the page has */
  stream(response: ServerResponse, after: number): void;
  /** Answers `recording.json`. */
  recording(): string;
}

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  /** Whether the process goes on for the inspector alone. */
  readonly keepAlive: boolean;
}

/** Nothing is loaded from anywhere else, nothing inline runs, and nobody frames the page. */
const HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

const MAX_CONNECTIONS = 64;

/** Serves the page and what it shows, under an address with a token that nobody can guess. */
export class InspectorServer {
  readonly #server: Server;
  readonly #token: string;
  readonly #files: PageFiles;
  readonly #source: Source;
  readonly #host: string;

  private constructor(host: string, token: string, files: PageFiles, source: Source) {
    this.#host = host;
    this.#token = token;
    this.#files = files;
    this.#source = source;
    this.#server = createServer((request, response) => {
      try {
        this.#answer(request, response);
      } catch (error) {
        fail(response, error);
      }
    });
    this.#server.maxConnections = MAX_CONNECTIONS;
  }

  /** Begins to listen. Rejects with Node's error when it cannot. */
  static async listen(
    { host, port, keepAlive }: ServerOptions,
    files: PageFiles,
    source: Source,
    environment: InspectorEnvironment,
  ): Promise<InspectorServer> {
    const made = new InspectorServer(host, environment.token(), files, source);
    const server = made.#server;
    if (!keepAlive) {
      server.unref();
      server.on('connection', (socket) => socket.unref());
    }
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        // A connection that could not be taken: a browser makes another, and nobody else is to suffer from it.
        server.on('error', () => {});
        resolve();
      });
    });
    return made;
  }

  /** Where the page is. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    const host = this.#host === '0.0.0.0' || this.#host === '::' ? '127.0.0.1' : urlHost(this.#host);
    return `http://${host}:${port}/${this.#token}/`;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const admission = admit(request, { token: this.#token, host: this.#host });
    if ('reason' in admission) {
      plain(response, admission.status, admission.reason);
      return;
    }
    const { path } = admission;
    const file = this.#files.get(path === '' ? 'index.html' : path);
    if (file !== undefined) send(response, request, file.type, file.body);
    else if (path === 'recording.json') send(response, request, 'application/json', this.#source.recording());
    else if (path === 'stream') this.#stream(request, response);
    else plain(response, 404, 'There is no such page');
  }

  #stream(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    const after = Number(request.headers['last-event-id'] ?? 0);
    this.#source.stream(response, Number.isSafeInteger(after) && after > 0 ? after : 0);
  }
}

function send(
  response: ServerResponse,
  request: IncomingMessage,
  type: string,
  body: Uint8Array | string,
): void {
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Whatever goes wrong here stays here: the process is somebody else's. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else plain(response, 500, `The inspector failed: ${error instanceof Error ? error.message : typeof error}`);
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
