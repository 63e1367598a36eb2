import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** Why a request is refused, with its HTTP status. */
export interface Refusal {
  readonly status: 403 | 404 | 405 | 421;
  readonly reason: string;
}

export interface AdmissionOptions {
  /** First part of every path. */
  readonly token: string;
  /** What is listened on. */
  readonly host: string;
}

/** What a path of the page is, without its token; or why it is not given. */
export type Admission = { readonly path: string } | Refusal;

/**
 * Lets in who has the token, and nobody else: no page of another origin that found the port, and no name of another
 * host that was made to resolve to this one (DNS rebinding).
 */
export function admit(request: IncomingMessage, { token, host }: AdmissionOptions): Admission {
  const { host: asked = '', origin } = request.headers;
  if (!isOwnName(asked, host))
    return { status: 421, reason: 'This inspector answers at its own address only' };
  if (origin !== undefined && origin !== `http://${asked}`) {
    return { status: 403, reason: 'Another page may not read this inspector' };
  }
  const site = request.headers['sec-fetch-site'];
  const isNavigation = request.headers['sec-fetch-mode'] === 'navigate';
  if ((site === 'cross-site' || site === 'same-site') && !isNavigation) {
    return { status: 403, reason: 'Another page may not read this inspector' };
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { status: 405, reason: 'There is nothing to send here' };
  }
  const [path = ''] = (request.url ?? '').split('?');
  const [, given = '', ...rest] = path.split('/');
  if (!isSame(given, token)) {
    return { status: 403, reason: 'The address of the inspector has a token: use it as it was printed' };
  }
  return { path: rest.join('/') };
}

const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** The port is not looked at: containers map them. */
function isOwnName(asked: string, host: string): boolean {
  const name = asked.toLowerCase().replace(/:\d+$/, '');
  if (LOOPBACK.includes(name)) return true;
  // A number cannot be made to resolve to something else, so where any address may be meant all of them may be said.
  if (host === '0.0.0.0' || host === '::') return isIP(name.replace(/^\[|\]$/g, '')) !== 0;
  return name === urlHost(host).toLowerCase();
}

/** An address as a URL has it. */
export function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
