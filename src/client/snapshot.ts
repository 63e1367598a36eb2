import { DeadlineError } from '../model/errors.ts';
import type { BytesInput } from '../model/keys.ts';
import type { Timestamp } from '../model/timestamp.ts';
import { Scanner } from '../region/scanner.ts';
import { beforeEnd } from '../retry/before-end.ts';
import type { Deadline } from '../retry/deadline.ts';
import type { Ledger, Receipt } from '../retry/ledger.ts';
import type { ValueEntry } from '../txn/point-read.ts';
import type { SnapshotCacheStatistics } from '../txn/snapshot-cache.ts';
import { SnapshotReader, type SnapshotSettings } from '../txn/snapshot-reader.ts';
import { checkOptions } from './check-options.ts';
import type { ClientCore } from './client-core.ts';
import { guardVerbs } from './guard-verbs.ts';
import { toList } from './lists.ts';
import { rules } from './option-rules.ts';
import {
  type EntryOptions,
  READ_RULES,
  RESUME_RULES,
  type ReadOptions,
  type ScanOptions,
  toCheckedScan,
  toMap,
  toPointRead,
  type ValueOptions,
} from './reads.ts';
import { Scan } from './scan.ts';
import { INSPECT, shown } from './shown.ts';
import { toVerbOptions, type VerbOptions } from './verb-options.ts';

/** Options of a scan of a snapshot. */
export interface SnapshotScanOptions extends ScanOptions {
  /**
   * Returns about one of this many keys, for estimates over large ranges; counting starts anew in each page
   * and each region. 1 to 4294967295. Default: every key.
   */
  readonly sampleStep?: number | undefined;
}

const SCAN_RULES = { ...RESUME_RULES, sampleStep: rules.between(1, 2 ** 32 - 1) };
const UNREAD: SnapshotCacheStatistics = { hits: 0, keys: 0, sizeBytes: 0 };

/**
 * Reads as of one timestamp: all results belong to the same state of the data. Made by `tikv.snapshot()`.
 * Values read by key are cached, so reading a key again costs nothing.
 */
export class Snapshot {
  readonly #core: ClientCore;
  readonly #at: Timestamp | undefined;
  readonly #settings: SnapshotSettings | undefined;
  readonly #ledger: Ledger | undefined;
  #opening: Promise<SnapshotReader> | undefined;
  #reader: SnapshotReader | undefined;

  static {
    guardVerbs(Snapshot, (object) => #core in object, {
      promised: ['timestamp', 'get', 'batchGet', 'batchGetMap'],
      direct: ['clearCache', 'scan'],
    });
  }

  /**
   * @internal
   * @param ledger where its reads are counted; undefined for a snapshot of one read, which nobody else sees
   */
  constructor(
    core: ClientCore,
    at: Timestamp | undefined,
    settings: SnapshotSettings | undefined,
    ledger?: Ledger,
  ) {
    this.#core = core;
    this.#ledger = ledger;
    this.#at = at;
    this.#settings = settings;
  }

  /** Hits, number of keys and size of its cache. */
  get cacheStatistics(): SnapshotCacheStatistics {
    return this.#reader?.cache?.statistics ?? UNREAD;
  }

  /** Removes these keys, or all keys, from its cache. @throws UsageError */
  clearCache(keys?: readonly BytesInput[]): void {
    const own = keys === undefined ? undefined : this.#core.toKeys('clearCache', keys);
    this.#reader?.cache?.clear(own);
  }

  /** The timestamp it reads at; fetched with the first read unless one was given. */
  async timestamp(options?: VerbOptions): Promise<Timestamp> {
    checkOptions('timestamp', options);
    return this.#run(options, async (deadline) => (await this.#open(deadline)).readTs);
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
  /** The one or the other, where `withCommitTs` is a variable. */
  get(key: BytesInput, options: ReadOptions): Promise<Uint8Array | ValueEntry | undefined>;
  async get(key: BytesInput, options?: ReadOptions): Promise<Uint8Array | ValueEntry | undefined> {
    checkOptions('get', options, READ_RULES);
    const bytes = this.#core.toKey(key);
    const read = toPointRead(options);
    return this.#run(options, async (deadline) => {
      const reader = await this.#open(deadline);
      return reader.get(bytes, read, this.#core.backoffer(deadline, 'read'));
    });
  }

  /** Values aligned with the keys; undefined where a key is absent. Keys may repeat. @throws as `get` */
  batchGet(keys: readonly BytesInput[], options?: ValueOptions): Promise<(Uint8Array | undefined)[]>;
  /** The same with the timestamps of commits. @throws as `get`; ServerError */
  batchGet(keys: readonly BytesInput[], options: EntryOptions): Promise<(ValueEntry | undefined)[]>;
  /** The one or the other, where `withCommitTs` is a variable. */
  batchGet(
    keys: readonly BytesInput[],
    options: ReadOptions,
  ): Promise<(Uint8Array | ValueEntry | undefined)[]>;
  batchGet(
    keys: readonly BytesInput[],
    options?: ReadOptions,
  ): Promise<(Uint8Array | ValueEntry | undefined)[]> {
    return this.#batchGet('batchGet', keys, options);
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
  /** The one or the other, where `withCommitTs` is a variable. */
  batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options: ReadOptions,
  ): Promise<Map<Key, Uint8Array | ValueEntry>>;
  async batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options?: ReadOptions,
  ): Promise<Map<Key, Uint8Array | ValueEntry>> {
    const given = toList('batchGetMap', 'keys', keys);
    return toMap(given, await this.#batchGet('batchGetMap', given, options));
  }

  /**
   * The pairs of a range in key order, or in reverse. The next page is fetched while one is consumed;
   * `timeoutMs` is for each page. Leaving the loop early ends the scan.
   * @throws UsageError at once; while iterating, as `get`
   */
  scan(options?: SnapshotScanOptions): Scan {
    const { keysOnly, ...scan } = toCheckedScan(options, this.#core, SCAN_RULES);
    const sampleStep = options?.sampleStep ?? 0;
    const ofPages = toVerbOptions(options);
    const scanner = new Scanner(scan, (rest, batchSize, by) => {
      const page = { reverse: scan.reverse, keysOnly, sampleStep, batchSize };
      return this.#run(ofPages, async (deadline) => {
        by(deadline);
        const reader = await this.#open(deadline);
        return reader.scanPage(rest, page, this.#core.backoffer(deadline, 'read'));
      });
    });
    return new Scan(scanner, scan.reverse);
  }

  /** What its reads have cost so far, in requests, retries and timestamps. */
  get receipt(): Receipt {
    return (this.#ledger as Ledger).receipt;
  }

  /** What logs may show of it. */
  toJSON(): Record<string, unknown> {
    const at = this.#at ?? this.#reader?.readTs;
    return { at: at === undefined ? 'not read yet' : String(at) };
  }

  [INSPECT](): string {
    return shown(this);
  }

  async #batchGet(
    verb: string,
    keys: readonly BytesInput[],
    options: ReadOptions | undefined,
  ): Promise<(Uint8Array | ValueEntry | undefined)[]> {
    checkOptions(verb, options, READ_RULES);
    const bytes = this.#core.toKeys(verb, keys);
    const read = toPointRead(options);
    return this.#run(options, async (deadline) => {
      const reader = await this.#open(deadline);
      return reader.batchGet(bytes, read, this.#core.backoffer(deadline, 'read'));
    });
  }

  #run<Result>(
    options: VerbOptions | undefined,
    verb: (deadline: Deadline) => Promise<Result>,
  ): Promise<Result> {
    return this.#core.run(options, verb, this.#ledger);
  }

  /**
   * Reads of one snapshot share its timestamp, so it is fetched under a deadline no earlier than the first
   * read's. A read with time left repeats a fetch that ran out of its own; after any other failure the next
   * read does. A snapshot of one read needs none of this.
   */
  async #open(deadline: Deadline): Promise<SnapshotReader> {
    if (this.#reader !== undefined) return this.#reader;
    if (this.#ledger === undefined) return this.#openAt(deadline);
    for (;;) {
      this.#opening ??= this.#openShared(deadline.remainingMs());
      try {
        return await beforeEnd(deadline, 'waiting for a timestamp', this.#opening);
      } catch (error) {
        if (!(error instanceof DeadlineError)) throw error;
        deadline.check('waiting for a timestamp');
      }
    }
  }

  #openShared(atLeastMs: number): Promise<SnapshotReader> {
    const timeoutMs = Math.max(atLeastMs, this.#core.parts.options.timeoutMs);
    return this.#run({ timeoutMs }, (deadline) => this.#openAt(deadline)).catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
  }

  async #openAt(deadline: Deadline): Promise<SnapshotReader> {
    this.#core.use('transactional');
    const readTs = this.#at ?? (await this.#core.timestamps.timestamp(deadline));
    if (this.#at !== undefined) await this.#core.checkRead(this.#at, deadline);
    this.#reader = new SnapshotReader(this.#core.reads, readTs, this.#settings);
    return this.#reader;
  }
}
