import type { ActorRoot } from '../actor/actor-root.ts';
import type { CallFailure, Runtime } from '../model/runtime.ts';
import type { BatchEntry } from './batch-entry.ts';
import { BatchStream, type BatchStreamOwner, type StoreFeedback } from './batch-stream.ts';
import { EntryQueue } from './entry-queue.ts';
import { GRPC_STATUS } from './grpc-status.ts';

export interface BatchOptions {
  /** Requests in one message. */
  readonly maxBatchSize: number;
  /** Streams to one store, each on a connection of its own if the transport has enough of them. */
  readonly streamsPerStore: number;
  /** Unanswered requests of one stream; more wait here, except those of high priority. */
  readonly maxInFlight: number;
  /** A stream without requests for this long is ended. */
  readonly idleTimeoutMs: number;
}

export interface BatchStoreInput {
  readonly runtime: Runtime;
  readonly root: ActorRoot;
  readonly address: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly batching: BatchOptions;
  readonly onFeedback: (feedback: StoreFeedback) => void;
}

/** Requests from here on are sent before others and past `maxInFlight` (client-go's highTaskPriority). */
const HIGH_PRIORITY = 10;

/** A message is closed when it has grown to this, however few its requests. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

/**
 * A stream on which this much waits to leave takes no more. The last message that it takes may be as large
 * again, or hold one larger request.
 */
const MAX_UNSENT_BYTES = 8 * 1024 * 1024;

/**
 * The requests of one store (or of one store behind a proxy) and the streams they leave on. What is asked for
 * in one turn of the event loop goes out in one message, streams taking turns.
 */
export class BatchStore implements BatchStreamOwner {
  readonly runtime: Runtime;
  readonly root: ActorRoot;
  readonly address: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly idleTimeoutMs: number;
  readonly onFeedback: (feedback: StoreFeedback) => void;
  readonly #maxBatchSize: number;
  readonly #maxInFlight: number;
  readonly #streams: readonly BatchStream[];
  readonly #urgent = new EntryQueue();
  readonly #queue = new EntryQueue();
  /** Handed back by streams that broke: older than what waits. */
  #handedBack: readonly BatchEntry[] = [];
  #isFlushing = false;
  #isClosed = false;
  #turn = 0;

  constructor({ runtime, root, address, metadata, batching, onFeedback }: BatchStoreInput) {
    this.runtime = runtime;
    this.root = root;
    this.address = address;
    this.metadata = metadata;
    this.idleTimeoutMs = batching.idleTimeoutMs;
    this.onFeedback = onFeedback;
    this.#maxInFlight = batching.maxInFlight;
    this.#maxBatchSize = batching.maxBatchSize;
    this.#streams = Array.from({ length: batching.streamsPerStore }, () => new BatchStream(this));
  }

  /** No request waits here, or for its answer. */
  get isIdle(): boolean {
    const waiting = this.#queue.size + this.#urgent.size + this.#handedBack.length;
    return waiting === 0 && this.#streams.every(({ inFlight }) => inFlight === 0);
  }

  send(entry: BatchEntry): void {
    (isUrgent(entry) ? this.#urgent : this.#queue).add(entry);
    this.#flushSoon();
  }

  /** Ends every request at the end of this turn, with `sent: 'no'` where it was still queued. */
  close(failure: CallFailure): void {
    this.#isClosed = true;
    for (const stream of this.#streams) stream.close(failure);
    this.runtime.defer(() => {
      this.#takeHandedBack();
      failAll([...this.#urgent.takeAll(), ...this.#queue.takeAll()], { ...failure, sent: 'no' });
    });
  }

  requeue(entries: readonly BatchEntry[]): void {
    for (const entry of entries) if (entry.state === 'sent') entry.state = 'queued';
    this.#handedBack = [...this.#handedBack, ...entries];
    this.#flushSoon();
  }

  roomMade(): void {
    if (this.#queue.size > 0 || this.#urgent.size > 0) this.#flushSoon();
  }

  #flushSoon(): void {
    if (this.#isFlushing || this.#isClosed) return;
    this.#isFlushing = true;
    this.runtime.defer(() => {
      this.#isFlushing = false;
      if (!this.#isClosed) this.#flush();
    });
  }

  #flush(): void {
    this.#takeHandedBack();
    this.#sendAll(this.#urgent, Number.POSITIVE_INFINITY);
    this.#sendAll(this.#queue, this.#maxInFlight);
  }

  /** Not at once: a stream that ends as it is given something would be given the same again, forever. */
  #takeHandedBack(): void {
    if (this.#handedBack.length === 0) return;
    this.#urgent.putBack(this.#handedBack.filter(isUrgent));
    this.#queue.putBack(this.#handedBack.filter((entry) => !isUrgent(entry)));
    this.#handedBack = [];
  }

  /** As far as there is room. */
  #sendAll(queue: EntryQueue, maxInFlight: number): void {
    while (queue.size > 0) {
      const stream = this.#nextStream(maxInFlight);
      if (stream === undefined) {
        if (!this.#streams.some(({ isUsable }) => isUsable)) failAll(queue.takeAll(), this.#brokenFailure());
        return;
      }
      const limit = Math.min(this.#maxBatchSize, maxInFlight - stream.inFlight);
      const batch: BatchEntry[] = [];
      let sizeBytes = 0;
      while (queue.size > 0 && batch.length < limit && sizeBytes < MAX_MESSAGE_BYTES) {
        const entry = queue.take();
        if (!isQueued(entry)) continue;
        batch.push(entry);
        sizeBytes += entry.body.length;
      }
      if (batch.length > 0) stream.send(batch);
    }
  }

  #brokenFailure(): CallFailure {
    const reason = this.#streams
      .map(({ lastFailure }) => lastFailure?.message)
      .find((message) => message !== undefined);
    const message = `Every batch stream to the store is broken: ${reason}`;
    return { status: GRPC_STATUS.unavailable, message, sent: 'no' };
  }

  /** The next in turn that is usable and has room. */
  #nextStream(maxInFlight: number): BatchStream | undefined {
    const streams = this.#streams;
    for (let i = 0; i < streams.length; i++) {
      const stream = streams[(this.#turn + i) % streams.length] as BatchStream;
      if (stream.isUsable && stream.inFlight < maxInFlight && stream.unsentBytes < MAX_UNSENT_BYTES) {
        this.#turn = (this.#turn + i + 1) % streams.length;
        return stream;
      }
    }
    return undefined;
  }
}

function isUrgent({ priority }: BatchEntry): boolean {
  return priority >= HIGH_PRIORITY;
}

function isQueued(entry: BatchEntry): boolean {
  return entry.state === 'queued';
}

function failAll(entries: readonly BatchEntry[], failure: CallFailure): void {
  for (const entry of entries) if (isQueued(entry)) entry.fail(failure);
}
