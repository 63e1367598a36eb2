import type { Actor } from 'xstate';
import { kvrpcpb } from '#proto/connect';
import { type BatchStreamInput, batchStreamChart } from '../../machines/batch-stream.ts';
import type { ActorRoot } from '../actor/actor-root.ts';
import { compiledOnUse } from '../actor/compiled-on-use.ts';
import type { ProtocolError } from '../model/errors.ts';
import { INSPECTED, type Inspected } from '../model/inspected.ts';
import type { ByteStream, CallFailure, Runtime } from '../model/runtime.ts';
import { BACKOFF_KINDS, backoffDelayMs } from '../retry/backoff-kinds.ts';
import type { BatchEntry, EntryHolder } from './batch-entry.ts';
import { type BatchAnswers, decodeBatchFrame, encodeBatchFrame } from './batch-frame.ts';
import { decodeMessage } from './codec/message.ts';
import { GRPC_STATUS } from './grpc-status.ts';
import { InFlight } from './in-flight.ts';

/** The table of a store's RPCs comes with the verbs, later than this. */
const BATCH_COMMANDS_PATH = '/tikvpb.Tikv/BatchCommands';

/** What a store says about itself along with its answers (parity row STO-8). */
export interface StoreFeedback {
  readonly address: string;
  /** How busy the threads are that answer; above 200 is overload for client-go. */
  readonly transportLayerLoad: number | undefined;
  readonly health: { readonly storeId: bigint; readonly slowScore: number } | undefined;
}

/** What the streams of one store share. */
export interface BatchStreamOwner {
  readonly runtime: Runtime;
  readonly root: ActorRoot;
  readonly address: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly idleTimeoutMs: number;
  /** Requests that certainly did not leave on a stream that broke, oldest first. */
  requeue(entries: readonly BatchEntry[]): void;
  /** A request ended, or has left: there may be room for one that waits. */
  roomMade(): void;
  onFeedback(feedback: StoreFeedback): void;
}

const STREAM_ENDED: CallFailure = {
  status: GRPC_STATUS.unavailable,
  message: 'The store ended the batch stream',
  sent: 'maybe',
};

/**
 * One BatchCommands stream and the requests in flight on it. Its actor sees connections come and go; requests
 * and answers pass it by.
 */
export class BatchStream implements EntryHolder, Inspected {
  readonly #owner: BatchStreamOwner;
  readonly #actor: Actor<ReturnType<typeof batchStreamChart>>;
  readonly #inFlight = new InFlight<BatchEntry>();
  #stream: ByteStream | undefined;
  #hasAnswered = false;
  #nextId = 1;
  #messages = 0;
  #isUsable = true;
  #lastFailure: CallFailure | undefined;
  #lastUsedMs = 0;

  constructor(owner: BatchStreamOwner) {
    this.#owner = owner;
    this.#actor = owner.root.start(batchStreamLogic(), {
      id: `batchStream ${owner.address}`,
      input: { stream: this },
    });
    this.#actor.subscribe({
      next: (snapshot) => {
        this.#isUsable = snapshot.hasTag('usable');
      },
      // The root reports it. Without a listener, it would end the process.
      error: () => {},
    });
  }

  /** @internal For the local inspector. */
  [INSPECTED](): Readonly<Record<string, unknown>> {
    return { address: this.#owner.address, inFlight: this.inFlight };
  }

  /** False while it is given time after a stream that never answered. */
  get isUsable(): boolean {
    return this.#isUsable;
  }

  /** Why its last stream ended. */
  get lastFailure(): CallFailure | undefined {
    return this.#lastFailure;
  }

  /** Requests that wait for their answers. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** How much of what it was given waits to leave. */
  get unsentBytes(): number {
    return this.#stream?.unsentBytes ?? 0;
  }

  /** Sends the entries in one message, opening the stream if there is none. */
  send(entries: readonly BatchEntry[]): void {
    if (this.#stream === undefined) this.#actor.send({ type: 'stream.wanted' });
    const firstId = this.#nextId;
    this.#nextId += entries.length;
    this.#messages++;
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i] as BatchEntry;
      entry.state = 'sent';
      entry.holder = this;
      entry.id = firstId + i;
      entry.message = this.#messages;
      this.#inFlight.add(entry);
    }
    this.#stream?.send(encodeBatchFrame(entries, firstId));
  }

  /** Its answer is no longer awaited, and is ignored when it comes. */
  forget(entry: BatchEntry): void {
    this.#inFlight.take(entry.id);
    this.#owner.roomMade();
  }

  /**
   * Ends the stream. Requests in flight on it fail at the end of this turn: the other answers of the message
   * that led to this are still given.
   */
  close(failure: CallFailure): void {
    this.#actor.send({ type: 'stream.closed' });
    this.#owner.runtime.defer(() => {
      for (const entry of this.#inFlight.takeAll()) entry.fail({ ...failure, sent: 'maybe' });
    });
  }

  /** @internal Action of the chart. */
  open(): void {
    this.#hasAnswered = false;
    this.#messages = 0;
    const { runtime, address, metadata } = this.#owner;
    this.#lastUsedMs = runtime.clock.now();
    const handlers = {
      onMessage: (message: Uint8Array) => this.#onMessage(message),
      onEnd: (failure: CallFailure | undefined) => this.#onEnd(failure ?? STREAM_ENDED),
      onSent: () => this.#owner.roomMade(),
    };
    this.#stream = runtime.transport.stream(address, BATCH_COMMANDS_PATH, { metadata }, handlers);
  }

  /** @internal Action of the chart. */
  end(): void {
    this.#stream?.cancel();
    this.#stream = undefined;
  }

  /** @internal Guard of the chart. */
  isUnused(): boolean {
    const idleMs = this.#owner.runtime.clock.now() - this.#lastUsedMs;
    return this.#inFlight.size === 0 && idleMs >= this.#owner.idleTimeoutMs;
  }

  /** @internal Delay of the chart. */
  get idleTimeoutMs(): number {
    return this.#owner.idleTimeoutMs;
  }

  /** @internal Delay of the chart. */
  backoffMs(failures: number): number {
    return backoffDelayMs(BACKOFF_KINDS.tikvRpc, failures - 1, this.#owner.runtime);
  }

  #onMessage(message: Uint8Array): void {
    let answers: BatchAnswers;
    try {
      answers = decodeBatchFrame(message);
    } catch (error) {
      this.#breakOff(error as ProtocolError);
      return;
    }
    this.#noteAnswer();
    this.#lastUsedMs = this.#owner.runtime.clock.now();
    this.#deliver(answers);
    if (answers.healthFeedback !== undefined || answers.transportLayerLoad !== undefined) {
      this.#reportFeedback(answers);
    }
    this.#owner.roomMade();
  }

  /** Answers of cancelled requests and ids never given are ignored. */
  #deliver({ ids, tags, bodies }: BatchAnswers): void {
    for (let i = 0; i < ids.length; i++) {
      this.#inFlight.take(ids[i] as number)?.answer(tags[i] as number, bodies[i] as Uint8Array);
    }
  }

  #reportFeedback({ healthFeedback, transportLayerLoad }: BatchAnswers): void {
    let health: StoreFeedback['health'];
    if (healthFeedback !== undefined) {
      try {
        health = decodeMessage(kvrpcpb.HealthFeedback, 'HealthFeedback', healthFeedback);
      } catch {
        // It is only a hint: the answers that came with it are good.
      }
    }
    this.#owner.onFeedback({ address: this.#owner.address, transportLayerLoad, health });
  }

  /**
   * The server sends nonsense: nothing on this stream can be trusted, and whose answers the message held
   * cannot be read from it. A call that was alone on the stream gets the error; several end as on a stream
   * that broke (scenarios S114, F37). Should the message have been for a call that was given up before, no
   * outcome is reported wrongly: a ProtocolError, too, counts as a lost answer.
   */
  #breakOff(error: ProtocolError): void {
    this.end();
    this.#lastFailure = { status: GRPC_STATUS.internal, message: error.message, sent: 'maybe' };
    this.#actor.send({ type: 'stream.ended' });
    const entries = this.#inFlight.takeAll();
    if (entries.length === 1) entries[0]?.refuse(error);
    else for (const entry of entries) entry.fail(this.#lastFailure);
    this.#owner.roomMade();
  }

  #noteAnswer(): void {
    if (this.#hasAnswered) return;
    this.#hasAnswered = true;
    this.#actor.send({ type: 'stream.answered' });
  }

  #onEnd(failure: CallFailure): void {
    if (failure.tooLarge !== undefined) this.#noteAnswer();
    const hasAnswered = this.#hasAnswered;
    this.#lastFailure = failure;
    const sentMessages = failure.sent === 'no' ? 0 : this.#messages - (failure.unsentMessages ?? 0);
    this.#stream = undefined;
    this.#actor.send({ type: 'stream.ended' });
    const requeued: BatchEntry[] = [];
    for (const entry of this.#inFlight.takeAll()) {
      if (entry.message <= sentMessages) entry.fail({ ...failure, sent: 'maybe' });
      else if (hasAnswered) requeued.push(entry);
      else entry.fail({ ...failure, sent: 'no' });
    }
    if (requeued.length > 0) this.#owner.requeue(requeued);
    this.#owner.roomMade();
  }
}

const streamOf = ({ stream }: BatchStreamInput) => stream as BatchStream;

const batchStreamLogic = compiledOnUse(batchStreamChart, {
  actions: {
    openStream: ({ context }) => streamOf(context).open(),
    endStream: ({ context }) => streamOf(context).end(),
  },
  guards: { unused: ({ context }) => streamOf(context).isUnused() },
  delays: {
    backoff: ({ context }) => streamOf(context).backoffMs(context.failures),
    idleCheck: ({ context }) => streamOf(context).idleTimeoutMs,
  },
});
