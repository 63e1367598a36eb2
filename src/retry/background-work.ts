import { Chain, type Link } from '../model/chain.ts';

/**
 * Work that goes on after the verb that began it has returned: committing secondaries, cleaning up locks. It
 * may fail without harm, since whoever meets what it left can finish it. Closing a client waits for it.
 */
export class BackgroundWork {
  readonly #running = new Chain<Piece>();
  readonly #onFailure: (name: string, error: unknown) => void;

  /** @param onFailure is called with every failure; it must not throw */
  constructor(onFailure: (name: string, error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  /** How many pieces are under way. */
  get size(): number {
    return this.#running.size;
  }

  /** Starts a piece of work. Its failure is reported, never thrown. */
  run(name: string, work: () => Promise<unknown>): void {
    const piece = new Piece(
      work().then(
        () => void this.#running.delete(piece),
        (error: unknown) => {
          this.#running.delete(piece);
          this.#onFailure(name, error);
        },
      ),
    );
    this.#running.add(piece);
  }

  /** Waits until nothing is under way, work that began meanwhile included. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.toArray().map(({ ended }) => ended));
  }
}

class Piece implements Link<Piece> {
  readonly ended: Promise<void>;
  chain: Chain<Piece> | undefined;
  before: Piece | undefined;
  after: Piece | undefined;

  constructor(ended: Promise<void>) {
    this.ended = ended;
  }
}
