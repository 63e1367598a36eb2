import type { CallResult, Transport } from '../../../src/index.ts';
import type { Fields, Service, VirtualClock } from '../../../src/testing/index.ts';
import { pdRpcs } from '../../../src/wire/codec/rpcs.ts';
import { tikvRpcs } from '../../../src/wire/codec/tikv-rpcs.ts';

/** A message on its way, until somebody decides what becomes of it. */
export interface HeldMessage {
  /** The same in every run in which its sender has seen the same: `w1#3 KvCommit`. */
  readonly name: string;
  readonly kind: 'request' | 'answer';
  /** Its client. */
  readonly client: string;
  /** Who gets it: what happens at different places happens in any order. */
  readonly place: string;
  /** Of a request: what it asks. */
  readonly request: Fields;
  deliver(): void;
  /** Of a request: delivers it, and puts a copy on its way, if it was done. */
  duplicate(): void;
}

type Coder = {
  readonly name: string;
  readonly path: string;
  decode(bytes: Uint8Array): Fields;
  decodeRequest(bytes: Uint8Array): Fields;
};

const TSO = pdRpcs.tso.path;

/** What may be held: requests to stores about keys. */
const CODERS = new Map(
  (Object.values(tikvRpcs) as unknown as Coder[])
    .filter(({ name }) => /^KV/i.test(name))
    .map((coder) => [coder.path, coder]),
);

/**
 * A network whose messages to stores, and requests for timestamps, wait to be delivered one by one, in any order. All
 * others are there at once. Made for clients that send unary calls: `maxBatchSize: 0`.
 */
export class HeldNetwork {
  /** Oldest first. */
  readonly held: HeldMessage[] = [];
  isHolding = false;
  readonly #clock: VirtualClock;
  readonly #serviceAt: (address: string) => Service | undefined;

  constructor(clock: VirtualClock, serviceAt: (address: string) => Service | undefined) {
    this.#clock = clock;
    this.#serviceAt = serviceAt;
  }

  take(message: HeldMessage): void {
    this.held.splice(this.held.indexOf(message), 1);
  }

  transportOf(client: string): Transport {
    let calls = 0;
    let isClosed = false;
    return {
      unary: (address, method, request, options, done) => {
        let isOver = false;
        const finish = (result: CallResult) => {
          if (isOver || isClosed) return;
          isOver = true;
          done(result);
        };
        const call = () =>
          this.#service(address).unary(method, request, { metadata: options.metadata ?? {} });
        const coder = this.isHolding ? CODERS.get(method) : undefined;
        if (coder === undefined) {
          this.#clock.defer(() => {
            void call().then((message) => finish({ ok: true, message }), ignored);
          });
        } else {
          const name = `${client}#${++calls} ${coder.name}`;
          const fields = coder.decodeRequest(request);
          const answer = (bytes: Uint8Array) => {
            if (isOver || isClosed) return;
            this.#hold({ name, kind: 'answer', client, place: client, request: fields }, () =>
              finish({ ok: true, message: bytes }),
            );
          };
          this.#holdRequest(
            { name, kind: 'request', client, place: address, request: fields },
            call,
            coder,
            answer,
          );
        }
        return () => {
          isOver = true;
          return 'maybe';
        };
      },
      stream: (address, method, options, handlers) => {
        let isOver = false;
        const later = (task: () => void) =>
          this.#clock.defer(() => {
            if (!isOver && !isClosed) task();
          });
        const listener = this.#service(address).stream(
          method,
          { metadata: options.metadata ?? {} },
          {
            send: (message) => later(() => handlers.onMessage(message)),
            end: () => later(() => handlers.onEnd(undefined)),
          },
        );
        return {
          send: (message) => {
            const copy = message.slice();
            const deliver = () => later(() => listener.onMessage(copy));
            if (method !== TSO || !this.isHolding) deliver();
            else {
              const name = `${client}#${++calls} Tso`;
              this.#hold({ name, kind: 'request', client, place: 'pd', request: {} }, deliver);
            }
          },
          end: () => later(() => listener.onHalfClose()),
          cancel: () => {
            isOver = true;
            listener.onCancel();
          },
        };
      },
      closeAddress: () => {},
      close: () => {
        isClosed = true;
      },
    };
  }

  #holdRequest(
    about: Omit<HeldMessage, 'deliver' | 'duplicate'>,
    call: () => Promise<Uint8Array>,
    coder: Coder,
    answer: (bytes: Uint8Array) => void,
  ): void {
    const deliver = () => void call().then(answer, ignored);
    const duplicate = () =>
      void call().then((bytes) => {
        answer(bytes);
        if (coder.decode(bytes).regionError !== undefined) return;
        const copy = { ...about, name: `${about.name} again` };
        this.#hold(copy, () => void call().then(ignored, ignored));
      }, ignored);
    this.#hold(about, deliver, duplicate);
  }

  #hold(
    about: Omit<HeldMessage, 'deliver' | 'duplicate'>,
    deliver: () => void,
    duplicate: () => void = deliver,
  ): void {
    this.held.push({ ...about, deliver, duplicate });
  }

  #service(address: string): Service {
    const service = this.#serviceAt(address);
    if (service === undefined) throw new Error(`Nobody answers at ${address}`);
    return service;
  }
}

const ignored = () => {};
