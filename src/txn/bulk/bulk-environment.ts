import type { RangeTaskEnvironment } from '../../region/range-task.ts';
import type { kvrpcpb } from '../../wire/codec/messages.ts';
import type { AssertionLevel } from '../choose-protocol.ts';
import type { CommitBounds } from '../commit-bounds.ts';
import type { ReadEnvironment } from '../read-environment.ts';
import type { TransactionEnvironment } from '../transaction-environment.ts';

/** What bulk transactions need of the client beyond what all transactions do. */
export interface BulkEnvironment extends TransactionEnvironment {
  readonly reads: ReadEnvironment;
  /** Tells every store known what has become of a transaction. Nothing waits for it, and it may fail unseen. */
  tellStores(status: kvrpcpb.TxnStatus): void;
}

/** How one bulk transaction goes about its flushes and its commit. */
export interface BulkOptions {
  /** Requests of one flush under way at once. */
  readonly flushConcurrency: number;
  /** Regions whose locks are resolved at once, when the transaction has ended. */
  readonly resolveConcurrency: number;
  /** Share of the time that flushes pause: from 0 to below 1. */
  readonly throttleRatio: number;
  /** A flush begins when the memory of the writes gathered comes to this, in bytes, */
  readonly flushBytes: number;
  /** and there are so many keys; or without both, when it comes to half of `maxBufferBytes`. */
  readonly flushKeys: number;
  /** Writes wait while those gathered and those being flushed take this together, in bytes. */
  readonly maxBufferBytes: number;
  /** How far what is asserted of keys is checked when they are flushed. */
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
