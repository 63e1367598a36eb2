/** The weight of a new duration in the average (of age 10, as client-go's). */
const WEIGHT = 2 / 11;

/** How long flushes pause, so that they take no more than their share of the time. Parity row PIP-7. */
export class FlushPace {
  readonly #ratio: number;
  #averageMs: number | undefined;

  /** @param ratio the share of pauses in pauses and flushes together, from 0 to below 1 */
  constructor(ratio: number) {
    this.#ratio = ratio;
  }

  /** How long the next flush waits, in milliseconds; 0 before the first. */
  get pauseMs(): number {
    return Math.floor((this.#ratio / (1 - this.#ratio)) * (this.#averageMs ?? 0));
  }

  /** Adds the duration of a flush, in milliseconds. */
  add(durationMs: number): void {
    const averageMs = this.#averageMs ?? durationMs;
    this.#averageMs = averageMs + WEIGHT * (durationMs - averageMs);
  }
}
