/** Work that has been begun and has not ended. Holds nothing while there is none. */
export class PendingWork {
  #all: Set<Promise<unknown>> | undefined;

  get isEmpty(): boolean {
    return this.#all === undefined || this.#all.size === 0;
  }

  /** Resolves when all work begun so far has ended, well or not. */
  async ended(): Promise<void> {
    if (this.#all !== undefined) await Promise.allSettled(this.#all);
  }

  /** @throws what the work fails with */
  async follow(work: Promise<void>): Promise<void> {
    this.#all ??= new Set();
    this.#all.add(work);
    try {
      await work;
    } finally {
      this.#all.delete(work);
    }
  }
}
