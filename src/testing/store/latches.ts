import type { Key } from '../mvcc/key.ts';

/** Where a command joins the queue of a latch: at its end, or right behind the command that holds it. */
export type LatchPlace = 'last' | 'next';

interface Waiter {
  readonly keys: readonly Key[];
  missing: number;
  readonly grant: () => void;
}

/**
 * Latches of a store: commands on the same key run one after another, in the order they came.
 *
 * @see TiKV src/storage/txn/latch.rs
 */
export class Latches {
  /** Who holds or waits for each key, the holder first. */
  readonly #queues = new Map<Key, Waiter[]>();

  /**
   * Asks for latches; release them with the result.
   *
   * @param place `next` is for one command that gets one key of the holder: TiKV hands over its latch
   * @returns `ready`: undefined when the latches are held at once, else settles when they are
   */
  acquire(
    keys: readonly Key[],
    place: LatchPlace = 'last',
  ): { readonly ready: Promise<void> | undefined; release(): void } {
    const distinct = [...new Set(keys)];
    let grant = (): void => {};
    const ready = new Promise<void>((resolve) => {
      grant = resolve;
    });
    const waiter: Waiter = { keys: distinct, missing: 0, grant };
    for (const key of distinct) {
      const queue = this.#queues.get(key);
      if (queue === undefined) {
        this.#queues.set(key, [waiter]);
      } else {
        queue.splice(place === 'next' ? 1 : queue.length, 0, waiter);
        waiter.missing += 1;
      }
    }
    return { ready: waiter.missing === 0 ? undefined : ready, release: () => this.#release(waiter) };
  }

  /** The keys that are held or waited for, with how many do. */
  state(): unknown {
    return [...this.#queues].map(([key, waiters]) => [key, waiters.length]);
  }

  #release(waiter: Waiter): void {
    for (const key of waiter.keys) {
      const queue = this.#queues.get(key);
      if (queue?.[0] !== waiter) continue;
      queue.shift();
      const next = queue[0];
      if (next === undefined) {
        this.#queues.delete(key);
        continue;
      }
      next.missing -= 1;
      if (next.missing === 0) next.grant();
    }
  }
}
