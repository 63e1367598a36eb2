import { behindNetwork } from './combine-services.ts';
import { GrpcFront, type ServerTls } from './grpc/grpc-front.ts';
import type { Service } from './service.ts';

/** A server of the cluster: a service, its network, and the port it listens on while it runs. */
export class ServerNode {
  readonly #service: Service;
  readonly #front: GrpcFront | undefined;
  #port: number;
  #address: string;
  #running = false;

  /**
   * @param address where it is reached without sockets
   * @param listen undefined for no sockets
   */
  constructor(
    service: Service,
    address: string,
    isCut: () => boolean,
    listen: { readonly port: number; readonly tls: ServerTls | undefined } | undefined,
  ) {
    this.#service = behindNetwork(service, isCut);
    this.#front = listen && new GrpcFront(this.#service, listen.tls);
    this.#port = listen?.port ?? 0;
    this.#address = address;
  }

  /** `host:port`; stays the same over stops and restarts. */
  get address(): string {
    return this.#address;
  }

  /** What answers at the address; undefined while it is stopped. */
  get service(): Service | undefined {
    return this.#running ? this.#service : undefined;
  }

  async start(): Promise<void> {
    if (this.#front !== undefined) {
      this.#port = await this.#front.listen(this.#port);
      this.#address = `127.0.0.1:${this.#port}`;
    }
    this.#running = true;
  }

  /** Cuts all connections. */
  async stop(): Promise<void> {
    this.#running = false;
    await this.#front?.stop();
  }
}
