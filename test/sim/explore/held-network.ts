import type { CallResult, Transport } from '../../../src/index.ts';
import type { Fields, Service, VirtualClock } from '../../../src/testing/index.ts';
import { unavailable } from '../../../src/testing/simulation/network-parts.ts';
import { requestKeys } from '../../../src/testing/store/request-keys.ts';
import { pdRpcs } from '../../../src/wire/codec/rpcs.ts';
import { tikvRpcs } from '../../../src/wire/codec/tikv-rpcs.ts';
import { Unordered } from './fingerprint.ts';
import type { Moments } from './moments.ts';

/** A message on its way, until somebody decides what becomes of it. */
export interface HeldMessage {
  /** The same in every run in which its sender has seen the same: `c1 KvCommit a`. */
  readonly name: string;
  readonly kind: 'request' | 'answer';
  readonly rpc: string;
  /** Nobody waits for its answer: it was done before. */
  readonly isCopy?: boolean;
  /** Its client. */
  readonly client: string;
  /** Who gets it: what happens at different places happens in any order. */
  readonly place: string;
  /** What it says; nothing of what PD is asked. */
  readonly bytes?: Uint8Array;
  /** Of a request: whether it is the first that arrives of what its client did. */
  isFirst(): boolean;
  deliver(): void;
  /** Of an answer: its client hears at once that it will not come, and not whether its request was done. */
  breakOff?(): void;
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

/** What PD is asked of what may change meanwhile. */
const LOOKUPS = new Map(
  Object.values(pdRpcs)
    .filter(({ name }) => /Region|Store/.test(name))
    .map(({ path, name }) => [path as string, name]),
);

type About = Omit<HeldMessage, 'isFirst' | 'deliver' | 'duplicate' | 'breakOff'>;

/** Something that a client was told, or has said. */
interface Said {
  readonly client: string;
  readonly what: string;
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

/**
 * A network whose messages to stores, and requests for timestamps and regions, wait to be delivered one by one, in any
 * order. All others are there at once. Made for clients that send unary calls: `maxBatchSize: 0`.
 */
export class HeldNetwork {
  /** Oldest first. */
  readonly held: HeldMessage[] = [];
  isHolding = false;
  readonly #clock: VirtualClock;
  readonly #serviceAt: (address: string) => Service | undefined;
  readonly #moments: Moments;
  /** All that clients were told, and what they said. */
  readonly #said: Said[] = [];
  /** Requests that stores have and did not answer yet, in the order in which they came. */
  readonly #inService: Pick<HeldMessage, 'name' | 'client' | 'place' | 'isCopy'>[] = [];

  constructor(clock: VirtualClock, serviceAt: (address: string) => Service | undefined, moments: Moments) {
    this.#clock = clock;
    this.#serviceAt = serviceAt;
    this.#moments = moments;
  }

  take(message: HeldMessage): void {
    this.held.splice(this.held.indexOf(message), 1);
  }

  #note(client: string, what: string, bytes: Uint8Array): void {
    if (this.isHolding) this.#said.push({ client, what, atMs: this.#clock.now(), bytes });
  }

  /** Whether an answer to the client may come out of a store that has its request. */
  awaits(client: string): boolean {
    return this.#inService.some((request) => request.client === client && !request.isCopy);
  }

  /** Whether a store has a request that it did not answer yet. */
  get hasWaiters(): boolean {
    return this.#inService.length > 0;
  }

  /** Whether anything of a client is on its way, or at a store. */
  isUnderWay(client: string, withCopies: boolean): boolean {
    return [...this.held, ...this.#inService].some(
      (message) => message.client === client && (withCopies || !message.isCopy),
    );
  }

  /**
   * All that clients were told and have said, in whatever order, and all that is on its way.
   * @param ended clients that do nothing any more: it does not matter what they were told
   */
  state(ended: ReadonlySet<string>): unknown {
    const said = this.#said.filter(({ client }) => !ended.has(client));
    const held = this.held.map(({ name, isCopy, kind, rpc, place, bytes }) =>
      // A copy is as good as another of the same request.
      [isCopy ? rpc : name, kind, place, bytes],
    );
    return {
      said: new Unordered(said.map(({ what, atMs, bytes }) => [what, atMs, bytes])),
      held: new Unordered(held),
      // What happens at different stores has no order.
      inService: new Unordered(this.#inService.map(({ place, name }) => [place, name])),
    };
  }

  transportOf(client: string): Transport {
    const calls = new Map<string, number>();
    /** A name that no other has of this client. */
    const named = (what: string) => {
      const nth = (calls.get(what) ?? 0) + 1;
      calls.set(what, nth);
      return `${client} ${what}${nth === 1 ? '' : ` ${nth}`}`;
    };
    let isClosed = false;
    return {
      unary: (address, method, request, options, done) => {
        let isOver = false;
        let heldAs: string | undefined;
        const end = (what: string, result: CallResult) => {
          if (isOver || isClosed) return;
          isOver = true;
          this.#note(client, what, result.ok ? result.message : NOTHING);
          done(result);
        };
        const tell = (what: string, message: Uint8Array) => end(`${what} <-`, { ok: true, message });
        const call = () =>
          this.#service(address).unary(method, request, { metadata: options.metadata ?? {} });
        const coder = this.isHolding ? CODERS.get(method) : undefined;
        const lookup = this.isHolding ? LOOKUPS.get(method) : undefined;
        if (coder !== undefined) {
          const rpc = coder.name;
          const keys = requestKeys(rpc, coder.decodeRequest(request)).map((key) => KEY_TEXT.decode(key));
          const what = [rpc, ...keys].join(' ');
          const name = named(what);
          this.#note(client, `${name} ->`, request);
          const answer = (bytes: Uint8Array) => {
            if (isOver || isClosed) return;
            heldAs = name;
            this.#holdAnswer(
              { name, kind: 'answer', rpc, client, place: client, bytes },
              () => tell(name, bytes),
              () => end(`${name} broken`, { ok: false, failure: BROKEN }),
            );
          };
          const about = { name, kind: 'request', rpc, client, place: address, bytes: request } as const;
          this.#holdRequest(about, `${client} ${what} again`, call, coder, answer);
        } else if (lookup !== undefined) {
          const name = named(lookup);
          this.#note(client, `${name} ->`, request);
          const deliver = () => void call().then((bytes) => tell(name, bytes), ignored);
          this.#hold({ name, kind: 'request', rpc: lookup, client, place: 'pd' }, deliver);
        } else {
          this.#clock.defer(() => void call().then((bytes) => tell(`${client} ${method}`, bytes), ignored));
        }
        return () => {
          isOver = true;
          this.#dropAnswer(heldAs);
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
            send: (message) =>
              later(() => {
                this.#note(client, `${client} ${method} <-`, message);
                handlers.onMessage(message);
              }),
            end: () =>
              later(() => {
                this.#note(client, `${client} ${method} ends`, NOTHING);
                handlers.onEnd(undefined);
              }),
          },
        );
        return {
          send: (message) => {
            const copy = message.slice();
            const deliver = () => later(() => listener.onMessage(copy));
            if (method !== TSO || !this.isHolding) deliver();
            else
              this.#hold({ name: named('Tso'), kind: 'request', rpc: 'Tso', client, place: 'pd' }, deliver);
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

  /** @param copyName the same for all that say the same: a run has one copy at most */
  #holdRequest(
    about: About,
    copyName: string,
    call: () => Promise<Uint8Array>,
    coder: Coder,
    answer: (bytes: Uint8Array) => void,
  ): void {
    const serve = async (request: typeof about, then: (bytes: Uint8Array) => void) => {
      this.#inService.push(request);
      const bytes = await call().finally(() => {
        this.#inService.splice(this.#inService.indexOf(request), 1);
      });
      then(bytes);
    };
    const deliver = () => void serve(about, answer).catch(ignored);
    const duplicate = () => {
      const copy = { ...about, name: copyName, isCopy: true };
      const then = (bytes: Uint8Array) => {
        answer(bytes);
        if (coder.decode(bytes).regionError !== undefined) return;
        this.#hold(copy, () => void serve(copy, ignored).catch(ignored));
      };
      void serve({ ...about, name: `${about.name} twice` }, then).catch(ignored);
    };
    this.#hold(about, deliver, duplicate);
  }

  #holdAnswer(about: About, deliver: () => void, breakOff: () => void): void {
    this.held.push({ ...about, isFirst: () => false, deliver, duplicate: deliver, breakOff });
  }

  #hold(about: About, deliver: () => void, duplicate: () => void = deliver): void {
    const mark = this.#moments.mark(about.client);
    const arrives = (then: () => void) => () => {
      this.#moments.arrive(about.client, mark);
      then();
    };
    const isFirst = () => this.#moments.isFirst(about.client, mark);
    this.held.push({ ...about, isFirst, deliver: arrives(deliver), duplicate: arrives(duplicate) });
  }

  /** Nobody waits for an answer any more. */
  #dropAnswer(name: string | undefined): void {
    const at = this.held.findIndex((message) => message.kind === 'answer' && message.name === name);
    if (at >= 0) this.held.splice(at, 1);
  }

  #service(address: string): Service {
    const service = this.#serviceAt(address);
    if (service === undefined) throw new Error(`Nobody answers at ${address}`);
    return service;
  }
}

const KEY_TEXT = new TextDecoder();

const NOTHING = new Uint8Array(0);

const BROKEN = unavailable('Connection reset', 'maybe');

const ignored = () => {};
