import type { ByteStream, CallFailure, CallOptions, StreamHandlers } from '../../model/runtime.ts';
import type { StreamListener } from '../service.ts';
import type { MessageFate } from './network-faults.ts';
import {
  type Connection,
  failureOf,
  KEEPALIVE_MS,
  malformed,
  type NetworkInside,
  type OpenCall,
  unavailable,
} from './network-parts.ts';

/** Its commands have ids, so that one may be lost or come twice; on any other stream the order is all there is. */
const BATCH_COMMANDS = '/tikvpb.Tikv/BatchCommands';

/** After so long an end that a blocked link has eaten is sent again, as TCP does. */
const RESEND_MS = 1_000;

/** One bidirectional stream on its way over a simulated network. Each direction keeps its order. */
export class SimulatedStream implements ByteStream, OpenCall {
  readonly connection: Connection;
  readonly #network: NetworkInside;
  readonly #id: number;
  readonly #method: string;
  readonly #options: CallOptions;
  readonly #handlers: StreamHandlers;
  readonly #unsent: (Uint8Array | undefined)[] = [];
  #ready = false;
  #server: StreamListener | undefined;
  #lastRequestMs = 0;
  #lastAnswerMs = 0;
  /** The network has nothing more to do with it. */
  #over = false;
  /** Its client has heard of its end, or has cancelled it. */
  #told = false;

  constructor(
    network: NetworkInside,
    connection: Connection,
    id: number,
    method: string,
    options: CallOptions,
    handlers: StreamHandlers,
  ) {
    this.#network = network;
    this.connection = connection;
    this.#id = id;
    this.#method = method;
    this.#options = options;
    this.#handlers = handlers;
  }

  start(): void {
    this.connection.open.add(this);
    this.#network.connect(this.connection, (failure) => {
      if (this.#over) return;
      if (failure !== undefined) {
        this.#finish(failure);
        return;
      }
      this.#ready = true;
      this.#toServer(() => this.#open());
      for (const message of this.#unsent.splice(0)) this.#transmit(message);
    });
  }

  send(message: Uint8Array): void {
    if (!this.#over) this.#pass(message.slice());
  }

  end(): void {
    if (!this.#over) this.#pass(undefined);
  }

  cancel(): void {
    this.#told = true;
    if (this.#over) return;
    this.#leave();
    this.#closeServerLater();
  }

  breakOff(reason: string): void {
    if (this.#over) return;
    const failure: CallFailure = this.#ready
      ? {
          ...unavailable(reason, 'maybe'),
          ...(this.#unsent.length > 0 && { unsentMessages: this.#unsent.length }),
        }
      : unavailable(reason, 'no');
    this.#leave();
    this.#closeServerLater();
    this.#network.clock.defer(() => this.#tell(failure));
  }

  #pass(message: Uint8Array | undefined): void {
    if (this.#ready) this.#transmit(message);
    else this.#unsent.push(message);
  }

  /** Undefined says that no more will come. */
  #transmit(message: Uint8Array | undefined): void {
    if (message === undefined) {
      this.#toServer(() => this.#server?.onHalfClose());
      return;
    }
    const { faults, random } = this.#network;
    const { process, address } = this.connection;
    if (this.#network.isBlocked(process.name, address)) {
      this.#note('request', 'blocked', message);
      this.#network.noticeBlock(this.connection);
      return;
    }
    if (this.#isBatch && random.chance(faults.loseRequest)) {
      this.#note('request', 'lost', message);
      return;
    }
    if (random.chance(faults.breakConnection)) {
      this.#note('request', 'broken', message);
      this.#network.breakConnection(this.connection, 'Connection reset');
      return;
    }
    this.#note('request', 'sent', message);
    const arrive = () => {
      this.#note('request', this.#server === undefined ? 'dead' : 'arrived', message);
      this.#server?.onMessage(message);
    };
    this.#toServer(arrive);
    if (this.#isBatch && random.chance(faults.duplicateRequest)) this.#toServer(arrive);
  }

  #open(): void {
    const service = this.#network.serviceAt(this.connection.address);
    if (service === undefined) {
      this.breakOff('Connection reset');
      return;
    }
    if (this.#over) return;
    try {
      this.#server = service.stream(
        this.#method,
        { metadata: this.#options.metadata ?? {} },
        { send: (message) => this.#onAnswer(message), end: (error) => this.#onServerEnd(error) },
      );
    } catch (error) {
      this.#onServerEnd(error);
    }
  }

  #onAnswer(message: Uint8Array): void {
    if (this.#over) return;
    const { faults, random } = this.#network;
    const { process, address } = this.connection;
    if (this.#network.isBlocked(address, process.name)) {
      this.#note('answer', 'blocked', message);
      this.#network.noticeBlock(this.connection);
      return;
    }
    if (this.#isBatch && random.chance(faults.loseAnswer)) {
      this.#note('answer', 'lost', message);
      return;
    }
    if (random.chance(faults.breakConnection)) {
      this.#note('answer', 'broken', message);
      this.#network.breakConnection(this.connection, 'Connection reset');
      return;
    }
    const isMalformed = random.chance(faults.malformAnswer);
    const bytes = isMalformed ? malformed(random) : message;
    this.#note('answer', isMalformed ? 'malformed' : 'sent', message);
    const arrive = () => {
      if (this.#over) return;
      this.#note('answer', 'arrived', bytes);
      this.connection.process.enter(() => {
        if (!this.#told) this.#handlers.onMessage(bytes);
      });
    };
    this.#toClient(arrive);
    if (this.#isBatch && random.chance(faults.duplicateAnswer)) this.#toClient(arrive);
  }

  #onServerEnd(error: unknown): void {
    this.#server = undefined;
    this.#sendEnd(error === undefined ? undefined : failureOf(error));
  }

  #sendEnd(failure: CallFailure | undefined): void {
    if (this.#over) return;
    if (this.#network.isBlocked(this.connection.address, this.connection.process.name)) {
      this.#network.noticeBlock(this.connection);
      this.#network.clock.setTimeout(() => this.#sendEnd(failure), RESEND_MS);
      return;
    }
    this.#toClient(() => {
      if (!this.#over) this.#finish(failure);
    });
  }

  #finish(failure: CallFailure | undefined): void {
    this.#leave();
    this.#tell(failure);
  }

  #tell(failure: CallFailure | undefined): void {
    this.connection.process.enter(() => {
      if (this.#told) return;
      this.#told = true;
      this.#handlers.onEnd(failure);
    });
  }

  /** Through a blocked link the server hears nothing: its own keepalive ends the stream. */
  #closeServerLater(): void {
    const { process, address } = this.connection;
    if (this.#network.isBlocked(process.name, address)) {
      this.#network.clock.setTimeout(() => this.#closeServer(), KEEPALIVE_MS);
    } else {
      this.#toServer(() => this.#closeServer());
    }
  }

  #closeServer(): void {
    this.#server?.onCancel();
    this.#server = undefined;
  }

  #toServer(task: () => void): void {
    const { process, address } = this.connection;
    this.#lastRequestMs = this.#inOrder(
      task,
      this.#network.arrivalMs(process.name, address),
      this.#lastRequestMs,
    );
  }

  #toClient(task: () => void): void {
    const { process, address } = this.connection;
    this.#lastAnswerMs = this.#inOrder(
      task,
      this.#network.arrivalMs(address, process.name),
      this.#lastAnswerMs,
    );
  }

  #inOrder(task: () => void, arrivalMs: number, lastMs: number): number {
    const atMs = Math.max(arrivalMs, lastMs);
    this.#network.clock.setTimeout(task, atMs - this.#network.clock.now());
    return atMs;
  }

  #leave(): void {
    this.#over = true;
    this.connection.open.delete(this);
  }

  get #isBatch(): boolean {
    return this.#method === BATCH_COMMANDS;
  }

  #note(direction: 'request' | 'answer', fate: MessageFate, bytes: Uint8Array | undefined): void {
    this.#network.note(this.connection, this.#id, this.#method, direction, fate, bytes);
  }
}
