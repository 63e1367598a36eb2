import { composeTimestamp, LOGICAL_BITS, type Timestamp } from '../../model/timestamp.ts';

const LOGICAL_LIMIT = 1 << Number(LOGICAL_BITS);

/** PD saves its time this far ahead; a new leader starts above what was saved (`tso-save-interval`). */
const SAVE_AHEAD_MS = 3_000;

/** The last timestamp of a batch, as TsoResponse carries it. */
export interface TsoBatch {
  readonly physicalMs: number;
  readonly logical: number;
}

/**
 * PD's timestamp oracle (server rule 73): the physical part follows the wall clock to the millisecond and
 * never goes back, whatever the clock does; only the fault `goBack` makes it.
 *
 * @see PD pkg/tso/tso.go, generateTSO and syncTimestamp
 */
export class TimestampOracle {
  readonly #wallMs: () => number;
  #physicalMs = 0;
  #logical = 0;
  #offsetMs = 0;
  /**
   * Stores that ask for the present time are given a timestamp of their own, as PD does. When false, the last that was
   * given: it tells them as much, and explorers need not tell apart when a store has asked.
   */
  isFreshForStores = true;
  #stalled: (() => void)[] | undefined;

  constructor(wallMs: () => number) {
    this.#wallMs = wallMs;
  }

  /** Takes `count` timestamps (1 to 2^18 - 1) that share their physical part; gives the last of them. */
  take(count: number): TsoBatch {
    const nowMs = this.#clockMs();
    if (nowMs > this.#physicalMs) this.#startMillisecond(nowMs);
    if (this.#logical + count >= LOGICAL_LIMIT) this.#startMillisecond(this.#physicalMs + 1);
    this.#logical += count;
    return { physicalMs: this.#physicalMs, logical: this.#logical };
  }

  /** Takes one timestamp. */
  next(): Timestamp {
    const { physicalMs, logical } = this.take(1);
    return composeTimestamp(physicalMs, logical);
  }

  /** What the next timestamp depends on, besides the clock. */
  state(): unknown {
    return [this.#physicalMs, this.#logical, this.#offsetMs, this.#stalled?.length];
  }

  /** What a store is told that asks for the present time. */
  nextForStore(): Timestamp {
    const { physicalMs, logical } = this.take(this.isFreshForStores ? 1 : 0);
    return composeTimestamp(physicalMs, logical);
  }

  /** Settles when timestamps may be taken: at once unless stalled. */
  ready(): Promise<void> | undefined {
    const stalled = this.#stalled;
    if (stalled === undefined) return undefined;
    return new Promise((resolve) => {
      stalled.push(resolve);
    });
  }

  /** Fault: requests are not answered until `resume`. */
  stall(): void {
    this.#stalled ??= [];
  }

  resume(): void {
    const waiting = this.#stalled ?? [];
    this.#stalled = undefined;
    for (const resolve of waiting) resolve();
  }

  /** Fault: the oracle's time leaps ahead, and stays ahead. */
  jumpForward(byMs: number): void {
    this.#offsetMs += byMs;
  }

  /** Fault: the oracle's time goes back, so that timestamps are given twice (scenario S108). */
  goBack(byMs: number): void {
    this.#offsetMs -= byMs;
    this.#physicalMs -= byMs;
    this.#logical = 0;
  }

  /** How far the last timestamp is ahead of the clock: until that is there, the physical part stands still. */
  get aheadMs(): number {
    return Math.max(0, this.#physicalMs - this.#clockMs());
  }

  /** A new PD leader takes over: its timestamps start above all that the old one can have given. */
  changeLeader(): void {
    if (this.#physicalMs > 0) this.#startMillisecond(this.#physicalMs + SAVE_AHEAD_MS);
  }

  #clockMs(): number {
    return Math.floor(this.#wallMs()) + this.#offsetMs;
  }

  #startMillisecond(physicalMs: number): void {
    this.#physicalMs = physicalMs;
    this.#logical = 0;
  }
}
