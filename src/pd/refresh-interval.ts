/** No interval is made shorter than this. */
const LEAST_MS = 500;
/**
 * The interval is made this much shorter than it has to be, so that reads of about the same age do not
 * shorten it again and again.
 */
const SPARE_MS = 100;
/** Reads of a moment that is at most this much older than the interval keep it from growing. */
const NEAR_MS = 200;
const KEPT_FOR_MS = 5 * 60_000;
const GROWS_MS_PER_SECOND = 20;

/**
 * `normal`: as configured. `adapting`: shorter, for reads of moments that are not long ago. `recovering`:
 * without such reads it grows again. `unadjustable`: configured to be as short as can be.
 */
export type RefreshState = 'normal' | 'adapting' | 'recovering' | 'unadjustable';

/**
 * How often the newest timestamp known is refreshed. A read of a past moment is checked against it, which
 * takes a request to PD when that moment is later; so it is refreshed more often while there are reads of
 * moments younger than it may get. Follows client-go's pdOracle.nextUpdateInterval (oracle/oracles/pd.go;
 * parity row ORA-5).
 */
export class RefreshInterval {
  readonly #configuredMs: number;
  #currentMs: number;
  #neededAtMs = Number.NEGATIVE_INFINITY;
  #lastAtMs: number | undefined;

  constructor(configuredMs: number) {
    this.#configuredMs = configuredMs;
    this.#currentMs = configuredMs;
  }

  get currentMs(): number {
    return this.#currentMs;
  }

  state(nowMs: number): RefreshState {
    if (this.#configuredMs <= LEAST_MS) return 'unadjustable';
    if (this.#currentMs === this.#configuredMs) return 'normal';
    return nowMs - this.#neededAtMs < KEPT_FOR_MS ? 'adapting' : 'recovering';
  }

  /** Something was read as of a moment `ageMs` ago. @returns whether the interval is shorter now */
  noteRead(ageMs: number, nowMs: number): boolean {
    if (ageMs <= this.#currentMs + NEAR_MS) this.#neededAtMs = nowMs;
    if (ageMs >= this.#currentMs || this.#currentMs <= LEAST_MS) return false;
    this.#currentMs = Math.max(ageMs - SPARE_MS, LEAST_MS);
    return true;
  }

  /** The time until the refresh after this one, in milliseconds; called at each. */
  next(nowMs: number): number {
    const sinceMs = nowMs - (this.#lastAtMs ?? nowMs);
    this.#lastAtMs = nowMs;
    if (this.state(nowMs) === 'recovering') {
      const grownMs = this.#currentMs + (sinceMs / 1_000) * GROWS_MS_PER_SECOND;
      this.#currentMs = Math.min(grownMs, this.#configuredMs);
    }
    return this.#currentMs;
  }
}
