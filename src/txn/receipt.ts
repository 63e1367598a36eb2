import type { TransactionProtocol } from '../model/commit-protocol.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { Ledger, Receipt } from '../retry/ledger.ts';

/** How a transaction stands. */
interface Standing {
  /** Start timestamp: the identity of the transaction. */
  readonly startTs: Timestamp;
  /** Undefined unless it has committed. */
  readonly commitTs: Timestamp | undefined;
  /** How it has committed; undefined unless it has. `none`: it wrote nothing. */
  readonly protocol: TransactionProtocol | undefined;
  /** Keys written so far, deletions included. */
  readonly keys: number;
  /** Keys and values written so far, in bytes. */
  readonly sizeBytes: number;
}

/** What a transaction has cost so far, and what came of it. Requests in the background still add to it. */
export interface TransactionReceipt extends Standing, Receipt {
  /** What was locked before the commit. */
  readonly locked: {
    readonly keys: number;
    /** Keys among them that others had written since, so that the lock gave their newest value. */
    readonly withConflict: number;
  };
  /**
   * What its caller has waited for, in milliseconds, added up over calls, which may have waited at the same
   * time.
   */
  readonly durations: {
    /** For other transactions of this client with the same keys; see the option `localLatches`. */
    readonly latchMs: number;
    /** For timestamps of PD since the commit was asked for. */
    readonly timestampMs: number;
    /** For keys to be locked by the commit; with one phase or async commit that is all of the commit. */
    readonly prewriteMs: number;
    /** For the primary to be committed. */
    readonly commitMs: number;
    /** For keys to be locked before the commit, including waits for other holders. */
    readonly lockMs: number;
    /** For flushes of a bulk transaction, whether its caller waited for them or not. */
    readonly flushMs: number;
    /**
     * For flushes of a bulk transaction: by writes that found no room, by `flush` and by `commit` (parity row
     * PIP-12).
     */
    readonly flushWaitMs: number;
  };
}

/**
 * What a ledger has counted for a transaction.
 * @param hasCommitted unless it has, the receipt says nothing about its commit
 */
export function toReceipt(ledger: Ledger, standing: Standing, hasCommitted: boolean): TransactionReceipt {
  const { latchMs, timestampMs, prewriteMs, commitMs, lockMs, flushMs, flushWaitMs } = ledger;
  return {
    ...standing,
    ...(!hasCommitted && { commitTs: undefined, protocol: undefined }),
    ...ledger.receipt,
    locked: { keys: ledger.lockedKeys, withConflict: ledger.lockedWithConflict },
    durations: { latchMs, timestampMs, prewriteMs, commitMs, lockMs, flushMs, flushWaitMs },
  };
}
