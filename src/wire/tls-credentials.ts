import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { connect, createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import { CallCredentials, ChannelCredentials } from '@grpc/grpc-js';
import { UsageError } from '../model/errors.ts';
import type { Pem, TlsOptions } from '../model/tls-options.ts';

export type SecureConnector = ReturnType<ChannelCredentials['_createSecureConnector']>;

/**
 * TLS whose certificates are read again for each new connection when a file changed. Files that are missing
 * or cannot be parsed then leave the last good ones in use; at first they are an error.
 *
 * @throws UsageError when certificate and key do not come together, or cannot be read or parsed
 */
export class TlsCredentials extends ChannelCredentials {
  readonly #options: TlsOptions;
  #stamp: string;
  #context: SecureContext;

  constructor(options: TlsOptions) {
    super();
    if ((options.cert === undefined) !== (options.key === undefined)) {
      throw new UsageError('TLS needs both a certificate and its key, or neither');
    }
    this.#options = options;
    try {
      this.#stamp = stampOf(options);
      this.#context = load(options);
    } catch (cause) {
      const error = new UsageError(`TLS cannot be used: ${reasonOf(cause)}`);
      error.cause = cause;
      throw error;
    }
  }

  override _isSecure(): boolean {
    return true;
  }

  override _equals(other: ChannelCredentials): boolean {
    return this === other;
  }

  override _createSecureConnector(
    target: Parameters<ChannelCredentials['_createSecureConnector']>[0],
  ): SecureConnector {
    const { serverName } = this.#options;
    const host = hostOf(target.path);
    const callCredentials = CallCredentials.createEmpty();
    return {
      connect: (socket) =>
        new Promise((resolve, reject) => {
          const secured = connect({
            socket,
            host: serverName ?? host,
            // RFC 6066: an IP address has no place in the greeting. It is checked by `host` all the same.
            ...(isIP(serverName ?? host) === 0 && { servername: serverName ?? host }),
            secureContext: this.#current(),
            ALPNProtocols: ['h2'],
            // Given, so that NODE_TLS_REJECT_UNAUTHORIZED does not decide.
            rejectUnauthorized: true,
          });
          const onClose = () => reject(new Error('Connection closed during the TLS handshake'));
          secured.once('close', onClose);
          secured.once('error', (error) => reject(handshakeError(error)));
          secured.once('secureConnect', () => {
            secured.off('close', onClose);
            resolve({ socket: secured, secure: true });
          });
        }),
      waitForReady: () => Promise.resolve(),
      getCallCredentials: () => callCredentials,
      destroy: () => {},
    };
  }

  #current(): SecureContext {
    try {
      const stamp = stampOf(this.#options);
      if (stamp !== this.#stamp) {
        this.#context = load(this.#options);
        this.#stamp = stamp;
      }
    } catch {
      // A file is being replaced, or the new one is bad: the next connection looks again.
    }
    return this.#context;
  }
}

/** The host of `host:port`; an IPv6 address without its brackets. */
function hostOf(path: string): string {
  return path.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}

function load({ ca, cert, key }: TlsOptions): SecureContext {
  const parts = {
    ...(ca !== undefined && { ca: bytesOf('ca', ca) }),
    ...(cert !== undefined && { cert: bytesOf('cert', cert) }),
    ...(key !== undefined && { key: bytesOf('key', key) }),
  };
  // OpenSSL takes a file without certificates for an authority that has signed nothing.
  if (parts.ca !== undefined && !CERTIFICATE.test(parts.ca.toString('latin1'))) {
    throw new Error('ca has no certificate in PEM');
  }
  try {
    return createSecureContext({ ...parts, minVersion: 'TLSv1.2' });
  } catch (cause) {
    const unusable = Object.entries(parts).find(([name, bytes]) => !isUsable({ [name]: bytes }))?.[0];
    throw new Error(`${unusable ?? 'cert and key, together,'} cannot be used (${reasonOf(cause)})`, {
      cause,
    });
  }
}

const CERTIFICATE = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/;

function isUsable(part: SecureContextOptions): boolean {
  try {
    createSecureContext(part);
    return true;
  } catch {
    return false;
  }
}

function bytesOf(name: keyof TlsOptions, pem: Pem): Buffer {
  return typeof pem === 'string' ? ofFile(name, pem, (path) => readFileSync(path)) : Buffer.from(pem);
}

/** @throws Error that says which option it is */
function ofFile<Result>(name: keyof TlsOptions, path: string, read: (path: string) => Result): Result {
  try {
    return read(path);
  } catch (cause) {
    throw new Error(`${name} cannot be read from ${path} (${reasonOf(cause)})`, { cause });
  }
}

/** Changes when one of the files was written or replaced. */
function stampOf({ ca, cert, key }: TlsOptions): string {
  return Object.entries({ ca, cert, key })
    .map(([name, pem]) => {
      if (typeof pem !== 'string') return '';
      const { mtimeMs, size, ino } = ofFile(name as keyof TlsOptions, pem, (path) => statSync(path));
      return `${mtimeMs}:${size}:${ino}`;
    })
    .join('|');
}

/** What OpenSSL says to a server that answers in plain text. */
const NOT_TLS = /wrong version number|packet length too long|unknown protocol/;

/** OpenSSL's errors in one line, without its places in its own sources; all others as they are. */
function handshakeError(error: Error & { readonly library?: unknown; readonly reason?: unknown }): Error {
  const { library, reason } = error;
  if (library === undefined || typeof reason !== 'string') return error;
  const hint = NOT_TLS.test(reason) ? ': does the server speak TLS?' : '';
  return new Error(`The TLS handshake failed (${reason})${hint}`, { cause: error });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
