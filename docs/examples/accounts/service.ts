import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Tikv } from 'tikv-client';
import { Accounts } from './accounts.ts';
import { BadRequest, toHttp } from './errors.ts';

/** No request takes longer, and none goes on when its client has gone away. */
const TIMEOUT_MS = 5000;
const MAX_BODY_BYTES = 64 * 1024;

/**
 * An HTTP service of accounts:
 *
 * - `POST /accounts` with `{ id, balanceCents }`
 * - `GET /accounts`, with `?after=` the last id of the page before, and `GET /accounts/<id>`
 * - `POST /transfers` with `{ id, from, to, cents }`; sent again with the same id, it is done once
 */
export function createService(tikv: Tikv): Server {
  const accounts = new Accounts(tikv);
  return createServer((request, response) => void answer(accounts, request, response));
}

async function answer(accounts: Accounts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    const { status, body } = await route(accounts, request, { timeoutMs: TIMEOUT_MS, signal: gone.signal });
    send(response, status, body);
  } catch (error) {
    const { status, body } = toHttp(error);
    if (status >= 500) console.error(`${request.method} ${request.url}:`, error);
    send(response, status, body);
  }
}

type Limits = { readonly timeoutMs: number; readonly signal: AbortSignal };

async function route(accounts: Accounts, request: IncomingMessage, limits: Limits) {
  const url = new URL(request.url ?? '/', 'http://service');
  const [, collection, id, ...rest] = url.pathname.split('/').map(decodeURIComponent);
  if (rest.length === 0 && collection === 'accounts') {
    if (request.method === 'POST' && id === undefined) {
      return { status: 201, body: await accounts.open(await bodyOf(request), limits) };
    }
    if (request.method === 'GET' && id === undefined) {
      return { status: 200, body: await accounts.list(url.searchParams.get('after') ?? undefined, limits) };
    }
    if (request.method === 'GET') {
      const account = await accounts.find(id ?? '', limits);
      return account === undefined
        ? { status: 404, body: { error: 'no such account' } }
        : { status: 200, body: account };
    }
  }
  if (request.method === 'POST' && collection === 'transfers' && id === undefined) {
    return { status: 200, body: await accounts.transfer(await bodyOf(request), limits) };
  }
  return { status: 404, body: { error: 'no such place' } };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES) throw new BadRequest('the body is too large');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new BadRequest('the body must be JSON');
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(status === 503 && { 'retry-after': '1' }),
  });
  response.end(JSON.stringify(body));
}
