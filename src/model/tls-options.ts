/** A certificate or key: the path of a PEM file, or PEM bytes. */
export type Pem = string | Uint8Array;

/** Certificates for TLS. An empty object also turns TLS on. */
export interface TlsOptions {
  /** Certificate authority. Default: those of Node.js and of `NODE_EXTRA_CA_CERTS`. */
  readonly ca?: Pem | undefined;
  /** Client certificate, for mutual TLS. Needs `key`. */
  readonly cert?: Pem | undefined;
  /** Private key of `cert`. */
  readonly key?: Pem | undefined;
  /** Name that the server's certificate must carry. Default: the host of the address. */
  readonly serverName?: string | undefined;
}
