/** How much a new duration counts against those before (an average of age 10, as client-go's). */
const WEIGHT = 2 / 11;

/** How long flushes pause, so that they take up no more than their share of the time. Parity row PIP-7. */
export class FlushPace {
  readonly #ratio: number;
  #averageMs: number | undefined;

  /** @param ratio of pauses to pauses and flushes together, from 0 to below 1 */
  constructor(ratio: number) {
    this.#ratio = ratio;
  }

  /** How long the next flush waits, in milliseconds; nothing before the first. */
  get pauseMs(): number {
    return Math.floor((this.#ratio / (1 - this.#ratio)) * (this.#averageMs ?? 0));
  }

  /** A flush has taken so long. */
  add(durationMs: number): void {
    const averageMs = this.#averageMs ?? durationMs;
    this.#averageMs = averageMs + WEIGHT * (durationMs - averageMs);
  }
}
