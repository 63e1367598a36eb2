import type { TikvError } from '../../model/errors.ts';

interface Waiter {
  isOver(): boolean;
  resolve(): void;
  reject(error: TikvError): void;
}

/** Promises that wait for conditions, which are looked at whenever something has changed. */
export class Waiters {
  readonly #waiting = new Set<Waiter>();

  until(isOver: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => this.#waiting.add({ isOver, resolve, reject }));
  }

  /** Something has changed. */
  wakeDue(): void {
    for (const waiter of this.#waiting) {
      if (!waiter.isOver()) continue;
      this.#waiting.delete(waiter);
      waiter.resolve();
    }
  }

  /** There is nothing to wait for any more. Without an error that is what the caller wanted. */
  end(error: TikvError | undefined): void {
    for (const { resolve, reject } of this.#waiting) {
      if (error === undefined) resolve();
      else reject(error);
    }
    this.#waiting.clear();
  }
}
