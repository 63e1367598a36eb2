import { newTree, type Tree } from './columns.ts';
import { ServerPanic } from './failure.ts';
import { type Key, type KeyRange, MAX_TS } from './key.ts';
import type { Lock } from './model.ts';
import { TxnStatusCache } from './txn-status-cache.ts';

/** How far beyond PD's clock a timestamp may lie before TiKV takes it for an impossible one (server rule 9). */
const MAX_DRIFT = 60_000n << 18n;

/**
 * What a store holds in memory only, for all its regions: lost with the process (server rule 4).
 *
 * @see TiKV components/concurrency_manager
 */
export class StoreVolatile {
  /** Locks of async-commit and one-phase prewrites between timestamp calculation and apply. */
  readonly memoryLocks: Tree<Lock> = newTree<Lock>();
  /** In-memory pessimistic locks of the regions this store leads. */
  readonly pessimisticLocks: Tree<Lock> = newTree<Lock>();
  readonly txnStatuses = new TxnStatusCache();
  #maxTs = 0n;
  #knownTso = 0n;

  /** All of it that can bear on a later answer. */
  state(withMaxTs: boolean): unknown {
    const { memoryLocks, pessimisticLocks, txnStatuses } = this;
    return {
      memoryLocks: memoryLocks.toArray(),
      pessimisticLocks: pessimisticLocks.toArray(),
      txnStatuses: txnStatuses.state(),
      maxTs: withMaxTs ? this.#maxTs : undefined,
      knownTso: withMaxTs ? this.#knownTso : undefined,
    };
  }

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
