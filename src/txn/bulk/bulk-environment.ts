import type { RangeTaskEnvironment } from '../../region/range-task.ts';
import type { kvrpcpb } from '../../wire/codec/messages.ts';
import type { AssertionLevel } from '../commit/choose-protocol.ts';
import type { CommitBounds } from '../commit/commit-bounds.ts';
import type { ReadEnvironment } from '../reads/read-environment.ts';
import type { TransactionEnvironment } from '../transaction-environment.ts';

/** What bulk transactions need of the client beyond what all transactions do. */
export interface BulkEnvironment extends TransactionEnvironment {
  readonly reads: ReadEnvironment;
  /**
   * Reports to every known store what has become of a transaction. Nothing waits for it, and a failure is
   * ignored.
   */
  tellStores(status: kvrpcpb.TxnStatus): void;
}

/** How one bulk transaction goes about its flushes and its commit. */
export interface BulkOptions {
  /** Requests of one flush under way at once. */
  readonly flushConcurrency: number;
  /** Regions whose locks are resolved at once, when the transaction has ended. */
  readonly resolveConcurrency: number;
  /** Share of the time for which flushes pause: from 0 to below 1. */
  readonly throttleRatio: number;
  /** A flush begins when the gathered writes take this much memory, in bytes, */
  readonly flushBytes: number;
  /** and have this many keys; or regardless of both, when they take half of `maxBufferBytes`. */
  readonly flushKeys: number;
  /** Writes wait while gathered writes and those being flushed take this much memory together, in bytes. */
  readonly maxBufferBytes: number;
  /** How far assertions about keys are checked when they are flushed. */
  readonly assertionLevel: AssertionLevel;
  /** Undefined where every commit timestamp will do. */
  readonly bounds?: CommitBounds | undefined;
  /** A lock met by a flush is a conflict at once, and is not resolved. */
  readonly failsOnLock?: boolean | undefined;
  /** How old the start timestamp was when the transaction began, in milliseconds. Default 0. */
  readonly startAgeMs?: number | undefined;
}

export function rangeTasksOf(environment: BulkEnvironment): RangeTaskEnvironment {
  const { regions, root, detachedBackoffer } = environment;
  return { cache: regions.cache, root, detachedBackoffer };
}
