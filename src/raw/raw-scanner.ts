import type { KeyRange } from '../model/region.ts';
import { isEmptyRange, restBehind } from '../region/scan-part.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import type { RawEnvironment } from './raw-environment.ts';
import { type RawPage, type RawPageOptions, type RawPair, rawScanPage } from './raw-scan-page.ts';

export interface RawScanInput extends RawPageOptions {
  readonly range: KeyRange;
  /** Pairs to give at most; undefined for all. */
  readonly limit: number | undefined;
}

/** Runs what fetches a page, with retries and a deadline. */
export type RunPage = (fetch: (backoffer: Backoffer) => Promise<RawPage>) => Promise<RawPage>;

/**
 * A scan in progress: pairs one by one, pages fetched as they are needed, the next one while the pairs of the last
 * are taken. `rest` is what lies behind the pairs taken so far.
 */
export class RawScanner {
  readonly #environment: RawEnvironment;
  readonly #scan: RawScanInput;
  readonly #runPage: RunPage;
  #rest: KeyRange | undefined;

  constructor(environment: RawEnvironment, scan: RawScanInput, runPage: RunPage) {
    this.#environment = environment;
    this.#scan = scan;
    this.#runPage = runPage;
    this.#rest = isEmptyRange(scan.range) ? undefined : scan.range;
  }

  /** What is left to scan, the limit aside; undefined when nothing is. */
  get rest(): KeyRange | undefined {
    return this.#rest;
  }

  /** @throws what `rawScanPage` throws */
  async *pairs(): AsyncGenerator<RawPair, void, undefined> {
    const { range, reverse } = this.#scan;
    let left = this.#scan.limit ?? Number.POSITIVE_INFINITY;
    let next = left > 0 && this.#rest !== undefined ? this.#fetch(this.#rest, left) : undefined;
    while (next !== undefined) {
      const { pairs, rest }: RawPage = await next;
      left -= pairs.length;
      next = rest === undefined || left <= 0 ? undefined : this.#fetch(rest, left);
      // The consumer may leave before it gets here: a page nobody awaits must not end the process.
      next?.catch(() => {});
      for (const [index, pair] of pairs.entries()) {
        this.#rest = index === pairs.length - 1 ? rest : restBehind(range, pair.key, reverse);
        yield pair;
      }
      if (pairs.length === 0) this.#rest = rest;
    }
  }

  #fetch(rest: KeyRange, left: number): Promise<RawPage> {
    const options = { ...this.#scan, batchSize: Math.min(this.#scan.batchSize, left) };
    return this.#runPage((backoffer) => rawScanPage(this.#environment, rest, options, backoffer));
  }
}
