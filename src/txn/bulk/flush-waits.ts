import type { Clock } from '../../model/runtime.ts';

/** How long the callers of a bulk transaction have waited for its flushes (client-go's flush_wait_ms; parity row PIP-12). */
export class FlushWaits {
  readonly #clock: Pick<Clock, 'now'>;
  #totalMs = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Added up over calls, which may have waited side by side. */
  get totalMs(): number {
    return this.#totalMs;
  }

  /** A call begins to wait. @returns ends that; once more it does nothing */
  begin(): () => void {
    const sinceMs = this.#clock.now();
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#totalMs += this.#clock.now() - sinceMs;
    };
  }
}
