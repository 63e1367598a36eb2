import { KEYSPACE_PREFIX_BYTES } from '../keyspace/keyspace-codec.ts';
import { showCaller } from '../model/errors/show-caller.ts';
import { ClosedError, FutureTimestampError, type TikvError, UsageError } from '../model/errors.ts';
import { type BytesInput, toKey, toPooledBytes } from '../model/keys.ts';
import { physicalMs, type Timestamp } from '../model/timestamp.ts';
import { BACKOFF_BUDGET_MS } from '../retry/backoff-kinds.ts';
import { Backoffer } from '../retry/backoffer.ts';
import type { Deadline } from '../retry/deadline.ts';
import type { Ledger } from '../retry/ledger.ts';
import type { ReadEnvironment } from '../txn/reads/read-environment.ts';
import type { ClientParts } from './assemble.ts';
import { toKeyList } from './lists.ts';
import type { BoundedOptions } from './options/verb-options.ts';

/** TiKV limits the size of the encoded key: its memcomparable encoding has 9 bytes for each group of 8. */
const encodedKeyBytes = (maxBytes: number) => Math.floor(maxBytes / 9) * 8 - 1;

/** What a client is used for, for error messages. */
const APIS = { raw: 'raw values', transactional: 'transactions' } as const;

/** Hears of the error that a verb fails with. */
export interface FailureListener {
  noteFailure(error: unknown): void;
}

/** What the verbs of one client share. */
export class ClientCore {
  readonly parts: ClientParts;
  readonly reads: ReadEnvironment;
  /** Pairs that a scan asks a store for at once, unless its options say otherwise. */
  readonly scanBatchSize: number;
  /** Size of the longest transactional key, in bytes. */
  readonly maxKeyBytes: number;
  /** Size of the longest raw key, in bytes. */
  readonly maxRawKeyBytes: number;
  /** Whether closing the client has begun. */
  isClosing = false;
  /** The closing of the client, once it has begun. */
  closing: Promise<void> | undefined;
  /** Open bulk transactions: what they have flushed is cleaned up when the client closes. */
  readonly openBulk = new Set<{ abandon(error: TikvError): void }>();
  /** False in a simulation, which has thousands of failures a second and knows who made the call. */
  readonly #showsCallers: boolean;
  #api: keyof typeof APIS | undefined;

  constructor(parts: ClientParts) {
    const { maxKeySizeBytes, scanBatchSize, apiVersion } = parts.options;
    const prefixBytes = apiVersion === 'v2' ? KEYSPACE_PREFIX_BYTES : 0;
    this.parts = parts;
    this.#showsCallers = parts.options.runtime === undefined;
    this.reads = { regions: parts.regions, locks: parts.locks, visibility: parts.safePoint };
    this.scanBatchSize = scanBatchSize;
    this.maxKeyBytes = encodedKeyBytes(maxKeySizeBytes) - prefixBytes;
    this.maxRawKeyBytes = maxKeySizeBytes - prefixBytes;
  }

  get timestamps() {
    return this.parts.timestamps;
  }

  /**
   * Called with the API that a verb is about to use. The first call decides for the client where both APIs
   * share their keys.
   * @throws UsageError when the client uses the other one
   */
  use(api: keyof typeof APIS): void {
    this.#api ??= api;
    const { apiVersion, mixRawAndTransactional } = this.parts.options;
    if (this.#api === api || apiVersion === 'v2' || mixRawAndTransactional) return;
    throw new UsageError(
      `This client is used for ${APIS[this.#api]}, not for ${APIS[api]}: under API V1 they share their keys, and ` +
        'each destroys what the other has written. Use a keyspace (API V2), or set mixRawAndTransactional: true ' +
        'and make sure that their keys differ',
    );
  }

  /**
   * Checks a timestamp that the caller gave before any store sees it: one that PD has not given yet makes
   * TiKV stop (scenarios S105 and S106). Timestamps that the library fetched are not checked, so reads cost
   * no further timestamp.
   * @returns approximately the timestamp that PD would give now
   * @throws FutureTimestampError, and the errors of fetching a timestamp
   */
  async checkGiven(timestamp: Timestamp, deadline: Deadline): Promise<Timestamp> {
    if (timestamp <= (this.timestamps.lowResolution() ?? 0n)) return this.timestamps.stale(0) ?? timestamp;
    const currentTs = await this.timestamps.timestamp(deadline);
    if (timestamp > currentTs) throw new FutureTimestampError(timestamp, currentTs);
    return currentTs;
  }

  /** The same for a timestamp to read at. */
  async checkRead(timestamp: Timestamp, deadline: Deadline): Promise<void> {
    const currentTs = await this.checkGiven(timestamp, deadline);
    this.timestamps.noteRead(physicalMs(currentTs) - physicalMs(timestamp));
  }

  /** Approximately how long ago PD gave a timestamp, in milliseconds. */
  ageMs(timestamp: Timestamp): number {
    const nowTs = this.timestamps.stale(0) ?? timestamp;
    return Math.max(0, physicalMs(nowTs) - physicalMs(timestamp));
  }

  /** @throws UsageError when it is not a valid transactional key */
  toKey(key: BytesInput): Uint8Array {
    return toKey(key, this.maxKeyBytes);
  }

  /** The same for a list, which is copied. @throws UsageError also when it is not a list */
  toKeys(verb: string, keys: readonly BytesInput[]): Uint8Array[] {
    return toKeyList(verb, keys, (key) => this.toKey(key));
  }

  /** A copy that must not be handed out. @throws UsageError */
  toValue(value: BytesInput): Uint8Array {
    return toPooledBytes(value, 'The value');
  }

  startDeadline(options: BoundedOptions | undefined, ledger?: Ledger): Deadline {
    return this.parts.deadlines.start({
      timeoutMs: options?.timeoutMs ?? this.parts.options.timeoutMs,
      reportedTimeoutMs: options?.reportedTimeoutMs,
      signal: options?.signal,
      ledger,
    });
  }

  backoffer(deadline: Deadline, budget: keyof typeof BACKOFF_BUDGET_MS): Backoffer {
    return new Backoffer(this.parts.runtime, { deadline, budgetMs: BACKOFF_BUDGET_MS[budget] });
  }

  /**
   * Runs a verb under one deadline. Its options have been checked.
   * @param ledger counts what it costs
   * @param listener hears of the verb's error
   * @throws ClosedError when the client is closed; the verb's error
   */
  run<Result>(
    options: BoundedOptions | undefined,
    verb: (deadline: Deadline) => Promise<Result>,
    ledger?: Ledger,
    listener?: FailureListener,
  ): Promise<Result> {
    if (this.isClosing) return Promise.reject(new ClosedError());
    const deadline = this.startDeadline(options, ledger);
    // Not an async function: one that waits holds three times the memory, for each call in flight.
    let running: Promise<Result>;
    try {
      running = verb(deadline);
    } catch (error) {
      deadline.release();
      listener?.noteFailure(error);
      return Promise.reject(error);
    }
    return running.then(
      (result) => {
        deadline.release();
        return result;
      },
      (error: unknown) => {
        // Not only released: what the verb did not wait for would never end.
        deadline.cut();
        listener?.noteFailure(error);
        if (this.#showsCallers) showCaller(error);
        throw error;
      },
    );
  }
}
