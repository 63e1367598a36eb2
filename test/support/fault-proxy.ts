import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Which way bytes go. */
export type Towards = 'client' | 'server';

/** A slice this large goes through a throttled connection at once. */
const SLICE_BYTES = 4096;

/**
 * A network between clients and one server, as bytes: what it carries may be plain text or TLS. What is set as a
 * property holds for connections present and new; a verb concerns those that are there.
 */
export class FaultProxy implements AsyncDisposable {
  /** `host:port` that new connections lead to. */
  target: string;
  /** New connections are reset as soon as they are made. */
  refusing = false;
  /** What each piece of data waits, either way. */
  delayMs = 0;
  /** How fast bytes go, either way. */
  bytesPerSecond = Number.POSITIVE_INFINITY;
  /** How many connections there were. */
  accepted = 0;
  readonly #server: net.Server;
  readonly #links = new Set<Link>();

  private constructor(target: string) {
    this.target = target;
    this.#server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket));
  }

  static async start(target: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as net.AddressInfo).port}`;
  }

  /** Connections that are open. */
  get connections(): number {
    return this.#links.size;
  }

  /** Resets every connection, at both ends. */
  reset(): void {
    for (const link of this.#links) link.reset();
  }

  /** Passes so many bytes more on each connection, and then cuts it. */
  cutAfter(towards: Towards, bytes: number): void {
    for (const link of this.#links) link.cutAfter(towards, bytes);
  }

  /** Keeps back what comes from now on, and neither end is told: the connection is half open, or dead both ways. */
  hold(...directions: readonly Towards[]): void {
    for (const link of this.#links) for (const towards of directions) link.hold(towards);
  }

  /** Bytes that were kept back, as far as a socket takes them without passing them on. */
  heldBytes(towards: Towards): number {
    let bytes = 0;
    for (const link of this.#links) bytes += link.heldBytes(towards);
    return bytes;
  }

  /** Passes on what was kept back. */
  release(): void {
    for (const link of this.#links) link.release();
  }

  /** Flips a bit in the middle of the next piece of data of each connection. */
  corrupt(towards: Towards): void {
    for (const link of this.#links) link.corrupt(towards);
  }

  async close(): Promise<void> {
    this.reset();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #accept(client: net.Socket): void {
    this.accepted++;
    if (this.refusing) {
      client.on('error', () => {});
      client.resetAndDestroy();
      return;
    }
    const link = new Link(this, client);
    this.#links.add(link);
    void link.ended.then(() => this.#links.delete(link));
  }
}

/** One connection through the proxy. */
class Link {
  /** When both ways are over. */
  readonly ended: Promise<unknown>;
  readonly #proxy: FaultProxy;
  readonly #sockets: readonly [net.Socket, net.Socket];
  readonly #ways: Readonly<Record<Towards, Way>> = { client: new Way(), server: new Way() };

  constructor(proxy: FaultProxy, client: net.Socket) {
    this.#proxy = proxy;
    const [host, port] = proxy.target.split(':') as [string, string];
    const server = net.connect({ host, port: Number(port), allowHalfOpen: true, noDelay: true });
    this.#sockets = [client, server];
    this.ended = Promise.all([
      this.#carry(client, server, this.#ways.server),
      this.#carry(server, client, this.#ways.client),
    ]);
  }

  reset(): void {
    this.release();
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  cutAfter(towards: Towards, bytes: number): void {
    this.#ways[towards].bytesLeft = bytes;
  }

  hold(towards: Towards): void {
    this.#ways[towards].gate ??= new Gate(this.#readTowards(towards));
  }

  heldBytes(towards: Towards): number {
    const { gate } = this.#ways[towards];
    return gate === undefined ? 0 : this.#readTowards(towards) - gate.readBefore;
  }

  release(): void {
    for (const way of Object.values(this.#ways)) {
      way.gate?.open();
      way.gate = undefined;
    }
  }

  corrupt(towards: Towards): void {
    this.#ways[towards].corrupt = true;
  }

  #readTowards(towards: Towards): number {
    const [client, server] = this.#sockets;
    return (towards === 'server' ? client : server).bytesRead;
  }

  async #carry(from: net.Socket, to: net.Socket, way: Way): Promise<void> {
    try {
      for await (const piece of from) {
        for (const slice of this.#slices(piece as Buffer)) {
          await this.#pause(slice.length);
          await way.gate?.opened;
          await write(to, way.change(slice));
          if (way.bytesLeft === 0) throw new Error('Cut');
        }
      }
      to.end();
    } catch {
      // Whatever ends one way ends both. What was written is let out before the end.
      this.release();
      to.destroySoon();
      from.resetAndDestroy();
    }
  }

  *#slices(piece: Buffer): Iterable<Buffer> {
    const size = Number.isFinite(this.#proxy.bytesPerSecond) ? SLICE_BYTES : piece.length;
    for (let at = 0; at < piece.length; at += size) yield piece.subarray(at, at + size);
  }

  async #pause(bytes: number): Promise<void> {
    const { delayMs, bytesPerSecond } = this.#proxy;
    const pauseMs = delayMs + (1000 * bytes) / bytesPerSecond;
    if (pauseMs > 0) await sleep(pauseMs);
  }
}

class Gate {
  readonly readBefore: number;
  open: () => void = () => {};
  readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });

  /** @param readBefore how many bytes were read on this way by now */
  constructor(readBefore: number) {
    this.readBefore = readBefore;
  }
}

/** What befalls the bytes that go one way. */
class Way {
  gate: Gate | undefined;
  corrupt = false;
  bytesLeft = Number.POSITIVE_INFINITY;

  change(slice: Buffer): Buffer {
    const passed = Buffer.from(slice.subarray(0, this.bytesLeft));
    this.bytesLeft -= passed.length;
    if (this.corrupt) {
      this.corrupt = false;
      const middle = passed.length >> 1;
      passed[middle] = (passed[middle] as number) ^ 0x10;
    }
    return passed;
  }
}

function write(socket: net.Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
