import { type Lock, toLock } from '../lock/lock.ts';
import { LockedError } from '../model/errors.ts';
import { MAX_TIMESTAMP, type Timestamp } from '../model/timestamp.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import type { kvrpcpb } from '../wire/codec/messages.ts';
import { toKeyError } from './key-errors.ts';
import type { ReadEnvironment } from './read-environment.ts';

/** What a request's context says about locks already judged. */
export interface LockContext {
  readonly resolvedLocks: readonly bigint[];
  readonly committedLocks: readonly bigint[];
}

/**
 * The transactions whose locks a snapshot has met and need not ask about again: those it reads past, and those
 * whose values it reads through their locks. Holds for one read timestamp (parity row SNP-9, scenarios S076, S077).
 */
export class LocksMet {
  readonly #readTs: Timestamp;
  readonly #environment: ReadEnvironment;
  /** Made with the first lock: most reads meet none. */
  #ignored: Set<bigint> | undefined;
  #accessed: Set<bigint> | undefined;

  constructor(environment: ReadEnvironment, readTs: Timestamp) {
    this.#environment = environment;
    this.#readTs = readTs;
  }

  /** Reads past the locks of a transaction. */
  ignore(startTs: Timestamp): void {
    this.#ignored ??= new Set();
    this.#ignored.add(startTs);
  }

  /** Reads the values of a transaction through its locks. */
  access(startTs: Timestamp): void {
    this.#accessed ??= new Set();
    this.#accessed.add(startTs);
  }

  /** For the context of every read; undefined while no lock was met. */
  get context(): LockContext | undefined {
    if (this.#ignored === undefined && this.#accessed === undefined) return undefined;
    return { resolvedLocks: [...(this.#ignored ?? [])], committedLocks: [...(this.#accessed ?? [])] };
  }

  /**
   * Takes the locks out of key errors.
   * @throws the typed error when one is about something else
   */
  static in(errors: readonly kvrpcpb.KeyError.Decoded[]): readonly Lock[] {
    return errors.map((error) => {
      if (error.locked === undefined) throw toKeyError(error);
      return toLock(error.locked);
    });
  }

  /**
   * Resolves locks that stopped a read, and waits for those that live on. After it the read is tried again.
   * @throws ResolveLockTimeoutError when the budget is used up, and what the deadline says
   */
  async resolve(locks: readonly Lock[], backoffer: Backoffer, lite: boolean): Promise<void> {
    const result = await this.#environment.locks.resolve(
      locks,
      { callerStartTs: this.#readTs, mode: 'read', lite },
      backoffer,
    );
    for (const startTs of result.ignore) this.ignore(startTs);
    for (const startTs of result.access) this.access(startTs);
    if (result.waitMs > 0) {
      const first = locks[0] as Lock;
      await backoffer.sleep('txnLockFast', new LockedError(first.key, first.startTs), result.waitMs);
    }
  }

  /**
   * A read of the newest value stops at the first transaction it meets. A lock that another one puts on the key
   * afterwards belongs to a commit that began after the read did.
   */
  ignoreLaterThan(first: Lock, later: Lock): boolean {
    if (this.#readTs !== MAX_TIMESTAMP || first.startTs === later.startTs) return false;
    this.ignore(later.startTs);
    return true;
  }
}
