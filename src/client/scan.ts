import { UsageError } from '../model/errors.ts';
import type { KeyValue } from '../model/key-value.ts';
import type { KeyRange } from '../model/region.ts';
import { toToken } from './scan-token.ts';

/** Where the pairs of a scan come from. */
export interface ScanSource {
  /** The range after the pairs returned so far; undefined when nothing is left. */
  readonly rest: KeyRange | undefined;
  /** Whether all pairs were returned, the loop was left, or the scan has failed. */
  readonly isOver: boolean;
  pairs(): AsyncGenerator<KeyValue, void, undefined>;
}

/**
 * The pairs of a range, one by one for `for await`, or all at once from `toArray`. A scan can be read only
 * once, and leaving the loop early ends it. `token` says where it stopped, so that another scan, even in
 * another process, can go on from there.
 *
 * @example
 * let after: string | undefined;
 * do {
 *   const page = tikv.scan({ prefix: 'user/', limit: 100, after });
 *   for await (const { key, value } of page) show(key, value);
 *   after = page.token;
 * } while (after !== undefined);
 */
export class Scan implements AsyncIterableIterator<KeyValue, void, undefined>, AsyncDisposable {
  readonly #source: ScanSource;
  readonly #pairs: AsyncGenerator<KeyValue, void, undefined>;
  readonly #reverse: boolean;
  #isLeft = false;
  #isGathered = false;

  /** @internal */
  constructor(source: ScanSource, reverse: boolean) {
    this.#source = source;
    this.#pairs = source.pairs();
    this.#reverse = reverse;
  }

  /**
   * Where the scan stands: after the last pair returned. Undefined at the end of the range. It contains a
   * key.
   */
  get token(): string | undefined {
    const { rest } = this.#source;
    return rest === undefined ? undefined : toToken(rest, this.#reverse);
  }

  /** The next pair. @throws the error that ended the scan */
  next(): Promise<IteratorResult<KeyValue, void>> {
    return this.#pairs.next();
  }

  /** Ends the scan. */
  return(): Promise<IteratorResult<KeyValue, void>> {
    this.#isLeft = true;
    return this.#pairs.return();
  }

  /**
   * The remaining pairs, in an array. All of them are in memory at once, so give a `limit` where there may be
   * many.
   * @throws the error that ended the scan; UsageError when it has already been read
   */
  async toArray(): Promise<KeyValue[]> {
    this.#checkUnread();
    this.#isGathered = true;
    const pairs: KeyValue[] = [];
    for await (const pair of this.#pairs) pairs.push(pair);
    return pairs;
  }

  /** @throws UsageError when it has already been read or left */
  [Symbol.asyncIterator](): this {
    this.#checkUnread();
    return this;
  }

  /** Ends the scan, as leaving a loop over it does. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #checkUnread(): void {
    if (this.#isLeft || this.#isGathered || this.#source.isOver) {
      throw new UsageError('A scan can be read only once: to go on, start another with its token as "after"');
    }
  }
}
