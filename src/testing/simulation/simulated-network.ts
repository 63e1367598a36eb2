import type { CallFailure, Transport } from '../../model/runtime.ts';
import type { Service } from '../service.ts';
import { CALM_NETWORK, type MessageFate, type NetworkEvent, type NetworkFaults } from './network-faults.ts';
import {
  type Connection,
  KEEPALIVE_MS,
  type NetworkInside,
  type NetworkProcess,
  unavailable,
} from './network-parts.ts';
import type { SeededRandom } from './seeded-random.ts';
import { SimulatedCall } from './simulated-call.ts';
import { SimulatedStream } from './simulated-stream.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** An attempt to connect that nobody answers ends after this. */
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Carries encoded bytes between simulated processes and the servers of an embedded cluster, in virtual time, with
 * faults. Links have directions: `block` and `clog` of one leave the other alone. Messages of a stream keep their
 * order, as over TCP; calls overtake each other.
 */
export class SimulatedNetwork implements NetworkInside {
  /** The time of everything. */
  readonly clock: VirtualClock;
  /** What decides about latencies and faults. */
  readonly random: SeededRandom;
  /** What may happen to messages; may be changed at any time. */
  readonly faults: NetworkFaults = { ...CALM_NETWORK };
  readonly #serviceAt: (address: string) => Service | undefined;
  readonly #observe: ((event: NetworkEvent) => void) | undefined;
  readonly #connections = new Map<string, Connection>();
  readonly #blocked = new Set<string>();
  readonly #cloggedUntilMs = new Map<string, number>();
  #calls = 0;

  /** @param serviceAt what answers at an address; undefined when nothing does */
  constructor(
    clock: VirtualClock,
    random: SeededRandom,
    serviceAt: (address: string) => Service | undefined,
    observe?: (event: NetworkEvent) => void,
  ) {
    this.clock = clock;
    this.random = random;
    this.#serviceAt = serviceAt;
    this.#observe = observe;
  }

  /** Calls and streams that have not ended, of one process or of all. */
  openCalls(process?: string): number {
    let count = 0;
    for (const connection of this.#connections.values()) {
      if (process === undefined || connection.process.name === process) count += connection.open.size;
    }
    return count;
  }

  /**
   * Drops every message from one name to another (a process and an address, either way) until `unblock`. That a stream
   * has ended is heard afterwards.
   */
  block(from: string, to: string): void {
    this.#blocked.add(linkOf(from, to));
  }

  /** Messages arrive again. */
  unblock(from: string, to: string): void {
    this.#blocked.delete(linkOf(from, to));
  }

  /** Holds everything from one name to another for a while. */
  clog(from: string, to: string, durationMs: number): void {
    this.#cloggedUntilMs.set(linkOf(from, to), this.clock.now() + durationMs);
  }

  /** Removes all faults, blocks and clogs. */
  heal(): void {
    Object.assign(this.faults, CALM_NETWORK);
    this.#blocked.clear();
    this.#cloggedUntilMs.clear();
  }

  /** Breaks every connection to an address: its server has stopped. */
  cut(address: string): void {
    for (const connection of this.#connections.values()) {
      if (connection.address === address) this.breakConnection(connection, 'Connection reset');
    }
  }

  /** What a process uses. After `close` every call fails. */
  transportOf(process: NetworkProcess): Transport {
    let closed = false;
    const mine = () => [...this.#connections.values()].filter((connection) => connection.process === process);
    const drop = (connection: Connection, reason: string) => {
      this.breakConnection(connection, reason);
    };
    const connectionTo = (address: string): Connection => {
      const key = linkOf(process.name, address);
      const known = this.#connections.get(key);
      if (known !== undefined) return known;
      const made: Connection = { process, address, state: 'idle', open: new Set(), waiting: [] };
      this.#connections.set(key, made);
      return made;
    };
    return {
      unary: (address, method, request, options, done) => {
        const call = new SimulatedCall(
          this,
          connectionTo(address),
          ++this.#calls,
          method,
          request,
          options,
          done,
        );
        if (closed) call.breakOff('The transport is closed');
        else call.start();
        return () => call.cancel();
      },
      stream: (address, method, options, handlers) => {
        const stream = new SimulatedStream(
          this,
          connectionTo(address),
          ++this.#calls,
          method,
          options,
          handlers,
        );
        if (closed) stream.breakOff('The transport is closed');
        else stream.start();
        return stream;
      },
      closeAddress: (address) => {
        for (const connection of mine()) if (connection.address === address) drop(connection, 'Closed');
      },
      close: () => {
        closed = true;
        for (const connection of mine()) drop(connection, 'The transport is closed');
      },
    };
  }

  /** @internal */
  serviceAt(address: string): Service | undefined {
    return this.#serviceAt(address);
  }

  /** @internal */
  connect(connection: Connection, ready: (failure: CallFailure | undefined) => void): void {
    if (connection.state === 'ready') {
      this.clock.defer(() => ready(undefined));
      return;
    }
    connection.waiting.push(ready);
    if (connection.state === 'connecting') return;
    connection.state = 'connecting';
    const { process, address } = connection;
    const settle = (failure: CallFailure | undefined) => {
      if (connection.state !== 'connecting') return;
      connection.state = failure === undefined ? 'ready' : 'idle';
      for (const one of connection.waiting.splice(0)) one(failure);
    };
    if (this.isBlocked(process.name, address) || this.isBlocked(address, process.name)) {
      this.clock.setTimeout(() => settle(unavailable('Connect timed out', 'no')), CONNECT_TIMEOUT_MS);
      return;
    }
    this.clock.setTimeout(
      () =>
        settle(this.#serviceAt(address) === undefined ? unavailable('Connection refused', 'no') : undefined),
      this.latencyMs() + this.latencyMs(),
    );
  }

  /** @internal */
  breakConnection(connection: Connection, reason: string): void {
    connection.state = 'idle';
    for (const one of connection.waiting.splice(0)) one(unavailable(reason, 'no'));
    for (const call of [...connection.open]) call.breakOff(reason);
  }

  /** @internal */
  isBlocked(from: string, to: string): boolean {
    return this.#blocked.size > 0 && this.#blocked.has(linkOf(from, to));
  }

  /** @internal */
  arrivalMs(from: string, to: string): number {
    const { spike, spikeMs } = this.faults;
    let atMs = this.clock.now() + this.latencyMs();
    if (spike > 0 && this.random.chance(spike)) atMs += this.random.exponential(spikeMs);
    const cloggedUntilMs =
      this.#cloggedUntilMs.size > 0 ? this.#cloggedUntilMs.get(linkOf(from, to)) : undefined;
    return cloggedUntilMs === undefined ? atMs : Math.max(atMs, cloggedUntilMs + this.latencyMs());
  }

  /** How long the next message takes, in milliseconds: drawn at each call. */
  latencyMs(): number {
    return this.faults.minLatencyMs + this.random.exponential(this.faults.meanLatencyMs);
  }

  /** @internal */
  noticeBlock(connection: Connection): void {
    const { process, address } = connection;
    this.clock.setTimeout(() => {
      if (connection.open.size === 0) return;
      if (this.isBlocked(process.name, address) || this.isBlocked(address, process.name)) {
        this.breakConnection(connection, 'Keepalive timed out');
      }
    }, KEEPALIVE_MS);
  }

  /** @internal */
  note(
    { process, address }: Connection,
    call: number,
    method: string,
    direction: NetworkEvent['direction'],
    fate: MessageFate,
    bytes: Uint8Array | undefined,
  ): void {
    this.#observe?.({
      atMs: this.clock.now(),
      process: process.name,
      address,
      method,
      call,
      direction,
      fate,
      bytes,
    });
  }
}

function linkOf(from: string, to: string): string {
  return `${from}>${to}`;
}
