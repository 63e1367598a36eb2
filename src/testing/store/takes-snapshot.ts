import type { Fields } from '../faults/message.ts';
import type { BorderMode } from '../topology/key-bounds.ts';

/** Range deletions are proposed as they are. */
const RANGE_DELETIONS: ReadonlySet<string> = new Set(['KvDeleteRange', 'RawDeleteRange']);

/** So are these, unless they are to be atomic with a compare-and-swap. */
const RAW_WRITES: ReadonlySet<string> = new Set(['RawPut', 'RawBatchPut', 'RawDelete', 'RawBatchDelete']);

/**
 * Whether a command looks at the data before it proposes anything, if only to learn of its leader whether max_ts is
 * synced, as raw writes of API V2 do.
 *
 * @param rawBorders `encoded` under API V2
 * @see TiKV src/storage/mod.rs, raw_put, check_causal_ts_flushed and delete_range
 */
export function takesSnapshot(rpc: string, request: Fields, rawBorders: BorderMode): boolean {
  if (RANGE_DELETIONS.has(rpc)) return false;
  return !RAW_WRITES.has(rpc) || request.forCas === true || rawBorders === 'encoded';
}
