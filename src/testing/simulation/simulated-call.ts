import type { CallOptions, CallResult, Sent } from '../../model/runtime.ts';
import {
  type Connection,
  failureOf,
  malformed,
  type NetworkInside,
  type OpenCall,
  unavailable,
} from './network-parts.ts';

/** One unary call on its way over a simulated network. */
export class SimulatedCall implements OpenCall {
  readonly connection: Connection;
  readonly #network: NetworkInside;
  readonly #id: number;
  readonly #method: string;
  readonly #request: Uint8Array;
  readonly #options: CallOptions;
  readonly #done: (result: CallResult) => void;
  #sent: Sent = 'no';
  /** The network has nothing more to do with it. */
  #over = false;
  /** Its caller has heard how it ended, or has cancelled it. */
  #told = false;

  constructor(
    network: NetworkInside,
    connection: Connection,
    id: number,
    method: string,
    request: Uint8Array,
    options: CallOptions,
    done: (result: CallResult) => void,
  ) {
    this.#network = network;
    this.connection = connection;
    this.#id = id;
    this.#method = method;
    this.#request = request.slice();
    this.#options = options;
    this.#done = done;
  }

  start(): void {
    this.connection.open.add(this);
    this.#network.connect(this.connection, (failure) => {
      if (this.#over) return;
      if (failure !== undefined) this.#finish({ ok: false, failure });
      else this.#send();
    });
  }

  cancel(): Sent {
    if (this.#told) return 'maybe';
    this.#told = true;
    this.#leave();
    return this.#sent;
  }

  breakOff(reason: string): void {
    if (this.#over) return;
    this.#leave();
    const failure = unavailable(reason, this.#sent);
    this.#network.clock.defer(() => this.#tell({ ok: false, failure }));
  }

  #send(): void {
    const { process, address } = this.connection;
    const { faults, random } = this.#network;
    this.#sent = 'maybe';
    if (this.#network.isBlocked(process.name, address)) {
      this.#note('request', 'blocked', this.#request);
      this.#network.noticeBlock(this.connection);
      return;
    }
    if (random.chance(faults.loseRequest)) {
      this.#note('request', 'lost', this.#request);
      return;
    }
    if (random.chance(faults.breakConnection)) {
      this.#note('request', 'broken', this.#request);
      this.#network.breakConnection(this.connection, 'Connection reset');
      return;
    }
    this.#note('request', 'sent', this.#request);
    const deliveries = random.chance(faults.duplicateRequest) ? 2 : 1;
    for (let copy = 0; copy < deliveries; copy++) this.#arriveLater();
  }

  #arriveLater(): void {
    const { process, address } = this.connection;
    const atMs = this.#network.arrivalMs(process.name, address);
    this.#network.clock.setTimeout(() => this.#arrive(), atMs - this.#network.clock.now());
  }

  #arrive(): void {
    const service = this.#network.serviceAt(this.connection.address);
    this.#note('request', service === undefined ? 'dead' : 'arrived', this.#request);
    if (service === undefined) {
      this.breakOff('Connection reset');
      return;
    }
    service.unary(this.#method, this.#request, { metadata: this.#options.metadata ?? {} }).then(
      (message) => this.#answer({ ok: true, message }),
      (error) => this.#answer({ ok: false, failure: failureOf(error) }),
    );
  }

  #answer(result: CallResult): void {
    const { process, address } = this.connection;
    const { faults, random, clock } = this.#network;
    const bytes = result.ok ? result.message : undefined;
    if (this.#over) return;
    if (this.#network.isBlocked(address, process.name)) {
      this.#note('answer', 'blocked', bytes);
      this.#network.noticeBlock(this.connection);
      return;
    }
    if (random.chance(faults.loseAnswer)) {
      this.#note('answer', 'lost', bytes);
      return;
    }
    if (random.chance(faults.breakConnection)) {
      this.#note('answer', 'broken', bytes);
      this.#network.breakConnection(this.connection, 'Connection reset');
      return;
    }
    let arriving = result;
    if (result.ok && random.chance(faults.malformAnswer)) {
      arriving = { ok: true, message: malformed(random) };
      this.#note('answer', 'malformed', bytes);
    } else {
      this.#note('answer', 'sent', bytes);
    }
    clock.setTimeout(() => {
      if (this.#over) return;
      this.#note('answer', 'arrived', bytes);
      this.#finish(arriving);
    }, this.#network.arrivalMs(address, process.name) - clock.now());
  }

  #finish(result: CallResult): void {
    this.#leave();
    this.#tell(result);
  }

  #tell(result: CallResult): void {
    this.connection.process.enter(() => {
      if (this.#told) return;
      this.#told = true;
      this.#done(result);
    });
  }

  #leave(): void {
    this.#over = true;
    this.connection.open.delete(this);
  }

  #note(
    direction: 'request' | 'answer',
    fate: Parameters<NetworkInside['note']>[4],
    bytes: Uint8Array | undefined,
  ): void {
    this.#network.note(this.connection, this.#id, this.#method, direction, fate, bytes);
  }
}
