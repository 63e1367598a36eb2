import type { KeyValue } from '../../model/key-value.ts';
import type { KeyRange } from '../../model/region.ts';
import { isEmptyRange, restAfterKey } from '../../region/scan-part.ts';
import type { ScannerInput } from '../../region/scanner.ts';

/**
 * The end of a scan whose pairs come from elsewhere, in order. `rest` is what is left of the range after the
 * pairs taken so far.
 */
export class LimitedScan {
  readonly #pairs: AsyncGenerator<KeyValue>;
  readonly #scan: Omit<ScannerInput, 'batchSize'>;
  #rest: KeyRange | undefined;
  #isOver = false;

  constructor(pairs: AsyncGenerator<KeyValue>, scan: Omit<ScannerInput, 'batchSize'>) {
    this.#pairs = pairs;
    this.#scan = scan;
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

  /** @throws what the source throws */
  async *pairs(): AsyncGenerator<KeyValue, void, undefined> {
    const { range, reverse } = this.#scan;
    let { limit = Number.POSITIVE_INFINITY, maxBytes = Number.POSITIVE_INFINITY } = this.#scan;
    try {
      if (limit <= 0) return;
      for await (const pair of this.#pairs) {
        limit--;
        maxBytes -= pair.key.length + pair.value.length;
        this.#rest = restAfterKey(range, pair.key, reverse);
        yield pair;
        if (limit <= 0 || maxBytes <= 0) return;
      }
      this.#rest = undefined;
    } finally {
      this.#isOver = true;
    }
  }
}
