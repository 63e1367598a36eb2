import { UsageError } from '../model/errors.ts';
import type { KeyValue } from '../model/key-value.ts';
import type { KeyRange } from '../model/region.ts';
import { toToken } from './scan-token.ts';

/** Where the pairs of a scan come from. */
export interface ScanSource {
  /** What lies behind the pairs given so far; undefined when nothing does. */
  readonly rest: KeyRange | undefined;
  /** All pairs were given, or it was left, or has failed. */
  readonly isOver: boolean;
  pairs(): AsyncGenerator<KeyValue, void, undefined>;
}

/**
 * The pairs of a range, for `for await`, or all at once by `toArray`. Scans are read once; leaving the loop
 * early ends them. `token` says where it stood, for another scan, in another process too, to go on from.
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
   * Where the scan stands: behind the last pair given. Undefined when the range is used up. It holds a key.
   */
  get token(): string | undefined {
    const { rest } = this.#source;
    return rest === undefined ? undefined : toToken(rest, this.#reverse);
  }

  /** The next pair. @throws what the scan fails with */
  next(): Promise<IteratorResult<KeyValue, void>> {
    return this.#pairs.next();
  }

  /** Ends the scan. */
  return(): Promise<IteratorResult<KeyValue, void>> {
    this.#isLeft = true;
    return this.#pairs.return();
  }

  /**
   * The pairs that are left, in an array: they all lie in memory at once, so give a `limit` where there may
   * be many.
   * @throws what the scan fails with; UsageError when it has been read
   */
  async toArray(): Promise<KeyValue[]> {
    this.#checkUnread();
    this.#isGathered = true;
    const pairs: KeyValue[] = [];
    for await (const pair of this.#pairs) pairs.push(pair);
    return pairs;
  }

  /** @throws UsageError when it has been read to its end, or left */
  [Symbol.asyncIterator](): this {
    this.#checkUnread();
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #checkUnread(): void {
    if (this.#isLeft || this.#isGathered || this.#source.isOver) {
      throw new UsageError('A scan can be read only once: to go on, start another with its token as "after"');
    }
  }
}
