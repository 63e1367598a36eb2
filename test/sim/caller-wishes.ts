import type { BeginBulkOptions, BeginOptions, ReadSettings, SnapshotOptions } from '../../src/index.ts';

/** Of a range of keys: what lies there, without the end. */
export type ScanBounds = readonly [start: string, end: string];

/** How one caller wants its next call, or its next transaction, to be. */
export interface CallerWishes {
  timeoutMs(): number;
  /** How long a store may take for the first attempt of a point read; undefined for as long as any. */
  firstAttemptTimeoutMs(): number | undefined;
  /** After how long the call is aborted; undefined when it is not. */
  nextAbortMs(): number | undefined;
  /** The same of a scan. */
  nextScanAbortMs(): number | undefined;
  /** Where a scan of some keys, all of which lie between two others, begins and ends. */
  scanBounds(low: string, high: string, keys: readonly string[]): ScanBounds;
  beginOptions(): BeginOptions;
  /** Of a bulk transaction, beside how that flushes. */
  bulkOptions(): BeginBulkOptions;
  snapshotOptions(isStale: boolean): SnapshotOptions;
  /** Of a read of what is newest. */
  latestOptions(): ReadSettings;
  /** How old a snapshot is, which is stale then; undefined when it is not. */
  isStaleAfterMs(): number | undefined;
  /** How long before a transaction its timestamp is taken; undefined when it does so itself. */
  beginsAfterMs(): number | undefined;
  /** Whether it is asked at once what became of a transaction of unknown outcome. */
  settlesSoon(): boolean;
  /** How likely reads of a transaction lock what they read. */
  locking(): number;
  /** Whether raw writes of a call are sent again where an answer was lost, and may be done more than once then. */
  rawSending(): { readonly resend: boolean; readonly mayRepeat: boolean };
  /** After how many seconds a raw value is gone; undefined when it stays. */
  rawTtlSeconds(): number | undefined;
  /** Whether stores keep that. */
  keepsRawTtl(): boolean;
}

/** As anybody's who says nothing. */
export const plainWishes = (timeoutMs: number): CallerWishes => ({
  timeoutMs: () => timeoutMs,
  firstAttemptTimeoutMs: () => undefined,
  nextAbortMs: () => undefined,
  nextScanAbortMs: () => undefined,
  scanBounds: (low, high) => [low, high],
  beginOptions: () => ({}),
  bulkOptions: () => ({}),
  snapshotOptions: () => ({}),
  latestOptions: () => ({}),
  isStaleAfterMs: () => undefined,
  beginsAfterMs: () => undefined,
  settlesSoon: () => false,
  locking: () => 0,
  rawSending: () => ({ resend: false, mayRepeat: false }),
  rawTtlSeconds: () => undefined,
  keepsRawTtl: () => false,
});
