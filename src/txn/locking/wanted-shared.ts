import { equalBytes } from '../../model/bytes.ts';
import { UsageError } from '../../model/errors.ts';
import type { WriteBuffer } from '../buffer/write-buffer.ts';
import type { HeldLocks } from './held-locks.ts';

/**
 * The shared locks that a transaction has requested, and that are neither granted nor refused yet. From the
 * call on, no key is both written and locked as shared: the call's turn may come much later.
 */
export class WantedShared {
  readonly #written: Pick<WriteBuffer, 'has'>;
  readonly #held: Pick<HeldLocks, 'get'>;
  readonly #wanted = new Set<readonly Uint8Array[]>();

  constructor(written: Pick<WriteBuffer, 'has'>, held: Pick<HeldLocks, 'get'>) {
    this.#written = written;
    this.#held = held;
  }

  has(key: Uint8Array): boolean {
    if (this.#wanted.size === 0) return false;
    return Array.from(this.#wanted).some((keys) => keys.some((wanted) => equalBytes(wanted, key)));
  }

  /**
   * Runs a call that locks these keys. @throws UsageError when one of them was written; what the call throws
   */
  async run<Result>(keys: readonly Uint8Array[], lock: () => Promise<Result>): Promise<Result> {
    // An exclusive lock is as good, and its key may be written.
    const isRefused = (key: Uint8Array) => this.#written.has(key) && !this.#held.get(key);
    if (keys.some(isRefused)) {
      throw new UsageError('lock: a key that the transaction has written cannot get a shared lock');
    }
    this.#wanted.add(keys);
    try {
      return await lock();
    } finally {
      this.#wanted.delete(keys);
    }
  }
}
