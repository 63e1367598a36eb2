import { createHook } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** Collects garbage, and lets what that sets off happen. Needs --expose-gc. */
export async function collect(): Promise<void> {
  if (globalThis.gc === undefined) throw new Error('Run with --expose-gc');
  for (let i = 0; i < 5; i++) {
    globalThis.gc();
    await sleep(10);
  }
}

/** Counts promises that nobody has settled and somebody still holds. */
export class LivePromises {
  readonly #open = new Set<number>();
  readonly #hook = createHook({
    init: (id, type) => {
      if (type === 'PROMISE') this.#open.add(id);
    },
    promiseResolve: (id) => this.#open.delete(id),
    destroy: (id) => this.#open.delete(id),
  }).enable();

  /** After a collection. */
  async count(): Promise<number> {
    await collect();
    return this.#open.size;
  }

  stop(): void {
    this.#hook.disable();
  }
}
