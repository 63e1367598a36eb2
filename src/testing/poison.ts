/** The first error that made a cluster useless. */
export class Poison {
  #error: unknown;

  get error(): unknown {
    return this.#error;
  }

  /** Notes an error; later ones are consequences. */
  add(error: unknown): void {
    this.#error ??= error;
  }

  /** The error, forgotten: it is thrown once. */
  take(): unknown {
    const error = this.#error;
    this.#error = undefined;
    return error;
  }
}
