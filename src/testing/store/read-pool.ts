import type { errorpb, kvrpcpb } from '#proto';
import { regionError } from './region-errors.ts';

/** Reads that may be refused for the queue they would wait in. @see TiKV src/storage/mod.rs, read_pool_spawn_with_busy_check */
const QUEUED: ReadonlySet<string> = new Set([
  'KvGet',
  'KvBatchGet',
  'KvBufferBatchGet',
  'KvScan',
  'RawGet',
  'RawBatchGet',
  'RawScan',
  'RawBatchScan',
  'RawGetKeyTTL',
]);

/**
 * Why a read is not let into the queue: it would wait there for longer than its client wants it to. Looked at before
 * anything else of the request.
 *
 * @see TiKV src/read_pool.rs, check_busy_threshold
 */
export function queueRefusal(
  rpc: string,
  context: kvrpcpb.Context | undefined,
  estimatedWaitMs: number,
): errorpb.Error | undefined {
  const thresholdMs = context?.busyThresholdMs ?? 0;
  if (thresholdMs === 0 || estimatedWaitMs <= thresholdMs || !QUEUED.has(rpc)) return undefined;
  return regionError.queueTooLong(estimatedWaitMs);
}
