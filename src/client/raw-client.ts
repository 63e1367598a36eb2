import { UsageError } from '../model/errors.ts';
import type { KeyValue } from '../model/key-value.ts';
import { type BytesInput, type RangeInput, toBytes, toKey, toRange } from '../model/keys.ts';
import { showValue } from '../model/show-value.ts';
import { rawBatchGet } from '../raw/raw-batch-get.ts';
import { rawBatchDelete, rawBatchPut } from '../raw/raw-batch-write.ts';
import { rawCompareAndSwap, type SwapResult } from '../raw/raw-compare-and-swap.ts';
import type { RawEnvironment, RawSending } from '../raw/raw-environment.ts';
import { type RawChecksum, rawChecksum, rawDeleteRange } from '../raw/raw-range.ts';
import { noColumnFamilies } from '../raw/raw-refusal.ts';
import { allRawPairs, type RunPage, rawScanner } from '../raw/raw-scanner.ts';
import { rawDelete, rawGet, rawPut } from '../raw/raw-single.ts';
import { rawTtl, requireTtl } from '../raw/raw-ttl.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import type { ClientCore } from './client-core.ts';
import { guardVerbs } from './guard-verbs.ts';
import { toKeyList, toList } from './lists.ts';
import { checkFields, checkOptions } from './options/check-options.ts';
import type { Rules } from './options/option-rules.ts';
import {
  type ColumnFamily,
  checkSwap,
  type RawBatchScanOptions,
  type RawEntryInput,
  type RawLimits,
  type RawOptions,
  type RawPutIfAbsentOptions,
  type RawPutOptions,
  type RawRangeOptions,
  type RawScanOptions,
  type RawSwapOptions,
  type RawWriteOptions,
  rawRules,
  toDeletedRange,
  toEntry,
  toTtl,
} from './options/raw-options.ts';
import { toVerbOptions, type VerbOptions } from './options/verb-options.ts';
import { type CheckedScan, type ScanOptions, toCheckedScan, toMap } from './reads.ts';
import { Scan } from './scan.ts';
import { INSPECT, shown } from './shown.ts';

interface View {
  readonly columnFamily: ColumnFamily | undefined;
  readonly atomic: boolean;
}

/** What the views of one client find out only once. */
interface Shared {
  keepsTtl: boolean;
}

/**
 * Reads and writes without transactions: `tikv.raw`. Do not mix it with transactional data. Immutable:
 * `atomic()` and `columnFamily()` return copies.
 *
 * Unless `resend` is false, a write whose answer was lost is sent again, so it may be done more than once,
 * which is harmless if nobody else writes the key. A write that finally fails after an answer was lost throws
 * UndeterminedError: it may or may not have been done.
 */
export class RawClient {
  readonly #core: ClientCore;
  readonly #view: View;
  readonly #shared: Shared;

  static {
    guardVerbs(RawClient, (object) => #core in object, {
      promised: [
        'get',
        'batchGet',
        'batchGetMap',
        'put',
        'delete',
        'batchPut',
        'batchDelete',
        'batchScan',
        'deleteRange',
        'deletePrefix',
        'compareAndSwap',
        'putIfAbsent',
        'ttl',
        'checksum',
      ],
      direct: ['atomic', 'columnFamily', 'scan'],
    });
  }

  /** @internal */
  constructor(
    core: ClientCore,
    view: View = { columnFamily: undefined, atomic: false },
    shared: Shared = { keepsTtl: false },
  ) {
    this.#core = core;
    this.#view = view;
    this.#shared = shared;
  }

  /**
   * A view that can compare and swap, and whose puts and deletes are atomic with that. All writers of a key
   * must use such a view, or a swap may miss a write. `deleteRange` and `deletePrefix` are not atomic with a
   * swap in any view.
   */
  atomic(): RawClient {
    return new RawClient(this.#core, { ...this.#view, atomic: true }, this.#shared);
  }

  /**
   * A view of another column family.
   * @throws UsageError for an unknown one, and under API V2, which has none
   */
  columnFamily(columnFamily: ColumnFamily): RawClient {
    if (!rawRules.columnFamily.check(columnFamily)) {
      throw new UsageError(
        `columnFamily: columnFamily must be ${rawRules.columnFamily.is}, not ${showValue(columnFamily)}`,
      );
    }
    this.#checkFamily(columnFamily);
    return new RawClient(this.#core, { ...this.#view, columnFamily }, this.#shared);
  }

  /**
   * The value, or undefined when the key is absent or expired. An empty value is a value.
   * @throws UsageError, DeadlineError, AbortedError, ClosedError; RegionUnavailableError or the like when
   * stores cannot be reached
   */
  get(key: BytesInput, options?: RawOptions): Promise<Uint8Array | undefined> {
    checkOptions('get', options, rawRules.read);
    const bytes = this.#toKey(key);
    return this.#run(options, (environment, newBackoffer) => rawGet(environment, bytes, newBackoffer()));
  }

  /** Values aligned with the keys; undefined where a key is absent. Keys may repeat. @throws as `get` */
  batchGet(keys: readonly BytesInput[], options?: RawOptions): Promise<(Uint8Array | undefined)[]> {
    return this.#batchGet('batchGet', keys, options);
  }

  /** The keys that exist, as given, with their values. @throws as `get` */
  async batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options?: RawOptions,
  ): Promise<Map<Key, Uint8Array>> {
    const given = toList('batchGetMap', 'keys', keys);
    return toMap(given, await this.#batchGet('batchGetMap', given, options));
  }

  /**
   * Sets a value, which may be empty.
   * @throws as `get`; TooLargeError before anything is sent; UndeterminedError when it is unknown whether it
   * was done; UsageError for a TTL on a cluster that has none
   */
  put(key: BytesInput, value: BytesInput, options?: RawPutOptions): Promise<void> {
    checkOptions('put', options, rawRules.put);
    const bytes = toEntry(key, value, this.#limits);
    const entry = { key: bytes.key, value: bytes.value, ttlSeconds: toTtl(options?.ttlSeconds) };
    return this.#run(options, (environment, newBackoffer) =>
      rawPut(environment, entry, toSending(options), newBackoffer()),
    );
  }

  /** Removes a value, if there is one. @throws as `put` */
  delete(key: BytesInput, options?: RawWriteOptions): Promise<void> {
    checkOptions('delete', options, rawRules.write);
    const bytes = this.#toKey(key);
    return this.#run(options, (environment, newBackoffer) =>
      rawDelete(environment, bytes, toSending(options), newBackoffer()),
    );
  }

  /**
   * Sets many values, in as many requests as their regions and sizes require. Not atomic: readers may see a
   * part of it. The last of several entries with the same key counts.
   * @throws as `put` when no part was done; PartialWriteError, which says what became of each part, when some
   * were
   */
  async batchPut(entries: readonly RawEntryInput[], options?: RawPutOptions): Promise<void> {
    checkOptions('batchPut', options, rawRules.put);
    const limits = this.#limits;
    const items = toList('batchPut', 'entries', entries, (entry, index) => {
      checkFields(`batchPut: entry ${index}`, '{ key, value }', entry, rawRules.entry);
      const ttlSeconds = toTtl(entry.ttlSeconds ?? options?.ttlSeconds);
      return { ...toEntry(entry.key, entry.value, limits), ttlSeconds };
    });
    // Checked first: a cluster without TTL would refuse the requests with one and execute the others.
    const withTtl = items.find((item) => item.ttlSeconds > 0n);
    const isMixed = withTtl !== undefined && items.some((item) => item.ttlSeconds === 0n);
    return this.#run(options, async (environment, newBackoffer) => {
      const backoffer = newBackoffer();
      if (isMixed) await this.#requireTtl(environment, withTtl.key, backoffer);
      await rawBatchPut(environment, items, toSending(options), backoffer);
    });
  }

  /** Removes many values. @throws as `batchPut` */
  async batchDelete(keys: readonly BytesInput[], options?: RawWriteOptions): Promise<void> {
    checkOptions('batchDelete', options, rawRules.write);
    const bytes = this.#toKeys('batchDelete', keys);
    return this.#run(options, (environment, newBackoffer) =>
      rawBatchDelete(environment, bytes, toSending(options), newBackoffer()),
    );
  }

  /**
   * The pairs of a range in key order, or in reverse. Not a snapshot: concurrent writes may or may not be
   * seen. The next page is fetched while one is consumed; `timeoutMs` is for each page.
   * @throws UsageError at once; while iterating, as `get`
   */
  scan(options?: RawScanOptions): Scan {
    const scan = this.#toScan(options, rawRules.scan);
    const ofPages = toVerbOptions(options);
    const runPage: RunPage = (fetch) => this.#run(ofPages, (_, newBackoffer) => fetch(newBackoffer()));
    return new Scan(this.#scanner(this.#environment(options), scan, runPage), scan.reverse);
  }

  /**
   * The pairs of many ranges: a list for each range, in their order. `limit` and `maxBytes` are for each
   * range. Ranges may overlap and are read concurrently.
   * @throws as `get`
   */
  async batchScan(ranges: readonly RangeInput[], options?: RawBatchScanOptions): Promise<KeyValue[][]> {
    checkOptions('batchScan', options, rawRules.batchScan);
    const scans = toList('batchScan', 'ranges', ranges, (range, index) => {
      checkFields(`batchScan: range ${index}`, '{ prefix } or { start, end }', range, rawRules.checksum);
      const { prefix, start, end } = range;
      return this.#toScan({ ...options, prefix, start, end }, rawRules.scan);
    });
    return this.#run(options, (environment, newBackoffer) => {
      const runPage: RunPage = (fetch) => fetch(newBackoffer());
      return Promise.all(scans.map((scan) => allRawPairs(this.#scanner(environment, scan, runPage))));
    });
  }

  /**
   * Removes all pairs of a range, region by region, in key order. Give a prefix, a start or an end; an empty
   * start alone removes everything.
   * @throws as `put` when no part was done; PartialWriteError, with a range for each part, when some were
   */
  async deleteRange(options: RawRangeOptions & RawWriteOptions): Promise<void> {
    checkOptions('deleteRange', options, rawRules.deleteRange);
    const range = toDeletedRange(options, this.#limits.maxKeyBytes);
    return this.#run(options, (environment, newBackoffer) =>
      rawDeleteRange(environment, range, toSending(options), newBackoffer),
    );
  }

  /** Removes all pairs whose keys begin with a prefix, which must not be empty. @throws as `deleteRange` */
  async deletePrefix(prefix: BytesInput, options?: RawWriteOptions): Promise<void> {
    checkOptions('deletePrefix', options, rawRules.write);
    if (toBytes(prefix, 'The prefix').length === 0)
      throw new UsageError('deletePrefix: the prefix must not be empty');
    return this.deleteRange({ ...options, prefix });
  }

  /**
   * Stores a value, or removes the key, if the stored value is the expected one. Never sent again after a
   * lost answer.
   * @returns whether it was done, and the value stored before
   * @throws UsageError when the view is not atomic; UndeterminedError when the answer was lost; as `put`
   */
  async compareAndSwap(key: BytesInput, options: RawSwapOptions): Promise<SwapResult> {
    checkOptions('compareAndSwap', options, rawRules.swap);
    checkSwap(options);
    return this.#swap('compareAndSwap', key, options);
  }

  /** Stores a value if the key is absent. @returns and @throws as `compareAndSwap` */
  async putIfAbsent(
    key: BytesInput,
    value: BytesInput,
    options?: RawPutIfAbsentOptions,
  ): Promise<SwapResult> {
    checkOptions('putIfAbsent', options, rawRules.putIfAbsent);
    // Checked here: a swap without a value would remove the key.
    const given = toBytes(value, 'The value');
    return this.#swap('putIfAbsent', key, { ...options, value: given, expected: undefined });
  }

  /**
   * Seconds until a value expires; Infinity if it never does, undefined when the key is absent or expired.
   * @throws UsageError on a cluster without TTL; as `get`
   */
  async ttl(key: BytesInput, options?: RawOptions): Promise<number | undefined> {
    checkOptions('ttl', options, rawRules.read);
    const bytes = this.#toKey(key);
    return this.#run(options, async (environment, newBackoffer) => {
      const backoffer = newBackoffer();
      await this.#requireTtl(environment, bytes, backoffer);
      return rawTtl(environment, bytes, backoffer);
    });
  }

  /** The checksum of the pairs of a range, or of all pairs, in the default column family. @throws as `get` */
  async checksum(options?: RangeInput & VerbOptions): Promise<RawChecksum> {
    checkOptions('checksum', options, rawRules.checksum);
    const { columnFamily = 'default' } = this.#view;
    if (columnFamily !== 'default') {
      throw new UsageError('checksum: TiKV has checksums of the default column family only');
    }
    const range = toRange(options ?? {}, this.#limits.maxKeyBytes);
    return this.#run(options, (environment, newBackoffer) => rawChecksum(environment, range, newBackoffer));
  }

  /** What logs may show of it. */
  toJSON(): Record<string, unknown> {
    const { atomic, columnFamily = 'default' } = this.#view;
    return { atomic, columnFamily };
  }

  /** @internal */
  [INSPECT](): string {
    return shown(this);
  }

  /** @throws UsageError on a cluster without TTL */
  async #requireTtl(environment: RawEnvironment, key: Uint8Array, backoffer: Backoffer): Promise<void> {
    if (!this.#shared.keepsTtl) await requireTtl(environment, key, backoffer);
    this.#shared.keepsTtl = true;
  }

  async #batchGet(
    verb: string,
    keys: readonly BytesInput[],
    options: RawOptions | undefined,
  ): Promise<(Uint8Array | undefined)[]> {
    checkOptions(verb, options, rawRules.read);
    const bytes = this.#toKeys(verb, keys);
    return this.#run(options, (environment, newBackoffer) => rawBatchGet(environment, bytes, newBackoffer()));
  }

  async #swap(verb: string, key: BytesInput, options: RawSwapOptions): Promise<SwapResult> {
    if (!this.#view.atomic) {
      throw new UsageError(
        `${verb}: only an atomic view may swap; use raw.atomic() for all writes of these keys`,
      );
    }
    const { value, expected, ttlSeconds } = options;
    const swap = {
      ...(value === undefined ? { key: this.#toKey(key), value } : toEntry(key, value, this.#limits)),
      expected: expected === undefined ? undefined : toBytes(expected, 'The expected value'),
      ttlSeconds: toTtl(ttlSeconds),
    };
    return this.#run(options, (environment, newBackoffer) =>
      rawCompareAndSwap(environment, swap, newBackoffer()),
    );
  }

  get #limits(): RawLimits {
    return {
      maxKeyBytes: this.#core.maxRawKeyBytes,
      maxEntryBytes: this.#core.parts.options.maxEntrySizeBytes,
    };
  }

  #toKey(key: BytesInput): Uint8Array {
    return toKey(key, this.#limits.maxKeyBytes);
  }

  #toKeys(verb: string, keys: readonly BytesInput[]): Uint8Array[] {
    return toKeyList(verb, keys, (key) => this.#toKey(key));
  }

  #toScan(options: ScanOptions | undefined, known: Rules): CheckedScan {
    const { maxRawKeyBytes: maxKeyBytes, scanBatchSize } = this.#core;
    return toCheckedScan(options, { maxKeyBytes, scanBatchSize }, known);
  }

  #scanner(environment: RawEnvironment, scan: CheckedScan, runPage: RunPage) {
    return rawScanner(environment, { ...scan, maxKeyBytes: this.#limits.maxKeyBytes }, runPage);
  }

  /** @throws UsageError where there are no column families */
  #checkFamily(columnFamily: string): void {
    if (columnFamily !== '' && this.#core.parts.options.apiVersion === 'v2') throw noColumnFamilies();
  }

  #environment(options: RawOptions | undefined): RawEnvironment {
    this.#core.use('raw');
    const columnFamily = options?.columnFamily ?? this.#view.columnFamily ?? '';
    this.#checkFamily(columnFamily);
    return { regions: this.#core.parts.rawRegions, columnFamily, forCas: this.#view.atomic };
  }

  /**
   * @param verb calls `newBackoffer`, under the deadline of the call, once for each part with its own retries
   */
  #run<Result>(
    options: RawOptions | undefined,
    verb: (environment: RawEnvironment, newBackoffer: () => Backoffer) => Promise<Result>,
  ): Promise<Result> {
    return this.#core.run(options, (deadline) =>
      verb(this.#environment(options), () => this.#core.backoffer(deadline, 'raw')),
    );
  }
}

function toSending(options: RawWriteOptions | undefined): RawSending {
  return { atMostOnce: options?.resend === false };
}
