import { AlreadyExistsError } from '../../model/errors.ts';
import { type BufferedWrite, type Existence, WriteBuffer } from '../buffer/write-buffer.ts';
import type { BulkOptions } from './bulk-environment.ts';

/**
 * What a flush takes in memory for each entry, in addition to the entry itself: its mutation (75 bytes,
 * measured as the buffer's overhead is), and its part of the requests that are under way.
 */
const FLUSH_OVERHEAD_BYTES = 150;

type Thresholds = Pick<BulkOptions, 'flushBytes' | 'flushKeys' | 'maxBufferBytes'>;

/** One generation of writes on its way to the stores. */
export interface Generation {
  /** From 1 on. Of two generations for one key a store keeps the later, whichever comes first. */
  readonly number: number;
  readonly writes: WriteBuffer;
}

/**
 * The writes of a bulk transaction that are in memory: those being gathered, and those being flushed. Follows
 * client-go's PipelinedMemDB (internal/unionstore/pipelined_memdb.go; parity rows PIP-1, PIP-2), except that
 * the memory limit is for both generations together.
 */
export class Generations {
  readonly #maxEntrySizeBytes: number;
  readonly #thresholds: Thresholds;
  #gathered: WriteBuffer;
  #flushing: WriteBuffer | undefined;
  #number = 0;
  #startedLength = 0;
  #startedSizeBytes = 0;

  constructor(maxEntrySizeBytes: number, thresholds: Thresholds) {
    this.#maxEntrySizeBytes = maxEntrySizeBytes;
    this.#thresholds = thresholds;
    this.#gathered = this.#newBuffer();
  }

  /** The number of the generation being flushed, or flushed last; 0 before the first. */
  get number(): number {
    return this.#number;
  }

  /** Keys written so far, in all generations; one written in several counts in each. */
  get length(): number {
    return this.#startedLength + this.#gathered.length;
  }

  /** Keys and values written so far, in all generations. */
  get sizeBytes(): number {
    return this.#startedSizeBytes + this.#gathered.sizeBytes;
  }

  /** Roughly what the writes in memory take, including those of a flush under way. */
  get memoryBytes(): number {
    return memoryOf(this.#gathered) + memoryOf(this.#flushing);
  }

  /** Whether nothing waits to be flushed. */
  get isEmpty(): boolean {
    return this.#gathered.length === 0;
  }

  /** Whether there is enough for a flush. */
  get isDue(): boolean {
    const { flushBytes, flushKeys, maxBufferBytes } = this.#thresholds;
    const memoryBytes = memoryOf(this.#gathered);
    // Regardless of the other two thresholds: writes that wait for room would wait forever.
    if (memoryBytes >= maxBufferBytes / 2) return true;
    return memoryBytes >= flushBytes && this.#gathered.length >= flushKeys;
  }

  /** Whether writes have to wait. */
  get isFull(): boolean {
    return this.memoryBytes >= this.#thresholds.maxBufferBytes;
  }

  /**
   * @throws TooLargeError when the entry passes its limit; UsageError when the opposite was asserted of the
   * key in this generation
   */
  put(key: Uint8Array, value: Uint8Array, assertion?: Existence): void {
    this.#gathered.put(key, value, assertion);
  }

  /**
   * Writes a key that must not exist. Checks the writes in memory; stores check the rest when it is flushed.
   * @throws AlreadyExistsError, TooLargeError
   */
  insert(key: Uint8Array, value: Uint8Array): void {
    const earlier = this.#gathered.has(key) ? undefined : this.#flushing?.peek(key);
    if (earlier === undefined) this.#gathered.insert(key, value);
    else if (earlier.value !== undefined) throw new AlreadyExistsError(key);
    else this.#gathered.put(key, value);
  }

  /** @throws as `put` */
  delete(key: Uint8Array, assertion?: Existence): void {
    this.#gathered.delete(key, assertion);
  }

  /** The newest write to a key that is in memory. */
  get(key: Uint8Array): BufferedWrite | undefined {
    return this.#gathered.get(key) ?? this.#flushing?.get(key);
  }

  /** Takes the gathered writes as the generation to be flushed, and begins another. */
  startFlush(): Generation {
    const writes = this.#gathered;
    this.#flushing = writes;
    this.#gathered = this.#newBuffer();
    this.#startedLength += writes.length;
    this.#startedSizeBytes += writes.sizeBytes;
    this.#number++;
    return { number: this.#number, writes };
  }

  /** The generation is in the stores. */
  endFlush(): void {
    this.#flushing = undefined;
  }

  /** None of the writes is needed any more. */
  clear(): void {
    this.#flushing = undefined;
    this.#gathered = this.#newBuffer();
  }

  #newBuffer(): WriteBuffer {
    const maxEntrySizeBytes = this.#maxEntrySizeBytes;
    return new WriteBuffer({ maxEntrySizeBytes, maxTransactionSizeBytes: Number.POSITIVE_INFINITY });
  }
}

function memoryOf(buffer: WriteBuffer | undefined): number {
  return buffer === undefined ? 0 : buffer.memoryBytes + buffer.length * FLUSH_OVERHEAD_BYTES;
}
