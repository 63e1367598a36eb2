import { compareBytes } from '../model/bytes.ts';
import type { KeyRange } from '../model/region.ts';
import { MAX_TIMESTAMP, type Timestamp } from '../model/timestamp.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { LocksMet } from './locks-met.ts';
import type { KeyValue } from './merged-scan.ts';
import type { ReadEnvironment } from './read-environment.ts';
import { snapshotBatchGet } from './snapshot-batch-get.ts';
import { SnapshotCache } from './snapshot-cache.ts';
import { snapshotGet } from './snapshot-get.ts';
import { type ScanPage, scanPage } from './snapshot-scan.ts';

export interface SnapshotScanOptions {
  readonly range: KeyRange;
  readonly reverse: boolean;
  readonly keysOnly: boolean;
  /** Pairs to give at most; undefined for all. */
  readonly limit: number | undefined;
  /** Pairs to ask a store for at once. */
  readonly batchSize: number;
}

const CACHE_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Reads as of one timestamp. All answers belong to the same state of the data, whatever commits meanwhile. The
 * newest value of a key can be read at MAX_TIMESTAMP; nothing is cached then (scenario S078).
 */
export class SnapshotReader {
  readonly readTs: Timestamp;
  readonly #environment: ReadEnvironment;
  readonly #locks: LocksMet;
  readonly #cache: SnapshotCache | undefined;

  /** @param locks what is known of locks before the first read */
  constructor(
    environment: ReadEnvironment,
    readTs: Timestamp,
    locks: LocksMet = new LocksMet(environment, readTs),
  ) {
    this.readTs = readTs;
    this.#environment = environment;
    this.#locks = locks;
    this.#cache = readTs === MAX_TIMESTAMP ? undefined : new SnapshotCache(CACHE_LIMIT_BYTES);
  }

  /** The value, or undefined when the key is absent. */
  get(key: Uint8Array, backoffer: Backoffer): Promise<Uint8Array | undefined> {
    const read = () => snapshotGet(this.#environment, key, this.readTs, this.#locks, backoffer);
    // The newest value is never collected.
    return this.#cache === undefined ? read() : this.#getOnce(this.#cache, key, backoffer, read);
  }

  async #getOnce(
    cache: SnapshotCache,
    key: Uint8Array,
    backoffer: Backoffer,
    read: () => Promise<Uint8Array | undefined>,
  ): Promise<Uint8Array | undefined> {
    const cached = cache.get(key);
    if (cached !== undefined) return cached.value;
    const value = await this.#visibly(backoffer, read);
    cache.set(key, value);
    return value;
  }

  /** Values aligned with the keys, undefined where a key is absent. */
  async batchGet(keys: readonly Uint8Array[], backoffer: Backoffer): Promise<(Uint8Array | undefined)[]> {
    const cached = keys.map((key) => this.#cache?.get(key));
    const missing = keys.filter((_, index) => cached[index] === undefined);
    const values = await this.#visibly(backoffer, () =>
      snapshotBatchGet(this.#environment, missing, this.readTs, this.#locks, backoffer),
    );
    for (const [index, key] of missing.entries()) this.#cache?.set(key, values[index]);
    let nth = 0;
    return cached.map((read) => (read === undefined ? values[nth++] : read.value));
  }

  /**
   * The pairs of a range in key order, or from its end downward. While a page is being consumed the next one is
   * on its way. Pages take no longer than their own deadline each: `startPage` gives a backoffer for one.
   */
  async *scan(
    { range, limit, ...options }: SnapshotScanOptions,
    startPage: () => Backoffer,
  ): AsyncGenerator<KeyValue> {
    let left = limit ?? Number.POSITIVE_INFINITY;
    const fetch = (rest: KeyRange): Promise<ScanPage> => {
      const backoffer = startPage();
      const batchSize = Math.min(options.batchSize, left);
      const page = { ...options, batchSize };
      return this.#visibly(backoffer, () =>
        scanPage(this.#environment, rest, this.readTs, page, this.#locks, backoffer),
      ).finally(() => backoffer.deadline.release());
    };
    if (left <= 0 || isEmpty(range)) return;
    let next: Promise<ScanPage> | undefined = fetch(range);
    while (next !== undefined) {
      const { pairs, rest }: ScanPage = await next;
      left -= pairs.length;
      next = rest === undefined || left <= 0 ? undefined : fetch(rest);
      // The consumer may leave before it gets here: a page nobody awaits must not end the process.
      next?.catch(() => {});
      yield* pairs;
    }
  }

  /** Before, so that nothing is asked for in vain, and after, since the safe point may have passed meanwhile (S092). */
  async #visibly<Result>({ deadline }: Backoffer, read: () => Promise<Result>): Promise<Result> {
    const { visibility } = this.#environment;
    const before = visibility.check(this.readTs, deadline);
    if (before !== undefined) await before;
    const result = await read();
    const after = visibility.check(this.readTs, deadline);
    if (after !== undefined) await after;
    return result;
  }
}

function isEmpty({ start, end }: KeyRange): boolean {
  return end.length > 0 && compareBytes(start, end) >= 0;
}
