import type { Socket } from 'node:net';
import { ChannelCredentials } from '@grpc/grpc-js';
import type { SecureConnector } from './tls-credentials.ts';

type ConnectorParameters = Parameters<ChannelCredentials['_createSecureConnector']>;

/**
 * The credentials of one connection. They keep the sockets over which it is being made, from the end of TCP's
 * handshake on, because grpc-js lets go of an attempt to connect only when the attempt ends by itself.
 */
export class ConnectionCredentials extends ChannelCredentials {
  readonly #credentials: ChannelCredentials;
  readonly #sockets = new Set<Socket>();

  /** @param credentials what secures the connection */
  constructor(credentials: ChannelCredentials) {
    super();
    this.#credentials = credentials;
  }

  /** The connection is up: its socket is no attempt any more. */
  connected(): void {
    if (this.#sockets.size > 0) this.#sockets.clear();
  }

  /** Destroys the sockets of attempts that have not ended. */
  giveUp(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  override _isSecure(): boolean {
    return this.#credentials._isSecure();
  }

  override _equals(other: ChannelCredentials): boolean {
    return this === other;
  }

  override _createSecureConnector(...parameters: ConnectorParameters): SecureConnector {
    const connector = this.#credentials._createSecureConnector(...parameters);
    return {
      connect: (socket) => {
        this.#sockets.add(socket);
        socket.once('close', () => this.#sockets.delete(socket));
        return connector.connect(socket);
      },
      waitForReady: () => connector.waitForReady(),
      getCallCredentials: () => connector.getCallCredentials(),
      destroy: () => connector.destroy(),
    };
  }
}
