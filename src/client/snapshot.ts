import type { BytesInput } from '../model/keys.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { Receipt } from '../retry/ledger.ts';
import type { ValueEntry } from '../txn/reads/point-read.ts';
import type { SnapshotCacheStatistics } from '../txn/reads/snapshot-cache.ts';
import type { SnapshotSettings } from '../txn/reads/snapshot-reader.ts';
import type { ClientCore } from './client-core.ts';
import { guardVerbs } from './guard-verbs.ts';
import { checkOptions } from './options/check-options.ts';
import type { SnapshotScanOptions } from './options/snapshot-options.ts';
import type { VerbOptions } from './options/verb-options.ts';
import type { EntryOptions, ReadOptions, ValueOptions } from './reads.ts';
import type { Scan } from './scan.ts';
import { INSPECT, shown } from './shown.ts';
import { SnapshotReads } from './snapshot-reads.ts';
import { SharedReader } from './snapshot-sources.ts';

const UNREAD: SnapshotCacheStatistics = { hits: 0, keys: 0, sizeBytes: 0 };

/**
 * Reads as of one timestamp: all results belong to the same state of the data. Made by `tikv.snapshot()`.
 * Values read by key are cached, so reading a key again costs nothing.
 */
export class Snapshot {
  readonly #core: ClientCore;
  readonly #reader: SharedReader;
  readonly #reads: SnapshotReads;

  static {
    guardVerbs(Snapshot, (object) => #core in object, {
      promised: ['timestamp', 'get', 'batchGet', 'batchGetMap'],
      direct: ['clearCache', 'scan'],
    });
  }

  /** @internal */
  constructor(core: ClientCore, at: Timestamp | undefined, settings: SnapshotSettings) {
    this.#core = core;
    this.#reader = new SharedReader(core, at, settings);
    this.#reads = new SnapshotReads(core, this.#reader);
  }

  /** Hits, number of keys and size of its cache. */
  get cacheStatistics(): SnapshotCacheStatistics {
    return this.#reader.cache?.statistics ?? UNREAD;
  }

  /** Removes these keys, or all keys, from its cache. @throws UsageError */
  clearCache(keys?: readonly BytesInput[]): void {
    const own = keys === undefined ? undefined : this.#core.toKeys('clearCache', keys);
    this.#reader.cache?.clear(own);
  }

  /** The timestamp it reads at; fetched with the first read unless one was given. */
  async timestamp(options?: VerbOptions): Promise<Timestamp> {
    checkOptions('timestamp', options);
    return this.#reads.run(options, async (deadline) => (await this.#reader.open(deadline)).readTs);
  }

  /**
   * The value, or undefined when the key is absent. An empty value is a value.
   * @throws UsageError, DeadlineError, AbortedError, ClosedError; RegionUnavailableError or the like when
   * stores cannot be reached; ResolveLockTimeoutError when another transaction's lock stays in the way;
   * ReadBelowSafePointError and FutureTimestampError for the given timestamp
   */
  get(key: BytesInput, options?: ValueOptions): Promise<Uint8Array | undefined>;
  /**
   * The value and when it was committed, or undefined when the key is absent.
   * @throws as `get`; ServerError
   */
  get(key: BytesInput, options: EntryOptions): Promise<ValueEntry | undefined>;
  /** Either of them, for a variable `withCommitTs`. */
  get(key: BytesInput, options: ReadOptions): Promise<Uint8Array | ValueEntry | undefined>;
  get(key: BytesInput, options?: ReadOptions): Promise<Uint8Array | ValueEntry | undefined> {
    return this.#reads.get(key, options);
  }

  /** Values aligned with the keys; undefined where a key is absent. Keys may repeat. @throws as `get` */
  batchGet(keys: readonly BytesInput[], options?: ValueOptions): Promise<(Uint8Array | undefined)[]>;
  /** The same with the timestamps of commits. @throws as `get`; ServerError */
  batchGet(keys: readonly BytesInput[], options: EntryOptions): Promise<(ValueEntry | undefined)[]>;
  /** Either of them, for a variable `withCommitTs`. */
  batchGet(
    keys: readonly BytesInput[],
    options: ReadOptions,
  ): Promise<(Uint8Array | ValueEntry | undefined)[]>;
  batchGet(
    keys: readonly BytesInput[],
    options?: ReadOptions,
  ): Promise<(Uint8Array | ValueEntry | undefined)[]> {
    return this.#reads.batchGet('batchGet', keys, options);
  }

  /** The keys that exist, as given, with their values. @throws as `get` */
  batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options?: ValueOptions,
  ): Promise<Map<Key, Uint8Array>>;
  /** The same with the timestamps of commits. @throws as `get`; ServerError */
  batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options: EntryOptions,
  ): Promise<Map<Key, ValueEntry>>;
  /** Either of them, for a variable `withCommitTs`. */
  batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options: ReadOptions,
  ): Promise<Map<Key, Uint8Array | ValueEntry>>;
  batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options?: ReadOptions,
  ): Promise<Map<Key, Uint8Array | ValueEntry>> {
    return this.#reads.batchGetMap(keys, options);
  }

  /**
   * The pairs of a range in key order, or in reverse. The next page is fetched while one is consumed;
   * `timeoutMs` is for each page. Leaving the loop early ends the scan.
   * @throws UsageError at once; while iterating, as `get`
   */
  scan(options?: SnapshotScanOptions): Scan {
    return this.#reads.scan(options);
  }

  /** What its reads have cost so far, in requests, retries and timestamps. */
  get receipt(): Receipt {
    return this.#reader.ledger.receipt;
  }

  /** What logs may show of it. */
  toJSON(): Record<string, unknown> {
    const at = this.#reader.readTs;
    return { at: at === undefined ? 'not read yet' : String(at) };
  }

  /** @internal */
  [INSPECT](): string {
    return shown(this);
  }
}
