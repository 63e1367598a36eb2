import type { TikvError } from '../../model/errors.ts';

interface Waiter {
  isOver(): boolean;
  resolve(): void;
  reject(error: TikvError): void;
}

/** Promises that wait for conditions, which are checked whenever something has changed. */
export class Waiters {
  readonly #waiting = new Set<Waiter>();

  until(isOver: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => this.#waiting.add({ isOver, resolve, reject }));
  }

  /** Resolves the waits whose conditions are met. */
  wakeDue(): void {
    for (const waiter of this.#waiting) {
      if (!waiter.isOver()) continue;
      this.#waiting.delete(waiter);
      waiter.resolve();
    }
  }

  /** Ends all waits: resolves them without an error, else rejects them with it. */
  end(error: TikvError | undefined): void {
    for (const { resolve, reject } of this.#waiting) {
      if (error === undefined) resolve();
      else reject(error);
    }
    this.#waiting.clear();
  }
}
