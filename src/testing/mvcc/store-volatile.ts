import { newTree, type Tree } from './columns.ts';
import { ServerPanic } from './failure.ts';
import { type Key, type KeyRange, MAX_TS } from './key.ts';
import type { Lock } from './model.ts';

/** How far beyond PD's clock a timestamp may lie before TiKV takes it for an impossible one (server rule 9). */
const MAX_DRIFT = 60_000n << 18n;
const STATUS_CACHE_ENTRIES = 65_536;

/**
 * What a store holds in memory only, for all its regions: lost with the process (server rule 4).
 *
 * @see TiKV components/concurrency_manager, src/storage/txn/txn_status_cache.rs
 */
export class StoreVolatile {
  /** Locks of async-commit and one-phase prewrites between timestamp calculation and apply. */
  readonly memoryLocks: Tree<Lock> = newTree<Lock>();
  /** In-memory pessimistic locks of the regions this store leads. */
  readonly pessimisticLocks: Tree<Lock> = newTree<Lock>();
  #maxTs = 0n;
  #knownTso = 0n;
  readonly #committed = new Map<bigint, bigint>();

  /** Largest timestamp a reader may have read at. */
  get maxTs(): bigint {
    return this.#maxTs;
  }

  /**
   * Raises max_ts; 2^64-1 does not count.
   *
   * @param allowDrift false for requests whose timestamps must all come from PD already
   * @throws ServerPanic when the timestamp lies beyond what PD can have given out
   */
  raiseMaxTs(ts: bigint, tso: () => bigint, allowDrift = true): void {
    if (ts === MAX_TS || ts <= this.#maxTs) return;
    const drift = allowDrift ? MAX_DRIFT : 0n;
    if (ts > this.#knownTso + drift) {
      this.#knownTso = tso();
      if (ts > this.#knownTso + drift) {
        throw new ServerPanic(`max_ts update to ${ts}, beyond PD's ${this.#knownTso}`);
      }
    }
    this.#maxTs = ts;
  }

  /** Sets max_ts from a timestamp of PD, as a new leader does before it takes async-commit requests. */
  syncMaxTs(ts: bigint): void {
    if (ts > this.#maxTs) this.#maxTs = ts;
  }

  /** Commit timestamp of a transaction that is known to have committed. */
  committedAt(startTs: bigint): bigint | undefined {
    return this.#committed.get(startTs);
  }

  /** Remembers that a transaction has committed. */
  rememberCommitted(startTs: bigint, commitTs: bigint): void {
    this.#committed.delete(startTs);
    this.#committed.set(startTs, commitTs);
    for (const oldest of this.#committed.keys()) {
      if (this.#committed.size <= STATUS_CACHE_ENTRIES) break;
      this.#committed.delete(oldest);
    }
  }

  /** Forgets the in-memory pessimistic locks of a region, as when this store stops leading it. */
  takePessimisticLocks(range: KeyRange): [Key, Lock][] {
    const taken: [Key, Lock][] = [];
    for (const [key, lock] of this.pessimisticLocks.entries(range.start)) {
      if (range.end !== undefined && key >= range.end) break;
      taken.push([key, lock]);
    }
    for (const [key] of taken) this.pessimisticLocks.delete(key);
    return taken;
  }
}
