import { showCaller } from '../model/errors/show-caller.ts';
import type { KeyValue } from '../model/key-value.ts';
import type { KeyRange } from '../model/region.ts';
import type { Deadline } from '../retry/deadline.ts';
import { isEmptyRange, restAfterKey, type ScanPage } from './scan-part.ts';

export interface ScannerInput {
  readonly range: KeyRange;
  /** From the end of the range downward. */
  readonly reverse: boolean;
  /** Pairs to give at most; undefined for all. */
  readonly limit: number | undefined;
  /** Ends with the pair that brings keys and values to this many bytes; undefined for no limit. */
  readonly maxBytes: number | undefined;
  /** Pairs to ask a store for at once. */
  readonly batchSize: number;
}

/**
 * Asks for the first pairs of a range, at most `batchSize`, and calls `by` at once with the deadline that it
 * has.
 */
export type FetchPage = (
  range: KeyRange,
  batchSize: number,
  by: (deadline: Deadline) => void,
) => Promise<ScanPage>;

/**
 * A scan in progress. It gives pairs one by one and fetches pages as they are needed, each while the pairs of
 * the one before are taken. When it is left early, it does not wait for the page under way. `rest` is what
 * comes after the pairs taken so far.
 */
export class Scanner {
  readonly #scan: ScannerInput;
  readonly #fetchPage: FetchPage;
  #rest: KeyRange | undefined;
  #isOver = false;

  constructor(scan: ScannerInput, fetchPage: FetchPage) {
    this.#scan = scan;
    this.#fetchPage = fetchPage;
    this.#rest = isEmptyRange(scan.range) ? undefined : scan.range;
  }

  /** What is left to scan, limits aside; undefined when nothing is. */
  get rest(): KeyRange | undefined {
    return this.#rest;
  }

  /** All pairs were given, or it was left, or has failed. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** @throws what fetching a page throws */
  async *pairs(): AsyncGenerator<KeyValue, void, undefined> {
    const { range, reverse, limit, maxBytes, batchSize } = this.#scan;
    const budget = new Budget(limit, maxBytes);
    let deadline: Deadline | undefined;
    const by = (own: Deadline) => {
      deadline = own;
    };
    const fetch = (rest: KeyRange | undefined) => {
      if (rest === undefined || budget.isSpent) return undefined;
      const page = this.#fetchPage(rest, Math.min(batchSize, budget.pairsLeft), by);
      // The consumer may leave before it gets here: a page nobody awaits must not end the process.
      page.catch(() => {});
      return page;
    };
    let next = fetch(this.#rest);
    try {
      while (next !== undefined) {
        const asked: Promise<ScanPage> = next;
        next = undefined;
        const { pairs, rest } = await asked;
        const count = budget.take(pairs);
        next = fetch(rest);
        for (let index = 0; index < count; index++) {
          const pair = pairs[index] as KeyValue;
          this.#rest = index === pairs.length - 1 ? rest : restAfterKey(range, pair.key, reverse);
          yield pair;
        }
        if (pairs.length === 0) this.#rest = rest;
      }
    } catch (error) {
      showCaller(error);
      throw error;
    } finally {
      this.#isOver = true;
      // Its consumer has left. If the page has come, its deadline is over already.
      if (next !== undefined) deadline?.cut();
    }
  }
}

/** What a scan may still give. */
class Budget {
  #pairs: number;
  #bytes: number;
  /** Totals of the pairs given so far, to estimate those to come. */
  #givenPairs = 0;
  #givenBytes = 0;
  readonly #countsBytes: boolean;

  constructor(limit = Number.POSITIVE_INFINITY, maxBytes = Number.POSITIVE_INFINITY) {
    this.#pairs = limit;
    this.#bytes = maxBytes;
    this.#countsBytes = maxBytes !== Number.POSITIVE_INFINITY;
  }

  get isSpent(): boolean {
    return this.#pairs <= 0 || this.#bytes <= 0;
  }

  /** As many pairs as will probably be wanted, at least one. */
  get pairsLeft(): number {
    if (this.#givenBytes === 0) return this.#pairs;
    return Math.min(this.#pairs, Math.ceil((this.#bytes / this.#givenBytes) * this.#givenPairs));
  }

  /** @returns how many of the pairs may be given */
  take(pairs: readonly KeyValue[]): number {
    if (!this.#countsBytes) {
      this.#pairs -= pairs.length;
      return pairs.length;
    }
    let count = 0;
    while (count < pairs.length && !this.isSpent) {
      const { key, value } = pairs[count++] as KeyValue;
      const sizeBytes = key.length + value.length;
      this.#pairs--;
      this.#bytes -= sizeBytes;
      this.#givenPairs++;
      this.#givenBytes += sizeBytes;
    }
    return count;
  }
}
