import { type Lock, toLock } from '../../lock/lock.ts';
import { LockedError } from '../../model/errors.ts';
import { MAX_TIMESTAMP, type Timestamp } from '../../model/timestamp.ts';
import type { ReplicaRead } from '../../region/replica/replica-read.ts';
import type { RegionClient } from '../../region/request/region-client.ts';
import type { Backoffer } from '../../retry/backoffer.ts';
import type { kvrpcpb } from '../../wire/codec/messages.ts';
import type { ReadEnvironment } from './read-environment.ts';
import { toReadError } from './read-error.ts';

export interface ResolveReadOptions {
  /** Resolves just the keys met, never a whole region. */
  readonly lite: boolean;
  /** Whether a committed value must be out of its lock: a lock does not hold its commit timestamp. */
  readonly needCommitTs: boolean;
}

/**
 * Which replicas serve a read of so many keys; undefined for the leader. @throws UsageError when a caller's
 * function fails
 */
export type Replicas = (keyCount: number) => ReplicaRead | undefined;

/**
 * What reads at one timestamp share: how their requests are sent, and the transactions whose locks they have
 * met and need not ask about again. Those are read past, or read through, by the next requests (parity row
 * SNP-9, scenarios S076, S077).
 */
export class ReadView {
  readonly environment: ReadEnvironment;
  readonly readTs: Timestamp;
  readonly #settings: kvrpcpb.Context | undefined;
  readonly #replicas: Replicas | undefined;
  /** Made with the first lock: most reads meet none. */
  #ignored: Set<bigint> | undefined;
  #accessed: Set<bigint> | undefined;

  /**
   * @param settings what the context of every request says
   * @param replicas which replicas serve it. Default: the leader
   */
  constructor(
    environment: ReadEnvironment,
    readTs: Timestamp,
    settings?: kvrpcpb.Context,
    replicas?: Replicas,
  ) {
    this.environment = environment;
    this.readTs = readTs;
    this.#settings = settings;
    this.#replicas = replicas;
  }

  /**
   * The client for the next request, which asks for so many keys.
   * @param hasMetLocks whether the read has waited for a lock: a stale one goes on at the leader then, since
   * replicas that lag may show the lock for a while (parity row SNP-11)
   */
  regionsFor(keyCount: number, hasMetLocks: boolean): RegionClient {
    const { regions } = this.environment;
    const read = this.#replicas?.(keyCount);
    return read === undefined || (read.isStale && hasMetLocks) ? regions : regions.withReplicas(read);
  }

  /** The context fields of the next request; undefined when there are none. */
  get context(): kvrpcpb.Context | undefined {
    if (this.#ignored === undefined && this.#accessed === undefined) return this.#settings;
    return {
      ...this.#settings,
      resolvedLocks: [...(this.#ignored ?? [])],
      committedLocks: [...(this.#accessed ?? [])],
    };
  }

  /**
   * Makes a read, and refuses it when garbage collection may have removed what the view's timestamp sees. The
   * safe point is checked before, to save requests, and after, since it may have moved meanwhile (parity row
   * SNP-22, scenario S092).
   * @throws ReadBelowSafePointError; PdUnreachableError when the safe point is not known; DeadlineError,
   * AbortedError; what the read throws
   */
  async visibly<Result>({ deadline }: Backoffer, read: () => Promise<Result>): Promise<Result> {
    // The newest value is never collected.
    if (this.readTs === MAX_TIMESTAMP) return read();
    const { visibility } = this.environment;
    const before = visibility.check(this.readTs, deadline);
    if (before !== undefined) await before;
    const result = await read();
    const after = visibility.check(this.readTs, deadline);
    if (after !== undefined) await after;
    return result;
  }

  /**
   * Takes the locks out of key errors.
   * @throws the typed error when one is about something else
   */
  locksIn(errors: readonly kvrpcpb.KeyError.Decoded[]): readonly Lock[] {
    return errors.map((error) => {
      if (error.locked === undefined) throw toReadError(this.environment.regions.cache.codec, error);
      return toLock(error.locked);
    });
  }

  /**
   * Resolves locks that stopped a read, and waits for those that live on. After it the read is tried again.
   * @throws ResolveLockTimeoutError when the budget is used up; DeadlineError, AbortedError
   */
  async resolve(
    locks: readonly Lock[],
    { lite, needCommitTs }: ResolveReadOptions,
    backoffer: Backoffer,
  ): Promise<void> {
    const { context } = this.environment.regions;
    const result = await this.environment.locks.resolve(
      locks,
      { context, callerStartTs: this.readTs, mode: 'read', lite, awaitCommit: needCommitTs },
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
   * A read of the newest value stops at the first transaction it meets. A lock that another one puts on the
   * key afterwards belongs to a commit that began after the read did.
   */
  ignoreLaterThan(first: Lock, later: Lock): boolean {
    if (this.readTs !== MAX_TIMESTAMP || first.startTs === later.startTs) return false;
    this.ignore(later.startTs);
    return true;
  }

  /** Reads give this transaction's values through their locks from now on. */
  access(startTs: Timestamp): void {
    this.#accessed ??= new Set();
    this.#accessed.add(startTs);
  }

  /** Reads go past this transaction's locks from now on. */
  ignore(startTs: Timestamp): void {
    this.#ignored ??= new Set();
    this.#ignored.add(startTs);
  }
}
