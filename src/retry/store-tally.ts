/**
 * What stores report about their own work on requests, added up. Zeros where they report nothing: TiKV can be
 * configured not to, and a store may not be TiKV.
 */
export interface StoreReceipt {
  /** From the arrival of a request until its answer, in milliseconds; the parts below are within it. */
  readonly tookMs: number;
  /** In queues. */
  readonly waitedMs: number;
  /** At work, pauses excluded. */
  readonly workedMs: number;
  /** In pauses, which a store makes so that other requests get their turn. */
  readonly pausedMs: number;
  /** Reading from disk and caches. */
  readonly readMs: number;
  /** Versions of keys that belong to the result. */
  readonly versionsUsed: number;
  /** All versions that were read to find those. */
  readonly versionsSeen: number;
  /** Size of the versions used, in bytes. */
  readonly usedBytes: number;
  /** File blocks found in the cache. */
  readonly blocksCached: number;
  /** File blocks read from disk. */
  readonly blocksRead: number;
  /** Size of the blocks read from disk, in bytes. */
  readonly blocksReadBytes: number;
}

/** As in answers (kvrpcpb.ExecDetailsV2). */
export interface StoreDetails {
  readonly timeDetail?:
    | {
        readonly waitWallTimeMs: bigint;
        readonly processWallTimeMs: bigint;
        readonly kvReadWallTimeMs: bigint;
      }
    | undefined;
  readonly timeDetailV2?:
    | {
        readonly waitWallTimeNs: bigint;
        readonly processWallTimeNs: bigint;
        readonly processSuspendWallTimeNs: bigint;
        readonly kvReadWallTimeNs: bigint;
        readonly totalRpcWallTimeNs: bigint;
      }
    | undefined;
  readonly scanDetailV2?:
    | {
        readonly processedVersions: bigint;
        readonly totalVersions: bigint;
        readonly processedVersionsSize: bigint;
        readonly rocksdbBlockCacheHitCount: bigint;
        readonly rocksdbBlockReadCount: bigint;
        readonly rocksdbBlockReadByte: bigint;
      }
    | undefined;
}

const NS_IN_MS = 1_000_000;

/**
 * Adds up what stores report about requests of one kind. Follows client-go's TimeDetail and ScanDetail
 * (util/execdetails.go; parity row SNP-19).
 */
export class StoreTally {
  readonly sum = {
    tookMs: 0,
    waitedMs: 0,
    workedMs: 0,
    pausedMs: 0,
    readMs: 0,
    versionsUsed: 0,
    versionsSeen: 0,
    usedBytes: 0,
    blocksCached: 0,
    blocksRead: 0,
    blocksReadBytes: 0,
  };

  /** Older stores report fewer times, and in milliseconds. */
  add({ timeDetail, timeDetailV2: time, scanDetailV2: scan }: StoreDetails): void {
    const { sum } = this;
    if (time !== undefined) {
      sum.tookMs += Number(time.totalRpcWallTimeNs) / NS_IN_MS;
      sum.waitedMs += Number(time.waitWallTimeNs) / NS_IN_MS;
      sum.workedMs += Number(time.processWallTimeNs) / NS_IN_MS;
      sum.pausedMs += Number(time.processSuspendWallTimeNs) / NS_IN_MS;
      sum.readMs += Number(time.kvReadWallTimeNs) / NS_IN_MS;
    } else if (timeDetail !== undefined) {
      sum.waitedMs += Number(timeDetail.waitWallTimeMs);
      sum.workedMs += Number(timeDetail.processWallTimeMs);
      sum.readMs += Number(timeDetail.kvReadWallTimeMs);
    }
    if (scan === undefined) return;
    sum.versionsUsed += Number(scan.processedVersions);
    sum.versionsSeen += Number(scan.totalVersions);
    sum.usedBytes += Number(scan.processedVersionsSize);
    sum.blocksCached += Number(scan.rocksdbBlockCacheHitCount);
    sum.blocksRead += Number(scan.rocksdbBlockReadCount);
    sum.blocksReadBytes += Number(scan.rocksdbBlockReadByte);
  }
}
